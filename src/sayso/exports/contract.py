"""The JSON of `sayso read --format json`: one object a file, the same for a file that could not be read.

Its keys are a contract with programs outside; more keys may join them, none may change. Spans are [start, end] in code
points of `report.text`, end exclusive, and `text[start:end]` equals the words beside them.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from sayso.ledger.find import KeptPage
from sayso.ledger.found import KeptClaim
from sayso.model.claim import Claim, Hop
from sayso.model.event import Count, Event, Party, Place, Toll, When
from sayso.model.incident import Cell, Matrix, Origin, Relation, RelationKind
from sayso.model.note import Note
from sayso.model.party import PartyEntry
from sayso.model.problem import Problem
from sayso.model.report import Report
from sayso.model.review import Review
from sayso.model.words import Span, Words

JSON = dict[str, Any]

# Controls that steer terminals, characters that end a line for some readers of JSON Lines, and halves of a character,
# which would break UTF-8: escaped, as JSON allows within strings; outside of them they cannot be.
_ESCAPED = "[\x7f-\x9f\u2028\u2029\ud800-\udfff]"

RELATION_OF: dict[RelationKind, str] = {
    "backs": "supports",
    "repeats": "supports",
    "updates": "same_event",
    "contradicts": "contradicts",
}
"""Our finer kinds of relation in the contract's three words."""


def file(
    path: str,
    page_sha256: str | None,
    report: Report | None,
    claims: Sequence[Claim] = (),
    notes: Sequence[Note] = (),
    problems: Sequence[Problem] = (),
    relations: Sequence[Relation] = (),
) -> JSON:
    """What one file gave. `report` is None where the file could not be read; `problems` then say why."""
    return {
        "path": path,
        "page_sha256": page_sha256,
        "problems": [problem_of(each) for each in problems],
        "notes": [note_of(each) for each in notes],
        "report": report_of(report) if report else None,
        "claims": [claim_of(each) for each in claims],
        "relations": [relation_of(each) for each in relations],
    }


def line(data: JSON) -> str:
    """The object on one line, in readable Unicode."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return re.sub(_ESCAPED, lambda found: f"\\u{ord(found[0]):04x}", text)


def report_of(report: Report) -> JSON:
    """The text that the spans count in, and what the page says of itself."""
    published = report.published
    return {
        "id": report.id,
        "text": report.text,
        "title": report.title,
        "outlet": report.outlet,
        "authors": list(report.authors),
        "published": published.start if published else None,
        "published_granularity": published.granularity if published else None,
        "published_source": published.source if published else None,
        "language": report.language,
        "furniture": [list(span) for span in report.furniture],
    }


def claim_of(claim: Claim) -> JSON:
    """One claim. `source` null: the outlet itself asserts. `via`: the relays, nearest the origin first."""
    origin = claim.origin
    quote = claim.longest
    return {
        "id": claim.id,
        "quote": quote.text,
        "span": list(quote.span),
        "spans": [list(fragment.span) for fragment in claim.quote],
        "source": _speaker(origin) if origin else None,
        "via": [_speaker(hop) for hop in claim.relays],
        "medium": _words(origin.medium) if origin else None,
        "cue": _words(claim.cue),
        "stance": claim.stance,
        "basis": claim.basis,
        "confidence": claim.confidence,
        "reader": claim.reader,
        "event": _event(claim.event),
    }


def kept_claim_of(kept: KeptClaim) -> JSON:
    """A claim of a ledger, with what a listing says of its report."""
    report = {
        "id": kept.report_id,
        "title": kept.title,
        "outlet": kept.outlet,
        "published": kept.published.start if kept.published else None,
        "path": kept.path,
        "address": kept.address,
    }
    return {**claim_of(kept.claim), "report": report}


def page_of(page: KeptPage) -> JSON:
    """A page of a ledger, with what was read in it. `report` null: nothing could be read, and `problems` say why."""
    return {
        "path": page.path,
        "page_sha256": page.sha256,
        "address": page.address,
        "fetched": page.fetched,
        "media_type": page.media_type,
        "bytes": page.size,
        "report": page.report_id,
        "title": page.title,
        "outlet": page.outlet,
        "published": page.published.start if page.published else None,
        "language": page.language,
        "reader": page.reader,
        "claims": page.claims,
        "problems": [problem_of(problem) for problem in page.problems],
    }


def note_of(note: Note) -> JSON:
    """Reported silence."""
    return {"kind": note.kind, "speaker": _words(note.speaker), "span": list(note.words.span)}


def problem_of(problem: Problem) -> JSON:
    """What could not be read, and why."""
    return {"code": problem.code, "span": _span(problem.span), "message": problem.message}


def relation_of(relation: Relation) -> JSON:
    """How two claims stand to each other: the contract's word, then ours."""
    return {
        "a": relation.a,
        "b": relation.b,
        "relation": RELATION_OF[relation.kind],
        "kind": relation.kind,
        "slot": relation.slot,
        "reason": relation.reason,
    }


