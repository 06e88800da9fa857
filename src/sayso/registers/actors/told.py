"""What a report tells of parties before any mention is asked about: names, offices, countries, letters, persons.

All of it is read off the text once. A name here is a stretch of tokens; whose it is, is chosen in `resolve`.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sayso.registers.actors.register import Borne, Register
from sayso.registers.actors.spelling import Token, keys, tokens

FoundKind = Literal["name", "state", "people", "capital"]
_BREAK = re.compile(r"[.,;:!?\n()\[\]/\"“”]")
"""What no name goes over."""
_LETTERS = re.compile(r"\s*\(\s*(?:the\s+)?([A-Z][\w.-]{1,10})\s*\)")
"""Letters in brackets behind the name that they stand for."""
_CALLED = re.compile(
    r"[,(]?\s*(?:also |better |formerly |previously |once |commonly |locally |widely )*"
    r"(?:known (?:as|by)|called|referred to as|an acronym for|or simply) (?:by its Arabic acronym |its |the )*[\"“']?"
    r"([A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,4})"
)
_HOME_WEIGHT = 2.0
"""What a place of the report says about its country, beside a word that names the country."""
_FIRST_HOME = 0.5
"""What a party says about the country where it acts first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of tokens i to j that names a party, a state, its people or its capital. value: of all but a name the
    state's id.
    """

    i: int
    j: int
    kind: FoundKind
    value: str = ""
    borne: tuple[Borne, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """An office that the text names with its state, and where."""

    start: int
    state: str
    office: str


def joined(text: str, a: Token, b: Token) -> bool:
    """Whether two tokens may stand in one name."""
    gap = text[a.end : b.start]
    return len(gap) < 8 and not _BREAK.search(gap) and not (a.owns and gap.startswith(("'s", "’s")))


def scan(text: str, found: Sequence[Token], register: Register) -> Iterator[Found]:
    """Every name, state, people and capital among the tokens, the longest at each place, from left to right."""
    i = 0
    while i < len(found):
        best = _at(text, found, i, register)
        if best:
            yield best
        i = best.j if best else i + 1


def _at(text: str, found: Sequence[Token], i: int, register: Register) -> Found | None:
    key = found[i].key
    longest = register.starting(key)
    if not longest:
        return _of_state_without_apostrophe(found[i], i, register)
    end = i + 1
    while end < len(found) and end < i + longest and joined(text, found[end - 1], found[end]):
        end += 1
    for j in range(end, i, -1):
        if one := _named(found, i, j, register):
            return one
    return _of_state_without_apostrophe(found[i], i, register)


def _named(found: Sequence[Token], i: int, j: int, register: Register) -> Found | None:
    stretch = found[i:j]
    key = tuple(token.key for token in stretch)
    capital = any(token.capital for token in stretch)
    if capital and (state := register.states.get(key)) and (len(stretch[0].text) > 3 or stretch[0].text.isupper()
                                                             or "." in stretch[0].text):  # fmt: skip
        return Found(i, j, "state", state)
    if borne := register.borne(stretch):
        fitting = tuple(b for b in borne if capital or b.name.text.islower())
        if fitting:
            return Found(i, j, "name", "", fitting)
    if not stretch[0].capital:
        return None
    if len(key) > 1 and stretch[-1].capital and stretch[-1].text.endswith("s"):
        # Where apostrophes were lost, "Syrian Coalitions office" is the Syrian Coalition's.
        borne = register.borne([*stretch[:-1], one_of(stretch[-1])])
        if borne:
            return Found(i, j, "name", "", tuple(borne))
    if state := register.peoples.get(key):
        return Found(i, j, "people", state)
    if state := register.capitals.get(key):
        return Found(i, j, "capital", state)
    return None


def _of_state_without_apostrophe(token: Token, i: int, register: Register) -> Found | None:
    """Where apostrophes were lost, "Syrias" is Syria's."""
    if token.capital and token.text.endswith("s") and (state := register.states.get(keys(token.text[:-1]))):
        return Found(i, i + 1, "state", state)
    return None


