"""Incidents: tellings of several reports joined into happenings, so that a wrong link cannot chain two of them.

Two groups join only if their tellings tie on the average, and never where a person said "different" or "unsure" of two
of them. A tie depends on its two tellings alone and groups on the ties, so the order of the input changes nothing, and
adding a report touches only the groups that it ties to.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

from sayso.model.incident import Incident, Question, Reason, Tie, Told
from sayso.model.review import Review
from sayso.weighing.candidates import Blocks
from sayso.weighing.features import judge, log_odds, reasons
from sayso.weighing.tellings import Telling, tellings
from sayso.weighing.traits import traits
from sayso.weighing.weights import model

LARGE = 200
"""Pairs of two groups that are looked at for their mean; of larger groups so many, evenly spread."""
MEAN = 0.9
"""How near to the cut the mean tie of two groups must come, where the strongest reaches it: a single wrong link among
many right ones does not join two happenings."""

DOUBT = 1.0
"""How far from the cut, in log odds, a person is asked: up to odds 2.7 times as good, or as bad. A chance
below this is not kept as a tie: it joins nothing, and nobody is asked."""
MOST_ASKED = 500
"""Questions of one weighing: more than anybody answers before the next."""

Edge = tuple[str, str]


def incidents(told: Iterable[Told], reviews: Iterable[Review] = ()) -> tuple[Incident, ...]:
    """Every claim in one incident, some alone in theirs; by their claims. reviews: those that stand."""
    return Weighed(reviews).with_more(told).incidents()


@dataclass(frozen=True, slots=True)
class Said:
    """What persons said of pairs of claims. same: they are one happening; apart: not, or nobody can tell."""

    same: frozenset[Edge]
    apart: frozenset[Edge]

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> "Said":
        """The last word of each pair holds."""
        last: dict[Edge, str] = {}
        for review in sorted(reviews, key=lambda review: (review.when, review.id)):
            if review.decision in ("same", "different", "unsure"):
                last.update({_edge(a, b): review.decision for a, b in review.pairs() if a != b})
        return cls(
            frozenset(edge for edge, decision in last.items() if decision == "same"),
            frozenset(edge for edge, decision in last.items() if decision != "same"),
        )


class Weighed:
    """Claims weighed so far. Reports may come one at a time, each whole: the incidents are the same in the end."""

    def __init__(self, reviews: Iterable[Review] = ()) -> None:
        self._said = Said.of(reviews)
        self._blocks = Blocks()
        self._tellings: dict[str, Telling] = {}
        self._claims_of: dict[str, tuple[str, ...]] = {}
        self._telling_of: dict[str, str] = {}
        self._ties: dict[str, dict[str, float]] = defaultdict(dict)
        self._met: dict[Edge, float] | None = None
        self._group_of: dict[str, int] = {}
        self._groups: dict[int, list[str]] = {}
        self._next = 0

    def with_more(self, told: Iterable[Told]) -> "Weighed":
        """Itself, with the claims of more reports, which must be whole and new."""
        fresh = parted(tellings(map(traits, told)), self._said)
        for telling in fresh:
            self._tellings[telling.id] = telling
            self._file(telling.id, tuple(claim.id for claim in telling.claims))
            self._blocks.add(telling)
        touched: set[str] = {telling.id for telling in fresh}
        for telling in fresh:
            touched.update(self._tied(telling))
        self._regroup(touched)
        return self

    @classmethod
    def resumed(
        cls,
        said: Said,
        claims_of: Mapping[str, tuple[str, ...]],
        ties: Iterable[Tie],
        known: dict[str, Telling],
        groups: Mapping[int, list[str]] | None = None,
        met: dict[Edge, float] | None = None,
    ) -> "Weighed":
        """Some of what was weighed before, as it is grouped, or else grouped anew. claims_of, ties: of its tellings;
        known: gives any telling that is compared, or asked why it ties; met: remembers pairs that do not tie.
        """
        weighed = cls()
        weighed._said, weighed._tellings, weighed._met = said, known, met
        for telling, claims in claims_of.items():
            weighed._file(telling, claims)
        for tie in ties:
            weighed._ties[tie.a][tie.b] = weighed._ties[tie.b][tie.a] = tie.score
        if groups is None:
            weighed._regroup(set(claims_of))
        else:
            weighed._groups = dict(groups)
            weighed._group_of = {telling: number for number, group in groups.items() for telling in group}
        return weighed

    def grouped(self) -> Iterator[list[str]]:
        """The ids of the tellings of every incident."""
        return iter(self._groups.values())

    def groups(self, among: Set[str]) -> Iterator[tuple[Incident, list[str]]]:
        """The incidents that hold one of these tellings, with the ids of all of theirs."""
        return ((self._incident(group), group) for group in self._groups.values() if not among.isdisjoint(group))

    def tellings(self) -> Iterator[Telling]:
        """Every telling."""
        return iter(self._tellings.values())

    def ties(self) -> Iterator[Tie]:
        """Every tie between two tellings, named by their first claims, why not yet put into words."""
        return self._links()

    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, by their claims."""
        return tuple(sorted((self._incident(group) for group in self._groups.values()), key=lambda i: i.claims))

    def questions(self) -> tuple[Question, ...]:
        """Where a person's word would tell most, the most doubtful first: incidents that nearly are one, and tellings
        that no strong link holds in theirs. What somebody answered between the two sides is not asked again.
        """
        cut = log_odds(model("tie").cut)
        links = (link for link in self._links() if log_odds(link.score) > cut - DOUBT)
        between = self._strongest(link for link in links if self._group_of[link.a] != self._group_of[link.b])
        asked = [
            question
            for (one, other), link in between.items()
            if (question := self._question(link, self._groups[one], self._groups[other], together=False))
        ]
        for group in self._groups.values():
            for one in group if len(group) > 1 else ():
                held = [self._link(one, other) for other in group if other in self._ties[one]]
                link = max(held, key=lambda tie: tie.score, default=None)
                if link and log_odds(link.score) < cut + DOUBT:
                    rest = [other for other in group if other != one]
                    sides = ([one], rest) if link.a == one else (rest, [one])
                    if question := self._question(link, *sides, together=True):
                        asked.append(question)
        # Two tellings that hold each other are one question, not two.
        single = {(question.a, question.b): question for question in asked}
        doubtful = sorted(single.values(), key=lambda each: (abs(log_odds(each.score) - cut), each.a, each.b))
        return tuple(replace(each, reasons=self._why(each.a, each.b)) for each in doubtful[:MOST_ASKED])

    def _links(self) -> Iterator[Tie]:
        """Each pair that ties once, why not yet put into words."""
        return (self._link(one, other) for one, ties in self._ties.items() for other in ties if one < other)

    def _link(self, a: str, b: str) -> Tie:
        return Tie(*_edge(a, b), self._ties[a][b])

    def _why(self, a: str, b: str) -> tuple[Reason, ...]:
        return reasons(*(self._tellings[each].whole for each in _edge(a, b)))

    def _strongest(self, links: Iterable[Tie]) -> dict[tuple[int, int], Tie]:
        """The strongest link between any two groups, by the groups in the order of its claims."""
        found: dict[tuple[int, int], Tie] = {}
        for link in sorted(links, key=lambda tie: (-tie.score, tie.a, tie.b)):
            groups = self._group_of[link.a], self._group_of[link.b]
            if groups not in found and groups[::-1] not in found:
                found[groups] = link
        return found

    def _question(self, link: Tie, one: Sequence[str], other: Sequence[str], *, together: bool) -> Question | None:
        """None where a person answered it; one, other: the tellings on the side of each of the link's."""
        of_a, of_b = map(self._claims, (one, other))
        told = self._said.same if together else self._said.apart
        if any(_edge(a, b) in told for a in of_a for b in of_b):
            return None
        return Question(link.a, link.b, together, link.score, (), of_a, of_b)

    def around(self, claim: str) -> Incident | None:
        """The incident that holds this claim, None for one that was never weighed."""
        telling = self._telling_of.get(claim)
        return self._incident(self._groups[self._group_of[telling]]) if telling else None

    def _file(self, telling: str, claims: tuple[str, ...]) -> None:
        self._claims_of[telling] = claims
        self._telling_of.update(dict.fromkeys(claims, telling))

    def _tied(self, telling: Telling) -> Iterator[str]:
        """Compare a telling with those near it; the ids of those that it ties to."""
        least = least_kept()
        for other in sorted(self._blocks.near(telling) - self._ties[telling.id].keys()):
            known = self._tellings[other]
            if known.whole.report != telling.whole.report and (score := chance_of(telling, known, least)):
                self._ties[telling.id][other] = self._ties[other][telling.id] = score
        yield from self._ties[telling.id]

    def _regroup(self, touched: set[str]) -> None:
        """Group anew everything that hangs together with the touched tellings."""
        same = self._linked(self._said.same)
        reached, todo = set(touched), list(touched)
        while todo:
            one = todo.pop()
            for other in (*self._strong(one), *same.get(one, ())):
                if other not in reached:
                    reached.add(other)
                    todo.append(other)
        for one in reached & self._group_of.keys():
            self._groups.pop(self._group_of[one], None)
        for group in joined(sorted(reached), self._ties, self._tie, same, self._linked(self._said.apart)):
            self._groups[self._next] = group
            self._group_of.update(dict.fromkeys(group, self._next))
            self._next += 1

    def _tie(self, a: str, b: str) -> float:
        """The chance of any two tellings, worth comparing or not."""
        known = self._ties[a].get(b)
        if known is None and self._met is not None:
            known = self._met.get(_edge(a, b))
        if known is None:
            known = chance_of(self._tellings[a], self._tellings[b])
            if self._met is not None:
                self._met[_edge(a, b)] = known
        return known

    def _strong(self, one: str) -> Iterator[str]:
        cut = model("tie").cut
        return (other for other, tie in self._ties[one].items() if tie >= cut)

    def _linked(self, edges: Iterable[Edge]) -> dict[str, set[str]]:
        """Pairs of claims as pairs of tellings; those of claims that are not here wait."""
        linked: dict[str, set[str]] = defaultdict(set)
        for a, b in edges:
            one, other = self._telling_of.get(a), self._telling_of.get(b)
            if one and other and one != other:
                linked[one].add(other)
                linked[other].add(one)
        return linked

    def _claims(self, group: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(claim for one in group for claim in self._claims_of[one]))

    def _incident(self, group: Sequence[str]) -> Incident:
        pairs = (_edge(a, b) for a, b in combinations(group, 2) if b in self._ties[a])
        inside = [Tie(a, b, self._ties[a][b], self._why(a, b)) for a, b in pairs]
        within = [tie for one in group for tie in _within(self._claims_of[one])]
        ties = sorted((*inside, *within), key=lambda tie: (-tie.score, tie.a, tie.b))
        return Incident(self._claims(group), tuple(ties))


