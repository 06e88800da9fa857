"""How the claims of one incident, or of one report, stand to each other: backs, contradicts, updates, repeats.

Each relation names its slot, what either side says of it, and the reason. Silence is no denial: a slot that one side
leaves empty never contradicts, and of a part ("12 of them") nothing is said about the whole.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from sayso.model.incident import Incident, Relation, RelationKind, Slot, Told
from sayso.weighing.features import range_text, ranges_meet
from sayso.weighing.signals import Pair, signals
from sayso.weighing.traits import Range, Traits, traits
from sayso.weighing.weights import model

REACH = 40
"""Claims of one report further apart than this are not compared: nobody tells so long of one thing without naming it."""

TOLLS: tuple[Slot, ...] = ("killed", "injured", "captured", "displaced")
_SUPERSEDED = re.compile(r"\b(?:previous|earlier|initial|first|prior)(?:ly)?\b|\bhad (?:been )?(?:put|said|reported)\b", re.I)


class Standing(NamedTuple):
    """Two claims, the chance of each answer, and the pair that was looked at."""

    pair: Pair
    backs: float
    contradicts: float
    neighbours: float


def relations(told: Iterable[Told], incidents: Sequence[Incident] = ()) -> tuple[Relation, ...]:
    """Every relation within a report, and between reports within an incident; sorted by ids."""
    return tuple(sorted((r for s in standings(told, incidents) if (r := relation(s))), key=lambda r: (r.a, r.b)))


def neighbours(told: Iterable[Told], incidents: Sequence[Incident] = ()) -> tuple[tuple[str, str], ...]:
    """Pairs of ids told next to each other about one happening that stand in no other relation; sorted."""
    cut = model("neighbours").cut
    return tuple(
        sorted(
            (s.pair.a.id, s.pair.b.id)
            for s in standings(told, incidents)
            if s.pair.one_report and s.neighbours >= cut and not relation(s)
        )
    )


def standings(told: Iterable[Told], incidents: Sequence[Incident] = ()) -> Iterator[Standing]:
    """Every pair worth asking about."""
    by_id = {each.id: traits(each) for each in told}
    reports: dict[str, list[Traits]] = defaultdict(list)
    for each in by_id.values():
        reports[each.report].append(each)
    ranks: dict[str, int] = {}
    for claims in reports.values():
        claims.sort(key=lambda c: (c.start, c.end, c.id))
        ranks.update({claim.id: rank for rank, claim in enumerate(claims)})
        for n, a in enumerate(claims):
            for b in claims[n + 1 : n + 1 + REACH]:
                yield standing(Pair(a, b, ranks[a.id], ranks[b.id]))
    for incident in incidents:
        members = sorted((by_id[i] for i in incident.claims if i in by_id), key=_order)
        for a, b in combinations(members, 2):
            if a.report != b.report:
                yield standing(Pair(a, b, ranks[a.id], ranks[b.id]))


def _order(claim: Traits) -> tuple[int, str, int, str]:
    return (claim.published or 0, claim.report, claim.start, claim.id)


def standing(pair: Pair) -> Standing:
    """The chances of one pair."""
    signs = signals(pair)
    return Standing(pair, *(model(name).chance(signs) for name in ("backs", "contradicts", "neighbours")))


def relation(standing: Standing) -> Relation | None:
    """What the chances say, after what no chance may overrule."""
    pair = standing.pair
    a, b = pair.a, pair.b
    if (updated := _update(pair)) is not None:
        return updated
    if standing.contradicts >= model("contradicts").cut and (slot := _disputed(pair)) is not None:
        values = (_told_of(a, slot), _told_of(b, slot))
        return Relation(a.id, b.id, "contradicts", slot, _reason(slot, pair, values), standing.contradicts, values)
    if _backs(standing):
        kind: RelationKind = "repeats" if pair.one_voice and a.polarity == b.polarity else "backs"
        why = "the same voice again" if kind == "repeats" else "another voice, or a detail, for the same"
        return Relation(b.id, a.id, kind, None, why, standing.backs)
    return None


def _backs(standing: Standing) -> bool:
    backs, near = model("backs").cut, model("neighbours").cut
    return standing.backs >= backs and standing.backs / backs >= standing.neighbours / near


def _update(pair: Pair) -> Relation | None:
    """A later, higher count that was open upwards is an update; so is one of a later report."""
    if not pair.told or not (pair.one_type or pair.actor or pair.target):
        return None
    for slot in TOLLS:
        old, new = pair.a.toll.get(slot), pair.b.toll.get(slot)
        if old and new and _outgrown(old, new) and (not pair.one_report) and pair.words > 0.3:
            return Relation(
                pair.b.id, pair.a.id, "updates", slot, "a later, higher count", None, (range_text(new), range_text(old))
            )
    return None


def _outgrown(old: Range, new: Range) -> bool:
    return old[0] is not None and new[0] is not None and new[0] > old[0]


def _disputed(pair: Pair) -> Slot | None:
    """The slot on which two claims cannot both hold; the whole proposition is the stance's."""
    if pair.denial or pair.doubt or pair.a.polarity != pair.b.polarity:
        return "stance"
    for slot in TOLLS:
        old, new = pair.a.toll.get(slot), pair.b.toll.get(slot)
        if old and new and not ranges_meet(old, new):
            return slot
    rows: tuple[tuple[Slot, bool], ...] = (
        ("actor", pair.rivals or pair.crossed > 0.5),
        ("place", pair.place is not None and pair.place.score == 0),
        ("when", pair.when is not None and pair.when.score <= 0.5),
    )
    return next((slot for slot, holds in rows if holds), "type")


def _told_of(claim: Traits, slot: Slot) -> str:
    """What a claim says of a slot, in its own words."""
    if slot in TOLLS:
        return range_text(claim.toll[slot]) if slot in claim.toll else "none told"
    event = claim.told.claim.event
    told = {
        "actor": ", ".join(party.text for party in event.actors),
        "target": ", ".join(party.text for party in event.targets),
        "place": ", ".join(place.text for place in event.places),
        "when": event.when.text if event.when else "",
        "stance": claim.stance,
        "type": claim.type,
    }[slot]
    return told or "none told"


def _reason(slot: Slot, pair: Pair, values: tuple[str, str]) -> str:
    if slot == "stance":
        return "what one tells the other denies" if pair.denial else f"{values[0]} against {values[1]}"
    return f"{slot}: {values[0]} against {values[1]}"
