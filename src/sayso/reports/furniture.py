"""What stands on a page beside the report: found by the rows of `codebook/furniture.toml`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sayso.codebook.tables import table
from sayso.model import CodebookError

Scope = Literal["whole", "start", "end", "list", "rest"]
Where = Literal["any", "first", "top", "bottom"]

LONGEST = 600
"""Characters of the longest paragraph that can be furniture as a whole: a caption with its credit."""
_RUN_IN = 300
"""Characters at a paragraph's opening or close among which furniture that has run in is looked for."""
_EDGE = 6
"""Paragraphs from either end that count as top or bottom however short the page is."""
_LIST_WORDS = 25
_LIST_LENGTH = 15
"""A list of related stories: lines of at most so many words without a full stop, and at most so many of them."""

_PLAIN_LETTERS = str.maketrans("‘’ʼ′`“”„\xa0\t\r\n\f\v", "'''''\"\"\"      ")
_SAME_LETTERS = str.maketrans("İıſ", "iis")
"""Letters that a pattern takes for others where capitals do not matter, and `lower` does not."""
_OPENING = 24
"""Characters of a line among which its opening is looked for; no row tells a longer one."""
_FULL_STOP = re.compile(r"""[.!?…。！？؟۔।]["'”’»)\]」』）]*\s*(?:[(\[][^()\[\]]{2,40}[)\]]\s*)?$""")
_FARTHEST_FIRST: tuple[Scope, ...] = ("rest", "list", "whole", "start", "end")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what it is, where it may stand, and what it looks like."""

    what: str
    scope: Scope
    where: Where
    opens: tuple[str, ...]
    expression: str
    exact: bool
    words: frozenset[str]
    also: frozenset[str]

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """All its patterns as one. Raises CodebookError where one is none."""
        return _compiled(self.expression, self.exact) if self.expression else None

    def fits(self, line: str) -> re.Match[str] | bool:
        """The match of the whole line, or else whether all its words are of the row's."""
        if (pattern := self.pattern) and (match := pattern.fullmatch(line)):
            return match
        if not self.words:
            return False
        found = set(re.findall(r"[^\W\d_][\w'-]*", line.lower()))
        return bool(found & self.words) and found <= self.words | self.also


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one paragraph: the part of it that is report (None: nothing), and whom its byline names."""

    kept: tuple[int, int] | None
    authors: tuple[str, ...] = ()


@cache
def rows() -> tuple[Row, ...]:
    """The table. Raises CodebookError where a row has no scope or opens as no line does."""
    found = [row_of(number, data) for number, data in enumerate(table("furniture").get("row", ()), 1)]
    return tuple(sorted(found, key=lambda row: _FARTHEST_FIRST.index(row.scope)))


def row_of(number: int, data: dict[str, Any]) -> Row:
    """A row of the table, the number-th. Raises CodebookError where it has no scope, or opens as no line does."""
    told = data.get("opens")
    opens = told.split("|") if isinstance(told, str) else []
    if told is not None and not (opens and all(one and one == opening(one) for one in opens)):
        wanted = f"openings of at most {_OPENING} small letters, parted by |, with 0 for a digit"
        raise CodebookError(f"codebook/furniture.toml, row {number}: opens is to be {wanted}")
    try:
        return Row(
            what=data["what"],
            scope=data["scope"],
            where=data.get("where", "any"),
            opens=tuple(opens),
            expression=_one_name("|".join(f"(?:{pattern})" for pattern in data.get("patterns", ()))),
            exact=data.get("letters") == "exact",
            words=frozenset(data.get("words", "").split()),
            also=frozenset(data.get("also", "").split()),
        )
    except KeyError as error:
        raise CodebookError(f"codebook/furniture.toml, row {number}: {error}") from error


@cache
def _compiled(expression: str, exact: bool) -> re.Pattern[str]:
    try:
        return re.compile(expression, re.NOFLAG if exact else re.IGNORECASE)
    except re.error as error:
        raise CodebookError(f"codebook/furniture.toml, {expression}: {error}") from error


def opening(line: str) -> str:
    """How a line begins, as `opens` tells it: small letters, 0 where a figure begins it."""
    begins = line[:_OPENING].translate(_SAME_LETTERS).lower()
    return "0" + begins[1:] if begins[:1].isdecimal() else begins


def _one_name(patterns: str) -> str:
    """Group names may stand once in a regular expression: the second pattern's `who` becomes `who2`."""
    first, *others = patterns.split("(?P<who>")
    return first + "".join(f"(?P<who{n}>{other}" for n, other in enumerate(others))


