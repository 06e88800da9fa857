"""Passages to windows of labelled pieces, and windows to batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from sayso.reading.links import distances
from sayso.reading.windows import CUT_NOWHERE, CUT_PARAGRAPH, Pieces, Window, cut_ranks, cut_windows, split_pieces
from training.network import SPEECH_TAGS
from training.passages import CLAIM_KINDS, MENTION_KINDS, ROLES, ClaimLabel, Passage, Span, Word
from training.universal import first_pieces

CLS, SEP = 101, 102
# What a loss passes over.
OPEN = -100
_UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
UPOS = {tag: i for i, tag in enumerate(_UPOS)}


@dataclass(frozen=True, slots=True)
class Trees:
    """Words of a window, arrays of length w; positions count the pieces of the window, 0 is the root."""

    position: NDArray[np.int64]
    head: NDArray[np.int64]
    relation: NDArray[np.int64]
    upos: NDArray[np.int64]
    sentence: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Anchored:
    """One claim in a window of t pieces: its anchor's first piece, first and last piece of its quote (OPEN where the
    window does not hold them), marks (roles, t), and the number of each of its kinds.
    """

    anchor: int
    ends: tuple[int, int]
    marks: NDArray[np.bool_]
    kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One window of t pieces, [CLS] and [SEP] among them. A layer that the corpus lacks is ``None``."""

    ids: NDArray[np.int64]
    cases: NDArray[np.int64]
    gaps: NDArray[np.int64]
    speech: NDArray[np.int64] | None = None
    # For each cue: weights (t,) that sum to 1 over its pieces, and marks (2, t) of its source and its content.
    cues: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...] = ()
    mentions: NDArray[np.int64] | None = None
    breaks: NDArray[np.int64] | None = None
    trees: Trees | None = None
    # (t,): 1 where a claim hangs, 0 elsewhere, OPEN on the rest of the anchor's word and on the frame.
    anchors: NDArray[np.int64] | None = None
    claims: tuple[Anchored, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels over all the pieces of a passage, before it is cut."""

    speech: NDArray[np.int64] | None
    attributions: tuple[tuple[NDArray[np.bool_], ...], ...]
    mentions: NDArray[np.int64] | None
    breaks: NDArray[np.int64] | None
    words: tuple[tuple[Word, int, int, int], ...] = field(default=())
    anchors: NDArray[np.int64] | None = None
    # Of each claim: its anchor's first piece, the first and the last piece of its quote, marks (roles, n), kinds.
    claims: tuple[Anchored, ...] = ()


def overlapping(pieces: Pieces, spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Which pieces (n,) share a letter with one of ``spans``."""
    marks = np.zeros(len(pieces), dtype=bool)
    for start, end in spans:
        marks |= (pieces.starts < end) & (pieces.ends > start)
    return marks


def label(passage: Passage, pieces: Pieces) -> Labels:
    """All layers of ``passage`` over ``pieces``."""
    attributions: tuple[tuple[NDArray[np.bool_], ...], ...] = ()
    speech = None
    if passage.attributions is not None:
        attributions = tuple(tuple(overlapping(pieces, a.role(r)) for r in ROLES) for a in passage.attributions)
        speech = _speech_tags(passage, pieces)
    breaks, words = _syntax(passage, pieces)
    anchors, claims = _claims(passage, pieces)
    return Labels(speech, attributions, _mention_marks(passage, pieces), breaks, words, anchors, claims)


def _claims(passage: Passage, pieces: Pieces) -> tuple[NDArray[np.int64] | None, tuple[Anchored, ...]]:
    if passage.claims is None:
        return None, ()
    anchors = np.zeros(len(pieces), dtype=np.int64)
    found: list[Anchored] = []
    for claim in passage.claims:
        own = np.flatnonzero(overlapping(pieces, (claim.anchor,)))
        quote = np.flatnonzero(overlapping(pieces, (claim.quote,)))
        if not len(own) or not len(quote):
            continue
        anchors[own[1:]] = np.where(anchors[own[1:]] == 1, 1, OPEN)
        anchors[own[0]] = 1
        marks = np.stack([overlapping(pieces, spans) for spans in claim.roles])
        found.append(Anchored(int(own[0]), (int(quote[0]), int(quote[-1])), marks, _kinds(claim)))
    return anchors, tuple(found)


def _kinds(claim: ClaimLabel) -> tuple[int, ...]:
    return tuple(names.index(getattr(claim, kind)) for kind, names in CLAIM_KINDS.items())


def _speech_tags(passage: Passage, pieces: Pieces) -> NDArray[np.int64]:
    """One tag a piece. Where attributions are nested, cue beats source and source beats content."""
    tags = np.zeros(len(pieces), dtype=np.int64)
    for role in ("content", "source", "cue"):
        begin = SPEECH_TAGS.index(f"B-{role}")
        spans = {span for attribution in passage.attributions or () for span in attribution.role(role)}
        # Longer ones first, so that what is nested is not written over.
        for span in sorted(spans, key=lambda s: (s[0] - s[1], s)):
            where = np.flatnonzero(overlapping(pieces, (span,)))
            tags[where] = begin + 1
            tags[where[:1]] = begin
    return tags


def _mention_marks(passage: Passage, pieces: Pieces) -> NDArray[np.int64] | None:
    """Marks (n, kinds): 0 outside, 1 begin, 2 inside, OPEN unknown. Of nested mentions of a kind the outer counts."""
    if passage.mentions is None:
        return None
    marks = np.full((len(pieces), len(MENTION_KINDS)), OPEN, dtype=np.int64)
    for k, kind in enumerate(MENTION_KINDS):
        if kind in passage.exhaustive:
            marks[:, k] = 0
    for mention in passage.mentions:
        if mention.kind is None:
            marks[overlapping(pieces, (mention.span,))] = OPEN
    for mention in sorted(passage.mentions, key=lambda m: m.span[1] - m.span[0]):
        if mention.kind is not None:
            where = np.flatnonzero(overlapping(pieces, (mention.span,)))
            # A typed mention also says that it is none of the kinds which its corpus does not mark.
            marks[where] = np.where(marks[where] == OPEN, 0, marks[where])
            k = MENTION_KINDS.index(mention.kind)
            marks[where, k] = 2
            marks[where[:1], k] = 1
    return marks


def _syntax(
    passage: Passage, pieces: Pieces
) -> tuple[NDArray[np.int64] | None, tuple[tuple[Word, int, int, int], ...]]:
    """Breaks (n, 2), and for each word (word, its piece, its head's piece or -1 for the root, its sentence)."""
    if passage.sentences is None or not len(pieces):
        return None, ()
    breaks = np.zeros((len(pieces), 2), dtype=np.int64)
    words: list[tuple[Word, int, int, int]] = []
    firsts = first_pieces(pieces, [w.span for s in passage.sentences for w in s])
    done = 0
    for number, sentence in enumerate(passage.sentences):
        own = firsts[done : done + len(sentence)]
        done += len(sentence)
        breaks[own, 0] = 1
        breaks[own[0], 1] = 1
        words += [(w, p, own[w.head] if w.head >= 0 else -1, number) for w, p in zip(sentence, own, strict=True)]
    return breaks, tuple(words)


def _ranks(passage: Passage, pieces: Pieces, labels: Labels) -> NDArray[np.int64]:
    """Places to cut: a treebank's sentences are known, other texts are cut as at run time."""
    if labels.breaks is None:
        return cut_ranks(passage.text, pieces)
    return np.where(labels.breaks[:, 1] == 1, CUT_PARAGRAPH, CUT_NOWHERE + labels.breaks[:, 0])


def examples(
    passage: Passage,
    tokenizer: Tokenizer,
    relations: dict[str, int],
    core: int,
    rng: random.Random | None = None,
) -> Iterator[Example]:
    """The windows of a passage; with ``rng`` the first is cut short by chance."""
    pieces = split_pieces(passage.text, tokenizer)
    labels = label(passage, pieces)
    first = rng.randint(core // 3, core) if rng is not None else None
    for window in cut_windows(_ranks(passage, pieces, labels), core, 0, first_core=first):
        yield _example(pieces, labels, window, relations)


def _framed(values: NDArray[np.int64], window: Window, begin: int, end: int) -> NDArray[np.int64]:
    """A window's rows with one row of ``begin`` before and one of ``end`` behind, for [CLS] and [SEP]."""
    pad = [(1, 1)] + [(0, 0)] * (values.ndim - 1)
    framed = np.pad(values[window.first : window.last], pad, constant_values=begin)
    framed[-1] = end
    return framed


def _example(pieces: Pieces, labels: Labels, window: Window, relations: dict[str, int]) -> Example:
    return Example(
        ids=_framed(pieces.ids, window, CLS, SEP),
        cases=_framed(pieces.cases, window, 0, 0),
        gaps=_framed(pieces.gaps, window, 0, 0),
        speech=None if labels.speech is None else _framed(labels.speech, window, 0, 0),
        cues=tuple(_cues(labels, window)),
        mentions=None if labels.mentions is None else _framed(labels.mentions, window, OPEN, OPEN),
        breaks=None if labels.breaks is None else _framed(labels.breaks, window, OPEN, OPEN),
        trees=_trees(labels, window, relations),
        anchors=None if labels.anchors is None else _framed(labels.anchors, window, OPEN, OPEN),
        claims=tuple(_anchored(labels, window)),
    )


def _anchored(labels: Labels, window: Window) -> Iterator[Anchored]:
    """The claims whose anchor the window holds, counted in its pieces."""

    def position(piece: int) -> int:
        return piece - window.first + 1 if window.first <= piece < window.last else OPEN

    for claim in labels.claims:
        if window.first <= claim.anchor < window.last:
            marks = np.pad(claim.marks[:, window.first : window.last], ((0, 0), (1, 1)))
            ends = position(claim.ends[0]), position(claim.ends[1])
            yield Anchored(position(claim.anchor), ends, marks, claim.kinds)


def _cues(labels: Labels, window: Window) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    for source, cue, content in labels.attributions:
        seen = np.pad(cue[window.first : window.last], 1).astype(np.float32)
        if seen.any():
            marks = np.stack([np.pad(m[window.first : window.last], 1) for m in (source, content)])
            yield seen / seen.sum(), marks.astype(np.float32)


def _trees(labels: Labels, window: Window, relations: dict[str, int]) -> Trees | None:
    if not labels.words:
        return None
    inside = [w for w in labels.words if window.first <= w[1] < window.last]

    def position(piece: int) -> int:
        if piece < 0:
            return 0
        return piece - window.first + 1 if window.first <= piece < window.last else OPEN

    return Trees(
        position=np.array([position(p) for _, p, _, _ in inside], dtype=np.int64),
        head=np.array([position(h) for _, _, h, _ in inside], dtype=np.int64),
        relation=np.array([relations.get(w.relation, OPEN) for w, _, _, _ in inside], dtype=np.int64),
        upos=np.array([UPOS.get(w.upos, OPEN) for w, _, _, _ in inside], dtype=np.int64),
        sentence=np.array([s for _, _, _, s in inside], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """b windows padded to t pieces, each with c cues; those of a shorter window weigh nothing on any piece."""

    ids: Tensor
    cases: Tensor
    gaps: Tensor
    mask: Tensor
    speech: Tensor | None
    # Weights and classes of distance have the axes b, c, t; marks have b, c, role, t.
    cue_weights: Tensor | None
    cue_marks: Tensor | None
    cue_distances: Tensor | None
    mentions: Tensor | None
    breaks: Tensor | None
    # (w, 6): row, position, head, relation, upos, sentence.
    words: Tensor | None
    anchors: Tensor | None = None
    # (c, 4 + kinds): row, anchor, first and last of the quote, then the kinds; marks (c, roles, t); distances (c, t).
    claims: Tensor | None = None
    claim_marks: Tensor | None = None
    claim_distances: Tensor | None = None


def collate(rows: Sequence[Example]) -> Batch:
    """Pad ``rows``, which all come from one corpus, so that they have the same layers."""
    t = max(len(r.ids) for r in rows)
    mask = torch.zeros(len(rows), t, dtype=torch.bool)
    for i, r in enumerate(rows):
        mask[i, : len(r.ids)] = True
    weights, marks, away = _stack_cues(rows, t)
    trees = [
        np.stack([np.full_like(y.position, i), y.position, y.head, y.relation, y.upos, y.sentence], axis=1)
        for i, r in enumerate(rows)
        if (y := r.trees) is not None
    ]
    return Batch(
        ids=_stack([r.ids for r in rows], t, 0),
        cases=_stack([r.cases for r in rows], t, 0),
        gaps=_stack([r.gaps for r in rows], t, 0),
        mask=mask,
        speech=_stack_layer([r.speech for r in rows], t, 0),
        cue_weights=weights,
        cue_marks=marks,
        cue_distances=away,
        mentions=_stack_layer([r.mentions for r in rows], t, OPEN),
        breaks=_stack_layer([r.breaks for r in rows], t, OPEN),
        words=torch.from_numpy(np.concatenate(trees)) if trees else None,
        anchors=_stack_layer([r.anchors for r in rows], t, OPEN),
        **_stack_claims(rows, t),
    )


def _stack_claims(rows: Sequence[Example], t: int) -> dict[str, Tensor]:
    listed = [(i, claim) for i, row in enumerate(rows) for claim in row.claims]
    if not listed:
        return {}
    marks = np.zeros((len(listed), len(listed[0][1].marks), t), dtype=np.float32)
    away = np.zeros((len(listed), t), dtype=np.int64)
    for n, (_, claim) in enumerate(listed):
        marks[n, :, : claim.marks.shape[1]] = claim.marks
        away[n] = distances(np.arange(t), claim.anchor, claim.anchor + 1)
    numbers = np.array([(i, claim.anchor, *claim.ends, *claim.kinds) for i, claim in listed], dtype=np.int64)
    return {
        "claims": torch.from_numpy(numbers),
        "claim_marks": torch.from_numpy(marks),
        "claim_distances": torch.from_numpy(away),
    }


def _stack_cues(rows: Sequence[Example], t: int) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
    most = max(len(r.cues) for r in rows)
    if not most:
        return None, None, None
    weights = torch.zeros(len(rows), most, t)
    marks = torch.zeros(len(rows), most, 2, t)
    away = torch.zeros(len(rows), most, t, dtype=torch.long)
    for i, row in enumerate(rows):
        for k, (weight, mark) in enumerate(row.cues):
            weights[i, k, : len(weight)] = torch.from_numpy(weight)
            marks[i, k, :, : len(weight)] = torch.from_numpy(mark)
            cue = np.flatnonzero(weight)
            away[i, k] = torch.from_numpy(distances(np.arange(t), int(cue[0]), int(cue[-1]) + 1))
    return weights, marks, away


def _stack(arrays: Sequence[NDArray[np.generic]], t: int, fill: int) -> Tensor:
    out = np.full((len(arrays), t, *arrays[0].shape[1:]), fill, dtype=arrays[0].dtype)
    for i, array in enumerate(arrays):
        out[i, : len(array)] = array
    return torch.from_numpy(out)


def _stack_layer(arrays: Sequence[NDArray[np.int64] | None], t: int, fill: int) -> Tensor | None:
    present = [a for a in arrays if a is not None]
    return _stack(present, t, fill) if len(present) == len(arrays) else None


def batches(rows: list[Example], pieces_per_batch: int, rng: random.Random) -> list[list[Example]]:
    """Rows of like length together, batches in random order."""
    rows = sorted(rows, key=lambda r: len(r.ids) + rng.random() * 8)
    groups: list[list[Example]] = [[]]
    for row in rows:
        if groups[-1] and (len(groups[-1]) + 1) * len(row.ids) > pieces_per_batch:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    return groups


Prepare = Callable[[Passage, random.Random], Passage]
