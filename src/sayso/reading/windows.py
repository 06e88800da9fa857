"""Text to word pieces, and word pieces to windows that the encoder reads one by one.

A window has a core, whose answers are kept, and context on both sides, which is only looked at. The cores of a
text tile it without a gap, so nothing is cut off: a sentence longer than a window is read in overlapping pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# How the letters of a word stand. MiniLM's vocabulary has no capitals, so the encoder is told apart from the pieces.
CASELESS, LOWER, TITLE, UPPER, MIXED = range(5)
# What stands between a piece and the one before it.
GLUED, SPACE, LINE_BREAK, PARAGRAPH_BREAK = range(4)

# Where a text may be cut, the better the higher.
CUT_NOWHERE, CUT_WORD, CUT_SENTENCE, CUT_LINE, CUT_PARAGRAPH = range(5)

_SENTENCE_FINAL = frozenset(".!?…")
_CLOSING = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, all arrays of length n; offsets are code points, ends exclusive."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.int64]
    cases: NDArray[np.int64]
    gaps: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """Piece indices: the encoder sees [first, last), and answers for [core_first, core_last)."""

    first: int
    last: int
    core_first: int
    core_last: int


def split_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Split ``text`` into word pieces. The tokenizer must neither truncate nor pad."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    words = np.array(encoding.word_ids, dtype=np.int64)
    return Pieces(
        ids=np.array(encoding.ids, dtype=np.int64),
        starts=starts,
        ends=ends,
        words=words,
        cases=_cases(text, starts, ends, words),
        gaps=_gaps(text, starts, ends),
    )


def case_of(word: str) -> int:
    """The case class of one word."""
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if word.istitle():
        return TITLE
    return MIXED if any(map(str.isalpha, word)) else CASELESS


def _cases(
    text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], words: NDArray[np.int64]
) -> NDArray[np.int64]:
    if not len(words):
        return np.zeros(0, dtype=np.int64)
    heads = np.flatnonzero(np.diff(words, prepend=-1))
    tails = np.append(heads[1:], len(words)) - 1
    cases = [case_of(text[s:e]) for s, e in zip(starts[heads].tolist(), ends[tails].tolist(), strict=True)]
    return np.repeat(np.array(cases, dtype=np.int64), tails - heads + 1)


def _gaps(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    gaps = np.full(len(starts), SPACE, dtype=np.int64)
    before = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    gaps[starts <= before] = GLUED
    # Only wide gaps and those that are no plain space need a look at the text itself.
    for i in np.flatnonzero(starts > before).tolist():
        between = text[before[i] : starts[i]]
        if between != " ":
            lines = between.count("\n")
            gaps[i] = PARAGRAPH_BREAK if lines > 1 else LINE_BREAK if lines else SPACE
    if len(gaps):
        gaps[0] = PARAGRAPH_BREAK
    return gaps


def cut_ranks(text: str, pieces: Pieces) -> NDArray[np.int64]:
    """For each piece (n,), how good a place it is to begin a new window."""
    ranks = np.where(np.diff(pieces.words, prepend=-1) != 0, CUT_WORD, CUT_NOWHERE)
    ranks[pieces.gaps == PARAGRAPH_BREAK] = CUT_PARAGRAPH
    ends = _ends_of_sentences(text, pieces)
    ranks[ends & (pieces.gaps == SPACE)] = CUT_SENTENCE
    ranks[ends & (pieces.gaps == LINE_BREAK)] = CUT_LINE
    return ranks


def _ends_of_sentences(text: str, pieces: Pieces) -> NDArray[np.bool_]:
    """For each piece (n,), whether the one before it ends a sentence, as far as a mark can tell."""
    last = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")[pieces.ends - 1]
    closing, final = (np.isin(last, [ord(mark) for mark in marks]) for marks in (_CLOSING, _SENTENCE_FINAL))
    ends = np.zeros(len(last), dtype=np.bool_)
    ends[1:] = final[:-1]
    ends[2:] |= closing[1:-1] & final[:-2]
    return ends


def cut_windows(
    ranks: NDArray[np.int64], core: int, context: int, *, first_core: int | None = None
) -> Iterator[Window]:
    """Tile pieces with windows of at most ``core`` + 2 * ``context`` pieces.

    A core ends at the best place to cut in its second half, and of equal places at the last. ``first_core`` shortens
    the first core, so that training meets the same sentence at other places.
    """
    n, begin, size = len(ranks), 0, min(first_core or core, core)
    while begin < n:
        end = n if n - begin <= size else _best_cut(ranks, begin + (size + 1) // 2, begin + size)
        yield Window(max(0, begin - context), min(n, end + context), begin, end)
        begin, size = end, core


def _best_cut(ranks: NDArray[np.int64], low: int, high: int) -> int:
    region = ranks[low : high + 1]
    return low + len(region) - 1 - int(np.argmax(region[::-1]))
