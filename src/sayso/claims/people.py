"""How many people a stretch of a clause names: "twelve soldiers", "a man and two children", "Idris Malo, 16,"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sayso.claims.numbers import number
from sayso.claims.triggers import is_happening
from sayso.reading import phrases
from sayso.reading.tokens import Token, word_class

Kind = Literal["number", "name", "noun"]
Side = Literal["first", "last"]
"""Which of several unrelated phrases counts: behind a verb the first, before it the last."""

_PHRASE = frozenset({"determiner", "number", "noun", "name", "possessive", "adverb"})
_LIKE_NOUNS = frozenset({"one", "others", "other"})
"""Words tagged as pronouns that stand in a phrase: "one soldier", "35 others"."""
_ONE_OF = frozenset("a an another the this that his her their its my our one".split())
_AGED = re.compile(r"\d+[-‐‑]years?([-‐‑]olds?)?|\d+[-‐‑](month|week|day)[-‐‑]old")
_AGE_ENDS = frozenset({",", ")", "]", ";", "of", "from", "and", "who", "is", "was", "has", "had", "in", "with"})
_OLDEST = 110
_BRACKET = 12
"""Longest aside in brackets, in tokens."""
_NEVER_PEOPLE = frozenset("percent per % km kilometer kilometre feet foot mph miles am pm a.m. p.m. block".split())
_AND = frozenset({"and", "&", "alongside", "plus"})
_PART = frozenset({"including", "amongst", "whom", "mostly", "mainly"})
_LEADS = frozenset({"over", "about", "around", "above", "than", "between", "nearly", "near", "like", "among"})
"""Prepositions before a number that only bound it."""


@dataclass(frozen=True, slots=True)
class People:
    """People named by tokens start to end (exclusive), low to high of them. kind: what the first of them is named by.

    generic: the noun says only that they are people, so that what stands behind a comma tells who they are.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    kind: Kind
    generic: bool = False

    @property
    def one(self) -> bool:
        """Whether it is one person, told without a number."""
        return self.kind != "number" and self.high == 1


def people(text: str, tokens: Sequence[Token], start: int, stop: int, side: Side) -> People | None:
    """The people that tokens start to stop name, those joined by "and" summed; None where they name none."""
    total: People | None = None
    for one in _named(text, tokens, start, stop):
        if one is None:
            if side == "first" and total is None:
                return None
            continue
        between = tokens[total.end : one.start] if total else ()
        if total is None or _only_leads_up(tokens, total, one):
            total = one
        elif one.kind == "name" and any(t.tag == "preposition" for t in between) and not _adds(between):
            # "Evacuees from Fuaa and Kafraya": the second name hangs on the preposition, too.
            continue
        elif [t.low for t in between] == ["among"]:
            # "Six children among 19 dead" are a part of these.
            total = one
        elif _joined(between, numbers=total.kind == "number" == one.kind):
            total = total if _tells_who(tokens, total, one, stop) else together(total, one)
        elif side == "first":
            break
        else:
            total = one
    return total


def _only_leads_up(tokens: Sequence[Token], total: People, one: People) -> bool:
    """Whether a name is only the place before a number: "DENVER — Two people", "Homs, 5 soldiers"."""
    between = tokens[total.end : one.start]
    if total.kind != "name" or one.kind != "number" or any(t.low in _AND for t in between):
        return False
    return "others" not in [t.low for t in tokens[one.start : one.end]]


def _joined(between: Sequence[Token], *, numbers: bool) -> bool:
    """Whether two phrases are told together; two numbers also without a word between: "10 children 5 women"."""
    if all(t.low in _LEADS for t in between):
        return numbers
    return any(t.low in _AND or t.text in (",", "–", "—", "(", "-") for t in between) or _adds(between)


def _adds(between: Sequence[Token]) -> bool:
    lows = [t.low for t in between]
    return lows[-2:] in (["along", "with"], ["together", "with"]) or lows[-3:] == ["as", "well", "as"]


