"""What the templates are given: claims, reports, speakers and decisions as a person is shown them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from sayso.desk import charts
from sayso.exports import wording
from sayso.ledger.catalogue import Asked, Catalogue, Line, Shelved
from sayso.ledger.decided import Decided, Standing
from sayso.model.claim import Claim, Hop
from sayso.model.event import Event
from sayso.model.review import OF_THE_FIRST, Review
from sayso.model.words import Span

SLOTS = (
    *("speaker", "stance", "type", "actor", "target", "place", "when"),
    *("killed", "injured", "captured", "displaced", "weapon"),
)
"""In the order of the keys 1 to 9, then without a key."""

VERDICTS = {"accept": "accepted", "refuse": "refused", "unsure": "unsure"}
DECISIONS = {
    **VERDICTS,
    "correct": "corrected",
    "comment": "commented on",
    "add": "added",
    "same": "called the same",
    "different": "called different",
    "redact": "redacted",
    "read_to_end": "read to the end",
    "undo": "undid",
    "grade": "graded",
}
SITTING_S = 300
"""A pause longer than this ends a sitting: nobody thinks five minutes over one claim."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One hop of a chain. beside: stands next to the one before it; outlet: the last, which printed it."""

    name: str
    kind: str | None = None
    medium: str | None = None
    beside: bool = False
    outlet: bool = False


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot with its value as told, and where its words stand. corrected: by a person."""

    name: str
    value: str | None
    spans: tuple[Span, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A claim."""

    id: str
    short: str
    quote: tuple[str, ...]
    voices: tuple[Voice, ...]
    stance: str
    stance_name: str
    type_name: str
    slots: tuple[SlotView, ...]
    verdict: str | None
    verdict_name: str
    by: str | None
    comments: tuple[Review, ...]
    confidence: float | None
    report: str
    title: str
    published: str
    hand: bool
    day: str | None
    day_words: str | None
    start: int
    end: int

    @property
    def filled(self) -> tuple[SlotView, ...]:
        """The slots of the event that hold something."""
        return tuple(slot for slot in self.slots if slot.value and slot.name not in ("speaker", "stance", "type"))


def cards(catalogue: Catalogue, lines: Sequence[Line]) -> list[Card]:
    """The claims of these lines."""
    claims = catalogue.claims(lines)
    return [card(line, claim, catalogue) for line, claim in zip(lines, claims, strict=True)]


def card(line: Line, claim: Claim, catalogue: Catalogue) -> Card:
    """One claim, as corrected."""
    standing = catalogue.decided.standing(line.id)
    report = catalogue.reports[line.report]
    corrected = {slot for slot, _ in standing.corrections}
    spans = [words.span for words in claim.quote]
    return Card(
        id=line.id,
        short=line.id[:8],
        quote=tuple(words.text for words in claim.quote),
        voices=tuple(_voices(claim, report.outlet)),
        stance=claim.stance,
        stance_name=wording.STANCES[claim.stance],
        type_name=wording.spaced(claim.event.type),
        slots=tuple(_slots(claim, corrected)),
        verdict=standing.verdict,
        verdict_name=_verdict_name(standing),
        by=standing.by.who if standing.by else None,
        comments=standing.comments,
        confidence=claim.confidence,
        report=report.id,
        title=title(report),
        published=wording.day(report.published) if report.published else "undated",
        hand=line.hand,
        day=_day(claim),
        day_words=claim.event.when.text if claim.event.when else None,
        start=min(start for start, _ in spans),
        end=max(end for _, end in spans),
    )


def _day(claim: Claim) -> str | None:
    when = claim.event.when
    return wording.between(when.start, when.end or when.start, when.granularity) if when and when.start else None


def title(report: Shelved) -> str:
    """The headline, or the file's name where there is none."""
    return report.title or ("standard input" if report.path == "-" else report.path)


def _verdict_name(standing: Standing) -> str:
    return VERDICTS[standing.verdict] if standing.verdict else "not reviewed"


def _voices(claim: Claim, outlet: str | None) -> Iterator[Voice]:
    for hop in claim.chain:
        yield _voice(hop)
    yield Voice(outlet or wording.UNNAMED, outlet=True)


def _voice(hop: Hop) -> Voice:
    kind = wording.spaced(hop.kind) if hop.kind and hop.kind != "other" else None
    return Voice(hop.speaker.text, kind, hop.medium.text if hop.medium else None, hop.beside)


def _slots(claim: Claim, corrected: set[Any]) -> Iterator[SlotView]:
    values = dict(wording.slots(claim.event))
    values["stance"], values["type"] = wording.STANCES[claim.stance], wording.spaced(claim.event.type)
    if claim.origin:
        values["speaker"] = claim.origin.speaker.text
    spans = _spans(claim.event)
    if claim.origin:
        spans["speaker"] = (claim.origin.speaker.span,)
    for name in SLOTS:
        yield SlotView(name, values.get(name), spans.get(name, ()), name in corrected)


def _spans(event: Event) -> dict[str, tuple[Span, ...]]:
    spans = {
        "actor": tuple(party.span for party in event.actors),
        "target": tuple(party.span for party in event.targets),
        "place": tuple(place.span for place in event.places),
        "when": (event.when.span,) if event.when else (),
        "weapon": (event.weapon.span,) if event.weapon else (),
    }
    return spans | {name: (people.span,) for name, people in wording.tolls(event.toll)}


