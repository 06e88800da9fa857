"""The corpus of claims (`corpus/annotated`): each claim tied to the word that its clause hangs on, its anchor.

Annotators mark quotes and roles, not triggers. The anchor is found by a tree: the word of the quote that stands highest
in it. Two claims of one sentence thus have two anchors, and one that needs no list of verbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.held_out import is_held_out
from corpus.rebuild import readings

from sayso.reading.encoder import Encoder
from sayso.reading.trees import Sentence, sentences
from training.passages import CLAIM_ROLES, Attribution, ClaimLabel, Passage, Span


def read_corpus(data: Path, encoder: Encoder, held_out: bool = False, speech: bool = False) -> list[Passage]:
    """The first readings, those held out or all others; `encoder` draws the trees.

    With `speech`, claims that have a cue are attributions as well: not all of a report, for what is no claim has none.
    """
    found: list[Passage] = []
    for _, annotation, source in readings(data):
        if is_held_out(source) != held_out:
            continue
        trees = [tree for scores in encoder.read(source.text) for tree in sentences(scores, encoder.scheme)]
        claims = tuple(_labels(annotation["claims"], trees))
        spoken = tuple(_attributions(claims)) if speech else None
        found.append(Passage(f"{source.dataset}/{source.key}", source.text, attributions=spoken, claims=claims))
    return found


def _attributions(claims: Sequence[ClaimLabel]) -> Iterator[Attribution]:
    source, cue = CLAIM_ROLES.index("source"), CLAIM_ROLES.index("cue")
    for claim in claims:
        if claim.roles[cue]:
            yield Attribution(claim.roles[source], claim.roles[cue], (claim.quote,))


def _labels(claims: Sequence[dict[str, object]], trees: Sequence[Sentence]) -> Iterator[ClaimLabel]:
    """Shorter quotes choose their anchor first: a longer one around them has other words left."""
    taken: set[Span] = set()
    quotes = [(max(map(_span, claim["quote"]), key=lambda s: s[1] - s[0]), claim) for claim in claims]  # type: ignore[call-overload]
    for quote, claim in sorted(quotes, key=lambda pair: pair[0][1] - pair[0][0]):
        if (anchor := _anchor(quote, trees, taken)) is None:
            continue
        taken.add(anchor)
        roles = tuple(tuple(_spans(claim[role])) for role in CLAIM_ROLES)
        named = {name: str(claim[name]) for name in ("type", "stance")}
        yield ClaimLabel(anchor, quote, roles, **named, basis=_word(claim["basis"]), mode=_word(claim["mode"]))


def _anchor(quote: Span, trees: Sequence[Sentence], taken: set[Span]) -> Span | None:
    """The highest word of the quote that no other claim has: verbs before others, then the earliest."""
    found: list[tuple[bool, int, int, Span]] = []
    for tree in trees:
        if tree.span[1] <= quote[0] or tree.span[0] >= quote[1]:
            continue
        depths = _depths(tree)
        for number, word in enumerate(tree.words):
            if quote[0] <= word.span[0] and word.span[1] <= quote[1] and word.span not in taken:
                found.append((word.upos == "PUNCT", depths[number], word.span[0], word.span))
    return min(found)[-1] if found else None


def _depths(tree: Sentence) -> list[int]:
    def depth(number: int) -> int:
        head = tree.words[number].head
        return 0 if head < 0 else 1 + depth(head)

    return [depth(number) for number in range(len(tree.words))]


def _span(pair: object) -> Span:
    start, end = pair  # type: ignore[misc]
    return int(start), int(end)


def _spans(value: object) -> Iterator[Span]:
    """A slot holds one span, a list of them, or nothing."""
    if isinstance(value, list) and value:
        yield from (map(_span, value) if isinstance(value[0], list) else [_span(value)])


def _word(value: object) -> str:
    return "none" if value is None else str(value)
