"""Choosing among candidates: signs that speak for and against each, weighed, as chances that add up to one.

Pure functions. A group is all mentions of one name in a report, for a name means one place throughout a report.
"""

import math
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sayso.model.place import PlaceEntry, PlaceKind
from sayso.registers.places.gazetteer import Candidate, Spelt

Fits = Callable[[PlaceEntry], bool]
Signs = dict[str, float]
"""The signs of one candidate by name; what is missing is 0."""
ROUNDS = 3
"""The first looks at each name alone, the others at what the names beside it seemed to be in the round before."""
MOST = 80
"""Candidates weighed at most, the likeliest by themselves: hundreds of San Josés cost time and change nothing."""
_NEIGHBOURLY_KM = 150.0
_SPELT: Mapping[Spelt, str] = {
    "other name": "other_name",
    "like a name": "like_a_name",
    "same consonants": "consonants",
    "people": "demonym",
}
_LARGE = ("continent", "region", "water")
_UNCOUNTED = 1000
"""People where nobody counted: as many as half of the settlements have."""
_FLOOR = 0.03
"""The share of a country that nobody named: absent is not impossible."""
_DOUBT = 1.0
"""Names that a report might have named besides: one other place alone does not tell what country it is about."""


@dataclass(slots=True)
class Group:
    """A name in a report. asked: kinds that its phrases call it; within: groups whose name follows it as what holds it.

    counts: how many mentions it has. From round to round `chances` change, one for each candidate and the last for
    "none of them", and `signs`, by the candidate's id.
    """

    name: str
    asked: PlaceKind | None
    candidates: tuple[Candidate, ...]
    counts: int = 1
    within: set[int] = field(default_factory=set)
    chances: list[float] = field(default_factory=list)
    signs: dict[str, Signs] = field(default_factory=dict)


@cache
def weights() -> Mapping[str, float]:
    """weights.toml."""
    loaded: dict[str, float] = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
    return loaded


def choose(groups: Sequence[Group], homes: Mapping[str, float], weighing: Mapping[str, float] | None = None) -> None:
    """Fill in the chances of every group. homes: countries that the report is about by other signs, and how much."""
    weighing = weighing or weights()
    for group in groups:
        group.candidates = tuple(sorted(group.candidates, key=lambda c: -_weighed(_own(group, c), weighing))[:MOST])
        group.chances = _chances([_own(group, c) for c in group.candidates], none_signs(group, 0), weighing)
    for _ in range(ROUNDS - 1):
        for group, signs in zip(groups, all_signs(groups, homes), strict=True):
            group.chances = _chances(signs, none_signs(group, len(groups) - 1), weighing)
            group.signs = {c.entry.id: s for c, s in zip(group.candidates, signs, strict=True)}


def all_signs(groups: Sequence[Group], homes: Mapping[str, float]) -> list[list[Signs]]:
    """The signs of every candidate of every group, by the chances so far."""
    votes = [_votes(group) for group in groups]
    alike = [_kinds_told(group) for group in groups]
    told, kinds = _summed(votes, groups), _summed(alike)
    anchors = [_anchor(group) for group in groups]
    holders: dict[int, set[int]] = defaultdict(set)
    for k, group in enumerate(groups):
        for holder in group.within:
            holders[holder].add(k)
    return [
        [
            _own(group, candidate)
            | _beside(candidate.entry, k, groups, holders[k])
            | _told(candidate.entry, votes[k], 1.0 + math.log(group.counts), told, homes)
            | {"like_others": _likeness(candidate.entry, alike[k], kinds, len(groups) - 1)}
            | {"near_others": _nearness(candidate.entry, [a for j, a in enumerate(anchors) if j != k and a])}
            for candidate in group.candidates
        ]
        for k, group in enumerate(groups)
    ]


def _own(group: Group, candidate: Candidate) -> Signs:
    """What speaks for a candidate whatever else the report names."""
    entry = candidate.entry
    people = math.log10(entry.population or _UNCOUNTED)
    signs: Signs = {"people_of_settlement" if entry.kind == "settlement" else "people_of_area": people}
    signs["large" if entry.kind in _LARGE else entry.kind] = 1.0
    if candidate.spelt in _SPELT:
        signs[_SPELT[candidate.spelt]] = 1.0
    signs["unlike"] = 1.0 - candidate.alike
    if entry.capital:
        signs["capital"] = 1.0
    if group.asked and group.asked != entry.kind and any(group.asked == c.entry.kind for c in group.candidates):
        signs["not_asked_for"] = 1.0
    return signs


def holds(outer: PlaceEntry, inner: PlaceEntry) -> bool:
    """Whether one entry lies in the other by the gazetteer's own tree."""
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    return outer.id in (inner.province, inner.district) and outer.id != inner.id


