"""Texts that share passages: wire copy, whole or in part, lightly edited, cut, or in another order.

Two looks. The first finds the pairs that are worth a second, in near-linear time: each text is a set of fingerprints, a
selection of the hashes of its six-word sequences by which any nine words left as they were are surely seen (Schleimer,
Wilkerson, Aiken: Winnowing, SIGMOD 2003). The second aligns the two texts word by word, and drops pairs which share
no more than a formula.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sayso.model.copy import Copy, Passage
from sayso.model.words import Span

REPRINT = 0.4
"""Share of the shorter text from which two texts are one printed twice; below it they share a passage."""

GRAM = 6
"""Words in a sequence: fewer are shared by chance and by formula, more are broken by light editing."""
WINDOW = 4
"""Of so many sequences on end one is selected."""
LEAST_FINGERPRINTS = 2
"""Shared by two texts that are worth a second look; one alone is a formula ("the ministry said in a statement on")."""
NEIGHBOURS = 16
"""Texts with one fingerprint are held against so many others with it. What hundreds print is still tied together,
through neighbours, and a line at the foot of every page of an outlet does not make the time grow with its square."""

SEED = 3
"""Words that must stand side by side in both texts to begin or go on with a passage."""
MOST_PLACES = 8
"""At which a seed may stand in one text: three words of every row of a table tell nothing."""
GAP = 12
"""Words between two seeds of one passage. With every fifth word changed a gap of this size comes once in thousands."""
DRIFT = 6
"""Words by which one side of such a gap may be longer: what an editor puts in or strikes out at one place."""
LEAST_WORDS = 14
"""The same words in both make a passage from here on; a name with a title and an attribution has about ten."""
LEAST_DENSITY = 0.5
"""Of a passage's words, on both sides, that must be the same."""

_WORD = re.compile(r"[^\W_]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as its words, in order. id: what the caller calls it; hashes: of each word, letters folded; spans: theirs.

    No two words of one text are told apart that differ in capitals only, as headlines and wire services write both.
    """

    id: str
    hashes: NDArray[np.uint64]
    spans: NDArray[np.int32]

    @classmethod
    def of(cls, identity: str, text: str, within: Sequence[Span]) -> Self:
        """The words of a text within these spans of it: its paragraphs, without the furniture."""
        found = [match.span() for start, end in within for match in _WORD.finditer(text, start, end)]
        hashes = [zlib.crc32(text[start:end].casefold().encode("utf-8", "replace")) for start, end in found]
        return cls(identity, np.array(hashes, np.uint64), np.array(found, np.int32).reshape(-1, 2))

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, last: int) -> Span:
        """The stretch of text from one word to another, both included."""
        return int(self.spans[first, 0]), int(self.spans[last, 1])


def copies(wordings: Iterable[Wording]) -> Iterator[Copy]:
    """The pairs of texts that share a passage, by their ids; the order in which texts come changes nothing.

    The ids must be distinct. Of more than NEIGHBOURS texts that are all copies of one another not all pairs are given,
    but so many that they hang together.
    """
    texts = sorted(wordings, key=lambda wording: wording.id)
    for a, b in _worth_a_look(texts):
        if found := shared(texts[a], texts[b]):
            yield found


def shared(a: Wording, b: Wording) -> Copy | None:
    """The passages of two texts, None where they share none."""
    if a.id > b.id:
        a, b = b, a
    runs = [run for run in _runs(_seeds(a, b)) if run.holds]
    if not runs:
        return None
    shorter, side = (a, 0) if len(a) <= len(b) else (b, 1)
    covered = {n for run in runs for n in range(run.first[side], run.last[side] + 1)}
    passages = sorted(
        (Passage(a.span(run.first[0], run.last[0]), b.span(run.first[1], run.last[1]), run.same) for run in runs),
        key=lambda passage: (passage.a, passage.b),
    )
    return Copy(a.id, b.id, tuple(passages), len(covered) / len(shorter))


def fingerprints(wording: Wording) -> NDArray[np.uint64]:
    """The selected hashes of a text's six-word sequences, sorted, each once; none in a text shorter than that."""
    grams = _grams(wording.hashes, GRAM)
    if len(grams) > WINDOW:
        grams = np.lib.stride_tricks.sliding_window_view(grams, WINDOW).min(axis=1)
    return np.unique(grams)


def _worth_a_look(texts: Sequence[Wording]) -> Iterator[tuple[int, int]]:
    """Positions of texts with enough fingerprints in common, in order."""
    prints = [fingerprints(text) for text in texts]
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(each) for each in prints])
    every = np.concatenate([*prints, np.empty(0, np.uint64)])
    order = np.lexsort((owner, every))
    every, owner = every[order], owner[order]
    met = [owner[:0]]
    for lag in range(1, NEIGHBOURS + 1):
        same = every[:-lag] == every[lag:]
        met.append(owner[:-lag][same] * len(texts) + owner[lag:][same])
    pairs, times = np.unique(np.concatenate(met), return_counts=True)
    for pair in pairs[times >= LEAST_FINGERPRINTS].tolist():
        yield divmod(pair, len(texts))


