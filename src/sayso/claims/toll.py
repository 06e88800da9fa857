"""Tolls: "at least 12 civilians were killed and dozens wounded" as ranges with their words.

Each word of harm is asked whom it harms: the subject of "died" and "were killed", the object of "killing", what "of"
ties to "the death". What that phrase names is counted, one person without a number as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.claims.numbers import number
from sayso.claims.people import People, people, together
from sayso.claims.triggers import is_happening
from sayso.codebook.inflection import forms
from sayso.codebook.tables import table
from sayso.model import Count, Toll, Words
from sayso.reading import phrases
from sayso.reading.tokens import Token, is_negation, word_class

Harm = Literal["killed", "injured", "captured", "displaced"]
Frame = Literal["doing", "suffering", "noun"]
"""How a word of harm takes its victims: "kill X", "X died", "the death of X"."""

_BE = frozenset("is are was were be been being get gets got getting 're".split())
_PLURAL = frozenset({"are", "were", "have", "'re"})
_CLAUSES = frozenset("after before because when while until since if whereas although though but leaving as".split())
"""Words that part a victim's phrase from the next clause."""
_VERBAL = frozenset({"verb", "gerund", "auxiliary", "subordinator"})
_OBJECTS = frozenset({"determiner", "name", "noun", "number", "pronoun"})
_ARTICLES = frozenset({"the", "a", "an", "these", "those", "his", "her", "their", "its"})
_BARS = frozenset({";", ":", "|", "-", "•", "?", "!"})
_JOINS = frozenset({"and", "or", ",", "&"})
_TIMES = {"double": 2, "triple": 3, "quadruple": 4}
_REACH = 45
"""How far, in tokens, a subject may stretch before its verb."""
_HOPS = 4
"""Over how many participles ("a man shot in the head died") a subject is looked for."""
_TOLL = 24
"""How far behind "death toll" its number may stand, in tokens."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of harm at a token."""

    at: int
    harm: Harm
    frame: Frame


def toll(text: str, tokens: Sequence[Token], start: int, stop: int) -> Toll | None:
    """The people that a clause says were harmed, or None where it does not say how many."""
    harmed: dict[Harm, People] = {}
    for word in _words(tokens, start, stop):
        found = _victims(text, tokens, word, start, stop)
        if found is None or not _fits(tokens, word.harm, found, stop):
            continue
        known = harmed.get(word.harm)
        if known is None or (known.kind != "number" and found.kind == "number"):
            harmed[word.harm] = found
        elif known.kind == "number" == found.kind and found.start >= known.end and word.frame != "noun":
            harmed[word.harm] = together(known, found)
    counts = {harm: _count(text, tokens, who) for harm, who in harmed.items()}
    return Toll(**counts) if counts else None


def _fits(tokens: Sequence[Token], harm: Harm, found: People, stop: int) -> bool:
    """Whether such people can suffer such harm: villages are captured, too, and one captured man is a target."""
    if harm in ("killed", "injured"):
        return True
    if found.kind != "number":
        return False
    behind = [t.low for t in tokens[found.start + 1 : min(stop, found.start + 5)]]
    places = word_class("place_nouns")
    known = word_class("civilian_nouns") | word_class("fighter_nouns") | word_class("actor_nouns") | {"others", "more"}
    return harm == "displaced" or (any(t in known for t in behind) and not any(t in places for t in behind[:2]))


# --- words of harm


@cache
def _book() -> dict[str, tuple[Harm, Frame]]:
    """Every form of a word of harm with its harm and how it takes its victims; see codebook/harms.toml."""
    book: dict[str, tuple[Harm, Frame]] = {}
    for row in table("harms")["harm"]:
        book |= dict.fromkeys(row.get("noun", "").split(), (row["harm"], "noun"))
        for frame in ("doing", "suffering"):
            for lemma in row.get(frame, "").split():
                book |= dict.fromkeys(forms(lemma, table("events")["irregular"]), (row["harm"], frame))
    return book


@cache
def _nouns() -> frozenset[str]:
    return frozenset(noun for row in table("harms")["harm"] for noun in row.get("noun", "").split())


