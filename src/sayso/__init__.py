"""Who says so? War reporting, read into a ledger of claims."""
