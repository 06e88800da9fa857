"""What the codebook's frames say beyond speaker and content: whom a report cites, who was told, whom one accuses."""

from collections.abc import Sequence
from functools import cache

from sayso.codebook.tables import table
from sayso.reading import phrases
from sayso.reading.cues import is_citing
from sayso.reading.phrases import Range
from sayso.reading.tokens import Token, word_class

TELLING = 3
"""Fewer words than this are no content of their own."""


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(table("cues")["nouns"][name].split())


def can_speak(tokens: Sequence[Token], span: Range) -> bool:
    """Whether a phrase names somebody: "there" and a bare "some" do not, a pronoun does."""
    words = tokens[span[0] : span[1]]
    if len(words) == 1 and words[0].low in ("one", "some", "all"):
        return False
    return words[0].low not in ("there", "nothing", "which", "something") and any(
        t.tag in ("name", "noun", "pronoun") for t in words
    )


def cited(tokens: Sequence[Token], quoted: Sequence[bool]) -> tuple[int, Range] | None:
    """ "citing two officials", "quoting medics": the token of the participle, and whom it names."""
    for at, token in enumerate(tokens):
        if not quoted[at] and is_citing(token) and (source := phrases.after(tokens, at + 1, len(tokens))):
            return at, source
    return None


def subject(tokens: Sequence[Token], cue: Range) -> Range | None:
    """Whom a cue's verb stands right behind. A participle has no subject of its own."""
    return beside(tokens, cue[0]) if tokens[cue[1] - 1].tag == "verb" else None


def beside(tokens: Sequence[Token], at: int) -> Range | None:
    """Who stands right before a token, but for a comma."""
    end = at - 1 if at and tokens[at - 1].text == "," else at
    span = phrases.before(tokens, end) if end else None
    return span if span and span[1] == end and can_speak(tokens, span) else None


def quoted_as_saying(tokens: Sequence[Token], at: int) -> tuple[Range, Range | None] | None:
    """Origin and relay before the "as saying" at a token: "X quoted Y as saying", "Y was quoted by X as saying"."""
    verb = next((k for k in range(at - 1, -1, -1) if tokens[k].low in ("quoted", "quotes", "cited", "cites")), None)
    subject = phrases.before(tokens, verb) if verb else None
    if verb is None or subject is None:
        return None
    passive = any(t.low in ("was", "were", "been", "is") for t in tokens[subject[1] : verb])
    by = verb + 1 if tokens[verb + 1].low == "by" else verb
    other = phrases.after(tokens, by + 1, at)
    origin, relay = (subject, other) if passive else (other, subject)
    return (origin, relay) if origin else None


def told(tokens: Sequence[Token], verb: int, outlet: str | None) -> Range | None:
    """The medium that somebody told something, where it is another than the outlet itself: "told Radio Belan"."""
    span = phrases.after(tokens, verb + 1, len(tokens), frozenset({"of", "for"}))
    if span is None:
        return None
    words = list(tokens[span[0] : span[1]])
    if outlet and " ".join(t.low for t in words if t.tag != "determiner") in outlet.lower():
        return None
    named = any(t.low in word_class("media_words") for t in words) and any(t.tag == "name" for t in words)
    return span if named else None


def accused(tokens: Sequence[Token], start: int, stop: int) -> tuple[Range | None, Range] | None:
    """Between two tokens behind "accused": whom it names, and of what; None where it does not say of what."""
    link = next(
        (
            k
            for k in range(start, stop - 1)
            if tokens[k].low in ("of", "for", "with") and (tokens[k + 1].tag != "name" or k > start + 6)
        ),
        None,
    )
    if link is None:
        return None
    about = phrases.after(tokens, start, link) if link > start else None
    content = trimmed(tokens, link + 1, stop)
    if content and about and content[1] - content[0] < TELLING:
        # "blamed the rebels for it": alone the few words behind "for" would tell nothing.
        content = (about[0], content[1])
    return (about, content) if content else None


def medium(tokens: Sequence[Token], verb: int, stop: int) -> Range | None:
    """ "in a statement", "on Telegram" between a cue's verb and what is said; "a statement saying" before it."""
    if tokens[verb].tag == "gerund" and verb and tokens[verb - 1].low in _nouns("speech"):
        return phrases.before(tokens, verb)
    for k in range(verb + 1, min(stop, len(tokens) - 1)):
        if tokens[k].low in ("in", "on", "via") and not phrases.is_time(tokens, k + 1, min(k + 3, len(tokens))):
            return phrases.after(tokens, k + 1, stop, frozenset({"of"}))
    return None


def trimmed(tokens: Sequence[Token], start: int, stop: int) -> Range | None:
    """A range without the commas, colons and conjunctions at its rim; None if no word is left."""
    while start < stop and (
        tokens[start].text in (",", ":", ";", ".", "-", "–", "—")
        or tokens[start].low in ("and", "but", "that", "however", "meanwhile", "moreover")
    ):
        start += 1
    while stop > start and tokens[stop - 1].text in (",", ":", ";", ".", "-", "–", "—", "("):
        stop -= 1
    return (start, stop) if any(t.tag not in ("mark", "quote") for t in tokens[start:stop]) else None
