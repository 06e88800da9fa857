"""A place of the gazetteer, and what was made of the words that name one."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.words import Words

PlaceKind = Literal["settlement", "facility", "district", "province", "country", "region", "continent", "water"]
"""region: a land without an office of its own (the Sahel); facility: a base, crossing, camp, dam, field, airfield."""


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """One row of the gazetteer.

    id: "geonames:NUMBER", "wof:NUMBER" or "sayso:NAME"; country: ISO 3166-1 alpha-2; province, district: ids of the
    rows that hold it; lat, lon: degrees, WGS 84, of an area the middle of its settlements; population: people, of an
    area those of its settlements, None where nobody counted; extent: south, west, north, east of an area's settlements;
    capital: of its country.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str | None
    province: str | None
    district: str | None
    lat: float | None
    lon: float | None
    population: int | None
    extent: tuple[float, float, float, float] | None
    capital: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude of a settlement or a facility; None for an area, which is never a point."""
        if self.kind not in ("settlement", "facility") or self.lat is None or self.lon is None:
            return None
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate that was not chosen, its share of the chance (0 to 1), and why not."""

    entry: PlaceEntry
    chance: float
    reason: str


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """What the words name: the entry or None, which is an answer too, with the chance that it is right and the reason.

    precision: 1 the settlement, 2 near it, 3 district, 4 province or a part of it, 5 line or part of a country,
    6 country, 7 sea or air (after UCDP's where_prec); None without an entry, and for what is larger than a country.
    radius_km: how far from the entry, where the words say that it was near. demonym: the words name a people
    ("Syrian"), not the place. to: the other end of a line ("the road between A and B").
    """

    words: Words
    entry: PlaceEntry | None
    precision: int | None
    chance: float
    reason: str
    refused: tuple[Refused, ...] = ()
    radius_km: float | None = None
    demonym: bool = False
    to: PlaceEntry | None = None
