"""Tokens with coarse word classes: enough grammar for the codebook, and no more.

The encoder says who speaks; tokens carry what the codebook adds to it, and what `claims` reads. Every token knows its
place in the text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile, islice
from typing import Literal

from sayso.codebook.inflection import forms
from sayso.codebook.tables import table
from sayso.model import Span

Tag = Literal[
    "determiner",
    "preposition",
    "conjunction",
    "subordinator",
    "auxiliary",
    "adverb",
    "verb",
    "gerund",
    "noun",
    "name",
    "number",
    "pronoun",
    "possessive",
    "quote",
    "mark",
]

_TOKEN = re.compile(
    r"""(?:[^\W\d_]\.){2,}(?:[-‐‑]\w+)*                      # U.S., a.m., U.S.-backed
      | [^\W\d_]+\.(?:com|org|net|info|news|tv)\b
      | (?:Gen|Col|Lt|Sgt|Maj|Capt|Adm|Brig|Rep|Sen|Gov|Dr|Mr|Mrs|Ms|Prof|St)\.(?=\s+[A-Z])
      | \d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?:-[^\W\d_]+)*      # 1,200  5.30  21st  20-day
      | [’']s\b | [’']\B(?=\s)
      | \w+(?:[-‐‑]\w+|[’'](?!s\b)\w+)*                     # al-Qaryatayn, don't, US-led
      | \S""",
    re.VERBOSE,
)
_QUOTES = frozenset('"“”„‟«»″')
_ARTICLE_NAME = re.compile(r"(?:al|el|ad|ar|as|at|az|an|ash|ed|ul|bin|abu)[-‐‑’'][A-Z]")
"""Arabic names keep the article small: al-Qaryatayn."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. low: its lower-case form with straight apostrophes."""

    text: str
    low: str
    span: Span
    tag: Tag

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        return self.span[0]

    @property
    def end(self) -> int:
        """Offset behind the last code point."""
        return self.span[1]


@cache
def word_class(name: str) -> frozenset[str]:
    """One class of `codebook/words.toml` as a set of lower-case words."""
    return frozenset(table("words")[name].split())


@cache
def verb_forms() -> frozenset[str]:
    """Every verb form that the codebook knows, from words, cues and events."""
    known = set(word_class("verbs"))
    for name, rows in (("cues", "cue"), ("events", "event")):
        book = table(name)
        for row in book[rows]:
            for lemma in row.get("verbs", "").split():
                known |= forms(lemma, book["irregular"])
    return frozenset(known)


@cache
def _closed() -> dict[str, Tag]:
    classes: tuple[tuple[str, Tag], ...] = (
        ("numbers", "number"),
        ("adverbs", "adverb"),
        ("prepositions", "preposition"),
        ("pronouns", "pronoun"),
        ("subordinators", "subordinator"),
        ("conjunctions", "conjunction"),
        ("determiners", "determiner"),
        ("auxiliaries", "auxiliary"),
    )
    return {word: tag for name, tag in classes for word in word_class(name)}


def tokens(text: str, span: Span, lower_elsewhere: frozenset[str]) -> tuple[Token, ...]:
    """The tokens of one sentence of `text`.

    lower_elsewhere: words that the report also writes in lower case; a capital at the start of a sentence is then no
    name. In a sentence of capitals only, or of title case, case tells nothing and the word lists decide.
    """
    found = list(_TOKEN.finditer(text, *span))
    words = [m.group() for m in found if m.group()[0].isalpha()]
    shouted = _shouted(words)
    lows = [m.group().lower().replace("’", "'") for m in found]
    result: list[Token] = []
    for number, match in enumerate(found):
        low = lows[number]
        tag = _tag(match.group(), low, result, lower_elsewhere, shouted)
        adjective = (
            low.endswith("ed") and low in word_class("describing") and result and result[-1].tag in ("noun", "name")
        )
        if adjective or (tag == "verb" and low in word_class("homographs")):
            tag = _verb_or_noun(low, result, (found[k].group() for k in range(number + 1, len(found))))
        if tag == "noun" and low.endswith("ing") and _takes_object(low, lows[number + 1 : number + 2]):
            tag = "gerund"
        result.append(Token(match.group(), low, match.span(), tag))
    return tuple(result)


def is_negation(token: Token) -> bool:
    """Whether the word denies what stands behind it."""
    return token.low in word_class("negations") or token.low.endswith("n't")


def lower_words(text: str) -> frozenset[str]:
    """Every word that the text writes in lower case somewhere."""
    return frozenset(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())


def _shouted(words: Iterable[str]) -> bool:
    """Whether nearly every long word is capitalised, so that a capital marks no name."""
    long = [word for word in words if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) / len(long) > 0.8


def _tag(raw: str, low: str, before: list[Token], lower_elsewhere: frozenset[str], shouted: bool) -> Tag:
    if raw in _QUOTES:
        return "quote"
    if low in ("'s", "'"):
        return "possessive"
    if raw[0].isdigit():
        return "number"
    if not raw[0].isalpha():
        return "mark"
    known = _closed().get(low)
    capital = raw[0].isupper() or _ARTICLE_NAME.match(raw) is not None
    if known and (not capital or shouted or _opens(before) or low not in ("may", "will", "us")):
        return "name" if raw == "US" or (capital and low == "may" and before) else known
    if capital and not shouted and not (_opens(before) and low in lower_elsewhere):
        return "verb" if _opens(before) and low in verb_forms() else "name"
    return _open_class(low, before, capital)


_MODALS = frozenset("to will would shall should can could may might must did do does not they we i you who".split())
_OBJECTS = frozenset({"determiner", "pronoun", "number"})


def _verb_or_noun(low: str, before: list[Token], behind: Iterator[str]) -> Tag:
    """A form like "attack" or "claims" is a verb after "to" or a modal, or between a subject and an object."""
    last = next((token for token in reversed(before) if token.tag != "adverb"), None)
    if last is None:
        return "noun"
    if last.low in _MODALS:
        return "verb"
    ahead = list(islice(dropwhile(_is_adverb, behind), 2))
    following = ahead[0].lower() if ahead else ""
    capital = bool(ahead) and ahead[0][0].isupper()
    modified = len(ahead) == 2 and ahead[0].isalpha() and ahead[1][0].isupper() and following not in _closed()
    demand = following in ("for", "on") and low.startswith(("call", "appeal"))
    object_follows = following == "that" or _closed().get(following) in _OBJECTS or capital or modified or demand
    third_person = low.endswith("s")
    subject = (
        last.tag == "name"
        or (last.tag == "noun" and (third_person or last.low.endswith("s")))
        or last.low in ("he", "she", "it")
    )
    return "verb" if subject and object_follows else "noun"


def _is_adverb(word: str) -> bool:
    return _closed().get(word.lower()) == "adverb" or (word.islower() and word.endswith("ly"))


def _takes_object(low: str, following: list[str]) -> bool:
    """Whether "killing" and its like are verbs here: "killing 10", "shelling the port"."""
    behind = following[0] if following else ""
    return low in verb_forms() and (behind[:1].isdigit() or _closed().get(behind) in _OBJECTS)


def _opens(before: list[Token]) -> bool:
    return not before or all(token.tag in ("quote", "mark") for token in before) or before[-1].text in (":", "•")


def _open_class(low: str, before: list[Token], capital: bool) -> Tag:
    last = before[-1].tag if before else None
    nominal: Tag = "name" if capital else "noun"
    if low.endswith("ly") and len(low) > 4:
        return "adverb"
    if low in word_class("nouns") or low in word_class("describing"):
        return nominal
    if last in ("determiner", "possessive") and not low.endswith("ing"):
        return nominal
    if low.endswith("ing") and len(low) > 4:
        return "gerund" if last not in ("determiner", "possessive") else nominal
    if low in verb_forms() or (low.endswith("ed") and len(low) > 3):
        return nominal if last == "preposition" and before[-1].low != "to" else "verb"
    return nominal
