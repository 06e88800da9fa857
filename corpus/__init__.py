"""Claims annotated by hand, kept apart from their texts: hashes, offsets and labels only."""
