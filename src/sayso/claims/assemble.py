"""From a reading to claims: each clause that tells a happening, with its speaker, stance, roles, time and toll."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from sayso.claims import chain as chains
from sayso.claims.backing import backings
from sayso.claims.clauses import Clause, clause_of, clauses
from sayso.claims.confidence import by_codebook, confidence
from sayso.claims.happening import CLAIMABLE, actors, event
from sayso.claims.roles import Roles, named, roles
from sayso.claims.silence import is_silence, notes, silence_at
from sayso.claims.stance import stance
from sayso.claims.told import Calendar, Told
from sayso.claims.when import calendar, dated
from sayso.model import Basis, Claim, Event, EventType, Hop, Party, Span, Stance, When, Words
from sayso.reading import phrases
from sayso.reading.cues import row_of
from sayso.reading.frames import subject
from sayso.reading.happenings import Happening
from sayso.reading.phrases import Range, words_of
from sayso.reading.reading import Reading
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech, overlap, tokens_in
from sayso.reading.tokens import Token, is_negation, word_class

__all__ = ["claims", "notes"]

_FEWEST = 3
"""A clause of fewer words tells nothing that can be compared."""
_PRONOUNS = frozenset("it they he she we".split())


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of one sentence with the speech it belongs to (None: the outlet's own words)."""

    tokens: Range
    speech: Speech | None


def claims(reading: Reading, times: tuple[When, ...] = ()) -> tuple[Claim, ...]:
    """Every claim of a reading, in order of the text, each once. times: those of the report, in its order."""
    found: dict[str, Claim] = {}
    earlier: EventType | None = None
    days = calendar(reading.report, times)
    for number, sentence in enumerate(reading.sentences):
        if _is_topic(sentence):
            continue
        for claim in _of_sentence(reading, number, earlier, days):
            found.setdefault(claim.id, claim)
            earlier = claim.event.type if claim.event.type in CLAIMABLE else earlier
    return dated(sorted(found.values(), key=lambda c: (c.longest.span, c.id)))


def _of_sentence(reading: Reading, number: int, earlier: EventType | None, days: Calendar) -> Iterator[Claim]:
    """The happenings that the encoder sees; then what the codebook finds where the encoder saw nothing."""
    sentence, spoken = reading.sentences[number], reading.spoken[number]
    credited = chains.bracketed(reading.report.text, sentence, reading.report.paragraphs[sentence.paragraph].span)
    seen: list[Claim] = []
    for told in _seen(reading, number, credited, earlier, days):
        claim = _claim(told)
        if not any(_says_as_much(other, claim) for other in seen):
            seen = [other for other in seen if not _says_as_much(claim, other)] + [claim]
    yield from seen
    for part in _parts(sentence, spoken):
        for claim in _of_part(reading, sentence, part, credited, earlier, days):
            if not any(_tells_it(claim, other) for other in seen):
                yield claim
            elif part_left := _left(sentence, part, seen):
                tolls = _of_part(reading, sentence, part_left, credited, earlier, days)
                yield from (told for told in tolls if told.event.toll)


def _left(sentence: Sentence, part: _Part, seen: Sequence[Claim]) -> _Part | None:
    """What of a part no claim holds, its longest stretch: a toll may stand there, and none may be lost."""
    held = [any(overlap(token.span, claim.longest.span) for claim in seen) for token in sentence.tokens]
    runs = _runs([k for k in range(*part.tokens) if not held[k]])
    longest = max(runs, key=lambda run: run[1] - run[0], default=None)
    return replace(part, tokens=longest) if longest else None


