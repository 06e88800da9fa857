"""Scores of word pieces to sentences, words and dependency trees. Pure functions on NumPy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reading.encoder import Floats, Scheme, Scores

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence. ``head`` is the index of another word of its sentence, -1 for the root."""

    span: Span
    head: int
    relation: str
    upos: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its tree."""

    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return self.words[0].span[0], self.words[-1].span[1]


def sentences(scores: Scores, scheme: Scheme) -> tuple[Sentence, ...]:
    """Sentences, words and trees, all as the encoder sees them."""
    if not len(scores.pieces):
        return ()
    word_begins = (scores.breaks[:, 0] > 0) | (scores.pieces.gaps > 0)
    sentence_begins = word_begins & (scores.breaks[:, 1] > 0)
    word_begins[0] = sentence_begins[0] = True
    firsts = np.flatnonzero(word_begins)
    ends = np.append(firsts[1:], len(word_begins)) - 1
    spans = list(zip(scores.pieces.starts[firsts].tolist(), scores.pieces.ends[ends].tolist(), strict=True))
    borders = np.append(np.flatnonzero(sentence_begins[firsts]), len(firsts))
    return tuple(
        tree(scores, scheme, firsts[begin:end], spans[begin:end])
        for begin, end in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True)
    )


def tree(scores: Scores, scheme: Scheme, firsts: NDArray[np.int64], spans: Sequence[Span]) -> Sentence:
    """The best tree over the words whose first pieces are ``firsts`` (w,)."""
    heads = best_heads(arc_scores(scores, firsts))
    window = scores.window[firsts]
    head_states = np.where(
        heads[:, None] < 0, scores.root_relation[window], scores.relation_head[firsts[np.maximum(heads, 0)]]
    )
    inner = gelu(scores.relation_dependent[firsts] + head_states)
    raw = inner @ scheme.relation_weight + scheme.relation_bias
    # "root" is the root's relation and no other's.
    root = scheme.relations.index("root")
    raw[:, root] = np.where(heads < 0, np.inf, -np.inf)
    relations = raw.argmax(1)
    tags = scores.upos[firsts].argmax(1)
    words = (
        Word(span, int(h), scheme.relations[r], scheme.upos[u])
        for span, h, r, u in zip(spans, heads.tolist(), relations.tolist(), tags.tolist(), strict=True)
    )
    return Sentence(tuple(words))


def arc_scores(scores: Scores, firsts: NDArray[np.int64]) -> Floats:
    """(w, w + 1): how well each word (row) hangs on the root (column 0) or on word i (column i + 1)."""
    dependent = scores.arc_dependent[firsts]
    head = scores.arc_head[firsts]
    root = scores.root_arc[scores.window[firsts]]
    words = dependent @ head[:, :-1].T + head[:, -1]
    root_column = (dependent * root[:, :-1]).sum(1) + root[:, -1]
    return np.concatenate([root_column[:, None], words], axis=1)


def best_heads(arcs: Floats) -> NDArray[np.int64]:
    """The heads (w,) of the best tree with a single root; -1 is the root.

    Most greedy answers are trees already. Else the best root is set and the maximum spanning tree found
    (Chu-Liu and Edmonds).
    """
    n = len(arcs)
    arcs = arcs.astype(np.float64)
    arcs[np.arange(n), np.arange(n) + 1] = -np.inf
    greedy: NDArray[np.int64] = arcs.argmax(1) - 1
    if (greedy < 0).sum() == 1 and not _cycle(greedy):
        return greedy
    # One root: the word that loses least by becoming it.
    root = int((arcs[:, 0] - np.where(n > 1, arcs[:, 1:].max(1), 0)).argmax()) if n > 1 else 0
    square = np.full((n, n), -np.inf)
    square[:] = arcs[:, 1:]
    square[root] = -np.inf
    heads = _spanning(square, root)
    heads[root] = -1
    return heads


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    """A cycle among ``heads`` (-1 is no head), or nothing."""
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(len(heads)):
        node = start
        while node >= 0 and not seen[node]:
            seen[node] = start + 1
            node = int(heads[node])
        if node >= 0 and seen[node] == start + 1:
            cycle = [node]
            while int(heads[cycle[-1]]) != node:
                cycle.append(int(heads[cycle[-1]]))
            return cycle
    return []


def _spanning(scores: NDArray[np.float64], root: int) -> NDArray[np.int64]:
    """Heads (n,) of the maximum spanning tree from ``root``; ``scores`` (dependent, head). The root's head is -1."""
    n = len(scores)
    heads: NDArray[np.int64] = scores.argmax(1)
    heads[root] = -1
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outer, ring = np.flatnonzero(~inside), np.array(cycle)
    # The cycle becomes one node, the last of a smaller graph.
    small = np.full((len(outer) + 1, len(outer) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outer, outer)]
    out_of = scores[np.ix_(outer, ring)]
    leaving = out_of.argmax(1)
    small[:-1, -1] = out_of.max(1)
    gain = scores[np.ix_(ring, outer)] - scores[ring, heads[ring]][:, None]
    entering = gain.argmax(0)
    small[-1, :-1] = gain.max(0)
    found = _spanning(small, int(np.flatnonzero(outer == root)[0]))
    result: NDArray[np.int64] = heads.copy()
    for i, node in enumerate(outer.tolist()):
        head = int(found[i])
        result[node] = -1 if head < 0 else outer[head] if head < len(outer) else cycle[leaving[i]]
    entry = int(found[-1])
    result[cycle[entering[entry]]] = outer[entry]
    return result


# Abramowitz and Stegun 7.1.26, error below 1.5e-7: NumPy has no error function.
_ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


def gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, exact as in training."""
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (_ERF[0] + t * (_ERF[1] + t * (_ERF[2] + t * (_ERF[3] + t * _ERF[4]))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    return np.asarray(0.5 * x * (1 + erf), dtype=np.float32)
