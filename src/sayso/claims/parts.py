"""Which words of a sentence belong to which voice, and which of them no claim holds yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.model import Span
from sayso.reading.phrases import Range, runs
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech, overlap
from sayso.reading.tokens import Token


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one sentence with the speech it belongs to (None: the outlet's own words)."""

    tokens: Range
    speech: Speech | None


def parts(sentence: Sentence, spoken: Sequence[Speech]) -> Iterator[Part]:
    """What each speech is given for, innermost speaker first, then the words that are the outlet's own."""
    taken = [False] * len(sentence.tokens)
    for speech in sorted(spoken, key=lambda s: sum(b - a for a, b in s.content)):
        for content in speech.content:
            yield from (Part(run, speech) for run in runs(_free(sentence, content, taken)))
        for k, token in enumerate(sentence.tokens):
            if speech.hull[0] <= token.start < speech.hull[1]:
                taken[k] = True
    own = list(runs([k for k in range(len(sentence.tokens)) if not taken[k]]))
    # Beside a speech, words without a verb only lead up to it: "In a statement after the attack, …".
    yield from (Part(run, None) for run in own if not spoken or has_verb(sentence.tokens[run[0] : run[1]]))


def has_verb(tokens: Sequence[Token]) -> bool:
    return any(t.tag in ("verb", "auxiliary") for t in tokens)


def _free(sentence: Sentence, content: Span, taken: Sequence[bool]) -> list[int]:
    return [k for k, t in enumerate(sentence.tokens) if content[0] <= t.start < content[1] and not taken[k]]


def left(sentence: Sentence, part: Part, held: Sequence[Span]) -> Part | None:
    """What of a part stands outside of all that is held, its longest stretch."""
    free = [k for k in range(*part.tokens) if not any(overlap(sentence.tokens[k].span, span) for span in held)]
    longest = max(runs(free), key=lambda run: run[1] - run[0], default=None)
    return replace(part, tokens=longest) if longest else None
