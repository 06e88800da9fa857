"""What the words of a time mean, kept without a day to count from, and the days they come to once there is one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Protocol

from sayso.model.event import WhenGranularity

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century", "range"]
"""How wide an interval is; `range` has no calendar's name."""
Which = Literal["last", "this", "next"]

_GRANULARITY: dict[str, WhenGranularity] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_SIZE = {unit: n for n, unit in enumerate(("day", "week", "month", "quarter", "year", "decade", "century"))}
_WEIGHTS = {True: (3, 1), None: (1, 2), False: (1, 6)}
"""How much farther a day behind, and one ahead, counts by the clause's direction, when a day or month has no year.

A report writes the year of what lies eleven months back, so that even "agreed" does not put "16 November" there when it
is next week; it may leave it out of "January", told in the past, until the year is over."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first to the last day, both included; None where that side is open."""

    start: date | None
    end: date | None
    unit: Unit = "range"

    @property
    def granularity(self) -> WhenGranularity:
        """The model's word for how wide it is; quarters, seasons, weekends and longer spans are ranges."""
        return _GRANULARITY.get(self.unit, "range")


@dataclass(frozen=True, slots=True)
class Known:
    """What a time can be counted from: the anchor, and what the text told before, the latest interval first.

    ahead: whether the clause looks forward; None where nothing says.
    """

    anchor: date | None
    told: Sequence[Interval] = ()
    ahead: bool | None = None


def told_with(told: Sequence[Interval], now: Interval) -> tuple[Interval, ...]:
    """The told intervals with one more in front. Of each width only the latest two are kept: no time asks for more."""
    alike = next((t for t in told if t.unit == now.unit), None)
    return (now, *(t for t in told if t.unit != now.unit or t is alike))


class Meaning(Protocol):
    """Days that wait for an anchor."""

    def interval(self, known: Known) -> Interval | None:
        """The days; None where nothing fixes them. Raises ValueError or OverflowError outside the calendar."""


@dataclass(frozen=True, slots=True)
class Unfixed:
    """Words of time that fix no day: "several weeks ago", "5/10/2017" (May or October?)."""

    def interval(self, known: Known) -> Interval | None:  # noqa: ARG002
        """None, whatever is known."""
        return None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year, month or day of the calendar. Without a year it is the nearest, the clause's direction weighing most.

    weekday: what the words say it was; it tells the year where nothing else does.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    which: Which | None = None
    weekday: int | None = None

    def interval(self, known: Known) -> Interval | None:
        """The day, month or year."""
        if self.year is not None:
            return self._in(self.year)
        if known.anchor is None or self.month is None:
            return None
        anchor = known.anchor
        near = [found for year in (-1, 0, 1) if (found := self._in_or_none(anchor.year + year))]
        if self.which == "last":
            near = [i for i in near if _edge(i.end) < anchor]
        elif self.which == "next":
            near = [i for i in near if _edge(i.start) > anchor]
        if self.weekday is not None:
            near = [i for i in near if _edge(i.start).weekday() == self.weekday] or near
        behind, ahead = _WEIGHTS[known.ahead]
        return min(
            near,
            key=lambda i: max((anchor - _edge(i.end)).days * behind, (_edge(i.start) - anchor).days * ahead),
            default=None,
        )

    def _in_or_none(self, year: int) -> Interval | None:
        try:
            return self._in(year)
        except ValueError:
            return None

    def _in(self, year: int) -> Interval:
        if self.month is None:
            return _around(date(year, 1, 1), "year")
        if self.day is None:
            return _around(date(year, self.month, 1), "month")
        return _day(date(year, self.month, self.day))


