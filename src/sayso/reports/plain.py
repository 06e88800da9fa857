"""Plain text to paragraphs and furniture. The text itself stays as it was given: everything here is spans."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.model import Paragraph, ParagraphKind, Published, Span
from sayso.reports.blocks import all_capitals, likeness, looks_like_heading, looks_like_headline
from sayso.reports.furniture import Judged, ends_as_sentence, judge
from sayso.reports.published import DATE_LINE, date_line, page_dates, published

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t\xa0]*(?:\r\n|\r|\n)")
_BULLET = re.compile(r"(?:[-*•‣▪◦●■·–—]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_WRAPPED_AT = range(40, 121)
"""Columns at which wires, mails and editors wrap lines; a longest line outside tells of another layout."""
_NEARLY_FULL = 0.75
_LONGEST_DATE = 80
"""Characters in which a date that opens a line must stand."""
_LABEL = 25
"""Characters of the longest line that tells nothing about wrapping."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What was found in a plain text; every span is in code points of the text as given."""

    title: str | None
    authors: tuple[str, ...]
    published: Published | None
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Span, ...]


def read_plain(text: str) -> Plain:
    """Paragraphs (lines that were wrapped make one), their kinds, and the furniture among them."""
    spans = list(_paragraphs(text))
    judged = judge([text[start:end] for start, end in spans])
    dated, judged = _dates(text, spans, judged)
    headline = _headline(text, spans, judged)
    paragraphs: list[Paragraph] = []
    furniture: list[Span] = []
    for n, ((start, end), verdict) in enumerate(zip(spans, judged, strict=True)):
        again = headline is not None and n != headline and _alike(text, (start, end), spans[headline])
        kept = None if again else verdict.kept
        if kept is None:
            furniture.append((start, end))
            continue
        inner = _without_marker(text, (start + kept[0], start + kept[1]))
        furniture += [(start, start + kept[0])] if kept[0] else []
        paragraphs.append(Paragraph(inner, "headline" if n == headline else _kind(text, (start, end), inner)))
        furniture += [(start + kept[1], end)] if start + kept[1] < end else []
    return Plain(
        title=" ".join(text[slice(*spans[headline])].split()) if headline is not None else None,
        authors=tuple(dict.fromkeys(name for verdict in judged for name in verdict.authors)),
        published=dated,
        paragraphs=tuple(paragraphs),
        furniture=_joined(text, furniture),
    )


def _paragraphs(text: str) -> Iterator[Span]:
    """Stretches that belong together: a line, or the lines that one paragraph was wrapped into."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    width = _width(text, lines)
    for n, line in enumerate(lines):
        if n == 0:
            begun = line[0]
        elif not _goes_on(text, lines[n - 1], line, width):
            yield _stripped(text, (begun, lines[n - 1][1]))
            begun = line[0]
    if lines:
        yield _stripped(text, (begun, lines[-1][1]))


def _width(text: str, lines: Sequence[Span]) -> int | None:
    """The column at which lines were wrapped: the length that one in ten exceeds; None where they were not.

    Wrapped lines are nearly full, and end amid a sentence more often than with one; lists and lines that are a
    paragraph each are not so.
    """
    # Lines that could be wrapped prose: counters, dates and labels stand below one another too.
    upper = [
        (start, end) for (start, end), after in pairwise(lines) if end - start > _LABEL and _next(text, end, after)
    ]
    if not upper:
        return None
    lengths = sorted(end - start for start, end in upper)
    width = lengths[max(0, len(lengths) - 1 - len(lengths) // 10)]
    full = sum(length > width * _NEARLY_FULL for length in lengths)
    ended = sum(ends_as_sentence(text[slice(*line)]) for line in upper)
    return width if width in _WRAPPED_AT and full >= 0.6 * len(upper) and ended <= 0.5 * len(upper) else None


def _next(text: str, end: int, after: Span) -> bool:
    """Whether line `after` follows the line that ends at `end` without a blank line between them."""
    return not _BLANK_LINE.search(text, end, after[0])


def _goes_on(text: str, upper: Span, line: Span, width: int | None) -> bool:
    """Whether `line` carries on the paragraph of the line above it.

    Where the line above ends a sentence, only if the first word would not have fitted behind it; where it ends amid
    one, if the line above is nearly full or this one begins small.
    """
    if width is None or not _next(text, upper[1], line) or _BULLET.match(text, line[0]):
        return False
    above = text[slice(*upper)].rstrip()
    below = text[slice(*line)]
    if not ends_as_sentence(above):
        small = below.lstrip()[0].islower()
        return len(above) > width * (0.5 if small else _NEARLY_FULL)
    indented = _indent(below) > _indent(above) + 1
    return not indented and len(above) + 1 + len(below.split(maxsplit=1)[0]) > width


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _dates(text: str, spans: Sequence[Span], judged: Sequence[Judged]) -> tuple[Published | None, list[Judged]]:
    """The date of publication that a line near the top states, and the verdicts with that line taken out.

    Several dates head the entries of a chronology: those stay. Where a whole page has run into one line, the date
    opens it: "Wed Oct 19 2016 6 killed in ...".
    """
    verdicts = list(judged)
    lines = [text[slice(*span)] for span in spans]
    dates = page_dates(lines)
    for n in dates:
        verdicts[n] = Judged(None)
    if dates:
        return date_line(lines[min(dates)]), verdicts
    kept = verdicts[0].kept if verdicts else None
    opening = _opening_date(lines[0][slice(*kept)]) if kept else None
    if kept and opening:
        verdicts[0] = Judged((kept[0] + opening[1], kept[1]))
    return opening[0] if opening else None, verdicts


def _opening_date(line: str) -> tuple[Published, int] | None:
    """A date that opens a line and is no part of its sentence: what follows it begins a sentence of its own."""
    found = DATE_LINE.match(line[:_LONGEST_DATE])
    if not found or not re.match(r"[A-Z\d\"'“]", line[found.end() :]):
        return None
    dated = published(found[0], "guessed")
    return (dated, found.end()) if dated else None


def _headline(text: str, spans: Sequence[Span], judged: Sequence[Judged]) -> int | None:
    """Which paragraph is the headline: the first that is report, where it looks like one and something follows."""
    left = [n for n, verdict in enumerate(judged) if verdict.kept]
    if len(left) < 2 or judged[left[0]].kept != (0, spans[left[0]][1] - spans[left[0]][0]):
        return None
    (start, end), after = spans[left[0]], spans[left[0] + 1]
    line = " ".join(text[start:end].split())
    # Without a blank line: only above a paragraph of one line; above wrapped lines it is the first of them.
    one_line = not re.search(r"[\r\n]", text[slice(*after)])
    apart = not _next(text, end, after) or (one_line and len(line) < (after[1] - after[0]) / 2)
    return left[0] if apart and looks_like_headline(line) and not _BULLET.match(line) else None


def _alike(text: str, one: Span, other: Span) -> bool:
    if one[1] - one[0] > 2 * (other[1] - other[0]) + 20:
        return False
    return likeness(text[slice(*one)]) == likeness(text[slice(*other)])


def _without_marker(text: str, span: Span) -> Span:
    marker = _BULLET.match(text, span[0], span[1])
    return (marker.end(), span[1]) if marker else span


def _kind(text: str, whole: Span, inner: Span) -> ParagraphKind:
    line = text[slice(*inner)]
    if _BULLET.match(text, whole[0], whole[1]):
        return "bullet"
    if looks_like_heading(line):
        return "heading"
    return "wire" if all_capitals(line) else "prose"


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours with nothing but white space between them as one span."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
