"""What the codebook knows of a cue: whose words stand where, and at what stance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.codebook.inflection import forms
from sayso.codebook.tables import table
from sayso.model import Stance
from sayso.reading.phrases import Range
from sayso.reading.tokens import Token, is_negation

Frame = Literal["says", "accuses", "calls", "prefix", "impersonal", "quotes", "citing"]


@dataclass(frozen=True, slots=True)
class Row:
    """One cue of the codebook. lemma: of its verb, or the phrase itself."""

    frame: Frame
    stance: Stance
    lemma: str


UNLISTED = Row("says", "asserted", "")
"""A cue that the encoder saw and the codebook does not list."""


@cache
def _verbs() -> dict[str, Row]:
    book = table("cues")
    rows: dict[str, Row] = {}
    for row in book["cue"]:
        for lemma in row.get("verbs", "").split():
            for form in forms(lemma, book["irregular"]):
                rows.setdefault(form, Row(row["frame"], row["stance"], lemma))
    return rows


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], Row], ...]]:
    """Phrases by their first word, the longest first."""
    rows = [
        (tuple(phrase.split()), Row(row["frame"], row["stance"], phrase))
        for row in table("cues")["cue"]
        for phrase in row.get("phrases", ())
    ]
    rows.sort(key=lambda row: -len(row[0]))
    return {first: tuple(row for row in rows if row[0][0] == first) for first in {row[0][0] for row in rows}}


def phrase_at(tokens: Sequence[Token], at: int) -> tuple[int, Row] | None:
    """The cue phrase that begins at a token ("it is believed that"), with the token behind it; None where none does."""
    for phrase, row in _phrases().get(tokens[at].low, ()):
        if tuple(t.low for t in tokens[at : at + len(phrase)]) == phrase:
            return at + len(phrase), row
    return None


def row_of(tokens: Sequence[Token]) -> Row:
    """The row of a cue's tokens: that of a phrase in it, else that of its last verb that the codebook lists."""
    found = (phrase_at(tokens, at) for at in range(len(tokens)))
    phrase = next((row for _, row in filter(None, found)), None)
    verb = next((_verbs()[t.low] for t in reversed(tokens) if t.low in _verbs()), None)
    return phrase or verb or UNLISTED


def is_citing(token: Token) -> bool:
    """Whether a participle names whom a report draws on: "citing", "quoting"."""
    row = _verbs().get(token.low)
    return row is not None and row.frame == "citing" and token.tag == "gerund"


def says_nothing(tokens: Sequence[Token], cue: Range, row: Row) -> bool:
    """Whether a cue at these tokens of a sentence tells of no speech.

    Who has not announced anything says nothing; "neither confirmed nor denied" and "declined to comment" are silence; a
    strike that claims lives speaks to nobody, and "claimed responsibility" is an event of its own.
    """
    start, end = cue
    if any(is_negation(t) or t.low in ("neither", "nor") for t in tokens[max(start - 3, 0) : end]):
        return True
    if any(t.low in _unsaid() for t in tokens[start:end]) or _is_silence([t.low for t in tokens], cue):
        return True
    around = {t.low for t in tokens[start : end + 7]}
    return row.lemma == "claim" and bool(around & {"lives", "life", "victims", "responsibility", "credit"})


@cache
def _unsaid() -> frozenset[str]:
    book = table("cues")
    return frozenset(form for lemma in book["unsaid"]["verbs"].split() for form in forms(lemma, book["irregular"]))


@cache
def _silences() -> dict[str, list[tuple[str, ...]]]:
    """Wordings of silence by their first word."""
    wordings = [tuple(told.split()) for kind in table("cues")["silence"].values() for told in kind]
    return {first: [w for w in wordings if w[0] == first] for first in {w[0] for w in wordings}}


def _is_silence(lows: Sequence[str], cue: Range) -> bool:
    """Whether a wording of silence has a word of the cue in it."""
    return any(
        at + len(wording) > cue[0] and tuple(lows[at : at + len(wording)]) == wording
        for at in range(cue[1])
        for wording in _silences().get(lows[at], ())
    )