def _tells_who(tokens: Sequence[Token], total: People, one: People, stop: int) -> bool:
    """Whether the second phrase names the people of the first again: "a man, Idris Malo,", "two people, a man and"."""
    between = tokens[total.end : one.start]
    if total.generic and total.kind == "number" and total.low != 1:
        return bool(between) and between[0].low not in _AND
    if any(t.low in _AND for t in between) or _adds(between):
        return False
    if not (total.one and one.one):
        return total.kind == "number" and one.kind == "name"
    if total.kind != one.kind:
        return True
    listed = any(t.low in _AND for t in tokens[one.end : min(stop, one.end + 8)])
    bare = tokens[total.start].tag != "determiner" and total.kind == "noun"
    return not (listed or bare)


def together(a: People, b: People) -> People:
    """The people of both."""
    high = a.high + b.high if a.high is not None and b.high is not None else None
    low = a.low + b.low if a.low is not None and b.low is not None else None
    kind = "number" if "number" in (a.kind, b.kind) else a.kind
    return People(a.start, b.end, low, high, kind)


# --- phrases


def _named(text: str, tokens: Sequence[Token], start: int, stop: int) -> Iterator[People | None]:
    """Each phrase that names people of its own, in order, None for one that does not say how many.

    What hangs on a preposition is passed over.
    """
    at = start
    while at < stop:
        if tokens[at].low in _PART or (tokens[at].low == "among" and at + 1 < stop and tokens[at + 1].low == "them"):
            return
        if tokens[at].text == "(":
            at = next((k + 1 for k in range(at, min(at + _BRACKET, stop)) if tokens[k].text == ")"), at + 1)
            continue
        end = _phrase_end(text, tokens, at, stop)
        if end == at:
            at += 1
            continue
        found = _people_of(text, tokens, at, end, stop)
        told = found is not None or any(t.tag in ("noun", "name") for t in tokens[at:end])
        if told and not _hangs(tokens, found.start if found else at, start):
            yield found
        at = max(end, found.end if found else end)


def _phrase_end(text: str, tokens: Sequence[Token], start: int, stop: int) -> int:
    """Where the noun phrase that begins at a token ends; at `start` itself where none begins."""
    at = start
    while at < stop and (tokens[at].tag in _PHRASE or tokens[at].low in _LIKE_NOUNS or _abbreviates(tokens, at, start)):
        initial = len(tokens[at].text) == 1 and tokens[at].text.isupper() and at > start
        opens = (tokens[at].tag == "determiner" and not initial) or number(text, tokens, at, stop) is not None
        if opens and at > start and tokens[at - 1].tag in ("noun", "name", "adverb"):
            break
        at += 1
    if at == start and at < stop and tokens[at].tag == "pronoun":
        return at + 1
    return at


