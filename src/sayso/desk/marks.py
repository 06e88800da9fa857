"""A report's text cut where marks begin and end, so that a template can set off every claim, also overlapping ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.model.claim import Claim
from sayso.model.report import Report
from sayso.model.words import Span

Kind = Literal["quote", "speaker", "cue", "slot", "problem"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that belongs to a claim (None: to nobody, as a problem does)."""

    span: Span
    kind: Kind
    claim: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two cuts: where it starts in the report, what it is part of, and of which claims."""

    text: str
    start: int
    kinds: tuple[Kind, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its kind) or a piece of furniture (kind "furniture")."""

    kind: str
    start: int
    pieces: tuple[Piece, ...]


def marks_of(claim: Claim, claim_id: str, *, slots: bool = False) -> list[Mark]:
    """The words of a claim, its speakers and cues; slots: those of the event too."""
    marks = [Mark(words.span, "quote", claim_id) for words in claim.quote]
    for hop in claim.chain:
        marks.append(Mark(hop.speaker.span, "speaker", claim_id))
        marks += [Mark(words.span, "cue", claim_id) for words in (hop.cue, hop.medium) if words]
    if claim.cue:
        marks.append(Mark(claim.cue.span, "cue", claim_id))
    if slots:
        known = {mark.span for mark in marks}
        marks += [Mark(span, "slot", claim_id) for _, span in claim.spans() if span not in known]
    return marks


def blocks(report: Report, marks: Sequence[Mark], within: Span | None = None) -> tuple[Block, ...]:
    """The report's paragraphs and its furniture in their order, those that touch `within` only."""
    stretches = [(paragraph.span, str(paragraph.kind)) for paragraph in report.paragraphs]
    stretches += [(span, "furniture") for span in report.furniture]
    if within:
        stretches = [each for each in stretches if each[0][0] < within[1] and each[0][1] > within[0]]
    by_start = sorted(marks, key=lambda mark: mark.span)
    return tuple(Block(kind, span[0], tuple(_pieces(report.text, span, by_start))) for span, kind in sorted(stretches))


def _pieces(text: str, span: Span, marks: Sequence[Mark]) -> Iterable[Piece]:
    start, end = span
    here = [mark for mark in marks if mark.span[0] < end and mark.span[1] > start]
    cuts = {start, end} | {at for mark in here for at in mark.span if start < at < end}
    ordered = sorted(cuts)
    for one, other in pairwise(ordered):
        over = [mark for mark in here if mark.span[0] <= one and mark.span[1] >= other]
        kinds = tuple(dict.fromkeys(mark.kind for mark in over))
        claims = tuple(dict.fromkeys(mark.claim for mark in over if mark.claim))
        yield Piece(text[one:other], one, kinds, claims)
