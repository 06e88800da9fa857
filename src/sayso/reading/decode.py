"""Scores of word pieces to spans over the text's code points. Pure functions on NumPy arrays."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reading.encoder import Floats, Scheme, Scores
from sayso.reading.links import distances

Span = tuple[int, int]
Range = tuple[int, int]
Bounds = tuple[list[int], list[int]]

# Positions start anew in each window, so that what lies in another one is compared only where it is near, in pieces.
NEAR = 48
# The least mean chance of its pieces for a source or a content to be its cue's; found on PolNeAR's dev set.
SOURCE_LINKED, CONTENT_LINKED = 0.2, 0.3
# A cue that got no content this way shares its likeliest one, if it is so likely: relays ("X, citing Y, reported …").
SHARED = 0.7
# What a source that no cue took must reach to replace a cue's second-hand one.
LEFT_OVER = 0.1
SOURCE, CONTENT = 0, 1
_NEVER = np.float32(-30.0)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (None: nobody is named) says what, by which words; ``confidence`` is the cue's and its links' chance."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A named or described thing; kinds may overlap each other."""

    kind: str
    span: Span
    confidence: float


def best_path(scores: Floats, steps: Floats, first: Floats) -> NDArray[np.int64]:
    """The likeliest tags (n,) for ``scores`` (n, tags) with ``steps`` (tags before, tags) between (Viterbi)."""
    n, tags = scores.shape
    back = np.zeros((n, tags), dtype=np.int64)
    total = scores[0] + first
    columns = np.arange(tags)
    for t in range(1, n):
        moved = total[:, None] + steps
        back[t] = moved.argmax(0)
        total = moved[back[t], columns] + scores[t]
    path = np.zeros(n, dtype=np.int64)
    path[-1] = total.argmax()
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def tagged_ranges(path: NDArray[np.int64], begin: int, inside: int) -> list[Range]:
    """Piece ranges of one kind. An inside with nothing before it begins a range too."""
    ranges: list[Range] = []
    start = -1
    for i in np.flatnonzero((path == begin) | (path == inside)).tolist():
        if path[i] == begin or start < 0 or ranges[-1][1] != i:
            ranges.append((i, i + 1))
        else:
            ranges[-1] = (ranges[-1][0], i + 1)
        start = i
    return ranges


def word_bounds(words: NDArray[np.int64]) -> Bounds:
    """Of each piece, given each one's word in order, the first piece of its word and the first one behind it."""
    return (
        np.searchsorted(words, words, side="left").tolist(),
        np.searchsorted(words, words, side="right").tolist(),
    )


def whole_words(ranges: Iterable[Range], bounds: Bounds) -> list[Range]:
    """Ranges widened to whole words, those that then touch the one before cut back, emptied ones dropped."""
    firsts, ends = bounds
    widened: list[Range] = []
    done = 0
    for start, end in ranges:
        start, end = max(firsts[start], done), ends[end - 1]
        if start < end:
            widened.append((start, end))
            done = end
    return widened


def speech_ranges(scores: Scores, scheme: Scheme) -> dict[str, list[Range]]:
    """Piece ranges of sources, cues and contents."""
    if not len(scores.pieces):
        return {role: [] for role in ("source", "cue", "content")}
    path = best_path(scores.speech, scheme.chain_steps, scheme.chain_first)
    bounds = word_bounds(scores.pieces.words)
    found: dict[str, list[Range]] = {}
    for role in ("source", "cue", "content"):
        begin = scheme.speech_tags.index(f"B-{role}")
        found[role] = whole_words(tagged_ranges(path, begin, begin + 1), bounds)
    return found


def in_reach(scores: Scores, first: int, last: int) -> Range:
    """The pieces that [first, last) is compared with: those of its window, and the nearest of others."""
    begin, end = np.searchsorted(scores.window, (scores.window[first], scores.window[first] + 1)).tolist()
    return max(0, min(begin, first - NEAR)), min(len(scores.pieces), max(end, last + NEAR))


def link_scores(scores: Scores, scheme: Scheme, cue: Range) -> tuple[int, Floats]:
    """The first piece in reach of ``cue``, and from it on the scores (2, m) to be in its source and its content."""
    low, high = in_reach(scores, *cue)
    query = scores.link_query[cue[0] : cue[1]].mean(0)
    key = scores.link_key[low:high]
    raw = np.stack([key[:, role, :-1] @ query[role] + key[:, role, -1] for role in (SOURCE, CONTENT)])
    return low, raw + scheme.link_distance[:, distances(np.arange(low, high), *cue)]


