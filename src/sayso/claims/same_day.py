"""Which claim without a time has the day of another one of its report: a report names a day once and goes on about it.

A logistic model on what two claims share; its weights stand in `codebook/same_day.toml`, learnt by
`python -m training.same_day` from the corpus's claims.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from sayso.codebook.tables import table
from sayso.model import Claim, EventType, Stance
from sayso.reading.tokens import word_class

REACH = 10
"""How many claims away one may stand that lends its day."""
SURE = 0.45
"""From which chance on a day is lent; found on the corpus's held-out part."""
_TOP = 2
"""The headline and the lead tell in short what follows with its day."""
_OF_NO_DAY: frozenset[Stance] = frozenset({"planned", "claimed_responsibility"})
"""What has not come, and what is mostly told beside the day of claiming."""
_WORD = re.compile(r"\w+")
_LONG = 4
_BRIEF = 6
"""A quote of fewer words names a happening rather than tells it: "the blast", "recent attacks"."""
_LASTS = re.compile(r"\b(?:has|have|had|since|years?|months?|so far|until)\b", re.IGNORECASE)
_HOLDS = re.compile(r"\b(?:is|are|remains?|continues?)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\bthe (?:attack|blast|bombing|explosion|shelling|strike|raid|assault|incident|clashes|massacre)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Kin:
    """What a claim is known by to others of its report.

    words: the longer ones of its quote; parties: those that name anybody or any place in it.
    """

    quote: str
    words: frozenset[str]
    type: EventType
    stance: Stance
    parties: frozenset[str]
    toll: bool

    @classmethod
    def of(cls, quote: str, type_: EventType, stance: Stance, names: Sequence[str], *, toll: bool) -> Self:
        """From a quote, what it tells, the names in its event, and whether anybody was hurt."""
        words = frozenset(word for word in _WORD.findall(quote.lower()) if len(word) >= _LONG)
        parties = frozenset(_WORD.findall(" ".join(names).lower()))
        return cls(quote, words, type_, stance, parties - word_class("determiners") - word_class("prepositions"), toll)


def signs(kin: Sequence[Kin], days: Sequence[str | None], number: int, other: int) -> dict[str, float]:
    """What says that a claim is of the same day as another of its report; both by their number. days: those told."""
    one, lends = kin[number], kin[other]
    share = days.count(days[other]) / sum(day is not None for day in days)
    return {
        "share": share,
        "only": float(share == 1),
        "brief": float(len(one.quote.split()) < _BRIEF),
        "lends_top": float(other < _TOP),
        "ahead": float(other > number),
        "far": abs(other - number) / REACH,
        "top": float(number < _TOP),
        "same_type": float(one.type == lends.type),
        "parties": _shared(one.parties, lends.parties),
        "words": _shared(one.words, lends.words),
        "toll": float(one.toll),
        "lasts": float(bool(_LASTS.search(one.quote))),
        "holds": float(bool(_HOLDS.search(one.quote))),
        "points_back": float(bool(_BACK.search(one.quote))),
        f"type_{one.type}": 1.0,
        f"stance_{one.stance}": 1.0,
    }


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (1 + min(len(one), len(other)))


def lenders(kin: Sequence[Kin], days: Sequence[str | None], number: int) -> tuple[int, ...]:
    """The claims that could lend a day to one: of each day the nearest, of equals the one before."""
    nearest: dict[str, int] = {}
    reach = range(max(0, number - REACH), min(number + REACH + 1, len(kin)))
    for other in sorted(reach, key=lambda k: (abs(k - number), k > number)):
        day = days[other]
        if day is not None and other != number:
            nearest.setdefault(day, other)
    return tuple(nearest.values())


def dated(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, in order of the text; one without a time has the day of the likeliest of those that could lend it."""
    kin = [_kin(claim) for claim in claims]
    days = [_day(claim) for claim in claims]
    lacking = [claim.event.when is None and claim.stance not in _OF_NO_DAY for claim in claims]
    return tuple(_lent(claims, kin, days, k) if lacking[k] else claim for k, claim in enumerate(claims))


def _lent(claims: Sequence[Claim], kin: Sequence[Kin], days: Sequence[str | None], number: int) -> Claim:
    chances = {other: chance(signs(kin, days, number, other)) for other in lenders(kin, days, number)}
    likeliest = max(chances, key=chances.__getitem__, default=None)
    if likeliest is None or chances[likeliest] < SURE:
        return claims[number]
    return replace(claims[number], event=replace(claims[number].event, when=claims[likeliest].event.when))


def _kin(claim: Claim) -> Kin:
    event = claim.event
    names = [party.text for party in (*event.actors, *event.targets)] + [place.text for place in event.places]
    hurt = event.toll is not None and bool(event.toll.killed or event.toll.injured)
    return Kin.of(claim.longest.text, event.type, claim.stance, names, toll=hurt)


def _day(claim: Claim) -> str | None:
    when = claim.event.when
    return when.start if when and when.granularity == "day" else None


@cache
def _weights() -> tuple[float, dict[str, float]]:
    book = table("same_day")
    return float(book["start"]), {name: float(weight) for name, weight in book["weights"].items()}


def chance(told: dict[str, float]) -> float:
    """From 0 to 1. A sign that the corpus never showed says nothing."""
    start, weights = _weights()
    return 1 / (1 + math.exp(-start - sum(weights.get(name, 0.0) * value for name, value in told.items())))
