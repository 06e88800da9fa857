"""Hold claims against each other: which back, repeat, update or contradict which, on which slot, and why."""

import argparse
from pathlib import Path

from sayso import api
from sayso.cli.options import add_format
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.errors import NotOfThisKind

EXAMPLES = """examples:
  sayso compare --claims a.json b.json                  how the claims of two readings stand to each other
  sayso compare --claims a.json b.json --format json    the same as one object {"relations": [...]}
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso compare` takes."""
    parser.add_argument("--claims", nargs="+", metavar="FILE", help="files that `sayso read --format json` wrote")
    add_format(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Compare and print."""
    if not options.claims:
        raise NotOfThisKind("nothing to compare: give files by --claims (see sayso compare --help)")
    found = api.compare_files([Path(path) for path in options.claims])
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
