"""Reported silence: who declined to comment, could not be reached, or neither confirmed nor denied.

Silence is not denial: such a clause becomes a note and never a claim.
"""

import re
from functools import cache

from sayso.codebook.tables import table
from sayso.model import Note, NoteKind, Words
from sayso.reading import phrases
from sayso.reading.reading import Reading
from sayso.reading.sentences import Sentence


@cache
def _wordings() -> tuple[tuple[NoteKind, re.Pattern[str]], ...]:
    rows = table("cues")["silence"].items()
    return tuple((kind, re.compile("|".join(map(re.escape, wordings)), re.IGNORECASE)) for kind, wordings in rows)


@cache
def _all_wordings() -> tuple[str, ...]:
    return tuple(wording.lower() for wordings in table("cues")["silence"].values() for wording in wordings)


def _found(text: str) -> tuple[NoteKind, int] | None:
    """The kind of silence that a text reports, and where the words for it begin."""
    # Hardly any sentence tells of silence, and this says so at a tenth of the cost.
    low = text.lower()
    if not any(wording in low for wording in _all_wordings()):
        return None
    return next(((kind, match.start()) for kind, wording in _wordings() if (match := wording.search(text))), None)


def is_silence(text: str) -> bool:
    """Whether these words report that somebody said nothing."""
    return _found(text) is not None


def silence_at(text: str, sentence: Sentence) -> int | None:
    """Where in the text a sentence tells of silence, None where it tells of none."""
    found = _found(text[slice(*sentence.span)])
    return sentence.span[0] + found[1] if found else None


def notes(reading: Reading) -> tuple[Note, ...]:
    """Every silence that a report tells of, in order, with who was silent."""
    told = ((sentence, _found(reading.report.text[slice(*sentence.span)])) for sentence in reading.sentences)
    return tuple(_note(reading, sentence, *found) for sentence, found in told if found)


def _note(reading: Reading, sentence: Sentence, kind: NoteKind, at: int) -> Note:
    text, start = reading.report.text, sentence.span[0] + at
    token = next((k for k, t in enumerate(sentence.tokens) if t.start >= start), 0)
    span = phrases.before(sentence.tokens, token)
    # "The claim could not be checked": what is named is the claim, and who could not check it is not said.
    speaker = phrases.words_of(text, sentence.tokens, span) if span and kind != "could_not_be_checked" else None
    return Note(kind, speaker, Words.of(text, *sentence.span))
