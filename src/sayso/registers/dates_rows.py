"""The rows of the grammar: how the classes of words follow each other in a time, and what each row means.

A row is written in the names of classes, `<month:month> <day:figure|nth>`, with a name before the colon where its
handler asks for the token. A text becomes a string of one character a token, so that all rows are one regular
expression over it, and none has a repetition that could make it go back further than its few words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from sayso.registers.dates_reckoning import (
    Around,
    Between,
    Calendar,
    Clock,
    DayOfMonth,
    Fixed,
    Meaning,
    Night,
    OfYear,
    PartOfYear,
    Shift,
    Stretch,
    ToldQuarter,
    Unfixed,
    Unit,
    Weekday,
    Weekend,
    Which,
)
from sayso.registers.dates_tokens import FIGURES, LAST_YEAR, Token, full_year
from sayso.registers.dates_words import COUNTED, NUMBERED, lexicon

_BARE_YEARS = range(1900, 2051)
"""What four digits without a preposition may be."""


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


_NAME = re.compile(r"<(?:(\w+):)?([\w|]+)>")
_CLOCK = (
    "(?: <at|roughly>{0,2}"
    " (?: <clock> <ampm>? | <figure|number|decimal> <ampm> | <figure|number> <oclock> | <year|military> (?=<zone>) )"
    " <zone|local>{0,2} (?: <open> .{1,3}? <close> )? )"
)
_CLOCKED = f"(?: {_CLOCK} <comma>? (?: <on> | <of> )? )?"
_PART = "(?: <in|at|on|by|during>? <the>? (?:<early|late|mid> <dash>?)? <part> )"
_PART_OF = "(?: (?:<early|late|mid> <dash>?)? <part> <of> )?"
_TAIL = f"(?: <comma>? (?: {_PART} | {_CLOCK} ) ){{0,2}}"
_COUNT = (
    "(?: <a> <number|some> <of>?"
    " | <roughly>? <count:a|number|figure|amount|some> (?: <dash>? <more:number> (?!<oclock|ampm>) )? <of>? )"
)
_YEAR_OF = "(?: <comma>? (?: <year:year> | <of>? <which:this|last|next|that|same> <that_unit:unit> ) )"
_IN_THE = "<in|since|of|by|until|last|this|next|past|early|late|mid|from|to|between|and|dash|during|before|after|for>"

Handler = Callable[[Found], Meaning | None]
_ROWS: list[tuple[str, Handler]] = []


def _row(*patterns: str) -> Callable[[Handler], Handler]:
    """Adds rows of the grammar; where two match from the same word, the one written first wins."""

    def add(handler: Handler) -> Handler:
        _ROWS.extend((pattern, handler) for pattern in patterns)
        return handler

    return add


_WEEKDAY = "(?: <weekday:weekday|weekday_short> <comma>? )?"
_DAY = "(?:<the>? <{}:figure|nth>)"
_MONTH = "<month:month|month_or_not>"


@_row(
    f"<from|between>? {_DAY.format('day')} <to|until|dash> {_DAY.format('last')} <of>? {_MONTH} {_YEAR_OF}?",
    f"<between> {_DAY.format('day')} <and> {_DAY.format('last')} <of>? {_MONTH} {_YEAR_OF}?",
    f"<from>? {_MONTH} {_DAY.format('day')} <to|until|dash> {_DAY.format('last')} {_YEAR_OF}?",
    f"<between> {_MONTH} {_DAY.format('day')} <and> {_DAY.format('last')} {_YEAR_OF}?",
)
def _days_of_month(found: Found) -> Meaning | None:
    """ "Between 3 and 5 May", "May 3-5, 2017"."""
    year, month = found.number("year"), found.number("month")
    return Between(Calendar(year, month, found.number("day")), Calendar(year, month, found.number("last")))


@_row(
    f"<the>? <unit:unit> <of> {_MONTH} <day:figure|nth> {_YEAR_OF}?",
    f"<the>? <unit:unit> <of> {_DAY.format('day')} {_MONTH}",
)
def _week_of(found: Found) -> Meaning | None:
    """ "The week of March 6"."""
    if found.word("unit") != "week":
        return None
    return Around(Calendar(found.number("year"), found.number("month"), found.number("day")), "week")


@_row(
    f"{_CLOCKED} {_PART_OF} {_WEEKDAY} {_DAY.format('day')} <of|dash>? {_MONTH} <dash>? {_YEAR_OF}? {_TAIL}",
    f"{_CLOCKED} {_PART_OF} {_WEEKDAY} {_MONTH} <the>? <day:figure|nth> {_YEAR_OF}? {_TAIL}",
    f"<which:last|next|this|past> <past>? {_MONTH} <day:figure|nth>",
    f"<the> <day:ordinal> <of> {_MONTH} {_YEAR_OF}?",
    f"{_MONTH} {_YEAR_OF}",
    "<which:last|next|this|past|coming> <past>? " + _MONTH,
    "<month:month>",
    f"(?<={_IN_THE}) <month:month_or_not> (?!<number|amount>)",
    "(?<=<the|a>) <month:month_or_not> (?!<on|to|of|at|number|amount>)",
)
def _calendar(found: Found) -> Meaning | None:
    """ "Saturday, 25 April 2017 at dawn", "April next year", "last February"."""
    month, day, year, which = found.number("month"), found.number("day"), found.number("year"), found.kind("which")
    if day is not None and month is not None and day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return Unfixed()
    if which and found.token("that_unit"):
        if found.word("that_unit") != "year":
            return None
        return OfYear(month or 1, day, _WHICH_YEAR[which])
    return Calendar(year, month, day, _WHICH.get(which or ""), found.number("weekday"))


_WHICH: dict[str, Which] = {
    "last": "last",
    "past": "last",
    "previous": "last",
    "next": "next",
    "coming": "next",
    "this": "this",
}
_WHICH_YEAR: dict[str, Meaning] = {
    "this": Shift(0, "year"),
    "last": Shift(-1, "year"),
    "next": Shift(1, "year"),
    "that": Shift(0, "year", "told"),
    "same": Shift(0, "year", "told"),
}


@_row(f"{_CLOCKED} <day:iso|slashed|dotted> {_TAIL}")
def _digits(found: Found) -> Meaning | None:
    """2017-10-05, 5.10.2017, and 25/10/2017; 5/10/2017 may be May or October, which nothing tells."""
    raw, kind = found.word("day") or "", found.kind("day")
    if kind == "iso":
        year, month, day = (int(n) for n in raw[:10].split("-"))
        return Calendar(year, month, day)
    first, second, last = (int(n) for n in re.split(r"[/.]", raw))
    year = full_year(last)
    if kind == "dotted" or first > 12 or first == second:
        return Calendar(year, second, first)
    return Calendar(year, first, second) if second > 12 else Unfixed()


@_row(
    f"{_CLOCKED} {_PART_OF} <weekday:weekday> {_TAIL} <of|in>? <week:last|this|next|that> <unit:unit>",
    f"<week:last|this|next|that> <unit:unit> <on>? {_PART_OF} <weekday:weekday> {_TAIL}",
)
def _weekday_of_week(found: Found) -> Meaning | None:
    """ "Tuesday last week"."""
    if found.word("unit") != "week":
        return None
    return Weekday(
        found.number("weekday") or 0, week={"last": -1, "this": 0, "next": 1, "that": 0}[found.kind("week") or ""]
    )


@_row(
    f"{_CLOCKED} {_PART_OF} (?: <the>? <which:last|this|next|past|coming|previous> <past>? )? <weekday:weekday> {_TAIL}"
)
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


@_row("<overnight> <on|from>? <weekday:weekday> <to|until|dash|and> <last:weekday>")
def _night_between(found: Found) -> Meaning | None:
    """ "Overnight from Tuesday to Wednesday"."""
    return Between(Weekday(found.number("weekday") or 0), Weekday(found.number("last") or 0))


@_row("<overnight> (?: <on|to>? <weekday:weekday> | <on|to>? <day:near> )?")
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
    """A part of a day: "this morning", "last night", "the next morning"."""
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


def _unit(found: Found) -> tuple[Unit, int] | None:
    """The unit of the calendar with how many of it one is; None where that is shorter than a day."""
    word = found.word("unit")
    if word is None or word in ("hour", "minute"):
        return None
    return ("week", 2) if word == "fortnight" else (cast("Unit", word), 1)


@_row(
    f"{_COUNT} <unit:unit|units|quarter> (?: <and> <a> <half:half> )? <side:ago>",
    f"{_COUNT} <and> <a> <half:half> <unit:units> <side:ago|earlier|later>",
    f"{_COUNT} <unit:unit|units|quarter> <side:earlier|later>",
    f"{_COUNT} <unit:unit|units> <side:before|after> (?=<comma|stop|and|close>|$)",
    "<the> <unit:unit> <side:before|after> (?=<comma|stop|and|close>|$)",
    "<unit:units> <side:ago>",
    "<the>? <unit:unit> <dash>? <side:ago|earlier> (?: <period|quarter> )?",
)
def _shift(found: Found) -> Meaning | None:
    """ "Two weeks ago", "three days later", "the day before", "the year-ago quarter"."""
    side, unit = found.kind("side") or "", _unit(found)
    counted = "count" in found.match.re.groupindex
    count = _counted(found) if counted else (None if found.kind("unit") == "units" else 1)
    if count is None or count > _MOST:
        return Unfixed()
    step = 1 if side in ("later", "after") else -1
    of: _Base = "anchor" if side == "ago" else "told" if step > 0 else "told_or_anchor"
    if unit is None:
        return Shift(step * (count // 24 if found.word("unit") == "hour" else 0), "day", of)
    if found.token("half"):
        return Shift(step * (12 * count + 6), "month") if unit[0] == "year" and side == "ago" else Unfixed()
    if side == "ago" and (not counted or (unit[0], count) == ("year", 1)):
        of = "compared"
    return Shift(step * count * unit[1], unit[0], of)


_Base = Literal["anchor", "told", "told_or_anchor", "compared"]
_MOST = 5000
"""A higher count of units is no time that a report tells of."""


@_row(
    "<the>? <which:last|past|previous|next|coming|following> <roughly>? <count:number|figure|amount|some>"
    " (?: <dash>? <more:number> )? <unit:units|unit>",
    "<the>? <which:past> <unit:unit>",
    "<the>? <which:recent|coming> <unit:units>",
)
def _stretch(found: Found) -> Meaning | None:
    """ "The past 24 hours", "the last three days", "in recent days"."""
    unit, forward = _unit(found), found.kind("which") in ("next", "coming", "following")
    one = 1 if found.kind("unit") == "unit" else None
    count = _counted(found) if "count" in found.match.re.groupindex else one
    if (count or 0) > _MOST:
        return None
    if unit is None:
        return Stretch(count if found.word("unit") == "hour" else 1, "day", forward, hours=True)
    return Stretch(count and count * unit[1], unit[0], forward)


@_row("<the>? <which:last|past|this|next|coming|that|same|previous|following>? <weekend>")
def _weekend(found: Found) -> Meaning | None:
    """ "Over the weekend"."""
    return Weekend(_WHICH.get(found.kind("which") or ""))


@_row("<the>? <which:last|this|next|coming|previous|following|that|same> <same|fiscal>? <dash>? <unit:unit|quarter>")
def _named_unit(found: Found) -> Meaning | None:
    """ "Last month", "this week", "the same day", "the following year"."""
    kind, unit = found.kind("which") or "", found.word("unit")
    if unit not in _NAMEABLE and (unit not in ("decade", "century") or kind not in ("this", "last")):
        return None
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(kind, 0)
    after_the = found.tokens[found.match.start()].kind == "the"
    told = kind in ("that", "same", "previous", "following") or (kind == "next" and (unit == "day" or after_the))
    if unit == "day" and kind in ("last", "this"):
        return Shift(0, "day", "told") if kind == "this" else None
    return Shift(step, cast("Unit", unit), "told_or_anchor" if kind == "previous" else "told" if told else "anchor")


@_row("<the> (?: <year:year> | <recent> )? <quarter|period>")
def _told_quarter(found: Found) -> Meaning | None:
    """ "The latest quarter", "the 1988 period": the one that the report is about."""
    return ToldQuarter(found.number("year"))


@_row(
    "<early|earlier|late|later|mid|edge> <in|of>? <the> <unit:unit|quarter>",
    "<the> <fiscal> <unit:unit>",
    "<unit:unit> (?: <apostrophe> <s> )? <dash>? <edge>",
)
def _in_the_unit(found: Found) -> Meaning | None:
    """ "The end of the month", "earlier in the week"."""
    unit = found.word("unit")
    if unit not in _NAMEABLE:
        return None
    return Shift(0, cast("Unit", unit), "told" if unit == "day" else "anchor")


_NAMEABLE = frozenset(["day", "week", "month", "quarter", "year"])
"""Units that "last", "this" or "the end of the" make one of: not hours, and decades and centuries only by some."""


@_row(
    "<the>? <number:ordinal|last> <dash>? <quarter>"
    " (?: <of>? <the>? (?: <year:year> | <which:this|last|next|that|same> <that_unit:unit> ) )?",
    "<which:this|last|next> <that_unit:unit> <apostrophe> <s> <number:ordinal> <dash>? <quarter>",
    "<the>? <year:year> <number:ordinal> <dash>? <quarter>",
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


@_row(
    "<which:last|this|next|past|coming> <past>? <number:season|season_or_not>",
    "<the> (?:<early|late> <dash>?)? <number:season>",
)
def _season(found: Found) -> Meaning | None:
    """ "Last summer"."""
    which = "last" if "past" in found.kinds() else found.kind("which")
    return PartOfYear("season", found.number("number") or 0, which=_WHICH.get(which or ""))


@_row(
    "<the>? (?:<early|late|mid> <dash>?)? <decade:decade>", "<the> (?:<early|late|mid> <dash>?)? <decade:decade_word>"
)
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


@_row("<on> <the> <day:nth> (?=<comma|stop|and|in|to|at|by|from>|$)")
def _nth(found: Found) -> Meaning | None:
    """ "On the 5th"."""
    return DayOfMonth(found.number("day") or 0)


@_row(_CLOCK)
def _clock(found: Found) -> Meaning | None:
    """ "At 10:35 a.m."; a bare 10:35 may be a score or a verse."""
    return Clock() if found.kinds() & {"ampm", "oclock", "zone"} else None


@_row("<century:number> <tens:number> (?: <dash>? <ones:number> )?")
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
    return Between(Calendar(first), Calendar(last)) if first in _BARE_YEARS and first < last <= LAST_YEAR else None


@_row("(?<=<in|of|since|until|season|month>) <year:short_year>")
def _short_year(found: Found) -> Meaning | None:
    """ "The summer of '96"."""
    return Calendar(found.number("year"))


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


_YEAR_AFTER = frozenset("in since early late mid during".split())
"""Not "after" or "between": wires write the hour of a clash as "after 1830", "between 1830 and 2200".

