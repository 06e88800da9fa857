"""Events as GeoJSON (RFC 7946), with no more geometry than the words give.

A settlement is a point; what lies near one is a circle; a district, a province or a country has no geometry at all,
because its middle is nowhere in particular. Such features still stand in the file, with their names.
"""

import json
from collections.abc import Iterable
from math import asin, atan2, cos, degrees, radians, sin
from typing import Any

from sayso.exports.contract import line
from sayso.exports.countries import country
from sayso.exports.files import Files
from sayso.exports.happening import Happening
from sayso.exports.outgoing import Where
from sayso.exports.sheet import Sheet

NEAR_KM = 25
"""How far "near" reaches: UCDP's where_prec 2 is within about 25 km of a known point."""

_CORNERS = 32
_EARTH_KM = 6371.0088
_SHOWS = {1: "settlement", 2: f"within about {NEAR_KM} km of it"}


def write(happenings: Iterable[Happening], files: Files, sheet: Sheet) -> int:
    """One feature collection, a feature a line."""
    written = 0
    with files.text(files.named()) as out:
        head = json.dumps({"policy": sheet.policy, "profile": sheet.profile, "ledger_head": sheet.head})
        out.write(f'{{"type": "FeatureCollection", "sayso": {head}, "features": [')
        for happening in happenings:
            out.write(f"{',' if written else ''}\n{line(feature(happening))}")
            written += 1
        out.write("\n]}\n")
    return written


def feature(happening: Happening) -> dict[str, Any]:
    """One event."""
    place, lead, killed = happening.place, happening.lead, happening.killed
    shape = geometry(place) if place else None
    land = country(place.country) if place else None
    return {
        "type": "Feature",
        "id": happening.id,
        "geometry": shape,
        "properties": {
            "claims": list(happening.ids),
            "type": happening.type,
            "mode": happening.mode,
            "stances": sorted({claim.stance for claim in happening.claims}),
            "actors": [party.text for party in happening.actors],
            "targets": [party.text for party in happening.targets],
            "place": place.shown if place else None,
            "geometry_shows": _SHOWS.get(place.precision or 0) if place and shape else None,
            "place_precision": place.precision if place else None,
            "province": place.province if place else None,
            "country": land.name if land else None,
            "from": happening.day,
            "to": happening.last_day,
            "killed": [killed.low, killed.high] if killed else None,
            "words": lead.words or None,
            "says": [claim.says for claim in happening.claims],
            "outlets": [claim.imprint.outlet for claim in happening.claims],
            "disputed": list(happening.disputed),
            "origins": happening.origins,
            "policy": happening.policy,
        },
    }


def geometry(place: Where) -> dict[str, Any] | None:
    """A point, a circle, or None: longitude first, counter-clockwise; none over a pole or the 180th meridian."""
    if place.lat is None or place.lon is None:
        return None
    if place.precision == 1:
        return {"type": "Point", "coordinates": [round(place.lon, 4), round(place.lat, 4)]}
    if place.precision != 2:
        return None
    ring = [_away(place.lat, place.lon, -360 * corner / _CORNERS) for corner in range(_CORNERS)]
    longitudes = [lon for lon, _ in ring]
    if max(longitudes) - min(longitudes) > 180:
        return None
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _away(lat: float, lon: float, bearing: float) -> list[float]:
    """The point NEAR_KM away, as [lon, lat]."""
    way, angle, phi = NEAR_KM / _EARTH_KM, radians(bearing), radians(lat)
    reached = asin(sin(phi) * cos(way) + cos(phi) * sin(way) * cos(angle))
    turned = atan2(sin(angle) * sin(way) * cos(phi), cos(way) - sin(phi) * sin(reached))
    return [round((lon + degrees(turned) + 540) % 360 - 180, 4), round(degrees(reached), 4)]
