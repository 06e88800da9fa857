"""Recompute a ledger's pages, offsets, ids and chain of hashes, and say exactly what is broken.

Whether the ledger is whole says nothing about whether its claims are so.
"""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import Run, safe
from sayso.cli.options import add_format, add_ledger, ledger_path
from sayso.cli.status import FAULT, FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.review import Review

if TYPE_CHECKING:
    from sayso.ledger.verify import Fault, Verified

EXAMPLES = """examples:
  sayso verify                     ./sayso.db, as it stands
  sayso verify --head 9c1f…        also against a head that was noted down earlier: nothing may be gone
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso verify` takes."""
    parser.add_argument("--head", metavar="HASH", help="a head that was printed by an earlier run and kept elsewhere")
    add_ledger(parser)
    add_format(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Check, print the faults, and the head to keep."""
    ledger = api.open(ledger_path(options))
    checked = ledger.verify(options.head)
    if options.format == "json":
        terminal.write(contract.line(asdict(checked)))
    else:
        for fault in checked.faults:
            terminal.tell(_fault(fault), 0, 2)
        for redaction in checked.redactions:
            terminal.tell(_redaction(redaction), 0, 2)
        _tell(checked, ledger, terminal)
    return FAULT if checked.faults else FINE


def _fault(fault: "Fault") -> list[Run]:
    return [("broken: ", "fault"), (safe(str(fault)), "plain")]


def _redaction(review: Review) -> list[Run]:
    """No fault: somebody decided it, and the chain tells who and why."""
    about = f"{review.when[:10]} by {review.who}: {review.reason}"
    return [("redacted: ", "warning"), (safe(about), "plain"), (f"  [{review.id[:8]}]", "faint")]


def _tell(checked: "Verified", ledger: api.Ledger, terminal: Terminal) -> None:
    found = telling.count(len(checked.faults), "fault") if checked.faults else "whole"
    held = [
        telling.count(checked.pages, "page"),
        telling.count(checked.reports, "report"),
        telling.count(checked.claims, "claim"),
        telling.count(checked.entries, "entry", "entries") + " in the chain",
    ]
    ledger_name: Run = (f"{safe(str(ledger.path))}: ", "plain")
    terminal.tell([ledger_name, (found, "strong"), (f" ({', '.join(held)})", "faint")], 0, 2)
    terminal.write(f"head {checked.head}")
