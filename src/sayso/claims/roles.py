"""Who did it, to whom, where: from a trigger to the phrases around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.claims.clauses import Clause
from sayso.claims.triggers import Trigger, is_happening
from sayso.model import Party, Place
from sayso.reading import phrases
from sayso.reading.phrases import Range
from sayso.reading.tokens import Token, word_class

_PASSIVE = frozenset("was were been being is are be get got".split())
_OF = frozenset({"of", "for"})
_NONE: frozenset[str] = frozenset()
_AROUND = frozenset({"mark", "quote", "preposition", "auxiliary"})
_BEHIND = frozenset("who whom which that and".split())
_PLACE_PREPOSITIONS = frozenset("in at near inside outside into around across over towards toward throughout".split())
_TYPES_THAT_AIM = frozenset({"battle", "shelling_or_strike", "attack_on_civilians", "explosion_or_bomb"})
_MODIFIES = ("-led", "-backed", "-supported", "-allied")


@dataclass(frozen=True, slots=True)
class Roles:
    """Phrases as token ranges, in order of the text."""

    actors: tuple[Range, ...] = ()
    targets: tuple[Range, ...] = ()
    places: tuple[Range, ...] = ()


def roles(tokens: Sequence[Token], clause: Clause, before: Roles) -> Roles:
    """The roles of a clause; a verb without a subject keeps the actors of `before`, the clause before it."""
    actors: list[Range] = []
    targets: list[Range] = []
    places: list[Range] = []
    for trigger in clause.triggers:
        one = _around(tokens, clause, trigger, before)
        actors = actors or list(one.actors)
        targets = targets or [t for t in one.targets if not _overlaps(t, actors)]
        places += [p for p in one.places if not _overlaps(p, places)]
    if not actors and (subject := _active_subject(tokens, clause)) and not _overlaps(subject, targets):
        actors = [subject]
    places += [p for p in _located(tokens, clause) if not _overlaps(p, [*places, *actors, *targets])]
    return Roles(
        tuple(part for a in actors for part in (*split(tokens, a), *_named_behind(tokens, clause, a))),
        tuple(part for t in targets for part in split(tokens, t)),
        tuple(sorted(places)),
    )


def _active_subject(tokens: Sequence[Token], clause: Clause) -> Range | None:
    """Who is the subject of the clause, where no trigger names an actor: "the HTS is not party to the deal"."""
    verb = next((k for k in range(clause.start, clause.end) if tokens[k].tag in ("verb", "auxiliary")), None)
    if verb is None or verb == clause.start:
        return None
    main = next((k for k in range(verb, clause.end) if tokens[k].tag not in ("auxiliary", "adverb")), verb)
    if main < len(tokens) and _is_passive(tokens, main, clause.start, (main, main)):
        return None
    span = phrases.before(tokens, verb)
    who = _who(tokens, span) if span and span[0] >= clause.start else None
    return who if who and _can_be_party(tokens, who) else None


def _can_be_party(tokens: Sequence[Token], span: Range) -> bool:
    words = tokens[span[0] : span[1]]
    return words[0].low in ("they", "we", "he", "she", "i") or any(_can_act(t) for t in words)


def _named_behind(tokens: Sequence[Token], clause: Clause, span: Range) -> list[Range]:
    """The names that an unnamed group is told by: "two local groups, the Ember Brigade and the Sons of Tolva"."""
    counted = tokens[span[0]].tag == "number" or tokens[span[0]].low in ("several", "both")
    at = span[1]
    if (
        not counted
        or at + 1 >= clause.end
        or tokens[at].text not in (",", ":")
        or tokens[at + 1].tag not in ("name", "determiner")
    ):
        return []
    names = phrases.after(tokens, at + 1, clause.end)
    return split(tokens, names) if names and any(t.tag == "name" for t in tokens[names[0] : names[1]]) else []


def _around(tokens: Sequence[Token], clause: Clause, trigger: Trigger, before: Roles) -> Roles:
    if trigger.part == "noun" or (trigger.part == "phrase" and not _is_verbal(tokens, trigger)):
        return _of_noun(tokens, clause, trigger)
    return _of_verb(tokens, clause, trigger, before)


def _is_verbal(tokens: Sequence[Token], trigger: Trigger) -> bool:
    return tokens[trigger.start].tag in ("verb", "gerund")


# --- verbs


def _of_verb(tokens: Sequence[Token], clause: Clause, trigger: Trigger, before: Roles) -> Roles:
    subject = _subject(tokens, clause, trigger.start)
    behind = phrases.after(tokens, trigger.end, clause.end, _OF)
    row = trigger.row
    # "Seven workers killed": nobody is killing where nobody is named behind.
    harmed = row.type == "kill" and behind is None and tokens[trigger.start].low in word_class("harmed")
    if harmed or _is_passive(tokens, trigger.start, clause.start, behind):
        agent = _agent(tokens, trigger.end, clause.end)
        return _filled(tokens, row.object or "target", subject, (agent,) if agent else ())
    if row.subject != "actor":
        return _filled(tokens, row.subject, subject, ())
    actors = (subject,) if subject else before.actors if _shares_subject(tokens, clause, trigger) else ()
    return _filled(tokens, row.object or ("target" if behind and _is_party(tokens, behind) else "none"), behind, actors)


def _subject(tokens: Sequence[Token], clause: Clause, at: int) -> Range | None:
    """The subject of the verb at `at`, also of one that hangs on another: "is going to launch", "…, killing six"."""
    k = at - 1
    while k > clause.start and tokens[k].tag in ("adverb", "auxiliary"):
        k -= 1
    if k < clause.start:
        return None
    shares = tokens[k].low in ("to", "and", "or", "but")
    hangs = shares or (tokens[at].tag == "gerund" and tokens[k].tag in ("mark", "preposition"))
    if hangs:
        governing = _verb_before(tokens, clause, k)
        return _subject(tokens, clause, governing) if governing is not None else None
    span = phrases.before(tokens, at)
    relative = tokens[clause.start].low in ("who", "which", "that")
    if span is None or (span[1] <= clause.start and not relative):
        return None
    counted = tokens[span[0]].tag == "number" or tokens[span[0]].low in ("least", "most")
    if span[0] and tokens[span[0] - 1].tag == "preposition" and tokens[span[0]].tag != "pronoun" and not counted:
        # "In Qalamoun killing ten": what hangs on a preposition is no subject.
        return None
    return (clause.start, span[1]) if span[0] < clause.start < span[1] else span


def _verb_before(tokens: Sequence[Token], clause: Clause, at: int) -> int | None:
    """The nearest verb before `at` in the clause; "is preparing" counts as one."""
    for k in range(at - 1, clause.start - 1, -1):
        if tokens[k].tag in ("verb", "gerund"):
            return k
    return None


def _is_passive(tokens: Sequence[Token], at: int, floor: int, behind: Range | None) -> bool:
    if tokens[at].tag != "verb":
        return False
    k = at - 1
    while k >= floor and tokens[k].tag == "adverb":
        k -= 1
    if k >= floor and tokens[k].low in _PASSIVE:
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if following == "by" and at + 2 < len(tokens) and tokens[at + 2].low in word_class("manners"):
        return False
    reduced = following in ("by", "in", "near", "at", "on", "after") and tokens[at].low.endswith(("ed", "en", "wn"))
    return behind is None and reduced


def _agent(tokens: Sequence[Token], start: int, stop: int) -> Range | None:
    for k in range(start, stop):
        if tokens[k].low == "by" and k + 1 < stop and tokens[k + 1].low in word_class("manners"):
            continue
        if tokens[k].low == "by" and not phrases.is_time(tokens, k + 1, min(k + 3, stop)):
            while k + 1 < stop and tokens[k + 1].tag == "adverb":
                k += 1
            return phrases.after(tokens, k + 1, stop, _OF)
        if tokens[k].tag == "subordinator" or tokens[k].text == ";":
            return None
    return None


def _shares_subject(tokens: Sequence[Token], clause: Clause, trigger: Trigger) -> bool:
    """Whether nothing that could be a subject stands between the clause's start and its verb."""
    return not any(t.tag in ("name", "noun", "pronoun") for t in tokens[clause.start : trigger.start])


