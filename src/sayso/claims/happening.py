"""What a clause tells: type, mode, roles, time and toll of its happening."""

from collections.abc import Sequence
from typing import get_args

from sayso.claims import roles as role
from sayso.claims.backing import backer, backings
from sayso.claims.told import Told
from sayso.claims.toll import toll
from sayso.claims.triggers import RowType, Trigger, is_event_type, triggers
from sayso.claims.when import when
from sayso.model import Event, EventType, Mode, Party, Place, Span, Stance, Words
from sayso.reading.phrases import Range, words_of
from sayso.reading.speech import overlap, tokens_in
from sayso.reading.tokens import Token, word_class

CLAIMABLE: frozenset[EventType] = frozenset(
    {"battle", "territory_gained", "shelling_or_strike", "explosion_or_bomb", "attack_on_civilians", "abduction"}
)
"""What "the attack" of a claim of responsibility, or "the claim" of a denial, can point back to."""


def event(told: Told, stance: Stance) -> Event:
    """The happening of one clause."""
    text, tokens, clause = told.report.text, told.tokens, told.clause
    of_type, acting = kind(told), actors(told)
    if of_type == "support_or_supply" and not acting:
        for _, presupposed in backings(text, tokens, (clause.start, clause.end)):
            return presupposed
    return Event(
        type=of_type,
        trigger=words_of(text, tokens, (clause.lead.start, clause.lead.end)) if clause.lead else None,
        mode=_mode(told),
        weapon=_weapon(told),
        actors=acting,
        targets=_parties(told, "target") or role.parties(text, tokens, told.roles.targets),
        places=_places(told),
        when=when(told, stance),
        toll=toll(text, tokens, clause.start, clause.end),
    )


def actors(told: Told) -> tuple[Party, ...]:
    """Who did it: whoever calls acts by calling; whom an accusation names acts where its content names nobody."""
    speech = told.speech
    if speech and speech.frame == "calls" and speech.source:
        return (Party(speech.source.text, speech.source.span),)
    if speech and speech.frame == "accuses" and speech.about:
        return (Party(speech.about.text, speech.about.span),)
    return _parties(told, "actor") or role.parties(told.report.text, told.tokens, _actors_by_codebook(told))


_ACTS = frozenset({"actor", "person"})


def _actors_by_codebook(told: Told) -> tuple[Range, ...]:
    """Of a happening that the encoder sees, only those in whose words it sees somebody: "the shells" do nothing."""
    if told.seen is None:
        return told.roles.actors
    return tuple(one for one in told.roles.actors if _is_somebody(told, one))


def _is_somebody(told: Told, named: Range) -> bool:
    words = told.tokens[named[0] : named[1]]
    nation = len(words) == 1 and role.of_nation(words[0])
    return nation or bool(_ACTS & told.reading.kinds((words[0].start, words[-1].end)))


def _parties(told: Told, slot: str) -> tuple[Party, ...]:
    """Who fills a role by what the encoder sees, also in a sentence before."""
    return tuple(Party(words.text, words.span) for words in _filling(told, slot))


def _places(told: Told) -> tuple[Place, ...]:
    if told.seen is None:
        return role.places(told.report.text, told.tokens, told.roles.places)
    places = _filling(told, "place")
    # "Boko" of "Boko Haram" is no place; "Syria" of "the army of Syria" may be one.
    acting = {words.span[0] for words in _filling(told, "actor")} if places else set[int]()
    return tuple(Place(words.text, words.span) for words in places if words.span[0] not in acting)


def _filling(told: Told, slot: str) -> tuple[Words, ...]:
    """The words of a role: those of this sentence that name something, or else those of another sentence."""
    filled = told.seen.roles[slot] if told.seen else ()
    here = [words for span in _hung(told, [one.span for one in filled]) if (words := _trimmed(told, span))]
    there = [_whole(told.report.text, one.span) for one in filled if not overlap(one.span, told.sentence.span)]
    return tuple(here) or tuple(Words.of(told.report.text, *span) for span in _hung(told, there))


