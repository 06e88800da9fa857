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
_FULL_STOP = re.compile(r"""[.!?…。！？؟۔।]["'”’»)\]」』）]*\s*(?:[(\[][^()\[\]]{2,40}[)\]]\s*)?$""")
_FARTHEST_FIRST: tuple[Scope, ...] = ("rest", "list", "whole", "start", "end")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what it is, where it may stand, and what it looks like."""

    what: str
    scope: Scope
    where: Where
    pattern: re.Pattern[str] | None
    words: frozenset[str]
    also: frozenset[str]

    def fits(self, line: str) -> re.Match[str] | bool:
        """The match of the whole line, or else whether all its words are of the row's."""
        if self.pattern and (match := self.pattern.fullmatch(line)):
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
    """The table, compiled. Raises CodebookError where a row has no scope or a pattern that is none."""
    found = [_row(number, data) for number, data in enumerate(table("furniture").get("row", ()), 1)]
    return tuple(sorted(found, key=lambda row: _FARTHEST_FIRST.index(row.scope)))


def _row(number: int, data: dict[str, Any]) -> Row:
    try:
        flags = re.NOFLAG if data.get("letters") == "exact" else re.IGNORECASE
        patterns = "|".join(f"(?:{pattern})" for pattern in data.get("patterns", ()))
        return Row(
            what=data["what"],
            scope=data["scope"],
            where=data.get("where", "any"),
            pattern=re.compile(_one_name(patterns), flags) if patterns else None,
            words=frozenset(data.get("words", "").split()),
            also=frozenset(data.get("also", "").split()),
        )
    except (KeyError, re.error) as error:
        raise CodebookError(f"codebook/furniture.toml, row {number}: {error}") from error


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
    for row in rows():
        if row.scope in ("whole", "list", "rest") and row.where in where and (fit := row.fits(line)):
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
        if row.where not in where or not row.pattern:
            continue
        if row.scope == "start" and (found := row.pattern.match(line[start : start + _RUN_IN])):
            start += found.end()
        elif row.scope == "end":
            end = _cut(row.pattern, line, start, end)
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
