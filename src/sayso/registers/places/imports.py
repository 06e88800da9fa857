"""Files that a user downloaded, added to the gazetteer: GeoNames' country dumps and extracts of Who's On First.

GeoNames: 19 columns between tabs, plain or in the zip that it comes in; the columns are told by position. Who's On
First: a table with a header (wof_id, placetype, name, lat, lon, geonames_id, population, region, county, deprecated,
other_names(|)). A country's file replaces what an earlier file of that name added.
"""

import csv
import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.model.errors import GazetteerError, NotOfThisKind
from sayso.model.place import PlaceKind
from sayso.registers.places.gazetteer import added
from sayso.registers.places.shelf import WOF, Row, write

_COLUMNS = 19
_CLASSES: Mapping[str, PlaceKind] = {"P": "settlement", "H": "water"}
_CODES: Mapping[str, PlaceKind] = {
    "ADM1": "province", "ADM2": "district", "ADM3": "district", "PCLI": "country", "RGN": "region", "DSRT": "region",
    **dict.fromkeys("AIRP AIRB AIRF MILB DAM CSTM CMP CMPRF PRN BDG OILF GASF".split(), "facility"),
}  # fmt: skip
"""GeoNames' codes that reports name; hills, farms and hotels are left where they are."""
_PLACETYPES: Mapping[str, PlaceKind] = {
    "locality": "settlement", "neighbourhood": "settlement", "county": "district", "localadmin": "district",
    "region": "province", "campus": "facility",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Added:
    """What an import wrote: the file, and how many places are in it."""

    path: Path
    places: int


def add(path: Path, folder: Path | None = None, progress: Callable[[int], None] = lambda _: None) -> Added:
    """Add the places of a file to the user's gazetteer; `progress` hears the number of places so far.

    Raises NotOfThisKind where the file is of neither layout, GazetteerError where it cannot be read or nothing written.
    """
    target = (folder or added()) / f"{path.stem.lower()}.db"
    try:
        rows = list(_rows(path))
        places = write(target, rows, {"source": path.name}, progress=progress)
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path} cannot be read: {error}") from error
    except sqlite3.Error as error:
        raise GazetteerError(f"{target} cannot be written: {error}") from error
    return Added(target, places)


def _rows(path: Path) -> Iterator[Row]:
    text = _text(path)
    header = text.partition("\n")[0].split("\t")
    if header[0] == "wof_id":
        return _wof(list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)), path)
    if len(header) == _COLUMNS and header[0].isdecimal():
        return _geonames([line.split("\t") for line in text.splitlines() if line.count("\t") == _COLUMNS - 1])
    raise NotOfThisKind(f"{path} is neither a country dump of GeoNames (19 columns) nor an extract of Who's On First")


def _text(path: Path) -> str:
    if path.suffix.lower() != ".zip":
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as archive:
        inner = next((n for n in archive.namelist() if Path(n).stem.lower() == path.stem.lower()), None)
        if inner is None:
            raise NotOfThisKind(f"{path} holds no {path.stem}.txt: is it a country dump of GeoNames?")
        return archive.read(inner).decode("utf-8")


def _geonames(lines: list[list[str]]) -> Iterator[Row]:
    provinces = {line[10]: int(line[0]) for line in lines if line[7] == "ADM1"}
    districts = {(line[10], line[11]): int(line[0]) for line in lines if line[7] == "ADM2"}
    for line in lines:
        kind = _CODES.get(line[7]) or _CLASSES.get(line[6])
        if kind is None:
            continue
        number = int(line[0])
        province, district = provinces.get(line[10]), districts.get((line[10], line[11]))
        yield Row(
            number, line[1], kind, line[8] or None, (line[2], *(n for n in line[3].split(",") if n)),
            province=None if province == number else province, district=None if district == number else district,
            lat=float(line[4]), lon=float(line[5]), population=int(line[14] or 0) or None,
        )  # fmt: skip


def _wof(lines: list[dict[str, Any]], path: Path) -> Iterator[Row]:
    country = path.stem[:2].upper()
    above = {(row["placetype"], row["name"]): _number(row) for row in lines if row["placetype"] in ("region", "county")}
    for row in lines:
        kind = _PLACETYPES.get(row["placetype"])
        if kind is None or row["deprecated"] or not row["name"]:
            continue
        number = _number(row)
        province, district = above.get(("region", row["region"])), above.get(("county", row["county"]))
        yield Row(
            number, row["name"], kind, country, tuple(n for n in (row["other_names(|)"] or "").split("|") if n),
            province=None if province == number else province, district=None if district == number else district,
            lat=float(row["lat"]) if row["lat"] else None, lon=float(row["lon"]) if row["lon"] else None,
            population=int(float(row["population"])) if row["population"] else None,
        )  # fmt: skip


def _number(row: dict[str, Any]) -> int:
    """GeoNames' number where there is one, so that an entry we ship and this one are the same place."""
    return int(row["geonames_id"]) if row["geonames_id"] else int(row["wof_id"]) + WOF
