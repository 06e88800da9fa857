"""Comparators: each looks at one thing of two claims and says how alike they are in it, or None if there is nothing to
compare. Most pairs are looked at once and dropped: why is put into words only when somebody asks (`reasons`).
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple, TypeVar

from sayso.model.event import EventType
from sayso.model.incident import Compared, Reason
from sayso.weighing import names
from sayso.weighing.traits import Named, Range, Stems, Traits, Where
from sayso.weighing.weights import Model, model

X = TypeVar("X")


class Found(NamedTuple):
    """What a comparator found: 0 (they differ) to 1 (the same); `why(*of)` says it in words."""

    score: float
    why: Callable[..., str]
    of: tuple[object, ...]


Comparator = Callable[[Traits, Traits], Found | None]

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
A_YEAR = 365
MANY = 60
"""Rare words that two pages share: from here on more of them say no more."""


def compare_type(a: Traits, b: Traits) -> Found | None:
    """Types are of a closed list, "other" says nothing."""
    if a.type == b.type:
        return Found(1.0, "both {}".format, (a.type,))
    if "other" in (a.type, b.type):
        return None
    if any(a.type in family and b.type in family for family in FAMILIES):
        return Found(0.6, "{} and {} can be one happening".format, (a.type, b.type))
    return Found(0.0, "{} is not {}".format, (a.type, b.type))


def compare_when(a: Traits, b: Traits) -> Found | None:
    """At the precision that both share: a day within a told month fits, but says less than the same day."""
    if a.days is None or b.days is None:
        return None
    gap = max(a.days[0] - b.days[1], b.days[0] - a.days[1], 0)
    if gap:
        score = max(0.0, 0.5 * (1 - (gap - 1) / (DAYS_APART - 1)))
        return Found(score, "{} day{} apart".format, (gap, "s" if gap > 1 else ""))
    longest = max(last - first for first, last in (a.days, b.days)) + 1
    told = "the same day" if longest == 1 else "their days overlap"
    return Found(1 / (1 + math.log2(longest) / 4), told.format, ())


def compare_published(a: Traits, b: Traits) -> Found | None:
    """How near two reports came out. It is not the day of the event: it only makes one happening likelier."""
    if a.published is None or b.published is None or a.report == b.report:
        return None
    gap = abs(a.published - b.published)
    return Found(max(0.0, 1 - math.log1p(gap) / math.log1p(A_YEAR)), _published, (gap,))


def _published(gap: int) -> str:
    return f"published {gap} day{'s' if gap > 1 else ''} apart" if gap else "published on one day"


def compare_place(a: Traits, b: Traits) -> Found | None:
    """The best of their places: one entry, one inside the other, near, the same words; a shared country says little."""
    return max(_each(a.places, b.places, _places), key=_score, default=None)


def _places(a: Where, b: Where) -> Found | None:
    if a.entry and a.entry == b.entry:
        coarse = max(a.precision or 1, b.precision or 1)
        return Found(0.3 if coarse >= 6 else 0.7 if coarse >= 4 else 1.0, "both in {}".format, (a.text,))
    for inner, outer in ((a, b), (b, a)):
        if outer.entry and outer.entry in inner.within:
            score = 0.2 if (outer.precision or 1) >= 6 else 0.6
            return Found(score, "{} lies in {}".format, (inner.text, outer.text))
    if (km := _km(a, b)) is not None:
        score = next((s for limit, s in ((NEAR_KM, 0.8), (SAME_AREA_KM, 0.5), (FAR_KM, 0.2)) if km <= limit), 0.0)
        return Found(score, "{} and {} lie {:.0f} km apart".format, (a.text, b.text, km))
    if a.entry and b.entry:
        return Found(0.0, "{} is not {}".format, (a.text, b.text))
    return _worded(a.text, b.text, names.overlap(a.stems, b.stems)[0])


def _km(a: Where, b: Where) -> float | None:
    """Great-circle distance of two settlements; None where one is an area, which is no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    x, y = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((y - x) / 2) ** 2 + math.cos(x) * math.cos(y) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def compare_actor(a: Traits, b: Traits) -> Found | None:
    """Who did it, through the register where both are known there, else by words."""
    return max(_each(a.actors, b.actors, parties), key=_score, default=None)


