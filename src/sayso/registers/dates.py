"""Times in a report, each with the days it comes to: found once, counted from the day that is known, or later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sayso.model import Span, When
from sayso.registers.dates_grammar import Expression, find
from sayso.registers.dates_reckoning import Interval, Known, compares, told_with
from sayso.registers.dates_words import months

__all__ = ["Expression", "dateline", "find", "resolve", "times"]

_DATELINE = re.compile(r"\s*[A-Z][^.\n]{2,60}[,(]\s*")
"""What stands before the day in "TOLVA, Karm province, Aug. 7 (Agency) —"; a place of more words is a sentence."""
_PLACE_WORDS = 5
_DATELINE_END = re.compile(r"\)?\s*(?:\([^()\n]{2,30}\)\s*)?(?:[-–—_:]|/[A-Z])")
_TOP = 250
"""Code points at the top of a page in which a day with its year is the page's own."""
_SHORT_DAY = re.compile(
    r"\b(?P<day>\d{1,2})(?: (?P<name>[A-Z]{3}) |[.-](?P<number>\d{1,2})[.-])(?P<year>\d{4}|\d{2})(?!\d)"
)
"""A day as old wires ("7 JUL 89") and the pages of most countries ("23.04.2017", "23-04-2017", day first) print it."""
_TWO_DIGITS = 50
_DATELINE_AGE = 7
"""Days that a dateline may be older than the publication; beyond, the day in the first line is another."""


def times(text: str, published: str | None, span: Span | None = None) -> tuple[When, ...]:
    """Every time in the text, or in a stretch of it, in its order.

    published: YYYY-MM-DD (what follows is not read), the anchor of relative words unless the report has a dateline;
    with neither, only what the words alone fix has a start.
    """
    day = date.fromisoformat(published[:10]) if published else None
    return resolve(find(text, span), dateline(text, day) or day)


def dateline(text: str, published: date | None) -> date | None:
    """The day in the dateline, from which the report's "today" is counted; None where it has none."""
    for expression in find(text, (0, min(len(text), 100))):
        start, end = expression.span
        place = _DATELINE.fullmatch(text[:start])
        if place is None or len(place.group().split()) > _PLACE_WORDS or not _DATELINE_END.match(text, end):
            continue
        day = _interval(expression, Known(published))
        if day and day.start and day.start == day.end:
            near = published is None or 0 <= (published - day.start).days <= _DATELINE_AGE
            return day.start if near else None
    return None if published else _printed(text)


def _printed(text: str) -> date | None:
    """The day printed at the top of a page, with its year, where nothing else tells when it was published."""
    for expression in find(text, (0, min(len(text), _TOP))):
        day = _interval(expression, Known(None))
        if day and day.start and day.start == day.end:
            return day.start
    short = _SHORT_DAY.search(text, 0, _TOP)
    return _short_day(short) if short else None


def _short_day(found: re.Match[str]) -> date | None:
    month = months().get(found["name"].lower()) if found["name"] else int(found["number"])
    year = int(found["year"])
    try:
        # Two digits are of this century up to the year that wires stopped writing them so.
        return date(year if year > 99 else year + (2000 if year < _TWO_DIGITS else 1900), month or 0, int(found["day"]))
    except ValueError:
        return None


def resolve(expressions: Iterable[Expression], anchor: date | None) -> tuple[When, ...]:
    """The same times with their days, counted from the anchor or from the time before ("three days later")."""
    told: tuple[Interval, ...] = ()
    whens = []
    for expression in expressions:
        interval = _interval(expression, Known(anchor, told, expression.ahead))
        whens.append(_when(expression, interval, anchor))
        # "From 90 a year earlier" is what the report compares with, not what it goes on about.
        if interval and not compares(expression.meaning):
            told = told_with(told, interval)
    return tuple(whens)


def _when(expression: Expression, interval: Interval | None, anchor: date | None) -> When:
    if interval is None:
        return When(expression.text, expression.span)
    # What an undated report does not fix either is relative.
    alone = _interval(expression, Known(None, (), expression.ahead))
    return When(
        expression.text,
        expression.span,
        interval.start.isoformat() if interval.start else None,
        interval.end.isoformat() if interval.end else None,
        interval.granularity,
        anchor.isoformat() if anchor and alone != interval else None,
    )


def _interval(expression: Expression, known: Known) -> Interval | None:
    try:
        return expression.meaning.interval(known)
    except (ValueError, OverflowError):
        # "3000 years ago" lies before the calendar, 29 February 2017 outside it.
        return None
