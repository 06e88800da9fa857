"""Rows in the style of UCDP's georeferenced events: its 49 columns, with `source_original` filled from the chain.

UCDP-style, never UCDP data. Ids of conflicts, dyads and sides stay empty: UCDP gives them. `relid` carries the ids of
the claims.
"""

from collections.abc import Iterable
from datetime import date
from math import floor
from typing import Any

from sayso.exports import event_rows
from sayso.exports.acled import degrees
from sayso.exports.cells import together
from sayso.exports.countries import country
from sayso.exports.files import Files
from sayso.exports.happening import Estimate, Happening, inter_of, name_of
from sayso.exports.outgoing import Passage, Where
from sayso.exports.sheet import Sheet
from sayso.exports.tables import phrases, table

COLUMNS = tuple(
    """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
    region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high
    low gwnoa gwnob""".split()
)

_DATE_PRECISION = ((1, 1), (6, 2), (7, 3), (31, 4))
"""So many days at most, UCDP's date_prec; longer is 5."""


def write(happenings: Iterable[Happening], files: Files, sheet: Sheet) -> int:
    """One row an event in which somebody was killed, and the trace of its cells beside it."""
    return event_rows.write(happenings, files, sheet, COLUMNS, row_of)


def row_of(happening: Happening, sheet: Sheet) -> dict[str, Any] | None:
    """The row by column; None, counted, where UCDP would have no event."""
    killed = happening.killed
    if happening.type not in table("ucdp")["types"]:
        sheet.left_out["no violence of UCDP's"] += 1
        return None
    if killed is None or not (killed.high or killed.best):
        sheet.left_out["nobody is told to have been killed"] += 1
        return None
    if happening.day is None or happening.last_day is None:
        sheet.left_out["nothing dates the event"] += 1
        return None
    return {
        "id": int(happening.id[:12], 16),
        "relid": f"sayso {' '.join(happening.ids)}",
        "year": int(happening.day[:4]),
        "code_status": happening.policy,
        **_sides(happening, sheet),
        **_sources(happening),
        **_place(happening.place),
        "event_clarity": 1,
        "date_prec": _date_precision(happening.day, happening.last_day),
        "date_start": happening.day,
        "date_end": happening.last_day,
        **_deaths(happening, killed),
    }


def priogrid(lat: float, lon: float) -> int:
    """The number of the cell of half a degree, from the south-west of the world on."""
    return floor((lat + 90) * 2) * 720 + floor((lon + 180) * 2) + 1


def _sides(happening: Happening, sheet: Sheet) -> dict[str, Any]:
    side_a, side_b = (
        ", ".join(name_of(party, sheet.parties) for party in side) for side in (happening.actors, happening.targets)
    )
    return {
        "type_of_violence": _violence(happening, sheet),
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else None,
        "side_a": side_a or None,
        "side_b": side_b or None,
    }


def _violence(happening: Happening, sheet: Sheet) -> int | None:
    """1 a state takes part, 2 organised groups on both sides, 3 civilians are the target; None where it is unclear."""
    rows = table("ucdp")
    codes = [{inter_of(party, sheet.parties) for party in side} for side in (happening.actors, happening.targets)]
    if happening.type == "attack_on_civilians" or codes[1] & set(rows["civilians"]):
        return 3
    if (codes[0] | codes[1]) & set(rows["state"]):
        return 1
    organised = set(rows["organised"])
    return 2 if codes[0] & organised and codes[1] & organised else None


def _sources(happening: Happening) -> dict[str, Any]:
    imprints = list({claim.imprint.report_id: claim.imprint for claim in happening.claims}.values())
    days = [each.published.start[:10] if each.published else None for each in imprints]
    articles = [
        ",".join([each.outlet or "", day or "", " ".join((each.title or "").split())])
        for each, day in zip(imprints, days, strict=True)
    ]
    return {
        "number_of_sources": len(imprints),
        "source_article": ";".join('"' + article.replace('"', "'") + '"' for article in articles),
        "source_office": together(each.outlet for each in imprints),
        "source_date": together(days),
        "source_headline": together(each.title for each in imprints),
        "source_original": together(claim.says for claim in happening.claims),
    }


def _place(place: Where | None) -> dict[str, Any]:
    """Where it was. An area has no point, though UCDP would give its middle."""
    if place is None:
        return {}
    land = country(place.country)
    point = None if place.lat is None or place.lon is None else (place.lat, place.lon)
    return {
        "where_prec": place.precision,
        "where_coordinates": place.shown,
        "where_description": None if place.name else place.words.text,
        "adm_1": place.province,
        "adm_2": place.district,
        "latitude": degrees(place.lat),
        "longitude": degrees(place.lon),
        "geom_wkt": f"POINT ({degrees(place.lon)} {degrees(place.lat)})" if point else None,
        "priogrid_gid": priogrid(*point) if point else None,
        "country": land.name if land else None,
        "country_id": land.gw if land else None,
        "region": land.ucdp_region if land else None,
    }


def _date_precision(first: str, last: str) -> int:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((precision for longest, precision in _DATE_PRECISION if days <= longest), 5)


def _deaths(happening: Happening, killed: Estimate) -> dict[str, int | None]:
    """All of the best figure in one column: whose they were, so far as the words of the toll tell it."""
    column = _whose(happening, killed.who)
    others = dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), 0)
    high = killed.high if killed.high is not None else killed.best
    low = killed.low if killed.low is not None else 0
    return {**others, column: killed.best, "best": killed.best, "high": high, "low": low}


def _whose(happening: Happening, who: str | None) -> str:
    if who is None:
        return "deaths_unknown"
    if phrases(table("ucdp")["deaths"]["civilians"]).search(who):
        return "deaths_civilians"
    sides = (("deaths_a", happening.actors), ("deaths_b", happening.targets))
    shared = {column: max((_shared(who, party) for party in side), default=0.0) for column, side in sides}
    column = max(shared, key=lambda each: shared[each])
    return column if shared[column] else "deaths_unknown"


def _shared(who: str, party: Passage) -> float:
    """How much two names share: 1 where they are the same."""
    one, other = _long_words(who), _long_words(party.text)
    return 1.0 if who == party.text else len(one & other) / (len(one | other) + 1)


def _long_words(text: str) -> set[str]:
    return {word.casefold() for word in text.split() if len(word) > 3}
