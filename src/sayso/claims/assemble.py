"""From a reading to claims: each clause that tells a happening, with its speaker, stance, roles, time and toll."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.claims import chain as chains
from sayso.claims import roles as role
from sayso.claims.clauses import Clause, clauses
from sayso.claims.roles import Roles
from sayso.claims.stance import stance
from sayso.claims.toll import toll
from sayso.claims.triggers import RowType, Trigger, is_event_type
from sayso.claims.when import when
from sayso.codebook.tables import table
from sayso.model import Basis, Claim, Event, EventType, Hop, Mode, Note, Party, Report, Span, Stance, Words
from sayso.reading import phrases
from sayso.reading.phrases import Range, words_of
from sayso.reading.reading import Reading
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech
from sayso.reading.tokens import Token, word_class

_BACKED = re.compile(r"^(.+)[-‐‑](?:backed|supported|sponsored|armed|funded|aligned)$", re.IGNORECASE)
_CLAIMABLE: frozenset[EventType] = frozenset(
    {"battle", "territory_gained", "shelling_or_strike", "explosion_or_bomb", "attack_on_civilians", "abduction"}
)
"""What "the attack" of a claim of responsibility, or "the claim" of a denial, can point back to."""
_FEWEST = 3
"""A clause of fewer words tells nothing that can be compared."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of one sentence with the speech it belongs to (None: the outlet's own words)."""

    tokens: Range
    speech: Speech | None


def claims(reading: Reading) -> tuple[Claim, ...]:
    """Every claim of a reading, in order of the text, each once."""
    found: dict[str, Claim] = {}
    last_type: EventType | None = None
    for number, sentence in enumerate(reading.sentences):
        outlets = chains.bracketed(reading.report.text, sentence, reading.report.paragraphs[sentence.paragraph].span)
        for part in _parts(sentence, reading.spoken[number]):
            for claim in _of_part(reading, sentence, part, outlets, last_type):
                found.setdefault(claim.id, claim)
                last_type = claim.event.type if claim.event.type in _CLAIMABLE else last_type
    return tuple(sorted(found.values(), key=lambda c: (c.longest.span, c.id)))


# --- parts of a sentence


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


# --- claims of one part


def _of_part(
    reading: Reading, sentence: Sentence, part: _Part, outlets: tuple[Words, ...], last_type: EventType | None
) -> Iterator[Claim]:
    tokens, text = sentence.tokens, reading.report.text
    before = Roles()
    for clause in clauses(tokens, part.tokens):
        words = sum(t.tag not in ("mark", "quote") for t in tokens[clause.start : clause.end])
        if words < _FEWEST or not _tells(tokens, clause, part.speech) or _silent(text, tokens, clause):
            continue
        tail = _negated_tail(tokens, clause)
        told = replace(clause, end=tail[0]) if tail else clause
        filled = role.roles(tokens, told, before)
        before = filled if filled.actors else before
        yield _claim(reading, sentence, part.speech, outlets, told, filled, last_type)
        if tail:
            denied = replace(filled, actors=(tail[1],))
            yield replace(_claim(reading, sentence, part.speech, outlets, clause, denied, last_type), stance="denied")
    yield from _backed(reading, sentence, part, outlets)


def _silent(text: str, tokens: Sequence[Token], clause: Clause) -> bool:
    """Reported silence is a note, never a claim."""
    low = text[tokens[clause.start].start : tokens[clause.end - 1].end].lower()
    return any(phrase in low for phrases_of in table("cues")["silence"].values() for phrase in phrases_of)


def _negated_tail(tokens: Sequence[Token], clause: Clause) -> tuple[int, Range] | None:
    """Where "…, and not X" begins at the end of a clause, and X: what is said of the others is denied of X."""
    for k in range(clause.end - 2, max(clause.end - 8, clause.start + 2), -1):
        if tokens[k].low != "not" or tokens[k - 1].low not in (",", "and", "but"):
            continue
        name = phrases.after(tokens, k + 2 if tokens[k + 1].low in ("by", "from") else k + 1, clause.end)
        if name is None or name[1] != clause.end:
            return None
        start = k
        while tokens[start - 1].low in (",", "and", "but"):
            start -= 1
        return start, name
    return None


