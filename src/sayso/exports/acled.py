"""Rows in the style of ACLED: its 31 columns, its types and its codes, by the crosswalk in `acled.toml`.

ACLED-style, never ACLED data. Where ACLED's coders would fill a convention (an actor that nobody named, the capital for
a whole province, 10 for an unknown number) a cell stays empty: the claims do not say it. `tags` carries the ids.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sayso.exports import event_rows
from sayso.exports.cells import together
from sayso.exports.countries import Country, country
from sayso.exports.files import Files
from sayso.exports.happening import Happening, inter_of, name_of
from sayso.exports.outgoing import Outgoing, Passage, Where
from sayso.exports.sheet import Sheet
from sayso.exports.tables import phrases, table

COLUMNS = tuple(
    """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
    actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude
    longitude geo_precision source source_scale notes fatalities tags timestamp""".split()
)

_CIVILIANS = 7
_LONGEST_DAYS = {1: 1, 2: 7, 3: 31}
"""ACLED's time_precision, by how many days may be meant: the day, the week, the month."""


def write(happenings: Iterable[Happening], files: Files, sheet: Sheet) -> int:
    """One row an event, and the trace of its cells beside it."""
    return event_rows.write(happenings, files, sheet, COLUMNS, row_of)


TYPE = "sayso type="
"""In `tags`, before our own type: ACLED has one word, Other, for several."""


def row_of(happening: Happening, sheet: Sheet) -> dict[str, Any] | None:
    """The row by column; None, counted, for what ACLED's rows have no room for."""
    timed = _time(happening)
    inter1, inter2 = (_inter(parties, sheet) for parties in (happening.actors, happening.targets))
    kind = _kind(happening, inter1)
    if timed is None or kind is None:
        sheet.left_out["no day, week or month of the event" if timed is None else "no type of ACLED's"] += 1
        return None
    day, precision = timed
    place = happening.place
    land = country(place.country) if place else None
    return {
        "event_id_cnty": event_id(happening, land),
        "event_date": day,
        "year": int(day[:4]),
        "time_precision": precision,
        "disorder_type": _disorder(kind),
        "event_type": kind["event_type"],
        "sub_event_type": kind["sub_event_type"],
        **_sides(happening, sheet, inter1, inter2),
        "interaction": interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if inter2 == _CIVILIANS else None,
        **_land(land, place),
        "source": together(claim.imprint.outlet for claim in happening.claims),
        "notes": _notes(happening),
        "fatalities": happening.killed.best if happening.killed else None,
        "tags": f"sayso claims={' '.join(happening.ids)}; {TYPE}{happening.type}; sayso policy={happening.policy}",
        "timestamp": int(datetime.fromisoformat(sheet.exported).timestamp()),
    }


def event_id(happening: Happening, land: Country | None) -> str:
    """The country's letters and a number, as ACLED's look, made of the hash that is the event's id."""
    return f"{land.alpha3 if land else 'XXX'}{int(happening.id[:10], 16)}"


def interaction(inter1: int | None, inter2: int | None) -> str | None:
    """The names of both sides, the lower code first; of one side "only"; External/Other forces before Civilians."""
    names = table("acled")["inter"]
    codes = sorted(code for code in (inter1, inter2) if code)
    if codes == [_CIVILIANS, 8]:
        codes.reverse()
    told = [names[str(code)] for code in codes]
    return f"{told[0]} only" if len(told) == 1 else "-".join(told) or None


def _sides(happening: Happening, sheet: Sheet, inter1: int | None, inter2: int | None) -> dict[str, Any]:
    """The first of each side is the actor, the others stand with it."""
    sides = (happening.actors, happening.targets)
    actors, targets = ([name_of(party, sheet.parties) for party in side] for side in sides)
    return {
        "actor1": together(actors[:1]),
        "assoc_actor_1": together(actors[1:]),
        "inter1": _inter_name(inter1),
        "actor2": together(targets[:1]),
        "assoc_actor_2": together(targets[1:]),
        "inter2": _inter_name(inter2),
    }


def _inter_name(code: int | None) -> str | None:
    return str(table("acled")["inter"][str(code)]) if code else None


def _inter(parties: tuple[Passage, ...], sheet: Sheet) -> int | None:
    """The code of the side's first party that has one."""
    return next((code for party in parties if (code := inter_of(party, sheet.parties))), None)


def _kind(happening: Happening, inter1: int | None) -> dict[str, Any] | None:
    words = happening.words
    for row in table("acled")["event"]:
        if (
            happening.type in row.get("type", [happening.type])
            and happening.mode in row.get("mode", [happening.mode])
            and inter1 in row.get("actor_inter", [inter1])
            and ("words" not in row or phrases(row["words"]).search(words))
        ):
            return dict(row)
    return None


def _disorder(kind: dict[str, Any]) -> str:
    rows = table("acled")["disorder"]
    return str(rows.get(kind["sub_event_type"]) or rows[kind["event_type"]])


def _time(happening: Happening) -> tuple[str, int] | None:
    """The day, or the middle of the days that may be meant, with ACLED's precision; None where they are too many."""
    if happening.day is None or happening.last_day is None:
        return None
    first, last = date.fromisoformat(happening.day), date.fromisoformat(happening.last_day)
    days = (last - first).days + 1
    precision = next((precision for precision, longest in _LONGEST_DAYS.items() if days <= longest), None)
    return ((first + timedelta(days=(days - 1) // 2)).isoformat(), precision) if precision and days > 0 else None


def _land(land: Country | None, place: Where | None) -> dict[str, Any]:
    """Where it was. A province has no point, though ACLED would give its capital's."""
    if place is None:
        return {}
    return {
        "iso": land.number if land else None,
        "region": land.acled_region if land else None,
        "country": land.name if land else None,
        "admin1": place.province,
        "admin2": place.district,
        "location": place.shown,
        "latitude": degrees(place.lat),
        "longitude": degrees(place.lon),
        "geo_precision": _GEO_PRECISION.get(place.precision or 0),
    }


_GEO_PRECISION = {1: 1, 2: 2, 3: 3, 4: 3}
"""Ours (UCDP's where_prec) to ACLED's: the town, near it, a larger region; a whole country has none."""


def degrees(value: float | None) -> str | None:
    """Four decimals: 11 metres, finer than any settlement has a middle."""
    return None if value is None else f"{value:.4f}"


def _notes(happening: Happening) -> str:
    """Who says what, claim by claim, and on what they differ."""
    told = [_note(claim) for claim in happening.claims[:8]]
    if more := len(happening.claims) - len(told):
        told.append(f"and {more} more")
    if happening.disputed:
        told.append(f"disputed: {', '.join(happening.disputed)}")
    if happening.origins is not None:
        told.append(f"origins: {happening.origins}")
    return " | ".join(told)


def _note(claim: Outgoing) -> str:
    words = f'"{claim.words}"' if claim.words else "[words withheld]"
    voices = " → ".join(filter(None, [*(voice.speaker.text for voice in claim.chain), claim.imprint.outlet]))
    return f"{words} ({claim.stance.replace('_', ' ')}: {' '.join(voices.split()) or 'who, is not told'})"
