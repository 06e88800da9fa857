"""What a batch costs, layer by layer."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.examples import OPEN, Batch
from training.network import MENTION_MARKS, Heads, Network

# Weights bring the terms to a like size near the end of training; set by eye, not searched.
_LINK_WEIGHT = 4.0
_MENTION_WEIGHT = 3.0
_BREAK_WEIGHT = 0.5
_UPOS_WEIGHT = 0.3


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
