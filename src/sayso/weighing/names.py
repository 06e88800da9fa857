"""The words of a text as weighing compares them: stems, how rare each is, and the rare names of a whole report."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from sayso.codebook.tables import table

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS = str.maketrans("", "", "'’")
_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "s", "e", "y")
_LEAST = 4
"""Letters that a stem keeps."""

NAMES_KEPT = 60
"""Rare words kept of one report: the rarest and oftenest told first, so that a long feature is no magnet."""


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending, so that "shelled", "shelling" and "shells" are one."""
    folded = word.casefold()
    if folded.endswith(("'s", "’s")):
        folded = folded[:-2]
    plain = folded.translate(_MARKS)
    if not plain.isalpha():
        return plain
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _LEAST:
            return plain[: -len(ending)]
    return plain


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text, in order; "al-Qaryatayn" is one word."""
    return tuple(stem(word) for word in _WORD.findall(text))


@cache
def _weights() -> dict[str, float]:
    rows = table("common_words")
    return {word: float(row["weight"]) for row in rows.values() for word in row["stems"].split()}


RARE = 4.0


def weight(word: str) -> float:
    """How much a shared stem says: 0 for "the", RARE for what hardly any report holds."""
    return _weights().get(word, RARE)


def content(text: str) -> frozenset[str]:
    """The stems that say something."""
    return frozenset(word for word in stems(text) if weight(word) > 0)


def rare_names(text: str) -> tuple[str, ...]:
    """The rare words of a report's text that are written as names (or with digits), sorted; at most NAMES_KEPT."""
    counted: dict[str, int] = {}
    for word in _WORD.findall(text):
        if (word[0].isupper() or word[0].isdigit()) and weight(shape := stem(word)) >= RARE:
            counted[shape] = counted.get(shape, 0) + 1
    best = sorted(counted, key=lambda word: (-counted[word], word))[:NAMES_KEPT]
    return tuple(sorted(best))


def overlap(a: Iterable[str], b: Iterable[str]) -> tuple[float, float]:
    """Weight shared, of the lighter side and of both together (0 to 1 each; 0 where a side is empty)."""
    left, right = frozenset(a), frozenset(b)
    shared = sum(map(weight, left & right))
    one, other = sum(map(weight, left)), sum(map(weight, right))
    return (shared / min(one, other), shared / (one + other - shared)) if shared else (0.0, 0.0)
