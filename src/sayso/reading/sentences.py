"""Sentences with their places, inside the paragraphs that a report is made of."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.model import Paragraph, ParagraphKind, Report, Span
from sayso.reading.tokens import Token, lower_words, tokens, word_class

_LONGEST = 300
"""Tokens of the longest sentence that is read whole: more would take time by the square, and no writer writes it."""
_LONGEST_ABBREVIATION = 16
_END = re.compile(r"[.!?…]+[\"”’')\]»]*(?=\s|$)|\n\s*\n|\n(?=\s*[-•*–]\s)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span without outer white space, its tokens, the paragraph it stands in and that one's kind."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    kind: ParagraphKind


def sentences(report: Report) -> tuple[Sentence, ...]:
    """Every sentence of the report's paragraphs, in order; furniture is left out."""
    lower = lower_words(report.text)
    found: list[Sentence] = []
    for number, paragraph in enumerate(report.paragraphs):
        spans = _spans(report.text, paragraph, report.furniture)
        for span in spans:
            words = tokens(report.text, span, lower)
            found += [Sentence(_around(piece), piece, number, paragraph.kind) for piece in _pieces(words)]
    return tuple(found)


def _pieces(words: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """A sentence whole, or, where a lost full stop makes it endless, in pieces that end at a mark if they can."""
    while len(words) > _LONGEST:
        marks = [k for k in range(_LONGEST // 2, _LONGEST) if words[k].tag == "mark"]
        cut = marks[-1] + 1 if marks else _LONGEST
        yield words[:cut]
        words = words[cut:]
    if words:
        yield words


def _around(words: tuple[Token, ...]) -> Span:
    return (words[0].start, words[-1].end)


def _spans(text: str, paragraph: Paragraph, furniture: tuple[Span, ...]) -> list[Span]:
    if _inside(paragraph.span, furniture):
        return []
    if paragraph.kind in ("headline", "heading"):
        return [span for span in [_trim(text, *paragraph.span)] if span]
    start, stop = _past_dateline(text, *paragraph.span), paragraph.span[1]
    spans: list[Span | None] = []
    for mark in _END.finditer(text, start, stop):
        if _is_abbreviation(text, start, mark):
            continue
        spans.append(_trim(text, start, mark.end()))
        start = mark.end()
    spans.append(_trim(text, start, stop))
    return [span for span in spans if span]


_DATELINE = re.compile(
    r"""\s*(?:[A-Z][\w ,.'’/-]{1,45}\(\s*[A-Z][\w /.]{1,24}\)\s*[-–—:]+\s+     # KABUL, March 3 (Reuters) -
        | [A-Z][A-Z'’.]{2,}[A-Z ,.'’-]{0,24}(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?\s*[–—]\s*   # KABUL, Afghanistan —
        | [A-Z][A-Z'’.]{2,}[A-Z ,.'’-]{0,24}(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?\s+--?\s+)""",
    re.VERBOSE,
)


def _past_dateline(text: str, start: int, stop: int) -> int:
    """From the start of a paragraph to behind its dateline, which names a desk and an agency but no speaker."""
    found = _DATELINE.match(text, start, stop)
    return found.end() if found else start


def _inside(span: Span, furniture: tuple[Span, ...]) -> bool:
    at = bisect_right(furniture, span) - 1
    return any(f[0] <= span[0] and span[1] <= f[1] for f in furniture[max(at, 0) : at + 2])


def _is_abbreviation(text: str, start: int, mark: re.Match[str]) -> bool:
    """A full stop after a title, an initial or an abbreviation, or one before a lower-case letter, ends no sentence."""
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return False
    after = text[mark.end() : mark.end() + 2].strip()
    if len(mark.group()) == 1 and after and after[0].islower():
        return True
    word = re.search(r"[\w.]+$", text[max(start, mark.start() - _LONGEST_ABBREVIATION) : mark.start()])
    if not word:
        return False
    low = word.group().lower()
    if low in word_class("titles") or (len(low) == 1 and low.isalpha() and low != "i"):
        return True
    return low in word_class("abbreviations") and bool(after) and not _starts_sentence(text, mark.end())


def _starts_sentence(text: str, at: int) -> bool:
    """Whether the next word is one that opens sentences: "in the U.S. The army" against "the U.S. Army"."""
    word = re.match(r"\s*([A-Z][\w'’]*)", text[at : at + 30])
    opening = word_class("determiners") | word_class("pronouns") | word_class("prepositions")
    return word is not None and word.group(1).lower() in opening


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in "•*–-"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
