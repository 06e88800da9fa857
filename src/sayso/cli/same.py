"""Decide that claims tell of one happening; the decision is kept beside them, and can be undone."""

import argparse

from sayso import api
from sayso.cli import telling
from sayso.cli.deciding import add_who, who
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso same 3f9a2c18 77ab01d4 --because "both mean the dawn attack"   one happening
  sayso same 3f9a2c18 77ab01d4 --origins --as Rana                      one origin: one took it from the other
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso same` takes."""
    parser.add_argument("claims", nargs="+", metavar="ID", help="claims, by the first digits of their ids")
    parser.add_argument("--origins", action="store_true", help="that they are one origin, and not one happening")
    add_who(parser)
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Keep the decision and say what it is."""
    ledger = api.open(ledger_path(options))
    review = ledger.same(who(options), *options.claims, reason=options.because, origins=options.origins)
    terminal.say(telling.decided(review))
    return FINE