def compare_target(a: Traits, b: Traits) -> Found | None:
    """Whom it hit, the same way."""
    return max(_each(a.targets, b.targets, parties), key=_score, default=None)


def parties(a: Named, b: Named) -> Found:
    """Two names of parties."""
    if a.entry and a.entry == b.entry:
        return Found(1.0, "{} is {}".format, (a.text, b.text))
    if (a.entry and a.entry in b.wider) or (b.entry and b.entry in a.wider):
        return Found(0.8, "one of {} and {} is part of the other".format, (a.text, b.text))
    if (a.entry and a.entry in b.allies) or (b.entry and b.entry in a.allies):
        return Found(0.4, "{} and {} are allies".format, (a.text, b.text))
    if a.entry and b.entry:
        return Found(0.0, "{} is not {}".format, (a.text, b.text))
    return _worded(a.text, b.text, names.overlap(a.stems, b.stems)[0])


def compare_toll(a: Traits, b: Traits) -> Found | None:
    """Ranges of the counts that both give: equal, open ends that fit, or different."""
    told = [(name, a.toll[name], b.toll[name]) for name in a.toll if name in b.toll]
    return min((_tolls(name, x, y) for name, x, y in told), key=_score, default=None)


def _tolls(name: str, a: Range, b: Range) -> Found:
    if a == b:
        return Found(1.0, _counts, (name, a, b, ""))
    score, verdict = (0.6, " fit") if ranges_meet(a, b) else (0.0, " differ")
    return Found(score, _counts, (name, a, b, verdict))


def _counts(name: str, a: Range, b: Range, verdict: str) -> str:
    return f"{name} {range_text(a)} and {range_text(b)}{verdict}"


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


def compare_words(a: Traits, b: Traits) -> Found | None:
    """The words that both quotes share, the rarer the weightier, of the shorter quote's."""
    if not a.words or not b.words:
        return None
    score, _ = names.overlap(a.words, b.words)
    return Found(score, _shared, (a.words, b.words, _texts(a, b)))


def compare_names(a: Traits, b: Traits) -> Found | None:
    """The words by which two reports are known again: persons, streets, ages of one happening alone."""
    if a.report == b.report or not a.names or not b.names:
        return None
    return Found(names.likeness(a.names, b.names), _shared, (a.names.keys(), b.names.keys(), _texts(a, b)))


def compare_page(a: Traits, b: Traits) -> Found | None:
    """The same of all prose of their pages: what a report tells besides is told again by the next of the same."""
    if a.report == b.report or not a.page or not b.page:
        return None
    return Found(names.likeness(a.page, b.page), _shared, (a.page.keys(), b.page.keys(), _texts(a, b)))


def compare_rare(a: Traits, b: Traits) -> Found | None:
    """How many rare words both pages tell, however long they are: two that share thirty are of one happening, and two
    short ones that are wholly alike may have but three words.
    """
    if a.report == b.report or not a.rare or not b.rare:
        return None
    both = len(a.rare & b.rare)
    return Found(min(1.0, math.log1p(both) / math.log1p(MANY)), _counted, (a.rare, b.rare))


def _counted(a: Stems, b: Stems) -> str:
    return f"share {len(a & b)} rare words"


def _worded(a: str, b: str, score: float) -> Found:
    return Found(score, "{} / {}".format, (a, b))


def _shared(a: Set[str], b: Set[str], texts: Sequence[str]) -> str:
    rarest = sorted(a & b, key=lambda word: (-names.weight(word), word))[:5]
    return f"share {', '.join(names.spelt(word, texts) for word in rarest)}" if rarest else "share no word"


def _texts(a: Traits, b: Traits) -> tuple[str, ...]:
    return tuple(filter(None, (a.told.setting.text, b.told.setting.text)))


def _score(found: Found) -> float:
    return found.score


def _each(a: Sequence[X], b: Sequence[X], compare: Callable[[X, X], Found | None]) -> Iterator[Found]:
    return (found for x in a for y in b if (found := compare(x, y)) is not None)


