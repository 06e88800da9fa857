"""Cues of speech as the codebook lists them, found in a sentence's tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.codebook.inflection import forms
from sayso.codebook.tables import table
from sayso.model import Stance
from sayso.reading.tokens import Token, is_negation

Frame = Literal["says", "accuses", "calls", "prefix", "impersonal", "quotes", "citing"]

_PREPOSITION_OF = {
    "call": ("on", "for"),
    "appeal": ("for", "to"),
    "request": (),
    "point": ("out",),
    "charge": ("with", "that"),
}
"""Verbs that are cues only with one of these words behind them."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at tokens `start` to `end` (exclusive); lemma: of its verb, or the phrase itself."""

    start: int
    end: int
    frame: Frame
    stance: Stance
    lemma: str
    needs_that: bool


@dataclass(frozen=True, slots=True)
class _Row:
    frame: Frame
    stance: Stance
    lemma: str
    needs_that: bool


@cache
def _verbs() -> dict[str, _Row]:
    book = table("cues")
    rows: dict[str, _Row] = {}
    for row in book["cue"]:
        for lemma in row.get("verbs", "").split():
            entry = _Row(row["frame"], row["stance"], lemma, row.get("needs_that", False))
            for form in forms(lemma, book["irregular"]):
                rows.setdefault(form, entry)
    return rows


@cache
def _prefixes() -> dict[str, list[tuple[tuple[str, ...], Frame, Stance]]]:
    """Phrases by their first word, the longest first."""
    rows = [
        (tuple(p.split()), row["frame"], row["stance"]) for row in table("cues")["cue"] for p in row.get("phrases", ())
    ]
    by_first: dict[str, list[tuple[tuple[str, ...], Frame, Stance]]] = {}
    for row in sorted(rows, key=lambda row: -len(row[0])):
        by_first.setdefault(row[0][0], []).append(row)
    return by_first


def cues(tokens: Sequence[Token], quoted: Sequence[bool]) -> tuple[Cue, ...]:
    """Every cue outside quoted speech, in order. `quoted` says of each token whether it stands in a quotation."""
    found: list[Cue] = []
    for at in range(len(tokens)):
        if quoted[at] or (found and at < found[-1].end):
            continue
        cue = _prefix(tokens, at) or _verb(tokens, at)
        if cue and (not cue.needs_that or _introduces(tokens, cue.end, quoted)):
            found.append(cue)
    return tuple(found)


def _introduces(tokens: Sequence[Token], at: int, quoted: Sequence[bool]) -> bool:
    """Whether "that", a colon or a quotation follows soon enough to make an ambiguous verb a cue."""
    for k in range(at, min(len(tokens), at + 5)):
        if tokens[k].text == ":" or quoted[k] or (tokens[k].low == "that" and tokens[k - 1].tag != "preposition"):
            return True
        if tokens[k].tag in ("verb", "auxiliary"):
            return False
    return False


def _prefix(tokens: Sequence[Token], at: int) -> Cue | None:
    for phrase, frame, stance in _prefixes().get(tokens[at].low, ()):
        if tuple(t.low for t in tokens[at : at + len(phrase)]) == phrase:
            return Cue(at, at + len(phrase), frame, stance, " ".join(phrase), needs_that=False)
    return None


def _verb(tokens: Sequence[Token], at: int) -> Cue | None:
    token = tokens[at]
    row = _verbs().get(token.low)
    if row is None or token.tag not in ("verb", "gerund"):
        return None
    if row.frame == "citing" and token.tag != "gerund":
        return None
    following = [t.low for t in tokens[at + 1 : at + 8]]
    wanted = _PREPOSITION_OF.get(row.lemma)
    if wanted and (not following or following[0] not in wanted):
        return None
    if row.lemma == "claim" and _claims_lives(following):
        return None
    if at and any(t.low in ("neither", "nor") for t in tokens[max(at - 3, 0) : at]):
        # "Neither confirmed nor denied" is silence.
        return None
    if row.stance == "asserted" and any(is_negation(t) for t in tokens[max(at - 3, 0) : at]):
        # Who has not announced anything says nothing.
        return None
    return Cue(at, at + 1, row.frame, row.stance, row.lemma, row.needs_that)


def _claims_lives(following: Sequence[str]) -> bool:
    """A strike that claims lives speaks to nobody, and "claimed responsibility" is an event of its own."""
    return bool({"lives", "life", "victims", "responsibility", "credit"} & set(following))
