"""What every corpus is turned into: a text with the layers of labels that its annotators gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from sayso.model import Basis, EventType, Stance

Span = tuple[int, int]

# The kinds of mention that the encoder learns; a corpus knows some of them.
MENTION_KINDS = ("actor", "person", "place", "time", "count", "weapon", "facility")
ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: each role is a tuple of fragments, in code points."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]

    def role(self, name: str) -> tuple[Span, ...]:
        """The fragments of one of ROLES."""
        found: tuple[Span, ...] = getattr(self, name)
        return found


@dataclass(frozen=True, slots=True)
class Mention:
    """A span and its kind; kind ``None`` means that the corpus leaves open what, if anything, the span is."""

    span: Span
    kind: str | None


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word. ``head`` is the index of another word of the sentence, or -1 for the root."""

    span: Span
    head: int
    relation: str
    upos: str


# What a claim's anchor points to. The words of the quote come apart: from its first to its last.
CLAIM_ROLES = ("source", "via", "cue", "actor", "target", "place", "when", "weapon")

CLAIM_KINDS: dict[str, tuple[str, ...]] = {
    "type": get_args(EventType),
    "stance": get_args(Stance),
    "basis": ("none", *get_args(Basis)),
    # Those of the corpus, in the order of the weights.
    "mode": ("none", "accuse", "threaten", "demand", "refuse", "arrest", "withdraw"),
}


@dataclass(frozen=True, slots=True)
class ClaimLabel:
    """One claim: the word that it hangs on, its quote, the spans of each of CLAIM_ROLES, and its kinds."""

    anchor: Span
    quote: Span
    roles: tuple[tuple[Span, ...], ...]
    type: str
    stance: str
    basis: str
    mode: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and its layers. A layer that is ``None`` was not annotated; an empty one was, and has nothing."""

    name: str
    text: str
    attributions: tuple[Attribution, ...] | None = None
    mentions: tuple[Mention, ...] | None = None
    # Kinds of mention that the annotators marked throughout: outside the mentions the answer is "none" for these.
    exhaustive: frozenset[str] = frozenset()
    sentences: tuple[tuple[Word, ...], ...] | None = None
    claims: tuple[ClaimLabel, ...] | None = None