COMPARATORS: dict[Compared, Comparator] = {
    "published": compare_published,
    "when": compare_when,
    "type": compare_type,
    "place": compare_place,
    "words": compare_words,
    "toll": compare_toll,
    "actor": compare_actor,
    "target": compare_target,
    "names": compare_names,
    "page": compare_page,
    "rare": compare_rare,
}
"""One table: what is added here is asked of every pair, in this order: first what parts most strangers for least."""

OF_REPORTS: tuple[Compared, ...] = ("names", "page", "rare")
"""Asked only of the leading tellings of two reports."""


def reasons(a: Traits, b: Traits) -> tuple[Reason, ...]:
    """What every comparator found, in words; those that had nothing to compare are left out."""
    found = ((on, compare(a, b)) for on, compare in COMPARATORS.items())
    return tuple(Reason(on, each.score, each.why(*each.of)) for on, each in found if each is not None)


def scores(a: Traits, b: Traits) -> dict[Compared, float]:
    """What every comparator found, without the words."""
    found = ((on, compare(a, b)) for on, compare in COMPARATORS.items())
    return {on: each.score for on, each in found if each is not None}


def signs(found: Mapping[Compared, float]) -> dict[str, float]:
    """Scores as signs of a model: the score, and apart from it that there was something to compare."""
    told: dict[str, float] = {}
    for on, score in found.items():
        told[on] = score
        told[f"{on}_told"] = 1.0
        told[f"{on}_differs"] = float(score < DIFFERS)
    # Like texts say more where the slots agree too: many towns have an evening of shots alike.
    for alike in ("names", "rare"):
        if likeness := told.get(alike):
            told |= {f"{alike}_{on}": likeness * told[on] for on in BESIDE if on in told}
    if likeness := told.get("names"):
        told["names_squared"] = likeness**2
    return told


DIFFERS = 0.2
"""A score below this is a difference, not a weak likeness."""
BESIDE = ("when", "published", "published_told", "place", "toll")
"""Signs that are multiplied with a likeness of reports."""


class Judge:
    """How likely two tellings are of one happening. Two reports' leading ones are held against each other by all that
    there is. For others only the slots speak, and most are strangers that met by chance: such a pair is given up as
    soon as nothing that is left to compare can bring it up to the least chance that is asked for.
    """

    def __init__(self, leading: Model, by_slots: Model) -> None:
        self._leading = leading
        # Each model has its cut, where nine of ten pairs are right; one scale of chances has but one.
        self._start = by_slots.start + log_odds(leading.cut) - log_odds(by_slots.cut)
        self._steps: list[tuple[Comparator, float, float, float, float]] = []
        left = 0.0
        for on in reversed([on for on in COMPARATORS if on not in OF_REPORTS]):
            slope, told, differs = (by_slots.weights.get(name, 0.0) for name in (on, f"{on}_told", f"{on}_differs"))
            self._steps.append((COMPARATORS[on], slope, told, differs, left))
            ends = (told + differs, told + differs + slope * DIFFERS, told + slope * DIFFERS, told + slope)
            left += max(0.0, *ends)
        self._steps.reverse()

    def chance(self, a: Traits, b: Traits, least: float = 0.0) -> float:
        """That two tell of one happening, 0 to 1; 0 where it is below `least`."""
        if (a.names or a.page) and (b.names or b.page):
            chance = self._leading.chance(signs(scores(a, b)))
            return chance if chance >= least else 0.0
        odds, worth_it = self._start, log_odds(least)
        for compare, slope, told, differs, left in self._steps:
            if found := compare(a, b):
                odds += told + slope * found.score + (differs if found.score < DIFFERS else 0.0)
            if odds + left < worth_it:
                return 0.0
        return 1 / (1 + math.exp(-odds))


def log_odds(chance: float) -> float:
    """Of a chance; that of 0 and 1 is held at what no sum of weights reaches."""
    held = min(max(chance, 1e-12), 1 - 1e-12)
    return math.log(held / (1 - held))


@cache
def judge() -> Judge:
    """By the codebook's weights."""
    return Judge(model("tie"), model("tie_by_slots"))
