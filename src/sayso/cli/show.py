"""Show one claim inside its paragraph, with its words marked, the way it came, and what was read of the event."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.ink import Tone
from sayso.cli.layout import Run, columns, safe
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.claim import Claim, Hop
from sayso.model.report import Report
from sayso.model.words import Span

if TYPE_CHECKING:
    from sayso.ledger.find import Shown
    from sayso.ledger.history import Fate

EXAMPLES = """examples:
  sayso show 3f9a2c18                 the first digits of the id, as `sayso claims` shows them
  sayso show 3f9a2c18 --format json   the claim as JSON, with the text it stands in
"""

SHOWN_AROUND = 600
"""Characters on either side of the words, where they stand in a paragraph longer than that (or in none)."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso show` takes."""
    parser.add_argument("id", metavar="ID", help="the claim's id, or as many of its first digits as are needed")
    add_ledger(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Find and print."""
    ledger = api.open(ledger_path(options))
    shown = ledger.claim(options.id.strip().lower())
    fate = ledger.fate(shown.kept.claim)
    if options.format == "json":
        report = contract.report_of(shown.report)
        terminal.write(contract.line({**contract.claim_of(shown.kept.claim), "report": report}))
    else:
        _tell(shown, fate, terminal)
    return FINE


def _tell(shown: "Shown", fate: "Fate | None", terminal: Terminal) -> None:
    kept, claim = shown.kept, shown.kept.claim
    terminal.tell(telling.title(kept.title, kept.path))
    terminal.tell([*telling.imprint(kept.outlet, kept.published), (f" · {safe(kept.path)}", "faint")], 2, 4)
    if fate:
        terminal.tell([(_fate(fate), "warning")], 2)
    elif not kept.current:
        terminal.tell([("A newer reading of this page does not make this claim.", "warning")], 2)
    terminal.write()
    terminal.tell(_paragraph(shown, brackets=not terminal.sheet.colour), 2)
    terminal.write()
    for indent, runs in _way(claim, kept.outlet):
        terminal.tell(runs, 2 + indent, 4 + indent)
    terminal.write()
    _tell_table(list(_facts(claim, shown.report)), terminal)


def _fate(fate: "Fate") -> str:
    day = fate.seen[:10]
    if fate.now is None:
        return f"Withdrawn: the outlet's version of {day} no longer says this."
    if fate.standing == "kept":
        return f"The outlet's version of {day} says this as well: claim {fate.now.id[:8]}."
    return f"Altered: the outlet's version of {day} says it differently: claim {fate.now.id[:8]}."


def _paragraph(shown: "Shown", *, brackets: bool) -> list[Run]:
    """The paragraph, or as much of it as can be taken in, with words, speakers and cue set off."""
    report, claim = shown.report, shown.kept.claim
    start, end = _around(shown)
    text = report.text[start:end]
    runs = telling.marked(text, start, _tones(claim), brackets)
    before: list[Run] = [("… ", "faint")] if shown.paragraph and start > shown.paragraph.span[0] else []
    after: list[Run] = [(" …", "faint")] if shown.paragraph and end < shown.paragraph.span[1] else []
    return before + runs + after


def _around(shown: "Shown") -> Span:
    """What to show: every fragment, speaker and cue, and their paragraph as far as it is near."""
    report, claim = shown.report, shown.kept.claim
    spans = [words.span for words in claim.quote]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    start, end = shown.paragraph.span if shown.paragraph else (first, last)
    return max(min(start, first), first - SHOWN_AROUND), min(max(end, last), last + SHOWN_AROUND, len(report.text))


def _tones(claim: Claim) -> list[tuple[Span, Tone]]:
    """What to set off; of two that overlap the words win, as they are what was asked for."""
    tones: list[tuple[Span, Tone]] = [(words.span, "words") for words in claim.quote]
    tones += [(hop.speaker.span, "speaker") for hop in claim.chain]
    if claim.cue:
        tones.append((claim.cue.span, "cue"))
    return tones


def _way(claim: Claim, outlet: str | None) -> Iterator[tuple[int, list[Run]]]:
    """The chain drawn downwards, from the origin to the outlet, each voice with the words that show it speaking."""
    last: Run = (safe(outlet) if outlet else telling.UNNAMED, "speaker")
    if not claim.chain:
        yield 0, [last, (", in its own voice", "faint")]
        return
    for number, hop in enumerate(claim.chain):
        lead: list[Run] = [("and beside it " if hop.beside else "→ ", "faint")] if number else []
        yield 2 * number, [*lead, *_voice(hop)]
    yield 2 * len(claim.chain), [("→ ", "faint"), last]


def _voice(hop: Hop) -> Iterator[Run]:
    yield safe(hop.speaker.text), "speaker"
    if hop.kind:
        yield f", {telling.type_name(hop.kind)}", "faint"
    for words in (hop.medium, hop.cue):
        if words:
            yield f", “{safe(words.text)}”", "faint"


def _facts(claim: Claim, report: Report) -> Iterator[tuple[str, str]]:
    stance, _ = telling.stance(claim)
    yield "stance", stance
    yield "event", telling.type_name(claim.event.type)
    yield from telling.slots(claim.event)
    if claim.basis:
        yield "known by", telling.type_name(claim.basis)
    if claim.confidence is not None:
        yield "read with", f"{claim.confidence:.0%} confidence in the reading, not in the claim"
    yield "reader", claim.reader
    yield "stands at", ", ".join(f"{start}–{end}" for start, end in (words.span for words in claim.quote))
    if sheet := report.sheet(claim.quote[0].span[0]):
        yield "on page", f"{sheet} of the document"
    yield "page", claim.page_sha256
    yield "claim", claim.id


def _tell_table(rows: list[tuple[str, str]], terminal: Terminal) -> None:
    margin = max(columns(name) for name, _ in rows) + 4
    for name, words in rows:
        # The name is padded with no-break spaces, which the wrapping leaves alone.
        terminal.tell([(name.ljust(margin - 3, "\u00a0"), "faint"), (" ", "plain"), (words, "plain")], 2, margin)