def _words(tokens: Sequence[Token], start: int, stop: int) -> Iterator[_Word]:
    for at in range(start, stop):
        low = tokens[at].low
        if (known := _book().get(low)) is not None:
            yield _Word(at, known[0], _frame(tokens, at, start, stop, known[1]))
        elif _is_fatal(tokens, at, start) and (low == "shot" or tokens[at].tag in ("verb", "gerund")):
            yield _Word(at, "killed", "doing")
        elif _is_fatal(tokens, at, start) and is_happening(low):
            yield _Word(at, "killed", "noun")


def _frame(tokens: Sequence[Token], at: int, start: int, stop: int, frame: Frame) -> Frame:
    """A verb's form is a noun where the words around it say so ("the killing"); "stabbed to death" says who died."""
    low = tokens[at].low
    if low == "death" and at > start + 1 and tokens[at - 1].low == "to":
        return "suffering" if tokens[at - 2].low in word_class("before_death") else "noun"
    if frame != "doing" or low not in _nouns() or tokens[at].tag not in ("noun", "name", "gerund"):
        return frame
    named = at > start and tokens[at - 1].tag in ("determiner", "possessive")
    behind = tokens[at + 1] if at + 1 < stop else None
    counts = behind is not None and (behind.tag in _OBJECTS or behind.low in word_class("amounts") - {"of"})
    return "doing" if low.endswith("ing") and counts and not named else "noun"


def _is_fatal(tokens: Sequence[Token], at: int, start: int) -> bool:
    return at > start and tokens[at - 1].low in word_class("fatal")


# --- who suffers


def _victims(text: str, tokens: Sequence[Token], word: _Word, start: int, stop: int) -> People | None:
    if _is_shared(tokens, word, start):
        return None
    if word.frame == "noun" or (tokens[word.at].low.endswith("ing") and _low(tokens, word.at + 1, stop) == "of"):
        return _of_noun(text, tokens, word.at, start, stop)
    subject = _group_start(tokens, word.at, start)
    if any(is_negation(t) for t in tokens[subject : word.at]) or _is_aim(tokens, word.at):
        return None
    if _takes_object(tokens, word, subject, stop):
        return _object(text, tokens, _past_pair(tokens, word, stop) + 1, stop)
    found = _attributive(text, tokens, word, start, stop) or _subject(text, tokens, subject, word.at, start)
    return _with_others(text, tokens, found, word.at + 1, stop) if found else None


def _attributive(text: str, tokens: Sequence[Token], word: _Word, start: int, stop: int) -> People | None:
    """The people of "one dead terrorist", "another dead child"."""
    if tokens[word.at].low != "dead" or word.at == start or word.at + 1 >= stop or tokens[word.at + 1].tag != "noun":
        return None
    before = tokens[word.at - 1]
    counts = before.tag in ("determiner", "number") or before.low == "one"
    return people(text, tokens, word.at - 1, word.at + 2, "first") if counts else None


def _with_others(text: str, tokens: Sequence[Token], found: People, at: int, stop: int) -> People:
    """ "Was killed along with his son and 15 guards" counts these, too."""
    for k in range(at, min(at + _TOLL, stop - 1)):
        if tokens[k].low == "alongside" or (tokens[k].low in ("along", "together") and tokens[k + 1].low == "with"):
            others = _object(text, tokens, k + 1 + (tokens[k].low != "alongside"), stop)
            return together(found, others) if others else found
        if tokens[k].tag in _VERBAL:
            break
    return found


