"""What a batch costs, layer by layer."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.examples import OPEN, Batch
from training.network import DISTANCE_PACE, MENTION_MARKS, Heads, Network
from training.passages import CLAIM_KINDS

# Weights bring the terms to a like size near the end of training; set by eye, not searched.
_LINK_WEIGHT = 4.0
_MENTION_WEIGHT = 3.0
_BREAK_WEIGHT = 0.5
_UPOS_WEIGHT = 0.3
_ANCHOR_WEIGHT = 12.0
_ROLE_WEIGHT = 0.15
_KIND_WEIGHTS = {"type": 1.5, "stance": 0.8, "basis": 0.2, "mode": 0.4}


def losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Weighted losses by name, of the layers which the batch has."""
    hidden = network(batch.ids, batch.cases, batch.gaps, batch.mask)
    found: dict[str, Tensor] = {}
    if batch.speech is not None:
        found["speech"] = network.heads.chain.loss(network.heads.speech(hidden), batch.speech, batch.mask)
        found["speech"] = found["speech"] / batch.mask.sum()
    if batch.cue_weights is not None:
        found["links"] = _LINK_WEIGHT * _link_loss(network.heads, hidden, batch)
    if batch.mentions is not None:
        found["mentions"] = _MENTION_WEIGHT * _mention_loss(network.heads, hidden, batch.mentions)
    if batch.breaks is not None:
        found["breaks"] = _BREAK_WEIGHT * _break_loss(network.heads, hidden, batch.breaks)
    if batch.words is not None:
        found |= _syntax_losses(network.heads, hidden, batch.words)
    if batch.anchors is not None:
        found["anchors"] = _ANCHOR_WEIGHT * _anchor_loss(network.heads, hidden, batch.anchors)
    if batch.claims is not None:
        found |= _claim_losses(network.heads, hidden, batch)
    return found


def _anchor_loss(heads: Heads, hidden: Tensor, anchors: Tensor) -> Tensor:
    known = anchors != OPEN
    scores = heads.anchor(hidden[known])[:, 0]
    return functional.binary_cross_entropy_with_logits(scores, anchors[known].float())


def _claim_losses(heads: Heads, hidden: Tensor, batch: Batch) -> dict[str, Tensor]:
    assert batch.claims is not None
    assert batch.claim_marks is not None
    assert batch.claim_distances is not None
    row, anchor, first, last, *kinds = batch.claims.unbind(1)
    found: dict[str, Tensor] = {}
    scores = heads.anchor(hidden[row, anchor])[:, 1:]
    for (kind, names), gold in zip(CLAIM_KINDS.items(), kinds, strict=True):
        own, scores = scores[:, : len(names)], scores[:, len(names) :]
        found[kind] = _KIND_WEIGHTS[kind] * functional.cross_entropy(own, gold, label_smoothing=0.05)
    pointed = heads.roles(hidden, row, anchor, batch.claim_distances)
    mask = batch.mask[row]
    ends = pointed[:, :2].masked_fill(~mask[:, None], -1e4)
    # A window that holds neither end teaches nothing about ends.
    for name, gold, scored in (("first", first, ends[:, 0]), ("last", last, ends[:, 1])):
        known = gold != OPEN
        found[name] = 0.5 * functional.cross_entropy(scored[known], gold[known]) if known.any() else scored.sum() * 0
    places = torch.arange(hidden.shape[1])
    begin, end = first.clamp(min=0)[:, None], torch.where(last == OPEN, hidden.shape[1], last)[:, None]
    inside = (places >= begin) & (places <= end)
    roles = pointed[:, 2:] + DISTANCE_PACE * heads.role_inside[None, :, None] * inside[:, None]
    each = functional.binary_cross_entropy_with_logits(roles, batch.claim_marks, reduction="none")
    found["roles"] = _ROLE_WEIGHT * (each * mask[:, None]).sum() / len(row)
    return found


def _link_loss(heads: Heads, hidden: Tensor, batch: Batch) -> Tensor:
    assert batch.cue_weights is not None
    assert batch.cue_marks is not None
    assert batch.cue_distances is not None
    scores = heads.links(hidden, batch.cue_weights, batch.cue_distances)
    each = functional.binary_cross_entropy_with_logits(scores, batch.cue_marks, reduction="none")
    real = (batch.cue_weights.sum(2) > 0)[:, :, None] & batch.mask[:, None, :]
    return (each * real[:, :, None, :]).sum() / (2 * real.sum())


def _mention_loss(heads: Heads, hidden: Tensor, marks: Tensor) -> Tensor:
    scores = heads.mentions(hidden).view(-1, MENTION_MARKS)
    return functional.cross_entropy(scores, marks.reshape(-1), ignore_index=OPEN)


def _break_loss(heads: Heads, hidden: Tensor, breaks: Tensor) -> Tensor:
    scores, known = heads.breaks(hidden), breaks != OPEN
    return functional.binary_cross_entropy_with_logits(scores[known], breaks[known].float())


def _syntax_losses(heads: Heads, hidden: Tensor, words: Tensor) -> dict[str, Tensor]:
    row, position, head, relation, upos, sentence = words.unbind(1)
    b, t, _ = hidden.shape
    # A head is sought among the words of the sentence and the root at position 0.
    sentences = torch.full((b, t), -1)
    sentences[row, position] = sentence
    allowed = sentences[row] == sentence[:, None]
    allowed[:, 0] = True
    arcs = heads.arcs(hidden)[row, position].masked_fill(~allowed, -1e4)
    known = (head >= 0) & (relation >= 0)
    labels = heads.relations(hidden[row[known], position[known]], hidden[row[known], head[known]])
    return {
        "arcs": functional.cross_entropy(arcs, head, ignore_index=OPEN),
        "relations": functional.cross_entropy(labels, relation[known]),
        "upos": _UPOS_WEIGHT * functional.cross_entropy(heads.upos(hidden[row, position]), upos, ignore_index=OPEN),
    }
