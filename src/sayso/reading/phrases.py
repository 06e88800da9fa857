"""Noun phrases around a word, found by word classes. Ranges are token indices, end exclusive; None: there is none."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from sayso.model import Words
from sayso.reading.tokens import Token, word_class

Range = tuple[int, int]

_NOMINAL = frozenset({"noun", "name", "number"})
_LINKS = frozenset(["of", "in", "for", "from", "at", "with"])
_PARTS = frozenset("one some many several most all none both".split())
"""What "of" ties to a phrase: "one of the field sources"."""
_APPOSITION = 16
"""Longest apposition, in tokens, that is stepped over between a speaker and his verb."""
_LONGEST = 18


def words_of(text: str, tokens: Sequence[Token], span: Range) -> Words:
    """The words that a range of tokens covers."""
    return Words.of(text, tokens[span[0]].start, tokens[span[1] - 1].end)


def runs(numbers: Iterable[int]) -> Iterator[Range]:
    """Rising numbers, of tokens or of word pieces, as ranges without a gap."""
    for _, run in groupby(enumerate(numbers), key=lambda one: one[1] - one[0]):
        own = [number for _, number in run]
        yield own[0], own[-1] + 1


@cache
def _times() -> frozenset[str]:
    days = word_class("weekdays")
    # "Tuesdays bombardment": scraped texts lose the apostrophe.
    return word_class("months") | days | {f"{day}s" for day in days} | word_class("time_nouns")


def is_time(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a range names a time ("Tuesday evening", "5 October", "the past week")."""
    times = _times()
    words = [t for t in tokens[start:end] if t.tag in _NOMINAL]
    return bool(words) and (words[-1].low in times or words[0].low in word_class("months") | word_class("weekdays"))


def before(tokens: Sequence[Token], at: int) -> Range | None:
    """The noun phrase that ends before token `at`: the subject of a verb there.

    Auxiliaries, adverbs, "on Tuesday" and one apposition between commas are stepped over.
    """
    end = _step_back(tokens, at)
    if end <= 0:
        return None
    last = tokens[end - 1]
    if last.tag == "pronoun":
        return (end - 1, end)
    if last.low in ("who", "which", "that"):
        return _antecedent(tokens, end - 1)
    if last.text == ",":
        opening = _comma_before(tokens, end - 1)
        speaker = before(tokens, opening) if opening is not None else None
        if speaker and opening is not None and all(t.tag == "name" for t in tokens[opening + 1 : end - 1]):
            return (speaker[0], end - 1)  # "the governor, Idris Malo, said": the name is the better half
        return speaker
    start = _phrase_start(tokens, end)
    if start is None:
        return None
    if start and is_time(tokens, start, end):
        return before(tokens, start)
    return _relative_head(tokens, start) or _named_before(tokens, start) or (start, end)


def _relative_head(tokens: Sequence[Token], start: int) -> Range | None:
    """The phrase that a relative clause in between hangs on: "an activist who spoke on condition of anonymity" said"""
    verbs = 0
    for k in range(start - 1, max(start - 9, 0), -1):
        if tokens[k].low in ("who", "which", "that") and verbs == 1:
            return _antecedent(tokens, k)
        if tokens[k].tag in ("verb", "gerund"):
            verbs += 1
        elif tokens[k].tag in ("subordinator", "quote") or tokens[k].text in (",", ";", ":"):
            return None
    return None


def _named_before(tokens: Sequence[Token], start: int) -> Range | None:
    """The name that an apposition without commas explains: "the Aleppo Media Center an activist collective" said …"""
    if start < 2 or tokens[start].low not in ("a", "an") or tokens[start - 1].tag not in ("name", "mark"):
        return None
    first = _phrase_start(tokens, start)
    if first and tokens[first - 1].tag in ("preposition", "verb", "gerund"):
        # "strikes on a market in Idlib a monitor said": the market is no name of the monitor.
        return None
    return (first, start) if first is not None and any(t.tag == "name" for t in tokens[first:start]) else None


