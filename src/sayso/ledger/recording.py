"""A page and what was read in it as rows, and which of them are new to a ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import Connection, bindparam, select, text

from sayso.ledger import schema
from sayso.ledger.appending import Appending, has
from sayso.ledger.engine import Store
from sayso.ledger.redacted import GONE
from sayso.ledger.rows import (
    Row,
    claim_row,
    note_row,
    page_row,
    problem_row,
    reading_id,
    reading_row_of,
    report_row,
    version_row,
)
from sayso.ledger.versions import one_report
from sayso.model.canonical import sha256_of
from sayso.model.claim import Claim
from sayso.model.errors import NotOfThisKind
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem
from sayso.model.report import Report

NO_ADDRESS = "stdin:"
"""Where pages come from that no address holds together."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `record` added. new_claims: claims of this reading that no reading of the page had before.

    replaces: the page that stood at this address before, where this one is a newer version of its report; redacted:
    nothing was kept, as this page or its text was redacted here.
    """

    new_page: bool
    new_report: bool
    new_claims: int
    replaces: str | None = None
    redacted: bool = False


NOTHING_NEW = Recorded(new_page=False, new_report=False, new_claims=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, its report and a reading of it as rows, made before the lock is taken."""

    page: Row
    seen: str
    report: Row | None
    text: str | None
    reading: Row
    claims: tuple[Row, ...]
    others: tuple[Row, ...]

    @classmethod
    def of(
        cls,
        page: Page,
        report: Report | None,
        claims: Sequence[Claim],
        notes: Sequence[Note],
        problems: Sequence[Problem],
        reader: str | None,
        path: str,
    ) -> Self:
        kept_page = page_row(page, path)
        kept_report = report_row(report) if report else None
        report_id = kept_report.id if kept_report else None
        distinct: dict[str, Row] = {}
        for claim in claims:
            row = claim_row(claim, report.outlet if report else None)
            distinct.setdefault(row.id, row)
        reading = reading_row_of(
            {
                "id": reading_id(kept_page.id, report_id, reader, problems),
                "page_sha256": kept_page.id,
                "report_id": report_id,
                "reader": reader,
                "written": datetime.now(UTC).isoformat(timespec="seconds"),
                "claims": len(distinct),
                "notes": len(notes),
                "problems": len(problems),
            }
        )
        others = (*map(note_row, notes), *map(problem_row, problems))
        text = report.text if report else None
        return cls(kept_page, page.fetched, kept_report, text, reading, tuple(distinct.values()), others)

    def write(self, connection: Connection, engine: Store, content: dict[str, Any]) -> Recorded:
        """Append what is new, sealed in the order page, report, reading, claims, notes and problems, version."""
        new_page = not has(connection, "pages", self.page.id)
        if self._redacted_here(connection, new_page=new_page):
            return replace(NOTHING_NEW, redacted=True)
        appending = Appending(connection, engine)
        recorded = NOTHING_NEW
        if reading := self.reading if new_page else self._news(connection):
            recorded = self._append(connection, appending, reading, content, new_page=new_page)
        if self.text is not None and (
            version := version_of(connection, self.page.id, self.page.columns["address"], self.seen, self.text)
        ):
            appending.add(version)
            recorded = replace(recorded, replaces=version.columns["replaces"])
        appending.write()
        return recorded

    def _append(
        self, connection: Connection, appending: Appending, reading: Row, content: dict[str, Any], *, new_page: bool
    ) -> Recorded:
        if new_page:
            appending.add(self.page).beside("page_bytes", {"sha256": self.page.id, **content})
        known = set() if new_page else set(connection.scalars(_CLAIMS_OF_PAGE, {"page": self.page.id}))
        # A report's id covers its page, so a new page needs no look for its report, nor above for its reading.
        new_report = self.report is not None and (new_page or not has(connection, "reports", self.report.id))
        if self.report is not None and new_report:
            text_sha256 = self.report.columns["text_sha256"]
            if not has(connection, "texts", text_sha256):
                appending.beside("texts", {"sha256": text_sha256, "content": self.text})
            appending.add(self.report)
        appending.add(reading)
        belongs = {"reading": appending.head.number}
        for row in (*self.claims, *self.others):
            appending.add(row, belongs)
        return Recorded(new_page, new_report, sum(row.id not in known for row in self.claims))

    def _redacted_here(self, connection: Connection, *, new_page: bool) -> bool:
        """Whether the page's bytes or the text were redacted: then they must not come in again by the back door."""
        if not new_page and connection.execute(_GONE, {"page": self.page.id, "gone": GONE}).first():
            return True
        if self.report is None:
            return False
        kept = connection.execute(_TEXT, {"text": self.report.columns["text_sha256"]}).first()
        return kept is not None and kept.content != self.text

    def _news(self, connection: Connection) -> Row | None:
        """The reading to append to a page that is kept: None if it stands already and is the current one.

        One that was made before and then replaced (a date corrected, and corrected back) is appended again, under an id
        that names the reading it replaces.
        """
        current = connection.execute(_CURRENT, {"page": self.page.id}).first()
        columns = self.reading.columns
        if current:
            # The newest reading speaks, even on a machine whose clock was set back.
            columns = {**columns, "written": max(columns["written"], current.written)}
        if not has(connection, "readings", self.reading.id):
            return reading_row_of(columns)
        if current is None or columns["report_id"] is None:
            return None
        if (current.report_id, current.reader) == (columns["report_id"], columns["reader"]):
            return None
        return reading_row_of({**columns, "id": sha256_of({"again": self.reading.id, "after": current.id})})


