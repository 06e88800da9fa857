"""Words that name a land or its people outright, wherever they stand: "the Syrian army", "Turkey's foreign minister".

The reader's mentions say what is a place in its sentence; an organisation's name swallows the land in it. Where a
report is from and whom it is about is told by those words too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.model.words import Words
from sayso.registers.places.gazetteer import Gazetteer
from sayso.registers.places.spelling import plain

_LONGEST = 4
"""Words in a name: "Democratic Republic of Congo"."""
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w'’]*[^\W_]|[A-Z]")
_LANDS = ("country", "continent")


def named_outright(text: str, gazetteer: Gazetteer, given: Sequence[Words] = ()) -> tuple[Words, ...]:
    """Countries, continents and peoples by name, and names of `given` mentions where they stand again, in order.

    None of them overlaps a given mention.
    """
    taken = [m.span for m in given]
    again = {plain(m.text) for m in given if m.text[:1].isupper()}
    found: list[Words] = []
    reached = 0
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        if first.start() < reached or not first[0][0].isupper():
            continue
        for span in _stretches(text, words, at):
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            name = text[span[0] : span[1]]
            if plain(name) in again or _is_land(name, gazetteer):
                found.append(Words(name, span))
                reached = span[1]
                break
    return tuple(found)


def _stretches(text: str, words: Sequence[re.Match[str]], at: int) -> Iterator[tuple[int, int]]:
    """From the longest to the single word, without the possessive, over nothing but blanks and hyphens."""
    for last in range(min(at + _LONGEST, len(words)) - 1, at - 1, -1):
        if not words[last][0][0].isupper():
            continue
        start, end = words[at].start(), words[last].end()
        if all(text[a.end() : b.start()] in (" ", "-") for a, b in pairwise(words[at : last + 1])):
            yield start, end - (2 if text[start:end].endswith(("'s", "’s")) else 0)


def _is_land(name: str, gazetteer: Gazetteer) -> bool:
    return any(c.spelt == "people" or (c.alike == 1.0 and c.entry.kind in _LANDS) for c in gazetteer.find(name))
