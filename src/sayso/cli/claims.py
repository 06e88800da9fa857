"""List the claims of a ledger: what is asked must hold all together; with nothing asked, all of them."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from sayso import api
from sayso.cli import telling
from sayso.cli.options import add_claim_filters, add_format, add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.event import EventType

if TYPE_CHECKING:
    from sayso.ledger.found import Found, KeptClaim

EXAMPLES = """examples:
  sayso claims --about "al-Qaryatayn" --type territory_gained   who took the town, by whose word
  sayso claims --speaker "media wing" --stance denied           what the media wing denies
  sayso claims --place Homs --from 2017-09-28 --to 2017-10-07   what is dated to those days
  sayso claims --about attack --format json --limit all         one line of JSON a claim
"""

SHOWN = 20
"""Claims that a person is shown unless more are asked for: a few screens."""

UNASKED = object()
TYPES = get_args(EventType)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso claims` takes."""
    add_claim_filters(parser)
    parser.add_argument("--limit", type=limit_of, default=UNASKED, metavar="N", help=f"how many, or all ({SHOWN})")
    add_ledger(parser)
    add_format(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Ask and print."""
    ledger = api.open(ledger_path(options))
    found = ledger.claims(
        options.about,
        speaker=options.speaker,
        stance=options.stance,
        type=options.type,
        place=options.place,
        since=options.since,
        until=options.until,
        limit=shown(options),
    )
    if options.format == "json":
        for kept in found:
            terminal.write(contract.line(contract.kept_claim_of(kept)))
    else:
        _tell(found, terminal)
    terminal.out.flush()
    terminal.say(_summary(found, ledger))
    return FINE


def limit_of(text: str) -> int | None:
    """A number, or None for `all`."""
    try:
        return None if text == "all" else int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number; give one, or all") from None


def shown(options: argparse.Namespace) -> int | None:
    """How many to show: what was asked for, else what a person reads; a program gets everything."""
    if options.limit is not UNASKED:
        limit: int | None = options.limit
        return limit
    return SHOWN if options.format == "text" else None


def _tell(found: "Sequence[KeptClaim]", terminal: Terminal) -> None:
    """Claims under the headline of their report, which is told again whenever another report comes between."""
    report = None
    for kept in found:
        if kept.report_id != report:
            report = kept.report_id
            terminal.tell(telling.title(kept.title, kept.path))
            terminal.tell(telling.imprint(kept.outlet, kept.published), 2)
            terminal.write()
        telling.tell_claim(terminal, kept.claim, kept.outlet)


def _summary(found: "Found", ledger: api.Ledger) -> str:
    """One line: how many, how many more, and why there are none."""
    if not found.matching:
        return _nothing(found, ledger)
    told = telling.count(found.matching, "claim")
    if len(found) < found.matching:
        told = f"{len(found):,} of {told} (--limit all shows the rest)"
    return told + _undated(found)


def _nothing(found: "Found", ledger: api.Ledger) -> str:
    held = ledger.counts()
    if not held.pages:
        return f"{ledger.path} is empty: `sayso read PATH` fills it"
    among = f"{telling.count(held.claims, 'claim')} of {telling.count(held.reports, 'report')} in {ledger.path}"
    return f"no claim fits, of {among}{_undated(found)}"


def _undated(found: "Found") -> str:
    if not found.undated:
        return ""
    return f"; {telling.count(found.undated, 'more fits', 'more fit')} but for the days, as nothing dates the event"