def _grams(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """A hash of every `size` words that stand side by side."""
    if len(hashes) < size:
        return np.empty(0, np.uint64)
    rows = np.lib.stride_tricks.sliding_window_view(hashes, size)
    mixed = np.zeros(len(rows), np.uint64)
    for column in range(size):
        mixed = (mixed ^ rows[:, column]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


@dataclass(slots=True)
class _Run:
    """A passage in the making: its first and last word on both sides, and how many words are the same."""

    first: tuple[int, int]
    last: tuple[int, int]
    same: int = SEED

    def takes(self, i: int, j: int) -> bool:
        """Whether a seed at these words goes on with it."""
        ahead, beside = i + SEED - 1 - self.last[0], j + SEED - 1 - self.last[1]
        return 0 < ahead <= GAP + SEED and 0 < beside <= GAP + SEED and abs(ahead - beside) <= DRIFT

    def add(self, i: int, j: int) -> None:
        last = (i + SEED - 1, j + SEED - 1)
        self.same += min(SEED, last[0] - self.last[0], last[1] - self.last[1])
        self.last = last

    @property
    def holds(self) -> bool:
        longer = max(self.last[side] - self.first[side] + 1 for side in (0, 1))
        return self.same >= LEAST_WORDS and self.same >= LEAST_DENSITY * longer


def _seeds(a: Wording, b: Wording) -> Iterator[tuple[int, int]]:
    """Where three words of `a` stand in `b`, in order."""
    grams, others = _grams(a.hashes, SEED), _grams(b.hashes, SEED)
    order = np.argsort(others, kind="stable")
    others = others[order]
    first, end = np.searchsorted(others, grams), np.searchsorted(others, grams, "right")
    wanted = np.flatnonzero((end > first) & (end - first <= MOST_PLACES))
    for i, low, high in zip(wanted.tolist(), first[wanted].tolist(), end[wanted].tolist(), strict=True):
        for j in order[low:high].tolist():
            yield i, j


def _runs(seeds: Iterable[tuple[int, int]]) -> list[_Run]:
    """Each seed goes on with the nearest run that takes it, or begins one."""
    ended: list[_Run] = []
    growing: list[_Run] = []
    for i, j in seeds:
        if any(i - run.last[0] > GAP for run in growing):
            ended += [run for run in growing if i - run.last[0] > GAP]
            growing = [run for run in growing if i - run.last[0] <= GAP]
        taking = [run for run in growing if run.takes(i, j)]
        if taking:
            min(taking, key=lambda run: abs((i - j) - (run.last[0] - run.last[1]))).add(i, j)
        else:
            growing.append(_Run((i, j), (i + SEED - 1, j + SEED - 1)))
    return ended + growing
