"""The grammar that finds times: words become classes (`dates_words`), and rows of classes become meanings.

A row is written in the names of classes: `<month> <day:number_of_day>`. The whole text becomes a string of one character
a token, so that all rows are one regular expression over it, which no row can make backtrack further than its few words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from sayso.codebook.tables import table
from sayso.model import Span
from sayso.registers.dates_reckoning import (
    Calendar,
    Clock,
    DayOfMonth,
    Fixed,
    Meaning,
    Night,
    PartOfYear,
    Shift,
    Since,
    Stretch,
    ToldQuarter,
    Unfixed,
    Unit,
    Until,
    Weekday,
    Weekend,
    Which,
    Between,
)
from sayso.registers.dates_words import COUNTED, FUTURE, NUMBERED, PAST, Value, lexicon, months, weekdays

_FIRST_YEAR, _LAST_YEAR = 1000, 2100
"""Four digits beyond these are no year."""
_BARE_YEARS = range(1900, 2051)
"""What four digits without a preposition may be."""
_CLAUSE = 16
"""Tokens to either side in which the tense is looked for."""
_YY = 69
"""Two digits up to this are of this century, as POSIX has it."""

_TOKEN = r"""(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
      | (?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/]))
      | (?P<dotted>\d{1,2}\.\d{1,2}\.\d{4}(?!\w))
      | (?P<clock>\d{1,2}:\d\d(?!\d))
      | (?P<decade>(?:\d{3}0|['’]\d0|\b[2-9]0)s\b)
      | (?P<nth>\d{1,2}(?:st|nd|rd|th)\b)
      | (?P<figure>\d+(?:[.,]\d+)*)
      | (?P<break>\n[^\S\n]*\n)
      | (?P<dotted_word>\b(?:{abbreviations})\.(?=\s))
      | (?P<word>[ap]\.m\.?|o['’]clock|(?:New\ Year['’]s|Christmas)\ (?:Eve|Day)\b|['’]ll\b|\w+n['’]t\b|(?:[^\W\d_]\.){2,}|[^\W\d_]+)
      | (?P<mark>\S)"""
"""What a token is; `{abbreviations}` are those of months and weekdays, whose full stop ends no sentence."""


@cache
def _token() -> re.Pattern[str]:
    short = (word.capitalize() for word in (*months(), *weekdays()) if len(word) <= 5)
    return re.compile(_TOKEN.replace("{abbreviations}", "|".join(sorted(short, reverse=True))), re.VERBOSE)



@dataclass(slots=True)
class Token:
    """A word with the class that the rows ask for; class None: no word of time."""

    low: str
    span: Span
    kind: str | None
    value: Value


@dataclass(frozen=True, slots=True)
class Found:
    """A row that matched. Names that the row lacks, or did without, are None."""

    tokens: list[Token]
    match: re.Match[str]

    def token(self, name: str) -> Token | None:
        """The token captured as `name`."""
        at = self.match.start(name) if name in self.match.re.groupindex else -1
        return self.tokens[at] if at >= 0 else None

    def kind(self, name: str) -> str | None:
        """Its class."""
        token = self.token(name)
        return token.kind if token else None

    def number(self, name: str) -> int | None:
        """Its value, if that is a number."""
        token = self.token(name)
        return token.value if token and isinstance(token.value, int) else None

    def word(self, name: str) -> str | None:
        """Its value, if that is a name."""
        token = self.token(name)
        return token.value if token and isinstance(token.value, str) else None

    def kinds(self) -> set[str | None]:
        """The classes of all its tokens."""
        return {token.kind for token in self.tokens[self.match.start() : self.match.end()]}


@dataclass(frozen=True, slots=True)
class Expression:
    """A time in its own words, and what they mean; `ahead`: whether its clause looks forward, None if nothing says.

    parts: the times inside of a range or behind "since", each in its own words.
    """

    text: str
    span: Span
    meaning: Meaning
    ahead: bool | None = None
    parts: tuple[Expression, ...] = ()


def find(text: str, span: Span | None = None) -> tuple[Expression, ...]:
    """The times of the text, or of a stretch of it, in their order. Spans are offsets into the whole text."""
    tokens = list(_tokens(text, span or (0, len(text))))
    classes = "".join(_letters().get(t.kind or "", "_") for t in tokens)
    found = list(_atoms(text, tokens, classes))
    return tuple(_joined(text, tokens, classes, found))


def _tokens(text: str, span: Span) -> Iterator[Token]:
    words = lexicon()
    for match in _token().finditer(text, *span):
        kind, raw = match.lastgroup or "", match.group()
        low = raw.lower()
        if kind == "dotted_word":
            low = low[:-1]
        if kind in ("word", "mark", "dotted_word"):
            known, value = words.get(low.replace("’", "'"), (None, None))
            if known in _CAPITALS and not raw[0].isupper():
                known = None
            if known is None and kind == "mark" and raw in ",":
                known = "comma"
            yield Token(low, match.span(), known, value)
        elif kind == "figure":
            yield Token(low, match.span(), *_figure(raw))
        elif kind == "nth":
            yield Token(low, match.span(), "nth" if 1 <= int(raw[:-2]) <= 31 else None, int(raw[:-2]))
        else:
            yield Token(low, match.span(), "stop" if kind == "break" else kind, raw)


_CAPITALS = frozenset({"month_or_not", "weekday_short"})
"""Classes whose words are other words in lower case: troops march, something may be, the sun rises.

A month that is no other word, or a weekday, is read in lower case too: scraped posts write so."""


def _figure(raw: str) -> tuple[str | None, Value]:
    if not raw.isdigit():
        return "decimal", None
    number = int(raw) if len(raw) <= 6 else 0
    if len(raw) == 4 and _FIRST_YEAR <= number <= _LAST_YEAR:
        return "year", number
    if len(raw) == 4 and number < 2400:
        return "military", number
    if 1 <= number <= 31 and len(raw) <= 2:
        return "figure", number
    return "amount", number


# --- rows ------------------------------------------------------------------------------------------------------------

_NAME = re.compile(r"<(?:(\w+):)?([\w|]+)>")
_CLOCK = (
    "(?: (?:<at>|<roughly>)* (?: <clock> <ampm>? | <figure|number|decimal> <ampm> | <figure|number> <oclock> | <year|military> (?=<zone>) )"
    " (?: <zone>{1,2} )? (?: <open> .{1,3}? <close> )? )"
)
_CLOCKED = f"(?: {_CLOCK} <comma>? (?: <on> | <of> )? )?"
_PART = "(?: <in|at|on|by|during>? <the>? (?:<early|late|mid> <dash>?)? <part> )"
_PART_OF = "(?: (?:<early|late|mid> <dash>?)? <part> <of> )?"
_TAIL = f"(?: <comma>? (?: {_PART} | {_CLOCK} ) ){{0,2}}"
_COUNT = "(?: <a> (?:<number>|<some>) <of>? | <roughly>? <count:a|number|figure|amount|some> (?: <dash>? <more:number> (?!<oclock>|<ampm>) )? <of>? )"
_YEAR_OF = "(?: <comma>? (?: <year:year> | <of>? <which:this|last|next|that|same> <that_unit:unit> ) )"
_IN_THE = "<in|since|of|by|until|last|this|next|past|early|late|mid|from|to|between|and|dash|during|before|after|for>"

_Handler = Callable[[Found], Meaning | None]
_ROWS: list[tuple[str, _Handler]] = []


def _row(*patterns: str) -> Callable[[_Handler], _Handler]:
    """Adds rows of the grammar; where two match from the same word, the one written first wins."""

    def add(handler: _Handler) -> _Handler:
        _ROWS.extend((pattern, handler) for pattern in patterns)
        return handler

    return add


_DAY = "(?:<the>? <{}:figure|nth>)"
_MONTH = "<month:month|month_or_not>"


@_row(
    f"<from|between>? {_DAY.format('day')} (?:<to|until|dash>) {_DAY.format('last')} <of>? {_MONTH} {_YEAR_OF}?",
    f"<between> {_DAY.format('day')} <and> {_DAY.format('last')} <of>? {_MONTH} {_YEAR_OF}?",
    f"<from>? {_MONTH} {_DAY.format('day')} (?:<to|until|dash>) {_DAY.format('last')} {_YEAR_OF}?",
    f"<between> {_MONTH} {_DAY.format('day')} <and> {_DAY.format('last')} {_YEAR_OF}?",
)
def _days_of_month(found: Found) -> Meaning | None:
    """ "Between 3 and 5 May", "May 3-5, 2017"."""
    year, month = found.number("year"), found.number("month")
    return Between(Calendar(year, month, found.number("day")), Calendar(year, month, found.number("last")))


@_row(
    f"{_CLOCKED} {_PART_OF} (?: (?:<weekday|weekday_short>) <comma>? )? {_DAY.format('day')} (?:<of>|<dash>)? {_MONTH} <dash>? {_YEAR_OF}? {_TAIL}",
    f"{_CLOCKED} {_PART_OF} (?: (?:<weekday|weekday_short>) <comma>? )? {_MONTH} <the>? <day:figure|nth> {_YEAR_OF}? {_TAIL}",
    f"<which:last|next|this|past> <past>? {_MONTH} <day:figure|nth>",
    f"{_MONTH} {_YEAR_OF}",
    "<which:last|next|this|past|coming> <past>? " + _MONTH,
    "<month:month>",
    f"(?<={_IN_THE}) <month:month_or_not> (?!<number|amount>)",
)
def _calendar(found: Found) -> Meaning | None:
    """ "Saturday, 25 April 2017 at dawn", "April next year", "last February"."""
    month, day, year, which = found.number("month"), found.number("day"), found.number("year"), found.kind("which")
    if day is not None and month is not None and day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    if which and found.token("that_unit"):
        if found.word("that_unit") != "year":
            return None
        return _OfYear(month or 1, day, _WHICH_YEAR[which])
    return Calendar(year, month, day, _WHICH.get(which or ""))


_WHICH: dict[str, Which] = {"last": "last", "past": "last", "previous": "last", "next": "next", "coming": "next", "this": "this"}
_WHICH_YEAR: dict[str, Meaning] = {
    "this": Shift(0, "year"),
    "last": Shift(-1, "year"),
    "next": Shift(1, "year"),
    "that": Shift(0, "year", "told"),
    "same": Shift(0, "year", "told"),
}


@dataclass(frozen=True, slots=True)
class _OfYear:
    """A month or day of a year that is itself told relatively: "October last year"."""

    month: int
    day: int | None
    year: Meaning

    def interval(self, known):  # type: ignore[no-untyped-def]
        year = self.year.interval(known)
        return Calendar(year.start.year, self.month, self.day).interval(known) if year and year.start else None


@_row(f"{_CLOCKED} <day:iso|slashed|dotted> {_TAIL}")
def _digits(found: Found) -> Meaning | None:
    """2017-10-05, 5.10.2017, and 25/10/2017; 5/10/2017 may be May or October, which nothing tells."""
    raw, kind = found.word("day") or "", found.kind("day")
    if kind == "iso":
        year, month, day = (int(n) for n in raw[:10].split("-"))
        return _real(year, month, day)
    first, second, last = (int(n) for n in re.split(r"[/.]", raw))
    year = last if last > 99 else last + (2000 if last <= _YY else 1900)
    if kind == "dotted" or first > 12 or first == second:
        return _real(year, second, first)
    return _real(year, first, second) if second > 12 else Unfixed()


def _real(year: int, month: int, day: int) -> Meaning | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Calendar(year, month, day)


@_row(
    f"{_CLOCKED} {_PART_OF} <weekday> {_TAIL} (?:<of>|<in>)? <week:last|this|next|that> <unit:unit>",
    f"<week:last|this|next|that> <unit:unit> <on>? {_PART_OF} <weekday:weekday> {_TAIL}",
)
def _weekday_of_week(found: Found) -> Meaning | None:
    """ "Tuesday last week"."""
    if found.word("unit") != "week":
        return None
    return Weekday(found.number("weekday") or 0, week={"last": -1, "this": 0, "next": 1, "that": 0}[found.kind("week") or ""])


@_row(f"{_CLOCKED} {_PART_OF} (?: <the>? <which:last|this|next|past|coming|previous> <past>? )? <weekday:weekday> {_TAIL}")
def _weekday(found: Found) -> Meaning | None:
    """ "Late on Friday night", "last Monday"."""
    return Weekday(found.number("weekday") or 0, _WHICH.get(found.kind("which") or ""))


@_row(f"{_CLOCKED} {_PART_OF} <day:near> {_TAIL}")
def _near(found: Found) -> Meaning | None:
    """Yesterday, today, tonight, tomorrow."""
    return Shift(found.number("day") or 0, "day")


@_row("<the>? <unit:unit> <side:before|after> <near:near>")
def _beside_near(found: Found) -> Meaning | None:
    """ "The day before yesterday"."""
    step = -1 if found.kind("side") == "before" else 1
    return Shift(step + (found.number("near") or 0), "day") if found.word("unit") == "day" else None


@_row("<overnight> (?: <on>? <weekday:weekday> | <on>? <day:near> )?")
def _overnight(found: Found) -> Meaning | None:
    """The night into the anchor's day, or into the day named."""
    if (weekday := found.number("weekday")) is not None:
        return Night(Weekday(weekday))
    near = found.number("day")
    return Night(Shift(near, "day")) if near else Night()


@_row("<day:holiday>")
def _holiday(found: Found) -> Meaning | None:
    """ "Christmas Eve"."""
    token = found.token("day")
    return Calendar(None, *token.value) if token and isinstance(token.value, tuple) else None


@_row(
    "<which:this|last> (?:<early|late|mid> <dash>?)? <part>",
    "<the>? <which:next|following|previous|same|that> <part>",
    "<in|during> <which:the> <part>",
)
def _part(found: Found) -> Meaning | None:
    """ "This morning", "last night", "the next morning"."""
    kind = found.kind("which") or ""
    if kind == "the":
        return Clock()
    if kind in ("next", "following", "previous", "same", "that"):
        return Shift({"next": 1, "following": 1, "previous": -1}.get(kind, 0), "day", "told")
    return Shift(-1 if kind == "last" else 0, "day")


def _counted(found: Found) -> int | None:
    """The count, None where it is "several"."""
    if found.token("count") is None:
        return 2 if found.tokens[found.match.start() + 1].low == "couple" else None
    count, more = found.number("count"), found.number("more")
    if count is not None and more is not None:
        return count + more if count >= 20 else None
    return count


def _unit(found: Found) -> Unit | None:
    return cast("Unit | None", found.word("unit"))


@_row(
    f"{_COUNT} <unit:unit|units|quarter> (?: <and> <a> <half> )? <side:ago>",
    f"{_COUNT} <unit:unit|units|quarter> <side:earlier|later>",
    f"{_COUNT} <unit:unit|units> <side:before|after> (?=<comma|stop|and|close>|$)",
    "<the> <unit:unit> <side:before|after> (?=<comma|stop|and|close>|$)",
    "<unit:units> <side:ago>",
    "<the>? <unit:unit> <dash>? <side:ago|earlier> (?: <period|quarter> )?",
)
def _shift(found: Found) -> Meaning | None:
    """ "Two weeks ago", "three days later", "the day before", "the year-ago quarter"."""
    kind, unit = found.kind("side") or "", _unit(found)
    counted = "count" in found.match.re.groupindex
    count = _counted(found) if counted else (None if found.kind("unit") == "units" else 1)
    if unit is None or count is None or count > 5000:
        return Unfixed()
    if not counted and kind == "ago":
        return Shift(-1, unit, "compared")
    step = 1 if kind in ("later", "after") else -1
    of = "compared" if (unit, count) == ("year", 1) and step < 0 else "anchor" if kind == "ago" else "told" if step > 0 else "told_or_anchor"
    if unit in ("hour", "minute"):
        return Shift(step * (count // 24 if unit == "hour" else 0), "day", of)  # type: ignore[arg-type]
    if unit == "fortnight":
        return Shift(step * 2 * count, "week", of)  # type: ignore[arg-type]
    return Shift(step * count, unit, of)  # type: ignore[arg-type]


@_row(
    "<the>? <which:last|past|previous|next|coming|following> <roughly>? <count:number|figure|amount|some> (?: <dash>? <more:number> )? <unit:units|unit>",
    "<the>? <which:past> <unit:unit>",
    "<the>? <which:recent|coming> <unit:units>",
)
def _stretch(found: Found) -> Meaning | None:
    """ "The past 24 hours", "the last three days", "in recent days"."""
    unit, forward = _unit(found), found.kind("which") in ("next", "coming", "following")
    count = (1 if found.kind("unit") == "unit" else None) if "count" not in found.match.re.groupindex else _counted(found)
    if unit == "century" or unit is None or (count or 0) > 5000:
        return None
    if unit in ("hour", "minute"):
        return Stretch(count if unit == "hour" else 1, "day", forward, hours=True)
    if unit == "fortnight":
        return Stretch(count and 2 * count, "week", forward)
    return Stretch(count, unit, forward)


@_row("<the>? (?:<which:last|past|this|next|coming|that|same|previous|following>)? <weekend>")
def _weekend(found: Found) -> Meaning | None:
    """ "Over the weekend"."""
    return Weekend(_WHICH.get(found.kind("which") or ""))


@_row("<the>? <which:last|this|next|coming|previous|following|that|same> <same>? <unit:unit|quarter>")
def _named_unit(found: Found) -> Meaning | None:
    """ "Last month", "this week", "the same day", "the following year"."""
    kind, unit = found.kind("which") or "", _unit(found)
    if unit in (None, "hour", "minute", "fortnight", "decade", "century") and kind not in ("this", "last"):
        return None
    if unit in (None, "hour", "minute", "fortnight"):
        return None
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(kind, 0)
    after_the = found.tokens[found.match.start()].kind == "the"
    told = kind in ("that", "same", "previous", "following") or (kind == "next" and (unit == "day" or after_the))
    if unit == "day" and kind in ("last", "this"):
        return Shift(0, "day", "told") if kind == "this" else None
    return Shift(step, unit, "told" if told else "anchor")


@_row("<the> (?: <year:year> | <recent> )? <quarter|period>")
def _told_quarter(found: Found) -> Meaning | None:
    """ "The latest quarter", "the 1988 period": the one that the report is about."""
    return ToldQuarter(found.number("year"))


@_row(
    "<early|earlier|late|later|mid|edge> <in|of>? <the> <unit:unit|quarter>",
)
def _in_the_unit(found: Found) -> Meaning | None:
    """ "The end of the month", "earlier in the week"."""
    unit = _unit(found)
    if unit in (None, "hour", "minute", "decade", "century", "fortnight"):
        return None
    return Shift(0, unit, "told" if unit == "day" else "anchor")


@_row(
    "<the>? <number:ordinal|last> <dash>? <quarter> (?: <of>? <the>? (?: <year:year> | <which:this|last|next|that|same|previous> <that_unit:unit> ) )?",
    "<the>? <number:ordinal|last> <half> <of> (?: <year:year> | <which:this|last|next|that|same> <that_unit:unit> )",
    "<the>? <number:season|season_or_not> <of>? (?: <year:year> | <which:this|last|next|that|same> <that_unit:unit> )",
)
def _part_of_year(found: Found) -> Meaning | None:
    """ "The third quarter", "the first half of 2016", "the winter of 1994"."""
    kinds = found.kinds()
    kind = "quarter" if "quarter" in kinds else "half" if "half" in kinds else "season"
    number, which, year = found.number("number"), found.kind("which"), found.number("year")
    if which and found.word("that_unit") != "year":
        return None
    of = Calendar(year) if year else _WHICH_YEAR.get(which or "") if which else None
    if number is None:
        if of is None:
            return Shift(-1, "quarter")
        number = {"quarter": 4, "half": 2}[kind]
    if number > {"quarter": 4, "half": 2, "season": 4}[kind]:
        return None
    return PartOfYear(kind, number, of)  # type: ignore[arg-type]


@_row("<which:last|this|next|past|coming> <past>? <number:season|season_or_not>", "<in|during> <the> <number:season>")
def _season(found: Found) -> Meaning | None:
    """ "Last summer"."""
    which = "last" if "past" in found.kinds() else found.kind("which")
    return PartOfYear("season", found.number("number") or 0, which=_WHICH.get(which or ""))


@_row("<the>? (?:<early|late|mid> <dash>?)? <decade:decade>")
def _decade(found: Found) -> Meaning | None:
    """ "The late 1970s", "the '90s"."""
    digits = re.sub(r"\D", "", found.word("decade") or "")
    first = int(digits) if len(digits) == 4 else int(digits) + 1900
    return Fixed(date(first, 1, 1), date(first + 9, 12, 31), "decade") if first else None


@_row("<the>? <number:nth> <unit:unit>")
def _century(found: Found) -> Meaning | None:
    """ "The 20th century"."""
    number = found.number("number") or 0
    if found.word("unit") != "century" or not 1 < number <= 30:
        return None
    return Fixed(date(number * 100 - 100, 1, 1), date(number * 100 - 1, 12, 31), "century")


@_row("<on> <the> <day:nth> (?=<comma|stop|and|of|in|to|at|by|from>|$)")
def _nth(found: Found) -> Meaning | None:
    """ "On the 5th"."""
    return DayOfMonth(found.number("day") or 0)


@_row(_CLOCK)
def _clock(found: Found) -> Meaning | None:
    """ "At 10:35 a.m."; a bare 10:35 may be a score or a verse."""
    return Clock() if found.kinds() & {"ampm", "oclock", "zone"} else None


@_row("<century:number> <tens:number> (?: <dash> <ones:number> )?")
def _spelt_year(found: Found) -> Meaning | None:
    """ "Nineteen ninety-four", as broadcasters write."""
    century, tens, ones = found.number("century"), found.number("tens"), found.number("ones") or 0
    if century not in (18, 19, 20) or tens is None or tens < 10 or ones > 9:
        return None
    return Calendar(century * 100 + tens + ones)


@_row("<first:year> <dash> <last:figure|year>")
def _years(found: Found) -> Meaning | None:
    """ "2011-2014", "2011-12"."""
    first, last = found.number("first") or 0, found.number("last") or 0
    last = last if last > 99 else first // 100 * 100 + last
    return Between(Calendar(first), Calendar(last)) if first in _BARE_YEARS and first < last <= _LAST_YEAR else None


@_row("<year:year>")
def _year(found: Found) -> Meaning | None:
    """ "In 2011", "the 2003 invasion"; not "2000 people" or "Resolution 1701"."""
    at, year = found.match.start(), found.number("year") or 0
    before = found.tokens[at - 1] if at else None
    behind = found.tokens[at + 1] if at + 1 < len(found.tokens) else None
    if (behind and behind.low in COUNTED) or (before and (before.low in NUMBERED or before.kind == "than")):
        return None
    dated = before is not None and before.kind in _YEAR_AFTER
    return Calendar(year) if dated or year in _BARE_YEARS else None


_YEAR_AFTER = frozenset({"in", "since", "until", "early", "late", "mid", "from", "between", "during", "by"})


# --- from rows to expressions ----------------------------------------------------------------------------------------


@cache
def _letters() -> dict[str, str]:
    """A character for every class."""
    kinds = sorted({kind for kind, _ in lexicon().values()})
    extra = ("iso", "slashed", "dotted", "clock", "decade", "nth", "figure", "year", "military", "amount", "decimal")
    return {kind: chr(0x100 + n) for n, kind in enumerate(dict.fromkeys((*kinds, *extra)))}


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], _Handler], ...]]:
    """All rows as one expression, whose groups say which row it was, and each row alone, whose groups are its names."""
    whole = "|".join(f"(?P<r{n}>{_expression(pattern, named=False)})" for n, (pattern, _) in enumerate(_ROWS))
    return re.compile(whole), tuple((re.compile(_expression(p, named=True)), handler) for p, handler in _ROWS)


