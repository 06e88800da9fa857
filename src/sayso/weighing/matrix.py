"""An incident as a desk lays it out: slots down, origins across, and in each cell what that origin says.

Nothing is chosen here and nothing is averaged: two figures of one speaker stand side by side, a denied one says "not",
and a slot is disputed where a relation between two origins says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sayso.model.claim import Claim, Stance
from sayso.model.event import Count, Event, EventType, Party, When
from sayso.model.incident import Cell, Column, Incident, Matrix, Origin, Relation, Slot, Told
from sayso.model.words import Words
from sayso.weighing.voices import folded

ROWS: tuple[Slot, ...] = (
    *("actor", "target", "place", "when", "killed", "injured", "captured", "displaced"),
    *("type", "stance"),
)
"""From what is most asked for to what the table is already about."""

HEDGES: dict[Stance, str] = {
    "asserted": "{}",
    "claimed_responsibility": "{}",
    "denied": "not {}",
    "doubted": "doubted: {}",
    "planned": "planned: {}",
    "reported_unsure": "unsure: {}",
}
"""How a value is written by the stance of the claim that gives it. A place or a day is not what is denied."""
UNHEDGED: frozenset[Slot] = frozenset({"place", "when", "type", "stance"})

BY_TYPE: frozenset[Slot] = frozenset({"actor", "target", "place", "when", "type"})
"""Slots of which the claims of the leading type answer before others; tolls are told in claims of their own."""

DENIABLE: tuple[Slot, ...] = ("actor", "target", "killed", "injured", "captured", "displaced")
"""Slots of which a denial says "not": nobody denies a place or a day by denying what happened there."""

PRONOUNS = frozenset("it he she they who which that its their his her this these those we us them him".split())


@dataclass(frozen=True, slots=True)
class Value:
    """What one claim gives for a slot. key: equal for equal values; shown: for a person; words: on which it rests."""

    key: str
    shown: str
    words: Words | None


def matrix(
    incident: Incident, told: Iterable[Told], relations: Iterable[Relation], origins: Sequence[Origin]
) -> Matrix:
    """The incident laid out. told: its claims (others are passed over); origins: as `origins.origins` counts them."""
    wanted = set(incident.claims)
    by_id = {each.id: each for each in told if each.id in wanted}
    ordered = sorted(origins, key=lambda origin: min(_telling_order(by_id[each]) for each in origin.claims))
    columns = tuple(_column(origin, by_id) for origin in ordered)
    column_of = {claim: number for number, column in enumerate(columns) for claim in column.claims}
    within = tuple(r for r in relations if r.a in wanted and r.b in wanted)
    fights = _fights(within, column_of) | _denials(by_id, column_of)
    about = leading_type(ordered, by_id)
    rows = {slot: tuple(_cell(slot, column, by_id, fights, about) for column in columns) for slot in ROWS}
    slots = tuple(slot for slot in ROWS if any(rows[slot]))
    return Matrix(
        incident=incident,
        slots=slots,
        columns=columns,
        cells=tuple(rows[slot] for slot in slots),
        disputed=tuple(slot for slot in slots if any(slot == fought for _, fought in fights)),
        origins=tuple(ordered),
        relations=within,
        reports=len({each.setting.report for each in by_id.values()}),
    )


def representatives(told: Iterable[Told], origins: Sequence[Origin]) -> list[Told]:
    """Of the claims of one origin that give the same values for all slots the earliest told; in the order of telling.

    What holds of one of them holds of the others: thirty outlets that print one agency are held against a denial once.
    """
    origin_of = {claim: number for number, origin in enumerate(origins) for claim in origin.claims}
    first: dict[object, Told] = {}
    for each in sorted(told, key=_telling_order):
        said = tuple(tuple(value.key for value in values(slot, each.claim)) for slot in ROWS)
        first.setdefault((origin_of[each.id], said), each)
    return list(first.values())


def leading_type(origins: Iterable[Origin], by_id: Mapping[str, Told]) -> EventType | None:
    """What most origins tell of, "other" last; an incident can hold what led to it and what came of it."""
    told = Counter[EventType]()
    for origin in origins:
        told.update({by_id[claim].claim.event.type for claim in origin.claims})
    return min(told, key=lambda each: (each == "other", -told[each], each), default=None)


def values(slot: Slot, claim: Claim) -> tuple[Value, ...]:
    """What a claim gives for a slot, none where it is silent."""
    return tuple(_GIVEN[slot](claim))


def figure(count: Count) -> str:
    """`12`, `12 or more`, `up to 12`, `10 to 12`; the report's words where they are no figure."""
    match (count.low, count.high):
        case (None, None):
            return f"“{count.text}”"
        case (int(low), None):
            return f"{low:,} or more"
        case (None, int(high)):
            return f"up to {high:,}"
        case (low, high):
            return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _telling_order(told: Told) -> tuple[str, str, int]:
    """By publication, then report, then place in it; the undated last."""
    return told.setting.published or "9", told.setting.report, told.claim.quote[0].span[0]


def _column(origin: Origin, by_id: Mapping[str, Told]) -> Column:
    claims = sorted(origin.claims, key=lambda each: _telling_order(by_id[each]))
    settings = [by_id[each].setting for each in claims]
    outlets = dict.fromkeys(setting.outlet or setting.host or "an unnamed outlet" for setting in settings)
    entries = [hop.entry for each in claims if (hop := by_id[each].claim.origin)]
    return Column(
        speaker=origin.name or "an unnamed outlet",
        entry=next(filter(None, entries), None),
        outlets=tuple(outlets),
        claims=tuple(claims),
    )


