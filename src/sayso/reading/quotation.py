"""Quotations: where quoted speech runs, also across sentences and paragraphs, also where a mark is missing."""

from sayso.model import Paragraph, Span

_OPENING, _CLOSING, _EITHER = "“«„", "”»", '"'
_FEWEST_WORDS = 4
"""Shorter ones are scare quotes or names, not speech."""


def quotations(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Span, ...]:
    """Spans of quoted speech, their marks included, in order.

    Straight marks open and close in turn within a paragraph. A quotation left open runs to the end of its paragraph; the
    next paragraph goes on with it only if it opens with a mark again, as English print does. A closing mark with no
    opening one is left alone, so that one lost mark spoils one paragraph, not the article.
    """
    found: list[Span] = []
    for paragraph in paragraphs:
        found += _in_paragraph(text, *paragraph.span)
    return tuple(span for span in found if len(text[slice(*span)].split()) >= _FEWEST_WORDS)


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    opened: int | None = None
    for at in range(start, end):
        mark = text[at]
        if opened is None and (mark in _OPENING or (mark == _EITHER and _can_open(text, at, end))):
            opened = at
        elif opened is not None and (mark in _CLOSING or (mark == _EITHER and _can_close(text, at))):
            spans.append((opened, at + 1))
            opened = None
    if opened is not None:
        spans.append((opened, end))
    return spans


def _can_open(text: str, at: int, end: int) -> bool:
    return at + 1 < end and not text[at + 1].isspace()


def _can_close(text: str, at: int) -> bool:
    return not text[at - 1].isspace()
