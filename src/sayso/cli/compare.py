"""Lay one incident out: slots down, origins across, what each says and in which words, and how origins were counted."""

import argparse
from dataclasses import asdict

from sayso import api
from sayso.cli import laying
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract

EXAMPLES = """examples:
  sayso compare 3f9a2c18                  the incident of this id, or the one that this claim tells of
  sayso compare 3f9a2c18 --grades airwars beside each origin a grade: admiralty, airwars, or none
  sayso compare 3f9a2c18 --format json    the same for a program, with relations and steps
"""

SCHEMES = ("none", "admiralty", "airwars")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso compare` takes."""
    parser.add_argument("id", metavar="ID", help="of an incident or of one of its claims, or its first digits")
    parser.add_argument("--grades", choices=SCHEMES, default="none", help="a scheme of grades (none)")
    add_ledger(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Find and print."""
    laid = api.open(ledger_path(options)).compare(options.id.strip().lower(), options.grades)
    if options.format == "json":
        terminal.write(
            contract.line({**contract.matrix_of(laid.matrix), "grades": [asdict(each) for each in laid.grades]})
        )
    else:
        laying.tell(laid, terminal)
    return FINE
