"""Who and where "he", "the group" and "the town" are, beside the words of a claim that point back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.model import Claim, Hop, Party, Place, Span, Words
from sayso.reading.reading import Reading
from sayso.reading.references import references


def resolved(reading: Reading, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims; speakers, parties and places that only point back with the words of the report they stand for."""
    found = references(reading, {span for claim in claims for span in _slots(claim)})
    if not found:
        return tuple(claims)
    words = {span: reference.stands_for for span, reference in found.items()}
    return tuple(_with(claim, words) if not words.keys().isdisjoint(_slots(claim)) else claim for claim in claims)


def _slots(claim: Claim) -> list[Span]:
    event = claim.event
    parties = (party.span for party in (*event.actors, *event.targets))
    return [*(hop.speaker.span for hop in claim.chain), *parties, *(place.span for place in event.places)]


def _with(claim: Claim, words: Mapping[Span, Words]) -> Claim:
    def hop(one: Hop) -> Hop:
        return replace(one, stands_for=words.get(one.speaker.span))

    def party(one: Party) -> Party:
        return replace(one, stands_for=words.get(one.span))

    def place(one: Place) -> Place:
        return replace(one, stands_for=words.get(one.span))

    event = replace(
        claim.event,
        actors=tuple(map(party, claim.event.actors)),
        targets=tuple(map(party, claim.event.targets)),
        places=tuple(map(place, claim.event.places)),
    )
    return replace(claim, chain=tuple(map(hop, claim.chain)), event=event)
