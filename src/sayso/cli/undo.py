"""Undo a decision: it stays in the ledger, and another beside it says that it no longer holds."""

import argparse

from sayso import api
from sayso.cli import telling
from sayso.cli.deciding import add_who, who
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso undo                                           the latest decision that stands
  sayso undo 5d20c7aa --because "I took it for June"   this one, by the digits printed when it was made
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso undo` takes."""
    parser.add_argument("id", nargs="?", metavar="ID", help="of the decision; the latest where none is given")
    add_who(parser)
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Keep the undoing and say what no longer holds."""
    ledger = api.open(ledger_path(options))
    wanted = options.id.strip().lower() if options.id else None
    undoing, undone = ledger.undo(who(options), wanted, reason=options.because)
    terminal.say(f"undone: {telling.decided(undone)}; `sayso undo {telling.short(undoing.id)}` brings it back")
    return FINE
