"""Universal Dependencies: trees of EWT and GUM, and GUM's entities (MISC ``Entity=``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sayso.reading.windows import Pieces
from training.passages import Mention, Passage, Span, Word

# GUM's genres whose texts its licence file names as CC BY, CC BY-SA or public domain, less the spoken ones.
OPEN_GUM_GENRES = frozenset({"news", "interview", "bio", "voyage", "textbook", "speech"})

_GUM_KINDS = {"person": "person", "place": "place", "organization": "actor", "time": "time"}
_ENTITY_PART = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")
# Words that make a named or nominal place a facility: GUM and re3d know no such kind.
FACILITY_HEADS = frozenset(
    "airport airfield airbase base barracks bridge camp checkpoint church clinic compound courthouse dam depot "
    "embassy facility factory garrison headquarters hospital hotel mosque museum outpost palace plant "
    "port prison refinery school stadium station temple terminal tower university warehouse building".split()
)


@dataclass(slots=True)
class _Sentence:
    newdoc: str | None = None
    newpar: bool = False
    rows: list[list[str]] = field(default_factory=list)
    # Surface token ranges: 1-based first and last word id, form, whether a space follows.
    surface: list[tuple[int, int, str, bool]] = field(default_factory=list)


def read_treebank(path: Path, genres: frozenset[str] | None = None) -> list[Passage]:
    """One passage a document of a .conllu file; with ``genres``, only documents named ``GUM_genre_…`` of these."""
    return [_passage(name, sentences) for name, sentences in _documents(path, genres).items()]


def _documents(path: Path, genres: frozenset[str] | None) -> dict[str, list[_Sentence]]:
    documents: dict[str, list[_Sentence]] = {}
    name = path.stem
    for sentence in _read_sentences(path):
        name = sentence.newdoc or name
        documents.setdefault(name, []).append(sentence)
    return {k: v for k, v in documents.items() if genres is None or k.split("_")[1] in genres}


@dataclass(frozen=True, slots=True)
class Named:
    """A mention in GUM: its span, that of its head, GUM's type, and the number of what it names in its document."""

    span: Span
    head: Span
    kind: str
    entity: str


def read_entities(path: Path, genres: frozenset[str]) -> list[tuple[Passage, tuple[Named, ...]]]:
    """Each document of these genres with all its mentions, those of one entity under one number."""
    documents = _documents(path, genres)
    passages = {name: _passage(name, sentences) for name, sentences in documents.items()}
    return [(passages[name], tuple(_named(sentences, passages[name]))) for name, sentences in documents.items()]


def _named(sentences: Sequence[_Sentence], passage: Passage) -> Iterator[Named]:
    for sentence, words in zip(sentences, passage.sentences or (), strict=True):
        for entity, kind, first, last in _entity_ranges(sentence):
            head = first + _head(sentence.rows[first : last + 1], first)
            yield Named((words[first].span[0], words[last].span[1]), words[head].span, kind, entity)


def _read_sentences(path: Path) -> Iterator[_Sentence]:
    sentence = _Sentence()
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("#"):
                if line.startswith("# newdoc"):
                    sentence.newdoc = line.partition("=")[2].strip() or None
                sentence.newpar |= line.startswith("# newpar")
            elif line:
                _add_row(sentence, line.split("\t"))
            else:
                if sentence.rows:
                    yield sentence
                sentence = _Sentence()
    if sentence.rows:
        yield sentence


def _add_row(sentence: _Sentence, row: list[str]) -> None:
    space = "SpaceAfter=No" not in row[9]
    if "-" in row[0]:
        first, last = map(int, row[0].split("-"))
        sentence.surface.append((first, last, row[1], space))
    elif "." not in row[0]:
        sentence.rows.append(row)
        number = int(row[0])
        if not sentence.surface or sentence.surface[-1][1] < number:
            sentence.surface.append((number, number, row[1], space))


