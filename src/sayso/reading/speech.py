"""A speech: somebody's words in one sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.model import Span, Stance, Words
from sayso.reading.cues import Frame
from sayso.reading.phrases import Range
from sayso.reading.sentences import Sentence
from sayso.reading.tokens import Token


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody says something in one sentence (or in the quoted sentences that go on with it).

    source: the origin's words, None where nobody is named ("it is believed that"); relays: voices between origin and
    outlet, nearest the origin first; content: what is said, as spans; stance: what the cue says of it; about: whom an
    accusation names; hull: all words of the sentence that belong to this speech.
    """

    source: Words | None
    relays: tuple[Words, ...]
    cue: Words
    medium: Words | None
    content: tuple[Span, ...]
    stance: Stance
    frame: Frame
    about: Words | None
    hull: Span


def overlap(a: Span, b: Span) -> int:
    """How many code points two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def cut(span: Span, within: Span) -> Span:
    """What of a span lies within another; its end stands before its start where nothing does."""
    return max(span[0], within[0]), min(span[1], within[1])


def hull(sentence: Sentence, spans: Sequence[Span]) -> Span:
    """The smallest span that holds what stands of these in the sentence; something must."""
    inside = [cut(span, sentence.span) for span in spans if overlap(span, sentence.span)]
    return min(start for start, _ in inside), max(end for _, end in inside)


def tokens_in(tokens: Sequence[Token], span: Span) -> Range:
    """The tokens that begin in a span, an empty range where none does."""
    first, end = (bisect_left(tokens, at, key=lambda t: t.start) for at in span)
    return first, end


def span_of(tokens: Sequence[Token], words: Range) -> Span:
    """Where a range of tokens stands."""
    return tokens[words[0]].start, tokens[words[1] - 1].end
