"""Timeline and map as plain geometry, drawn by the server as SVG: they need no script and print well.

A place is shown as precisely as it is known: a dot for a settlement, a dot with a ring for "near", a light area for a
district or a province, a name in a list for what is larger or unresolved. Never a dot in the middle of an area.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sayso.exports.wording import count, day
from sayso.ledger.catalogue import Line, Spot

Extent = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""

WIDTH, HEIGHT = 480, 320
BARS_WIDTH, BARS_HEIGHT = 480, 64
LEAST_DEGREES = 1.2
"""How much of the world is shown around one dot: about 130 km, so that a town has neighbours."""
SETTLEMENT, NEAR, PROVINCE = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year of the timeline: where it stands, and which days a click asks for."""

    x: float
    y: float
    width: float
    height: float
    since: str
    until: str
    told: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first to the last day. undated: how many claims no day is known of."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    undated: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map. several: more than one voice (or origin) names it; ring: "near"; area: radii, no point."""

    x: float
    y: float
    radius: float
    name: str
    entry: str
    told: str
    several: bool
    disputed: bool = False
    ring: bool = False
    area: tuple[float, float] | None = None
    label: bool = False
    lat: float = 0.0
    lon: float = 0.0
    extent: Extent | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """Dots over borders, and what has no place on it. box: south, west, north, east in degrees."""

    dots: tuple[Dot, ...]
    borders: tuple[str, ...]
    listed: tuple[tuple[str, int], ...]
    box: Extent


def timeline(lines: Iterable[Line]) -> Timeline | None:
    """As `timeline_of`, of the first days of these."""
    return timeline_of(Counter(line.since for line in lines))


def timeline_of(numbers: Mapping[str | None, int]) -> Timeline | None:
    """By days up to three months, by months up to five years, else by years; None where nothing is dated.

    numbers: how many things are of each day; None: of no day that is known.
    """
    days = {each: number for each, number in numbers.items() if each}
    if not days:
        return None
    first, last = min(days), max(days)
    length = 10 if _days_between(first, last) <= 92 else 7 if _days_between(first, last) <= 1830 else 4
    counts: Counter[str] = Counter()
    for each, number in days.items():
        counts[each[:length]] += number
    steps = _steps(first[:length], last[:length], length)
    # A single day is a bar in the middle, not a wall.
    wide = BARS_WIDTH / max(len(steps), 12)
    left = (BARS_WIDTH - wide * len(steps)) / 2
    tallest = max(counts.values())
    bars = []
    for number, step in enumerate(steps):
        if claims := counts.get(step):
            height = max(3.0, BARS_HEIGHT * claims / tallest)
            told = f"{day(step)}: {count(claims, 'claim')}"
            x = round(left + number * wide, 1)
            bars.append(Bar(x, BARS_HEIGHT - height, max(1.0, wide - 1.5), height, step, step, told))
    return Timeline(tuple(bars), day(steps[0]), day(steps[-1]), numbers.get(None, 0))


def _days_between(first: str, last: str) -> int:
    from datetime import date

    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return 10_000


def _steps(first: str, last: str, length: int) -> list[str]:
    from datetime import date, timedelta

    if length == 10:
        start = date.fromisoformat(first)
        return [(start + timedelta(n)).isoformat() for n in range(_days_between(first, last) + 1)]
    years = range(int(first[:4]), int(last[:4]) + 1)
    if length == 4:
        return [f"{year:04}" for year in years]
    months = [f"{year:04}-{month:02}" for year in years for month in range(1, 13)]
    return [month for month in months if first <= month <= last]


class Mention(NamedTuple):
    """A place that something (a claim, an incident) names; voice: by whom; disputed: whether voices differ over it."""

    spot: Spot
    thing: str
    voice: str
    disputed: bool = False


def mentions(lines: Iterable[Line]) -> Iterator[Mention]:
    """The resolved places of these claims."""
    return (Mention(spot, line.id, line.speaker or line.outlet or "") for line in lines for spot in line.spots)


def plainness(words: str) -> tuple[bool, int]:
    """How well words name a place, the least best: "the town" names none, and "near al-Hazm" names al-Hazm."""
    return words.islower(), len(words)


Place = tuple[str, bool]
"""An entry of the gazetteer, and whether it is "near" it."""


@dataclass(slots=True)
class Gathered:
    """What is named at one place."""

    name: str
    lat: float | None
    lon: float | None
    precision: int
    things: set[str] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)
    disputed: bool = False

    @property
    def number(self) -> int:
        return len(self.things)


def place_of(spot: Spot) -> Place:
    """Where on the map it stands."""
    return spot.entry, spot.precision == NEAR


def gathered(named: Iterable[Mention]) -> dict[Place, Gathered]:
    """What was named, by place."""
    found: dict[Place, Gathered] = {}
    for spot, thing, voice, disputed in named:
        at = place_of(spot)
        one = found.get(at)
        if one is None:
            found[at] = one = Gathered(spot.text, spot.lat, spot.lon, spot.precision or PROVINCE)
        one.things.add(thing)
        one.voices.add(voice)
        one.disputed |= disputed
        if spot.text != one.name:
            one.name = min(one.name, spot.text, key=plainness)
    return found


