"""The words of a text as weighing compares them: stems, how rare each is, and the words by which a report is known again."""

import math
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
"""Telling words kept of one report, so that a long feature is no magnet."""
NAME_COUNTS = 1.7
"""How much more a word counts that is written as a name or with digits."""
LEAST_WEIGHT = 1.0


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


def telling_words(text: str) -> tuple[str, ...]:
    """The words by which a text is known again, sorted: rare, often told, and names first; at most NAMES_KEPT."""
    counted: dict[str, int] = {}
    named: set[str] = set()
    for word in _WORD.findall(text):
        shape = stem(word)
        if weight(shape) >= LEAST_WEIGHT:
            counted[shape] = counted.get(shape, 0) + 1
            if word[0].isupper() or word[0].isdigit():
                named.add(shape)

    def worth(shape: str) -> float:
        return (1 + math.log(counted[shape])) * weight(shape) * (NAME_COUNTS if shape in named else 1)

    return tuple(sorted(sorted(counted, key=lambda shape: (-worth(shape), shape))[:NAMES_KEPT]))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The cosine of two sets of words by their weights, 0 to 1."""
    shared = sum(weight(word) ** 2 for word in a & b)
    return shared / math.sqrt(_square(a) * _square(b)) if shared else 0.0


@lru_cache(maxsize=100_000)
def _square(words: frozenset[str]) -> float:
    return sum(weight(word) ** 2 for word in words)


def overlap(a: Iterable[str], b: Iterable[str]) -> tuple[float, float]:
    """Weight shared, of the lighter side and of both together (0 to 1 each; 0 where a side is empty)."""
    left, right = frozenset(a), frozenset(b)
    shared = sum(map(weight, left & right))
    one, other = sum(map(weight, left)), sum(map(weight, right))
    return (shared / min(one, other), shared / (one + other - shared)) if shared else (0.0, 0.0)
