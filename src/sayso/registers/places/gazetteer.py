"""The gazetteer as files that are opened, not read into memory: the one we ship, and what a user added."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from sayso.model.errors import GazetteerError
from sayso.model.place import PlaceEntry
from sayso.registers.added import added_to
from sayso.registers.places.shelf import APPLICATION, DEGREE, FORMAT, KINDS, LATIN, LEAST_CONSONANTS, WOF
from sayso.registers.places.spelling import consonants, fold, plain, readings, without_article

SHIPPED = Path(__file__).parent / "gazetteer.db"
MEND = "install sayso again, or in a checkout run `make gazetteer`"
MAPPED = 1 << 30
"""Bytes of a file that SQLite may map instead of copying pages: a look-up touches a few of them."""
LEAST_ALIKE, LEAST_ALIKE_SHORT = 60.0, 75.0
"""Of 100: two spellings with the same consonants that are less alike name different places; more is asked where there
are but two consonants."""

_COLUMNS = (
    "id, ref, name, kind, country, province, district, lat, lon, population, south, west, north, east, capital, names"
)
_Row = tuple[Any, ...]

Spelt = Literal["name", "other name", "like a name", "same consonants", "people"]
"""How a candidate was found: by its name, another of its names, a usual spelling of one, its consonants, a demonym."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a name may mean. alike: 0 to 1, how near the nearest of its spellings comes to the name."""

    entry: PlaceEntry
    spelt: Spelt
    alike: float


def added() -> Path:
    """The folder where `sayso places add` writes a file a country: $SAYSO_PLACES, else in the user's data folder."""
    return added_to("places")