def attributions(scores: Scores, scheme: Scheme) -> tuple[Attribution, ...]:
    """Every cue with the source and the content that its links point to, in the order of the cues."""
    ranges = speech_ranges(scores, scheme)
    cues = ranges["cue"]
    if not cues:
        return ()
    links = [link_scores(scores, scheme, cue) for cue in cues]
    sources = _range_scores(links, ranges["source"], SOURCE)
    contents = _range_scores(links, ranges["content"], CONTENT)
    owned = _owners(contents)
    speakers = _speakers(sources)
    certain = softmax(scores.speech)
    tag = scheme.speech_tags.index("B-cue")
    found: list[Attribution] = []
    for c, cue in enumerate(cues):
        own = np.flatnonzero(owned[c]).tolist()
        if not own:
            continue
        source, chance = _named(speakers[c], sources[c], ranges["source"])
        joined = _joined_over_nested([ranges["content"][k] for k in own], *links[c])
        chance *= float(certain[cue[0] : cue[1], tag : tag + 2].sum(1).mean())
        found.append(
            Attribution(
                source=None if source is None else span_of(scores, source),
                cue=span_of(scores, cue),
                content=tuple(span_of(scores, r) for r in joined),
                confidence=chance * float(sigmoid(contents[c, own].max())),
            )
        )
    return tuple(found)


def _range_scores(links: Sequence[tuple[int, Floats]], ranges: Sequence[Range], role: int) -> Floats:
    """(cues, ranges): the mean score of each range's pieces in reach to be in that role of each cue."""
    table = np.full((len(links), len(ranges)), _NEVER, dtype=np.float32)
    starts, ends = [start for start, _ in ranges], [end for _, end in ranges]
    for c, (low, values) in enumerate(links):
        reached = slice(bisect_right(ends, low), bisect_left(starts, low + values.shape[1]))
        if reached.start < reached.stop:
            sums = np.concatenate(([0.0], values[role].cumsum(dtype=np.float64)))
            first = np.maximum(np.array(starts[reached]) - low, 0)
            end = np.minimum(np.array(ends[reached]) - low, values.shape[1])
            table[c, reached] = (sums[end] - sums[first]) / (end - first)
    return table


def _owners(contents: Floats) -> NDArray[np.bool_]:
    """Which cue (row) owns which content (column): its likeliest cue, and one that would else have none."""
    owned = np.zeros(contents.shape, dtype=np.bool_)
    if contents.shape[1]:
        best = contents.argmax(0)
        columns = np.arange(contents.shape[1])
        owned[best, columns] = contents[best, columns] >= logit(CONTENT_LINKED)
        for c in np.flatnonzero(~owned.any(1)).tolist():
            likeliest = int(contents[c].argmax())
            owned[c, likeliest] = contents[c, likeliest] >= logit(SHARED)
    return owned


def _speakers(sources: Floats) -> list[int]:
    """The source (column) of each cue (row), or -1.

    Each cue takes its likeliest. A source that none took goes to the cue that likes it best, if what that cue took is
    liked better by another cue: in "X, citing Y, reported" both verbs may point to Y at first.
    """
    if not sources.shape[1]:
        return [-1] * len(sources)
    taken = sources.argmax(1)
    taken[sources.max(1) < logit(SOURCE_LINKED)] = -1
    for k in sorted(set(range(sources.shape[1])) - set(taken.tolist())):
        c = int(sources[:, k].argmax())
        rivals = (taken == taken[c]) & (sources[:, taken[c]] > sources[c, taken[c]])
        if taken[c] >= 0 and rivals.any() and sources[c, k] >= logit(LEFT_OVER):
            taken[c] = k
    return [int(k) for k in taken]


def _named(chosen: int, row: Floats, ranges: Sequence[Range]) -> tuple[Range | None, float]:
    """The chosen source and its chance, or none and the chance that there is none."""
    if chosen < 0:
        return None, 1.0 - float(sigmoid(row.max(initial=_NEVER)))
    return ranges[chosen], float(sigmoid(row[chosen]))


def _joined_over_nested(contents: Sequence[Range], low: int, links: Floats) -> list[Range]:
    """Join neighbours where what lies between belongs to this content too: an attribution inside another one."""
    joined = [contents[0]]
    for start, end in contents[1:]:
        between = links[CONTENT, joined[-1][1] - low : start - low]
        if len(between) and between.min() >= 0:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def mentions(scores: Scores, scheme: Scheme) -> tuple[Mention, ...]:
    """All mentions of all kinds, by their place."""
    if not len(scores.pieces):
        return ()
    found: list[Mention] = []
    chances = softmax(scores.mentions)
    bounds = word_bounds(scores.pieces.words)
    for k, kind in enumerate(scheme.mention_kinds):
        path = scores.mentions[:, k].argmax(1)
        for start, end in whole_words(tagged_ranges(path, 1, 2), bounds):
            certain = float(1 - chances[start:end, k, 0].mean())
            found.append(Mention(kind, span_of(scores, (start, end)), certain))
    return tuple(sorted(found, key=lambda m: (m.span, m.kind)))


def span_of(scores: Scores, pieces: Range) -> Span:
    """The code points of a range of pieces."""
    return int(scores.pieces.starts[pieces[0]]), int(scores.pieces.ends[pieces[1] - 1])


def sigmoid(x: Floats) -> Floats:
    """Scores to chances."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)), dtype=np.float32)


def logit(chance: float) -> float:
    """The score of a chance."""
    return math.log(chance / (1 - chance))


def softmax(x: Floats) -> Floats:
    """Scores to chances that sum to 1 over the last axis."""
    powers = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))
