"""A pair among the other pairs of its report: signals of whether another claim is the better one to hold it against.

A claim mostly answers one other: a detail belongs to the last telling, a repetition to the nearest, a denial to what it
denies. Seen alone, the third telling of one proposition backs the first as well as it backs the second; seen among the
others it does not, because the second stands between.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

LEAST = 0.02
"""Pairs with less chance of any relation than this are not looked at again."""

KINDS = ("backs", "contradicts", "neighbours", "any")
_CHAINS = (
    ("backs", "backs"),
    ("backs", "neighbours"),
    ("neighbours", "backs"),
    ("neighbours", "neighbours"),
    ("any", "any"),
    ("contradicts", "backs"),
    ("backs", "contradicts"),
)
"""Kinds of the relations that lead over a third claim: from the first to it, and on to the second."""

Place = tuple[str, str]


class Chances(NamedTuple):
    """Of one pair of claims, seen alone, 0 to 1."""

    backs: float
    contradicts: float
    neighbours: float

    @property
    def any(self) -> float:
        """Of being related at all."""
        return min(1.0, self.backs + self.contradicts + self.neighbours)


def among(block: Mapping[Place, Chances]) -> dict[Place, dict[str, float]]:
    """Signals of every pair (ids in the order of the report) that has a chance; block: of one report, or of two."""
    worth = {pair: chances for pair, chances in block.items() if chances.any >= LEAST}
    of: dict[str, _Side] = {kind: _Side(worth, kind) for kind in KINDS}
    found = {}
    for pair in worth:
        told: dict[str, float] = {}
        for kind, side in of.items():
            told |= side.signals(kind, *pair)
        for one, other in _CHAINS:
            told |= _over_third(of[one], of[other], f"{one}_{other}", *pair)
        found[pair] = told
    return found


class _Side:
    """The chances of one kind: before, by their second claim the first ones; after, the other way round."""

    def __init__(self, worth: Mapping[Place, Chances], kind: str) -> None:
        self.before: dict[str, dict[str, float]] = defaultdict(dict)
        self.after: dict[str, dict[str, float]] = defaultdict(dict)
        for (a, b), chances in worth.items():
            self.before[b][a] = self.after[a][b] = getattr(chances, kind)
        self._most_before, self._most_after = _ranked(self.before), _ranked(self.after)

    def signals(self, kind: str, a: str, b: str) -> dict[str, float]:
        own = self.before[b][a]
        other_before = _best_but(self._most_before.get(b, ()), a)
        other_after = _best_but(self._most_after.get(a, ()), b)
        return {
            kind: _odds(own),
            f"{kind}_rival_before": _odds(other_before),
            f"{kind}_first_before": float(own > other_before),
            f"{kind}_rival_after": _odds(other_after),
            f"{kind}_first_after": float(own > other_after),
            f"{kind}_all_before": math.log(math.fsum(self.before[b].values()) + 0.01),
            f"{kind}_all_after": math.log(math.fsum(self.after[a].values()) + 0.01),
            f"{kind}_into_a": _odds(_best_but(self._most_before.get(a, ()), b)),
            f"{kind}_out_of_b": _odds(_best_but(self._most_after.get(b, ()), a)),
        }


def _over_third(one: _Side, other: _Side, name: str, a: str, b: str) -> dict[str, float]:
    """How likely a third claim stands between the two, or is what both answer."""
    empty: dict[str, float] = {}
    behind, into = one.after.get(a, empty), other.before.get(b, empty)
    above = one.before.get(a, empty)
    return {
        f"{name}_between": _odds(max((min(x, into[c]) for c, x in behind.items() if c in into), default=0.0)),
        f"{name}_above": _odds(max((min(x, into[c]) for c, x in above.items() if c in into), default=0.0)),
    }


Ranked = Sequence[tuple[float, str]]


def _ranked(chances: Mapping[str, Mapping[str, float]]) -> dict[str, Ranked]:
    """Of every claim the two best."""
    return {one: sorted(((x, c) for c, x in row.items()), reverse=True)[:2] for one, row in chances.items()}


def _best_but(ranked: Ranked, but: str) -> float:
    return next((chance for chance, claim in ranked if claim != but), 0.0)


def _odds(chance: float) -> float:
    """Logarithm of the odds, from the least that still says something: 0 for a chance of 1 in 10,000."""
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept)) + 9.2102