def review_of(review: Review, *, stands: bool) -> JSON:
    """A decision. `value`: what it carries, if anything; stands: nobody undid it."""
    return {
        "id": review.id,
        "who": review.who,
        "when": review.when,
        "decision": review.decision,
        "on": list(review.on),
        "reason": review.reason,
        "value": json.loads(review.value) if review.value is not None else None,
        "stands": stands,
    }


def party_of(entry: PartyEntry) -> JSON:
    """A party of the register, with the days on which it bore a name or stood to another; null where open."""
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "names": [{"text": each.text, "since": each.since, "until": each.until} for each in entry.names],
        "parents": [{"id": each.party, "since": each.since, "until": each.until} for each in entry.parents],
        "sides": [
            {"kind": each.kind, "id": each.party, "since": each.since, "until": each.until, "source": each.source}
            for each in entry.sides
        ],
        "homes": list(entry.homes),
        "source": entry.source,
    }


def matrix_of(matrix: Matrix) -> JSON:
    """An incident laid out: `cells[slot][column]`, null where a speaker is silent; ids are those of claims."""
    return {
        "id": matrix.incident.id,
        "claims": list(matrix.incident.claims),
        "reports": matrix.reports,
        "origins": [_origin(origin) for origin in matrix.origins],
        "columns": [
            {"speaker": each.speaker, "entry": each.entry, "outlets": list(each.outlets), "claims": list(each.claims)}
            for each in matrix.columns
        ],
        "cells": {
            slot: [_cell(cell) if cell else None for cell in row]
            for slot, row in zip(matrix.slots, matrix.cells, strict=True)
        },
        "disputed": list(matrix.disputed),
        "relations": [relation_of(relation) for relation in matrix.relations],
        "ties": [
            {
                "a": tie.a,
                "b": tie.b,
                "score": tie.score,
                "reasons": [{"on": why.on, "score": why.score, "reason": why.words} for why in tie.reasons],
            }
            for tie in matrix.incident.ties
        ],
    }


def _origin(origin: Origin) -> JSON:
    steps = [{"a": step.a, "b": step.b, "by": step.by, "reason": step.reason} for step in origin.steps]
    return {"name": origin.name, "claims": list(origin.claims), "steps": steps}


def _cell(cell: Cell) -> JSON:
    words = [{"claim": claim, **(_words(each) or {})} for claim, each in cell.words]
    return {"value": cell.value, "words": words, "claims": list(cell.claims), "disputed": cell.disputed}


def neighbours_of(a: str, b: str) -> JSON:
    """Two claims about one happening, told next to each other, that stand in no other relation."""
    return {
        "a": a,
        "b": b,
        "relation": "same_event",
        "kind": None,
        "slot": None,
        "reason": "told next to each other about one happening",
    }


def _event(event: Event) -> JSON:
    return {
        "type": event.type,
        "trigger": _words(event.trigger),
        "mode": event.mode,
        "weapon": _words(event.weapon),
        "actor": [_party(party) for party in event.actors],
        "target": [_party(party) for party in event.targets],
        "place": [_place(place) for place in event.places],
        "when": _when(event.when) if event.when else None,
        "casualties": _casualties(event.toll or Toll()),
    }


def _casualties(toll: Toll) -> JSON:
    """Pairs [low, high], null where open; the two of the contract always, the others where the words give them."""
    pairs = {"killed": _pair(toll.killed), "injured": _pair(toll.injured)}
    others = {"captured": _pair(toll.captured), "displaced": _pair(toll.displaced)}
    return pairs | {name: pair for name, pair in others.items() if pair is not None}


def _pair(count: Count | None) -> list[int | None] | None:
    return [count.low, count.high] if count else None


def _speaker(hop: Hop) -> JSON:
    return {
        "text": hop.speaker.text,
        "span": list(hop.speaker.span),
        "id": hop.entry,
        "kind": hop.kind,
        "beside": hop.beside,
        "stands_for": _words(hop.stands_for),
    }


def _party(party: Party) -> JSON:
    return {
        "text": party.text,
        "span": list(party.span),
        "id": party.entry,
        "stands_for": _words(party.stands_for),
    }


def _place(place: Place) -> JSON:
    return {
        "text": place.text,
        "span": list(place.span),
        "id": place.entry,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "stands_for": _words(place.stands_for),
    }


def _when(when: When) -> JSON:
    return {
        "text": when.text,
        "span": list(when.span),
        "start": when.start,
        "end": when.end,
        "granularity": when.granularity,
        "anchor": when.anchor,
    }


def _words(words: Words | None) -> JSON | None:
    return {"text": words.text, "span": list(words.span)} if words else None


def _span(span: Span | None) -> list[int] | None:
    return list(span) if span else None
