"""Archives that are too long for one call: cut into shards, read side by side, loaded into a ledger."""
