"""What weighing looks at in one claim, made ready once, because each claim is compared with dozens of others."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sayso.model.claim import Stance
from sayso.model.event import EventType, Place
from sayso.model.incident import Kin, Told
from sayso.model.place import PlaceEntry
from sayso.weighing import names

Polarity = Literal["told", "unsure", "denied", "doubted", "planned"]
"""What a stance makes of its event: a plan is not its execution, a doubt is no denial."""

POLARITY: dict[Stance, Polarity] = {
    "asserted": "told",
    "claimed_responsibility": "told",
    "reported_unsure": "unsure",
    "denied": "denied",
    "doubted": "doubted",
    "planned": "planned",
}
Range = tuple[int | None, int | None]
Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A party: its words as told, their stems, its entry in the register and those of whatever it is a part of."""

    text: str
    stems: Stems
    entry: str | None = None
    wider: frozenset[str] = frozenset()
    allies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Where:
    """A place: words, stems, the gazetteer's id and those of what holds it, degrees, and UCDP's precision."""

    text: str
    stems: Stems
    entry: str | None = None
    within: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


@dataclass(frozen=True, slots=True)
class Traits:
    """One claim. days: first and last day of its event as ordinals; published: its report's; negated: says "not".

    names: the words by which its report is known again; page, rare: those of all its prose, and all its rare words. A
    leading telling (`tellings`) alone has page and rare.
    """

    id: str
    report: str
    start: int
    end: int
    type: EventType
    stance: Stance
    polarity: Polarity
    negated: bool
    speaker: Named | None
    outlet: str | None
    words: Stems
    numbers: Stems
    actors: tuple[Named, ...]
    targets: tuple[Named, ...]
    places: tuple[Where, ...]
    days: tuple[int, int] | None
    published: int | None
    toll: dict[str, Range]
    names: dict[str, float]
    told: Told
    page: dict[str, float] = field(default_factory=dict)
    rare: Stems = frozenset()


_NEGATION = re.compile(
    r"\b(?:not|no|none|never|neither|nor|nobody|without|cannot|false|untrue)\b|n['’]t\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def traits(told: Told) -> Traits:
    """Everything that comparators ask of a claim."""
    claim, setting = told.claim, told.setting
    event = claim.event
    kin = {each.id: each for each in told.kin}
    quote = " ".join(words.text for words in claim.quote)
    toll = event.toll
    counted = {name: getattr(toll, name) for name in ("killed", "injured", "captured", "displaced")} if toll else {}
    rows = told.places or (None,) * len(event.places)
    origin = claim.origin
    return Traits(
        id=told.id,
        report=setting.report,
        start=claim.quote[0].span[0],
        end=claim.quote[-1].span[1],
        type=event.type,
        stance=claim.stance,
        polarity=POLARITY[claim.stance],
        negated=bool(_NEGATION.search(quote)),
        speaker=_named(origin.speaker.text, origin.entry, kin) if origin else None,
        outlet=setting.outlet or setting.host,
        words=names.content(quote),
        numbers=frozenset(_NUMBER.findall(quote)),
        actors=tuple(_named(party.text, party.entry, kin) for party in event.actors),
        targets=tuple(_named(party.text, party.entry, kin) for party in event.targets),
        places=tuple(_where(place, row) for place, row in zip(event.places, rows, strict=True)),
        days=_days(event.when.start, event.when.end) if event.when else None,
        published=_ordinal(setting.published),
        toll={name: (count.low, count.high) for name, count in counted.items() if count},
        names=dict(setting.names),
        told=told,
    )


def _named(text: str, entry: str | None, kin: dict[str, Kin]) -> Named:
    row = kin.get(entry) if entry else None
    wider, allies = (frozenset(row.wider), frozenset(row.allies)) if row else (frozenset[str](), frozenset[str]())
    return Named(text, names.content(text), entry, wider, allies)


def _where(place: Place, row: PlaceEntry | None) -> Where:
    within = tuple(each for each in (row.district, row.province, row.country) if each) if row else ()
    return Where(place.text, names.content(place.text), place.entry, within, place.lat, place.lon, place.precision)


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def _days(start: str | None, end: str | None) -> tuple[int, int] | None:
    first, last = _ordinal(start), _ordinal(end)
    if first is None or last is None or last < first:
        first = last = first if first is not None else last
    return None if first is None or last is None else (first, last)
