"""Stance: how the speaker stands to what is said, from the cue and from the words of the clause."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sayso.codebook.tables import table
from sayso.model import Stance
from sayso.reading.tokens import Token, is_negation


@cache
def _book() -> dict[str, Any]:
    book = table("stance")
    return {key: frozenset(value.split()) if isinstance(value, str) else _any_of(value) for key, value in book.items()}


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase.strip()) for phrase in phrases)})\b")


def stance(cue: Stance | None, tokens: Sequence[Token], start: int, stop: int, trigger: int | None) -> Stance:
    """The stance of one clause.

    cue: what the verb of saying tells, None where the outlet itself asserts; tokens start to stop: the clause;
    trigger: the token of its happening, before which a negation or "will" must stand to count.
    """
    low = " ".join(t.low for t in tokens[start:stop])
    verbal = trigger is not None and tokens[trigger].tag in ("verb", "gerund")
    ahead = tokens[start : trigger + 1] if trigger is not None and verbal else tokens[start:stop]
    if _has(low, "responsibility"):
        return "claimed_responsibility"
    if cue in ("denied", "doubted", "reported_unsure"):
        return cue
    if _has(low, "doubted_phrases"):
        return "doubted"
    if _has(low, "denied_phrases") or (
        _negated(_up_to_verb(tokens, start, stop, trigger if verbal else None)) and not _has(low, "affirmed_phrases")
    ):
        return "denied"
    if _any(ahead, "planned") or _has(low, "planned_phrases"):
        return "planned"
    if _any(ahead, "reported_unsure") or _has(low, "unsure_phrases"):
        return "reported_unsure"
    return "asserted"


def affirms(tokens: Sequence[Token]) -> bool:
    """Whether the words say that a thing is so beyond doubt: "there is no doubt that"."""
    return _has(" ".join(t.low for t in tokens), "beyond_doubt")


def _up_to_verb(tokens: Sequence[Token], start: int, stop: int, verb: int | None) -> Sequence[Token]:
    """The words before the clause's verb, where a negation stands: "no civilians were killed in the shelling"."""
    if verb is None:
        verb = next((k for k in range(start, stop) if tokens[k].tag == "verb"), stop - 1)
    return tokens[start : verb + 1]


def _has(low: str, name: str) -> bool:
    return _book()[name].search(low) is not None


def _any(tokens: Sequence[Token], name: str) -> bool:
    return any(t.low in _book()[name] and t.tag != "name" for t in tokens)


def _negated(tokens: Sequence[Token]) -> bool:
    near = list(tokens[-6:])
    # ", not X, …" says of whom it does not hold; the clause itself holds.
    return any(is_negation(t) and not (t.low == "not" and n and near[n - 1].text == ",") for n, t in enumerate(near))
