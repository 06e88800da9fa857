"""Disturb a passage the way bad copies do, and swap names, while every span keeps to its words.

Each disturbance lists edits (start, end, replacement) over the text; ``apply_edits`` carries all layers along.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from training.passages import Attribution, ClaimLabel, Mention, Passage, Span, Word

Edit = tuple[int, int, str]

_QUOTE = re.compile('["“”„«»]')
_CAPITALISED = re.compile(r"\b[A-Z][a-z]{2,}\b")
# A capital after one of these marks, or at the start, says nothing about being a name.
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n“\"‘]\s*)$")


def apply_edits(passage: Passage, edits: Sequence[Edit]) -> Passage:
    """The passage with non-overlapping ``edits`` made; spans that lose all their text are dropped."""
    if not edits:
        return passage
    shift = _Shift(passage.text, sorted(edits))
    return replace(
        passage,
        text=shift.text,
        attributions=None
        if passage.attributions is None
        else tuple(
            Attribution(shift.spans(a.source), shift.spans(a.cue), shift.spans(a.content)) for a in passage.attributions
        ),
        mentions=None
        if passage.mentions is None
        else tuple(Mention(s, m.kind) for m in passage.mentions for s in shift.spans((m.span,))),
        sentences=None
        if passage.sentences is None
        else tuple(
            tuple(Word((shift(w.span[0]), shift(w.span[1])), w.head, w.relation, w.upos) for w in sentence)
            for sentence in passage.sentences
        ),
        claims=None
        if passage.claims is None
        else tuple(moved for claim in passage.claims if (moved := _moved(claim, shift)) is not None),
    )


def _moved(claim: ClaimLabel, shift: _Shift) -> ClaimLabel | None:
    """The claim in the new text; ``None`` if its anchor is gone."""
    anchor, quote = shift.spans((claim.anchor,)), shift.spans((claim.quote,))
    if not anchor or not quote:
        return None
    return replace(claim, anchor=anchor[0], quote=quote[0], roles=tuple(map(shift.spans, claim.roles)))


class _Shift:
    """Maps offsets of the old text to the new one; an offset inside an edit goes to the edit's nearer edge."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        self.olds: list[tuple[int, int]] = []
        self.news: list[tuple[int, int]] = []
        parts: list[str] = []
        read = written = 0
        for start, end, new in edits:
            kept = text[read:start]
            written += len(kept)
            parts += (kept, new)
            self.olds.append((start, end))
            self.news.append((written, written + len(new)))
            written += len(new)
            read = end
        parts.append(text[read:])
        self.text = "".join(parts)
        self._starts = [start for start, _ in self.olds]

    def __call__(self, offset: int) -> int:
        i = bisect_right(self._starts, offset) - 1
        if i < 0:
            return offset
        (old_start, old_end), (new_start, new_end) = self.olds[i], self.news[i]
        if offset >= old_end:
            return new_end + offset - old_end
        return new_start if offset - old_start <= old_end - offset else new_end

    def spans(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        moved = ((self(start), self(end)) for start, end in spans)
        return tuple((start, end) for start, end in moved if self.text[start:end].strip())


def _quotes_straight(text: str, _rng: random.Random) -> list[Edit]:
    straight = {"“": '"', "”": '"', "’": "'", "‘": "'"}
    return [(m.start(), m.end(), straight[m[0]]) for m in re.finditer("[“”‘’]", text)]


def _quotes_curly(text: str, _rng: random.Random) -> list[Edit]:
    edits: list[Edit] = []
    for m in re.finditer(r"[\"']", text):
        opening = m.start() == 0 or text[m.start() - 1].isspace() or text[m.start() - 1] in "([“"
        edits.append((m.start(), m.end(), ("“" if opening else "”") if m[0] == '"' else ("‘" if opening else "’")))
    return edits


def _quotes_missing(text: str, _rng: random.Random) -> list[Edit]:
    return [(m.start(), m.end(), "") for m in _QUOTE.finditer(text)]


def _quotes_unbalanced(text: str, rng: random.Random) -> list[Edit]:
    return [(m.start(), m.end(), "") for m in _QUOTE.finditer(text) if rng.random() < 0.3]


def _commas_stripped(text: str, _rng: random.Random) -> list[Edit]:
    return [(m.start(), m.end(), "") for m in re.finditer(r",(?=\s)", text)]


def _capitals(text: str, rng: random.Random) -> list[Edit]:
    """The whole text, or half of the time one line of it, in capitals."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", text)]
    start, end = (0, len(text)) if rng.random() < 0.5 or not lines else rng.choice(lines)
    letters = ((i, c.upper()) for i, c in enumerate(text[start:end], start) if c.islower())
    return [(i, i + 1, upper) for i, upper in letters if len(upper) == 1]


def _lower(text: str, _rng: random.Random) -> list[Edit]:
    return [(i, i + 1, c.lower()) for i, c in enumerate(text) if c.isupper() and len(c.lower()) == 1]


def _hard_breaks(text: str, rng: random.Random) -> list[Edit]:
    """Lines broken at 60 to 80 characters, as in mails and old wires."""
    width, column = rng.randint(60, 80), 0
    edits: list[Edit] = []
    for m in re.finditer(r"\S+|\s+", text):
        if m[0].isspace():
            if "\n" in m[0]:
                column = 0
            elif column >= width - 8:
                edits.append((m.start(), m.end(), "\n"))
                column = 0
            else:
                column += 1
        else:
            column += len(m[0])
    return edits


def _paragraphs_joined(text: str, rng: random.Random) -> list[Edit]:
    joint = rng.choice((" ", "\n"))
    return [(m.start(), m.end(), joint) for m in re.finditer(r"\s*\n\s*", text)]


def _hard_spaces(text: str, rng: random.Random) -> list[Edit]:
    return [(m.start(), m.end(), "\xa0") for m in re.finditer(" ", text) if rng.random() < 0.2]


def _bullets(text: str, rng: random.Random) -> list[Edit]:
    mark = rng.choice(("• ", "- ", "* ", "– "))
    return [(m.start(), m.start(), mark) for m in re.finditer(r"(?<=\n)(?=\S)", text)]


DISTURBANCES: tuple[tuple[float, Callable[[str, random.Random], list[Edit]]], ...] = (
    (0.06, _capitals),
    (0.03, _lower),
    (0.08, _hard_breaks),
    (0.06, _paragraphs_joined),
    (0.06, _bullets),
    (0.15, _quotes_straight),
    (0.08, _quotes_curly),
    (0.06, _quotes_missing),
    (0.08, _quotes_unbalanced),
    (0.06, _commas_stripped),
    (0.06, _hard_spaces),
)


def disturb(passage: Passage, rng: random.Random, strength: float = 1.0) -> Passage:
    """Each disturbance with its own chance times ``strength``, one after the other."""
    for chance, disturbance in DISTURBANCES:
        if rng.random() < chance * strength:
            passage = apply_edits(passage, disturbance(passage.text, rng))
    return passage


@dataclass(frozen=True, slots=True)
class NameSwap:
    """Gives the names of one autumn to somebody else, the same name the same new one throughout an article."""

    known: frozenset[str]
    pool: tuple[str, ...]

    def __call__(self, passage: Passage, rng: random.Random) -> Passage:
        """Swap each known name with a chance of its own for this article."""
        chosen: dict[str, str] = {}
        edits: list[Edit] = []
        for found in _CAPITALISED.finditer(passage.text):
            name = found[0]
            if name in self.known:
                if name not in chosen:
                    chosen[name] = rng.choice(self.pool) if rng.random() < 0.7 else name
                if chosen[name] != name:
                    edits.append((found.start(), found.end(), chosen[name]))
        return apply_edits(passage, edits)


def frequent_names(texts: Sequence[str], at_least: int) -> frozenset[str]:
    """Words that stand with a capital in mid-sentence ``at_least`` times, and almost never without one."""
    upper: dict[str, int] = {}
    lower: dict[str, int] = {}
    for text in texts:
        for found in _CAPITALISED.finditer(text):
            if not _SENTENCE_START.search(text, max(0, found.start() - 3), found.start()):
                upper[found[0]] = upper.get(found[0], 0) + 1
        for word in re.findall(r"\b[a-z]{3,}\b", text):
            lower[word] = lower.get(word, 0) + 1
    return frozenset(n for n, count in upper.items() if count >= at_least and lower.get(n.lower(), 0) < count / 20)
