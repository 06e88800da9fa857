"""Lay one incident out, slots down and origins across; or say how the claims of files stand to each other."""

import argparse
from dataclasses import asdict
from pathlib import Path

from sayso import api, weighed
from sayso.cli import laying
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.errors import NotOfThisKind

EXAMPLES = """examples:
  sayso compare 3f9a2c18                  the incident of this id, or the one that this claim tells of
  sayso compare 3f9a2c18 --grades airwars beside each origin a grade: admiralty, airwars, or none
  sayso compare 3f9a2c18 --format json    the same for a program, with relations and steps
  sayso compare --claims a.json b.json    who backs, repeats, updates or contradicts whom in two readings
"""

SCHEMES = ("none", "admiralty", "airwars")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso compare` takes."""
    parser.add_argument(
        "id", metavar="ID", nargs="?", help="of an incident or of one of its claims, or its first digits"
    )
    parser.add_argument("--claims", nargs="+", metavar="FILE", help="files that `sayso read --format json` wrote")
    parser.add_argument("--grades", choices=SCHEMES, default="none", help="a scheme of grades (none)")
    add_ledger(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Compare and print."""
    if (options.id is None) == (options.claims is None):
        raise NotOfThisKind("give the ID of an incident or claim, or files by --claims (see sayso compare --help)")
    if options.claims:
        return _files(options, terminal)
    laid = api.open(ledger_path(options)).compare(options.id.strip().lower(), options.grades)
    if options.format == "json":
        rows = {**contract.matrix_of(laid.matrix), "grades": [asdict(each) for each in laid.grades]}
        terminal.write(contract.line(rows))
    else:
        laying.tell(laid, terminal)
    return FINE


def _files(options: argparse.Namespace, terminal: Terminal) -> int:
    found = weighed.compare_files([Path(path) for path in options.claims])
    rows = [contract.relation_of(each) for each in found.relations]
    rows += [contract.neighbours_of(*pair) for pair in found.neighbours]
    if options.format == "json":
        terminal.write(contract.line({"relations": rows}))
    else:
        for row in rows:
            terminal.write(f"{row['a'][:12]}  {row['kind'] or row['relation']:<12} {row['b'][:12]}  {row['reason']}")
    terminal.out.flush()
    terminal.say(f"{len(rows):,} relations among {found.claims:,} claims of {len(options.claims):,} files")
    return FINE