def _fights(relations: Iterable[Relation], column_of: Mapping[str, int]) -> frozenset[tuple[str, Slot]]:
    """(claim, slot) of each claim that a claim of another origin contradicts there; on the whole is on the stance."""
    fought: set[tuple[str, Slot]] = set()
    for relation in relations:
        if relation.kind == "contradicts" and column_of[relation.a] != column_of[relation.b]:
            slot: Slot = relation.slot or "stance"
            fought |= {(relation.a, slot), (relation.b, slot)}
    return frozenset(fought)


def _denials(by_id: Mapping[str, Told], column_of: Mapping[str, int]) -> frozenset[tuple[str, Slot]]:
    """(claim, slot) where one origin says "not X" and another X, in these words or by this entry of the register."""
    fought: set[tuple[str, Slot]] = set()
    denied = [each for each in by_id.values() if each.claim.stance == "denied"]
    told = [each for each in by_id.values() if each.claim.stance in ("asserted", "claimed_responsibility")]
    for no, yes in product(denied, told):
        if column_of[no.id] != column_of[yes.id]:
            for slot in DENIABLE:
                pairs = product(values(slot, no.claim), values(slot, yes.claim))
                if any(_within(a.key, b.key) or _within(b.key, a.key) for a, b in pairs):
                    fought |= {(no.id, slot), (yes.id, slot)}
    return frozenset(fought)


def _within(part: str, whole: str) -> bool:
    """Whether these words stand in those, side by side."""
    return f" {part} " in f" {whole} "


def _cell(
    slot: Slot,
    column: Column,
    by_id: Mapping[str, Told],
    fights: frozenset[tuple[str, Slot]],
    about: EventType | None,
) -> Cell | None:
    claims = column.claims
    if slot in BY_TYPE:
        # Whom an army besieges later is no answer to who took the town, where somebody is told to have taken it.
        claims = tuple(each for each in claims if by_id[each].claim.event.type == about) or claims
    given = [(each, value) for each in claims for value in values(slot, by_id[each].claim)]
    if not given:
        return None
    by_hedge: dict[str, dict[str, str]] = {hedge: {} for hedge in HEDGES.values()}
    for claim, value in given:
        hedge = "{}" if slot in UNHEDGED else HEDGES[by_id[claim].claim.stance]
        texts = by_hedge[hedge]
        # Of two ways to call one party or place the one that holds the other says more: "sleeper cells of ISIS".
        if folded(texts.get(value.key, "")) in folded(value.shown):
            texts[value.key] = value.shown
    named = slot in ("actor", "target", "place")
    shown = [hedge.format(text) for hedge, texts in by_hedge.items() for text in _fullest(texts, named=named)]
    claims = tuple(dict.fromkeys(claim for claim, _ in given))
    return Cell(
        value="; ".join(shown),
        words=tuple((claim, value.words) for claim, value in given if value.words),
        claims=claims,
        disputed=any((claim, slot) in fights for claim in claims),
    )


def _fullest(shown: Mapping[str, str], *, named: bool) -> Iterator[str]:
    """Without values that another one holds word for word, and without "the town" beside "Qasr"."""
    proper = any(map(_is_proper, shown.values()))
    for key, text in shown.items():
        if named and proper and not _is_proper(text):
            continue
        if not any(other != key and _within(key, other) for other in shown):
            yield text


def _is_proper(text: str) -> bool:
    return any(word[:1].isupper() for word in text.replace("-", " ").split())


def _parties(parties: Iterable[Party]) -> Iterator[Value]:
    for party in parties:
        if folded(party.text) not in PRONOUNS:
            yield Value(party.entry or folded(party.text), party.text, Words(party.text, party.span))


def _places(event: Event) -> Iterator[Value]:
    for place in event.places:
        yield Value(place.entry or folded(place.text), place.text, Words(place.text, place.span))


def _time(when: When | None) -> Iterator[Value]:
    if when is None:
        return
    words = Words(when.text, when.span)
    if when.start is None:
        yield Value(folded(when.text), f"“{when.text}”", words)
        return
    first, last = when.start[:10], (when.end or when.start)[:10]
    days = first if first == last else f"{first} to {last}"
    yield Value(days, days, words)


def _count(of: str) -> Callable[[Claim], Iterator[Value]]:
    def given(claim: Claim) -> Iterator[Value]:
        toll = claim.event.toll
        count: Count | None = getattr(toll, of) if toll else None
        if count:
            yield Value(figure(count), figure(count), Words(count.text, count.span))

    return given


def _plain(text: str, words: Words | None) -> Iterator[Value]:
    yield Value(text, text.replace("_", " "), words)


_GIVEN: dict[Slot, Callable[[Claim], Iterator[Value]]] = {
    "actor": lambda claim: _parties(claim.event.actors),
    "target": lambda claim: _parties(claim.event.targets),
    "place": lambda claim: _places(claim.event),
    "when": lambda claim: _time(claim.event.when),
    "killed": _count("killed"),
    "injured": _count("injured"),
    "captured": _count("captured"),
    "displaced": _count("displaced"),
    "type": lambda claim: _plain(claim.event.type, claim.event.trigger),
    "stance": lambda claim: _plain(claim.stance, claim.cue),
}