_HANGS = frozenset({"from", "of", "of the", ""})


def _whole(text: str, span: Span) -> Span:
    """The words that a span in another sentence touches: "U" is of "U.S."."""
    start, end = span
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    # The full stop of "U.S." is its own, that of a sentence is not.
    return start, end + (text[end : end + 1] == "." and "." in text[start:end])


def _hung(told: Told, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans, two as one where only the words between were in doubt: "militants" from "the Rukban camp"."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and " ".join(told.report.text[joined[-1][1] : span[0]].lower().split()) in _HANGS:
            span = (joined[-1][0], max(joined.pop()[1], span[1]))
        joined.append(span)
    return joined


def _trimmed(told: Told, span: Span) -> Words | None:
    """What a span in this sentence names, without counts and marks; None for the beginning of a longer name."""
    text, tokens = told.report.text, told.tokens
    named = role.named(tokens, tokens_in(tokens, span)) if overlap(span, told.sentence.span) else None
    if named is None:
        return None
    words = words_of(text, tokens, named)
    return backer(text, words) or (None if _is_adjective(tokens, named) else words)


def _is_adjective(tokens: Sequence[Token], named: Range) -> bool:
    """Whether one word stands before the noun that it tells of: "Syrian" in "Syrian government forces"."""
    behind = tokens[named[1] : named[1] + 1]
    return (
        named[1] - named[0] == 1 and any(t.tag == "noun" for t in behind) and tokens[named[0]].tag in ("name", "noun")
    )


def _weapon(told: Told) -> Words | None:
    filled = told.seen.roles["weapon"] if told.seen else ()
    return next((words for span in filled if (words := _named(told, span.span))), None)


def _named(told: Told, span: Span) -> Words | None:
    """A span of this sentence without the words at its ends that name nothing: "of rockets", "and"."""
    if not overlap(span, told.sentence.span):
        return Words.of(told.report.text, *span)
    within = tokens_in(told.tokens, span)
    held = [k for k in range(*within) if told.tokens[k].tag not in ("preposition", "conjunction", "mark")]
    return words_of(told.report.text, told.tokens, (held[0], held[-1] + 1)) if held else None


def _mode(told: Told) -> Mode | None:
    if told.speech and told.speech.frame in ("accuses", "calls"):
        return "accuse" if told.speech.frame == "accuses" else "demand"
    of_type = kind(told)
    if of_type == "support_or_supply" and any(token.low in word_class("endings") for token in told.own):
        return "sanction"
    stated = of_type == "statement_or_position"
    # What is stated may hold happenings that weigh more than the verb: "refused to let the convoy leave".
    telling = told.clause.triggers if stated else told.clause.triggers[:1]
    if mode := next((trigger.row.mode for trigger in (*telling, *_said_by(told)) if trigger.row.mode), None):
        return mode
    likeliest = told.seen.likeliest("mode") if told.seen else None
    return next((name for name in get_args(Mode) if name == likeliest), None)


def _said_by(told: Told) -> tuple[Trigger, ...]:
    """The triggers that the cue of the words holds itself, as speech or as the encoder sees it: "threatened to"."""
    cues = [told.speech.cue.span] if told.speech else []
    cues += [one.span for one in told.seen.roles["cue"]] if told.seen else []
    ranges = (tokens_in(told.tokens, cue) for cue in cues if overlap(cue, told.sentence.span))
    return tuple(one for start, stop in ranges for one in triggers(told.tokens, start, min(stop + 1, len(told.tokens))))


_CODEBOOK_WEIGHS = 0.15
"""What the codebook's type adds to its chance by the encoder; found on the corpus's held-out part."""
_KILLING_WEIGHS = 0.8
"""The same where it says that civilians were killed: from .2 to .8 it moves nothing there, and the stories need it."""


def kind(told: Told) -> EventType:
    """The likeliest type by what encoder and codebook say together."""
    named = _type_by_codebook(told)
    if told.seen is None or any(trigger.row.type == "responsibility" for trigger in told.clause.triggers):
        return named
    weighs = _KILLING_WEIGHS if named == "attack_on_civilians" else _CODEBOOK_WEIGHS
    chances = told.seen.kinds["type"] | {named: told.seen.kinds["type"][named] + weighs}
    likeliest: EventType = max(get_args(EventType), key=chances.__getitem__)
    return "battle" if likeliest == "territory_gained" and _only_attempted(told) else likeliest


def _type_by_codebook(told: Told) -> EventType:
    """The type of the leading trigger; killing and responsibility take theirs from what stands around them."""
    if told.speech and told.speech.frame == "calls":
        return "statement_or_position"
    if told.clause.lead is None:
        denied = told.speech is not None and told.speech.stance == "denied"
        return told.earlier or "other" if denied else "other"
    types = [trigger.row.type for trigger in told.clause.triggers]
    known = [t for t in types if is_event_type(t)]
    if _is_bare_attack(told):
        return _attack(told)
    if "responsibility" in types:
        return next((t for t in known if t != "battle"), _claimed(told.earlier))
    if "kill" in types and types[0] in ("kill", "battle"):
        return _killing(told, types)
    if known and known[0] == "territory_gained" and _only_attempted(told):
        return "battle"
    return known[0] if known else "other"


def _only_attempted(told: Told) -> bool:
    """Whether the taking was tried and not told to have come about: "attempted to seize", "tried to capture"."""
    lead = told.clause.lead
    if lead is None or lead.start == 0 or told.tokens[lead.start - 1].low != "to":
        return False
    return any(t.low in word_class("attempts") for t in told.tokens[max(lead.start - 4, 0) : lead.start])


def _is_bare_attack(told: Told) -> bool:
    """Whether the leading trigger is a noun like "attack", which any kind of violence can be called by."""
    lead = told.clause.lead
    return lead is not None and lead.part == "noun" and told.tokens[lead.start].low in word_class("bare_attacks")


def _attack(told: Told) -> EventType:
    """What "the attack" was: on fighters a battle, else what was told before, else an attack on civilians."""
    aimed_at = [t for span in (*told.roles.targets, *told.roles.places) for t in told.tokens[span[0] : span[1]]]
    if any(t.low in word_class("fighter_nouns") or t.low in word_class("military") for t in aimed_at):
        return "battle"
    if told.earlier in ("shelling_or_strike", "explosion_or_bomb"):
        return told.earlier
    # An attack on a town is a battle for it; one in a town, on a market or on nobody told is an attack on civilians.
    lead = told.clause.lead
    behind = told.tokens[lead.end].low if lead and lead.end < len(told.tokens) else ""
    towns = told.roles.places and not any(t.low in word_class("civilian_nouns") for t in aimed_at)
    return "battle" if behind in ("on", "against") and towns else "attack_on_civilians"


def _claimed(earlier: EventType | None) -> EventType:
    """What "the attack" is for which somebody claims responsibility: the last one told; taking a town is a battle."""
    return "battle" if earlier in (None, "territory_gained") else earlier


def _killing(told: Told, types: Sequence[RowType]) -> EventType:
    """Killing by shells or bombs is named after them; else the dead decide between battle and attack on civilians."""
    for cause in ("shelling_or_strike", "explosion_or_bomb"):
        # "Twelve people were killed" in a report of a bombing tells of the bombing.
        if cause in types or (cause == told.earlier and not told.roles.actors):
            return cause
    harmed = [t for start, end in told.roles.targets for t in told.tokens[start:end]]
    fought = any(t.low in word_class("combat") for t in told.own)
    if _any_civilian(harmed, fought=fought):
        return "attack_on_civilians"
    fighters = any(t.low in word_class("fighter_nouns") for t in harmed)
    return "battle" if fighters or fought or types[0] == "battle" else "attack_on_civilians"


def _any_civilian(harmed: Sequence[Token], *, fought: bool) -> bool:
    """Whether civilians are named; people who die in fighting may be anybody."""
    return any(
        t.low in word_class("civilian_nouns") and not (fought and t.low in word_class("anybody")) for t in harmed
    )
