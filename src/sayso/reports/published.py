"""Dates of publication as people and pages write them, with no more precision than the words have."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sayso.model import Published
from sayso.model.report import DateSource, Granularity

FIRST_YEAR = 1990
"""No web page is older; an earlier year in a date field is a mistake of a template (1970 above all)."""

_TOP = 6
"""Lines from the top among which a line that is a date alone is taken for that of publication."""
_CHRONOLOGY = 4
"""Lines of a date alone from which a text is a chronology; pages give one or two (published, updated), rarely three."""
_LONGEST_LINE = 80

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_CLOCK = (
    r"(?:,?\s*(?:at\s+|[-–|]\s*)?\d{1,2}[:.]?\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:\(?(?:[A-Z]{2,4}|UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?)?"
)
_DAY = (
    rf"(?:(?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<m2>{_MONTH}),?[\s-]+(?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})"
    r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4}))"
)
_LABEL = (
    r"(?:(?:(?:first|last|originally)\s+)?(?:published|posted|updated|modified|update|created|publication\s+date"
    r"|date(?:\s+of\s+publication)?)(?:\s+(?:on|at))?\s*[:\-–]?\s*)?"
)
DATE_LINE = re.compile(rf"\s*{_LABEL}{_WEEKDAY}{_DAY}{_CLOCK}\s*[.|]?\s*", re.IGNORECASE)
"""A stretch that is nothing but a date of publication, with or without its label, weekday and clock time."""


def published(words: str, source: DateSource) -> Published | None:
    """The date that the words state, as exact as they are; None where they state none, or one that cannot be.

    Read: ISO 8601 (year, month, day or instant), RFC 2822, and English dates ("7 October 2017", "Oct. 7, 2017").
    A clock at midnight sharp says nothing: pages write it where they know the day alone.
    """
    words = words.strip()
    if re.fullmatch(r"\d{4}", words):
        return _plausible(words, "year", source)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", words):
        return _plausible(words, "month", source) if 1 <= int(found[2]) <= 12 else None
    if (instant := _iso(words) or _rfc2822(words)) is not None:
        return _of_instant(instant, source)
    found = DATE_LINE.match(words)
    return _of_day(found, source) if found else None


def date_line(words: str) -> Published | None:
    """The date of a line that holds nothing else, as a guess at when the report was published; None of other lines."""
    found = DATE_LINE.fullmatch(words)
    return _of_day(found, "guessed") if found else None


def page_dates(lines: Sequence[str]) -> frozenset[int]:
    """Which lines near the top are dates of publication: a date alone in a line, and not one of a chronology's."""
    dated = [n for n, line in enumerate(lines) if len(line) <= _LONGEST_LINE and date_line(line)]
    return frozenset(n for n in dated if n < _TOP) if len(dated) < _CHRONOLOGY else frozenset()


def _iso(words: str) -> datetime | None:
    tidy = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", words)
    try:
        return datetime.fromisoformat(tidy)
    except ValueError:
        return None


def _rfc2822(words: str) -> datetime | None:
    # Few pages date themselves as a mail does, and this import is the network's library too.
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _of_instant(instant: datetime, source: DateSource) -> Published | None:
    if (instant.hour, instant.minute, instant.second) == (0, 0, 0):
        return _plausible(instant.date().isoformat(), "day", source)
    return _plausible(instant.isoformat(timespec="seconds"), "instant", source)


def _of_day(found: re.Match[str], source: DateSource) -> Published | None:
    for n in "1234":
        if found[f"d{n}"]:
            return _of_parts(found[f"y{n}"], found[f"m{n}"], found[f"d{n}"], source)
    return None


def _of_parts(year: str, month: str, day: str, source: DateSource) -> Published | None:
    number = int(month) if month.isdigit() else _month_number(month)
    try:
        return _plausible(datetime(int(year), number, int(day), tzinfo=UTC).date().isoformat(), "day", source)
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _plausible(start: str, granularity: Granularity, source: DateSource) -> Published | None:
    latest = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    if source != "given" and not str(FIRST_YEAR) <= start[:4] <= latest[:4]:
        return None
    if source != "given" and start[:10] > latest:
        return None
    return Published(start, granularity, source)
