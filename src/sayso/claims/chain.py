"""The chain of sources: from the origin to the last voice before the outlet."""

import re
from functools import cache

from sayso.codebook.tables import table
from sayso.model import Hop, Span, SpeakerKind, Words
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech
from sayso.reading.tokens import word_class

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")


@cache
def _kinds() -> tuple[tuple[SpeakerKind, frozenset[str]], ...]:
    return tuple((kind, frozenset(words.split())) for kind, words in table("cues")["kinds"]["rows"])


def kind(speaker: Words) -> SpeakerKind | None:
    """What kind of voice the speaker's own words make it; None where they do not tell."""
    words = set(re.findall(r"\w+", speaker.text.lower()))
    return next((name for name, known in _kinds() if words & known), None)


def hop(speaker: Words, cue: Words | None = None, medium: Words | None = None, *, beside: bool = False) -> Hop:
    """One voice with its kind."""
    return Hop(speaker, kind(speaker), medium, cue, beside=beside)


def chain(speech: Speech | None, bracketed: tuple[Words, ...]) -> tuple[Hop, ...]:
    """The hops of one claim. bracketed: outlets in brackets behind a bullet, which stand side by side."""
    hops: list[Hop] = []
    if speech is not None and speech.source is not None:
        hops.append(hop(speech.source, speech.cue, speech.medium))
        hops += [hop(relay) for relay in speech.relays]
    if hops:
        hops += [hop(words, beside=n > 0) for n, words in enumerate(bracketed)]
    return tuple(hops)


def bracketed(text: str, sentence: Sentence, end: Span) -> tuple[Words, ...]:
    """Outlets in brackets at the end of a bullet: "… (Reuters) (AFP)". `end`: the span of the bullet's paragraph."""
    tail = text[sentence.span[0] : end[1]]
    found = list(_BRACKETS.finditer(tail))
    if sentence.kind != "bullet" and not (found and found[-1].end() >= len(tail.rstrip()) - 1):
        return ()
    outlets = [m for m in found if set(re.findall(r"\w+", m.group(1).lower())) & word_class("media_words")]
    shift = sentence.span[0]
    return tuple(Words.of(text, shift + m.start(1), shift + m.end(1)) for m in outlets)
