"""Every row recomputed from the noun in it, on either engine: hashes, ids, columns, offsets and links.

A row that a redaction changed holds no noun to recompute it from; it is held against the hash that the redaction
sealed instead.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sayso.ledger.fault import Fault
from sayso.ledger.packing import unpack
from sayso.ledger.redacted import GONE, Redacted, digest, redactions
from sayso.ledger.rows import (
    Row,
    all_columns_row,
    claim_row,
    join_row,
    note_row,
    page_row_of,
    problem_row,
    reading_row_of,
    report_of,
    report_row,
    review_row,
)
from sayso.ledger.view import View
from sayso.model.canonical import from_json, sha256_of, sha256_of_bytes
from sayso.model.claim import Claim
from sayso.model.note import Note
from sayso.model.problem import Problem
from sayso.model.review import Review

RowsOf = Callable[[dict[str, Any]], Iterator[Row | Fault]]
"""The row as the noun in it makes it, and faults of its own."""


def _sealed_rows(ledger: View, table: str, name: str, rows_of: RowsOf) -> Iterator[Fault]:
    """Each row of a table against its entry, or against the redaction that changed it.

    name: the column that names a row in a fault.
    """
    redacted = Redacted.of(redactions(ledger))
    query = (
        "SELECT sealed.kind AS sealed_kind, sealed.id AS sealed_id, sealed.body_sha256 AS sealed_sha256, kept.* "
        f"FROM {table} AS kept LEFT JOIN entries AS sealed ON sealed.number = kept.entry ORDER BY kept.entry"
    )
    answer = ledger.stream(query)
    names = [column[0] for column in answer.description]
    for values in answer:
        kept = dict(zip(names, values, strict=True))
        row_name = str(kept[name])
        try:
            if kept["sealed_sha256"] in redacted.rows and digest(kept) == redacted.rows[kept["sealed_sha256"]]:
                continue
            for outcome in rows_of(kept):
                yield from [outcome] if isinstance(outcome, Fault) else _against(table, row_name, outcome, kept)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            yield Fault(table, row_name, f"is not what it should be: {error}")


def _against(table: str, name: str, row: Row, kept: dict[str, Any]) -> Iterator[Fault]:
    for column, value in row.columns.items():
        if kept[column] != value:
            yield Fault(table, name, f"the column {column} was altered", str(value), str(kept[column]))
    if kept["sealed_kind"] is None:
        yield Fault(table, name, f"no entry {kept['entry']} seals it")
    elif kept["sealed_sha256"] != row.body_sha256:
        yield Fault(table, name, f"is not what entry {kept['entry']} seals", kept["sealed_sha256"], row.body_sha256)
    elif (kept["sealed_kind"], kept["sealed_id"]) != (row.kind, row.id):
        sealed = f"{kept['sealed_kind']} {kept['sealed_id']}"
        yield Fault(table, name, f"is not what entry {kept['entry']} seals", sealed, f"{row.kind} {row.id}")


def pages(ledger: View) -> Iterator[Fault]:
    """What is said of each page."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        columns = ("sha256", "address", "path", "fetched", "media_type", "size")
        yield page_row_of({column: kept[column] for column in columns})

    return _sealed_rows(ledger, "pages", "sha256", rows)


def page_bytes(ledger: View) -> Iterator[Fault]:
    """The bytes of each page, but those that a redaction removed."""
    redacted = Redacted.of(redactions(ledger))
    query = (
        "SELECT pages.sha256, pages.size, page_bytes.packing, page_bytes.content FROM pages "
        "LEFT JOIN page_bytes ON page_bytes.sha256 = pages.sha256 ORDER BY pages.entry"
    )
    for sha256, size, packing, content in ledger.stream(query):
        if packing is None:
            yield Fault("page_bytes", sha256, "the bytes of this page are missing")
        elif packing == GONE:
            if sha256 not in redacted.pages or len(content):
                yield Fault("page_bytes", sha256, "the bytes are gone, and no redaction tells why")
        else:
            yield from _bytes(sha256, size, packing, content)


def _bytes(sha256: str, size: int, packing: str, packed: bytes) -> Iterator[Fault]:
    try:
        content = unpack(packing, packed)
    except (ValueError, TypeError) as error:
        yield Fault("page_bytes", sha256, f"the bytes cannot be unpacked: {error}")
        return
    if (found := sha256_of_bytes(content)) != sha256:
        yield Fault("page_bytes", sha256, "other bytes than were kept", sha256, found)
    if len(content) != size:
        yield Fault("page_bytes", sha256, "another number of bytes", str(size), str(len(content)))


