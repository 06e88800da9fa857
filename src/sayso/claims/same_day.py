"""Which claim without a time has the day of another one of its report: a report names a day once and goes on about it.

A logistic model on what two claims share; its weights stand in `codebook/same_day.toml`, learnt by
`python -m training.same_day` from the corpus's claims.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from sayso.codebook.tables import table
from sayso.model import Claim, EventType, Span, Stance
from sayso.reading.tokens import word_class

REACH = 10
"""How many claims away one may stand that lends its day."""
SURE = 0.3
"""From which chance on a day is lent; found on the corpus's held-out part."""
_BESIDE = 120
"""Code points between two quotes that mostly stand in one sentence."""
_TOP = 2
"""The headline and the lead tell in short what follows with its day."""
_OF_NO_DAY: frozenset[Stance] = frozenset({"planned", "claimed_responsibility"})
"""What has not come, and what is mostly told beside the day of claiming."""
_WORD = re.compile(r"\w+")
_LONG = 4
_MONTH = len("2017-10")
_AROUND = 5
"""So many claims before and after may stand in one sentence."""
_IN_QUOTE = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {
        "lasts": "has|have|had|since|years?|months?|so far|until",
        "holds": "is|are|remains?|continues?",
        "has": "has|have",
        "comes": "will|would|could|may|might|plans?|to be",
        "habit": "regularly|repeatedly|often|usually|frequently|always|every|each|routinely|typically|normally",
        "past": r"was|were|had|\w+ed|took|hit|left|fell|shot",
        "clock": "dawn|noon|midnight|morning|afternoon|evening|night|nightfall|o'clock|now|later|shortly|minutes|hours"
        r"|(?:at|by|around|after) \d{1,2}(?:[:.]?\d\d)?",
        "points_back": "the (?:attack|blast|bombing|explosion|shelling|strike|raid|assault|incident|clashes|massacre)",
    }.items()
}
"""Signs that stand in the quote. clock: a time of a day that is told elsewhere."""


@dataclass(frozen=True, slots=True)
class Kin:
    """What a claim is known by to others of its report.

    tells: the signs in its quote; words: the longer ones; parties: those that name anybody or any place in it.
    """

    span: Span
    tells: frozenset[str]
    words: frozenset[str]
    type: EventType
    stance: Stance
    parties: frozenset[str]
    toll: bool

    @classmethod
    def of(cls, quote: str, span: Span, type_: EventType, stance: Stance, names: Sequence[str], *, toll: bool) -> Self:
        """From a quote, what it tells, the names in its event, and whether anybody was hurt."""
        tells = frozenset(name for name, pattern in _IN_QUOTE.items() if pattern.search(quote))
        words = frozenset(word for word in _WORD.findall(quote.lower()) if len(word) >= _LONG)
        parties = frozenset(_WORD.findall(" ".join(names).lower()))
        parties -= word_class("determiners") | word_class("prepositions")
        return cls(span, tells, words, type_, stance, parties, toll)


@dataclass(frozen=True, slots=True)
class Days:
    """A report's days, in ISO form. told: by claim, of a day or a month that its own words name; published: its own."""

    told: tuple[str | None, ...]
    published: str | None

    @property
    def distinct(self) -> frozenset[str]:
        """Each once."""
        return frozenset(day for day in self.told if day is not None)


