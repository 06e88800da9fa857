"""Scores of word pieces to words with their class and kind. Pure functions on NumPy arrays.

Trees say more, but cost a fifth of reading: word classes and kinds are read off for next to nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from sayso.model import Span
from sayso.reading.encoder import Scheme, Scores


@dataclass(frozen=True, slots=True)
class Tags:
    """The words of a stretch of text, each column one entry a word. kinds: the likeliest of the mention that a word
    stands in, None for none.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    upos: tuple[str, ...]
    kinds: tuple[str | None, ...]

    def kinds_in(self, span: Span) -> tuple[str | None, ...]:
        """Those of the words that begin in `span`."""
        first, end = (bisect_left(self.starts, at) for at in span)
        return self.kinds[first:end]


def tags(scores: Scores, scheme: Scheme) -> Tags:
    """The words, as the encoder sees them."""
    if not len(scores.pieces):
        return Tags((), (), (), ())
    begins = (scores.breaks[:, 0] > 0) | (scores.pieces.gaps > 0)
    begins[0] = True
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(begins)) - 1
    inside = scores.mentions[firsts]
    likelier = inside[:, :, 1:].max(2) - inside[:, :, 0]
    kinds = np.where(likelier.max(1) > 0, likelier.argmax(1), len(scheme.mention_kinds))
    named = (*scheme.mention_kinds, None)
    return Tags(
        tuple(scores.pieces.starts[firsts].tolist()),
        tuple(scores.pieces.ends[lasts].tolist()),
        tuple(scheme.upos[k] for k in scores.upos[firsts].argmax(1).tolist()),
        tuple(named[k] for k in kinds.tolist()),
    )