def _is_aim(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the harm is only aimed at: "tried to kill two others", "a plot to assassinate"."""
    return verb > 0 and tokens[verb - 1].low == "to" and tokens[verb].low != "death"


def _low(tokens: Sequence[Token], at: int, stop: int) -> str:
    return tokens[at].low if at < stop else ""


def _is_shared(tokens: Sequence[Token], word: _Word, start: int) -> bool:
    """Whether the harm is only the second of an undivided pair: "dozens were killed and injured"."""
    k = word.at - 1
    while k > start and (tokens[k].low in _JOINS or tokens[k].tag == "adverb"):
        k -= 1
    known = _book().get(tokens[k].low) if k >= start else None
    return known is not None and known[0] != word.harm and {known[0], word.harm} == {"killed", "injured"}


def _past_pair(tokens: Sequence[Token], word: _Word, stop: int) -> int:
    """The last verb of "killing and wounding", "killed or captured", whose object both share."""
    at = word.at
    while _low(tokens, at + 1, stop) in _JOINS and _low(tokens, at + 2, stop) in _book():
        at += 2
    return at


def _group_start(tokens: Sequence[Token], at: int, start: int) -> int:
    """Where the verb group that ends at a word of harm begins: "was later found shot and" killed."""
    k = at
    while k > start:
        before = tokens[k - 1]
        joins = before.low in _JOINS and k - 1 > start and tokens[k - 2].low in word_class("before_death")
        to_death = before.low == "to" and (k < at or tokens[at].low == "death")
        grouped = before.tag in ("auxiliary", "adverb") or before.low in word_class("before_death") | _BE
        if grouped or joins or to_death or before.low == "not":
            k -= 1
        else:
            return k
    return k


def _takes_object(tokens: Sequence[Token], word: _Word, subject: int, stop: int) -> bool:
    """Whether the victims stand behind the verb: "killed two", "killing and wounding two", but not "was killed"."""
    low = tokens[word.at].low
    if word.frame == "suffering" and not _shot_dead(tokens, word.at):
        return False
    if any(t.low in _BE for t in tokens[subject : word.at]) or (subject and tokens[subject - 1].low in _BE):
        return False
    if word.frame == "doing" and low.endswith(("ing", "s")):
        return True
    first = at = _past_pair(tokens, word, stop) + 1
    while at < stop and (tokens[at].low in word_class("amounts") or tokens[at].tag == "adverb"):
        at += 1
    if at >= stop or (tokens[at].tag != "number" and tokens[first].tag == "preposition"):
        return False
    if not {tokens[first].tag, tokens[at].tag} & _OBJECTS or (word.at and tokens[word.at - 1].low in _ARTICLES):
        return False
    if tokens[at].low in _book() or phrases.is_time(tokens, at, min(at + 2, stop)):
        return False
    # "Six killed 22 injured": the second number has a harm of its own.
    counted = tokens[at].tag == "number" and _is_harmed(tokens, at, stop)
    return not (
        counted and subject > 0 and word.at - subject <= 0 and tokens[word.at - 1].tag in ("noun", "name", "number")
    )


def _is_harmed(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether a number has a word of harm right behind its noun: "22 injured", "5 soldiers wounded"."""
    behind = next(
        (t for t in tokens[at + 1 : min(at + 4, stop)] if t.tag not in ("noun", "name") or t.low in _book()), None
    )
    return behind is not None and behind.low in _book()


def _shot_dead(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].low in ("shot", "shoot", "shoots", "shooting")


def _object(text: str, tokens: Sequence[Token], at: int, stop: int) -> People | None:
    end = at
    while end < stop and tokens[end].tag not in _VERBAL:
        if _parts(tokens, end) or tokens[end].low in _CLAUSES or tokens[end].low in _book():
            break
        if tokens[end].tag == "preposition" and not _leads_on(tokens[end]):
            break
        end += 1
    return people(text, tokens, at, end, "first")


def _leads_on(token: Token) -> bool:
    """Whether the phrase goes on behind a preposition: "at least 12", "as well as", "the driver of the bus and"."""
    return token.low in word_class("amounts") or token.low in ("with", "in", "from", "alongside", "than")


def _subject(text: str, tokens: Sequence[Token], end: int, verb: int, start: int) -> People | None:
    """The people before a verb group; from a participle or a relative it goes on to what they hang on."""
    several = any(t.low in _PLURAL for t in tokens[end:verb])
    if end == start:
        # "was pronounced dead": whose subject stands in the clause before.
        alone = tokens[end].low in ("is", "was")
        return People(end, verb + 1, 1, 1, "noun") if alone else None
    for _ in range(_HOPS):
        if end <= start:
            return None
        relative = tokens[end - 1].low in ("who", "which", "that")
        if relative:
            end -= 1
        begin = _subject_start(tokens, end, start)
        found = people(text, tokens, begin, end, "last")
        if found:
            return None if several and found.one else found
        inside = begin < end and tokens[begin].tag not in ("preposition", "adverb") and not _is_when(tokens, begin, end)
        if begin == start or inside or not _hangs_on(tokens, begin - 1):
            return None
        end = _group_start(tokens, begin - 1, start)
    return None


def _subject_start(tokens: Sequence[Token], end: int, start: int) -> int:
    k = end
    while k > max(start, end - _REACH):
        before = tokens[k - 1]
        clause = before.low in _CLAUSES and not (before.low == "as" and _low(tokens, k, end) in ("well", "many"))
        harm = before.low in _book() and before.low not in _nouns()
        if before.tag in _VERBAL or _parts(tokens, k - 1) or clause or harm:
            return k
        k -= 1
    return k


def _is_when(tokens: Sequence[Token], start: int, end: int) -> bool:
    return tokens[start].low in ("late", "early") or phrases.is_time(tokens, start, min(start + 1, end))


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark parts two clauses or titles; the dash of "10-12" does not."""
    joined = tokens[at].text == "-" and at > 0 and tokens[at - 1].end == tokens[at].start
    return tokens[at].text in _BARS and not joined


def _hangs_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb only tells more of the phrase before it: "a man shot in the head died", "the boy who was hit"."""
    participle = tokens[at].low.endswith(("ed", "wn", "en")) or tokens[at].low in word_class("before_death")
    return tokens[at].low in ("who", "that", "which") or (tokens[at].tag == "verb" and participle)


def _of_noun(text: str, tokens: Sequence[Token], at: int, start: int, stop: int) -> People | None:
    """Whose death: "the killing of a pilot", "his brother's shooting death", "12 deaths", "a toll of 50"."""
    low = tokens[at].low
    if low in ("life", "lives") and not _is_taken(tokens, at, start):
        return None
    if _low(tokens, at + 1, stop) in ("of", "to") and low != "toll":
        return _object(text, tokens, at + 2, stop)
    if low in ("toll", "dead"):
        return _told_behind(text, tokens, at, stop)
    k = at
    while k > start and (is_happening(tokens[k - 1].low) or tokens[k - 1].low in word_class("kinds_of_death")):
        k -= 1
    if k > start and tokens[k - 1].low in ("his", "her") and low != "body":
        return People(k - 1, at + 1, 1, 1, "noun")
    if k > start and tokens[k - 1].tag == "possessive":
        return people(text, tokens, _subject_start(tokens, k - 1, start), k - 1, "last")
    if k > start and low.endswith("s"):
        return _told_before(text, tokens, k, start)
    return _bare(tokens, at, k)


def _bare(tokens: Sequence[Token], at: int, start: int) -> People | None:
    """What a noun alone says: "a double homicide" killed two, "a fatal shooting" or "a shooting death" one or more."""
    if start == at:
        return None
    first = tokens[start].low
    if first in _TIMES:
        return People(start, at + 1, _TIMES[first], _TIMES[first], "number")
    return People(start, at + 1, 1, None, "noun") if first == "fatal" or tokens[at].low == "death" else None


def _is_taken(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether a verb before "lives" says that they were lost: "claimed the lives of", "took his own life"."""
    return any(t.low in word_class("takes_lives") for t in tokens[max(start, at - 6) : at])


def _told_before(text: str, tokens: Sequence[Token], at: int, start: int) -> People | None:
    """The number of "12 deaths", "dozens of civilian deaths"."""
    for k in range(max(start, at - 6), at):
        found = number(text, tokens, k, at)
        if found and all(t.tag in ("noun", "name") or t.low == "of" for t in tokens[found.end : at]):
            return People(found.start, found.end, found.low, found.high, "number")
    return None


def _told_behind(text: str, tokens: Sequence[Token], at: int, stop: int) -> People | None:
    """The number of "the death toll rose to 50"."""
    for k in range(at + 1, min(at + _TOLL, stop)):
        if (found := number(text, tokens, k, stop)) is not None and tokens[k - 1].low != "from":
            return People(found.start, found.end, found.low, found.high, "number")
    return None


def _count(text: str, tokens: Sequence[Token], who: People) -> Count:
    words = Words.of(text, tokens[who.start].start, tokens[who.end - 1].end)
    return Count(words.text, words.span, who.low, who.high, words if who.kind != "number" else None)
