"""Claims as PLOVER records, one line of JSON each: its 16 types and modes by `plover.toml`, and its auxiliary modes.

A record is one claim, not one happening: PLOVER codes what a report says. Its manual asks for negation, future and
hypothetical and says that no coder gives them yet; they are what our stances are.
"""

from collections.abc import Iterable
from typing import Any

from sayso.exports.contract import line
from sayso.exports.countries import country
from sayso.exports.files import Files
from sayso.exports.outgoing import Number, Outgoing, Passage, Where
from sayso.exports.sheet import Sheet
from sayso.exports.tables import first_row, phrases, table

VERSION = "0.8"
_RESOLUTION = {1: 4, 2: 4, 3: 3, 4: 2, 5: 2, 6: 1}
"""Our precision (UCDP's where_prec) to PLOVER's, 1 the country to 5 within a city: never more than the settlement."""
_STATES = {"MIL", "GOV", "COP", "JUD", "LEG", "SPY"}
"""Sectors of a state: its code stands before them."""


def write(claims: Iterable[Outgoing], files: Files, sheet: Sheet) -> int:
    """One line a claim that PLOVER has a type for."""
    written = 0
    with files.text(files.named()) as out:
        for claim in claims:
            if record := record_of(claim, sheet):
                out.write(f"{line(record)}\n")
                written += 1
    return written


def record_of(claim: Outgoing, sheet: Sheet) -> dict[str, Any] | None:
    """The record; None, counted, where PLOVER has no type, or asks for a day or a party that nothing names."""
    rows = table("plover")
    facts = {"type": claim.type, "mode": claim.mode, "stance": claim.stance}
    row = rows["slots"] | dict(first_row(rows["event"], facts) or {})
    event = row.get("plover")
    if event is None or claim.day is None:
        sheet.left_out["nothing dates the event" if event else "no type of PLOVER's"] += 1
        return None
    actors, recipients = _entities(claim, row["source"]), _entities(claim, row["target"])
    if not actors or (event in rows["two_sided"] and not recipients):
        sheet.left_out["no actor is named" if not actors else f"{event} asks for a recipient"] += 1
        return None
    place = claim.places[0] if claim.places else None
    record = {
        "id": claim.id,
        "date": claim.day,
        "enddate": claim.last_day if claim.last_day != claim.day else None,
        "actor": actors,
        "recipient": recipients,
        "event": [event],
        "mode": [mode for mode in (_mode(claim, event), rows["auxiliary"].get(claim.stance)) if mode],
        "context": [context for context, types in rows["context"].items() if claim.type in types],
        "quad_code": rows["quad"][event],
        "event_scale": rows["scale"].get(event),
        "event_loc": _location(place) if place else None,
        "event_text": claim.words or None,
        "size": _size(claim),
        "text_info": {"sequence": [{"start": start, "end": end} for start, end in claim.position]},
        "cite_info": _cite(claim),
        "link": claim.imprint.address,
        "coder": claim.reader,
        "coded_date": sheet.exported[:10],
        "comment": _comment(claim),
    }
    return {name: value for name, value in record.items() if value not in (None, [], {})}


def _mode(claim: Outgoing, event: str) -> str | None:
    words = f"{claim.weapon or ''} | {claim.words}"
    for row in table("plover")["mode"]:
        if (
            event in row["of"]
            and claim.type in row.get("type", [claim.type])
            and claim.mode in row.get("mode", [claim.mode])
            and ("words" not in row or phrases(row["words"]).search(words))
        ):
            return str(row["plover"])
    return None


def _entities(claim: Outgoing, slots: Iterable[str]) -> list[dict[str, Any]]:
    """The entities of the first slot that names somebody; a place stands for nobody."""
    parties: dict[str, tuple[Passage, ...]] = {
        "actor": claim.actors,
        "target": claim.targets,
        "speaker": (claim.origin.speaker,) if claim.origin else (),
        "place": (),
    }
    found = next((parties[slot] for slot in slots if parties[slot]), ())
    return [_entity(party) for party in found]


def _entity(party: Passage) -> dict[str, Any]:
    rows = table("plover")["sector"]
    sector = next((row["plover"] for row in rows if phrases(row["words"]).search(party.text)), "UNK")
    home = _home(party)
    entity = {
        "code": home if sector in _STATES else None,
        "sector": sector,
        "entity_text": " ".join(party.text.split()),
        "identifier_text": party.entry,
    }
    return {name: value for name, value in entity.items() if value}


def _home(party: Passage) -> str | None:
    """The state of a party whose register id begins with one ("party:sy.military"): ISO 3166-1 alpha-3."""
    known = (party.entry or "").removeprefix("party:").partition(".")[0]
    found = country(known.upper()) if len(known) == 2 else None
    return found.alpha3 if found else None


def _location(place: Where) -> dict[str, Any]:
    land = country(place.country)
    entry = place.words.entry or ""
    location = {
        "extracted_place": place.words.text,
        "resolved_place": place.name,
        "geonameid": entry.removeprefix("geonames:") if entry.startswith("geonames:") else None,
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if place.kind == "settlement" else None,
        "district": place.district,
        "province": place.province,
        "country": land.name if land else None,
        "country_code": land.alpha3 if land else None,
        "resolution": _RESOLUTION.get(place.precision or 0),
    }
    return {name: value for name, value in location.items() if value is not None}


def _size(claim: Outgoing) -> dict[str, int]:
    """The least that is told of each; an open or an unsure end stays with the claim."""
    numbers: dict[str, Number | None] = {"dead": claim.killed, "injured": claim.injured, "arrested": claim.captured}
    return {name: number.low for name, number in numbers.items() if number and number.low is not None}


def _cite(claim: Outgoing) -> dict[str, Any]:
    imprint = claim.imprint
    cite = {
        "publication": imprint.outlet,
        "title": imprint.title,
        "url": imprint.address,
        "language": "en",
        "coder": claim.reader,
        "codebook": "PLOVER",
        "version": VERSION,
    }
    return {name: value for name, value in cite.items() if value}


def _comment(claim: Outgoing) -> str:
    voices = " → ".join(voice.speaker.text for voice in claim.chain)
    return f"{claim.stance.replace('_', ' ')}; said by {voices or claim.imprint.outlet or 'the outlet'}"
