"""The file a gazetteer is: its tables, and the one way to write them."""

import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from sayso.model.place import PlaceKind
from sayso.registers.places.spelling import consonants, fold, plain

APPLICATION = 0x53_59_50_4C
"""SQLite's application id of our files: "SYPL"."""
FORMAT = 1
"""Raised whenever tables or keys change: a file of another format is refused with the way to make a new one."""
WOF = 10**12
"""Ids from here on are Who's On First's, below are GeoNames'; negative ids are our own rows, which have a ref."""
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
"""A kind is written as its number here."""
DEGREE = 10_000
"""Coordinates are whole ten-thousandths of a degree: 11 m, finer than any settlement has a middle."""
LEAST_CONSONANTS = 2
"""A key of one consonant fits half a country."""

LATIN = re.compile("^[ -\u024f]+$")
"""Plain names in Latin letters are kept, to tell which spelling was met; of others only the key is."""

_SETTINGS = f"""
PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};
"""
_TABLES = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, ref TEXT, name TEXT NOT NULL, kind INTEGER NOT NULL, country TEXT, province INTEGER,
    district INTEGER, lat INTEGER, lon INTEGER, population INTEGER, south INTEGER, west INTEGER, north INTEGER,
    east INTEGER, capital INTEGER NOT NULL, names TEXT
);
CREATE TABLE spelling (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE consonant (country TEXT, key TEXT, place INTEGER, PRIMARY KEY (country, key, place)) WITHOUT ROWID;
CREATE TABLE demonym (word TEXT, place INTEGER, PRIMARY KEY (word, place)) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A place to be written. names: all spellings, the first name among them; extent: south, west, north, east."""

    id: int
    name: str
    kind: PlaceKind
    country: str | None
    names: tuple[str, ...]
    ref: str | None = None
    province: int | None = None
    district: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    extent: tuple[float, float, float, float] | None = None
    capital: bool = False


def write(
    path: Path,
    rows: Iterable[Row],
    about: dict[str, str],
    demonyms: Iterable[tuple[str, int]] = (),
    transliterating: frozenset[str] | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Write a new file of `rows` and give their number; an old file is replaced only when the new one is whole.

    demonyms: plain words and the ids of their countries; transliterating: the countries whose names are also filed
    by their consonants, None for all. `progress` is called with the number of rows so far. Raises OSError and
    sqlite3.Error; then nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}.part")
    made.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(made, isolation_level=None)
        try:
            connection.executescript(_SETTINGS + _TABLES)
            connection.execute("BEGIN")
            written = _fill(connection, rows, transliterating, progress)
            connection.executemany("INSERT OR IGNORE INTO demonym VALUES (?, ?)", demonyms)
            told = sorted((about | {"places": str(written)}).items())
            connection.executemany("INSERT INTO about VALUES (?, ?)", told)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        finally:
            connection.close()
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
    return written


def _fill(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    transliterating: frozenset[str] | None,
    progress: Callable[[int], None],
) -> int:
    spellings: set[tuple[str, int]] = set()
    skeletons: set[tuple[str, str, int]] = set()
    written = 0
    for row in rows:
        told = tuple(dict.fromkeys(p for p in map(plain, (row.name, *row.names)) if p))
        where = (row.lat, row.lon, row.population, *(row.extent or (None, None, None, None)))
        lat, lon, population, *extent = (v if k == 2 or v is None else round(v * DEGREE) for k, v in enumerate(where))
        others = "|".join(name for name in told[1:] if LATIN.match(name))
        values = (row.id, row.ref, row.name, KINDS.index(row.kind), row.country, row.province, row.district,
                  lat, lon, population, *extent, row.capital, others or None)  # fmt: skip
        connection.execute(f"INSERT OR REPLACE INTO place VALUES ({', '.join('?' * len(values))})", values)
        for name in told:
            spellings.add((fold(name), row.id))
            if row.country and (transliterating is None or row.country in transliterating):
                skeletons.add((row.country, consonants(name), row.id))
        written += 1
        if written % 2000 == 0:
            progress(written)
    connection.executemany("INSERT INTO spelling VALUES (?, ?)", sorted(s for s in spellings if s[0]))
    long_enough = (s for s in skeletons if len(s[1]) >= LEAST_CONSONANTS)
    connection.executemany("INSERT INTO consonant VALUES (?, ?, ?)", sorted(long_enough))
    progress(written)
    return written
