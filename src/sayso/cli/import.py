# ruff: noqa: N999 - the command's name, which Python also has as a keyword; it is imported by its name as text
"""Bring in the rows of another dataset as claims of that dataset, or reviews and corrections from a table.

KIND is ucdp (a GED-style CSV), acled (an ACLED-style CSV) or reviews (a CSV with the columns claim and decision, as
`sayso export csv` writes them once you have filled its column verdict; docs/formats.md tells the others). A row that
cannot be read is listed with its line, and the others are still brought in.
"""

import argparse
from pathlib import Path

from sayso import api
from sayso.cli import telling
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.progress import Count
from sayso.cli.status import FAULT, FINE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso import ucdp GEDEvent_v24_1.csv --outlet "UCDP GED 24.1"   hold your reading against theirs
  sayso import acled syria.csv --ledger homs.db
  sayso import reviews decided.csv --as "Mariam"                  decisions made in a spreadsheet
"""

KINDS = ("ucdp", "acled", "reviews")
FAULTS_TOLD = 20
"""More of one kind than a person reads; the count tells of the others."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso import` takes."""
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument("file", metavar="FILE", type=Path, help="CSV in UTF-8 with the columns' names in its first row")
    parser.add_argument("--outlet", metavar="NAME", help="the dataset's name and release, who then is the outlet")
    parser.add_argument("--as", dest="who", metavar="NAME", help="who decided, where the table does not say")
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Bring in, tell the faults as they come, and sum up."""
    ledger = api.open(ledger_path(options))
    tally = _Tally()
    with Count(terminal, "rows") as count:
        if options.kind == "reviews":
            for judged, new in ledger.judge(options.file, options.who):
                tally.add(judged.fault, used=judged.review is not None, new=new, terminal=terminal)
                count.reached(tally.rows)
        else:
            for brought, new in ledger.bring(options.file, options.kind, outlet=options.outlet):
                tally.add(brought.fault, used=brought.claim is not None, new=new, terminal=terminal)
                count.reached(tally.rows)
    what = "review" if options.kind == "reviews" else "claim"
    told = f"{telling.count(tally.rows, 'row')}, {telling.count(tally.used, what)} ({tally.new:,} new to the ledger)"
    if tally.undecided:
        told += f"; {telling.count(tally.undecided, 'row')} without a decision"
    if tally.faults:
        told += f"; {telling.count(tally.faults, 'row')} could not be read"
    terminal.say(told)
    return FAULT if tally.faults or not tally.rows else FINE


class _Tally:
    """What a call came to."""

    def __init__(self) -> None:
        self.rows = self.used = self.new = self.faults = self.undecided = 0

    def add(self, fault: str | None, *, used: bool, new: bool, terminal: Terminal) -> None:
        """One row; a fault is told at once, so long as a person still reads it."""
        self.rows += 1
        self.used += used
        self.new += new
        self.faults += fault is not None
        self.undecided += fault is None and not used
        if fault is not None and self.faults <= FAULTS_TOLD:
            terminal.complain(fault)
