"""A told clause as a claim: whose it is, how surely it is held, and what it tells."""

import re
from dataclasses import replace
from typing import get_args

from sayso.claims import chain as chains
from sayso.claims.confidence import by_codebook, confidence
from sayso.claims.happening import actors, event
from sayso.claims.roles import named
from sayso.claims.stance import affirms, stance
from sayso.claims.told import Told
from sayso.model import Basis, Claim, Event, Hop, Party, Stance, Words
from sayso.reading.cues import row_of
from sayso.reading.frames import subject
from sayso.reading.phrases import words_of
from sayso.reading.reading import Reading
from sayso.reading.speech import Speech, overlap, tokens_in
from sayso.reading.tokens import is_negation, word_class

_PRONOUNS = frozenset("it they he she we".split())
_STANCE_SEEN = 0.6
_SOURCE_SEEN = 0.75
"""From which chance on the encoder's stance stands against a bare "asserted", and its speaker where no cue gives one;
found on the corpus's held-out part."""


def claimed(told: Told) -> Claim:
    """The claim that a told clause makes."""
    held: Stance = "denied" if told.excepts else _stance(told)
    hops = chains.chain(told.speech, told.credits)
    if first := _first_voice(told):
        hops = (chains.voice(first), *(replace(hop, relay=True) for hop in hops))
    if held == "claimed_responsibility":
        hops = _responsible(told, hops)
    elif not any(not hop.relay for hop in hops) and (speaker := _speaker(told)):
        hops = (chains.voice(speaker), *hops)
    happening = event(told, held)
    claim = bare(told.reading, told.quote, hops, held, happening, told.speech)
    return replace(claim, basis=claim.basis or _seen_basis(told), confidence=confidence(told, claim))


def _first_voice(told: Told) -> Words | None:
    """Who says it inside the words that another passes on: "…, A said, according to B"."""
    if told.speech is None or told.speech.frame != "prefix":
        return None
    tokens, text = told.tokens, told.report.text
    for content in told.speech.content:
        start, stop = told.clause.end, tokens_in(tokens, content)[1]
        if start >= stop or tokens[stop - 1].tag != "verb" or row_of(tokens[stop - 1 : stop]).frame != "says":
            continue
        speaker = subject(tokens, (stop - 1, stop))
        if speaker and speaker[0] >= start:
            return words_of(text, tokens, speaker)
    return None


def _stance(told: Told) -> Stance:
    """The codebook's; where that has nothing but "asserted", what the encoder is sure of."""
    lead, clause = told.clause.lead, told.clause
    cue = told.speech.stance if told.speech else None
    held = stance(cue, told.tokens, clause.start, clause.end, lead.start if lead else None)
    before = told.tokens[: clause.end]
    if held != "asserted" or told.seen is None or affirms(before):
        return held
    likeliest = told.seen.likeliest("stance")
    # Who claims responsibility must be told by words: the claim turns its actor into its speaker.
    sure = told.seen.kinds["stance"][likeliest] >= _STANCE_SEEN and likeliest != "claimed_responsibility"
    return next(name for name in get_args(Stance) if name == likeliest) if sure else held


def _speaker(told: Told) -> Words | None:
    """Whom the encoder ties to the happening as its speaker, also over a sentence; not who did not say it."""
    text, tokens = told.report.text, told.tokens
    for one in told.seen.roles["source"] if told.seen else ():
        if one.chance < _SOURCE_SEEN:
            continue
        if not overlap(one.span, told.sentence.span):
            return Words.of(text, *one.span)
        span = named(tokens, tokens_in(tokens, one.span))
        if span and not any(map(is_negation, tokens[span[1] : told.clause.start])):
            return words_of(text, tokens, span)
    return None


def _seen_basis(told: Told) -> Basis | None:
    likeliest = told.seen.likeliest("basis") if told.seen else None
    return next((name for name in get_args(Basis) if name == likeliest), None)


def bare(
    reading: Reading, quote: Words, hops: tuple[Hop, ...], held: Stance, happening: Event, speech: Speech | None = None
) -> Claim:
    return Claim(
        page_sha256=reading.report.page_sha256,
        text_sha256=reading.text_sha256,
        quote=(quote,),
        chain=hops,
        stance=held,
        basis=_basis(speech),
        event=happening,
        cue=speech.cue if speech else None,
        confidence=by_codebook(),
        reader=reading.reader,
    )


def _responsible(told: Told, hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Who claims responsibility is the origin; who tells of it is a relay."""
    who = next(iter(_named(told)), None)
    if who is None or (hops and hops[0].speaker.span == who.span):
        return hops
    return (chains.voice(Words(who.text, who.span)), *(replace(hop, relay=True) for hop in hops))


def _named(told: Told) -> tuple[Party, ...]:
    """The actors; for a pronoun those of the clause before ("ISIS took advantage when it claimed …")."""
    found = actors(told)
    if found and found[0].text.lower() in _PRONOUNS and told.before.actors:
        return actors(replace(told, roles=told.before))
    return found


def _basis(speech: Speech | None) -> Basis | None:
    """How the speaker knows, where the speaker's own words say it."""
    words = frozenset(re.findall(r"\w+", speech.source.text.lower())) if speech and speech.source else frozenset()
    if words & word_class("images"):
        return "image_or_video"
    if words & word_class("witnesses"):
        return "witnessed"
    return "document" if words & word_class("documents") else None