def _expression(pattern: str, *, named: bool) -> str:
    def letters(match: re.Match[str]) -> str:
        name, kinds = match.groups()
        any_of = "[" + "".join(_letters()[kind] for kind in kinds.split("|")) + "]"
        return f"(?P<{name}>{any_of})" if named and name else any_of

    return re.sub(r"\s+", "", _NAME.sub(letters, pattern))


def _atoms(text: str, tokens: list[Token], classes: str) -> Iterator[tuple[int, int, Expression]]:
    whole, rows = _compiled()
    at, floor = 0, 0
    while match := whole.search(classes, at):
        row, handler = rows[int((match.lastgroup or "r0")[1:])]
        named = row.match(classes, match.start())
        meaning = handler(Found(tokens, named)) if named else None
        if meaning is None or named is None:
            at = match.start() + 1
            continue
        start, end = named.span()
        first = start
        while first > floor and tokens[first - 1].kind in _LEADING:
            first -= 1
        bound = next((tokens[k].kind for k in range(first, start) if tokens[k].kind in _BOUNDS), None)
        ahead = _ahead(tokens, first, end)
        inner = _expressed(text, tokens, start, end, meaning, ahead)
        if bound:
            outer = _expressed(text, tokens, first, end, _BOUNDS[bound](meaning), ahead)
            yield first, end, Expression(outer.text, outer.span, outer.meaning, ahead, (inner,))
        else:
            yield first, end, _expressed(text, tokens, first, end, meaning, ahead)
        at = floor = end


