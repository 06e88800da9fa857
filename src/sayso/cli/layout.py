"""Lines for a terminal: measured in columns, not characters, and safe whatever a page put into its words."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, zip_longest
from operator import itemgetter

from sayso.cli.ink import Tone, dye

Run = tuple[str, Tone]
"""A stretch of text in one tone."""

READABLE = 96
"""Columns beyond which a line is tiring to read, however wide the terminal is."""

NARROWEST = 24

GUTTER = 2
"""Columns between what stands side by side."""

# Bidirectional embeddings, overrides and isolates could reorder what stands around them on the screen ("Trojan
# source"); the other format characters of scripts (joiners) stay, because Arabic and Indic words need them.
_STEERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written on: width in columns, and whether in colour."""

    width: int
    colour: bool

    def lines(self, runs: Iterable[Run], indent: int = 0, hanging: int | None = None) -> Iterator[str]:
        """The runs wrapped to the sheet; later lines are indented by `hanging` (default: as the first)."""
        later = indent if hanging is None else hanging
        margin = indent
        for line in _wrap(runs, self._room(indent), self._room(later)):
            yield " " * margin + self._dyed(line)
            margin = later

    def abreast(self, cells: Sequence[Iterable[Run]], widths: Sequence[int], indent: int = 0) -> Iterator[str]:
        """The cells side by side, each wrapped to its width in columns, GUTTER columns between them."""
        wrapped = [list(_wrap(cell, width, width)) for cell, width in zip(cells, widths, strict=True)]
        for row in zip_longest(*wrapped, fillvalue=()):
            told, owed = "", indent
            for line, width in zip(row, widths, strict=True):
                if line:
                    told += " " * owed + self._dyed(list(line))
                    owed = 0
                owed += width - sum(columns(text) for text, _ in line) + GUTTER
            yield told

    def _room(self, indent: int) -> int:
        return max(NARROWEST // 2, self.width - indent)

    def _dyed(self, line: list[Run]) -> str:
        told = ""
        for tone, same in groupby(line, itemgetter(1)):
            text = _isolated("".join(piece for piece, _ in same))
            told += dye(text, tone) if self.colour else text
        return told


def safe(text: str) -> str:
    """Words of a page made fit for a terminal: on one line, without codes that steer it."""
    flat = " ".join(text.translate(_STEERING).split())
    if flat.isprintable():
        return flat
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in flat)


def _isolated(text: str) -> str:
    """Right-to-left words kept to themselves, so that the arrows and marks around them stay where they are."""
    words = text.strip()
    if words.isascii() or not any(unicodedata.bidirectional(character) in ("R", "AL") for character in words):
        return text
    return text.replace(words, f"{_ISOLATE}{words}{_END_ISOLATE}")


def columns(text: str) -> int:
    """How many columns a terminal gives this text: 2 for wide characters, 0 for marks that sit on others."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


@lru_cache(maxsize=4096)
def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_Word = tuple[list[Run], int, bool]
"""Runs that stand together, as a quotation mark and the word after it do; their columns; whether no blank precedes."""


def _wrap(runs: Iterable[Run], first: int, later: int) -> Iterator[list[Run]]:
    """Lines of runs, broken between words."""
    line: list[Run] = []
    used, room = 0, first
    for word, size, glued in _words(runs, min(first, later)):
        blank = bool(line) and not glued
        if line and used + blank + size > room:
            yield line
            line, used, room, blank = [], 0, later, False
        if blank:
            # The blank between two words of one tone carries that tone, so that an underline runs through.
            line.append((" ", line[-1][1] if line[-1][1] == word[0][1] else "plain"))
        line += word
        used += blank + size
    if line:
        yield line


def _words(runs: Iterable[Run], room: int) -> Iterator[_Word]:
    """The runs cut at blanks, and within words that no line could hold."""
    word: list[Run] = []
    size = 0
    for text, tone in runs:
        for index, part in enumerate(text.split(" ")):
            if index and word:
                yield from _fitting(word, size, room)
                word, size = [], 0
            if part:
                word.append((part, tone))
                size += columns(part)
    if word:
        yield from _fitting(word, size, room)


def _fitting(word: list[Run], size: int, room: int) -> Iterator[_Word]:
    """The word, or the pieces of a word wider than a line (an address, a script without blanks)."""
    if size <= room:
        yield word, size, False
        return
    glued = False
    for text, tone in word:
        while text:
            cut = max(1, _cut(text, room))
            yield [(text[:cut], tone)], columns(text[:cut]), glued
            text, glued = text[cut:], True


def _cut(text: str, room: int) -> int:
    """How many characters of the text fit into this many columns."""
    used = 0
    for index, character in enumerate(text):
        used += _columns_of(character)
        if used > room:
            return index
    return len(text)
