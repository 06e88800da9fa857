"""Mentions to places: `resolve(mentions, context, gazetteer)`. Pure but for the look-ups."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from sayso.model.place import PlaceEntry, PlaceKind, Refused, ResolvedPlace
from sayso.model.words import Words
from sayso.registers.places import choice
from sayso.registers.places.choice import Group
from sayso.registers.places.gazetteer import Candidate, Gazetteer
from sayso.registers.places.phrases import NEAR_KM, Phrase, read_phrase, words
from sayso.registers.places.spelling import plain

REFUSED_KEPT = 5
"""Candidates that are kept with their reasons; the rest of a hundred San Josés tells nobody anything."""
LEAST_CHANCE = 0.3
"""An answer less likely than this is none: above it answers are right more often than not (on the seen half)."""
_LOOSE = 0.72
"""How alike a usual spelling must be to be a candidate at all."""
_SURE = 0.4
"""The chance from which a country counts as one that the report is about, when names are sought by their consonants."""

_PRECISION: Mapping[PlaceKind, int | None] = {
    "settlement": 1, "facility": 1, "district": 3, "province": 4, "region": 5, "country": 6, "water": 7,
    "continent": None,
}  # fmt: skip
_PART = {1: 2, 6: 5}
"""A part of a town is near it, a part of a country is part of a country; a part of a province keeps the province's."""
_BETWEEN = re.compile(r"^\s*(?:,|\(|,?\s*(?:in|of)\b)\s*(?:in\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}$")
"""What stands between a place and the one that holds it: "Pandi, Bulacan", "Mahin in the southern Homs countryside"."""


_JOINED = re.compile(r"(?:\b(?:of|in|from|to|at|near|and|for|the [A-Z]\w+)|[A-Z]\w+) $")
"""What makes a name before a verb of speech a part of something longer: "officials in Washington said"."""


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report says besides its mentions. dateline: the words of the place that it was written from; homes: ISO
    codes of the countries of the actors it names, one entry an actor.
    """

    text: str
    dateline: str | None = None
    homes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sought:
    """A mention on its way: its phrase, the group of its name, that of a line's other end, whether it speaks."""

    mention: Words
    phrase: Phrase
    group: int = -1
    to: int | None = None
    speaks: bool = False


@dataclass(slots=True)
class _Groups:
    """The names of a report, each once."""

    gazetteer: Gazetteer
    groups: list[Group] = field(default_factory=list)
    by_name: dict[tuple[str, PlaceKind | None, bool], int] = field(default_factory=dict)

    def of(self, name: str, asked: PlaceKind | None = None, *, of_country: bool = False) -> int:
        """The number of the group of a name, a new one if need be. of_country: a capital stands for its government."""
        key = (plain(name), asked, of_country)
        if key in self.by_name:
            self.groups[self.by_name[key]].counts += 1
        else:
            self.by_name[key] = len(self.groups)
            found = candidates(name, self.gazetteer)
            if of_country and any(c.entry.capital for c in found):
                found = tuple(c for c in found if c.entry.kind == "country")
            self.groups.append(Group(name, asked, found))
        return self.by_name[key]


def resolve(mentions: Sequence[Words], context: ReportContext, gazetteer: Gazetteer) -> tuple[ResolvedPlace, ...]:
    """One answer for each mention, in order; `entry` None where nothing fits, which the reason explains.

    Raises GazetteerError where the gazetteer turns out to be damaged.
    """
    gathered = _Groups(gazetteer)
    sought = [_seek(mention, context.text, gathered) for mention in mentions]
    _containers(sought, context.text, gathered)
    homes: dict[str, float] = defaultdict(float)
    for country in context.homes:
        homes[country] += 1.0
    if context.dateline:
        gathered.of(context.dateline)
    choice.choose(gathered.groups, homes)
    if _by_consonants(gathered, homes):
        choice.choose(gathered.groups, homes)
    return tuple(_answer(one, gathered.groups) for one in sought)


