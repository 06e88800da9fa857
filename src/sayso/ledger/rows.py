"""Nouns as rows: a noun's canonical JSON, and beside it the plain columns that people read and filters use.

The columns are always recomputed from the noun, never trusted: `verify` compares them. The standard library only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.ledger.chain import EntryKind
from sayso.model.canonical import from_plain, plain, sha256_of, to_json
from sayso.model.claim import Claim
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem
from sayso.model.report import Report
from sayso.model.review import Review

TABLE_OF: dict[EntryKind, str] = {
    "page": "pages",
    "report": "reports",
    "reading": "readings",
    "claim": "claims",
    "note": "notes",
    "problem": "problems",
    "review": "reviews",
    "version": "versions",
    "join": "joins",
}
"""Where the row of an entry stands. Every one of these tables has `entry` as its key."""

PLACE_COLUMNS = ("entry", "reading", "sealed_kind", "sealed_id", "sealed_sha256")
"""Columns that tell where in a chain a row stands, and not what it says."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row before it is written: what the chain seals (kind, id, body_sha256) and its columns by name."""

    kind: EntryKind
    id: str
    body_sha256: str
    columns: dict[str, Any]


def page_row(page: Page, path: str) -> Row:
    """A page without its bytes, which the chain covers through their SHA-256. path: as the person named it."""
    sha256 = page.sha256
    return page_row_of(
        {
            "sha256": sha256,
            "address": page.address,
            "path": path,
            "fetched": page.fetched,
            "media_type": page.media_type,
            "size": len(page.content),
        }
    )


def page_row_of(columns: dict[str, Any]) -> Row:
    """The same from the columns, which are all that a page's row says."""
    return Row("page", columns["sha256"], sha256_of(columns), dict(columns))


def report_row(report: Report) -> Row:
    """A report without its text, which stands once in `texts`; the hash covers the whole report, so it is its id."""
    body = plain(report)
    del body["text"]
    published = report.published
    report_id = report.id
    columns = {
        "id": report_id,
        "page_sha256": report.page_sha256,
        "text_sha256": report.text_sha256,
        "title": report.title,
        "outlet": report.outlet,
        "published": published.start if published else None,
        "language": report.language,
        "body": to_json(body),
    }
    return Row("report", report_id, report_id, columns)


def report_of(body: dict[str, Any], text: str) -> Report:
    """The report again, from its parsed body and its text. Raises NotOfThisKind where they make none."""
    return from_plain(Report, {**body, "text": text})


def reading_id(page_sha256: str, report_id: str | None, reader: str | None, problems: Sequence[Problem]) -> str:
    """Who read what: one reader reads one report once.

    Where there is no report, the problems' codes tell attempts apart: a page that took too long and later turned out
    to hold no report is both.
    """
    codes = [problem.code for problem in problems] if report_id is None else []
    return sha256_of({"page": page_sha256, "report": report_id, "reader": reader, "codes": codes})


def reading_row_of(columns: dict[str, Any]) -> Row:
    """A reading is all columns. claims, notes, problems: how many of each follow it in the chain, in this order."""
    return Row("reading", columns["id"], sha256_of(columns), dict(columns))


def claim_row(claim: Claim, outlet: str | None) -> Row:
    """outlet: who speaks where the chain is empty."""
    when = claim.event.when
    known = [day[:10] for day in (when.start, when.end) if day] if when else []
    body = to_json(claim)
    claim_id = claim.id
    columns = {
        "id": claim_id,
        "quote": " … ".join(words.text for words in claim.quote),
        "speaker": " < ".join(hop.speaker.text for hop in claim.chain) or outlet,
        "stance": claim.stance,
        "type": claim.event.type,
        "place": " | ".join(place.text for place in claim.event.places) or None,
        "event_from": known[0] if known else None,
        "event_to": known[-1] if known else None,
        "body": body,
    }
    return Row("claim", claim_id, sha256_of(body), columns)


def note_row(note: Note) -> Row:
    """A note has no id of its own: the hash of its JSON serves."""
    body = to_json(note)
    digest = sha256_of(body)
    speaker = note.speaker.text if note.speaker else None
    return Row("note", digest, digest, {"kind": note.kind, "speaker": speaker, "words": note.words.text, "body": body})


def problem_row(problem: Problem) -> Row:
    """A problem has no id of its own: the hash of its JSON serves."""
    body = to_json(problem)
    digest = sha256_of(body)
    return Row("problem", digest, digest, {"code": problem.code, "message": problem.message, "body": body})


def review_row(review: Review) -> Row:
    """A review's id is the hash of its JSON."""
    review_id = review.id
    columns = {
        "id": review_id,
        "who": review.who,
        "decided": review.when,
        "decision": review.decision,
        "reason": review.reason,
        "body": to_json(review),
    }
    return Row("review", review_id, review_id, columns)


def version_row(address: str, page_sha256: str, replaces: str, seen: str) -> Row:
    """That an address shows another text of the same report than before. seen: the instant at which it did."""
    return all_columns_row(
        "version", {"address": address, "page_sha256": page_sha256, "replaces": replaces, "seen": seen}
    )


def join_row(head: str, entries: int, name: str, joined: str) -> Row:
    """That another ledger was taken in, up to this head of its chain."""
    columns = {"id": head, "entries": entries, "name": name, "joined": joined}
    return Row("join", head, sha256_of(columns), columns)


def all_columns_row(kind: EntryKind, columns: dict[str, Any]) -> Row:
    """A row whose columns are all that it says: its id is their hash."""
    row_id = sha256_of(columns)
    return Row(kind, row_id, row_id, {"id": row_id, **columns})
