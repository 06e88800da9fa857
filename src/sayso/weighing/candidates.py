"""Tellings worth comparing, in near-linear time: those that share a block.

A block is a place about a time, a party about a time, or a rare name. A telling meets at most NEIGHBOURS others of each
of its blocks, the nearest in time, so that no block, however large, costs more than its length.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sayso.weighing.names import weight
from sayso.weighing.tellings import Telling

NEIGHBOURS = 12
WINDOW = 7
"""Days: a telling stands in the blocks of its own window and the next, so that neighbours across an edge still meet."""
KEY_WEIGHT = 1.0
"""Words commoner than this make no block."""
BEST = 16
"""Tellings kept of those met by telling words: the ones that share the heaviest."""

COARSE = 5
"""From this precision on (UCDP's) a place is too large to be met at."""

NAME = "name "
Order = tuple[int, str]


class Blocks:
    """An index of tellings; adding one and asking for its neighbours costs the same however many there are."""

    def __init__(self, blocks: dict[str, list[Order]] | None = None) -> None:
        self._blocks = defaultdict(list) if blocks is None else blocks

    def add(self, telling: Telling) -> None:
        """File a telling under its keys."""
        for key in keys(telling):
            insort(self._blocks[key], order(telling))

    def near(self, telling: Telling) -> set[str]:
        """Ids of tellings that share a block with this one and stand near it there."""
        return self.near_at(order(telling), keys(telling))

    def near_at(self, place: Order, keys: Iterable[str]) -> set[str]:
        """The same of the telling that stands at this place of these blocks."""
        found: set[str] = set()
        by_name: dict[str, float] = {}
        for key in keys:
            there = self.around(place, key)
            if key.startswith(NAME):
                heavy = weight(key.removeprefix(NAME)) ** 2
                for other in there:
                    by_name[other] = by_name.get(other, 0.0) + heavy
            else:
                found.update(there)
        by_name.pop(place[1], None)
        found.update(sorted(by_name, key=lambda other: (-by_name[other], other))[:BEST])
        found.discard(place[1])
        return found

    def block(self, key: str) -> list[Order]:
        """All that stand in a block, in order."""
        return self._blocks.get(key, [])

    def around(self, place: Order, key: str) -> list[str]:
        """The tellings that stand nearest to a place of one block, one that stands there included."""
        block = self.block(key)
        at = bisect_left(block, place)
        return [other for _, other in block[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]]


def pairs(tellings: Iterable[Telling]) -> Iterator[tuple[str, str]]:
    """Ids of any two tellings of different reports worth comparing, the smaller first, each pair once; sorted."""
    known = {telling.id: telling for telling in tellings}
    blocks = Blocks()
    for telling in known.values():
        blocks.add(telling)
    seen = {
        (min(one, other), max(one, other))
        for one, telling in known.items()
        for other in blocks.near(telling)
        if known[other].whole.report != telling.whole.report
    }
    yield from sorted(seen)


def keys(telling: Telling) -> tuple[str, ...]:
    """The blocks in which a telling stands."""
    whole = telling.whole
    day = _day(telling)
    windows = ("",) if day is None else (str(day // WINDOW), str((day + WINDOW // 2) // WINDOW) + "½")
    where = {at for place in whole.places for at in _at(place.entry, place.within, place.precision, place.stems)}
    who = {party.entry or " ".join(sorted(party.stems)) for party in (*whole.actors, *whole.targets)}
    timed = {f"{kind} {value} {window}" for window in windows for kind, value in _timed(where, who, whole.type)}
    return (*sorted(timed), *sorted(NAME + name for name in whole.names if weight(name) >= KEY_WEIGHT))


def _timed(where: set[str], who: set[str], kind: str) -> Iterator[tuple[str, str]]:
    yield from (("place", each) for each in where)
    yield from (("party", f"{each} {kind}") for each in who if each)


def _at(entry: str | None, within: tuple[str, ...], precision: int | None, stems: frozenset[str]) -> Iterator[str]:
    if entry is None:
        if stems:
            yield " ".join(sorted(stems))
    elif (precision or 1) < COARSE:
        yield entry
        yield from within[:1]


def _day(telling: Telling) -> int | None:
    """The day to look near: the event's, else the report's, which is only where to look and no date of the event."""
    days = telling.whole.days
    return days[0] if days and days[1] - days[0] <= WINDOW else telling.whole.published


def order(telling: Telling) -> Order:
    """Where a telling stands in its blocks: by its day."""
    return (_day(telling) or 0, telling.id)
