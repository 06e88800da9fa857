"""The encoder (MiniLM-L6 with letter case and gaps added) and its heads, in PyTorch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from sayso.reading.links import DISTANCES
from training.passages import CLAIM_KINDS, CLAIM_ROLES, MENTION_KINDS, ROLES

# O, then B and I of each role.
SPEECH_TAGS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
# O, B, I of each kind, kinds apart, for an actor's name may hold a place's.
MENTION_MARKS = 3
# One number must do here what whole rows do elsewhere: it moves so much faster than a weight.
DISTANCE_PACE = 10.0


# What an anchor points to: the first and the last piece of its quote, then the pieces of each role.
POINTERS = ("first", "last", *CLAIM_ROLES)


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network. The encoder's are MiniLM-L6's."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    attention_heads: int = 12
    inner: int = 1536
    link: int = 96
    role: int = 48
    arc: int = 192
    relation_inner: int = 128
    relations: int = 60
    upos: int = 17


class Layer(nn.Module):
    """One post-norm transformer layer, query, key and value in one matrix."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.attention_heads
        self.dropout = nn.Dropout(dropout)
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` (b, t, width); ``mask`` (b, 1, 1, t), true where a piece stands."""
        b, t, width = x.shape
        qkv = self.qkv(x).view(b, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
        x = self.out_norm(x + self.dropout(self.out(seen.transpose(1, 2).reshape(b, t, width))))
        return self.outer_norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """Ids, cases and gaps (b, t) to hidden states (b, t, width)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.cases = nn.Embedding(5, shape.width)
        self.gaps = nn.Embedding(4, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        # Nothing is known of case and gaps at first, and nothing must disturb the pretrained states.
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.gaps.weight)
        # Frozen: two autumns of news must not bend the meaning of the words that they happen to use.
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor, mask: Tensor) -> Tensor:
        """``mask`` (b, t) is true where a piece stands."""
        positions = self.positions.weight[: ids.shape[1]]
        x = self.norm(self.words(ids) + positions + self.cases(cases) + self.gaps(gaps))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x

    def load_pretrained(self, folder: Path) -> None:
        """Take MiniLM's weights from ``folder``/model.safetensors."""
        weights = load_file(folder / "model.safetensors")
        get = {k.removeprefix("bert."): v for k, v in weights.items()}
        with torch.no_grad():
            self.words.weight.copy_(get["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(
                get["embeddings.position_embeddings.weight"] + get["embeddings.token_type_embeddings.weight"][0]
            )
            _copy(self.norm, get, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}"
                for kind in ("weight", "bias"):
                    parts = [get[f"{at}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                _copy(layer.out, get, f"{at}.attention.output.dense")
                _copy(layer.out_norm, get, f"{at}.attention.output.LayerNorm")
                _copy(layer.inner, get, f"{at}.intermediate.dense")
                _copy(layer.outer, get, f"{at}.output.dense")
                _copy(layer.outer_norm, get, f"{at}.output.LayerNorm")


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])


class TagChain(nn.Module):
    """A linear-chain conditional layer over tag scores."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(tags, tags))
        self.first = nn.Parameter(torch.zeros(tags))

    def loss(self, scores: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood summed over (b, t) ``gold``; ``scores`` (b, t, tags), ``mask`` true where real.

        Padding stands only at the end of a row.
        """
        picked = scores.gather(2, gold[:, :, None]).squeeze(2)
        path = picked[:, 0] + self.first[gold[:, 0]]
        path = path + ((picked[:, 1:] + self.steps[gold[:, :-1], gold[:, 1:]]) * mask[:, 1:]).sum(1)
        total = scores[:, 0] + self.first
        for t in range(1, scores.shape[1]):
            # The shift keeps exp() in range; a matrix product then does the sum over the tags before.
            top = total.max(1, keepdim=True).values
            moved = top + torch.log(torch.exp(total - top) @ torch.exp(self.steps)) + scores[:, t]
            total = torch.where(mask[:, t, None], moved, total)
        return (torch.logsumexp(total, 1) - path).sum()


def _fall_with_distance(roles: int) -> Tensor:
    """Start (roles, DISTANCES): each doubling of the distance costs a third of a unit."""
    steps = torch.arange(DISTANCES) - DISTANCES // 2
    return (-0.35 * steps.abs()).repeat(roles, 1)


class Heads(nn.Module):
    """Linear maps from a hidden state to what each head needs; pairs of pieces are scored from these."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.speech = nn.Linear(width, len(SPEECH_TAGS))
        self.chain = TagChain(len(SPEECH_TAGS))
        # From a cue to the pieces of its source and of its content; one more entry of a key is its own bias.
        self.link_query = nn.Linear(width, 2 * shape.link)
        self.link_key = nn.Linear(width, 2 * (shape.link + 1))
        self.mentions = nn.Linear(width, MENTION_MARKS * len(MENTION_KINDS))
        # Whether a piece begins a word of syntax, and whether it begins a sentence.
        self.breaks = nn.Linear(width, 2)
        self.upos = nn.Linear(width, shape.upos)
        self.arc_dependent = nn.Linear(width, shape.arc)
        self.arc_head = nn.Linear(width, shape.arc + 1)
        self.relation_dependent = nn.Linear(width, shape.relation_inner)
        self.relation_head = nn.Linear(width, shape.relation_inner)
        self.relation = nn.Linear(shape.relation_inner, shape.relations)
        # How likely a source and a content are at each distance from their cue.
        self.link_distance = nn.Parameter(_fall_with_distance(2) / DISTANCE_PACE)

        # Whether a claim hangs on a piece, and of what kinds it then is.
        self.anchor = nn.Linear(width, 1 + sum(map(len, CLAIM_KINDS.values())))
        self.role_query = nn.Linear(width, len(POINTERS) * shape.role)
        self.role_key = nn.Linear(width, len(POINTERS) * (shape.role + 1))
        self.role_distance = nn.Parameter(_fall_with_distance(len(POINTERS)) / DISTANCE_PACE)
        # Both are rare: to start from even chances would cost hundreds of steps.
        with torch.no_grad():
            self.anchor.bias[0] = -3.0
            self.role_key.bias.view(len(POINTERS), -1)[:, -1] = -3.0
        # What it is worth to a role to stand inside the quote.
        self.role_inside = nn.Parameter(torch.zeros(len(CLAIM_ROLES)))

    def roles(self, hidden: Tensor, rows: Tensor, anchors: Tensor, distances: Tensor) -> Tensor:
        """Scores (c, pointers, t) of every piece for what ``anchors`` (c,) in ``rows`` (c,) point to.

        ``distances`` (c, t) are the classes of distance from the anchor.
        """
        b, t, _ = hidden.shape
        count = len(POINTERS)
        size = self.role_query.out_features // count
        # Claims are set out row by row, so that one product a row compares them with its pieces.
        slots = (rows[:, None] == rows[None, :]).tril(-1).sum(1)
        query = hidden.new_zeros(b, int(slots.max()) + 1, count * size)
        query = query.index_put((rows, slots), self.role_query(hidden[rows, anchors]))
        query = query.view(b, -1, count, size).transpose(1, 2)
        key = self.role_key(hidden).view(b, t, count, size + 1).permute(0, 2, 3, 1)
        scores = (query @ key[:, :, :size] / size**0.5 + key[:, :, None, size])[rows, :, slots]
        return scores + DISTANCE_PACE * self.role_distance[:, distances].transpose(0, 1)

    def links(self, hidden: Tensor, cues: Tensor, distances: Tensor) -> Tensor:
        """Scores (b, c, 2, t) of source and content for ``cues`` (b, c, t), weights over pieces that sum to 1.

        ``distances`` (b, c, t) are the classes of distance from the cue.
        """
        b, t, _ = hidden.shape
        size = self.link_query.out_features // 2
        query = torch.bmm(cues, self.link_query(hidden)).view(b, -1, 2, size).transpose(1, 2)
        key = self.link_key(hidden).view(b, t, 2, size + 1).permute(0, 2, 3, 1)
        scores = query @ key[:, :, :size] / size**0.5 + key[:, :, None, size]
        return scores.transpose(1, 2) + DISTANCE_PACE * self.link_distance[:, distances].permute(1, 2, 0, 3)

    def arcs(self, hidden: Tensor) -> Tensor:
        """Scores (b, t, t): row the dependent, column the head; column 0 is the root."""
        dependent = functional.gelu(self.arc_dependent(hidden))
        head = self.arc_head(hidden)
        size = dependent.shape[-1]
        return dependent @ head[..., :size].transpose(1, 2) / size**0.5 + head[..., None, :, size]

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Scores (n, relations) from hidden states (n, width) of dependents and their heads."""
        return self.relation(functional.gelu(self.relation_dependent(dependent) + self.relation_head(head)))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, dropout)
        self.heads = Heads(shape)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (b, t, width), with dropout while training."""
        return self.dropout(self.encoder(ids, cases, gaps, mask))
