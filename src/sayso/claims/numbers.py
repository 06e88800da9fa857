"""Numbers as reports give them: "12", "twenty-three", "at least 1,200", "dozens", "10 to 12", "some 80"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.reading.tokens import Token

WORD_VALUES = {
    word: value
    for words, values in (
        (
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen""",
            range(20),
        ),
        ("twenty thirty forty fifty sixty seventy eighty ninety", range(20, 100, 10)),
    )
    for word, value in zip(words.split(), values, strict=True)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_OPEN = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens": 20, "millions": 2_000_000}
"""Smallest number of people that the word leaves possible; the field's reading of "dozens" is 24 and more."""
_OPEN_SCALES = {"hundreds": 100, "thousands": 1000, "millions": 1_000_000}
_DIGITS = re.compile(r"\d{1,3}(,\d{3}){1,3}|\d{1,9}")
_FLOOR = re.compile(r"\b(at least|more than|over|no fewer than|no less than|upwards of|above|exceeding)\s*$")
_CEILING = re.compile(r"\b(up to|as many as|as high as|at most|fewer than|less than|no more than)\s*$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number told by tokens start to end (exclusive); low and high, None where open."""

    start: int
    end: int
    low: int | None
    high: int | None


def number(text: str, tokens: Sequence[Token], at: int, stop: int) -> Number | None:
    """The number that begins at a token, with the bounds that the words before and behind it give."""
    low = tokens[at].low
    if low in _OPEN:
        return _open(tokens, at, stop)
    if low == "several" and at + 1 < stop and tokens[at + 1].low in _SCALES:
        return Number(at, at + 2, 2 * _SCALES[tokens[at + 1].low], None)
    value, end = _value(tokens, at, stop)
    if value is None or (at and tokens[at - 1].low == "no"):
        return None
    if (upper := _upper(tokens, at, end, stop)) is not None and upper[0] >= value:
        return Number(at, upper[1], value, upper[0])
    lead = text[max(0, tokens[at].start - 16) : tokens[at].start].lower()
    if _FLOOR.search(lead):
        return Number(at, end, value, None)
    if _CEILING.search(lead):
        return Number(at, end, None, value)
    return Number(at, end, value, value)


def _open(tokens: Sequence[Token], at: int, stop: int) -> Number:
    """ "dozens"; in "tens of thousands" and "hundreds of thousands" the second word multiplies the first."""
    low = _OPEN[tokens[at].low]
    if at + 2 < stop and tokens[at + 1].low == "of" and (scale := _OPEN_SCALES.get(tokens[at + 2].low)):
        return Number(at, at + 3, low * scale, None)
    return Number(at, at + 1, low, None)


def _upper(tokens: Sequence[Token], start: int, end: int, stop: int) -> tuple[int, int] | None:
    """The upper end of a range: "10 to 12", "10-12", "three or four", "between 10 and 12"; with the token behind it."""
    between = start > 0 and tokens[start - 1].low == "between"
    if (
        end >= stop
        or tokens[end].low not in ("to", "-", "–", "or", "and")
        or (tokens[end].low == "and" and not between)
    ):
        return None
    value, behind = _value(tokens, end + 1, stop) if end + 1 < stop else (None, end)
    return (value, behind) if value is not None else None


def _value(tokens: Sequence[Token], at: int, stop: int) -> tuple[int | None, int]:
    low = tokens[at].low
    if _DIGITS.fullmatch(low):
        value, end = int(low.replace(",", "")), at + 1
    elif low in WORD_VALUES:
        value, end = WORD_VALUES[low], at + 1
    elif "-" in low and all(part in WORD_VALUES for part in low.split("-")):
        value, end = sum(WORD_VALUES[part] for part in low.split("-")), at + 1
    elif low == "a" and at + 1 < stop and tokens[at + 1].low in (*_SCALES, "dozen"):
        value, end = 1, at + 1
    else:
        return None, at
    while end < stop and tokens[end].low in (*_SCALES, "dozen"):
        value *= _SCALES.get(tokens[end].low, 12)
        end += 1
    return value, end