def _filled(tokens: Sequence[Token], slot: str, span: Range | None, actors: Sequence[Range | None]) -> Roles:
    real = tuple(who for a in actors if a and (who := _who(tokens, a)) is not None)
    if span is None or phrases.is_time(tokens, *span):
        return Roles(actors=real)
    if slot == "place":
        return Roles(real, (), (span,)) if not _is_fighter(tokens, span) else Roles(real, (span,), ())
    if slot in ("target", "toll"):
        return Roles(real, (_without_count(tokens, span),), ())
    return Roles(actors=real)


def _without_count(tokens: Sequence[Token], span: Range) -> Range:
    """ "128 Syrian civilians" names the target "Syrian civilians": the number is the toll's, unless of miles."""
    start = span[0]
    while start < span[1] - 1 and (
        (tokens[start].tag == "number" and tokens[start + 1].low not in word_class("distances"))
        or tokens[start].low in ("at", "least", "some", "about", "another", "other", "of")
    ):
        start += 1
    return (start, span[1])


# --- nouns


def _of_noun(tokens: Sequence[Token], clause: Clause, trigger: Trigger) -> Roles:
    """ "Russian airstrikes on Idlib", "an attack by rebels on the base", "the capture of the town"."""
    actor = (
        _modifier(tokens, clause.start, trigger.start)
        or _agent(tokens, trigger.end, min(clause.end, trigger.end + 14))
        or _doer(tokens, clause, trigger.start)
    )
    targets: tuple[Range, ...] = ()
    places: tuple[Range, ...] = ()
    for k in range(trigger.end, min(clause.end, trigger.end + 6)):
        if tokens[k].tag == "mark":
            break
        if tokens[k].low in ("on", "against", "of", "for", "targeting") and not phrases.is_time(
            tokens, k + 1, min(clause.end, k + 3)
        ):
            span = phrases.after(tokens, k + 1, clause.end, _OF)
            if span and trigger.row.type == "support_or_supply":
                targets = (span,)
            elif span and trigger.row.object != "place" and trigger.row.type in _TYPES_THAT_AIM:
                places, targets = ((span,), ()) if _is_place(tokens, span) else ((), (span,))
            elif span and trigger.row.object == "place" and _is_place(tokens, span):
                places = (span,)
            break
    actors = _two_sides(tokens, clause, trigger) or ((actor,) if actor else ())
    return Roles(actors, targets, places)


