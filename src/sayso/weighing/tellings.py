"""Tellings: the claims of one report about one happening, which reports are compared by.

A single claim seldom names place, day, parties and toll at once; what its report tells of the same happening does.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sayso.weighing import names
from sayso.weighing.features import scores, signs
from sayso.weighing.traits import Range, Traits
from sayso.weighing.weights import model

LOOKED_BACK = 3
"""Claims before one that it is held against, beside the headline's: reports tell on where they left off."""


@dataclass(frozen=True, slots=True)
class Telling:
    """claims: in the order of the report; whole: their slots together, under the id of the first; leads: tells of more
    deeds than any other telling of its report, and stands for it.
    """

    claims: tuple[Traits, ...]
    whole: Traits
    leads: bool = False

    @property
    def id(self) -> str:
        """The id of its first claim."""
        return self.whole.id


def tellings(claims: Iterable[Traits]) -> list[Telling]:
    """The claims of any number of reports, each in one telling; by report and place in it."""
    reports: dict[str, list[Traits]] = defaultdict(list)
    for claim in claims:
        reports[claim.report].append(claim)
    found: list[Telling] = []
    for report in sorted(reports):
        groups = _grouped(reports[report])
        leading = max(groups, key=_deeds)
        found += [_telling(group, leading=group is leading) for group in groups]
    return found


def _deeds(group: list[Traits]) -> int:
    """How many deeds a telling tells of: a report may say more around a deed than of it. Of equals the first leads."""
    return sum(claim.type not in _SAYING for claim in group)


def _grouped(claims: list[Traits]) -> list[list[Traits]]:
    claims.sort(key=lambda claim: (claim.start, claim.end, claim.id))
    weights = model("telling")
    group_of: list[int] = []
    groups: list[list[Traits]] = []
    for number, claim in enumerate(claims):
        earlier = {0, *range(max(0, number - LOOKED_BACK), number)} - {number}
        chances = [(weights.chance(near_signs(claims[n], claim, number - n, n)), n) for n in earlier]
        best, at = max(chances, default=(0.0, 0))
        if best >= weights.cut:
            group_of.append(group_of[at])
            groups[group_of[at]].append(claim)
        else:
            group_of.append(len(groups))
            groups.append([claim])
    return groups


def near_signs(a: Traits, b: Traits, distance: int, rank: int) -> dict[str, float]:
    """What the comparators say of two claims of one report, and how near they stand."""
    told = signs(scores(a, b))
    text = a.told.setting.text or ""
    told["next"] = float(distance == 1)
    told["headline"] = float(rank == 0)
    told["one_line"] = float("\n" not in text[a.end : b.start])
    one, other = (claim.speaker.stems if claim.speaker else None for claim in (a, b))
    told["one_speaker"] = float(one == other)
    told["both_told"] = float(a.polarity == b.polarity)
    return told


def _telling(claims: list[Traits], *, leading: bool) -> Telling:
    first = claims[0]
    days = [claim.days for claim in claims if claim.days]
    # The words by which a report is known again speak of what it tells most of, and of nothing else in it.
    page, rare = _page(first) if leading else ({}, frozenset[str]())
    whole = replace(
        first,
        names=first.names if leading else {},
        page=page,
        rare=rare,
        end=claims[-1].end,
        words=frozenset().union(*(claim.words for claim in claims)),
        numbers=frozenset().union(*(claim.numbers for claim in claims)),
        actors=tuple(dict.fromkeys(party for claim in claims for party in claim.actors)),
        targets=tuple(dict.fromkeys(party for claim in claims for party in claim.targets)),
        places=tuple(dict.fromkeys(place for claim in claims for place in claim.places)),
        days=min(days, key=lambda day: (day[1] - day[0], day)) if days else None,
        type=next((claim.type for claim in claims if claim.type not in _SAYING), first.type),
        toll=_tolls(claims),
    )
    return Telling(tuple(claims), whole, leading)


def _page(claim: Traits) -> tuple[dict[str, float], frozenset[str]]:
    """The telling words of a report's prose, and its rare words; where its text is not at hand, of its deeds' lines."""
    if claim.told.setting.text is None:
        return claim.names, frozenset(word for word in claim.names if names.weight(word) >= names.SELDOM)
    prose = names.prose(claim.told.setting.text)
    return dict(names.telling_words(prose)), names.rare(prose)


_SAYING = ("other", "statement_or_position")
"""Types that say little of what happened, where another claim of the telling says more."""


def _tolls(claims: list[Traits]) -> dict[str, Range]:
    """Of each count the first told: news leads with its own incident and its whole toll."""
    tolls: dict[str, Range] = {}
    for claim in claims:
        for name, count in claim.toll.items():
            tolls.setdefault(name, count)
    return tolls
