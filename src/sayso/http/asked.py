"""The query of an address: parameters as a table, read and checked.

What is not in the table is refused, not passed over: a misspelt filter would otherwise answer with everything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sayso.model.claim import Stance
from sayso.model.errors import NotOfThisKind
from sayso.model.event import EventType
from sayso.model.incident import RelationKind, Slot
from sayso.model.party import PartyKind
from sayso.model.review import Decision
from sayso.weighing.grades import Scheme

MOST = 1000
"""Rows of one page of a list."""
USUAL = 50


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query. argument: what `api.py` calls it, where the address has the command line's word."""

    name: str
    told: str
    kind: Literal["words", "day", "listed", "flag", "number", "cursor", "id"] = "words"
    listed: tuple[str, ...] = ()
    argument: str | None = None


LIMIT = Parameter("limit", f"How many rows a page holds, 1 to {MOST} ({USUAL}).", "number")
CURSOR = Parameter("cursor", "Where the next page begins, from the Link header of the page before.", "cursor")
ABOUT = Parameter("about", "Words of the claim itself.")
PLACE = Parameter("place", "Words of the event's place.")
TYPE = Parameter("type", "The event's type.", "listed", get_args(EventType))
FROM = Parameter("from", "The event's first day, included: 2017-10-05, 2017-10 or 2017.", "day", (), "since")
TO = Parameter("to", "The event's last day, included.", "day", (), "until")
SPEAKER = Parameter("speaker", "Words of any voice in the chain, or of the outlet.")
STANCE = Parameter("stance", "How the speaker stands to what is said.", "listed", get_args(Stance))
UNREAD = Parameter("unread", "true: only pages that were kept but not read.", "flag")
CLAIM = Parameter("claim", "The id of one of the two claims, or its first digits.", "id")
KIND = Parameter("kind", "How the two stand to each other.", "listed", get_args(RelationKind))
SLOT = Parameter("slot", "On which slot they do.", "listed", get_args(Slot))
NAMED = Parameter("about", "Words of one of its names.")
PARTY_KIND = Parameter("kind", "What kind of party.", "listed", get_args(PartyKind))
ON = Parameter("on", "The whole id of what was decided on: of a claim, a review, a page.", "id")
WHO = Parameter("who", "By whom, letter by letter.")
DECISION = Parameter("decision", "What was decided.", "listed", get_args(Decision))
GRADES = Parameter("grades", "A scheme by which a grade stands beside each column.", "listed", get_args(Scheme))

_PATTERNS = {"cursor": r"\d{1,12}-\d{1,12}", "number": r"\d{1,6}", "flag": "true|false"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, read. values: by the names that `api.py` has for them; at, entries: of the cursor, if there is one."""

    values: dict[str, Any]
    limit: int
    at: int
    entries: int | None


def asked(query: Sequence[tuple[str, str]], parameters: Sequence[Parameter]) -> Asked:
    """What an address asks. Raises NotOfThisKind, naming the parameter, for what cannot be asked."""
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for name, value in query:
        if name not in known:
            some = f"it is one of {', '.join(known)}" if known else "there is none"
            raise NotOfThisKind(f"{name!r} is no parameter here: {some}")
        if name in values:
            raise NotOfThisKind(f"{name} is given twice: give it once")
        values[name] = _read(known[name], value)
    limit, cursor = values.pop("limit", USUAL), values.pop("cursor", None)
    if not 1 <= limit <= MOST:
        raise NotOfThisKind(f"limit: a page holds 1 to {MOST} rows, not {limit}")
    at, entries = map(int, cursor.split("-")) if cursor else (0, None)
    return Asked({known[name].argument or name: value for name, value in values.items()}, limit, at, entries)


def _read(parameter: Parameter, value: str) -> Any:
    pattern = _PATTERNS.get(parameter.kind)
    if pattern and not re.fullmatch(pattern, value, re.ASCII):
        raise NotOfThisKind(f"{parameter.name}: {value[:40]!r} is no {parameter.kind}")
    if parameter.listed and value not in parameter.listed:
        raise NotOfThisKind(f"{parameter.name}: {value[:40]!r} is none of {', '.join(parameter.listed)}")
    if not value:
        raise NotOfThisKind(f"{parameter.name}: nothing is asked by it; leave it out")
    if parameter.kind == "number":
        return int(value)
    if parameter.kind == "id":
        return value.lower()
    return value == "true" if parameter.kind == "flag" else value


def schema(parameter: Parameter) -> Mapping[str, Any]:
    """What the parameter may be, as JSON Schema."""
    if parameter.listed:
        return {"type": "string", "enum": list(parameter.listed)}
    if parameter.kind == "flag":
        return {"type": "boolean"}
    if parameter.kind == "number":
        return {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    patterns = {
        "day": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        "id": "^[0-9a-f]{1,64}$",
        "cursor": f"^{_PATTERNS['cursor']}$",
    }
    return {"type": "string", "pattern": patterns[parameter.kind]} if parameter.kind in patterns else _WORDS


_WORDS = {"type": "string", "minLength": 1}