def _two_sides(tokens: Sequence[Token], clause: Clause, trigger: Trigger) -> tuple[Range, ...]:
    """A and B in "clashes between A and B", "a deal between A and B"."""
    at = next((k for k in range(trigger.end, min(clause.end, trigger.end + 3)) if tokens[k].low == "between"), None)
    first = phrases.after(tokens, at + 1, clause.end, _NONE) if at is not None else None
    if first is None or first[1] >= clause.end or tokens[first[1]].low != "and":
        return (first,) if first else ()
    second = phrases.after(tokens, first[1] + 1, clause.end, _NONE)
    return (first, second) if second else (first,)


def _modifier(tokens: Sequence[Token], floor: int, at: int) -> Range | None:
    """Who stands before the happening's noun: "Russian airstrikes", "the coalition's drone strikes"."""
    start = at
    while (
        start > floor and tokens[start - 1].tag in ("noun", "name", "possessive") and not _is_weapon(tokens[start - 1])
    ):
        start -= 1
    end = at
    while end > start and (tokens[end - 1].tag == "possessive" or _is_weapon(tokens[end - 1])):
        end -= 1
    if start >= end or not any(_can_act(t) for t in tokens[start:end]) or phrases.is_time(tokens, start, end):
        return None
    return None if _only_opens(tokens, start, end) else (start, end)