def _step_back(tokens: Sequence[Token], at: int) -> int:
    end = at
    while end > 0 and (
        tokens[end - 1].tag in ("auxiliary", "adverb") or tokens[end - 1].low in ("not", "themselves", "itself")
    ):
        end -= 1
    time = _time_phrase_before(tokens, end)
    return _step_back(tokens, time) if time is not None else end


def _time_phrase_before(tokens: Sequence[Token], end: int) -> int | None:
    """Where a time such as "on Tuesday" or "late on Monday" that ends here begins."""
    for start in range(end - 1, max(end - 5, -1), -1):
        if tokens[start].low in ("on", "in", "at", "during", "since") and is_time(tokens, start + 1, end):
            return start - 1 if start and tokens[start - 1].low in ("late", "early") else start
        if tokens[start].tag not in _NOMINAL and tokens[start].tag != "determiner":
            return None
    return None


def _antecedent(tokens: Sequence[Token], at: int) -> Range | None:
    end = at - 1 if at and tokens[at - 1].text == "," else at
    start = _phrase_start(tokens, end)
    return (start, end) if start is not None else None


def _comma_before(tokens: Sequence[Token], at: int) -> int | None:
    for k in range(at - 1, max(at - _APPOSITION, 0), -1):
        if tokens[k].tag == "quote":
            return None
        if tokens[k].text == ",":
            return k
    return None


def _phrase_start(tokens: Sequence[Token], end: int) -> int | None:
    """Walk back from `end` over what can stand inside one noun phrase."""
    start = end
    while start > max(0, end - _LONGEST) and (before_it := _step_left(tokens, start, end)) is not None:
        start = before_it
    while start < end and tokens[start].tag not in (*_NOMINAL, "determiner") and tokens[start].low not in _PARTS:
        start = _behind_bracket(tokens, start, end)
    return start if start < end and any(t.tag in _NOMINAL for t in tokens[start:end]) else None