def _seen(
    reading: Reading, number: int, credited: tuple[Words, ...], earlier: EventType | None, days: Calendar
) -> Iterator[Told]:
    """The happenings of one sentence that the encoder sees, but those of which nothing is claimed."""
    sentence = reading.sentences[number]
    silent = silence_at(reading.report.text, sentence) if reading.happenings[number] else None
    for happening in reading.happenings[number]:
        saying = _saying(happening, reading.spoken[number], sentence)
        quote = saying[1] if saying else happening.quote
        clause = clause_of(sentence.tokens, tokens_in(sentence.tokens, quote))
        if clause is None:
            continue
        excepted = _excepted(sentence.tokens, clause)
        main = replace(clause, end=excepted[0]) if excepted else clause
        filled = roles(sentence.tokens, main, Roles())
        speech = saying[0] if saying else _speech_of(happening, reading.spoken[number])
        told = Told(reading, sentence, speech, credited, earlier, main, filled, Roles(), days, happening)
        if _is_open(told) or _nobody_claims(told) or (silent is not None and _is_kept_silent(told, silent)):
            continue
        if excepted:
            name = words_of(told.report.text, sentence.tokens, excepted[1])
            yield replace(told, seen=_without(happening, name.span))
            yield replace(told, clause=clause, roles=replace(filled, actors=(excepted[1],)), seen=None, excepts=True)
        else:
            yield told


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


def _says_as_much(claim: Claim, other: Claim) -> bool:
    """Whether a claim holds all of the other's words and few more, and tells the same: "is believed to be taken"."""
    shared = overlap(claim.longest.span, other.longest.span)
    length = other.longest.span[1] - other.longest.span[0]
    return (
        claim.event.type == other.event.type
        and shared == length
        and 2 * length > claim.longest.span[1] - claim.longest.span[0]
        and (claim.stance == "denied") == (other.stance == "denied")
    )


def _tells_it(claim: Claim, seen: Claim) -> bool:
    """Whether what the codebook finds is told already; support that words presuppose stands inside other claims."""
    shared = overlap(claim.longest.span, seen.longest.span)
    presupposed = claim.event.type == "support_or_supply" != seen.event.type
    return shared > 0 and not (presupposed and 2 * shared < seen.longest.span[1] - seen.longest.span[0])


def _speech_of(happening: Happening, spoken: Sequence[Speech]) -> Speech | None:
    """Whose words a happening is told in: of those around its anchor the innermost."""
    around = [s for s in spoken if any(start <= happening.anchor[0] < end for start, end in s.content)]
    return min(around, key=lambda s: (sum(end - start for start, end in s.content), -len(s.relays)), default=None)


# --- the parts of a sentence


def _parts(sentence: Sentence, spoken: Sequence[Speech]) -> Iterator[_Part]:
    """What each speech is given for, innermost speaker first, then the words that are the outlet's own."""
    taken = [False] * len(sentence.tokens)
    for speech in sorted(spoken, key=lambda s: sum(b - a for a, b in s.content)):
        for content in speech.content:
            yield from (_Part(run, speech) for run in _runs(_free(sentence, content, taken)))
        for k, token in enumerate(sentence.tokens):
            if speech.hull[0] <= token.start < speech.hull[1]:
                taken[k] = True
    own = list(_runs([k for k in range(len(sentence.tokens)) if not taken[k]]))
    # Beside a speech, words without a verb only lead up to it: "In a statement after the attack, …".
    yield from (_Part(run, None) for run in own if not spoken or _has_verb(sentence.tokens[run[0] : run[1]]))


def _has_verb(tokens: Sequence[Token]) -> bool:
    return any(t.tag in ("verb", "auxiliary") for t in tokens)


def _free(sentence: Sentence, content: Span, taken: Sequence[bool]) -> list[int]:
    return [k for k, t in enumerate(sentence.tokens) if content[0] <= t.start < content[1] and not taken[k]]


def _runs(tokens: Sequence[int]) -> Iterator[Range]:
    """Neighbouring token numbers as ranges."""
    start = None
    for n, k in enumerate(tokens):
        start = k if start is None else start
        if n + 1 == len(tokens) or tokens[n + 1] != k + 1:
            yield (start, k + 1)
            start = None


# --- the claims of one part


def _is_topic(sentence: Sentence) -> bool:
    """A heading without a verb names a topic and claims nothing: "Armed conflicts and attacks"."""
    return sentence.kind == "heading" and not any(t.tag in ("verb", "gerund") for t in sentence.tokens)


