"""Tolls: "at least 12 civilians were killed and dozens wounded" as ranges with their words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from sayso.model import Count, Toll, Words
from sayso.reading.tokens import Token, verb_forms, word_class

Harm = Literal["killed", "injured", "captured", "displaced"]

_HARMS: dict[str, Harm] = {word: harm for harm in get_args(Harm) for word in word_class(harm)}
_WORD_VALUES = {
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
_FLOOR = re.compile(r"\b(at least|more than|over|no fewer than|no less than|upwards of|above|exceeding)\s*$")
_CEILING = re.compile(r"\b(up to|as many as|as high as|at most|fewer than|less than|no more than)\s*$")
_NEVER_PEOPLE = frozenset("percent per % km miles kilometres kilometers metres meters am pm".split())
_PERIODS = word_class("time_nouns") | word_class("months")
_PART = frozenset({"including", "among", "whom"})
_AMOUNTS = word_class("amounts")
_REACH = 10
"""How far, in tokens, a harm word may stand from its number."""


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    low: int | None
    high: int | None


def toll(text: str, tokens: Sequence[Token], start: int, stop: int) -> Toll | None:
    """The people that a clause says were harmed, or None where it gives no number."""
    counts: dict[Harm, Count] = {}
    for number, harm in _counted(tokens, _numbers(text, tokens, start, stop), start, stop):
        count = _count(text, tokens, number, stop)
        counts[harm] = _sum(counts[harm], count) if harm in counts else count
    return Toll(**counts) if counts else None


def _counted(tokens: Sequence[Token], numbers: Sequence[_Number], start: int, stop: int) -> list[tuple[_Number, Harm]]:
    """Numbers with the harm they count; one without a harm of its own shares that of the number it is joined to."""
    harms = [_harm_near(tokens, number, start, stop) for number in numbers]
    for n, (a, b) in enumerate(pairwise(numbers)):
        if _goes_on(tokens, a, b):
            harms[n], harms[n + 1] = harms[n] or harms[n + 1], harms[n + 1] or harms[n]
    counted = [(number, harm) for number, harm in zip(numbers, harms, strict=True) if harm]
    return [(n, harm) for n, harm in counted if harm != "captured" or _counts_people(tokens, n, stop)]


def _counts_people(tokens: Sequence[Token], number: _Number, stop: int) -> bool:
    """Whether the nouns behind a number are people: villages are captured too."""
    behind = [t.low for t in tokens[number.end : min(stop, number.end + 4)]]
    people = word_class("civilian_nouns") | word_class("fighter_nouns") | word_class("actor_nouns") | {"others", "more"}
    places = word_class("place_nouns")
    return any(low in people for low in behind) and not any(low in places for low in behind[:2])


def _goes_on(tokens: Sequence[Token], last: _Number, number: _Number) -> bool:
    """Whether a count only goes on with the one before it: "killing eight officers and five drivers"."""
    between = tokens[last.end : number.start]
    joined = any(t.low in ("and", ",") for t in between)
    if any(t.low in verb_forms() for t in between):
        return False
    return joined and not any(t.tag in ("verb", "auxiliary", "gerund", "preposition", "subordinator") for t in between)


def _sum(a: Count, b: Count) -> Count:
    """Several counts of one kind in one clause make one toll ("12 soldiers and 3 civilians were killed")."""
    high = a.high + b.high if a.high is not None and b.high is not None else None
    low = a.low + b.low if a.low is not None and b.low is not None else None
    return Count(a.text, a.span, low, high, a.who)


def _numbers(text: str, tokens: Sequence[Token], start: int, stop: int) -> list[_Number]:
    found: list[_Number] = []
    at = start
    while at < stop:
        if (one := _number(text, tokens, at, stop)) is None:
            at += 1
            continue
        if not _counts_something_else(tokens, one, stop) and not _is_part(tokens, one, start, stop):
            found.append(one)
        at = one.end
    return found


def _is_part(tokens: Sequence[Token], number: _Number, start: int, stop: int) -> bool:
    """Whether the number is part of one told before: "14 civilians, including six children", "110 of them under 18"."""
    before = [t.low for t in tokens[max(start, number.start - 4) : number.start]]
    behind = [t.low for t in tokens[number.end : min(stop, number.end + 2)]]
    if "quarter" in before or "half" in before or "third" in before:
        return True
    return not _PART.isdisjoint(before) or behind in (["of", "them"], ["of", "whom"])


def _number(text: str, tokens: Sequence[Token], at: int, stop: int) -> _Number | None:
    low = tokens[at].low
    lead = text[max(0, tokens[at].start - 16) : tokens[at].start].lower()
    if low in _OPEN:
        return _Number(at, at + 1, _OPEN[low], None)
    value, end = _value(tokens, at, stop)
    if value is None or (at and tokens[at - 1].low == "no"):
        return None
    if (upper := _upper(tokens, at, end, stop)) is not None and upper[0] >= value:
        return _Number(at, upper[1], value, upper[0])
    if _FLOOR.search(lead):
        return _Number(at, end, value, None)
    if _CEILING.search(lead):
        return _Number(at, end, None, value)
    return _Number(at, end, value, value)


def _upper(tokens: Sequence[Token], start: int, end: int, stop: int) -> tuple[int, int] | None:
    """The upper end of a range: "10 to 12", "10-12", "between 10 and 12"; with the token behind it."""
    between = start > 0 and tokens[start - 1].low == "between"
    if end >= stop or tokens[end].low not in ("to", "-", "–", "and") or (tokens[end].low == "and" and not between):
        return None
    value, behind = _value(tokens, end + 1, stop) if end + 1 < stop else (None, end)
    return (value, behind) if value is not None else None


def _value(tokens: Sequence[Token], at: int, stop: int) -> tuple[int | None, int]:
    low = tokens[at].low
    if re.fullmatch(r"\d{1,3}(,\d{3}){1,3}|\d{1,9}", low):
        value, end = int(low.replace(",", "")), at + 1
    elif low in _WORD_VALUES:
        value, end = _WORD_VALUES[low], at + 1
    elif "-" in low and all(part in _WORD_VALUES for part in low.split("-")):
        value, end = sum(_WORD_VALUES[part] for part in low.split("-")), at + 1
    elif low == "a" and at + 1 < stop and tokens[at + 1].low in (*_SCALES, "dozen"):
        value, end = 1, at + 1
    else:
        return None, at
    while end < stop and tokens[end].low in (*_SCALES, "dozen"):
        value *= _SCALES.get(tokens[end].low, 12)
        end += 1
    return value, end


def _counts_something_else(tokens: Sequence[Token], number: _Number, stop: int) -> bool:
    """Dates, ages, distances and ordinals are no tolls."""
    following = tokens[number.end].low if number.end < stop else ""
    before = tokens[number.start - 1].low if number.start else ""
    year = (
        tokens[number.start].text.isdigit()
        and len(tokens[number.start].text) == 4
        and before in ("in", "since", "of", *word_class("months"))
    )
    return (
        year
        or following in _PERIODS
        or following in _NEVER_PEOPLE
        or before in word_class("months")
        or before in ("$", "€", "£")
        or "-" in following[:1]
    )


def _harm_near(tokens: Sequence[Token], number: _Number, start: int, stop: int) -> Harm | None:
    """The harm that a number counts: the verb just before it, else the nearest word behind it."""
    for k in range(number.start - 1, max(start, number.start - 6) - 1, -1):
        if tokens[k].low in _HARMS and _leads_to(tokens, k, number.start) and not _counted_before(tokens, k, start):
            return _HARMS[tokens[k].low]
        if tokens[k].text in (";", ".") or (tokens[k].low in ("and", "but") and k < number.start - 1):
            break
    for k in range(number.end, min(stop, number.end + _REACH)):
        if tokens[k].low in _HARMS and not _has_object(tokens, k, stop):
            return _HARMS[tokens[k].low]
        if tokens[k].text in (";", ".") or (k > number.end and tokens[k].tag == "number" and not _parted(tokens, k)):
            break
    return _harm_of_toll(tokens, number, start)


def _parted(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number at `at` only tells a part: its harm, and what stands behind, is still the whole's."""
    return any(t.low in _PART for t in tokens[max(at - 3, 0) : at])


