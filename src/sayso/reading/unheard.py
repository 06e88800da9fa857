"""Speech that the encoder does not hear and a phrase or a colon tells by itself. Each gives one speech or none."""

from collections.abc import Sequence
from dataclasses import replace

from sayso.model import Stance
from sayso.reading import frames, phrases
from sayso.reading.cues import Frame, phrase_at, row_of, says_nothing
from sayso.reading.phrases import Range, words_of
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech, span_of
from sayso.reading.tokens import Token, word_class

_PERFECT = frozenset({"had", "has", "have"})
_PLAIN_SAYING = frozenset("say claim report announce declare state allege deny warn".split())


def unheard(text: str, sentence: Sentence, quoted: Sequence[bool]) -> list[Speech]:
    """The speech of a sentence in which nobody else speaks. quoted: of each token whether it is quoted."""
    return (
        cited_alone(text, sentence, quoted)
        or blamed_by(text, sentence, quoted)
        or said_that(text, sentence, quoted)
        or impersonal(text, sentence, quoted)
        or colon_headline(text, sentence)
        or colon_quotation(text, sentence, quoted)
    )


def cited_alone(text: str, sentence: Sentence, quoted: Sequence[bool]) -> list[Speech]:
    """CONTENT, citing X."""
    tokens = sentence.tokens
    at, source = frames.cited(tokens, quoted) or (0, None)
    content = frames.trimmed(tokens, 0, at) if source else None
    return [_plain(text, tokens, (at, at + 1), source, content, "citing", "asserted")] if content else []


def blamed_by(text: str, sentence: Sentence, quoted: Sequence[bool]) -> list[Speech]:
    """X was blamed by Y for CONTENT; where nothing behind says for what, the sentence itself tells it."""
    tokens = sentence.tokens
    for at in range(1, len(tokens) - 2):
        verb = tokens[at]
        passive = verb.tag == "verb" and tokens[at - 1].low in ("was", "were", "been", "is", "are")
        if quoted[at] or not passive or tokens[at + 1].low != "by" or row_of(tokens[at : at + 1]).frame != "accuses":
            continue
        source, about = phrases.after(tokens, at + 2, len(tokens), frozenset({"of"})), phrases.before(tokens, at - 1)
        if source is None or about is None or not frames.can_speak(tokens, source):
            continue
        told = frames.accused(tokens, source[1], len(tokens))
        content = told[1] if told else frames.trimmed(tokens, about[0], at + 1)
        if content:
            speech = _plain(text, tokens, (at, at + 1), source, content, "accuses", "asserted")
            return [replace(speech, about=words_of(text, tokens, about))]
    return []


def said_that(text: str, sentence: Sentence, quoted: Sequence[bool]) -> list[Speech]:
    """X had claimed before that CONTENT. In the perfect the encoder misses who speaks; other tenses it knows best."""
    tokens = sentence.tokens
    for at in range(1, len(tokens) - 3):
        row = row_of(tokens[at : at + 1])
        if quoted[at] or tokens[at - 1].low not in _PERFECT or row.lemma not in _PLAIN_SAYING:
            continue
        that = next((k for k in (at + 1, at + 2) if tokens[k].low == "that"), None)
        source = frames.beside(tokens, at - 1)
        content = frames.trimmed(tokens, that + 1, len(tokens)) if that else None
        if source and content and not says_nothing(tokens, (at, at + 1), row):
            return [_plain(text, tokens, (at, at + 1), source, content, "says", row.stance)]
    return []


def _plain(
    text: str,
    tokens: Sequence[Token],
    cue: Range,
    source: Range | None,
    content: Range,
    frame: Frame,
    stance: Stance,
) -> Speech:
    """A speech all of which stands in tokens of one sentence."""
    ranges = [cue, content, *([source] if source else [])]
    return Speech(
        source=words_of(text, tokens, source) if source else None,
        relays=(),
        cue=words_of(text, tokens, cue),
        medium=None,
        content=(span_of(tokens, content),),
        stance=stance,
        frame=frame,
        about=None,
        hull=span_of(tokens, (min(r[0] for r in ranges), max(r[1] for r in ranges))),
    )


def impersonal(text: str, sentence: Sentence, quoted: Sequence[bool]) -> list[Speech]:
    """ "It is believed that CONTENT": nobody is named, and the phrase gives the stance."""
    tokens = sentence.tokens
    for at in range(len(tokens)):
        found = None if quoted[at] else phrase_at(tokens, at)
        if found and found[1].frame == "impersonal" and (content := frames.trimmed(tokens, found[0], len(tokens))):
            return [_plain(text, tokens, (at, found[0]), None, content, "impersonal", found[1].stance)]
    return []


def colon_quotation(text: str, sentence: Sentence, quoted: Sequence[bool]) -> list[Speech]:
    """X verb …: "quotation", whatever the verb: the colon says that the words are X's."""
    tokens = sentence.tokens
    colon = next((k for k in range(len(tokens) - 1) if tokens[k].text == ":" and quoted[k + 1]), None)
    verb = next((k for k in range(colon or 0) if tokens[k].tag == "verb"), None)
    source = phrases.before(tokens, verb) if verb else None
    if colon is None or verb is None or source is None or not frames.can_speak(tokens, source):
        return []
    content = frames.trimmed(tokens, colon + 1, len(tokens))
    return [_plain(text, tokens, (verb, verb + 1), source, content, "says", "asserted")] if content else []


def colon_headline(text: str, sentence: Sentence) -> list[Speech]:
    """ "Observatory: town captured" and "Six killed in strike: monitor", in headlines only."""
    tokens = sentence.tokens
    colons = [k for k, t in enumerate(tokens) if t.text == ":"]
    if sentence.kind != "headline" or len(colons) != 1:
        return []
    at = colons[0]
    before, behind = (0, at), (at + 1, len(tokens))
    for source, content in ((before, behind), (behind, before)):
        words = tokens[source[0] : source[1]]
        if any(t.low in word_class("labels") for t in words):
            continue
        verbal = any(t.tag in ("verb", "auxiliary", "preposition") for t in words)
        if 0 < len(words) <= 5 and not verbal and content[1] - content[0] >= 3:
            return [_plain(text, tokens, (at, at + 1), source, content, "says", "asserted")]
    return []