def _of_part(
    reading: Reading,
    sentence: Sentence,
    part: _Part,
    credited: tuple[Words, ...],
    earlier: EventType | None,
    days: Calendar,
) -> Iterator[Claim]:
    tokens = sentence.tokens
    before = Roles()
    for clause in clauses(tokens, part.tokens):
        excepted = _excepted(tokens, clause)
        main = replace(clause, end=excepted[0]) if excepted else clause
        filled = roles(tokens, main, before)
        told = Told(reading, sentence, part.speech, credited, earlier, main, filled, before, days)
        if not _tells(told):
            continue
        yield _claim(told)
        if excepted:
            yield _claim(replace(told, clause=clause, roles=replace(filled, actors=(excepted[1],)), excepts=True))
        before = filled if filled.actors else before
    for quote, backing in backings(reading.report.text, tokens, part.tokens):
        yield _of(reading, quote, chains.chain(part.speech, credited), "asserted", backing)


def _tells(told: Told) -> bool:
    """A clause tells something if it has a trigger; without one, if somebody is given for it and it has a verb."""
    words = sum(t.tag not in ("mark", "quote") for t in told.own)
    if words < _FEWEST or _is_open(told) or _is_silent(told):
        return False
    return bool(told.clause.triggers) or (told.speech is not None and _has_verb(told.own))


def _is_silent(told: Told) -> bool:
    return is_silence(told.quote.text) or _nobody_claims(told)


def _is_kept_silent(told: Told, at: int) -> bool:
    """Whether the sentence only says that somebody would not tell it: "refused to say whether its jets hit it"."""
    if at > told.span[1]:
        return False
    return told.speech is None or told.speech.cue.span[0] <= at or told.span[0] <= at


def _is_open(told: Told) -> bool:
    """A question of the outlet's own, or a clause that only says if: neither claims anything."""
    asked = told.speech is None and told.tokens[-1].text == "?"
    return asked or told.own[0].low in ("if", "unless", "whether", "should", "had")


def _nobody_claims(told: Told) -> bool:
    """ "No group has claimed responsibility" is silence of everybody."""
    named = any(trigger.row.type == "responsibility" for trigger in told.clause.triggers)
    return named and any(map(is_negation, told.own))


def _excepted(tokens: Sequence[Token], clause: Clause) -> tuple[int, Range] | None:
    """X of whom the clause does not hold ("…, and not X", "A, not X, did …"), and where the claim of the others ends.

    Both are claims: what is said of the others is denied of X.
    """
    for k in range(clause.start + 1, clause.end - 1):
        if tokens[k].low != "not" or tokens[k - 1].low not in (",", "and", "but"):
            continue
        name = phrases.after(tokens, k + 2 if tokens[k + 1].low in ("by", "from") else k + 1, clause.end)
        if name is None:
            continue
        if name[1] == clause.end:
            start = k
            while tokens[start - 1].low in (",", "and", "but"):
                start -= 1
            return start, name
        if tokens[name[1]].text == "," and tokens[k - 1].text == ",":
            return clause.end, name
    return None


_STANCE_SEEN = 0.6
_SOURCE_SEEN = 0.75
"""From which chance on the encoder's stance stands against a bare "asserted", and its speaker where no cue gives one;
found on the corpus's held-out part."""


def _claim(told: Told) -> Claim:
    held: Stance = "denied" if told.excepts else _stance(told)
    hops = chains.chain(told.speech, told.credits)
    if first := _first_voice(told):
        hops = (chains.voice(first), *(replace(hop, relay=True) for hop in hops))
    if held == "claimed_responsibility":
        hops = _responsible(told, hops)
    elif not any(not hop.relay for hop in hops) and (speaker := _speaker(told)):
        hops = (chains.voice(speaker), *hops)
    happening = event(told, held)
    claim = _of(told.reading, told.quote, hops, held, happening, told.speech)
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
    if held != "asserted" or told.seen is None:
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


def _of(
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