def _abbreviates(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether a full stop belongs to the name before it: "Joy A. Malo"."""
    return tokens[at].text == "." and at > start and len(tokens[at - 1].text) <= 2 and tokens[at - 1].text[0].isupper()


def _hangs(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether a phrase at `at` hangs on a preposition inside the stretch that begins at `start`."""
    k = at - 1
    while k >= start and tokens[k].tag in ("determiner", "adverb"):
        k -= 1
    if k < start or tokens[k].tag != "preposition":
        return False
    if tokens[k].low in _LEADS or _adds(tokens[start : k + 1]) or tokens[k].low in _AND:
        return False
    if tokens[k].low == "of" and k > 0 and tokens[k - 1].low in word_class("totals"):
        return False
    bound = tokens[k + 1].low in ("least", "most") or [t.low for t in tokens[k - 1 : k + 1]] == ["up", "to"]
    return not (bound or (tokens[k].low == "as" and tokens[k - 1].low in ("many", "high", "much")))


def _people_of(text: str, tokens: Sequence[Token], start: int, end: int, stop: int) -> People | None:
    for at in range(start, end):
        if (found := number(text, tokens, at, stop)) is None:
            continue
        if _is_age(tokens, at, found.end, stop):
            break
        if _counts_else(tokens, found.start, found.end, stop):
            return None
        behind = [t.low for t in tokens[found.end : min(stop, found.end + 2)]]
        if behind in (["of", "them"], ["of", "whom"]) and found.start and tokens[found.start - 1].tag == "mark":
            return None
        generic = found.end < stop and tokens[max(found.end, end) - 1].low in word_class("anybody_plural")
        last = max(end, found.end)
        return People(found.start, last, found.low, found.high, "number", generic)
    return _one(tokens, start, end)


def _is_age(tokens: Sequence[Token], at: int, end: int, stop: int) -> bool:
    """Whether a number tells how old somebody is: ", 16,", "aged 95", "dead at 25", "an 11 year old"."""
    units = [t.low for t in tokens[end : min(stop, end + 2)]]
    if units[:1] in (["year-old"], ["month-old"]) or units in (["year", "old"], ["years", "old"], ["months", "old"]):
        return True
    if not tokens[at].text.isdigit() or int(tokens[at].text) > _OLDEST:
        return False
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    following = tokens[end].low if end < len(tokens) else ""
    closes = end >= stop or following in _AGE_ENDS
    if before.low == "and" and closes and tokens[at - 2].tag == "number":
        return True
    return (
        before.low in ("aged", "age", "ages")
        or (before.text in (",", "(") and closes)
        or (before.low == "at" and closes)
    )


def _counts_else(tokens: Sequence[Token], start: int, end: int, stop: int) -> bool:
    """Dates, times, distances, addresses and telephone numbers count no people."""
    following = tokens[end].low if end < stop else ""
    before = tokens[start - 1].low if start else ""
    months = word_class("months")
    digits = tokens[start].text.isdigit()
    year = digits and len(tokens[start].text) == 4 and before in ("in", "since", "of", ",", *months)
    # "Channel 2", "WDRB 41": a number that belongs to the name before it.
    named = (
        digits and start > 0 and tokens[start - 1].tag == "name" and (end >= len(tokens) or tokens[end].tag == "mark")
    )
    return (
        year
        or named
        or following in word_class("time_nouns") | months
        or following in _NEVER_PEOPLE
        or following in word_class("distances")
        or before in months
        or before in ("$", "€", "£", "call", "called", "calling", "dialed", "highway", "route", "no", "-")
        or following[:1] == "-"
    )


def _one(tokens: Sequence[Token], start: int, end: int) -> People | None:
    """One person named by a noun or a name; "a couple" is two."""
    while start < end and tokens[start].tag == "adverb":
        start += 1
    while end > start and tokens[end - 1].tag in ("adverb", "possessive"):
        end -= 1
    if start >= end:
        return None
    words, head = tokens[start:end], tokens[end - 1]
    named = head.tag == "name" and head.low not in word_class("one_person")
    found = People(start, end, 1, 1, "name" if named else "noun")
    if head.tag == "pronoun":
        return found if head.low in word_class("one_pronouns") else None
    if head.low in word_class("two_people"):
        return replace(found, low=2, high=2)
    if words[0].low == "both":
        return replace(found, low=2, high=2)
    if words[0].tag == "determiner" and words[0].low not in _ONE_OF:
        return None
    if head.low == "another":
        return found
    person = any(t.low in word_class("one_person") or _AGED.fullmatch(t.low) for t in words)
    if phrases.is_time(tokens, start, end) or _is_several(head) or _is_no_person(head):
        return None
    if person or head.tag == "name":
        return found
    return found if words[0].tag == "determiner" and len(words) > 1 and head.tag == "noun" else None


def _is_several(head: Token) -> bool:
    if head.low in word_class("one_person"):
        return False
    many = word_class("collectives") | word_class("anybody_plural")
    plural = head.low.endswith("s") and not head.low.endswith("ss")
    return head.low in many or (plural and (head.tag == "noun" or head.low.endswith("ns")))


def _is_no_person(head: Token) -> bool:
    if head.low in word_class("one_person"):
        return False
    things = word_class("place_nouns") | word_class("media_words") | word_class("instruments") | word_class("things")
    return is_happening(head.low) or head.low in things or head.low.endswith(("ing", "ness", "ment", "tion"))
