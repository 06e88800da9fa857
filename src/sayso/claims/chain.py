"""The chain of sources: from the origin to the last voice before the outlet."""

import re
from dataclasses import replace
from functools import cache

from sayso.codebook.tables import table
from sayso.model import Claim, Hop, Span, SpeakerKind, Words
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech
from sayso.reading.tokens import word_class

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
_LONGEST_CREDITS = 600
"""Characters between a sentence and the end of its paragraph beyond which the brackets there are not its own."""
_CREDITS = re.compile(r"(?:[(\[][A-Z][^()\[\]]{1,59}[)\]][\s.,;]*)+\Z")


@cache
def _kinds() -> tuple[tuple[SpeakerKind, frozenset[str]], ...]:
    return tuple((kind, frozenset(words.split())) for kind, words in table("cues")["kinds"]["rows"])


def kind(speaker: Words) -> SpeakerKind | None:
    """What kind of voice the speaker's own words make it; None where they do not tell."""
    words = set(re.findall(r"\w+", speaker.text.lower()))
    return next((name for name, known in _kinds() if words & known), None)


def voice(speaker: Words, cue: Words | None = None, medium: Words | None = None) -> Hop:
    """Somebody who speaks."""
    return Hop(speaker, kind(speaker), medium, cue)


def relay(speaker: Words, *, beside: bool = False) -> Hop:
    """Somebody who passes on what another said."""
    return Hop(speaker, kind(speaker), relay=True, beside=beside)


def chain(speech: Speech | None, bracketed: tuple[Words, ...]) -> tuple[Hop, ...]:
    """The hops of one claim. bracketed: outlets in brackets behind a bullet, which stand side by side."""
    hops: list[Hop] = []
    if speech is not None and speech.source is not None:
        hops.append(voice(speech.source, speech.cue, speech.medium))
        hops += [relay(words) for words in speech.relays]
    return (*hops, *(relay(words, beside=n > 0) for n, words in enumerate(bracketed)))


def passed_on(claim: Claim, by: Words) -> Claim:
    """The claim with a last voice before the outlet: whom the outlet, or its feed, credits for the whole report."""
    if any(hop.speaker.text.casefold() == by.text.casefold() for hop in claim.chain):
        return claim
    return replace(claim, chain=(*claim.chain, relay(by)))


def bracketed(text: str, sentence: Sentence, end: Span) -> tuple[Words, ...]:
    """Outlets in brackets at the end of a bullet: "… (Reuters) (AFP)". `end`: the span of the bullet's paragraph.

    In running text only a bracket that names a medium counts, and only at the paragraph's very end.
    """
    tail = text[sentence.span[0] : end[1]].rstrip() if end[1] - sentence.span[1] < _LONGEST_CREDITS else ""
    groups = _CREDITS.search(tail)
    if groups is None:
        return ()
    shift = sentence.span[0]
    found = [
        Words.of(text, shift + match.start(1), shift + match.end(1))
        for match in _BRACKETS.finditer(tail, *groups.span())
    ]
    named = [
        w
        for w in found
        if sentence.kind == "bullet" or set(re.findall(r"\w+", w.text.lower())) & word_class("media_words")
    ]
    return tuple(named)