def signs(kin: Sequence[Kin], days: Days, number: int, other: int) -> dict[str, float]:
    """What says that a claim is of the same day as another of its report; both by their number."""
    one, lends, day = kin[number], kin[other], days.told[other]
    dated, many = sum(told is not None for told in days.told), days.told.count(day)
    between = {days.told[k] for k in range(min(number, other) + 1, max(number, other))} - {None, day}
    beside = {days.told[k] for k in _near(kin, number)}
    return {
        "share": many / dated,
        "many": min(math.log2(many), 4) / 4,
        "dated": dated / len(kin),
        "days": min(len(days.distinct), 5) / 5,
        "between": min(len(between), 3) / 3,
        "beside": float(day in beside),
        "another_beside": float(bool(beside - {None, day})),
        "published": float(day == days.published),
        "latest": float(day == max(days.distinct)),
        "month": float(day is not None and len(day) == _MONTH),
        "lends_top": float(other < _TOP),
        "ahead": float(other > number),
        "far": abs(other - number) / REACH,
        "top": float(number < _TOP),
        "late": min(number, 20) / 20,
        "same_type": float(one.type == lends.type),
        "parties": _shared(one.parties, lends.parties),
        "words": _shared(one.words, lends.words),
        "toll": float(one.toll),
        **dict.fromkeys(one.tells, 1.0),
        f"type_{one.type}": 1.0,
        f"lends_{lends.type}": 1.0,
        f"stance_{one.stance}": 1.0,
    }


def _near(kin: Sequence[Kin], number: int) -> Iterator[int]:
    """The other claims whose quotes begin or end beside its own."""
    start, end = kin[number].span
    for other in range(max(0, number - _AROUND), min(number + _AROUND + 1, len(kin))):
        span = kin[other].span
        if other != number and span[0] <= end + _BESIDE and span[1] >= start - _BESIDE:
            yield other


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (1 + min(len(one), len(other)))


def lenders(kin: Sequence[Kin], days: Days, number: int) -> tuple[int, ...]:
    """The claims that could lend a day to one: of each day the nearest, of equals the one before."""
    nearest: dict[str, int] = {}
    reach = range(max(0, number - REACH), min(number + REACH + 1, len(kin)))
    for other in sorted(reach, key=lambda k: (abs(k - number), k > number)):
        day = days.told[other]
        if day is not None and other != number:
            nearest.setdefault(day, other)
    return tuple(nearest.values())


def dated(claims: Sequence[Claim], published: str | None, beside: Sequence[frozenset[str]]) -> tuple[Claim, ...]:
    """The claims, in order of the text; one without a time has the day of the likeliest of those that could lend it.

    published: the day of the report, in ISO form; beside: the days that each claim's sentence names. Where there are
    some, no other is lent: they may be the day of speaking, but nobody would look for a third.
    """
    kin, days = [_kin(claim) for claim in claims], Days(tuple(map(_day, claims)), published)
    return tuple(
        _lent(claims, kin, days, k, beside[k]) if claim.event.when is None and claim.stance not in _OF_NO_DAY else claim
        for k, claim in enumerate(claims)
    )


def _lent(claims: Sequence[Claim], kin: Sequence[Kin], days: Days, number: int, beside: frozenset[str]) -> Claim:
    lending = [other for other in lenders(kin, days, number) if not beside or days.told[other] in beside]
    chances = {other: chance(signs(kin, days, number, other)) for other in lending}
    likeliest = max(chances, key=chances.__getitem__, default=None)
    if likeliest is None or chances[likeliest] < SURE:
        return claims[number]
    return replace(claims[number], event=replace(claims[number].event, when=claims[likeliest].event.when))


def _kin(claim: Claim) -> Kin:
    event, quote = claim.event, claim.longest
    names = [party.text for party in (*event.actors, *event.targets)] + [place.text for place in event.places]
    hurt = event.toll is not None and bool(event.toll.killed or event.toll.injured)
    return Kin.of(quote.text, quote.span, event.type, claim.stance, names, toll=hurt)


def _day(claim: Claim) -> str | None:
    when = claim.event.when
    if when is None or when.start is None or when.granularity not in ("day", "month"):
        return None
    return when.start if when.granularity == "day" else when.start[:_MONTH]


@cache
def _weights() -> tuple[float, dict[str, float]]:
    book = table("same_day")
    return float(book["start"]), {name: float(weight) for name, weight in book["weights"].items()}


def chance(told: dict[str, float]) -> float:
    """From 0 to 1. A sign that the corpus never showed says nothing."""
    start, weights = _weights()
    return 1 / (1 + math.exp(-start - sum(weights.get(name, 0.0) * value for name, value in told.items())))