@dataclass(frozen=True, slots=True)
class OfYear:
    """A month or day of a year that is itself told relatively: "October last year"."""

    month: int
    day: int | None
    year: Meaning

    def interval(self, known: Known) -> Interval | None:
        """The month or day."""
        year = self.year.interval(known)
        return Calendar(_edge(year.start).year, self.month, self.day).interval(known) if year else None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """ "The 5th": of the anchor's month, or the month before (behind, where the clause looks ahead)."""

    day: int

    def interval(self, known: Known) -> Interval | None:
        """The nearest such day."""
        if known.anchor is None:
            return None
        step = 1 if known.ahead else -1
        for months in range(0, 3 * step, step):
            first = _shifted(known.anchor.replace(day=1), months, "month")
            if self.day > monthrange(first.year, first.month)[1]:
                continue
            day = first.replace(day=self.day)
            if (day - known.anchor).days * step >= 0:
                return _day(day)
        return None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (0 is Monday): the last one, or the next where the clause looks ahead; the anchor's own day is both.

    week: of which week it is, if told ("Tuesday last week": -1).
    """

    number: int
    which: Which | None = None
    week: int | None = None

    def interval(self, known: Known) -> Interval | None:
        """The day."""
        if known.anchor is None:
            return None
        monday = known.anchor - timedelta(days=known.anchor.weekday())
        if self.week is not None:
            return _day(monday + timedelta(days=7 * self.week + self.number))
        back = (known.anchor.weekday() - self.number) % 7
        if self.which == "last":
            return _day(known.anchor - timedelta(days=back or 7))
        if self.which == "next":
            return _day(known.anchor + timedelta(days=7 - back))
        if self.which == "this" and known.ahead is None:
            return _day(monday + timedelta(days=self.number))
        return _day(known.anchor + timedelta(days=(7 - back) % 7 if known.ahead else -back))


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday; which: None is the nearest in the clause's direction."""

    which: Which | None = None

    def interval(self, known: Known) -> Interval | None:
        """Both days."""
        if known.anchor is None:
            return None
        saturday = known.anchor - timedelta(days=(known.anchor.weekday() - 5) % 7)
        within = known.anchor.weekday() >= 5
        ahead = self.which == "next" or (self.which != "last" and known.ahead)
        weeks = (
            (0 if within and self.which != "next" else 1) if ahead else (-1 if within and self.which == "last" else 0)
        )
        if self.which == "this" and not within and known.ahead is None:
            weeks = 1
        start = saturday + timedelta(weeks=weeks)
        return Interval(start, start + timedelta(days=1), "weekend")


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """A quarter, half or season (1 is spring). `of`: the year's own meaning; without one the nearest in direction."""

    kind: Literal["quarter", "half", "season"]
    number: int
    of: Meaning | None = None
    which: Which | None = None

    def interval(self, known: Known) -> Interval | None:
        """Its months."""
        if self.of is not None:
            year = self.of.interval(known)
            return self._in(_edge(year.start).year) if year else None
        anchor = known.anchor
        if anchor is None:
            return None
        near = [self._in(anchor.year + n) for n in (-2, -1, 0, 1)]
        if self.which == "next":
            return _first(near, lambda i: _edge(i.start) > anchor)
        if known.ahead and self.which is None:
            # The one just over is nearer than next year's: "plans to cut jobs after its third-quarter loss".
            return min(near, key=lambda i: abs(_edge(i.start) - anchor))
        if self.which == "this":
            return self._in(anchor.year)
        over = self.which == "last"
        return _first(near[::-1], lambda i: (_edge(i.end) if over else _edge(i.start)) <= anchor)

    def _in(self, year: int) -> Interval:
        months = {"quarter": 3, "half": 6, "season": 3}[self.kind]
        # Meteorological seasons: spring is March to May, winter runs from December into the next year.
        first = date(year, 1, 1) if self.kind != "season" else date(year, 3, 1)
        start = _shifted(first, (self.number - 1) * months, "month")
        return Interval(start, _shifted(start, months, "month") - timedelta(days=1), self.kind)


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from the anchor, or from what the text told last: "two days ago", "last month", "the same day".

    compared: from the anchor, but "a year ago" compares like with like where the report tells of a quarter.
    """

    count: int
    unit: Unit
    of: Literal["anchor", "told", "told_or_anchor", "compared"] = "anchor"

    def interval(self, known: Known) -> Interval | None:
        """The whole unit that lies there."""
        base = self._base(known)
        if base is None:
            return None
        if self.of != "anchor" and self.unit == "year" and base.unit == "quarter":
            return _around(_shifted(_edge(base.start), 12 * self.count, "month"), base.unit)
        return _around(_shifted(_edge(base.start), self.count, self.unit), self.unit)

    def _base(self, known: Known) -> Interval | None:
        if self.of == "compared":
            quarter = _first(known.told, lambda t: t.unit == "quarter")
            if quarter:
                return quarter
        elif self.of != "anchor":
            fine = _first(known.told, lambda t: t.start is not None and _SIZE.get(t.unit, 9) <= _SIZE[self.unit])
            if fine:
                return fine
        return _day(known.anchor) if known.anchor and self.of != "told" else None


def compares(meaning: Meaning) -> bool:
    """Whether the words compare with an earlier year ("a year earlier")."""
    return isinstance(meaning, Shift) and meaning.unit == "year" and meaning.count < 0 and meaning.of != "anchor"


@dataclass(frozen=True, slots=True)
class ToldQuarter:
    """The quarter that the report is about, or the same one of another year."""

    year: int | None = None

    def interval(self, known: Known) -> Interval | None:
        """The quarter told last."""
        quarters = [t for t in known.told if t.unit == "quarter"]
        over = [t for t in quarters if known.anchor and _edge(t.end) < known.anchor]
        told = next(iter(over or quarters), None)
        if told is None or told.start is None:
            return None
        return _around(told.start.replace(year=self.year or told.start.year, day=1), "quarter")


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to the anchor, or from it on: "the past 24 hours", "the next three days".

    count: None if untold ("recent days"); hours: it counts hours, of which each 24 begun are a day.
    """

    count: int | None
    unit: Unit
    forward: bool = False
    hours: bool = False

    def interval(self, known: Known) -> Interval | None:
        """The days it touches, the anchor's included."""
        if known.anchor is None:
            return None
        far = None
        if self.count is not None:
            count = -(-self.count // 24) if self.hours else self.count
            far = _shifted(known.anchor, count if self.forward else -count, self.unit)
        return Interval(known.anchor, far) if self.forward else Interval(far, known.anchor)


@dataclass(frozen=True, slots=True)
class Night:
    """Overnight: from the evening before the day into it. `of`: the day's own meaning, None the anchor."""

    of: Meaning | None = None

    def interval(self, known: Known) -> Interval | None:
        """Both days."""
        into = self.of.interval(known) if self.of else (_day(known.anchor) if known.anchor else None)
        return Interval(_edge(into.start) - timedelta(days=1), into.end) if into else None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day alone: of the day told last, or the anchor's."""

    def interval(self, known: Known) -> Interval | None:
        """The day."""
        return Shift(0, "day", "told_or_anchor").interval(known)


@dataclass(frozen=True, slots=True)
class Between:
    """From the first day of `low` to the last of `high`. The low end is counted back from the high one."""

    low: Meaning
    high: Meaning

    def interval(self, known: Known) -> Interval | None:
        """The days from one to the other; None if either is unknown or they run backwards."""
        high = self.high.interval(known)
        if high is None:
            return None
        back = replace(known, anchor=high.start or known.anchor, ahead=False) if known.anchor else known
        low = self.low.interval(back)
        if low is None or low.start is None or high.end is None or low.start > high.end:
            return None
        return Interval(low.start, high.end)


@dataclass(frozen=True, slots=True)
class Since:
    """From its first day to the anchor; the end is open without one."""

    of: Meaning

    def interval(self, known: Known) -> Interval | None:
        """The days since."""
        begun = self.of.interval(replace(known, ahead=False))
        if begun is None:
            return None
        return Interval(begun.start, known.anchor if known.anchor and known.anchor >= _edge(begun.start) else None)


@dataclass(frozen=True, slots=True)
class Until:
    """Up to its last day, from an untold one."""

    of: Meaning

    def interval(self, known: Known) -> Interval | None:
        """The days until."""
        ended = self.of.interval(known)
        return Interval(None, ended.end) if ended else None


@dataclass(frozen=True, slots=True)
class Around:
    """The whole unit that holds a day: "the week of March 6"."""

    of: Meaning
    unit: Unit

    def interval(self, known: Known) -> Interval | None:
        """The unit."""
        day = self.of.interval(known)
        return _around(_edge(day.start), self.unit) if day else None


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that need no anchor: a decade, a century."""

    start: date
    end: date
    unit: Unit = "range"

    def interval(self, known: Known) -> Interval:  # noqa: ARG002
        """The days."""
        return Interval(self.start, self.end, self.unit)


def _edge(day: date | None) -> date:
    """The side of an interval that is known to be closed here."""
    if day is None:
        raise ValueError("an open interval has no day on that side")
    return day


def _first(intervals: Sequence[Interval], fits: Callable[[Interval], bool]) -> Interval | None:
    return next(filter(fits, intervals), None)


def _day(day: date) -> Interval:
    return Interval(day, day, "day")


def _shifted(day: date, count: int, unit: Unit) -> date:
    """The day so many units on; a month's last days are kept inside the month. Raises OverflowError, ValueError."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = (
        day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit, 1200)
    )
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _around(day: date, unit: Unit) -> Interval:
    """The whole unit of the calendar that holds the day; weeks run from Monday (ISO 8601)."""
    if unit == "day":
        return _day(day)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Interval(monday, monday + timedelta(days=6), "week")
    first = {
        "month": lambda: date(day.year, day.month, 1),
        "quarter": lambda: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        "year": lambda: date(day.year, 1, 1),
        "decade": lambda: date(day.year // 10 * 10, 1, 1),
        "century": lambda: date(day.year // 100 * 100, 1, 1),
    }[unit]()
    return Interval(first, _shifted(first, 1, unit) - timedelta(days=1), unit)