def _tells(tokens: Sequence[Token], clause: Clause, speech: Speech | None) -> bool:
    """A clause without any trigger is a claim only if somebody is given for it and it has a verb."""
    if clause.triggers:
        return True
    return speech is not None and _has_verb(tokens[clause.start : clause.end])


def _claim(
    reading: Reading,
    sentence: Sentence,
    speech: Speech | None,
    outlets: tuple[Words, ...],
    clause: Clause,
    filled: Roles,
    last_type: EventType | None,
) -> Claim:
    report, tokens = reading.report, sentence.tokens
    said = stance(
        speech.stance if speech else None, tokens, clause.start, clause.end, clause.lead.start if clause.lead else None
    )
    hops = chains.chain(speech, outlets)
    actors = role.parties(report.text, tokens, filled.actors)
    if speech and speech.about and not _own_actor(actors):
        actors = (Party(speech.about.text, speech.about.span),)
    if speech and speech.frame == "calls" and speech.source:
        actors = (Party(speech.source.text, speech.source.span),)
    quote = words_of(report.text, tokens, (clause.start, clause.end))
    if (said == "claimed_responsibility" and speech is None) or (
        said == "claimed_responsibility" and actors and not _same(actors, speech)
    ):
        hops = _responsible(actors, hops)
    return Claim(
        page_sha256=report.page_sha256,
        text_sha256=report.text_sha256,
        quote=(quote,),
        chain=hops,
        stance=said,
        basis=_basis(speech),
        event=_event(report, sentence, clause, filled, actors, said, speech, last_type),
        cue=speech.cue if speech else None,
        confidence=None,
        reader=reading.reader,
    )


def _own_actor(actors: Sequence[Party]) -> bool:
    return bool(actors)


def _same(actors: Sequence[Party], speech: Speech | None) -> bool:
    return bool(speech and speech.source and any(a.span == speech.source.span for a in actors))


