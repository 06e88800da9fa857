"""The time that a clause names, in its own words, and the day where the words with the publication date fix one."""

import calendar
import re
from datetime import date, timedelta

from sayso.model import Span, When

_MONTHS = (
    {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
    | {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n}
    | {"sept": 9}
)
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_ON_A_DAY = r"(?:(?:\bon\s+)?\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ON_A_DAY}(?:\b(?:on|since|by|until)\s+)?\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_ON_A_DAY}(?:\b(?:on|since|by|until)\s+)?(?:the\s+)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\b(?:,?\s+(?P<year>\d{{4}}))?",
        rf"(?:\b(?:in|since|by|during)\s+)?(?:(?:early|late|mid)[\s-]+)?\b{_MONTH}\s+(?P<year>\d{{4}})",
        r"(?:\b(?:late|early)\s+)?(?:\bon\s+)?\b(?P<last>last\s+)?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?:\s+(?:morning|evening|night|afternoon))?",
        r"\b(?P<near>yesterday|today|tonight|overnight|earlier today|this morning|last night)\b",
        r"\b(?P<number>an?|one|two|three|four|five|six|seven|ten|\d+)\s+(?P<unit>day|week|month|year)s?\s+(?P<ago>ago|earlier)\b",
        rf"\b(?:in|since|during)\s+(?:(?:early|late|mid)[\s-]+)?{_MONTH}\b(?!\s+\d)",
        r"\b(?:in|since|by|during|until)\s+(?:(?:early|late|mid)[\s-]+)?(?P<year>(?:19|20)\d{2})\b",
        r"\b(?P<this>this|last|past)\s+(?P<unit>week|month|year)\b",
    )
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
"""Beyond these four digits are no year but two numbers run together, as scraped pages have them."""
_NEAR = {"yesterday": 1, "last night": 1}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}


def when(text: str, span: Span, published: str | None, ahead: bool) -> When | None:
    """The first time that stands in `span` of the text.

    published: YYYY-MM-DD, the anchor of relative words, None if unknown; ahead: whether the clause looks forward, so
    that a bare weekday is the next one, not the last.
    """
    matches = [m for pattern in _PATTERNS if (m := next(filter(_is_time, pattern.finditer(text, *span)), None))]
    if not matches:
        return None
    first = min(matches, key=lambda m: (m.start(), -m.end()))
    anchor = date.fromisoformat(published) if published else None
    try:
        found = _resolve(first.groupdict(), anchor, ahead)
    except (ValueError, OverflowError):
        # "3000 years ago" lies before the calendar.
        found = None
    start = first.start()
    if found is None:
        return When(first.group(), (start, first.end()))
    begin, end, granularity, relative = found
    return When(
        first.group(),
        (start, first.end()),
        begin.isoformat(),
        end.isoformat(),
        granularity,  # type: ignore[arg-type]
        anchor.isoformat() if relative and anchor else None,
    )


def _is_time(match: re.Match[str]) -> bool:
    """Whether a month has its capital: troops march, and something may be."""
    month = match.groupdict().get("month")
    return month is None or month[0].isupper()


def _resolve(parts: dict[str, str | None], anchor: date | None, ahead: bool) -> tuple[date, date, str, bool] | None:
    if parts.get("weekday"):
        return _weekday(parts["weekday"] or "", anchor, ahead)
    if parts.get("near"):
        day = anchor - timedelta(days=_NEAR.get((parts["near"] or "").lower(), 0)) if anchor else None
        return (day, day, "day", True) if day else None
    if parts.get("ago"):
        return _ago(parts, anchor)
    if parts.get("this") and anchor:
        return (
            _month(anchor.year, anchor.month, relative=True)
            if parts["unit"] in ("week", "month") and parts["this"] == "this"
            else None
        )
    return _calendar(parts, anchor, ahead)


def _weekday(name: str, anchor: date | None, ahead: bool) -> tuple[date, date, str, bool] | None:
    if anchor is None:
        return None
    back = (anchor.weekday() - _DAYS[name.lower()]) % 7
    day = anchor - timedelta(days=back) if not ahead or back == 0 else anchor + timedelta(days=7 - back)
    return day, day, "day", True


def _ago(parts: dict[str, str | None], anchor: date | None) -> tuple[date, date, str, bool] | None:
    word = (parts["number"] or "").lower()
    number = _COUNTS.get(word) or (int(word) if word.isdigit() else None)
    if anchor is None or number is None or number > 5000:
        return None
    unit = (parts["unit"] or "").lower()
    if unit in ("day", "week"):
        day = anchor - timedelta(days=number * (7 if unit == "week" else 1))
        return day, day, "day" if unit == "day" else "week", True
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - number
        return _month(months // 12, months % 12 + 1, relative=True)
    return _year(anchor.year - number, relative=True)


def _calendar(parts: dict[str, str | None], anchor: date | None, ahead: bool) -> tuple[date, date, str, bool] | None:
    year = int(parts["year"] or 0) if parts.get("year") else None
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    month = _MONTHS.get((parts.get("month") or "").lower().rstrip("."))
    if month is None:
        return _year(year, relative=False) if year else None
    if year is None:
        if anchor is None:
            return None
        year = anchor.year - (1 if month > anchor.month and not ahead else 0)
    if not parts.get("day"):
        return _month(year, month, relative=False)
    try:
        day = date(year, month, int(parts["day"] or 0))
    except ValueError:
        return None
    return day, day, "day", False


def _month(year: int, month: int, *, relative: bool) -> tuple[date, date, str, bool]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month", relative


def _year(year: int, *, relative: bool) -> tuple[date, date, str, bool]:
    return date(year, 1, 1), date(year, 12, 31), "year", relative
