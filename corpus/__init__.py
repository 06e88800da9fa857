"""Claims as annotators read them, kept apart from their texts: hashes, offsets and labels only."""
