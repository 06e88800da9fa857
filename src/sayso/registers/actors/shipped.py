"""The tables of parties that come with sayso: read from their TOML, or from `parties.json`, compiled of them at set-up.

The compiled file only saves time. It names what it was made of, and where that has changed, or the file is missing, the
tables themselves are read.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sayso.model.canonical import sha256_of_bytes
from sayso.model.party import Parent, PartyName, Side
from sayso.registers.actors.rows import Row, read_rows, read_sides
from sayso.registers.actors.spelling import keys

_COMPILED = "actors/parties.json"
_PARTIES, _SIDES, _DEMONYMS = "actors/parties.toml", "actors/sides.toml", "places/names.toml"
_TABLES = {name: f"actors/{name}.toml" for name in ("offices", "states", "words")}
_CODE = ("actors/shipped.py", "actors/rows.py", "actors/spelling.py", "places/spelling.py")


class Keys(dict[str, tuple[str, ...]]):
    """The keys of names, each reckoned once."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        found = self[name] = keys(name)
        return found


@dataclass(frozen=True, slots=True)
class Shipped:
    """Rows, sides with the id of the party that each is of, the small tables (offices, states, words) and the names of
    each state's people by its ISO code.
    """

    rows: tuple[Row, ...]
    sides: tuple[tuple[str, Side], ...]
    tables: Mapping[str, Mapping[str, Any]]
    demonyms: Mapping[str, Sequence[str]]
    keys: Keys


@cache
def shipped() -> Shipped:
    """The tables, from the compiled file where it is of today's."""
    packed = compiled()
    return unpacked(packed) if packed.get("made_of") == _made_of() else from_tables()


def write(read: Shipped) -> Path:
    """Write the compiled file, with the keys that were asked for so far. Returns where it lies."""
    packed = {
        "made_of": _made_of(),
        "rows": [astuple(row) for row in read.rows],
        "sides": [(id_, astuple(side)) for id_, side in read.sides],
        "tables": read.tables,
        "demonyms": read.demonyms,
        "keys": read.keys,
    }
    path = _file(_COMPILED)
    path.write_text(json.dumps(packed, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


def is_current() -> bool:
    """Whether the compiled file is there and of today's tables."""
    return compiled().get("made_of") == _made_of()


def from_tables() -> Shipped:
    """What the tables tell."""
    return Shipped(
        read_rows(_text(_PARTIES), _PARTIES),
        read_sides(_text(_SIDES), _SIDES),
        {name: tomllib.loads(_text(file)) for name, file in _TABLES.items()},
        tomllib.loads(_text(_DEMONYMS))["demonyms"],
        Keys(),
    )


def unpacked(packed: Mapping[str, Any]) -> Shipped:
    """What the compiled file tells."""
    return Shipped(
        tuple(map(_row, packed["rows"])),
        tuple((id_, Side(*side)) for id_, side in packed["sides"]),
        packed["tables"],
        packed["demonyms"],
        Keys({name: tuple(key) for name, key in packed["keys"].items()}),
    )


def compiled() -> dict[str, Any]:
    """The compiled file as it is; empty where there is none that can be read."""
    try:
        return dict(json.loads(_file(_COMPILED).read_bytes()))
    except (FileNotFoundError, ValueError):
        return {}


def _made_of() -> str:
    sources = (_PARTIES, _SIDES, _DEMONYMS, *_TABLES.values(), *_CODE)
    return sha256_of_bytes(b"".join(_file(name).read_bytes() for name in sources))


def _text(name: str) -> str:
    return _file(name).read_text(encoding="utf-8")


def _file(name: str) -> Path:
    return Path(__file__).parents[1] / name


def _row(packed: Sequence[Any]) -> Row:
    id_, kind, name, names, homes, called, parents, sides, source = packed
    return Row(
        id_, kind, name, tuple([PartyName(*told) for told in names]), tuple(homes), tuple(called),
        tuple([Parent(*told) for told in parents]), tuple([Side(*told) for told in sides]), source,
    )  # fmt: skip
