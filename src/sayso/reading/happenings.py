"""Scores of word pieces to happenings: the word that each hangs on, its quote, its kinds, and who and where.

Pure functions on NumPy arrays. A claim's anchor is the highest word of its clause; from it, scores of pairs find the
first and the last piece of the quote and the pieces of each role.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.reading.decode import Range, Span, in_reach, logit, sigmoid, softmax, span_of, tagged_ranges, whole_words
from sayso.reading.encoder import Floats, Scheme, Scores
from sayso.reading.links import distances

# The least chance of a word to carry a claim, and of a piece to belong to a role; found on the corpus's held-out part.
ANCHORED = 0.5
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
    pointed = {anchor: pointers(scores, scheme, anchor) for anchor in anchors}
    found = [(float(chances[anchor]), quote_of(scores, anchor, *pointed[anchor]), anchor) for anchor in anchors]
    kept: list[tuple[float, Range, int]] = []
    for one in sorted(found, reverse=True):
        if all(_shared(one[1], other[1]) <= SAME_QUOTE for other in kept):
            kept.append(one)
    kept.sort(key=lambda one: one[2])
    return tuple(_happening(scores, scheme, *one, *pointed[one[2]]) for one in kept)


def pointers(scores: Scores, scheme: Scheme, anchor: int) -> tuple[int, Floats]:
    """The first piece in reach of ``anchor``, and from it on the scores (pointers, m) of what the anchor points to."""
    low, high = in_reach(scores, anchor, anchor + 1)
    key = scores.role_key[low:high].transpose(1, 0, 2)
    raw = np.matmul(key[:, :, :-1], scores.role_query[anchor][:, :, None])[:, :, 0] + key[:, :, -1]
    return low, raw + scheme.role_distance[:, distances(np.arange(low, high), anchor, anchor + 1)]


def quote_of(scores: Scores, anchor: int, low: int, raw: Floats) -> Range:
    """The pieces of the quote around ``anchor``, whose ``pointers`` are ``low`` and ``raw``."""
    first = low + int(raw[0, : anchor - low + 1].argmax())
    last = anchor + int(raw[1, anchor - low :].argmax())
    (whole,) = whole_words([(first, last + 1)], scores.pieces.words)
    return whole


def _happening(
    scores: Scores, scheme: Scheme, chance: float, quote: Range, anchor: int, low: int, raw: Floats
) -> Happening:
    pieces = np.arange(low, low + raw.shape[1])
    inside = (pieces >= quote[0]) & (pieces < quote[1])
    raw = raw[2:] + scheme.role_inside[:, None] * inside
    # Most roles of a claim are empty, and looking at each is slow.
    told = raw.max(1) >= logit(IN_ROLE)
    roles = {
        name: _filled(scores, low, sigmoid(raw[k])) if told[k] else () for k, name in enumerate(scheme.claim_roles)
    }
    kinds: dict[str, dict[str, float]] = {}
    begin = 1
    for kind, names in scheme.claim_kinds.items():
        own = scores.anchor[anchor, begin : begin + len(names)]
        kinds[kind] = dict(zip(names, softmax(own).tolist(), strict=True))
        begin += len(names)
    (word,) = whole_words([(anchor, anchor + 1)], scores.pieces.words)
    return Happening(span_of(scores, word), span_of(scores, quote), chance, kinds, roles)


def _filled(scores: Scores, low: int, chances: Floats) -> tuple[Filled, ...]:
    path = np.where(chances >= IN_ROLE, 2, 0)
    ranges = whole_words([(a + low, b + low) for a, b in tagged_ranges(path, 1, 2)], scores.pieces.words)
    return tuple(Filled(span_of(scores, (a, b)), float(chances[max(a - low, 0) : b - low].mean())) for a, b in ranges)


def _shared(one: Range, other: Range) -> float:
    overlap = min(one[1], other[1]) - max(one[0], other[0])
    return max(overlap, 0) / max(one[1] - one[0], other[1] - other[0])
