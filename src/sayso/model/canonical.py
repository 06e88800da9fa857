"""Nouns to canonical JSON and back, and ids that are hashes of content.

Canonical: keys sorted, no spaces, UTF-8 without escapes, tuples as arrays, `None` kept as null. Two equal nouns
give the same bytes on every machine, so their SHA-256 can serve as an id. A field that joined a noun when ledgers held
it already (`LATER`) is left out where it is `None`, so that what was written before keeps its bytes and its hash.
"""

import hashlib
import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from sayso.model.errors import NotOfThisKind

Noun = TypeVar("Noun")
LATER = {"later": True}
"""Metadata of a field that joined its noun later; its default is None."""


def plain(value: Any) -> Any:
    """A noun as dicts, lists, strings, numbers, booleans and None. Bytes raise TypeError: they are kept as they are."""
    # A ledger writes thousands of fields a page; plain values come first because nearly all are.
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {name: plain(getattr(value, name)) for name in _names(type(value))}
        for name in _later(type(value)):
            if told[name] is None:
                del told[name]
        return told
    raise TypeError(f"{type(value).__name__} has no place in canonical JSON")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _later(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.metadata.get("later"))


def to_json(value: Any) -> str:
    """Canonical JSON of a noun, or of plain data."""
    data = value if isinstance(value, dict) else plain(value)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(kind: type[Noun], text: str) -> Noun:
    """The noun of class `kind` that `to_json` wrote.

    Raises NotOfThisKind where the text is no JSON or the data is no such noun.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise NotOfThisKind(f"not JSON: {error}") from error
    return from_plain(kind, data)


def from_plain(kind: type[Noun], data: Any) -> Noun:
    """The noun of class `kind` from what `plain` gave.

    Raises NotOfThisKind for missing, unknown or ill-typed fields.
    """
    try:
        return typing.cast("Noun", _maker(typing.cast("Any", kind))(data))
    except (_Unlike, KeyError, TypeError):
        # What does not fit is told with its place by the slower way, which looks at each field by name.
        return typing.cast("Noun", _revive(kind, data, kind.__name__))


class _Unlike(Exception):
    """Data does not fit; `_revive` says where."""


@cache
def _maker(hint: Any) -> Callable[[Any], Any]:
    """What makes the value of a type from plain data, put together once a type: ledgers are read by the 100,000."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        (inner,) = [option for option in typing.get_args(hint) if option is not type(None)]
        make = _maker(inner)
        return lambda data: None if data is None else make(data)
    if origin is typing.Literal:
        return _listed_maker(frozenset(typing.get_args(hint)))
    if origin is tuple:
        return _tuple_maker(typing.get_args(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return _noun_maker(hint)
    return _plain_maker(hint)


def _listed_maker(listed: frozenset[Any]) -> Callable[[Any], Any]:
    def make(data: Any) -> Any:
        if data in listed:
            return data
        raise _Unlike

    return make


def _plain_maker(kind: type) -> Callable[[Any], Any]:
    def make(data: Any) -> Any:
        # Not isinstance: a boolean is no number here.
        if type(data) is kind:
            return data
        if kind is float and type(data) is int:
            return float(data)
        raise _Unlike

    return make


def _tuple_maker(hints: tuple[Any, ...]) -> Callable[[Any], Any]:
    every = _maker(hints[0]) if len(hints) == 2 and hints[1] is Ellipsis else None
    each = () if every else tuple(_maker(hint) for hint in hints)

    def make(data: Any) -> Any:
        if type(data) is not list and type(data) is not tuple:
            raise _Unlike
        if every:
            return tuple([every(item) for item in data])
        if len(data) != len(each):
            raise _Unlike
        return tuple([make_one(item) for make_one, item in zip(each, data, strict=True)])

    return make


def _noun_maker(kind: type) -> Callable[[Any], Any]:
    hints = _hints(kind)
    makers = tuple((name, _maker(hints[name])) for name in _names(kind))
    absent = dict.fromkeys(_later(kind))

    def make(data: Any) -> Any:
        if absent and type(data) is dict:
            data = absent | data
        if type(data) is not dict or len(data) != len(makers):
            raise _Unlike
        return kind(*[make_one(data[name]) for name, make_one in makers])

    return make


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _revive(hint: Any, data: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _revive_optional(hint, data, where)
    if origin is typing.Literal:
        if data not in typing.get_args(hint):
            raise NotOfThisKind(f"{where}: {data!r} is not one of {', '.join(map(str, typing.get_args(hint)))}")
        return data
    if origin is tuple:
        return _revive_tuple(typing.get_args(hint), data, where)
    if is_dataclass(hint) and isinstance(hint, type):
        return _revive_noun(hint, data, where)
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if not isinstance(data, hint) or (isinstance(data, bool) and hint is not bool):
        raise NotOfThisKind(f"{where}: {data!r} is not {hint.__name__}")
    return data


def _revive_optional(hint: Any, data: Any, where: str) -> Any:
    if data is None:
        return None
    (inner,) = [option for option in typing.get_args(hint) if option is not type(None)]
    return _revive(inner, data, where)


def _revive_tuple(hints: tuple[Any, ...], data: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise NotOfThisKind(f"{where}: {data!r} is not a list")
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_revive(hints[0], item, f"{where}[{n}]") for n, item in enumerate(data))
    if len(hints) != len(data):
        raise NotOfThisKind(f"{where}: {len(hints)} values are needed, not {len(data)}")
    return tuple(_revive(h, item, f"{where}[{n}]") for n, (h, item) in enumerate(zip(hints, data, strict=True)))


def _revive_noun(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise NotOfThisKind(f"{where}: {data!r} is not an object")
    hints = _hints(kind)
    names = _names(kind)
    data = dict.fromkeys(_later(kind)) | data
    if unknown := sorted(set(data) - set(names)):
        raise NotOfThisKind(f"{where}: unknown field {unknown[0]}")
    if missing := [name for name in names if name not in data]:
        raise NotOfThisKind(f"{where}: the field {missing[0]} is missing")
    return kind(**{name: _revive(hints[name], data[name], f"{where}.{name}") for name in names})


def sha256_of_bytes(data: bytes) -> str:
    """64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(value: Any) -> str:
    """The SHA-256 of a noun's canonical JSON; of a string, that of its UTF-8 bytes."""
    text = value if isinstance(value, str) else to_json(value)
    return sha256_of_bytes(text.encode("utf-8", "surrogatepass"))
