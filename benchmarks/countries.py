"""The countries that a phrase names: by a table of names, peoples and capitals, until there is a register of actors."""

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("countries.toml")


def countries(words: str) -> tuple[str, ...]:
    """The ISO 3166-1 alpha-3 codes of the countries that the words name ("Iraqi police" IRQ), in their order.

    Case counts: "Turkey" is one, "turkey" is not. Of two names at one place the longer holds.
    """
    return tuple(dict.fromkeys(_codes()[found] for found in _pattern().findall(" ".join(words.split()))))


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