def _only_opens(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a word has its capital only from opening the sentence: "Intense clashes", not "Russian airstrikes"."""
    word = tokens[start]
    if end - start > 1 or start > 0 or word.low in word_class("actor_nouns") or "-" in word.text:
        return False
    return not word.text.isupper() and not of_nation(word)


def of_nation(word: Token) -> bool:
    """Whether a name ends as those of nations do: "Russian", "Israeli"."""
    return word.tag == "name" and word.low.endswith(("ian", "an", "ish", "ese", "ch", "i"))


_BETWEEN = frozenset({"determiner", "noun", "adverb", "number", "name"})


def _doer(tokens: Sequence[Token], clause: Clause, at: int) -> Range | None:
    """Who launched, carried out or took part in the happening that a noun at `at` names."""
    if (taking_part := _part_taken(tokens, clause, at)) is not None:
        return taking_part
    governing = _verb_before(tokens, clause, at)
    if governing is None or at - governing > 8:
        return None
    between = tokens[governing + 1 : at]
    if any(t.tag not in _BETWEEN and t.low not in ("in", "out", "of", "part") for t in between):
        return None
    if _is_passive(tokens, governing, clause.start, (at, at + 1)):
        return None
    subject = _subject(tokens, clause, governing)
    return _who(tokens, subject) if subject else None


def _part_taken(tokens: Sequence[Token], clause: Clause, at: int) -> Range | None:
    """X in "X was part of the attack", "X is behind the bombing"."""
    for k in range(at - 1, max(at - 5, clause.start), -1):
        if tokens[k].low in ("part", "behind", "involved", "responsible"):
            verb = next((n for n in range(k - 1, max(k - 5, clause.start), -1) if tokens[n].tag == "auxiliary"), None)
            span = phrases.before(tokens, verb) if verb is not None else None
            return _who(tokens, span) if span else None
    return None


def _who(tokens: Sequence[Token], span: Range) -> Range | None:
    """The party in a phrase: of "Russian airstrikes on the town" it is "Russian", of "a car bomb" nobody."""
    if phrases.is_time(tokens, *span) or tokens[span[0]].low in ("there", "which", "that"):
        return None
    head = next((k for k in range(span[0], span[1]) if tokens[k].tag == "preposition"), span[1]) - 1
    if head >= span[0] and is_happening(tokens[head].low):
        return _modifier(tokens, span[0], head)
    return span if _is_party(tokens, span) or any(t.tag == "pronoun" for t in tokens[span[0] : span[1]]) else None


def _is_weapon(token: Token) -> bool:
    return token.low in word_class("instruments")


def _can_act(token: Token) -> bool:
    return token.tag == "name" or token.low in word_class("actor_nouns") or token.low.endswith(_MODIFIES)


# --- places


def _located(tokens: Sequence[Token], clause: Clause) -> list[Range]:
    """Every "in X", "near X" of the clause that names a place."""
    found: list[Range] = []
    for k in range(clause.start, clause.end - 1):
        if tokens[k].low in _PLACE_PREPOSITIONS or (
            tokens[k].low in ("of", "from", "on", "to") and _after_direction(tokens, k)
        ):
            span = phrases.after(tokens, k + 1, clause.end, frozenset({"of"}))
            if span and not phrases.is_time(tokens, *span) and _is_place(tokens, span):
                found.append(span)
    return found


def _after_direction(tokens: Sequence[Token], at: int) -> bool:
    """ "north of X", "the town of X", "on the border"."""
    return at > 0 and tokens[at - 1].low in word_class("directions")


def _is_place(tokens: Sequence[Token], span: Range) -> bool:
    words = tokens[span[0] : span[1]]
    if words[0].tag == "pronoun" or _is_fighter(tokens, span):
        return False
    named = any(t.tag == "name" and t.low not in word_class("months") for t in words)
    headed = any(t.low in word_class("place_nouns") for t in words)
    return (named and not any(t.low in word_class("actor_nouns") - word_class("place_nouns") for t in words)) or headed


def _is_party(tokens: Sequence[Token], span: Range) -> bool:
    return any(
        _can_act(t) or t.low in word_class("civilian_nouns") or t.low in word_class("fighter_nouns")
        for t in tokens[span[0] : span[1]]
    )


def _is_fighter(tokens: Sequence[Token], span: Range) -> bool:
    return any(t.low in word_class("fighter_nouns") for t in tokens[span[0] : span[1]])


# --- to the model


def split(tokens: Sequence[Token], span: Range) -> list[Range]:
    """ "A and B", "A, B and C" as several parties."""
    cuts = [
        k
        for k in range(span[0] + 1, span[1] - 1)
        if tokens[k].low in ("and", "&") and tokens[k - 1].tag in ("name", "mark", "noun")
    ]
    edges = [span[0], *(edge for cut in cuts for edge in (cut, cut + 1)), span[1]]
    pairs = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return [_without_both(tokens, pair) for pair in pairs]


def _without_both(tokens: Sequence[Token], span: Range) -> Range:
    return (
        (span[0] + 1, span[1])
        if tokens[span[0]].low in ("both", "mainly", "including", "and") and span[1] - span[0] > 1
        else span
    )


def _overlaps(span: Range, others: Sequence[Range]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def named(tokens: Sequence[Token], span: Range) -> Range | None:
    """A range without a count before it and without marks and relative words around it; None where it names nothing."""
    start, end = span
    while start < end and (tokens[start].tag in _AROUND or tokens[start].low == "and"):
        start += 1
    while end > start and (tokens[end - 1].tag in _AROUND or tokens[end - 1].low in _BEHIND):
        end -= 1
    if start + 2 < end and tokens[start].tag == "number" and tokens[start + 1].low in word_class("months"):
        # "Between 1 and 3 March armed men": the day is nobody's name.
        start += 2
    inside = tokens[start:end]
    if not any(t.tag in ("name", "noun", "pronoun", "gerund") for t in inside):
        return None
    return _closed(tokens, _without_count(tokens, (start, end)))


def _closed(tokens: Sequence[Token], span: Range) -> Range:
    """With the bracket that closes behind it, or without one that nothing closes: "the Rapid Support Forces (RSF"."""
    start, end = span
    opened = [k for k in range(start, end) if tokens[k].text in ("(", "[")]
    if len(opened) <= sum(tokens[k].text in (")", "]") for k in range(start, end)):
        return span
    if end < len(tokens) and tokens[end].text in (")", "]"):
        return start, end + 1
    return (start, opened[-1]) if opened[-1] > start else span


def parties(text: str, tokens: Sequence[Token], spans: Sequence[Range]) -> tuple[Party, ...]:
    """Ranges as parties of the model."""
    named = [span for span in spans if any(t.tag in ("name", "noun", "pronoun") for t in tokens[span[0] : span[1]])]
    words = [phrases.words_of(text, tokens, span) for span in named]
    return tuple(Party(w.text, w.span) for w in words if w.text.lower() not in ("one", "neither", "none"))


def places(text: str, tokens: Sequence[Token], spans: Sequence[Range]) -> tuple[Place, ...]:
    """Ranges as places of the model."""
    words = [phrases.words_of(text, tokens, span) for span in spans]
    return tuple(Place(w.text, w.span) for w in words if w.text)
