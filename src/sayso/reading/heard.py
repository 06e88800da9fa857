"""The encoder's attributions, as the codebook knows their cues, cut to sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.model import Span, Words
from sayso.reading import phrases
from sayso.reading.cues import UNLISTED, Row, is_citing, row_of, says_nothing
from sayso.reading.decode import Attribution
from sayso.reading.frames import can_speak, subject
from sayso.reading.phrases import Range, words_of
from sayso.reading.sentences import Sentence
from sayso.reading.speech import cut, overlap, tokens_in
from sayso.reading.tokens import Token

_SURE = 0.6
"""How certain the encoder must be of a cue that the codebook does not list: it may be a verb of speech that no list
has, or none at all. Found on the corpus."""
_EXPLAINED = re.compile(r",?\s+(?:who|which|whose|that)(?:\s|\Z)|,\s+(?:an?|the)\s|,\s*\Z", re.IGNORECASE)
"""What explains a speaker and is no part of the name: a relative clause, an apposition."""
_APPOSED = 4
"""So many words an office or a kind and its name have, with "the": "the state agency Arna"."""
_HANGING = re.compile(r"\s+(?:of|near|at|in|on)\s[^,;:.()\[\]\"“”]*(?<!\s)", re.IGNORECASE)
"""What hangs on the word before it, up to the next mark."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that gives somebody's words. tokens: its own in the sentence of that number; row: of the codebook."""

    source: Words
    words: Words
    sentence: int
    tokens: Range
    row: Row
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a cue is given for in one sentence. at: the cue's tokens, None where it stands in another sentence."""

    cue: Cue
    at: Range | None
    content: tuple[Span, ...]


def heard(text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> list[list[Part]]:
    """For each sentence the cues that give words of it. attributions: the encoder's, in the order of their cues."""
    parts: list[list[Part]] = [[] for _ in sentences]
    voices = sorted(span for a in attributions for span in (a.cue, a.source) if span)
    for cue in _cues(text, sentences, attributions):
        for number in _numbers(sentences, cue.content):
            if not _reaches(sentences[cue.sentence], sentences[number]):
                continue
            within = sentences[number].span
            content = [cut(span, within) for span in cue.content if overlap(span, within)]
            at = cue.tokens if number == cue.sentence else None
            near = voices[bisect_left(voices, (within[0],)) : bisect_left(voices, (within[1],))]
            parts[number].append(Part(cue, at, tuple(_whole(text, within, _joined(content, near), near))))
    return parts


def _reaches(cue: Sentence, words: Sentence) -> bool:
    """Whether a cue can give words of that sentence: a headline or a bullet stands for itself."""
    alone = {"headline", "heading", "bullet"} & {cue.kind, words.kind}
    return not alone or cue.paragraph == words.paragraph


def _cues(text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> Iterator[Cue]:
    """Those with a speaker. A participle without one takes that of the cue before: "X said …, blaming Y"."""
    before: Cue | None = None
    for found in attributions:
        number = bisect_right(sentences, found.cue[0], key=lambda s: s.span[0]) - 1
        sentence = sentences[max(number, 0)]
        at = _with_as(sentence, tokens_in(sentence.tokens, found.cue))
        row = row_of(sentence.tokens[slice(*at)])
        if at[0] == at[1] or not _speaks(sentence, at, row, found.confidence):
            continue
        source = _named(text, sentence, found.source, at) if found.source else None
        before = before if before and before.sentence == number else None
        if source is None and before and row != UNLISTED:
            source = before.source
        if before and source == before.source and (own := subject(sentence.tokens, at)):
            # "According to X, witnesses said that …": what stands right before a verb is nearer than another's speaker.
            source = words_of(text, sentence.tokens, own)
        if source:
            before = Cue(source, Words.of(text, *found.cue), number, at, row, found.content)
            yield before


def _with_as(sentence: Sentence, at: Range) -> Range:
    """The cue with the "as" before it: "quoted a guard as saying"."""
    return (at[0] - 1, at[1]) if at[0] and sentence.tokens[at[0] - 1].low == "as" else at


def _speaks(sentence: Sentence, at: Range, row: Row, confidence: float) -> bool:
    """Whether a cue gives somebody's words. Whom "citing" names is read by `frames.cited`."""
    tokens = sentence.tokens
    if (row == UNLISTED and confidence < _SURE) or is_citing(tokens[at[1] - 1]):
        return False
    return not says_nothing(tokens, at, row)


def _named(text: str, sentence: Sentence, source: Span, cue: Range) -> Words | None:
    """The speaker's name without what explains it; for a bare "who" the one it points back to; None for no name."""
    tokens = sentence.tokens
    words = Words.of(text, *(cut(source, _worded(sentence)) if overlap(source, sentence.span) else source))
    if words.text.lower() in ("who", "which", "that"):
        pointed_to = phrases.before(tokens, cue[0])
        return words_of(text, tokens, pointed_to) if pointed_to else None
    explained = _EXPLAINED.search(words.text)
    named = Words.of(text, words.span[0], words.span[0] + explained.start()) if explained else words
    at = tokens_in(tokens, named.span)
    own = subject(tokens, cue)
    if own is None and tokens[cue[1] - 1].low == "to":
        own = phrases.after(tokens, cue[1], len(tokens), frozenset({"of"}))
    begins = own and own[0] == at[0] and own[1] > at[1]
    ends = own and at == (own[1] - 1, own[1]) and tokens[own[0]].tag == "determiner" and own[1] - own[0] <= _APPOSED
    if own and (begins or ends):
        # "the state agency Arna said", "according to Radio Belan", of which only an end was heard.
        return words_of(text, tokens, _without_adverbs(tokens, own))
    if at[0] == at[1]:
        return named
    shorter = _without_adverbs(tokens, at)
    return (named if shorter == at else words_of(text, tokens, shorter)) if can_speak(tokens, at) else None


def _without_adverbs(tokens: Sequence[Token], at: Range) -> Range:
    """ "The minister meanwhile" said it; his name is shorter."""
    start, end = at
    while end - start > 1 and tokens[end - 1].tag == "adverb":
        end -= 1
    return start, end


def _worded(sentence: Sentence) -> Span:
    """The sentence without the marks that end it."""
    words = [t for t in sentence.tokens if t.tag not in ("mark", "quote")]
    return (sentence.span[0], words[-1].end) if words else sentence.span


def _numbers(sentences: Sequence[Sentence], spans: Sequence[Span]) -> list[int]:
    """Which sentences hold words of these spans, in order."""
    found: set[int] = set()
    for start, end in spans:
        first = bisect_right(sentences, start, key=lambda s: s.span[1])
        found.update(range(first, bisect_left(sentences, end, key=lambda s: s.span[0])))
    return sorted(found)


def _joined(content: Sequence[Span], voices: Sequence[Span]) -> Iterator[Span]:
    """Neighbours as one where no voice stands between them: a word that the encoder was unsure of breaks no content."""
    start, end = content[0]
    for behind in content[1:]:
        if any(overlap(voice, (end, behind[0])) for voice in voices):
            yield start, end
            start = behind[0]
        end = behind[1]
    yield start, end


def _whole(text: str, sentence: Span, content: Iterable[Span], voices: Sequence[Span]) -> Iterator[Span]:
    """Each with what hangs on its last word, if it was cut there: "reported shelling near Tolva"."""
    spans = list(content)
    for start, end in spans:
        stop = min([sentence[1], *(other[0] for other in (*voices, *spans) if other[0] >= end)])
        hanging = _HANGING.match(text, end, stop)
        yield start, hanging.end() if hanging else end
