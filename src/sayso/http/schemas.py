"""What answers hold and bodies may hold, as JSON Schema: of bodies made from their nouns, of answers by hand."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, get_args

from sayso.http.bodies import DECISIONS, Text
from sayso.model.claim import Basis, SpeakerKind, Stance
from sayso.model.event import EventType, Mode, WhenGranularity
from sayso.model.incident import Collapse, RelationKind, Slot
from sayso.model.note import Note
from sayso.model.party import PartyKind, SideKind
from sayso.model.problem import ProblemCode
from sayso.model.review import Decision

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
SPAN: Schema = {
    "description": "Start and end in code points of the report's text, end exclusive.",
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "minItems": 2,
    "maxItems": 2,
}


def ref(name: str) -> Schema:
    """A schema that stands under its own name."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema) -> Schema:
    """The same, or null where nothing is known."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


def listed(hint: Any) -> Schema:
    """A word of a closed list of the model."""
    return {"type": "string", "enum": list(get_args(hint))}


def each(**members: Schema) -> Schema:
    """An object that holds all of these; more may join them."""
    return {"type": "object", "properties": members, "required": list(members)}


def with_more(name: str, **members: Schema) -> Schema:
    """What stands under a name, with more beside it."""
    return {"allOf": [ref(name), each(**members)]}


def of_noun(hint: Any) -> Schema:
    """What `model.canonical` makes a value of this type from."""
    origin, inner = typing.get_origin(hint), get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (some,) = [one for one in inner if one is not type(None)]
        return maybe(of_noun(some))
    if origin is Literal:
        return listed(hint)
    if origin is tuple:
        return many(of_noun(inner[0])) if inner[-1] is Ellipsis else SPAN
    if is_dataclass(hint) and isinstance(hint, type):
        hints = typing.get_type_hints(hint)
        members: dict[str, Schema] = {one.name: of_noun(hints[one.name]) for one in fields(hint)}
        needed = [one.name for one in fields(hint) if one.default is MISSING]
        told = " ".join((hint.__doc__ or "").split())
        return {
            "type": "object",
            "description": told,
            "properties": members,
            "required": needed,
            "additionalProperties": False,
        }
    return dict(_PLAIN[hint])


_PLAIN: Mapping[Any, Schema] = {str: TEXT, bool: {"type": "boolean"}, int: NUMBER}

WORDS = each(text=TEXT, span=SPAN)
PARTY = each(text=TEXT, span=SPAN, id=maybe(TEXT))
SPEAKER = each(text=TEXT, span=SPAN, id=maybe(TEXT), kind=maybe(listed(SpeakerKind)), beside={"type": "boolean"})
PLACE = each(
    text=TEXT,
    span=SPAN,
    id=maybe(TEXT),
    lat=maybe({"type": "number"}),
    lon=maybe({"type": "number"}),
    precision=maybe({"type": "integer", "minimum": 1, "maximum": 7}),
)
WHEN = each(
    text=TEXT,
    span=SPAN,
    start=maybe(TEXT),
    end=maybe(TEXT),
    granularity=maybe(listed(WhenGranularity)),
    anchor=maybe(TEXT),
)
PAIR = maybe({"type": "array", "items": maybe(NUMBER), "minItems": 2, "maxItems": 2})
EVENT = each(
    type=listed(EventType),
    trigger=maybe(WORDS),
    mode=maybe(listed(Mode)),
    weapon=maybe(WORDS),
    actor=many(PARTY),
    target=many(PARTY),
    place=many(PLACE),
    when=maybe(WHEN),
    casualties={**each(killed=PAIR, injured=PAIR), "additionalProperties": PAIR},
)
SINCE = {"since": maybe(TEXT), "until": maybe(TEXT)}
ORIGIN = each(name=maybe(TEXT), claims=many(TEXT), steps=many(each(a=TEXT, b=TEXT, by=listed(Collapse), reason=TEXT)))
CELL = each(
    value=TEXT, words=many(each(claim=TEXT, text=TEXT, span=SPAN)), claims=many(TEXT), disputed={"type": "boolean"}
)

SCHEMAS: dict[str, Schema] = {
    "Index": each(sayso=TEXT, pages=NUMBER, unread=NUMBER, reports=NUMBER, claims=NUMBER, entries=NUMBER, head=TEXT),
    "Trouble": each(code=listed(ProblemCode), span=maybe(SPAN), message=TEXT),
    "Note": each(kind=listed(typing.get_type_hints(Note)["kind"]), speaker=maybe(WORDS), span=SPAN),
    "Report": each(
        id=TEXT,
        text=TEXT,
        title=maybe(TEXT),
        outlet=maybe(TEXT),
        authors=many(TEXT),
        published=maybe(TEXT),
        language=maybe(TEXT),
        furniture=many(SPAN),
    ),
    "Page": each(
        path=TEXT,
        page_sha256=TEXT,
        address=TEXT,
        fetched=TEXT,
        media_type=maybe(TEXT),
        bytes=NUMBER,
        report=maybe(TEXT),
        title=maybe(TEXT),
        outlet=maybe(TEXT),
        published=maybe(TEXT),
        language=maybe(TEXT),
        reader=maybe(TEXT),
        claims=NUMBER,
        problems=many(ref("Trouble")),
    ),
    "Claim": each(
        id=TEXT,
        quote=TEXT,
        span=SPAN,
        spans=many(SPAN),
        source=maybe(SPEAKER),
        via=many(SPEAKER),
        medium=maybe(WORDS),
        cue=maybe(WORDS),
        stance=listed(Stance),
        basis=maybe(listed(Basis)),
        confidence=maybe({"type": "number", "minimum": 0, "maximum": 1}),
        reader=TEXT,
        event=EVENT,
    ),
    "KeptClaim": with_more(
        "Claim",
        report=each(id=TEXT, title=maybe(TEXT), outlet=maybe(TEXT), published=maybe(TEXT), path=TEXT, address=TEXT),
    ),
    "ShownClaim": with_more("Claim", current={"type": "boolean"}, report=ref("Report"), reviews=many(ref("Review"))),
    "Relation": each(
        a=TEXT,
        b=TEXT,
        relation={"type": "string", "enum": ["contradicts", "supports", "same_event"]},
        kind=maybe(listed(RelationKind)),
        slot=maybe(listed(Slot)),
        reason=TEXT,
    ),
    "File": each(
        path=TEXT,
        page_sha256=maybe(TEXT),
        problems=many(ref("Trouble")),
        notes=many(ref("Note")),
        report=maybe(ref("Report")),
        claims=many(ref("Claim")),
        relations=many(ref("Relation")),
    ),
    "Incident": each(
        id=TEXT,
        claims=many(TEXT),
        reports=NUMBER,
        origins=many(ORIGIN),
        columns=many(each(speaker=TEXT, entry=maybe(TEXT), outlets=many(TEXT), claims=many(TEXT))),
        cells={"type": "object", "additionalProperties": many(maybe(CELL))},
        disputed=many(listed(Slot)),
        relations=many(ref("Relation")),
        ties=many(each(a=TEXT, b=TEXT, score={"type": "number"}, reasons=many({"type": "object"}))),
    ),
    "Party": each(
        id=TEXT,
        name=TEXT,
        kind=listed(PartyKind),
        names=many(each(text=TEXT, **SINCE)),
        parents=many(each(id=TEXT, **SINCE)),
        sides=many(each(kind=listed(SideKind), id=TEXT, **SINCE, source=maybe(TEXT))),
        homes=many(TEXT),
        source=maybe(TEXT),
    ),
    "PartyNamed": with_more("Party", claims=each(speaker=NUMBER, actor=NUMBER, target=NUMBER)),
    "Review": each(
        id=TEXT,
        who=TEXT,
        when=TEXT,
        decision=listed(Decision),
        on=many(TEXT),
        reason=maybe(TEXT),
        value={"description": "What the decision carries: a correction, a claim, a grade; null where nothing."},
        stands={"type": "boolean"},
    ),
    "Problem": each(type=TEXT, title=TEXT, status={"type": "integer", "minimum": 400, "maximum": 599}, detail=TEXT),
    "Text": of_noun(Text),
    "Decision": {"oneOf": [of_noun(kind) for kind in dict.fromkeys(DECISIONS.values())]},
}


def page_of_rows(row: str) -> Schema:
    """A page of a list."""
    beside = {"matching": NUMBER, "undated": NUMBER, "alone": NUMBER}
    told = each(items=many(ref(row)), entries=NUMBER, next=maybe(TEXT))
    return {**told, "properties": {**told["properties"], **beside}}
