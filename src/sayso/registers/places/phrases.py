"""What the words around a name say of the place: which kind, near it, a part of it, between two, at sea.

A phrase is read in two steps: a name that the gazetteer knows as it stands is left alone ("North Korea", "Khan Town");
else one row of the table after another takes its words off and says what they meant.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sayso.model.place import PlaceKind
from sayso.model.words import Words

_KM = {"km": 1.0, "kilo": 1.0, "mile": 1.609, "mi": 1.609}
NEAR_KM = 10.0
"""How far "near X" reaches where no distance is told; half of it for outskirts and suburbs. After UCDP's where_prec 2,
which asks for about 25 km at most."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name and what its phrase says. asked: the kind that the words call it; near_km: the radius around it; part:
    only a part of it is meant; to: the name at a line's other end; within: what holds it ("Pandi, Bulacan").
    """

    name: str
    asked: PlaceKind | None = None
    near_km: float | None = None
    part: bool = False
    to: str | None = None
    within: str | None = None
    air_or_sea: bool = False


@cache
def words() -> dict[str, Any]:
    """The tables of names.toml."""
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


@cache
def _kinds() -> dict[str, PlaceKind]:
    return {word: kind for kind, row in words()["kinds"].items() for word in row.split()}


_BEARING = r"(?:(?:north|south|east|west|central|mid)(?:[- ]?(?:north|south|east|west))?(?:ern)?)"
_LENGTH = r"(?P<n>\d+(?:[.,]\d+)?)[- ]?(?P<unit>km|kilo|mile|mi)\w*"
_ROAD = r"(?:roads?|highways?|motorways?|routes?|supply lines?|border(?:line)?|frontier|front ?lines?|railway|axis)"
_JOINS = "(?:between|from|linking|connecting|of)"
_BY = "near|close to|outside|around|in the vicinity of"
_FROM = rf"{_LENGTH}(?: to the)?(?: {_BEARING})?(?: of| from| outside| off)"
_TOWN = "(?:the (?:town|city|village) of )?"
_ROUND = rf"(?:{_BEARING} )?(?:countryside|outskirts|suburbs?)"

_Effect = Callable[[Phrase, re.Match[str]], Phrase]


def _near(phrase: Phrase, match: re.Match[str]) -> Phrase:
    told = match.groupdict()
    if told.get("n"):
        unit = next(km for name, km in _KM.items() if told["unit"].lower().startswith(name))
        return replace(phrase, name=told["x"], near_km=round(float(told["n"].replace(",", ".")) * unit, 1))
    return replace(phrase, name=told["x"], near_km=phrase.near_km or NEAR_KM)


def _edge(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], near_km=phrase.near_km or NEAR_KM / 2)


def _part(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], part=True)


def _countryside(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], part=True, asked=phrase.asked or "province")


def _called(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], asked=phrase.asked or _kinds()[match["kind"].lower()])


def _between(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], to=match["to"])


def _air_or_sea(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], air_or_sea=True)


def _within(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"], within=match["in"])


def _bare(phrase: Phrase, match: re.Match[str]) -> Phrase:
    return replace(phrase, name=match["x"])


@cache
def _rows() -> tuple[tuple[re.Pattern[str], _Effect], ...]:
    kind = f"(?P<kind>{'|'.join(_kinds())})"
    table: tuple[tuple[str, _Effect], ...] = (
        (rf"(?:the )?(?:\w+ )?{_ROAD} {_JOINS} (?P<x>.+?) (?:and|to|with) (?P<to>.+)", _between),
        (rf"(?:the )?(?P<x>\w[\w' ]*?)(?:-to-|[-–])(?P<to>\w[\w' ]*?) {_ROAD}", _between),
        (rf"(?:\w+ ){{0,2}}?{_FROM} (?P<x>.+)", _near),
        (r"(?:the )?(?:\w+ )?(?:outskirts|suburbs?|edges?|environs) of (?P<x>.+)", _edge),
        (rf"(?P<x>.+?)(?:'s|’s)?(?: {_BEARING})? (?:outskirts|suburbs?|environs)", _edge),
        (rf"(?:areas? |positions? |just )?(?:{_BY}|{_BEARING} of) (?P<x>.+)", _near),
        (rf"(?P<x>.+?)(?:'s|’s)? (?:{_BEARING} )?(?:countryside|rural areas)", _countryside),
        (rf"(?:the )?(?:{_BEARING} )?(?:countryside|rural areas) of (?P<x>.+)", _countryside),
        (r"(?:the )?(?:airspace|skies|coast|waters) (?:of|off|over) (?P<x>.+)", _air_or_sea),
        (r"(?P<x>.+?)(?:'s|’s)? (?:airspace|territorial waters|coast)", _air_or_sea),
        (rf"(?:the )?(?:\w+ )?{kind} of (?P<x>.+)", _called),
        (rf"(?:the )?{_BEARING} (?:parts?|areas?|half|regions?) of (?P<x>.+)", _part),
        (rf"(?:the )?{_BEARING} (?P<x>[^\W\d_].+)", _part),
        (r"(?P<x>[^,]+), (?P<in>.+)", _within),
        (rf"(?P<x>.+?) {kind}", _called),
        (r"the (?P<x>.+)", _bare),
        (r"(?P<x>.+?)(?:'s|’s|’|')", _bare),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), effect) for pattern, effect in table)


_BEFORE = 40
"""Characters before a name in which its kind, its distance and its bearing are sought."""


@cache
def _outside() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str], ...]:
    """Rows of what may stand before and behind a mention, and the phrase they make of it."""
    kind = f"(?P<kind>{'|'.join(_kinds())})"
    before: tuple[tuple[str, str], ...] = (
        (rf"\b{kind} of (?:the )?$", "{kind} of {name}"),
        (rf"\b(?P<near>{_FROM}) {_TOWN}$", "{near} {name}"),
        (rf"\b(?P<near>near|outside|outskirts of|suburbs? of|close to) {_TOWN}$", "{near} {name}"),
        (rf"\b(?P<near>{_BEARING}) $", "{near} {name}"),
    )
    behind = ((rf"^ {kind}\b", "{name} {kind}"), (rf"^(?:'s|’s)? (?P<near>{_ROUND})\b", "{name} {near}"))
    return tuple(
        [(re.compile(p, re.IGNORECASE), None, phrase) for p, phrase in before]
        + [(re.compile("$"), re.compile(p, re.IGNORECASE), phrase) for p, phrase in behind]
    )


def read_phrase(mention: Words, text: str, known: Callable[[str], bool]) -> Phrase:
    """What a mention in its text says. `known` tells whether a name stands in the gazetteer as it is written."""
    start, end = mention.span
    phrase = _peeled(Phrase(" ".join(mention.text.split()).strip(' .,;:()[]"“”')), known)
    before, behind = text[max(0, start - _BEFORE) : start], text[end : end + _BEFORE]
    for left, right, form in _outside():
        match = right.search(behind) if right else left.search(before)
        if match:
            outer = _peeled(Phrase(form.format(name="X", **match.groupdict())), lambda _: False)
            phrase = replace(
                phrase,
                asked=phrase.asked or outer.asked,
                near_km=phrase.near_km or outer.near_km,
                part=phrase.part or outer.part,
            )
    return phrase


def _peeled(phrase: Phrase, known: Callable[[str], bool]) -> Phrase:
    while not known(phrase.name):
        for pattern, effect in _rows():
            match = pattern.fullmatch(phrase.name)
            if match and match["x"].strip():
                phrase = effect(phrase, match)
                break
        else:
            return phrase
    return phrase
