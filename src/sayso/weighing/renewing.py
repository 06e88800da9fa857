"""What was weighed, weighed again where reports changed or a person decided: the same in the end as from nothing.

A tie depends on its two tellings and on which others stand about them in their blocks, a group on the ties and on what
persons said. So only the tellings about a changed one are compared anew, and only their groups and those that these
could join are grouped anew; the rest is left as it stands.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sayso.model.incident import Filed, Incident, Tie, Told
from sayso.weighing.candidates import Blocks, Order, keys, order
from sayso.weighing.incidents import Edge, Said, Weighed, chance_of, least_kept, parted
from sayso.weighing.tellings import Telling, tellings
from sayso.weighing.traits import traits
from sayso.weighing.weights import model


def filed(telling: Telling) -> Filed:
    """What is filed of a telling."""
    claims = tuple(claim.id for claim in telling.claims)
    return Filed(telling.id, telling.whole.report, claims, order(telling), keys(telling))


class Earlier(Protocol):
    """What stands of the last weighing, of which only the little that is asked is read."""

    def filed(self, telling: str) -> Filed:
        """A telling."""

    def of_reports(self, reports: Collection[str]) -> list[str]:
        """The tellings of these reports."""

    def telling_of(self, claim: str) -> str | None:
        """The telling of a claim, None where the claim was not weighed."""

    def mates(self, telling: str) -> list[str]:
        """The tellings of its group, itself among them."""

    def ties(self, telling: str) -> list[Tie]:
        """All ties of a telling."""

    def block(self, key: str) -> list[Order]:
        """A block, sorted."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What is other than it was.

    gone, fresh: tellings; ungrouped: of those that were there before, the ones whose groups are no more; untied, tied:
    pairs of ids and ties; groups: in the place of those, each incident with its tellings.
    """

    gone: tuple[str, ...]
    fresh: tuple[Filed, ...]
    ungrouped: tuple[str, ...]
    untied: tuple[Edge, ...]
    tied: tuple[Tie, ...]
    groups: tuple[tuple[Incident, list[str]], ...]


def changed_reports(earlier: Earlier, before: Said, after: Said) -> set[str]:
    """Reports whose tellings are cut otherwise: somebody parted two claims of one, or no more."""
    found = set()
    for a, b in before.apart ^ after.apart:
        one, other = earlier.telling_of(a), earlier.telling_of(b)
        if one and other and (report := earlier.filed(one).report) == earlier.filed(other).report:
            found.add(report)
    return found


def renewed(
    earlier: Earlier,
    before: Said,
    after: Said,
    reports: Collection[str],
    told: Callable[[Collection[str]], Iterable[Told]],
) -> Renewed:
    """What changes. before, after: what persons said; reports: those of which other claims stand now, or other words;
    told: the claims that stand now in these reports, all of them.
    """
    return _Renewing(earlier, before, after, reports, told).whole()


def known_in(earlier: Earlier, said: Said, told: Callable[[Collection[str]], Iterable[Told]]) -> dict[str, Telling]:
    """The tellings that stand, read with all of their report when they are asked for."""
    return _Known(lambda telling: _read({earlier.filed(telling).report}, said, told))


def _read(reports: Collection[str], said: Said, told: Callable[[Collection[str]], Iterable[Told]]) -> list[Telling]:
    return parted(tellings(map(traits, told(reports))), said) if reports else []


class _Renewing:
    def __init__(
        self,
        earlier: Earlier,
        before: Said,
        after: Said,
        reports: Collection[str],
        told: Callable[[Collection[str]], Iterable[Told]],
    ) -> None:
        self._earlier, self._said, self._told = earlier, after, told
        self._gone = frozenset(earlier.of_reports(reports))
        self._known = known_in(earlier, after, told)
        self._fresh = {each.id: each for each in self._read(reports)}
        self._filed = {each.id: filed(each) for each in self._fresh.values()}
        self._known.update(self._fresh)
        self._of_claim = {claim: each.id for each in self._filed.values() for claim in each.claims}
        self._keys_gone: dict[str, list[Order]] = defaultdict(list)
        for one in map(earlier.filed, self._gone):
            for key in one.keys:
                self._keys_gone[key].append(one.order)
        self._then = Blocks(_Lazy(earlier.block))
        self._now = Blocks(_Lazy(self._block_now))
        self._near: dict[tuple[str, bool], set[str]] = {}
        self._ties: dict[str, dict[str, Tie]] = {}
        otherwise = (before.same ^ after.same) | (before.apart ^ after.apart)
        self._said_otherwise = {claim for edge in otherwise for claim in edge}

    def whole(self) -> Renewed:
        untied, tied = self._compared()
        touched = {*self._fresh, *(one for tie in tied for one in (tie.a, tie.b))}
        touched |= {one for edge in untied for one in edge}
        touched |= {telling for claim in self._said_otherwise if (telling := self._telling_of(claim))}
        ungrouped = {mate for one in (*touched, *self._gone) for mate in self._mates(one)} | self._gone
        core = (touched | ungrouped) - (self._gone - self._fresh.keys())
        groups = self._regrouped(core, ungrouped)
        return Renewed(
            tuple(sorted(self._gone)),
            tuple(self._filed.values()),
            tuple(sorted(ungrouped - self._gone)),
            tuple(sorted(untied)),
            tuple(tied),
            tuple(groups),
        )

    def _read(self, reports: Collection[str]) -> list[Telling]:
        return _read(reports, self._said, self._told)

    def _file(self, telling: str) -> Filed:
        return self._filed.get(telling) or self._earlier.filed(telling)

    def _mates(self, telling: str) -> list[str]:
        there_before = telling in self._gone or telling not in self._fresh
        return self._earlier.mates(telling) if there_before else []

    def _telling_of(self, claim: str) -> str | None:
        if claim in self._of_claim:
            return self._of_claim[claim]
        telling = self._earlier.telling_of(claim)
        return None if telling in self._gone else telling

    def _block_now(self, key: str) -> list[Order]:
        block = list(self._then.block(key))
        for one in self._keys_gone.get(key, ()):
            block.remove(one)
        for each in self._filed.values():
            if key in each.keys:
                insort(block, each.order)
        return block

    def _about(self, telling: str, *, now: bool) -> set[str]:
        """The tellings near this one, before or now; who is near is reckoned from the blocks alone."""
        if (telling, now) not in self._near:
            own = self._file(telling) if now else self._earlier.filed(telling)
            self._near[telling, now] = (self._now if now else self._then).near_at(own.order, own.keys)
        return self._near[telling, now]

    def _compared(self) -> tuple[set[Edge], list[Tie]]:
        """(pairs that are tied no more, ties that are new)."""
        untied = {(tie.a, tie.b) for one in self._gone for tie in self._earlier.ties(one)}
        pairs: set[Edge] = set()
        affected = self._affected()
        for one in affected:
            before, now = self._about(one, now=False), self._about(one, now=True)
            known = {_other(tie, one) for tie in self._earlier.ties(one)}
            untied |= {
                _edge(one, other)
                for other in (before - now) & known
                if other not in self._gone and one not in self._about(other, now=True)
            }
            pairs |= {_edge(one, other) for other in now - before - known}
        for one in self._filed:
            pairs |= {_edge(one, other) for other in self._about(one, now=True)}
            pairs |= {_edge(one, other) for other in affected if one in self._about(other, now=True)}
        least = least_kept()
        tied = []
        for a, b in sorted(pairs):
            apart = self._file(a).report != self._file(b).report
            if apart and (score := chance_of(self._known[a], self._known[b], least)):
                tied.append(Tie(a, b, score))
        for tie in tied:
            self._ties_of(tie.a)[tie.b] = tie
            self._ties_of(tie.b)[tie.a] = tie
        for a, b in untied - {(tie.a, tie.b) for tie in tied}:
            for one, other in ((a, b), (b, a)):
                self._ties_of(one).pop(other, None)
        return untied, tied

    def _affected(self) -> set[str]:
        """Tellings that stay and about which others stand than before: those that stood about one that is gone, and
        those about a fresh one.
        """
        left = (self._earlier.filed(one) for one in self._gone)
        found = {other for each in left for key in each.keys for other in self._then.around(each.order, key)}
        found -= self._gone
        for each in self._filed.values():
            found.update(other for key in each.keys for other in self._now.around(each.order, key))
        return found - self._fresh.keys()

    def _ties_of(self, one: str) -> dict[str, Tie]:
        if one not in self._ties:
            stand = () if one in self._gone or one in self._fresh else self._earlier.ties(one)
            self._ties[one] = {_other(tie, one): tie for tie in stand if _other(tie, one) not in self._gone}
        return self._ties[one]

    def _regrouped(self, core: set[str], ungrouped: set[str]) -> list[tuple[Incident, list[str]]]:
        """The groups of the core, which holds the touched tellings and all that was grouped with them.

        Whatever could join a group of the core stands beside it. Groups there that come out as they were met with
        nothing but refusals, as they did before: so did all that stands farther off, and it need not be grouped again.
        One that comes out otherwise is taken into the core, and into `ungrouped`.
        """
        same: dict[str, set[str]] = defaultdict(set)
        for a, b in self._said.same:
            same[a].add(b)
            same[b].add(a)
        met: dict[Edge, float] = {}
        while True:
            beside = self._beside(core, same)
            claims_of = {one: self._file(one).claims for one in (*core, *beside)}
            weighed = Weighed.resumed(self._said, claims_of, self._ties_among(core, beside), self._known, met=met)
            whole = {one: frozenset(group) for group in weighed.grouped() for one in group}
            moved = {mate for one, group in beside.items() if whole[one] != group for mate in group}
            if not moved:
                return list(weighed.groups(core))
            core |= moved
            ungrouped |= moved

    def _beside(self, core: set[str], same: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
        """Groups outside the core that a strong tie or a person's word leads to, by each of their tellings."""
        cut = model("tie").cut
        beside: dict[str, frozenset[str]] = {}
        for one in core:
            strong = (other for other, tie in self._ties_of(one).items() if tie.score >= cut)
            told = {claim for own in self._file(one).claims for claim in same.get(own, ())}
            linked = (telling for claim in told if (telling := self._telling_of(claim)))
            for other in (*strong, *linked):
                if other not in core and other not in beside:
                    group = frozenset(self._mates(other))
                    beside.update(dict.fromkeys(group, group))
        return beside

    def _ties_among(self, core: set[str], beside: Mapping[str, frozenset[str]]) -> list[Tie]:
        """All within the core, between it and what stands beside it, and within each group there."""
        ties = {(tie.a, tie.b): tie for one in core for tie in self._ties_of(one).values()}
        for one, group in beside.items():
            ties |= {(tie.a, tie.b): tie for other, tie in self._ties_of(one).items() if other in group}
        known = core | beside.keys()
        return [tie for tie in ties.values() if tie.a in known and tie.b in known]


class _Lazy(dict[str, list[Order]]):
    """Blocks that are read when they are asked for."""

    def __init__(self, read: Callable[[str], list[Order]]) -> None:
        super().__init__()
        self._read = read

    def get(self, key: str, _default: object = None) -> list[Order]:
        if key not in self:
            self[key] = self._read(key)
        return self[key]


class _Known(dict[str, Telling]):
    """Tellings, read with all of their report when they are asked for."""

    def __init__(self, read: Callable[[str], list[Telling]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, telling: str) -> Telling:
        self.update({each.id: each for each in self._read(telling)})
        return self[telling]


def _other(tie: Tie, one: str) -> str:
    return tie.b if tie.a == one else tie.a


def _edge(a: str, b: str) -> Edge:
    return (a, b) if a < b else (b, a)
