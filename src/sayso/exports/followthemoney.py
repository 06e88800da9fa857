"""Claims as FollowTheMoney entities, one a line, as Aleph and OpenSanctions' tools read them.

An Article for the report, an Event for the claim, a LegalEntity for each party, and an UnknownLink from who says so to
what is said. Ids are hashes, so that two exports of one ledger merge.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sayso.exports.contract import line
from sayso.exports.files import Files
from sayso.exports.outgoing import Imprint, Outgoing, Passage
from sayso.exports.sheet import Sheet
from sayso.model.canonical import sha256_of

Entity = dict[str, Any]


def write(claims: Iterable[Outgoing], files: Files, _sheet: Sheet) -> int:
    """All entities, each once. The count is that of the claims."""
    written = 0
    told: set[str] = set()
    with files.text(files.named()) as out:
        for claim in claims:
            for entity in entities(claim):
                if entity["id"] not in told:
                    # A claim's own entities come once anyway; only what several share has to be remembered.
                    if entity["schema"] in ("Article", "LegalEntity"):
                        told.add(entity["id"])
                    out.write(f"{line(entity)}\n")
            written += 1
    return written


def entities(claim: Outgoing) -> Iterator[Entity]:
    """What one claim is made of."""
    imprint = claim.imprint
    article, event = f"sayso-report-{imprint.report_id}", f"sayso-claim-{claim.id}"
    yield _article(article, imprint)
    parties = {_party_id(party): party for party in (*claim.actors, *claim.targets)}
    speaker = claim.origin.speaker if claim.origin else None
    if speaker:
        parties[_party_id(speaker)] = speaker
    for party_id, party in parties.items():
        yield _entity(party_id, "LegalEntity", name=party.text, recordId=None)
    yield _entity(
        event,
        "Event",
        name=_headline(claim),
        summary=claim.words,
        notes=_way(claim),
        startDate=claim.day,
        endDate=claim.last_day,
        location=[place.shown for place in claim.places],
        country=[place.country.lower() for place in claim.places if place.country],
        organizer=[_party_id(party) for party in claim.actors],
        involved=[_party_id(party) for party in claim.targets],
        keywords=[claim.type, claim.stance, claim.mode],
        proof=article,
        recordId=claim.id,
        publisher=imprint.outlet,
        sourceUrl=imprint.address if (imprint.address or "").startswith("http") else None,
        retrievedAt=imprint.fetched[:10],
    )
    if speaker:
        yield _entity(
            f"sayso-saying-{claim.id}",
            "UnknownLink",
            subject=_party_id(speaker),
            object=event,
            role=f"says so ({claim.stance.replace('_', ' ')})",
            proof=article,
            date=imprint.published.start[:10] if imprint.published else None,
        )


def _article(article: str, imprint: Imprint) -> Entity:
    return _entity(
        article,
        "Article",
        title=imprint.title or imprint.outlet or "untitled",
        publisher=imprint.outlet,
        publishedAt=imprint.published.start[:10] if imprint.published else None,
        sourceUrl=imprint.address if (imprint.address or "").startswith("http") else None,
        retrievedAt=imprint.fetched[:10],
        fileName=imprint.path,
    )


def _headline(claim: Outgoing) -> str:
    """What a list of events shows: type, parties, place, day. Nothing in it but what the claim says."""
    sides = " against ".join(
        " and ".join(" ".join(party.text.split()) for party in side) for side in (claim.actors, claim.targets) if side
    )
    where = claim.places[0].shown if claim.places else None
    told = [f"{claim.stance.replace('_', ' ')}: {claim.type.replace('_', ' ')}", sides, where, claim.day]
    return ", ".join(part for part in told if part)


def _way(claim: Outgoing) -> str:
    voices = [voice.speaker.text for voice in claim.chain]
    return " → ".join(part for part in (*voices, claim.imprint.outlet) if part)


def _party_id(party: Passage) -> str:
    return f"sayso-party-{sha256_of(party.entry or ' '.join(party.text.casefold().split()))[:32]}"


def _entity(entity_id: str, schema: str, **properties: Any) -> Entity:
    told = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    kept = {name: [str(each) for each in values if each] for name, values in told.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
