"""Reviews and corrections from a table: one row a decision, on a claim that the ledger holds.

Columns: `claim` (an id or its beginning; for same and different two, space between) and `decision` (or `verdict`, as
the claims' own table calls it); `who` (or `reviewer`) and `decided`, a time, where the table says so; `reason`; for a
correction `slot`, `value`, and for a number or a time the `words` that tell it. What a slot is corrected to must stand
in the report: what is not its words is a fault.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from sayso.exports.table_rows import Line, lines
from sayso.model.canonical import to_json
from sayso.model.claim import Claim, Hop, Stance
from sayso.model.errors import ImportFault, NotOfThisKind, SaysoError
from sayso.model.event import Count, EventType, Party, Place, When
from sayso.model.report import Report
from sayso.model.review import CorrectedSlot, Correction, Decision, Review
from sayso.model.words import Words

DECISIONS: tuple[Decision, ...] = ("accept", "refuse", "unsure", "comment", "correct", "same", "different")

Asked = Callable[[str], tuple[str, Claim, Report]]
"""From the beginning of an id to the whole id, the claim and its report. Raises LedgerError where there is none."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row as a review, or the fault that kept it out; neither where no decision stands in the row."""

    line: int
    review: Review | None = None
    fault: str | None = None


def judgements(path: Path, who: str | None, now: str, ask: Asked) -> Iterator[Judgement]:
    """Every row of a file. who, now: for rows that do not say by whom and when (UTC, ISO 8601).

    A row that cannot be used is a fault, and the next is still read. Raises ImportFault for a file that is no such
    table.
    """
    for line in lines(path, ("claim",)):
        try:
            yield Judgement(line.number, _review(line, who, now, ask))
        except SaysoError as error:
            yield Judgement(line.number, fault=f"{path}, line {line.number}: {error}")


def _review(line: Line, who: str | None, now: str, ask: Asked) -> Review | None:
    told = (line["decision"] or line["verdict"] or "").lower()
    if not told:
        return None
    decision = next((known for known in DECISIONS if known == told), None)
    if decision is None:
        raise ImportFault(f"{told!r} is no decision: it is one of {', '.join(DECISIONS)}")
    by = line["who"] or line["reviewer"] or who
    if not by:
        raise ImportFault("nobody is named who decided: fill the column who, or give --as NAME")
    asked = [ask(beginning) for beginning in (line["claim"] or "").lower().split()]
    two = decision in ("same", "different")
    if len(asked) != (2 if two else 1):
        raise ImportFault(f"{decision} is on {'two claims' if two else 'one claim'}, not on {len(asked)}")
    value = None
    if decision == "correct":
        _, claim, report = asked[0]
        value = to_json(_correction(line, claim, report))
    on = tuple(found[0] for found in asked)
    return Review(by, _instant(line["decided"] or now), on, decision, line["reason"], value)


def _correction(line: Line, claim: Claim, report: Report) -> Correction:
    slot = next((known for known in get_args(CorrectedSlot) if known == (line["slot"] or "").lower()), None)
    if slot is None:
        raise ImportFault(f"{line['slot']!r} is no slot: it is one of {', '.join(get_args(CorrectedSlot))}")
    return _CORRECTED[slot](slot, line, claim, report)


def _listed(slot: CorrectedSlot, line: Line, _claim: Claim, _report: Report) -> Correction:
    told = (line["value"] or "").lower().replace(" ", "_").replace("-", "_")
    for known in get_args(Stance if slot == "stance" else EventType):
        if known == told:
            return Correction(slot, stance=known) if slot == "stance" else Correction(slot, type=known)
    raise ImportFault(f"{line['value']!r} is no {slot}")


def _named(slot: CorrectedSlot, line: Line, claim: Claim, report: Report) -> Correction:
    """Parties, places, a weapon, a speaker: words of the report, several with ; between."""
    found = tuple(_words(part.strip(), claim, report) for part in (line["value"] or "").split(";") if part.strip())
    if slot in ("actor", "target"):
        return Correction(slot, parties=tuple(Party(words.text, words.span) for words in found))
    if slot == "place":
        return Correction(slot, places=tuple(Place(words.text, words.span) for words in found))
    if len(found) > 1:
        raise ImportFault(f"{slot} holds one value, not {len(found)}")
    first = found[0] if found else None
    if slot == "speaker":
        return Correction(slot, speaker=Hop(first) if first else None)
    return Correction(slot, weapon=first)


def _when(slot: CorrectedSlot, line: Line, claim: Claim, report: Report) -> Correction:
    """2017-10-05, or two days with / between; `words`: the report's words for it."""
    if line["value"] is None:
        return Correction(slot)
    first, _, last = line["value"].partition("/")
    for day in (first, last or first):
        try:
            datetime.fromisoformat(day)
        except ValueError as error:
            raise ImportFault(f"{day!r} is no day: write it as 2017-10-05, two with / between") from error
    words = _words(_needed_words(line), claim, report)
    return Correction(slot, when=When(words.text, words.span, first, last or first, "range" if last else "day"))


def _count(slot: CorrectedSlot, line: Line, claim: Claim, report: Report) -> Correction:
    """12, 12-20, 12- (at least) or -20 (at most); `words`: the report's words for it, where they are not these."""
    if line["value"] is None:
        return Correction(slot)
    found = re.fullmatch(r"(\d*)\s*(-|–)?\s*(\d*)", line["value"])
    if not found or not (found[1] or found[3]):
        raise ImportFault(f"{line['value']!r} is no number of people: write 12, 12-20, 12- or -20")
    low, high = (int(end) if end else None for end in (found[1], found[3]))
    words = _words(line["words"] or line["value"], claim, report)
    return Correction(slot, count=Count(words.text, words.span, low, high if found[2] else low))


_CORRECTED: dict[CorrectedSlot, Callable[[CorrectedSlot, Line, Claim, Report], Correction]] = {
    "stance": _listed,
    "type": _listed,
    "speaker": _named,
    "actor": _named,
    "target": _named,
    "place": _named,
    "weapon": _named,
    "when": _when,
    "killed": _count,
    "injured": _count,
    "captured": _count,
    "displaced": _count,
}


def _needed_words(line: Line) -> str:
    if line["words"] is None:
        raise ImportFault("the column words is empty: it must hold the report's words for it")
    return line["words"]


def _words(wanted: str, claim: Claim, report: Report) -> Words:
    """Where these words stand: nearest to the claim. Raises ImportFault where they do not."""
    at = claim.longest.span[0]
    found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", report.text)]
    if not found:
        raise ImportFault(f"the words {wanted!r} do not stand in the report of claim {claim.id[:8]}")
    start = min(found, key=lambda place: abs(place - at))
    return Words(wanted, (start, start + len(wanted)))


def _instant(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise NotOfThisKind(f"{text!r} is no time: write it as 2024-05-18T09:00:00Z") from error
    return text