def _responsible(actors: Sequence[Party], hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Who claims responsibility is the origin; who tells of it is a relay."""
    if not actors:
        return hops
    told = tuple(replace(hop, relay=True) for hop in hops)
    return (chains.voice(Words(actors[0].text, actors[0].span)), *told)


def _basis(speech: Speech | None) -> Basis | None:
    """How the speaker knows, where the words of the chain themselves say it."""
    if speech is None or speech.source is None:
        return None
    words = set(re.findall(r"\w+", speech.source.text.lower()))
    if words & {"footage", "video", "images", "photographs", "photos", "satellite"}:
        return "image_or_video"
    if words & {"witness", "witnesses", "eyewitness", "eyewitnesses", "survivor", "survivors"}:
        return "witnessed"
    return "document" if words & {"document", "documents", "report", "autopsy"} else None


# --- the event


def _event(
    report: Report,
    sentence: Sentence,
    clause: Clause,
    filled: Roles,
    actors: tuple[Party, ...],
    said: Stance,
    speech: Speech | None,
    last_type: EventType | None,
) -> Event:
    tokens, span = sentence.tokens, (sentence.tokens[clause.start].start, sentence.tokens[clause.end - 1].end)
    kind = _type(tokens, clause, filled, speech, last_type)
    lead = clause.lead
    day = report.published.day if report.published else None
    return Event(
        type=kind,
        trigger=words_of(report.text, tokens, (lead.start, lead.end)) if lead else None,
        mode=_mode(lead, speech),
        actors=actors,
        targets=role.parties(report.text, tokens, filled.targets),
        places=role.places(report.text, tokens, filled.places),
        when=when(report.text, span, day, ahead=said == "planned")
        or when(report.text, sentence.span, day, ahead=said == "planned"),
        toll=toll(report.text, tokens, clause.start, clause.end),
    )


def _mode(lead: Trigger | None, speech: Speech | None) -> Mode | None:
    if speech and speech.frame in ("accuses", "calls"):
        return "accuse" if speech.frame == "accuses" else "demand"
    return lead.row.mode if lead else None


def _type(
    tokens: Sequence[Token], clause: Clause, filled: Roles, speech: Speech | None, last_type: EventType | None
) -> EventType:
    """The type of the clause's leading trigger; killing and responsibility take theirs from what stands around them."""
    if speech and speech.frame == "calls":
        return "statement_or_position"
    if clause.lead is None:
        return last_type or "other" if speech and speech.stance == "denied" else "other"
    types = [t.row.type for t in clause.triggers]
    known = [t for t in types if is_event_type(t)]
    if "responsibility" in types:
        return next((t for t in known if t != "battle"), _claimed(last_type))
    if "kill" in types and types[0] in ("kill", "battle"):
        if not filled.actors and last_type in ("shelling_or_strike", "explosion_or_bomb"):
            # "Twelve people were killed" in a report of a bombing tells of the bombing.
            return last_type
        fought = any(t.low in _COMBAT for t in tokens[clause.start : clause.end])
        return _killing(types, [t for span in filled.targets for t in tokens[span[0] : span[1]]], fought)
    return known[0] if known else "other"


def _claimed(last_type: EventType | None) -> EventType:
    """What "the attack" is for which somebody claims responsibility: the last one told; taking a town is a battle."""
    return "battle" if last_type in (None, "territory_gained") else last_type


_ANYBODY = frozenset("people person men man".split())
_COMBAT = frozenset("clashes clash fighting battle battles combat firefight hostilities offensive gunfight".split())


def _killing(types: Sequence[RowType], harmed: Sequence[Token], fought: bool) -> EventType:
    """Killing by shells or bombs is named after them; else the dead decide between battle and attack on civilians."""
    if "shelling_or_strike" in types:
        return "shelling_or_strike"
    if "explosion_or_bomb" in types:
        return "explosion_or_bomb"
    if any(t.low in word_class("civilian_nouns") and not (fought and t.low in _ANYBODY) for t in harmed):
        return "attack_on_civilians"
    fighters = any(t.low in word_class("fighter_nouns") for t in harmed)
    return "battle" if fighters or fought or types[0] == "battle" else "attack_on_civilians"


# --- presupposed support


def _backed(reading: Reading, sentence: Sentence, part: _Part, outlets: tuple[Words, ...]) -> Iterator[Claim]:
    """ "US-backed X" claims, in the mouth of whoever says it, that the US backs X."""
    tokens, text = sentence.tokens, reading.report.text
    for k in range(*part.tokens):
        match = _BACKED.match(tokens[k].text)
        if not match:
            continue
        end = k + 1
        while end < part.tokens[1] and (
            tokens[end].tag in ("noun", "name", "number")
            or (
                tokens[end].low == "and"
                and end + 1 < part.tokens[1]
                and tokens[end + 1].tag == "name" == tokens[end - 1].tag
            )
        ):
            end += 1
        if end == k + 1:
            continue
        backer = Words(match.group(1), (tokens[k].start, tokens[k].start + len(match.group(1))))
        targets = role.parties(text, tokens, list(role.split(tokens, (k + 1, end))))
        event = Event(
            "support_or_supply",
            trigger=words_of(text, tokens, (k, k + 1)),
            actors=(Party(backer.text, backer.span),),
            targets=targets,
        )
        yield Claim(
            reading.report.page_sha256,
            reading.report.text_sha256,
            (words_of(text, tokens, (k, end)),),
            chains.chain(part.speech, outlets),
            "asserted",
            None,
            event,
            None,
            None,
            reading.reader,
        )


# --- silence


def notes(reading: Reading) -> tuple[Note, ...]:
    """Reported silence: who declined to comment, could not be reached, or neither confirmed nor denied."""
    found: list[Note] = []
    for sentence in reading.sentences:
        text = reading.report.text[slice(*sentence.span)]
        for kind, wordings in table("cues")["silence"].items():
            for phrase in wordings:
                at = text.lower().find(phrase)
                if at < 0:
                    continue
                start = sentence.span[0] + at
                token = next((k for k, t in enumerate(sentence.tokens) if t.start >= start), 0)
                span = phrases.before(sentence.tokens, token)
                speaker = words_of(reading.report.text, sentence.tokens, span) if span else None
                found.append(Note(kind, speaker, Words.of(reading.report.text, *sentence.span)))
                break
    return tuple(found)
