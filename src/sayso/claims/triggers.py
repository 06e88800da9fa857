"""Words that name a happening, as rows of `codebook/events.toml` list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeGuard, get_args

from sayso.codebook.inflection import forms
from sayso.codebook.tables import table
from sayso.model import CodebookError, EventType, Mode
from sayso.reading.tokens import Token, word_class

Fills = Literal["actor", "target", "place", "toll"]
RowType = EventType | Literal["kill", "responsibility"]
"""An event type, or one that the clause around it decides: who was killed by what, and responsibility for what."""


def is_event_type(name: RowType) -> TypeGuard[EventType]:
    """Whether the type stands by itself."""
    return name not in ("kill", "responsibility")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the codebook."""

    type: RowType
    mode: Mode | None
    weight: int
    subject: Fills
    object: Fills | None
    before_place: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """A happening named at tokens start to end (exclusive)."""

    start: int
    end: int
    row: Row
    part: Literal["verb", "noun", "phrase"]


@cache
def _book() -> tuple[dict[str, Row], dict[str, Row], dict[tuple[str, ...], Row]]:
    """Verb forms, nouns and phrases with their rows; where two rows share a word the heavier one has it."""
    book = table("events")
    verbs: dict[str, Row] = {}
    nouns: dict[str, Row] = {}
    phrases: dict[tuple[str, ...], Row] = {}
    for raw in sorted(book["event"], key=lambda row: -row["weight"]):
        row = row_of(raw)
        for lemma in raw.get("verbs", "").split():
            for form in forms(lemma, book["irregular"]):
                verbs.setdefault(form, row)
        for noun in raw.get("nouns", "").split():
            nouns.setdefault(noun, row)
        for phrase in raw.get("phrases", ()):
            phrases.setdefault(tuple(phrase.split()), row)
    return verbs, nouns, phrases


def row_of(raw: dict[str, Any]) -> Row:
    """A table of events.toml as a row. Raises CodebookError for a type that the model does not have."""
    if raw["type"] not in (*get_args(EventType), "kill", "responsibility"):
        raise CodebookError(
            f"codebook/events.toml: {raw['type']!r} is no type of event; the types stand in model/event.py"
        )
    return Row(
        raw["type"],
        raw.get("mode"),
        raw["weight"],
        raw.get("subject", "actor"),
        raw.get("object"),
        raw.get("before") == "place",
    )


def is_happening(noun: str) -> bool:
    """Whether a noun names a happening or what does harm in it ("airstrikes", "blast"), so that it can be no party."""
    return noun in _book()[1]


def triggers(tokens: Sequence[Token], start: int, stop: int) -> tuple[Trigger, ...]:
    """Every trigger between two tokens, in order; a phrase hides the words inside it."""
    found: list[Trigger] = []
    at = start
    while at < stop:
        one = _phrase(tokens, at, stop) or _word(tokens, at)
        if one:
            found.append(one)
        at = one.end if one else at + 1
    return tuple(found)


@cache
def _lengths() -> dict[str, list[int]]:
    """How many words the phrases have that begin with a word, the longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in _book()[2]:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {first: sorted(told, reverse=True) for first, told in lengths.items()}


def _phrase(tokens: Sequence[Token], at: int, stop: int) -> Trigger | None:
    for length in _lengths().get(tokens[at].low, ()):
        if at + length <= stop:
            row = _book()[2].get(tuple([t.low for t in tokens[at : at + length]]))
            if row:
                return Trigger(at, at + length, row, "phrase")
    return None


def _word(tokens: Sequence[Token], at: int) -> Trigger | None:
    verbs, nouns, _ = _book()
    token = tokens[at]
    row = verbs.get(token.low) if token.tag in ("verb", "gerund") else None
    if row and (not row.before_place or _place_behind(tokens, at + 1)):
        return Trigger(at, at + 1, row, "verb")
    if token.tag in ("noun", "name", "gerund", "verb") and (row := nouns.get(token.low)):
        return Trigger(at, at + 1, row, "noun") if not _names_something(tokens, at) else None
    return None


def _place_behind(tokens: Sequence[Token], at: int) -> bool:
    """Whether a place's name or a word like "town" stands behind a verb, past an article and up to two adjectives."""
    for token in tokens[at : at + 4]:
        if token.low in word_class("place_nouns"):
            return True
        if token.tag == "name":
            return token.low not in word_class("actor_nouns") | word_class("months") | word_class("weekdays")
        if token.tag not in ("determiner", "noun"):
            return False
    return False


def _names_something(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word stands inside a name ("Peace Talks Foundation", "Strike Force"), not for a happening."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].tag == "name" and following is not None and following.tag == "name" and at > 0