_CURRENT = (
    select(schema.readings.c.id, schema.readings.c.report_id, schema.readings.c.reader, schema.readings.c.written)
    .where(schema.readings.c.page_sha256 == bindparam("page"), schema.readings.c.report_id.is_not(None))
    .order_by(schema.readings.c.written.desc(), schema.readings.c.entry.desc())
    .limit(1)
)
_CLAIMS_OF_PAGE = (
    select(schema.claims.c.id)
    .join(schema.readings, schema.readings.c.entry == schema.claims.c.reading)
    .where(schema.readings.c.page_sha256 == bindparam("page"))
)
_GONE = select(schema.page_bytes.c.sha256).where(
    schema.page_bytes.c.sha256 == bindparam("page"), schema.page_bytes.c.packing == bindparam("gone")
)
_TEXT = select(schema.texts.c.content).where(schema.texts.c.sha256 == bindparam("text"))
_STANDS_THERE = text(
    "SELECT pages.sha256, texts.content, coalesce((SELECT max(versions.seen) FROM versions "
    "WHERE versions.page_sha256 = pages.sha256 AND versions.address = pages.address), pages.fetched) AS seen "
    "FROM pages JOIN current_readings ON current_readings.page_sha256 = pages.sha256 "
    "JOIN reports ON reports.id = current_readings.report_id JOIN texts ON texts.sha256 = reports.text_sha256 "
    "WHERE pages.address = :address AND pages.sha256 <> :page ORDER BY pages.entry DESC LIMIT 1"
)


def version_of(connection: Connection, page_sha256: str, address: str, seen: str, content: str) -> Row | None:
    """That this page and the one that its address showed last are versions of one report, if they are.

    seen: when this page stood there; content: its text. Which of the two is the newer one is told by when they were
    seen: an archive may be read after the page of today. None also where this is known.
    """
    if address == NO_ADDRESS:
        return None
    other = connection.execute(_STANDS_THERE, {"address": address, "page": page_sha256}).first()
    if other is None or not one_report(other.content, content):
        return None
    if seen >= other.seen:
        row = version_row(address, page_sha256, other.sha256, seen)
    else:
        row = version_row(address, other.sha256, page_sha256, other.seen)
    return None if has(connection, "versions", row.id) else row


def check_belonging(page: Page, report: Report | None, claims: Sequence[Claim]) -> None:
    """Raise NotOfThisKind where claims and report do not belong together."""
    if report is None:
        if claims:
            raise NotOfThisKind("claims need the report that they were read in")
        return
    if report.page_sha256 != page.sha256:
        raise NotOfThisKind(f"the report is of page {report.page_sha256}, not of {page.sha256}")
    text_sha256 = report.text_sha256
    for claim in claims:
        if (claim.page_sha256, claim.text_sha256) != (report.page_sha256, text_sha256):
            raise NotOfThisKind(f"claim {claim.id} was read in another text than the report's")
        if not claim.stands_in(report.text):
            raise NotOfThisKind(f"claim {claim.id} does not stand in the text that it names")
