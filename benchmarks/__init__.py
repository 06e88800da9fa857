"""Measurements beside peers, each a module: `python -m benchmarks.NAME [--data DIR] [--json]`."""