@dataclass(frozen=True, slots=True)
class Facet:
    """A value with how many claims hold it."""

    value: str
    name: str
    claims: int


def facets(lines: Iterable[Line], column: str, names: Any) -> tuple[Facet, ...]:
    """How the lines part by a column, the most frequent first."""
    counts = Counter(map(attrgetter(column), lines))
    return tuple(Facet(value, names.get(value, value), number) for value, number in counts.most_common())


def all_facets(catalogue: Catalogue, column: str, names: Any) -> tuple[Facet, ...]:
    """How all lines of a catalogue part."""
    parts = catalogue.parted(column, lambda line: (getattr(line, column),))
    numbers = sorted(((value, len(lines)) for value, lines in parts.items()), key=lambda each: -each[1])
    return tuple(Facet(value, names.get(value, value), number) for value, number in numbers)


def by_place(catalogue: Catalogue) -> dict[charts.Place, charts.Gathered]:
    """What all claims of a catalogue tell of, by place."""
    at = catalogue.parted("place", lambda line: {charts.place_of(spot): None for spot in line.spots})

    def named(place: charts.Place) -> charts.Gathered:
        here = (each for each in charts.mentions(at[place]) if charts.place_of(each.spot) == place)
        return charts.gathered(here)[place]

    return catalogue.of_parts("places", named, at)


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the list of reports."""

    id: str
    title: str
    outlet: str | None
    published: str
    language: str | None
    claims: int
    reviewed: int
    read_to_end: bool


def row(report: Shelved, catalogue: Catalogue) -> Row:
    """One report."""
    lines = catalogue.chosen(Asked(report=report.id))
    return Row(
        report.id,
        title(report),
        report.outlet,
        wording.day(report.published) if report.published else "undated",
        report.language,
        len(lines),
        len(lines) - len(catalogue.undecided(lines)),
        catalogue.decided.read_to_end(report.page, report.text) is not None,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as told in the history. what: the claim's words, a report's title, or the decision undone."""

    review: Review
    when: str
    did: str
    what: str
    address: str | None
    stands: bool
    value: str | None


def told(review: Review, catalogue: Catalogue) -> Told:
    """One decision."""
    what, address = _subject(review, catalogue)
    when = datetime.fromisoformat(review.when).strftime("%Y-%m-%d %H:%M") if review.when else ""
    did = DECISIONS[review.decision] + (":" if review.decision == "undo" else "")
    return Told(review, when, did, what, address, catalogue.decided.stands(review), _value(review))


def _subject(review: Review, catalogue: Catalogue) -> tuple[str, str | None]:
    if names := review.names:
        return f"the names “{names.one}” and “{names.other}”", f"/speaker?{urlencode({'name': names.one})}"
    if review.decision == "grade" and review.value is not None:
        graded = catalogue.line(review.on[0])
        return f"{_short(graded.quote) if graded else f'the source “{review.on[0]}”'}: {json.loads(review.value)}", None
    line = catalogue.line(review.on[0]) if review.on else None
    if line is not None:
        return _quoted(review, line, catalogue), f"/reports/{line.report}?claim={line.id}"
    if review.decision == "undo" and (undone := catalogue.decided.reviews.get(review.on[0])):
        return f"{undone.who} {DECISIONS[undone.decision]} {_subject(undone, catalogue)[0]}", None
    if review.decision == "read_to_end":
        for report in catalogue.reports.values():
            if report.page in review.on:
                return title(report), f"/reports/{report.id}"
    return f"{review.on[0][:8]}, of which no current reading tells" if review.on else "nothing", None


def _quoted(review: Review, first: Line, catalogue: Catalogue) -> str:
    """The words of the claim; both of two; of more the first, and how many there are."""
    others = review.on[1:]
    if review.value == OF_THE_FIRST:
        return f"{_short(first.quote)} and each of {wording.count(len(others), 'other claim')}"
    if len(others) == 1 and (other := catalogue.line(others[0])):
        return f"{_short(first.quote)} and {_short(other.quote)}"
    return _short(first.quote) + (f" and {len(others):,} more" if others else "")


def _short(quote: str) -> str:
    return f"“{quote}”" if len(quote) < 160 else f"“{quote[:150]}…”"


def _value(review: Review) -> str | None:
    """What a correction put in: the words, in a line."""
    if review.decision != "correct" or review.value is None:
        return None
    from sayso.model.canonical import from_json
    from sayso.model.review import Correction

    held = from_json(Correction, review.value)
    words = [each.text for each in (*held.parties, *held.places, held.when, held.count, held.weapon) if each]
    if held.speaker:
        words.append(held.speaker.speaker.text)
    words += [wording.spaced(word) for word in (held.stance, held.type) if word]
    return f"{held.slot}: {'; '.join(words) or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a sitting goes: decisions of this person in it, and seconds from one to the next (None before the second)."""

    decisions: int
    seconds: float | None


def pace(decided: Decided, who: str) -> Pace:
    """The person's last decisions, back to the last long pause."""
    times = [datetime.fromisoformat(review.when) for review in decided.newest(who, 200)]
    sitting = 0
    for later, earlier in pairwise(times):
        if (later - earlier).total_seconds() > SITTING_S:
            break
        sitting += 1
    if not sitting:
        return Pace(min(len(times), 1), None)
    return Pace(sitting + 1, (times[0] - times[sitting]).total_seconds() / sitting)