def _passage(name: str, sentences: list[_Sentence]) -> Passage:
    parts: list[str] = []
    length = 0
    trees: list[tuple[Word, ...]] = []
    mentions: list[Mention] = []
    has_entities = False
    for sentence in sentences:
        if length:
            gap = "\n\n" if sentence.newpar else "" if parts[-1].endswith(" ") else " "
            parts.append(gap)
            length += len(gap)
        text, spans = _lay_out(sentence, length)
        parts.append(text)
        length += len(text)
        trees.append(tuple(_word(row, span) for row, span in zip(sentence.rows, spans, strict=True)))
        has_entities |= any("Entity=" in row[9] for row in sentence.rows)
        mentions += _mentions(sentence, spans)
    return Passage(
        name=name,
        text="".join(parts),
        sentences=tuple(trees),
        mentions=tuple(mentions) if has_entities else None,
        exhaustive=frozenset({"person", "place", "time", "actor"}) if has_entities else frozenset(),
    )


def _lay_out(sentence: _Sentence, start: int) -> tuple[str, list[tuple[int, int]]]:
    """The sentence's text as written and the span of each word; words of a contraction share out its letters."""
    text, spans = "", []
    last = len(sentence.surface) - 1
    for i, (first, final, form, space) in enumerate(sentence.surface):
        begin = start + len(text)
        spans += _share_out(begin, form, [sentence.rows[k - 1][1] for k in range(first, final + 1)])
        text += form + (" " if space and i < last else "")
    return text, spans


def _share_out(begin: int, form: str, words: list[str]) -> list[tuple[int, int]]:
    if "".join(words) == form:
        ends = [begin + sum(map(len, words[: k + 1])) for k in range(len(words))]
        return list(zip([begin, *ends[:-1]], ends, strict=True))
    return [(begin, begin + len(form))] * len(words)


def _word(row: list[str], span: tuple[int, int]) -> Word:
    return Word(span=span, head=int(row[6]) - 1, relation=row[7], upos=row[3])


def _mentions(sentence: _Sentence, spans: list[tuple[int, int]]) -> Iterator[Mention]:
    """GUM marks every noun phrase; what is not named (no proper noun at its head) is left open."""
    for _, kind, first, last in _entity_ranges(sentence):
        mapped = _GUM_KINDS.get(kind)
        if mapped is None:
            continue
        rows = sentence.rows[first : last + 1]
        head = rows[_head(rows, first)]
        if head[3] == "PRON":
            continue
        named = head[3] == "PROPN" or mapped == "time"
        if mapped == "place" and head[2].lower() in FACILITY_HEADS:
            mapped = "facility"
        yield Mention((spans[first][0], spans[last][1]), mapped if named else None)


def _head(rows: Sequence[list[str]], first: int) -> int:
    """Which of these rows, the first of which is word ``first`` of its sentence, has its head outside of them."""
    outside = (k for k, row in enumerate(rows) if not first < int(row[6]) <= first + len(rows))
    return next(outside, 0)


def _entity_ranges(sentence: _Sentence) -> Iterator[tuple[str, str, int, int]]:
    """(number in its document, GUM's type, first word, last word) of each entity in the sentence."""
    opened: dict[str, list[tuple[str, int]]] = {}
    for i, row in enumerate(sentence.rows):
        value = next((m[7:] for m in row[9].split("|") if m.startswith("Entity=")), "")
        for found in _ENTITY_PART.finditer(value):
            label = (found[1] or found[3]).split("-")
            if found[1]:
                kind = label[1] if len(label) > 1 else ""
                if found[2]:
                    yield label[0], kind, i, i
                else:
                    opened.setdefault(label[0], []).append((kind, i))
            elif opened.get(label[0]):
                kind, first = opened[label[0]].pop()
                yield label[0], kind, first, i


def first_pieces(pieces: Pieces, spans: Sequence[Span]) -> list[int]:
    """For each word's span the piece that stands for it; the words of a contraction take pieces in turn."""
    firsts: list[int] = []
    taken = -1
    for start, end in spans:
        low = int(np.searchsorted(pieces.ends, start, side="right"))
        if low <= taken < len(pieces) - 1 and pieces.starts[taken + 1] < end:
            low = taken + 1
        low = min(low, len(pieces) - 1)
        firsts.append(low)
        taken = max(taken, low)
    return firsts
