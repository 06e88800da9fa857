"""Rows of parties in TOML, checked: parties.toml, which tells the layout, sides.toml, and what a user adds."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast, get_args

from sayso.model.errors import NotOfThisKind
from sayso.model.party import Parent, PartyKind, PartyName, Side, SideKind

OFFICE = "office"
"""The table whose rows name offices of states ("us.defence-ministry")."""
_KEYS = frozenset(("name", "names", "homes", "called", "part_of", "sides", "source", "kind"))
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_SPAN = re.compile(rf"^(?P<told>.*?)\s*\[(?P<since>{_DAY})?\.\.(?P<until>{_DAY})?\]$")
_ID = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A party as a file tells it: its own ties only. Ids stand without "party:"; name None leaves an office its own."""

    id: str
    kind: PartyKind | None
    name: str | None
    names: tuple[PartyName, ...]
    homes: tuple[str, ...]
    called: tuple[str, ...]
    parents: tuple[Parent, ...]
    sides: tuple[Side, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands, for complaints."""

    file: str
    text: str
    table: str
    id: str

    def complain(self, what: str) -> NoReturn:
        """Raise NotOfThisKind that names file and line."""
        raise NotOfThisKind(f"{self.file}, line {self.line}: {self.table}.{self.id} {what}")

    @property
    def line(self) -> int:
        row = rf'^\s*(?:\[{re.escape(self.table)}\.)?"?{re.escape(self.id)}"?\s*(?:=|\])'
        found = re.search(row, self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else 1


def read_rows(text: str, file: str) -> tuple[Row, ...]:
    """Every row of a file of parties. Raises NotOfThisKind naming file, line and mend."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotOfThisKind(f"{file} is no TOML: {error}") from error
    if not tables:
        raise NotOfThisKind(f'{file} holds no party; a row is: [armed_group] my-group = {{ name = "…", source = "…" }}')
    return tuple(_rows(tables, text, file))


def _rows(tables: Mapping[str, Any], text: str, file: str) -> Iterator[Row]:
    kinds = (*(kind for kind in get_args(PartyKind) if kind != "unnamed"), OFFICE)
    for table, rows in tables.items():
        if table not in kinds or not isinstance(rows, dict):
            raise NotOfThisKind(f"{file}: there is no kind {table!r} of party; the kinds are {', '.join(kinds)}")
        for id_, row in rows.items():
            yield _row(row, _Place(file, text, table, id_))


def _row(row: object, place: _Place) -> Row:
    if not isinstance(row, dict):
        place.complain('is no row; write { name = "…", source = "…" }')
    if not _ID.match(place.id):
        place.complain("is no id: small letters and digits with hyphens, for an office with its country (us.army)")
    for key, value in row.items():
        if key not in _KEYS:
            place.complain(f"has a key {key!r}; the keys are {', '.join(sorted(_KEYS))}")
        if not isinstance(value, list if key == "sides" else str):
            place.complain(f"{key} is to be {'a list of texts' if key == 'sides' else 'a text between quotes'}")
    if place.table != OFFICE and not row.get("name"):
        place.complain("has no name")
    if not row.get("source"):
        place.complain("has no source: say where the row was read")
    kind = row.get("kind") if place.table == OFFICE else place.table
    if kind not in (None, *get_args(PartyKind)):
        place.complain(f"has no such kind: {kind!r}")
    return Row(
        place.id, cast("PartyKind | None", kind), row.get("name"),
        tuple(_name(n, place) for n in _list(row.get("names"))),
        tuple(row.get("homes", "").split()), tuple(row.get("called", "").split()),
        tuple(_parent(p, place) for p in _list(row.get("part_of"))),
        tuple(read_side(s, place) for s in row.get("sides", ())), row.get("source"),
    )  # fmt: skip


def _list(told: str | None) -> list[str]:
    return [part.strip() for part in (told or "").split(";") if part.strip()]


def _dated(told: str, place: _Place) -> tuple[str, str | None, str | None]:
    found = _SPAN.match(told)
    if found:
        if found["since"] and found["until"] and found["since"] > found["until"]:
            place.complain(f"{told!r} ends before it begins")
        return found["told"], found["since"], found["until"]
    if "[" in told or "]" in told:
        place.complain(f"{told!r} has days that cannot be read; write [2016-07-28..2017-01-28], either end may be open")
    return told, None, None


def _name(told: str, place: _Place) -> PartyName:
    text, since, until = _dated(told, place)
    return PartyName(text, since, until, short=is_short(text))


def is_short(name: str) -> bool:
    """Letters that stand for a name: capitals that must be met as capitals, for "is" is not IS."""
    letters = [c for c in name if c.isalpha()]
    return " " not in name and len(letters) > 1 and sum(c.isupper() for c in letters) >= 2 and len(name) <= 8


def _parent(told: str, place: _Place) -> Parent:
    party, since, until = _dated(told, place)
    return Parent(party, since, until)


def read_side(told: object, place: _Place) -> Side:
    """A side as "allied_with us [2014-09-22..] | source"."""
    told_, _, source = str(told).partition("|")
    tie, since, until = _dated(told_.strip(), place)
    kind, _, party = tie.partition(" ")
    if kind not in get_args(SideKind) or not _ID.match(party):
        kinds = " / ".join(get_args(SideKind))
        place.complain(f"has no side {tie!r}; write one as: {kinds} ID [since..until] | source")
    return Side(cast("SideKind", kind), party, since, until, source.strip() or None)


def read_sides(text: str, file: str) -> tuple[tuple[str, Side], ...]:
    """The sides of a file that holds nothing else, each with the id of the party that it is of."""
    table = tomllib.loads(text)
    found = []
    for told in table["sides"]:
        party, _, tie = told.partition(" ")
        found.append((party, read_side(f"{tie} | {table['source']}", _Place(file, text, "sides", party))))
    return tuple(found)