_LEADING = frozenset("early earlier late later mid edge on in at of the during since until by also dash roughly".split())
"""What stands before a time and belongs to it: "late on", "since early", "the end of"."""
_BOUNDS: dict[str, Callable[[Meaning], Meaning]] = {"since": Since, "until": Until}


def _expressed(
    text: str, tokens: list[Token], first: int, end: int, meaning: Meaning, ahead: bool | None
) -> Expression:
    while tokens[first].kind in ("of", "dash", "also", "comma"):
        first += 1
    start, stop = tokens[first].span[0], tokens[end - 1].span[1]
    return Expression(text[start:stop], (start, stop), meaning, ahead)


def _joined(
    text: str, tokens: list[Token], classes: str, atoms: list[tuple[int, int, Expression]]
) -> Iterator[Expression]:
    """The atoms, two and two made a range where "from … to", "between … and" or a dash joins them."""
    k = 0
    while k < len(atoms):
        start, end, low = atoms[k]
        if k + 1 < len(atoms):
            next_start, next_end, high = atoms[k + 1]
            opener = tokens[start - 1].kind if start else None
            joiner = {t.kind for t in tokens[end:next_start]} | (
                {tokens[next_start].kind} if tokens[next_start].kind in ("until", "dash") else set()
            )
            if _makes_range(opener, joiner, low, high):
                inner = high.parts[0] if high.parts else high
                opened = start - 1 if opener in ("from", "between") else start
                whole = _expressed(text, tokens, opened, next_end, Between(low.meaning, inner.meaning), high.ahead)
                yield Expression(whole.text, whole.span, whole.meaning, whole.ahead, (low, inner))
                k += 2
                continue
        yield low
        k += 1


