"""Scores of word pieces to happenings: the word that each hangs on, its quote, its kinds, and who and where.

Pure functions on NumPy arrays. A claim's anchor is the highest word of its clause; from it, scores of pairs find the
first and the last piece of the quote and the pieces of each role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np

from sayso.reading.decode import (
    Bounds,
    Range,
    Span,
    in_reach,
    logit,
    sigmoid,
    softmax,
    span_of,
    whole_words,
    word_bounds,
)
from sayso.reading.encoder import Floats, Scheme, Scores
from sayso.reading.links import distances
from sayso.reading.phrases import runs

# The least chance of a word to carry a claim, and of a piece to belong to a role; found on the corpus's held-out part.
# Above SURE a claim hangs on a word whatever else is known.
ANCHORED = 0.4
SURE = 0.5
IN_ROLE = 0.5
# Two claims whose quotes share more than this of their pieces are one.
SAME_QUOTE = 0.8


@dataclass(frozen=True, slots=True)
class Filled:
    """A span that fills a role, and the mean chance of its pieces to do so."""

    span: Span
    chance: float


@dataclass(frozen=True, slots=True)
class Happening:
    """What one word tells of. chance: that a claim hangs there.

    kinds: for type, stance, basis and mode, the chance of each name in the order of the scheme; roles: what fills each
    role of the scheme, in the order of the text.
    """

    anchor: Span
    quote: Span
    chance: float
    kinds: dict[str, dict[str, float]]
    roles: dict[str, tuple[Filled, ...]]

    def likeliest(self, kind: str) -> str:
        """The likeliest type, stance, basis or mode."""
        return max(self.kinds[kind], key=self.kinds[kind].__getitem__)


def happenings(scores: Scores, scheme: Scheme) -> tuple[Happening, ...]:
    """Every claim that the encoder sees, in the order of the text."""
    if not len(scores.pieces):
        return ()
    chances = sigmoid(scores.anchor[:, 0])
    begins = np.diff(scores.pieces.words, prepend=-1) != 0
    anchors = np.flatnonzero(begins & (chances >= ANCHORED)).tolist()
    bounds = word_bounds(scores.pieces.words)
    pointed = {anchor: (low, raw) for anchor, low, raw in _pointers(scores, scheme, anchors)}
    found = [(float(chances[anchor]), quote_of(anchor, *pointed[anchor], bounds), anchor) for anchor in anchors]
    kept: list[tuple[float, Range, int]] = []
    for one in sorted(found, reverse=True):
        if all(_shared(one[1], other[1]) <= SAME_QUOTE for other in kept):
            kept.append(one)
    kept.sort(key=lambda one: one[2])
    kinds = _kinds(scores, scheme, [anchor for _, _, anchor in kept])
    return tuple(
        Happening(
            span_of(scores, whole_words([(anchor, anchor + 1)], bounds)[0]),
            span_of(scores, quote),
            chance,
            of_kind,
            _roles(scores, scheme, quote, *pointed[anchor], bounds),
        )
        for (chance, quote, anchor), of_kind in zip(kept, kinds, strict=True)
    )


def _pointers(scores: Scores, scheme: Scheme, anchors: Sequence[int]) -> Iterator[tuple[int, int, Floats]]:
    """Of each anchor the first piece in its reach, and from it on the scores (pointers, m) of what it points to."""
    # Those of one window reach almost the same pieces, and one product of matrices is faster than many.
    for _, group in groupby(anchors, key=scores.window.__getitem__):
        own = list(group)
        reaches = [in_reach(scores, anchor, anchor + 1) for anchor in own]
        first, end = min(low for low, _ in reaches), max(high for _, high in reaches)
        key = scores.role_key[first:end].transpose(1, 2, 0)
        raw = np.matmul(scores.role_query[own].transpose(1, 0, 2), key[:, :-1]) + key[:, -1:]
        for k, (anchor, (low, high)) in enumerate(zip(own, reaches, strict=True)):
            away = scheme.role_distance[:, distances(np.arange(low, high), anchor, anchor + 1)]
            yield anchor, low, raw[:, k, low - first : high - first] + away


def quote_of(anchor: int, low: int, raw: Floats, bounds: Bounds) -> Range:
    """The pieces of the quote around ``anchor``, whose pointers are ``low`` and ``raw``."""
    first = low + int(raw[0, : anchor - low + 1].argmax())
    last = anchor + int(raw[1, anchor - low :].argmax())
    (whole,) = whole_words([(first, last + 1)], bounds)
    return whole


def _kinds(scores: Scores, scheme: Scheme, anchors: Sequence[int]) -> list[dict[str, dict[str, float]]]:
    """For each anchor and each of type, stance, basis and mode, the chance of each name."""
    kinds: list[dict[str, dict[str, float]]] = [{} for _ in anchors]
    begin = 1
    for kind, names in scheme.claim_kinds.items():
        chances = softmax(scores.anchor[anchors, begin : begin + len(names)]).tolist()
        for own, row in zip(kinds, chances, strict=True):
            own[kind] = dict(zip(names, row, strict=True))
        begin += len(names)
    return kinds


def _roles(
    scores: Scores, scheme: Scheme, quote: Range, low: int, raw: Floats, bounds: Bounds
) -> dict[str, tuple[Filled, ...]]:
    raw = raw[2:].copy()
    raw[:, max(quote[0] - low, 0) : quote[1] - low] += scheme.role_inside[:, None]
    roles: dict[str, tuple[Filled, ...]] = dict.fromkeys(scheme.claim_roles, ())
    at, pieces = np.nonzero(raw >= logit(IN_ROLE))
    chances = sigmoid(raw[at, pieces]).tolist()
    told = zip(at.tolist(), pieces.tolist(), chances, strict=True)
    for role, filling in groupby(told, key=itemgetter(0)):
        likely = {piece + low: chance for _, piece, chance in filling}
        roles[scheme.claim_roles[role]] = tuple(
            Filled(span_of(scores, words), _mean_chance(words, likely, role, low, raw))
            for words in _joined(whole_words(runs(likely), bounds))
        )
    return roles


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges that touch as one: only a piece inside a word was in doubt, as in a name that the encoder has not met."""
    joined: list[Range] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _mean_chance(words: Range, likely: Mapping[int, float], role: int, low: int, raw: Floats) -> float:
    """The mean chance of a range's pieces in reach; those that whole words brought in are not among the likely."""
    first, end = max(words[0], low), min(words[1], low + raw.shape[1])
    told = [likely[piece] if piece in likely else float(sigmoid(raw[role, piece - low])) for piece in range(first, end)]
    return sum(told) / len(told)


def _shared(one: Range, other: Range) -> float:
    overlap = min(one[1], other[1]) - max(one[0], other[0])
    return max(overlap, 0) / max(one[1] - one[0], other[1] - other[0])
