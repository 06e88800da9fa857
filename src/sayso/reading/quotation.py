"""Quotations: where quoted speech runs, also across sentences and paragraphs, also where a mark is missing."""

from dataclasses import dataclass

from sayso.model import Paragraph, Span

_OPENING, _CLOSING, _EITHER = "“«„", "”»", '"'
_FEWEST_WORDS = 4
"""Shorter ones are scare quotes or names, not speech."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted speech, its marks included; closed: whether the closing mark stands there."""

    start: int
    end: int
    closed: bool

    def overlap(self, span: Span) -> int:
        """How many code points of a span are quoted here."""
        return max(0, min(self.end, span[1]) - max(self.start, span[0]))


def quotations(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Quotation, ...]:
    """Every quotation of four words and more, in order.

    Straight marks open and close in turn within a paragraph. A quotation left open runs to the end of its paragraph;
    the next paragraph goes on with it only if it opens with a mark again, as English print does. A closing mark with no
    opening one is left alone, so that one lost mark spoils one paragraph, not the article.
    """
    found = [quotation for paragraph in paragraphs for quotation in _in_paragraph(text, *paragraph.span)]
    return tuple(q for q in found if len(text[q.start : q.end].split()) >= _FEWEST_WORDS)


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    for at in range(start, end):
        mark = text[at]
        if opened is None and (mark in _OPENING or (mark == _EITHER and _can_open(text, at, end))):
            opened = at
        elif opened is not None and (mark in _CLOSING or (mark == _EITHER and _can_close(text, at))):
            found.append(Quotation(opened, at + 1, closed=True))
            opened = None
    if opened is not None:
        found.append(Quotation(opened, end, closed=False))
    return found


def _can_open(text: str, at: int, end: int) -> bool:
    return at + 1 < end and not text[at + 1].isspace()


def _can_close(text: str, at: int) -> bool:
    return not text[at - 1].isspace()
