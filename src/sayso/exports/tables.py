"""The tables beside the formats: crosswalks and lists of words, TOML that a coder can read and change."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model.errors import CodebookError


@cache
def table(name: str) -> dict[str, Any]:
    """What stands in `exports/NAME.toml`. Raises CodebookError naming the file where it is missing or no TOML."""
    try:
        return tomllib.loads(files("sayso.exports").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CodebookError(f"exports/{name}.toml is missing: install sayso again") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"exports/{name}.toml is no TOML: {error}") from error


def first_row(rows: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first row that fits: what it asks of the facts (lists of values) holds; what it leaves out may be anything.

    A fact may itself be several values, of which one must be in the row's list.
    """
    return next((row for row in rows if all(_fits(row[name], facts[name]) for name in facts if name in row)), None)


def _fits(asked: list[Any], fact: Any) -> bool:
    return bool(set(asked) & fact) if isinstance(fact, frozenset | set) else fact in asked


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a list with commas between them."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


@cache
def phrases(text: str) -> re.Pattern[str]:
    """One pattern for a list: whole words without case, also with hyphens between; a * at the end lets a word go on."""
    found = [re.escape(phrase.rstrip("*")) + (r"\w*" if phrase.endswith("*") else "") for phrase in listed(text)]
    joined = "|".join(sorted(found, key=len, reverse=True)).replace(r"\ ", r"[\s\-‐‑]+")
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