def _step_left(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where the phrase that runs from `start` to `end` begins with one more word; None where it does not go on."""
    token = tokens[start - 1]
    if token.text == ")":
        return next((k for k in range(start - 2, max(start - 8, -1), -1) if tokens[k].text == "("), None)
    if token.tag in _NOMINAL or token.tag == "possessive" or token.text in ("-", "/", "]", "["):
        # A determiner opens a phrase; only a preposition or "and" before it leads further back.
        opened = start < end and tokens[start].tag == "determiner"
        return None if opened else start - 1
    if token.tag == "determiner":
        return start - 1
    if start == end:
        return None
    part = token.low in _PARTS and tokens[start].low == "of"
    quoted = token.tag == "quote" and start > 1 and _scare_quoted(tokens, start - 1, end)
    return start - 1 if part or quoted or _linked(tokens, start) or _joins_names(tokens, start - 1, end) else None


def _behind_bracket(tokens: Sequence[Token], start: int, end: int) -> int:
    """The next token, or the one behind the bracket that opens here."""
    if tokens[start].text != "(":
        return start + 1
    return next((k + 1 for k in range(start, end) if tokens[k].text == ")"), start + 1)


def _linked(tokens: Sequence[Token], start: int) -> bool:
    """Whether "of", "in", "for" before `start` ties this phrase to a noun before it."""
    if start < 2 or tokens[start - 1].low not in _LINKS:
        return False
    head = tokens[start - 2]
    return head.tag in _NOMINAL or head.text == ")" or head.low in _PARTS


def _joins_names(tokens: Sequence[Token], at: int, end: int) -> bool:
    if tokens[at].low not in ("and", "&") or at == 0 or at + 1 >= end:
        return False
    left, right = tokens[at - 1], tokens[at + 1]
    return (left.tag == "name" or left.text == ")") and (right.tag == "name" or right.low in ("its", "their", "his"))


def _scare_quoted(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the quotation mark at `at` belongs to one or two quoted words inside the phrase."""
    marks = [k for k in range(max(at - 4, 0), min(end, at + 5)) if tokens[k].tag == "quote"]
    return len(marks) == 2


def after(tokens: Sequence[Token], at: int, stop: int, links: frozenset[str] = _LINKS) -> Range | None:
    """The noun phrase that begins at token `at`, at most up to `stop`; `links` are the prepositions it may contain."""
    start = _past_amount(tokens, at, stop)
    while start < stop and (tokens[start].tag == "adverb" or tokens[start].low in ("that", "both")):
        start += 1
    if start < stop and tokens[start].tag == "pronoun":
        return (start, start + 1)
    end = _phrase_end(tokens, start, stop, links)
    if end <= start or not any(t.tag in _NOMINAL for t in tokens[start:end]):
        return None
    return (start, end)


_AMOUNTS = (
    ("at", "least"),
    ("at", "most"),
    ("more", "than"),
    ("fewer", "than"),
    ("less", "than"),
    ("up", "to"),
    ("over",),
    ("around",),
)


def _past_amount(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Past "at least", "more than" and their like, which stand before a number and belong to no phrase."""
    for words in _AMOUNTS:
        end = at + len(words)
        if end < stop and tuple(t.low for t in tokens[at:end]) == words and tokens[end].tag == "number":
            return end
    return at


def _phrase_end(tokens: Sequence[Token], start: int, stop: int, links: frozenset[str]) -> int:
    end = start
    stop = min(stop, start + _LONGEST)
    while end < stop and (after_it := _step(tokens, start, end, stop, links)) is not None:
        end = after_it
    while end > start and not _can_end(tokens[end - 1]):
        end -= 1
    return end


def _can_end(token: Token) -> bool:
    return token.tag in _NOMINAL or token.tag == "quote" or token.text in (")", "]")


def _step(tokens: Sequence[Token], start: int, at: int, stop: int, links: frozenset[str]) -> int | None:
    """Where a phrase that has run from `start` to `at` goes on; None where it ends."""
    token, nominal = tokens[at], any(t.tag in _NOMINAL for t in tokens[start:at])
    following = tokens[at + 1] if at + 1 < stop else None
    if token.tag in _NOMINAL or token.tag == "possessive" or token.text in ("-", "/", "[", "]"):
        return at + 1
    if token.text == "(" and nominal:
        closing = next((k for k in range(at + 1, min(at + 8, stop)) if tokens[k].text == ")"), None)
        return None if closing is None else closing + 1
    if token.tag == "determiner":
        return at + 1 if not nominal or tokens[at - 1].low in links | {"and", "all", "both"} else None
    if token.low in links and nominal and following and following.tag in (*_NOMINAL, "determiner"):
        time = is_time(tokens, at + 1, _phrase_end(tokens, at + 1, stop, frozenset()))
        return None if time else at + 1
    joined = token.low == "and" and nominal and _joins_next(tokens, at, stop, links)
    modifier = token.tag == "gerund" and nominal and following is not None and following.tag == "noun"
    return at + 1 if joined or modifier or (token.tag == "quote" and _scare_quoted(tokens, at, stop)) else None


def _joins_next(tokens: Sequence[Token], at: int, stop: int, links: frozenset[str]) -> bool:
    """Whether the "and" at `at` joins another name to this phrase: "the Ember Brigade and the Sons of Tolva".

    It does not where that name is the subject of a verb of its own.
    """
    if at + 1 >= stop:
        return False
    following = tokens[at + 1]
    if following.low in ("its", "their") or (following.tag == "name" == tokens[at - 1].tag):
        return True
    if following.tag != "determiner" or at + 2 >= stop or tokens[at + 2].tag != "name":
        return False
    end = _phrase_end(tokens, at + 1, stop, links)
    return end >= len(tokens) or tokens[end].tag not in ("verb", "auxiliary", "adverb")