def _has_object(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether the number's people did the harm: "300 militants captured the town"."""
    following = tokens[at + 1] if at + 1 < stop else None
    passive = tokens[at - 1].tag in ("auxiliary", "adverb")
    objects = ("determiner", "name", "noun", "number", "pronoun")
    return tokens[at].tag == "verb" and not passive and following is not None and following.tag in objects


def _leads_to(tokens: Sequence[Token], at: int, number: int) -> bool:
    """Whether a harm word counts the number behind it: "wounding more than 80", "killed an estimated 40"."""
    between = tokens[at + 1 : number]
    if any(t.low == "by" for t in between):
        # "captured by two groups" counts captors.
        return False
    if all(t.low in _AMOUNTS for t in between):
        return True
    return tokens[at].tag in ("verb", "gerund") and not any(t.tag in ("mark", "conjunction") for t in between)


def _counted_before(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether the harm word already closes a count of its own ("six were killed and four injured")."""
    return any(tokens[k].tag == "number" for k in range(max(start, at - 5), at)) and (
        tokens[at - 1].tag in ("auxiliary", "noun", "number", "adverb") if at else False
    )


def _harm_of_toll(tokens: Sequence[Token], number: _Number, start: int) -> Harm | None:
    """ "a death toll of 50", "the number of dead rose to 12"."""
    before = [t.low for t in tokens[max(start, number.start - _REACH) : number.start]]
    return "killed" if "toll" in before or "dead" in before or "deaths" in before else None


def _count(text: str, tokens: Sequence[Token], number: _Number, stop: int) -> Count:
    words = Words.of(text, tokens[number.start].start, tokens[number.end - 1].end)
    end = number.end
    while end < stop and tokens[end].tag in ("noun", "name") and end < number.end + 5:
        end += 1
    who = Words.of(text, tokens[number.end].start, tokens[end - 1].end) if end > number.end else None
    return Count(words.text, words.span, number.low, number.high, who)