class Gazetteer:
    """Look-ups by name over one or more files. A context manager; opening reads a few hundred bytes of each file."""

    def __init__(self, shelves: Iterable["_Shelf"]) -> None:
        self._shelves = tuple(shelves)
        self._found: dict[str, tuple[Candidate, ...]] = {}

    @classmethod
    def open(cls, shipped: Path = SHIPPED, also: Path | None = None) -> Self:
        """The shipped gazetteer and the user's additions, if there are any.

        Raises GazetteerError, which says how to mend it, where a file is missing, damaged or of another version.
        """
        shelves = [_Shelf(shipped, MEND)]
        for path in sorted((also or added()).glob("*.db")):
            shelves.append(_Shelf(path, f"delete {path} and run `sayso places add` again"))  # noqa: PERF401 - it may raise
        return cls(shelves)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        for shelf in self._shelves:
            shelf.close()

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every entry that is spelt like `name`, and the countries of a people of that name; () where there is none."""
        found = self._found.get(name)
        if found is None:
            if len(self._found) > 4096:
                self._found.clear()
            found = self._found[name] = self._find(name)
        return found

    def _find(self, name: str) -> tuple[Candidate, ...]:
        key, bare = fold(name), without_article(name)
        rows = [row for shelf in self._shelves for k in (key, bare) if k for row in shelf.spelt(k)]
        peoples = [
            Candidate(entry, "people", 1.0)
            for shelf in self._shelves
            for entry in map(_entry, shelf.of_people(plain(name)))
        ]
        return tuple(_merged([*(_candidate(row, plain(name)) for row in rows), *peoples]))

    def find_within(self, name: str, country: str, province: str | None = None) -> tuple[Candidate, ...]:
        """Entries of a country, or of one province of it, with the consonants of `name`, the most alike first."""
        keys = {consonants(r): r for r in reversed(readings(plain(name)))}
        found = [
            Candidate(_entry(row), "same consonants", alike / 100)
            for shelf in self._shelves
            for key, sought in keys.items()
            if len(key) >= LEAST_CONSONANTS
            for row in shelf.skeletal(country, key)
            if (alike := _alike(row, sought)) >= (LEAST_ALIKE if len(key) > LEAST_CONSONANTS else LEAST_ALIKE_SHORT)
        ]
        kept = [c for c in _merged(found) if province is None or c.entry.province == province]
        return tuple(sorted(kept, key=lambda c: (-c.alike, c.entry.id)))

    def entry(self, id: str) -> PlaceEntry | None:  # noqa: A002 - the noun's own word
        """The entry of an id, None where no file has it."""
        return next((_entry(row) for shelf in self._shelves for row in shelf.by_id(id)), None)

    def about(self) -> dict[str, str]:
        """What the shipped file says of itself: its sources, their licences and its number of places."""
        return self._shelves[0].about()


class _Shelf:
    """One file."""

    def __init__(self, path: Path, mend: str) -> None:
        self._path, self._mend = path, mend
        if not path.is_file():
            raise GazetteerError(f"the gazetteer {path} is missing: {mend}")
        # Read-only and never changed, so the threads of a desk may share it (SQLite itself takes turns).
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        self._check()

    def _check(self) -> None:
        """A file of ours, of this version, as long as its first page says, with the row that is written last."""
        try:
            application, version, pages, size = (
                self._one(f"PRAGMA {name}") for name in ("application_id", "user_version", "page_count", "page_size")
            )
            whole = application == APPLICATION and pages * size == self._path.stat().st_size
            if not whole:
                raise self._damaged("it is not whole, or not ours")
            if version != FORMAT:
                raise GazetteerError(f"the gazetteer {self._path} is of another version of sayso: {self._mend}")
            self.about()["places"]
        except (sqlite3.Error, KeyError) as error:
            raise self._damaged(error) from error

    def _one(self, query: str) -> Any:
        return self._connection.execute(query).fetchone()[0]

    def _damaged(self, why: object) -> GazetteerError:
        return GazetteerError(f"the gazetteer {self._path} is damaged ({why}): {self._mend}")

    def _rows(self, query: str, *values: object) -> list[_Row]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def close(self) -> None:
        self._connection.close()

    def about(self) -> dict[str, str]:
        return {row[0]: row[1] for row in self._rows("SELECT name, value FROM about")}

    def spelt(self, key: str) -> list[_Row]:
        return self._rows(f"SELECT {_COLUMNS} FROM spelling JOIN place ON place.id = spelling.place WHERE key = ?", key)

    def skeletal(self, country: str, key: str) -> list[_Row]:
        within = "SELECT place FROM consonant WHERE country = ? AND key = ?"
        query = f"SELECT {_COLUMNS} FROM place WHERE id IN ({within})"
        return self._rows(query, country, key)

    def of_people(self, word: str) -> list[_Row]:
        return self._rows(f"SELECT {_COLUMNS} FROM demonym JOIN place ON place.id = demonym.place WHERE word = ?", word)

    def by_id(self, ref: str) -> list[_Row]:
        authority, _, number = ref.partition(":")
        if authority == "sayso":
            return self._rows(f"SELECT {_COLUMNS} FROM place WHERE ref = ?", ref)
        if authority not in ("geonames", "wof") or not number.isdecimal():
            return []
        known = int(number) + (WOF if authority == "wof" else 0)
        return self._rows(f"SELECT {_COLUMNS} FROM place WHERE id = ?", known)


def _names(row: _Row) -> list[str]:
    name, others = plain(row[2]), row[-1]
    return [name, *others.split("|")] if others else [name]


def _alike(row: _Row, sought: str) -> float:
    # Most places are written as the gazetteer writes them.
    from rapidfuzz import fuzz

    return max(fuzz.ratio(sought, name) for name in _names(row))


def _candidate(row: _Row, sought: str) -> Candidate:
    names = _names(row)
    if sought in names:
        return Candidate(_entry(row), "name" if names[0] == sought else "other name", 1.0)
    if not LATIN.match(sought):
        return Candidate(_entry(row), "other name", 1.0)
    return Candidate(_entry(row), "like a name", _alike(row, sought) / 100)


def _merged(candidates: list[Candidate]) -> list[Candidate]:
    """Each entry once, as the first file tells it and as it is best spelt in any."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        before = best.get(candidate.entry.id)
        if before is None:
            best[candidate.entry.id] = candidate
        elif candidate.alike > before.alike:
            best[candidate.entry.id] = Candidate(before.entry, candidate.spelt, candidate.alike)
    return list(best.values())


def _id(number: int) -> str:
    return f"geonames:{number}" if number < WOF else f"wof:{number - WOF}"


def _entry(row: _Row) -> PlaceEntry:
    (number, ref, name, kind, country, province, district, lat, lon, people, south, west, north, east, capital, _) = row
    return PlaceEntry(
        ref or _id(number),
        name,
        KINDS[kind],
        country,
        province and _id(province),
        district and _id(district),
        None if lat is None else lat / DEGREE,
        None if lon is None else lon / DEGREE,
        people,
        None if south is None else (south / DEGREE, west / DEGREE, north / DEGREE, east / DEGREE),
        bool(capital),
    )
