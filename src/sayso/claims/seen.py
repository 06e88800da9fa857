"""The happenings that the encoder sees in a sentence, as told clauses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.claims.clauses import clause_of
from sayso.claims.roles import Roles, roles
from sayso.claims.silence import silence_at
from sayso.claims.tellable import excepted, is_kept_silent, is_open, nobody_claims, tail
from sayso.claims.told import Around, Told
from sayso.model import Span
from sayso.reading.happenings import SURE, Happening
from sayso.reading.phrases import words_of
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech, overlap, tokens_in

_TELLING = 4
"""Fewer words behind a "not" tell of no happening."""


def seen(around: Around) -> Iterator[Told]:
    """Every happening that hangs on a word of the sentence, but those of which nothing is claimed.

    Of one that the encoder only thinks likely, the codebook must know a word.
    """
    happenings, tokens = around.reading.happenings[around.number], around.sentence.tokens
    silent = silence_at(around.text, around.sentence) if happenings else None
    for happening in happenings:
        if _only_says(happening, around.spoken, happenings):
            continue
        saying = _saying(happening, around.spoken, around.sentence)
        clause = clause_of(tokens, tokens_in(tokens, saying[1] if saying else happening.quote))
        if clause is None or (happening.chance < SURE and not clause.triggers):
            continue
        if tokens[clause.start].low == "not" and clause.end - clause.start < _TELLING:
            # "…, and not X" is told with the clause before it.
            continue
        clause = replace(clause, end=tail(tokens, clause.end))
        exception = excepted(tokens, clause)
        main = replace(clause, end=exception[0]) if exception else clause
        filled = roles(tokens, main, Roles())
        speech = saying[0] if saying else _speech_of(happening, around.spoken)
        told = around.told(speech, main, filled, Roles(), happening)
        if is_open(told) or nobody_claims(told) or (silent is not None and is_kept_silent(told, silent)):
            continue
        if exception:
            name = words_of(around.text, tokens, exception[1])
            yield replace(told, seen=_without(happening, name.span))
            yield replace(told, clause=clause, roles=replace(filled, actors=(exception[1],)), seen=None, excepts=True)
        else:
            yield told


def _only_says(happening: Happening, spoken: Sequence[Speech], others: Sequence[Happening]) -> bool:
    """Whether it hangs on a verb of saying, and what is said is told by another: "X had claimed that Y withdrew"."""
    said = [s for s in spoken if (s.frame, s.stance) == ("says", "asserted") and overlap(s.cue.span, happening.anchor)]
    return any(
        overlap(content, other.anchor) and overlap(happening.quote, other.quote)
        for speech in said
        for content in speech.content
        for other in others
    )


def _saying(happening: Happening, spoken: Sequence[Speech], sentence: Sentence) -> tuple[Speech, Span] | None:
    """The accusation on whose own verb a happening hangs, with what it says: "X accused Y of shelling Z"."""
    for speech in spoken:
        if speech.frame != "accuses":
            continue
        inside = [content for content in speech.content if overlap(content, happening.quote)]
        named = speech.source is not None and overlap(happening.quote, speech.source.span)
        if named and inside and overlap(speech.cue.span, happening.anchor):
            return speech, (max(inside[0][0], sentence.span[0]), min(inside[-1][1], sentence.span[1]))
    return None


def _without(happening: Happening, span: Span) -> Happening:
    actors = tuple(one for one in happening.roles["actor"] if not overlap(one.span, span))
    return replace(happening, roles=happening.roles | {"actor": actors})


def _speech_of(happening: Happening, spoken: Sequence[Speech]) -> Speech | None:
    """Whose words a happening is told in: of those around its anchor the innermost."""
    around = [s for s in spoken if any(start <= happening.anchor[0] < end for start, end in s.content)]
    return min(around, key=lambda s: (sum(end - start for start, end in s.content), -len(s.relays)), default=None)