def _beside(entry: PlaceEntry, k: int, groups: Sequence[Group], inner: set[int]) -> Signs:
    return {
        "in_neighbour": max((_mass(groups[j], lambda o: holds(o, entry)) for j in groups[k].within), default=0.0),
        "holds_neighbour": max((_mass(groups[j], lambda i: holds(entry, i)) for j in inner), default=0.0),
    }


def _mass(group: Group, fits: Fits) -> float:
    return sum(p for c, p in zip(group.candidates, group.chances, strict=False) if fits(c.entry))


def _votes(group: Group) -> dict[str, float]:
    """How much a name speaks for each country and province."""
    votes: dict[str, float] = defaultdict(float)
    for candidate, chance in zip(group.candidates, group.chances, strict=False):
        if candidate.entry.country:
            votes[candidate.entry.country] += chance
        province = candidate.entry.id if candidate.entry.kind == "province" else candidate.entry.province
        if province:
            votes[province] += chance
    return votes


def _told(
    entry: PlaceEntry, own: Mapping[str, float], weight: float, told: Mapping[str, float], homes: Mapping[str, float]
) -> Signs:
    """How many of the other names lie in the candidate's country and province, as logarithms of shares.

    told: what all names say together; own: what the candidate's name says, at its weight.
    """
    if entry.country is None:
        return {}
    total = _DOUBT + told[_ALL] - weight + sum(homes.values())

    def share(area: str, more: float = 0.0) -> float:
        others = max(0.0, told.get(area, 0.0) - own.get(area, 0.0) * weight)
        return math.log(_FLOOR + (others + more) / total) - math.log(_FLOOR)

    signs = {"country_told": share(entry.country, homes.get(entry.country, 0.0))}
    province = entry.id if entry.kind == "province" else entry.province
    if province:
        signs["province_told"] = share(province)
    return signs


_ALL = ""
"""Under what the names' weights themselves are summed."""


def _kinds_told(group: Group) -> dict[str, float]:
    """How likely a name is of a kind, and of an area's kind in a country."""
    told: dict[str, float] = defaultdict(float)
    for candidate, chance in zip(group.candidates, group.chances, strict=False):
        told[_kind_in(candidate.entry)] += chance
    return told


def _kind_in(entry: PlaceEntry) -> str:
    return entry.kind if entry.kind == "country" else f"{entry.kind} {entry.country}"


def _summed(each: Sequence[Mapping[str, float]], groups: Sequence[Group] | None = None) -> dict[str, float]:
    """What all names say together, each at its weight where groups are given."""
    told: dict[str, float] = defaultdict(float)
    for k, own in enumerate(each):
        weight = 1.0 + math.log(groups[k].counts) if groups else 1.0
        told[_ALL] += weight
        for key, value in own.items():
            told[key] += value * weight
    return told


def _likeness(entry: PlaceEntry, own: Mapping[str, float], kinds: Mapping[str, float], others: int) -> float:
    """How many of the other names are of the same kind, and areas of the same country: "Texas, Utah and Washington"."""
    if not others:
        return 0.0
    kind = _kind_in(entry)
    return max(0.0, kinds.get(kind, 0.0) - own.get(kind, 0.0)) / others


def _anchor(group: Group) -> tuple[float, float, float] | None:
    """The likeliest point of a name and its chance."""
    best = max(zip(group.chances, group.candidates, strict=False), key=lambda pair: pair[0], default=None)
    if best is None or best[1].entry.kind not in ("settlement", "facility", "district", "province"):
        return None
    entry = best[1].entry
    return None if entry.lat is None or entry.lon is None else (entry.lat, entry.lon, best[0])


def _nearness(entry: PlaceEntry, anchors: Sequence[tuple[float, float, float]]) -> float:
    """How near the nearest other place is: 1 at the same spot, falling to 0 over some hundreds of kilometres."""
    if entry.lat is None or entry.lon is None or entry.kind in ("country", "continent", "region"):
        return 0.0
    here = (entry.lat, entry.lon)
    near = (chance * math.exp(-kilometres(here, (lat, lon)) / _NEIGHBOURLY_KM) for lat, lon, chance in anchors)
    return max(near, default=0.0)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The way between two points in degrees along the earth's surface."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def none_signs(group: Group, others: int) -> Signs:
    """What speaks for none of the candidates: always a little, and other things where nothing else is named.

    others: how many other names the report has.
    """
    unlike = min((1.0 - c.alike for c in group.candidates), default=1.0)
    return {"no_match": 1.0, "no_match_unlike": unlike, "no_match_alone": 1.0 / (1.0 + others)}


def _weighed(signs: Signs, weighing: Mapping[str, float]) -> float:
    return sum(weighing.get(name, 0.0) * value for name, value in signs.items())


def _chances(signs: Sequence[Signs], none: Signs, weighing: Mapping[str, float]) -> list[float]:
    scores = [_weighed(s, weighing) for s in (*signs, none)]
    top = max(scores)
    exponents = [math.exp(score - top) for score in scores]
    total = sum(exponents)
    return [e / total for e in exponents]