Years since 1900 need no preposition at all.
"""


_ALPHABET = [chr(n) for n in range(ord("0"), 0x100) if chr(n).isalnum()]
"""Signs for classes: a set of signs above 0xFF takes `re` three times as long to compile."""


@cache
def _letters() -> dict[str, str]:
    """A character for every class."""
    kinds = (*sorted({kind for kind, _ in lexicon().values()}), *FIGURES)
    return dict(zip(kinds, _ALPHABET[: len(kinds)], strict=True))


def classes(tokens: Sequence[Token]) -> str:
    """The text as the rows see it: one character a token."""
    letters = _letters()
    return "".join([letters.get(token.kind or "", _NO_CLASS) for token in tokens])


_NO_CLASS = "_"


@cache
def any_row() -> re.Pattern[str]:
    """All rows as one expression, whose groups say which row it was."""
    whole = "|".join(f"(?P<r{n}>{_expression(pattern, named=False)})" for n, (pattern, _) in enumerate(_ROWS))
    # Most words are of no class, and no row begins with one: said once, it need not be tried row by row.
    return re.compile(f"(?!{_NO_CLASS})(?:{whole})")


@cache
def row(group: str) -> tuple[re.Pattern[str], Handler]:
    """The row that a group of `any_row` says it was, alone: its groups are its names."""
    pattern, handler = _ROWS[int(group[1:])]
    return re.compile(_expression(pattern, named=True)), handler


def _expression(pattern: str, *, named: bool) -> str:
    def letters(match: re.Match[str]) -> str:
        name, kinds = match.groups()
        any_of = "[" + "".join(_letters()[kind] for kind in kinds.split("|")) + "]"
        return f"(?P<{name}>{any_of})" if named and name else any_of

    return re.sub(r"\s+", "", _NAME.sub(letters, pattern))