def one_of(token: Token) -> Token:
    """A token without its last letter."""
    return Token(keys(token.text[:-1])[0], token.start, token.end - 1, token.text[:-1], capital=token.capital)


@dataclass(slots=True)
class Told:
    """A text with what it tells. homes: the countries of its places, ISO 3166-1 alpha-2, one entry a place."""

    text: str
    register: Register
    homes: Sequence[str] = ()
    tokens: list[Token] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, register: Register, homes: Sequence[str] = ()) -> "Told":
        """Read a text once."""
        cut = tokens(text)
        return cls(text, register, homes, cut, [t.start for t in cut], list(scan(text, cut, register)))

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch of the text."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@dataclass(slots=True)
class Signs:
    """What follows from a text: votes for countries, offices named with their state, letters and names learnt."""

    told: Told
    votes: Mapping[str, float]
    offices: Sequence[Named]
    learnt: Mapping[tuple[str, ...], str | None]
    """By the keys of a name that the text itself explains: the id, None where it explains it by an unknown name."""


def signs(told: Told) -> Signs:
    """Read the signs off a text."""
    offices = tuple(_offices(told))
    return Signs(told, _votes(told), offices, dict(_learnt(told)))


def _votes(told: Told) -> Mapping[str, float]:
    votes: defaultdict[str, float] = defaultdict(float)
    for home in told.homes:
        votes[home.lower()] += _HOME_WEIGHT
    for one in told.found:
        if one.kind != "name":
            votes[one.value] += 1.0
        elif len(one.borne) == 1 and not one.borne[0].name.short:
            entry = told.register.entry(one.borne[0].id)
            if entry and entry.homes and entry.kind not in ("media", "international", "aid"):
                votes[entry.homes[0].lower()] += _FIRST_HOME
    return votes


def _offices(told: Told) -> Iterator[Named]:
    for one in told.found:
        if one.kind == "name":
            state = told.register.state_of(one.borne[0].id)
            if state and "." in one.borne[0].id:
                yield Named(told.tokens[one.i].start, state, one.borne[0].id.partition(".")[2])
            continue
        if office := _office_behind(told, one.j):
            yield Named(told.tokens[one.i].start, one.value, office)


def _office_behind(told: Told, j: int) -> str | None:
    """The office that the tokens from j on call, right behind the name of a state."""
    for size in (4, 3, 2, 1):
        behind = told.tokens[j : j + size]
        together = all(joined(told.text, a, b) for a, b in pairwise([told.tokens[j - 1], *behind]))
        if len(behind) == size and together and (office := told.register.office_called(tuple(t.key for t in behind))):
            return office
    return None


def _learnt(told: Told) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Letters in brackets and other names that the text itself explains."""
    ends = {told.tokens[one.j - 1].end: one for one in told.found if one.kind == "name"}
    for match in _LETTERS.finditer(told.text):
        before = next((ends[at] for at in range(match.start(), match.start() - 2, -1) if at in ends), None)
        key = keys(match[1])
        if before:
            yield key, before.borne[0].id if len({b.id for b in before.borne}) == 1 else None
        elif _spells(match[1], told.text[max(0, match.start() - 80) : match.start()]):
            yield key, None
    for match in _CALLED.finditer(told.text):
        before = next((ends[at] for at in range(match.start(), match.start() - 3, -1) if at in ends), None)
        if before and len({b.id for b in before.borne}) == 1 and not told.register.has_name(keys(match[1])):
            yield keys(match[1]), before.borne[0].id


def _spells(letters: str, before: str) -> bool:
    """Whether the last words before a bracket begin with its letters, small words between them aside."""
    wanted = [c for c in letters if c.isupper()]
    words = [w for w in re.findall(r"[\w'’]+", before) if w[0].isupper()][-len(wanted) :]
    return len(wanted) > 1 and [w[0] for w in words] == wanted


__all__ = ["Found", "Named", "Signs", "Told", "joined", "scan", "signs"]