def places_of(named: Iterable[Mention], areas: Mapping[str, Extent], noun: str = "claim") -> Map | None:
    """As `map_of`, of what was named."""
    return map_of(gathered(named), areas, noun)


def map_of(found: Mapping[Place, Gathered], areas: Mapping[str, Extent], noun: str = "claim") -> Map | None:
    """A map of these places. areas: extents of those that are no point; noun: what a mention belongs to."""
    points = {key: one for key, one in found.items() if one.precision <= NEAR and one.lat is not None}
    shown_areas = {
        key: one for key, one in found.items() if key not in points and one.precision <= PROVINCE and key[0] in areas
    }
    listed = sorted(
        ((one.name, one.number) for key, one in found.items() if key not in points and key not in shown_areas),
        key=lambda each: (-each[1], each[0]),
    )
    if not points and not shown_areas:
        return Map((), (), tuple(listed), (0, 0, 0, 0)) if listed else None
    box = _box(
        [(one.lat or 0, one.lon or 0) for one in points.values()]
        + [corner for key in shown_areas for corner in (areas[key[0]][:2], areas[key[0]][2:])]
    )
    most = max(one.number for one in found.values())
    dots = [_area(key[0], one, areas[key[0]], box, noun) for key, one in shown_areas.items()]
    ordered = sorted(points.items(), key=lambda each: -each[1].number)
    dots += [_dot(key, one, most, box, noun) for key, one in ordered]
    return Map(tuple(_labelled(dots)), borders(box), tuple(listed), box)


def _labelled(dots: list[Dot]) -> Iterable[Dot]:
    """Names for the dots that speak most, as long as they do not run over each other."""
    taken: list[tuple[float, float, float]] = []
    for dot in dots:
        left, right = dot.x, dot.x + 12 + 6.2 * len(dot.name)
        free = all(abs(dot.y - y) > 13 or right < x or left > end for x, end, y in taken)
        if free and right < WIDTH and len(taken) < 14:
            taken.append((left, right, dot.y))
            yield replace(dot, label=True)
        else:
            yield dot


def _dot(key: Place, one: Gathered, most: int, box: Extent, noun: str) -> Dot:
    x, y = project(one.lat or 0, one.lon or 0, box)
    radius = round(3 + 7 * math.sqrt(one.number / most), 1)
    told = f"{'near ' if key[1] else ''}{one.name}: {count(one.number, noun)}, {_voices(one)}"
    several = len(one.voices) > 1
    dot = Dot(x, y, radius, one.name, key[0], told, several, one.disputed, ring=key[1])
    return replace(dot, lat=one.lat or 0.0, lon=one.lon or 0.0)


def _area(entry: str, one: Gathered, extent: Extent, box: Extent, noun: str) -> Dot:
    south, west, north, east = extent
    left, top = project(north, west, box)
    right, bottom = project(south, east, box)
    radii = (max(8.0, (right - left) / 2), max(8.0, (bottom - top) / 2))
    told = f"somewhere in {one.name}: {count(one.number, noun)}, {_voices(one)}"
    middle = (round((left + right) / 2, 1), round((top + bottom) / 2, 1))
    return Dot(*middle, 0, one.name, entry, told, len(one.voices) > 1, one.disputed, area=radii, extent=extent)


def _voices(one: Gathered) -> str:
    told = "several voices" if len(one.voices) > 1 else "one voice"
    return f"{told}, disputed" if one.disputed else told


def _box(points: Sequence[tuple[float, float]]) -> Extent:
    """The points with room around them, in the shape of the map."""
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    low, high = _mercator(south), _mercator(north)
    tall, wide = max(high - low, LEAST_DEGREES) * 1.3, max(east - west, LEAST_DEGREES) * 1.3
    wide, tall = max(wide, tall * WIDTH / HEIGHT), max(tall, wide * HEIGHT / WIDTH)
    middle, centre = (low + high) / 2, (west + east) / 2
    return _latitude(middle - tall / 2), centre - wide / 2, _latitude(middle + tall / 2), centre + wide / 2


def _mercator(lat: float) -> float:
    held = math.radians(max(-84.0, min(84.0, lat)))
    return math.degrees(math.log(math.tan(math.pi / 4 + held / 2)))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2)


def project(lat: float, lon: float, box: Extent) -> tuple[float, float]:
    """Where a point of the world stands on the map, in the SVG's units."""
    south, west, north, east = box
    low, high = _mercator(south), _mercator(north)
    x = (lon - west) / (east - west) * WIDTH
    y = (high - _mercator(lat)) / (high - low) * HEIGHT
    return round(x, 1), round(y, 1)


@cache
def _border_lines() -> tuple[tuple[Extent, list[list[float]]], ...]:
    """Each border with its own box, where they were fetched; none where they were not."""
    path = Path(__file__).with_name("assets") / "borders.json"
    if not path.exists():
        return ()
    lines = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        ((min(y for _, y in line), min(x for x, _ in line), max(y for _, y in line), max(x for x, _ in line)), line)
        for line in lines
    )


def borders(box: Extent) -> tuple[str, ...]:
    """The borders and coasts within the box, as SVG paths."""
    south, west, north, east = box
    paths = []
    for (low, left, high, right), line in _border_lines():
        if high < south or low > north or right < west or left > east:
            continue
        points = (project(lat, lon, box) for lon, lat in line)
        paths.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points))
    return tuple(paths)