def least_kept() -> float:
    """The chance below which two tellings are not tied."""
    odds = log_odds(model("tie").cut) - DOUBT
    return 1 / (1 + math.exp(-odds))


def chance_of(a: Telling, b: Telling, least: float = 0.0) -> float:
    """That two tellings are of one happening, 0 to 1; 0 where it is below `least`."""
    one, other = (a, b) if a.id < b.id else (b, a)
    return round(judge().chance(one.whole, other.whole, least), 4)


def _within(claims: Sequence[str]) -> Iterator[Tie]:
    """Why the claims of a telling are together: each with the first."""
    for claim in claims[1:]:
        yield Tie(*_edge(claims[0], claim), 1.0, (Reason("words", 1.0, "told together in one report"),))


def parted(given: Iterable[Telling], said: Said) -> list[Telling]:
    """Tellings cut where a person said that two of their claims are different happenings, each claim then alone."""
    apart = {claim for edge in said.apart for claim in edge}
    whole: list[Telling] = []
    for telling in given:
        inside = {claim.id for claim in telling.claims}
        if inside & apart and any(a in inside and b in inside for a, b in said.apart):
            whole += [Telling((claim,), claim) for claim in telling.claims]
        else:
            whole.append(telling)
    return whole


def joined(
    ids: Sequence[str],
    ties: Mapping[str, Mapping[str, float]],
    tie: Callable[[str, str], float],
    same: Mapping[str, set[str]],
    apart: Mapping[str, set[str]],
) -> list[list[str]]:
    """Groups of ids, each sorted. The strongest ties are tried first, and join two groups that tie on the average.

    tie: the chance of any two ids; same, apart: what persons said.
    """
    group_of = {one: number for number, one in enumerate(ids)}
    groups = {number: [one] for number, one in enumerate(ids)}
    inside = set(ids)

    def join(a: int, b: int) -> None:
        for one in groups[b]:
            group_of[one] = a
        groups[a] += groups.pop(b)

    def kept_apart(a: int, b: int) -> bool:
        return any(group_of.get(other) == b for one in groups[a] for other in apart.get(one, ()))

    for one in ids:
        for other in sorted(same.get(one, ())):
            a, b = sorted((group_of[one], group_of[other]))
            if a != b and not kept_apart(a, b):
                join(a, b)
    cut = model("tie").cut
    strong = sorted(
        {
            (-score, *_edge(one, other))
            for one in ids
            for other, score in ties.get(one, {}).items()
            if score >= cut and other in inside
        }
    )
    refused: dict[tuple[int, int], tuple[int, int]] = {}
    for _, one, other in strong:
        a, b = sorted((group_of[one], group_of[other]))
        sizes = len(groups[a]), len(groups[b])
        # Groups that were kept apart and have not grown since are kept apart again: large ones share many strong ties.
        if a == b or kept_apart(a, b) or refused.get((a, b)) == sizes:
            continue
        if _tie_on_average(groups[a], groups[b], tie, MEAN * cut):
            join(a, b)
        else:
            refused[a, b] = sizes
    return [sorted(group) for group in groups.values()]


def _tie_on_average(a: Sequence[str], b: Sequence[str], tie: Callable[[str, str], float], least: float) -> bool:
    """Whether the mean tie between two groups is at least so much; no more pairs are compared than it takes to tell."""
    edges = [(one, other) for one in sorted(a) for other in sorted(b)]
    looked_at = edges[:: max(1, len(edges) // LARGE)]
    wanted = least * len(looked_at)
    for left, edge in zip(range(len(looked_at) - 1, -1, -1), looked_at, strict=True):
        wanted -= tie(*edge)
        if wanted <= 0 or wanted > left:
            break
    return wanted <= 0


def _edge(a: str, b: str) -> Edge:
    return (a, b) if a < b else (b, a)