def texts(ledger: View) -> Iterator[Fault]:
    """Each text against its hash, or against the hash of what a redaction left of it."""
    redacted = Redacted.of(redactions(ledger))
    for sha256, content in ledger.stream("SELECT sha256, content FROM texts"):
        found = sha256_of(str(content))
        if found not in (sha256, redacted.texts.get(sha256)):
            yield Fault("texts", sha256, "another text than was kept", redacted.texts.get(sha256, sha256), found)
    unused = "SELECT sha256 FROM texts WHERE sha256 NOT IN (SELECT text_sha256 FROM reports)"
    for (sha256,) in ledger.stream(unused):
        yield Fault("texts", sha256, "no report has this text")


def reports(ledger: View) -> Iterator[Fault]:
    """Each report with its text."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        stored = ledger.execute("SELECT content FROM texts WHERE sha256 = ?", [kept["text_sha256"]]).fetchone()
        if stored is None:
            yield Fault("reports", kept["id"], f"its text {kept['text_sha256']} is missing")
            return
        yield report_row(report_of(json.loads(kept["body"]), stored[0]))

    return _sealed_rows(ledger, "reports", "id", rows)


def readings(ledger: View) -> Iterator[Fault]:
    """Each reading, with as many claims, notes and problems behind it as it says."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        columns = ("id", "page_sha256", "report_id", "reader", "written", "claims", "notes", "problems")
        yield reading_row_of({column: kept[column] for column in columns})
        first = kept["entry"] + 1
        for table in ("claims", "notes", "problems"):
            expected = range(first, first + kept[table])
            query = f"SELECT entry FROM {table} WHERE reading = ? ORDER BY entry"
            found = [entry for (entry,) in ledger.execute(query, [kept["entry"]])]
            if found != list(expected):
                what = f"its {table} are not the {kept[table]} that follow it in the chain"
                yield Fault("readings", kept["id"], what, _listed(list(expected)), _listed(found))
            first = expected.stop

    return _sealed_rows(ledger, "readings", "id", rows)


def _listed(entries: list[int]) -> str:
    return f"entries {', '.join(map(str, entries))}" if entries else "none"


def claims(ledger: View) -> Iterator[Fault]:
    """Each claim, and whether its words stand in the text."""
    of_reading: dict[int, tuple[str, str, str | None, str]] = {}

    def read_in(reading: int) -> tuple[str, str, str | None, str] | None:
        """Page, text hash, outlet and text of a reading; the last one is remembered, as its claims stand together."""
        if reading not in of_reading:
            of_reading.clear()
            query = (
                "SELECT reports.page_sha256, reports.text_sha256, reports.outlet, texts.content FROM readings "
                "JOIN reports ON reports.id = readings.report_id JOIN texts ON texts.sha256 = reports.text_sha256 "
                "WHERE readings.entry = ?"
            )
            found = ledger.execute(query, [reading]).fetchone()
            if found is None:
                return None
            of_reading[reading] = found
        return of_reading[reading]

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        claim = from_json(Claim, kept["body"])
        ground = read_in(kept["reading"])
        if ground is None:
            yield Fault("claims", kept["id"], "the report that it was read in is missing")
            return
        page_sha256, text_sha256, outlet, text = ground
        yield claim_row(claim, outlet)
        if (claim.page_sha256, claim.text_sha256) != (page_sha256, text_sha256):
            yield Fault("claims", kept["id"], "was read in another text", text_sha256, claim.text_sha256)
        for words, (start, end) in claim.spans():
            if text[start:end] != words:
                what = f"its words do not stand at {start} to {end} of the text"
                yield Fault("claims", kept["id"], what, repr(words), repr(text[start:end]))

    return _sealed_rows(ledger, "claims", "id", rows)


def notes(ledger: View) -> Iterator[Fault]:
    """Each note."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield note_row(from_json(Note, kept["body"]))

    return _sealed_rows(ledger, "notes", "entry", rows)


def problems(ledger: View) -> Iterator[Fault]:
    """Each problem."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield problem_row(from_json(Problem, kept["body"]))

    return _sealed_rows(ledger, "problems", "entry", rows)


def reviews(ledger: View) -> Iterator[Fault]:
    """Each review."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield review_row(from_json(Review, kept["body"]))

    return _sealed_rows(ledger, "reviews", "id", rows)


def versions(ledger: View) -> Iterator[Fault]:
    """Each word of an address that another page stands there now."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        columns = ("address", "page_sha256", "replaces", "seen")
        yield all_columns_row("version", {column: kept[column] for column in columns})

    return _sealed_rows(ledger, "versions", "id", rows)


def joins(ledger: View) -> Iterator[Fault]:
    """Each word of another ledger that was joined."""

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield join_row(kept["id"], kept["entries"], kept["name"], kept["joined"])

    return _sealed_rows(ledger, "joins", "id", rows)
