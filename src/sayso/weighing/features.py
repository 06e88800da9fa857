"""Comparators: each looks at one thing of two claims and gives a Reason, or None where there is nothing to compare."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sayso.model.event import EventType
from sayso.model.incident import Compared, Reason
from sayso.weighing import names
from sayso.weighing.traits import Named, Range, Traits, Where

X = TypeVar("X")
Comparator = Callable[[Traits, Traits], Reason | None]

FAMILIES: tuple[frozenset[EventType], ...] = (
    frozenset({"shelling_or_strike", "explosion_or_bomb", "attack_on_civilians", "battle"}),
    frozenset({"battle", "territory_gained", "territory_lost", "movement_of_forces"}),
    frozenset({"abduction", "attack_on_civilians"}),
    frozenset({"agreement_or_truce", "statement_or_position", "support_or_supply"}),
    frozenset({"movement_of_forces", "displacement"}),
)
"""Types under which two outlets may code one happening: what one calls a strike, another calls an attack."""

EARTH_KM = 6371.0
NEAR_KM, SAME_AREA_KM, FAR_KM = 8.0, 30.0, 80.0
"""One town; neighbouring towns, or a town told by the next large one; beyond this, elsewhere."""
DAYS_APART = 4
"""From here on two days are two happenings' days: reports err by a day or two, and count from different midnights."""
PUBLISHED_APART = 10


def compare_type(a: Traits, b: Traits) -> Reason | None:
    """Types are of a closed list, "other" says nothing."""
    if a.type == b.type:
        return Reason("type", 1.0, f"both {a.type}")
    if "other" in (a.type, b.type):
        return None
    if any(a.type in family and b.type in family for family in FAMILIES):
        return Reason("type", 0.6, f"{a.type} and {b.type} can be one happening")
    return Reason("type", 0.0, f"{a.type} is not {b.type}")


def compare_when(a: Traits, b: Traits) -> Reason | None:
    """At the precision that both share: a day within a told month fits, but says less than the same day."""
    if a.days is None or b.days is None:
        return None
    gap = max(a.days[0] - b.days[1], b.days[0] - a.days[1], 0)
    if gap:
        score = max(0.0, 0.5 * (1 - (gap - 1) / (DAYS_APART - 1)))
        return Reason("when", score, f"{gap} day{'s' if gap > 1 else ''} apart")
    longest = max(last - first for first, last in (a.days, b.days)) + 1
    return Reason("when", 1 / (1 + math.log2(longest) / 4), "the same day" if longest == 1 else "their days overlap")


def compare_published(a: Traits, b: Traits) -> Reason | None:
    """How near two reports came out. It is not the day of the event: it only makes one happening likelier."""
    if a.published is None or b.published is None or a.report == b.report:
        return None
    gap = abs(a.published - b.published)
    return Reason("published", max(0.0, 1 - gap / PUBLISHED_APART), f"published {gap} days apart")


def compare_place(a: Traits, b: Traits) -> Reason | None:
    """The best of their places: one entry, one inside the other, near, or the same words; a shared country says little."""
    return max(_each(a.places, b.places, _places), key=_score, default=None)


def _places(a: Where, b: Where) -> Reason | None:
    if a.entry and a.entry == b.entry:
        coarse = max(a.precision or 1, b.precision or 1)
        return Reason("place", 0.3 if coarse >= 6 else 0.7 if coarse >= 4 else 1.0, f"both in {a.text}")
    for inner, outer in ((a, b), (b, a)):
        if outer.entry and outer.entry in inner.within:
            score = 0.2 if (outer.precision or 1) >= 6 else 0.6
            return Reason("place", score, f"{inner.text} lies in {outer.text}")
    if (km := _km(a, b)) is not None:
        score = next((s for limit, s in ((NEAR_KM, 0.8), (SAME_AREA_KM, 0.5), (FAR_KM, 0.2)) if km <= limit), 0.0)
        return Reason("place", score, f"{a.text} and {b.text} lie {km:.0f} km apart")
    if a.entry and b.entry:
        return Reason("place", 0.0, f"{a.text} is not {b.text}")
    return _worded("place", a.text, b.text, names.overlap(a.stems, b.stems)[0])


