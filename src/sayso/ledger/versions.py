"""What an outlet changed: two texts of one address held against each other, claim by claim.

Pure functions. Claims of two versions never share an id, as an id hashes the text, so they are matched by what they
say. The standard library only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.model.claim import Claim
from sayso.model.event import Count

RUN = 4
"""Words in a row that count as taken over."""
SHARED = 0.25
"""Share of the shorter text's runs that makes two texts of one address versions of one report.

Two reports of one outlet share next to none (a file name or a home page that is used again), an edited one most.
"""
ALIKE = 0.5
"""Share of words that two claims' quotes have in common when one is the other, altered."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A claim that both versions make, but not alike. slots: what differs, as (name, before, after)."""

    before: Claim
    after: Claim
    slots: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """From one version to the next. dropped: withdrawn by the outlet, and kept by us; readers_differ: two readers
    read the two, so that a change may be the reader's and not the outlet's.
    """

    added: tuple[Claim, ...]
    dropped: tuple[Claim, ...]
    altered: tuple[Altered, ...]
    kept: tuple[tuple[Claim, Claim], ...]
    readers_differ: bool = False


def one_report(before: str, after: str) -> bool:
    """Whether two texts of one address are versions of one report, and not two reports that stood there in turn."""
    runs = [_runs(text) for text in (before, after)]
    shorter = min(map(len, runs))
    if not shorter:
        return before.split() == after.split()
    return len(runs[0] & runs[1]) >= SHARED * shorter


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[start:] for start in range(RUN)), strict=False))


def changes(before: Sequence[Claim], after: Sequence[Claim]) -> Changes:
    """Pairs of claims that are most alike first; what finds no partner was dropped or added."""
    dropped, added = dict(enumerate(before)), dict(enumerate(after))
    pairs: list[tuple[Claim, Claim]] = []
    for _, old, new in sorted(_likenesses(before, after)):
        if old in dropped and new in added:
            pairs.append((dropped.pop(old), added.pop(new)))
    pairs.sort(key=lambda pair: pair[1].longest.span)
    held = [Altered(old, new, tuple(_differences(old, new))) for old, new in pairs]
    return Changes(
        added=tuple(added.values()),
        dropped=tuple(dropped.values()),
        altered=tuple(each for each in held if each.slots),
        kept=tuple((each.before, each.after) for each in held if not each.slots),
        readers_differ=bool(before and after) and {c.reader for c in before} != {c.reader for c in after},
    )


def _likenesses(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[tuple[float, int, int]]:
    """Pairs that could be one claim, with what speaks against it: 0 where all is the same."""
    words = [[_words(claim) for claim in claims] for claims in (before, after)]
    for old, claim in enumerate(before):
        for new, other in enumerate(after):
            shared = _share(words[0][old], words[1][new])
            if shared >= ALIKE:
                told = sum(one != two for one, two in zip(_told(claim), _told(other), strict=True))
                yield 1 - shared + told, old, new


def _words(claim: Claim) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _quote(claim).casefold()))


def _share(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one | two else 0.0


def _quote(claim: Claim) -> str:
    return " … ".join(" ".join(words.text.split()) for words in claim.quote)


def _told(claim: Claim) -> tuple[str | None, ...]:
    return claim.event.type, claim.stance, _speaker(claim)


def _speaker(claim: Claim) -> str | None:
    return " < ".join(hop.speaker.text for hop in claim.chain) or None


def _differences(before: Claim, after: Claim) -> Iterator[tuple[str, str | None, str | None]]:
    old, new = dict(_slots(before)), dict(_slots(after))
    for name in old:
        if old[name] != new[name]:
            yield name, old[name], new[name]


def _slots(claim: Claim) -> Iterator[tuple[str, str | None]]:
    """What a person would call a change. Dates are compared by their words: what they fix may follow a redating."""
    event = claim.event
    yield "words", _quote(claim)
    yield "stance", claim.stance
    yield "type", event.type
    yield "speaker", _speaker(claim)
    yield "actor", _listed(party.text for party in event.actors)
    yield "target", _listed(party.text for party in event.targets)
    yield "place", _listed(place.text for place in event.places)
    yield "when", event.when.text if event.when else None
    for name in ("killed", "injured", "captured", "displaced"):
        yield name, _count(getattr(event.toll, name) if event.toll else None)


def _listed(texts: Iterable[str]) -> str | None:
    return "; ".join(texts) or None


def _count(count: Count | None) -> str | None:
    return count.text if count else None