def judge(paragraphs: Sequence[str]) -> list[Judged]:
    """What of each paragraph is report, in order. Nothing is changed: `kept` is a stretch of the paragraph."""
    seats = _seats(paragraphs)
    judged: list[Judged] = []
    under_list = 0
    for text, where in zip(paragraphs, seats, strict=True):
        line = " ".join(text.translate(_PLAIN_LETTERS).split())
        if under_list and _could_be_link(line):
            under_list -= 1
            judged.append(Judged(None))
            continue
        under_list = 0
        row, authors = _whole(line, where)
        if row and row.scope == "rest":
            return judged + [Judged(None)] * (len(paragraphs) - len(judged))
        under_list = _LIST_LENGTH if row and row.scope == "list" else 0
        judged.append(Judged(None, authors) if row else Judged(_trimmed(text, where)))
    return judged


def _seats(paragraphs: Sequence[str]) -> list[frozenset[Where]]:
    """Where each paragraph stands. Bottom begins at half the letters, and never before the first full sentence."""
    total, seen, sentence_seen = sum(map(len, paragraphs)), 0, False
    seats: list[frozenset[Where]] = []
    for number, text in enumerate(paragraphs):
        seat: set[Where] = {"any"}
        if number == 0:
            seat.add("first")
        if number < _EDGE or seen < total / 4:
            seat.add("top")
        if sentence_seen and (seen + len(text) >= total / 2 or number >= len(paragraphs) - _EDGE):
            seat.add("bottom")
        elif len(paragraphs) == 1:
            seat.add("bottom")  # a page run into one line is its own top and bottom
        seats.append(frozenset(seat))
        seen += len(text)
        sentence_seen = sentence_seen or (len(text.split()) >= 8 and ends_as_sentence(text))
    return seats


def ends_as_sentence(text: str) -> bool:
    """Whether a full stop, exclamation or question mark closes it; quotes, and an agency in brackets, may follow."""
    return bool(_FULL_STOP.search(text))


def _could_be_link(line: str) -> bool:
    return len(line.split()) <= _LIST_WORDS and not ends_as_sentence(line)


def _whole(line: str, where: frozenset[Where]) -> tuple[Row | None, tuple[str, ...]]:
    if len(line) > LONGEST:
        return None, ()
    begins = opening(line)
    for row in rows():
        if row.scope not in ("whole", "list", "rest") or row.where not in where:
            continue
        if (not row.opens or begins.startswith(row.opens)) and (fit := row.fits(line)):
            return row, _authors(fit) if row.what == "byline" and isinstance(fit, re.Match) else ()
    return None, ()


def _authors(fit: re.Match[str]) -> tuple[str, ...]:
    who = next((name for name in fit.groupdict().values() if name), "")
    return tuple(name.strip() for name in re.split(r",? and |, | & ", who) if name.strip())


def _trimmed(text: str, where: frozenset[Where]) -> tuple[int, int] | None:
    """The paragraph without what has run into its opening or close, and without the white space around it."""
    line = text.translate(_PLAIN_LETTERS)
    start, end = 0, len(line)
    for row in rows():
        if row.scope not in ("start", "end") or row.where not in where or not (pattern := row.pattern):
            continue
        if row.scope == "end":
            end = _cut(pattern, line, start, end)
        elif found := pattern.match(line[start : start + _RUN_IN]):
            start += found.end()
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    return (start, end) if start < end and _LETTER.search(line, start, end) else None


def _cut(pattern: re.Pattern[str], line: str, start: int, end: int) -> int:
    """The end of what is left when the furniture at a paragraph's close is taken off, as often as there is some."""
    while True:
        tail = len(line[start:end].rstrip()) + start
        found = next(
            (
                m
                for m in pattern.finditer(line, max(start, tail - _RUN_IN), tail)
                if m.end() == tail and m.end() > m.start()
            ),
            None,
        )
        if not found:
            return end
        end = found.start()
