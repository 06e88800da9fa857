"""Arguments that several commands share."""

import argparse
import os

from sayso.ledger.location import Location, located

LEDGER = "sayso.db"


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """--ledger, which every command takes."""
    parser.add_argument(
        "--ledger",
        metavar="FILE",
        help="the ledger, a file or postgresql://…; else $SAYSO_LEDGER, else ./sayso.db",
    )


def ledger_path(options: argparse.Namespace) -> Location:
    """The ledger that is meant."""
    return located(options.ledger or os.environ.get("SAYSO_LEDGER") or LEDGER)


def add_format(parser: argparse.ArgumentParser) -> None:
    """--format: for a person, or for a program."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON lines")


def listed(word: str) -> str:
    """A word of a closed list as a person may write it: `claimed-responsibility` is `claimed_responsibility`."""
    return word.strip().lower().replace("-", "_").replace(" ", "_")
