"""Grade a source by a letter, or a claim by a figure; the two stay apart, and a grade is a decision like any other."""

import argparse

from sayso import api
from sayso.cli import telling
from sayso.cli.deciding import add_who, who
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso grade "Syrian Observatory for Human Rights" B --as Rana    A to E, F: cannot be judged
  sayso grade 3f9a2c18 2 --because "two of us saw the footage"     a claim: 1 to 5, 6: cannot be judged
  sayso compare 3f9a2c18 --grades admiralty                        shows both
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso grade` takes."""
    parser.add_argument("of", metavar="SOURCE|ID", help="a source as it is named, or the id of a claim")
    parser.add_argument("grade", type=str.upper, help="A to F for a source, 1 to 6 for a claim")
    add_who(parser)
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Keep the grade and say what it is."""
    ledger = api.open(ledger_path(options))
    review = ledger.grade(who(options), options.of.strip(), options.grade, reason=options.because)
    terminal.say(telling.decided(review))
    return FINE
