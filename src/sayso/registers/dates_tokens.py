"""Words, figures and marks of a text, each with the class that the rows of the grammar ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.model import Span
from sayso.registers.dates_words import Value, lexicon, months, weekdays

FIRST_YEAR, LAST_YEAR = 1000, 2100
"""Four digits beyond these are no year."""
_YY = 69
"""Two digits up to this are of this century, as POSIX has it."""

_TOKEN = r"""(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
      | (?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/]))
      | (?P<dotted>\d{1,2}\.\d{1,2}\.\d{4}(?!\w))
      | (?P<clock>\d{1,2}:\d\d(?!\d))
      | (?P<decade>(?:\d{3}0['’]?|['’]\d0|\b[2-9]0)s\b)
      | (?P<short_year>(?<!\w)['’]\d\d(?!\w))
      | (?P<nth>\d{1,2}(?:st|nd|rd|th)\b)
      | (?P<figure>\d+(?:[.,]\d+)*)
      | (?P<break>\n[^\S\n]*\n)
      | (?P<dotted_word>(?=[A-Z])\b(?:{abbreviations})\.(?=\s))
      | (?P<word>[ap]\.m\.?|o['’]clock|(?:New\ Year['’]s|Christmas)\ (?:Eve|Day)\b|['’]ll\b
            |[^\W\d_]+n['’]t\b|(?:[^\W\d_]\.){2,}|[^\W\d_]+)
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


FIGURES = "iso slashed dotted clock decade short_year nth figure year military amount decimal".split()
"""Classes of tokens that no list of words holds; a `figure` is a day's or hour's number, an `amount` a higher one."""


def tokens(text: str, span: Span) -> Iterator[Token]:
    """The tokens of a stretch of the text."""
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
            yield Token(low, match.span(), known, value)
        elif kind == "short_year":
            number = int(raw[1:])
            yield Token(low, match.span(), "short_year", full_year(number))
        elif kind == "figure":
            yield Token(low, match.span(), *_figure(raw))
        elif kind == "nth":
            yield Token(low, match.span(), "nth" if 1 <= int(raw[:-2]) <= 31 else None, int(raw[:-2]))
        else:
            yield Token(low, match.span(), "stop" if kind == "break" else kind, raw)


_CAPITALS = frozenset({"month_or_not", "weekday_short"})
"""Classes whose words are other words in lower case: troops march, something may be, the sun rises.

A month that is no other word, or a weekday, is read in lower case too: scraped posts write so."""


def full_year(number: int) -> int:
    """The year that two digits stand for; a longer number is one already."""
    return number if number > 99 else number + (2000 if number <= _YY else 1900)


def _figure(raw: str) -> tuple[str | None, Value]:
    if not raw.isdigit() or len(raw) > 6:
        return "decimal", None
    number = int(raw)
    if len(raw) == 4 and FIRST_YEAR <= number <= LAST_YEAR:
        return "year", number
    if len(raw) == 4 and number < 2400:
        return "military", number
    if 1 <= number <= 31 and len(raw) <= 2:
        return "figure", number
    return "amount", number
