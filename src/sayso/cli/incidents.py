"""List the happenings that two claims or more tell of: how many reports, how many origins, and what is disputed."""

import argparse

from sayso import api
from sayso.cli import laying, telling
from sayso.cli.claims import SHOWN, TYPES, UNASKED, limit_of, shown
from sayso.cli.layout import safe
from sayso.cli.options import add_format, add_ledger, ledger_path, listed
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract

EXAMPLES = """examples:
  sayso incidents                                     those with the most reports first
  sayso incidents --about al-Qaryatayn --since 2017-10    one of whose claims says so
  sayso incidents --about attack --format json --limit all
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso incidents` takes."""
    parser.add_argument("--about", metavar="TEXT", help="words of one of its claims")
    parser.add_argument("--type", type=listed, help=", ".join(sorted(TYPES)))
    parser.add_argument("--place", metavar="TEXT", help="words of the event's place")
    parser.add_argument("--since", "--from", metavar="D", help="the event's first day: 2017-10-05, 2017-10 or 2017")
    parser.add_argument("--until", "--to", metavar="D", help="the event's last day, included")
    parser.add_argument("--limit", type=limit_of, default=UNASKED, metavar="N", help=f"how many, or all ({SHOWN})")
    add_ledger(parser)
    add_format(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Ask and print."""
    ledger = api.open(ledger_path(options))
    found = ledger.incidents(
        options.about,
        place=options.place,
        type=options.type,
        since=options.since,
        until=options.until,
        limit=shown(options),
    )
    for laid in found.shown:
        if options.format == "json":
            terminal.write(contract.line(contract.matrix_of(laid.matrix)))
        else:
            _tell(laid, terminal)
    terminal.out.flush()
    terminal.say(_summary(found, ledger))
    return FINE


def _tell(laid: api.SideBySide, terminal: Terminal) -> None:
    told = list(laid.told.values())
    name = telling.short(laid.matrix.incident.id)
    terminal.tell([(name, "faint"), (" ", "plain"), *laying.title(told)], 2, 11)
    terminal.tell(laying.headline(laid.matrix, told), 11)
    speakers = "; ".join(column.speaker for column in laid.matrix.columns)
    terminal.tell([("by ", "faint"), (safe(speakers), "speaker")], 11)
    terminal.write()


def _summary(found: api.Incidents, ledger: api.Ledger) -> str:
    """One line: how many, how many more, and how many claims nothing else is told beside."""
    alone = f"; {telling.count(found.alone, 'claim')} told by nobody else" if found.alone else ""
    if not found.matching:
        held = telling.count(found.claims, "claim")
        return f"no two claims that fit tell of one happening, of {held} in {ledger.path}{alone}"
    told = telling.count(found.matching, "incident")
    if len(found.shown) < found.matching:
        told = f"{len(found.shown):,} of {told} (--limit all shows the rest)"
    return told + alone
