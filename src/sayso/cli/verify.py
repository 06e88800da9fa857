"""Recompute a ledger's pages, offsets, ids and chain of hashes, and say exactly what is broken."""
