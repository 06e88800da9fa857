"""Times in a report, each with the days it comes to: found once, counted from the day that is known, or later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sayso.model import Span, When
from sayso.registers.dates_grammar import Expression, find
from sayso.registers.dates_reckoning import Interval, Known, Shift

__all__ = ["Expression", "find", "resolve", "times"]


def times(text: str, published: str | None, span: Span | None = None) -> tuple[When, ...]:
    """Every time in the text, or in a stretch of it, in its order.

    published: YYYY-MM-DD, the anchor of relative words; without it only what the words alone fix has a start.
    """
    return resolve(find(text, span), date.fromisoformat(published[:10]) if published else None)


def resolve(expressions: Iterable[Expression], anchor: date | None) -> tuple[When, ...]:
    """The same times with their days, counted from the anchor or from the time before ("three days later")."""
    told: list[Interval] = []
    return tuple(_when(expression, anchor, told) for expression in expressions)


def _when(expression: Expression, anchor: date | None, told: list[Interval]) -> When:
    interval = _interval(expression, Known(anchor, told, expression.ahead))
    if interval is None:
        return When(expression.text, expression.span)
    # What an undated report does not fix either is relative.
    alone = _interval(expression, Known(None, (), expression.ahead))
    if not (isinstance(expression.meaning, Shift) and expression.meaning.of == "compared"):
        # "From 90 a year earlier" is what the report compares with, not what it goes on about.
        told.append(interval)
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
