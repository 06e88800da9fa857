"""A screen's address and what it asks: every filter stands in it, so that a view can be kept and passed on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from sayso.exports.wording import STANCES, spaced
from sayso.ledger.catalogue import Asked, State
from sayso.model.event import EventType

PAGE_OF = 50
"""Rows of one page of a list."""

STATES: dict[str, str] = {
    "unreviewed": "not reviewed",
    "reviewed": "reviewed",
    "accept": "accepted",
    "refuse": "refused",
    "unsure": "unsure",
    "corrected": "corrected",
    "by_hand": "added by hand",
}
assert set(STATES) == set(get_args(State))

TYPES = {name: spaced(name) for name in get_args(EventType)}

FIELDS = ("about", "speaker", "party", "place", "stance", "type", "state", "since", "until", "outlet", "report")
_NAMES = {"since": "from", "until": "to"}
"""Where the word in the address is another than in `Asked`, as on the command line."""

_LABELS: dict[str, Mapping[str, str]] = {
    "stance": {str(stance): name for stance, name in STANCES.items()},
    "type": TYPES,
    "state": STATES,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that holds: its name, its value as told, and the address without it."""

    name: str
    value: str
    without: str


def asked(query: Mapping[str, str]) -> Asked:
    """What an address asks; empty fields ask nothing. Raises NotOfThisKind for what cannot be asked."""
    values = {field: query.get(_NAMES.get(field, field), "").strip() or None for field in FIELDS}
    return Asked(**values)  # type: ignore[arg-type]


def query(asked: Asked, **changes: str | int | None) -> str:
    """The query of an address that asks the same but for these; None takes a filter away."""
    values = held(asked, **changes)
    return f"?{urlencode(values)}" if values else "?"


def held(asked: Asked, **changes: str | int | None) -> dict[str, str | int]:
    """The same by name, as a form keeps it."""
    values: dict[str, str | int | None] = {field: getattr(asked, field) for field in FIELDS}
    return {_NAMES.get(field, field): value for field, value in (values | changes).items() if value is not None}


def chips(asked: Asked, names: Mapping[str, str]) -> Iterator[Chip]:
    """The filters that hold. names: what an id in a filter is called (a report's title)."""
    for field in FIELDS:
        value = getattr(asked, field)
        if value is not None:
            told = _LABELS.get(field, names).get(value, value)
            yield Chip(_NAMES.get(field, field), told, query(asked, **{field: None}))


def page_of(query: Mapping[str, str]) -> int:
    """Which page of a list, from 1; what is no number is the first."""
    number = query.get("page", "1")
    return max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1