def _km(a: Where, b: Where) -> float | None:
    """Great-circle distance of two settlements; None where one is an area, which is no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    x, y = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((y - x) / 2) ** 2 + math.cos(x) * math.cos(y) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def compare_actor(a: Traits, b: Traits) -> Reason | None:
    """Who did it, through the register where both are known there, else by words."""
    return max(_each(a.actors, b.actors, lambda x, y: parties("actor", x, y)), key=_score, default=None)


def compare_target(a: Traits, b: Traits) -> Reason | None:
    """Whom it hit, the same way."""
    return max(_each(a.targets, b.targets, lambda x, y: parties("target", x, y)), key=_score, default=None)


def parties(on: Compared, a: Named, b: Named) -> Reason:
    """Two names of parties."""
    if a.entry and a.entry == b.entry:
        return Reason(on, 1.0, f"{a.text} is {b.text}")
    if (a.entry and a.entry in b.wider) or (b.entry and b.entry in a.wider):
        return Reason(on, 0.8, f"one of {a.text} and {b.text} is part of the other")
    if (a.entry and a.entry in b.allies) or (b.entry and b.entry in a.allies):
        return Reason(on, 0.4, f"{a.text} and {b.text} are allies")
    if a.entry and b.entry:
        return Reason(on, 0.0, f"{a.text} is not {b.text}")
    return _worded(on, a.text, b.text, names.overlap(a.stems, b.stems)[0])


def compare_toll(a: Traits, b: Traits) -> Reason | None:
    """Ranges of the counts that both give: equal, open ends that fit, or different."""
    told = [(name, a.toll[name], b.toll[name]) for name in a.toll if name in b.toll]
    return min((_tolls(name, x, y) for name, x, y in told), key=_score, default=None)


def _tolls(name: str, a: Range, b: Range) -> Reason:
    told = f"{name} {range_text(a)} and {range_text(b)}"
    if a == b:
        return Reason("toll", 1.0, told)
    return Reason("toll", 0.6, told + " fit") if ranges_meet(a, b) else Reason("toll", 0.0, told + " differ")


def ranges_meet(a: Range, b: Range) -> bool:
    """Whether one number can lie in both."""
    low = max(a[0] or 0, b[0] or 0)
    high = min(math.inf if a[1] is None else a[1], math.inf if b[1] is None else b[1])
    return low <= high


def range_text(a: Range) -> str:
    """A range as a person writes it."""
    low, high = a
    if low == high:
        return str(low)
    return f"at least {low}" if high is None else f"up to {high}" if low is None else f"{low} to {high}"


def compare_words(a: Traits, b: Traits) -> Reason | None:
    """The words that both quotes share, the rarer the weightier, of the shorter quote's."""
    if not a.words or not b.words:
        return None
    score, _ = names.overlap(a.words, b.words)
    return Reason("words", score, _shared(a.words & b.words))


def compare_names(a: Traits, b: Traits) -> Reason | None:
    """The words by which two reports are known again: persons, streets, ages that only reports of one happening share."""
    if a.report == b.report or not a.names or not b.names:
        return None
    return Reason("names", names.likeness(a.names, b.names), _shared(a.names & b.names))


def _worded(on: Compared, a: str, b: str, score: float) -> Reason:
    return Reason(on, score, f"{a} / {b}")


def _shared(words: frozenset[str]) -> str:
    rarest = sorted(words, key=lambda word: (-names.weight(word), word))[:5]
    return f"share {', '.join(rarest)}" if rarest else "share no word"


def _score(reason: Reason) -> float:
    return reason.score


def _each(a: Sequence[X], b: Sequence[X], compare: Callable[[X, X], Reason | None]) -> Iterator[Reason]:
    return (reason for x in a for y in b if (reason := compare(x, y)) is not None)


COMPARATORS: dict[Compared, Comparator] = {
    "type": compare_type,
    "when": compare_when,
    "published": compare_published,
    "place": compare_place,
    "actor": compare_actor,
    "target": compare_target,
    "toll": compare_toll,
    "words": compare_words,
    "names": compare_names,
}
"""One table: what is added here is asked of every pair."""


def reasons(a: Traits, b: Traits) -> tuple[Reason, ...]:
    """What every comparator found; those that had nothing to compare are left out."""
    return tuple(reason for compare in COMPARATORS.values() if (reason := compare(a, b)) is not None)


def signs(found: Sequence[Reason]) -> dict[str, float]:
    """Reasons as signs of a model: the score, and apart from it that there was something to compare."""
    told: dict[str, float] = {}
    for reason in found:
        told[reason.on] = reason.score
        told[f"{reason.on}_told"] = 1.0
        told[f"{reason.on}_differs"] = float(reason.score < DIFFERS)
    return told


DIFFERS = 0.2
"""A score below this is a difference, not a weak likeness."""
