"""The country that a phrase names: by a table of names, peoples and capitals, until there is a register of actors."""

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("countries.toml")


def country(words: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of the first country that the words name ("Iraqi police" is IRQ), None where none.

    Case counts: "Turkey" is one, "turkey" is not. Of two names at one place the longer holds.
    """
    found = _pattern().search(" ".join(words.split()))
    return _codes()[found[0]] if found else None


def code(given: str) -> str | None:
    """The code as it should be written ("JAP" is JPN); None for what is no country ("IGO")."""
    code = _table()["aliases"].get(given, given)
    return code if code in _table()["names"] else None


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def _codes() -> dict[str, str]:
    return {name.strip(): code for code, names in _table()["names"].items() for name in names.split(",")}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_codes(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