def _makes_range(opener: str | None, joiner: set[str | None], low: Expression, high: Expression) -> bool:
    if low.parts or len(joiner) != 1 or isinstance(high.meaning, Unfixed | Between) or isinstance(low.meaning, Between):
        return False
    kind = next(iter(joiner))
    if kind == "and":
        return opener == "between"
    if kind in ("to", "until"):
        return opener == "from" or type(low.meaning) is type(high.meaning)
    return kind == "dash" and type(low.meaning) is type(high.meaning)


@cache
def _adjectives() -> frozenset[str]:
    """Participles that stand before nouns and tell no tense."""
    return frozenset(table("words")["describing"].split())


def _ahead(tokens: list[Token], start: int, end: int) -> bool | None:
    """Whether the nearest word of tense looks forward: to the left in the sentence first, else to the right."""
    for sides in (range(start - 1, max(start - _CLAUSE, 0) - 1, -1), range(end, min(end + _CLAUSE, len(tokens)))):
        for k in sides:
            if tokens[k].kind == "stop":
                break
            tense = _tense(tokens, k)
            if tense is not None:
                return tense
    return None


def _tense(tokens: list[Token], k: int) -> bool | None:
    low = tokens[k].low
    behind = tokens[k + 1].low if k + 1 < len(tokens) else ""
    if low in FUTURE or (low in ("is", "are", "be", "was", "were") and behind == "to"):
        return True
    before = tokens[k - 1].low if k else ""
    if before in ("be", "been", "being") and low not in ("was", "were"):
        return None
    if low in PAST or (low.endswith("ed") and len(low) > 4 and low not in _adjectives()):
        return False
    return None
