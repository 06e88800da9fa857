"""How the claims of one incident, or of one report, stand to each other: backs, contradicts, updates, repeats.

Each relation names its slot, what either side says of it, and the reason. Silence is no denial: a slot that one side
leaves empty never contradicts, and of a part ("12 of them") nothing is said about the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from sayso.model.incident import Incident, Relation, RelationKind, Slot, Told
from sayso.weighing.among import Chances, among
from sayso.weighing.features import range_text, ranges_meet
from sayso.weighing.signals import Pair, signals
from sayso.weighing.traits import Range, Traits, traits
from sayso.weighing.weights import model

REACH = 40
"""Claims of one report further apart than this are not compared: nobody tells so long of one thing."""

BACKED = 2
"""Claims of one report that a claim backs at most: a detail belongs to what it details, not to all that is like it."""

TRUSTED = 0.15
"""Claims of which the reader is less sure are held against none of their report. The codebook alone found half of
them, and of what those seemed to back one in fifteen was annotated so, against one in three of the others.
"""

ANSWERS = ("backs", "contradicts", "neighbours")
TOLLS: tuple[Slot, ...] = ("killed", "injured", "captured", "displaced")


class Standing(NamedTuple):
    """Two claims that were looked at, and the chance of each answer, among all other pairs of their reports."""

    pair: Pair
    backs: float
    contradicts: float
    neighbours: float


def relations(told: Iterable[Told], incidents: Sequence[Incident] = ()) -> tuple[Relation, ...]:
    """Every relation within a report, and between the reports of an incident; sorted by ids."""
    return compared(told, incidents)[0]


def compared(
    told: Iterable[Told], incidents: Sequence[Incident] = ()
) -> tuple[tuple[Relation, ...], tuple[tuple[str, str], ...]]:
    """The relations, and beside them the pairs of ids told next to each other about one happening without any."""
    found: list[Relation] = []
    beside: list[tuple[str, str]] = []
    backing: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for each in standings(told, incidents):
        related = relation(each)
        if related is None:
            if each.pair.one_report and _answer(each) == "neighbours":
                beside.append((each.pair.a.id, each.pair.b.id))
        elif related.kind in ("backs", "repeats"):
            backing[each.pair.b.id, each.pair.a.report].append(related)
        else:
            found.append(related)
    for rows in backing.values():
        found += sorted(rows, key=lambda r: (-(r.score or 0.0), r.a, r.b))[:BACKED]
    return tuple(sorted(found, key=lambda r: (r.a, r.b, r.kind))), tuple(sorted(beside))


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
        yield from settled([pair for pair in pairs(claims) if _trusted(pair.a) and _trusted(pair.b)])
    # Claims of two reports are compared where an incident joins the reports, also beyond that incident: what backs or
    # denies a claim is often told of its consequences.
    beside = {
        (a, b)
        for incident in incidents
        for a, b in combinations(sorted({by_id[claim].report for claim in incident.claims if claim in by_id}), 2)
    }
    for one, other in sorted(beside):
        ordered = (sorted(both, key=_order) for both in product(reports[one], reports[other]))
        yield from settled([Pair(a, b, ranks[a.id], ranks[b.id]) for a, b in ordered])


def _trusted(claim: Traits) -> bool:
    sure = claim.told.claim.confidence
    return sure is None or sure >= TRUSTED


def _order(claim: Traits) -> tuple[int, str, int, str]:
    return (claim.published or 0, claim.report, claim.start, claim.id)


def pairs(claims: Sequence[Traits]) -> Iterator[Pair]:
    """The pairs of one report's claims, which stand in their order, as far as the reach goes."""
    for n, a in enumerate(claims):
        for m, b in enumerate(claims[n + 1 : n + 1 + REACH], n + 1):
            yield Pair(a, b, n, m)


def settled(block: Sequence[Pair]) -> Iterator[Standing]:
    """The pairs of one report, or of two: each looked at alone, and then among the others."""
    told = among({(pair.a.id, pair.b.id): alone(pair) for pair in block})
    for pair in block:
        signs = told.get((pair.a.id, pair.b.id))
        chances = (model(f"{name}_among").chance(signs) if signs else 0.0 for name in ANSWERS)
        yield Standing(pair, *chances)


def alone(pair: Pair) -> Chances:
    """The chances of a pair by what its two claims say."""
    signs = signals(pair)
    return Chances(*(model(name).chance(signs) for name in ANSWERS))


def relation(standing: Standing) -> Relation | None:
    """What the chances say, after what no chance may overrule."""
    pair = standing.pair
    a, b = pair.a, pair.b
    if (updated := _update(pair)) is not None:
        return updated
    answer = _answer(standing)
    if answer == "contradicts":
        slot = _disputed(pair)
        values = (_told_of(a, slot), _told_of(b, slot)) if slot else None
        return Relation(a.id, b.id, "contradicts", slot, _reason(slot, pair, values), standing.contradicts, values)
    if answer == "backs":
        kind: RelationKind = "repeats" if pair.one_voice and a.polarity == b.polarity else "backs"
        why = "the same voice again" if kind == "repeats" else "another voice, or a detail, for the same"
        return Relation(b.id, a.id, kind, None, why, standing.backs)
    return None


def _answer(standing: Standing) -> str | None:
    """The answer that lies furthest beyond its cut; None where all fall short."""
    beyond, answer = max((getattr(standing, name) / model(f"{name}_among").cut, name) for name in ANSWERS)
    return answer if beyond >= 1 else None


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
    """The slot on which two claims cannot both hold, None where no slot shows it; a denial is the stance's."""
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
    return next((slot for slot, holds in (*rows, ("type", pair.a.type != pair.b.type)) if holds), None)


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


def _reason(slot: Slot | None, pair: Pair, values: tuple[str, str] | None) -> str:
    if slot is None or values is None:
        return "both can hardly hold, by all that was compared"
    if slot == "stance":
        return "what one tells the other denies" if pair.denial else f"{values[0]} against {values[1]}"
    return f"{slot}: {values[0]} against {values[1]}"