def candidates(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What a name may mean; of "Tadmur/Palmyra" what both mean, if they share something."""
    if not any(c.isupper() or (c.isalpha() and not c.islower()) for c in name):
        return ()
    found = tuple(c for c in gazetteer.find(name) if c.alike >= _LOOSE)
    if not found and "/" in name:
        halves = [{c.entry.id: c for c in gazetteer.find(half.strip())} for half in name.split("/", 1)]
        shared = halves[0].keys() & halves[1].keys()
        found = tuple(halves[0][i] for i in halves[0] if i in shared) or tuple(halves[0].values() or halves[1].values())
    return found


def _seek(mention: Words, text: str, gathered: _Groups) -> _Sought:
    def known(name: str) -> bool:
        return any(c.alike == 1.0 for c in gathered.gazetteer.find(name))

    phrase = read_phrase(mention, text, known)
    one = _Sought(mention, phrase)
    one.speaks = _speaks(mention, text)
    one.group = gathered.of(phrase.name, phrase.asked, of_country=one.speaks)
    if phrase.to:
        one.to = gathered.of(phrase.to)
    if phrase.within:
        gathered.groups[one.group].within.add(gathered.of(phrase.within))
    return one


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(rf"^\s+(?:has |have |had |also |later |repeatedly )*(?:{'|'.join(words()['speech'].split())})\b")


def _speaks(mention: Words, text: str) -> bool:
    """Whether a verb of speech stands behind the mention and nothing before it makes it a part of a longer phrase."""
    start, end = mention.span
    return bool(_speech().match(text[end : end + 40])) and not _JOINED.search(text[max(0, start - 12) : start])


def _containers(sought: Sequence[_Sought], text: str, gathered: _Groups) -> None:
    """Tell each name which name stands behind it as what holds it."""
    placed = sorted(sought, key=lambda one: one.mention.span)
    for inner, outer in pairwise(placed):
        between = text[inner.mention.span[1] : outer.mention.span[0]]
        if inner.group != outer.group and _BETWEEN.match(between):
            gathered.groups[inner.group].within.add(outer.group)


def _by_consonants(gathered: _Groups, homes: Mapping[str, float]) -> bool:
    """Seek names that have no candidate by their consonants, in the likeliest countries only; whether any was found."""
    missing = [g for g in gathered.groups if g.name != g.name.lower() and not any(c.alike == 1.0 for c in g.candidates)]
    lands: dict[str, float] = defaultdict(float, homes)
    for group in gathered.groups:
        for candidate, chance in zip(group.candidates, group.chances, strict=False):
            if candidate.entry.country:
                lands[candidate.entry.country] += chance
    likely = sorted((c for c in lands if lands[c] >= _SURE), key=lambda c: -lands[c])[:3]
    found = False
    for group in missing:
        known = {c.entry.id for c in group.candidates}
        more = [c for country in likely for c in gathered.gazetteer.find_within(group.name, country)[:10]]
        more = [c for c in more if c.entry.id not in known]
        group.candidates += tuple(more)
        found = found or bool(more)
    return found


def _answer(one: _Sought, groups: Sequence[Group]) -> ResolvedPlace:
    group = groups[one.group]
    ranked = sorted(zip(group.chances, group.candidates, strict=False), key=lambda pair: -pair[0])
    none = group.chances[len(group.candidates)] if group.chances else 1.0
    if not ranked or ranked[0][0] < LEAST_CHANCE:
        why = "no candidate is likely enough" if ranked else "no place of the gazetteer is spelt like it"
        if one.speaks:
            why = "it speaks here: a government, not a town"
        return ResolvedPlace(one.mention, None, None, none, why, _refused(ranked, group, None))
    chance, best = ranked[0]
    to = _best(groups[one.to]) if one.to is not None else None
    answer = ResolvedPlace(
        one.mention, best.entry, _PRECISION[best.entry.kind], chance, _why(best, group),
        _refused(ranked[1:], group, best), demonym=best.spelt == "people", to=to,
    )  # fmt: skip
    return _with_phrase(answer, one.phrase)


def _best(group: Group) -> PlaceEntry | None:
    best = max(zip(group.chances, group.candidates, strict=False), key=lambda pair: pair[0], default=None)
    return best[1].entry if best else None


def _with_phrase(answer: ResolvedPlace, phrase: Phrase) -> ResolvedPlace:
    """The precision that the words leave: never finer than the entry's own."""
    entry, precision = answer.entry, answer.precision
    if entry is None or precision is None:
        return answer
    if phrase.air_or_sea:
        return replace(answer, precision=7)
    if phrase.to:
        return replace(answer, precision=5)
    if phrase.near_km is not None and precision <= 2:
        return replace(answer, precision=2, radius_km=phrase.near_km)
    if phrase.asked == "facility" and entry.kind == "settlement":
        # The base of a town that the gazetteer does not know stands near the town.
        return replace(answer, precision=2, radius_km=NEAR_KM)
    if phrase.part:
        return replace(answer, precision=_PART.get(precision, precision), radius_km=NEAR_KM if precision == 1 else None)
    return answer


_REASONS = {
    "people_of_settlement": "fewer people live there",
    "people_of_area": "fewer people live there",
    "other_name": "it is not its usual name",
    "like_a_name": "it is spelt otherwise",
    "unlike": "it is spelt otherwise",
    "consonants": "only its consonants are the same",
    "not_asked_for": "the words call it otherwise",
    "in_neighbour": "it is not in the place named behind it",
    "holds_neighbour": "it does not hold the place named before it",
    "country_told": "the report's other places lie in another country",
    "province_told": "the report's other places lie in another province",
    "near_others": "the report's other places are far from it",
    "capital": "it is no capital",
}


def _refused(ranked: Sequence[tuple[float, Candidate]], group: Group, best: Candidate | None) -> tuple[Refused, ...]:
    return tuple(
        Refused(candidate.entry, round(chance, 4), _why_not(candidate, group, best))
        for chance, candidate in ranked[:REFUSED_KEPT]
    )


def _why_not(candidate: Candidate, group: Group, best: Candidate | None) -> str:
    """The sign in which a refused candidate falls furthest behind the chosen one."""
    if best is None:
        return "not likely enough"
    weighing = choice.weights()
    chosen, signs = group.signs.get(best.entry.id, {}), group.signs.get(candidate.entry.id, {})
    lost = {
        name: weighing.get(name, 0.0) * (chosen.get(name, 0.0) - signs.get(name, 0.0))
        for name in sorted(chosen.keys() | signs.keys())
    }
    worst = max(lost, key=lambda name: lost[name], default="")
    return _REASONS.get(worst) or f"a {best.entry.kind} is likelier meant than a {candidate.entry.kind}"


def _why(best: Candidate, group: Group) -> str:
    """What spoke for the chosen one, beside its spelling."""
    weighing = choice.weights()
    signs = group.signs.get(best.entry.id, {})
    told = {
        "in_neighbour": "it lies in the place named behind it",
        "country_told": "the report's other places lie in its country",
        "near_others": "the report's other places are near",
        "capital": "it is a capital",
    }
    strong = [name for name in told if weighing.get(name, 0.0) * signs.get(name, 0.0) > 0.5]
    spelt = {"name": "its name", "people": "a word for its people"}.get(best.spelt, f"{best.spelt}")
    return "; ".join([spelt, *(told[name] for name in strong[:2])])
