"""One report, opened: its text, what its current reading says, and the page that it came from."""

import json
from dataclasses import dataclass

from sayso.ledger.location import Location
from sayso.ledger.packing import unpack
from sayso.ledger.rows import report_of
from sayso.ledger.view import view
from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.errors import LedgerError, NotHeld
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem
from sayso.model.report import Report


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with what its newest reading says, as it was read: reviews stand beside it.

    path, address, fetched, media_type: of the page; reader: None where no reader read it; claims: in the order of the
    text.
    """

    report: Report
    path: str
    address: str
    fetched: str
    media_type: str | None
    reader: str | None
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def opened(path: Location, report_id: str) -> Opened:
    """The report of this id. Raises LedgerError where the ledger holds none."""
    with view(path) as ledger:
        found = ledger.execute(_REPORT, [report_id]).fetchone()
        if found is None:
            raise NotHeld(f"{path} holds no report {report_id[:12]}: `sayso pages` lists what was kept")
        body, text, page_path, address, fetched, media_type, reading, reader = found

        def of_reading(table: str) -> list[str]:
            rows = ledger.execute(f"SELECT body FROM {table} WHERE reading = ? ORDER BY entry", [reading])
            return [row for (row,) in rows]

        claims = [from_json(Claim, row) for row in of_reading("claims")]
        return Opened(
            report=report_of(json.loads(body), text),
            path=page_path,
            address=address,
            fetched=fetched,
            media_type=media_type,
            reader=reader,
            claims=tuple(sorted(claims, key=lambda claim: [words.span for words in claim.quote])),
            notes=tuple(from_json(Note, row) for row in of_reading("notes")),
            problems=tuple(from_json(Problem, row) for row in of_reading("problems")),
        )


def page(path: Location, sha256: str) -> Page:
    """The page whose bytes have this hash, as it came. Raises LedgerError where the ledger holds none."""
    with view(path) as ledger:
        found = ledger.execute(_PAGE, [sha256]).fetchone()
    if found is None:
        raise NotHeld(f"{path} holds no page {sha256[:12]}: `sayso pages` lists what was kept")
    address, fetched, media_type, packing, content = found
    try:
        return Page(address, fetched, media_type, unpack(packing, content))
    except ValueError as error:
        raise LedgerError(f"the bytes of page {sha256[:12]} are damaged ({error}): run `sayso verify`") from error


_REPORT = """
    SELECT reports.body, texts.content, pages.path, pages.address, pages.fetched, pages.media_type,
           readings.entry, readings.reader
    FROM reports
    JOIN texts ON texts.sha256 = reports.text_sha256
    JOIN pages ON pages.sha256 = reports.page_sha256
    JOIN readings ON readings.report_id = reports.id
    WHERE reports.id = ? ORDER BY readings.entry DESC LIMIT 1
"""

_PAGE = """
    SELECT address, fetched, media_type, packing, content
    FROM pages JOIN page_bytes ON page_bytes.sha256 = pages.sha256 WHERE pages.sha256 = ?
"""
