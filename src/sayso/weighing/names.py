"""The words of a text as weighing compares them: stems, how rare each is, and by which words a report is known."""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from sayso.codebook.tables import table

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS = str.maketrans("", "", "'’")
_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "s", "e", "y")
_LEAST = 4
"""Letters that a stem keeps."""

NAMES_KEPT = 150
"""Telling words kept of one report, so that a long feature is no magnet."""
NAME_COUNTS = 1.7
"""How much more a word counts that is written as a name or with digits."""
LEAST_WEIGHT = 0.5
PROSE = 8
"""Words in a line that tells something: shorter ones are buttons, captions and names of columns, but for the title."""


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


def spelt(shape: str, texts: Iterable[str]) -> str:
    """A word of this stem as these texts write it, the shortest; the stem where none does."""
    pattern = re.compile(rf"\b{re.escape(shape)}[\w'’-]*", re.IGNORECASE)
    written = (next((word for word in pattern.findall(text) if stem(word) == shape), None) for text in texts)
    return min(filter(None, written), key=lambda word: (len(word), word), default=shape)


@cache
def _weights() -> dict[str, float]:
    rows = table("common_words")
    return {word: float(row["weight"]) for row in rows.values() for word in row["stems"].split()}


RARE = 4.0
SELDOM = 3.0
"""From this weight on a stem is a rare word."""


def weight(word: str) -> float:
    """How much a shared stem says: 0 for "the", RARE for what hardly any report holds."""
    return _weights().get(word, RARE)


def content(text: str) -> frozenset[str]:
    """The stems that say something."""
    return frozenset(word for word in stems(text) if weight(word) > 0)


def telling_words(text: str) -> tuple[tuple[str, float], ...]:
    """The words by which a text is known again: rare, often told, names before others; at most NAMES_KEPT, sorted.

    The second of each pair is what the word is worth; the squares of all sum to 1.
    """
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

    worths = {shape: worth(shape) for shape in counted}
    best = sorted(worths, key=lambda shape: (-worths[shape], shape))[:NAMES_KEPT]
    length = math.sqrt(sum(worths[shape] ** 2 for shape in best))
    return tuple((shape, round(worths[shape] / length, 4)) for shape in sorted(best))


def prose(text: str) -> str:
    """The lines of a text that tell something: its first, and those long enough."""
    first, *others = text.strip().split("\n")
    return "\n".join((first, *(line for line in others if len(line.split()) >= PROSE)))


def rare(text: str) -> frozenset[str]:
    """Its stems that hardly any report holds."""
    return frozenset(word for word in stems(text) if weight(word) >= SELDOM)


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """The cosine of two texts by their telling words, 0 to 1."""
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    # The exact sum: it does not hang on the order of the words.
    return min(1.0, math.fsum(worth * longer[word] for word, worth in shorter.items() if word in longer))


def overlap(a: frozenset[str], b: frozenset[str]) -> tuple[float, float]:
    """Weight shared, of the lighter side and of both together (0 to 1 each; 0 where nothing is shared)."""
    both = a & b
    if not both or not (shared := sum(map(weight, both))):
        return 0.0, 0.0
    one, other = _heft(a), _heft(b)
    return shared / min(one, other), shared / (one + other - shared)


@lru_cache(maxsize=100_000)
def _heft(words: frozenset[str]) -> float:
    return sum(map(weight, words))
