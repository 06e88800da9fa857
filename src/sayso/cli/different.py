"""Decide that claims do not tell of one happening, or that nobody can tell; the decision is kept, and can be undone."""

import argparse

from sayso import api
from sayso.cli import telling
from sayso.cli.deciding import add_who, who
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso different 3f9a2c18 77ab01d4 --because "one is of May"    two happenings
  sayso different 3f9a2c18 77ab01d4 --unsure                     looked at, and open
  sayso different 3f9a2c18 77ab01d4 --origins --as Rana          two origins, whatever the words share
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso different` takes."""
    parser.add_argument("claims", nargs="+", metavar="ID", help="claims, by the first digits of their ids")
    parser.add_argument("--unsure", action="store_true", help="that nobody can tell: they stay apart")
    parser.add_argument("--origins", action="store_true", help="that they are two origins")
    add_who(parser)
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Keep the decision and say what it is."""
    ledger = api.open(ledger_path(options))
    review = ledger.different(
        who(options), *options.claims, reason=options.because, origins=options.origins, unsure=options.unsure
    )
    terminal.say(telling.decided(review))
    return FINE
