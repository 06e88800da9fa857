"""The only writer: pages, reports, readings and reviews, appended to one ledger and sealed by the chain."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import Connection, bindparam, insert, select

from sayso.ledger import schema
from sayso.ledger.chain import Entry, Head
from sayso.ledger.engine import Store, explained, store
from sayso.ledger.location import Location
from sayso.ledger.packing import pack
from sayso.ledger.rows import (
    TABLE_OF,
    Row,
    claim_row,
    note_row,
    page_row,
    problem_row,
    reading_id,
    reading_row_of,
    report_row,
    review_row,
)
from sayso.model.canonical import from_json, sha256_of
from sayso.model.claim import Claim
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem
from sayso.model.report import Report
from sayso.model.review import Review


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `record` added. new_claims: claims of this reading that no reading of the page had before."""

    new_page: bool
    new_report: bool
    new_claims: int


NOTHING_NEW = Recorded(new_page=False, new_report=False, new_claims=0)


class Ledger:
    """One file, or one database. Open it with `Ledger.open`; safe beside other processes, for one thread at a time.

    Everything is only ever added. What `record` has returned survives a killed process, what `review` has returned a
    cut of power too.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self._store: Store = store(location)
        self._connection: Connection | None = None

    @classmethod
    def open(cls, location: Location) -> Self:
        """The ledger there, made if it is missing. Raises LedgerError where it cannot be opened for writing."""
        ledger = cls(location)
        ledger._connection = ledger._store.connect()
        return ledger

    def close(self) -> None:
        """Let it go; closing twice is no mistake."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def record(
        self,
        page: Page,
        report: Report | None,
        claims: Sequence[Claim],
        notes: Sequence[Note],
        problems: Sequence[Problem],
        reader: str | None,
        path: str,
    ) -> Recorded:
        """Keep a page and what was read in it, in one transaction; what is kept already adds nothing.

        path: the page as the person named it; of a page kept before, the first path and address stay. Another date or
        outlet makes another report, and that or another reader another reading; the newest reading of a page is the
        current one. Of claims with one id the first is kept.

        Raises LedgerError where the file cannot be written, NotOfThisKind where claims and report do not belong
        together: that is a mistake of the reader, and nothing is written.
        """
        _check_belonging(page, report, claims)
        reading = _Reading.of(page, report, claims, notes, problems, reader, _printable(path))
        content = pack(page.content)
        with self._writing(path) as connection:
            return reading.write(connection, self._store, content)

    def review(self, review: Review) -> bool:
        """Append a decision; False where this very decision is kept already."""
        row = review_row(review)
        with self._writing(f"the review by {review.who}", sync=True) as connection:
            if _has(connection, "reviews", review.id):
                return False
            _Appending(connection, self._store).add(row).write()
            return True

    def reviews(self) -> tuple[Review, ...]:
        """All decisions, oldest first."""
        with self._writing("reviews") as connection:
            bodies = connection.scalars(select(schema.reviews.c.body).order_by(schema.reviews.c.entry)).all()
        return tuple(from_json(Review, body) for body in bodies)

    @contextmanager
    def _writing(self, what: str, *, sync: bool = False) -> Iterator[Connection]:
        """A transaction that holds the lock. what: it keeps, for the error; sync: it outlives a cut of power."""
        if self._connection is None:
            raise LedgerError(f"{self.location} is not open: use Ledger.open")
        try:
            with explained(self._store):
                if sync:
                    self._store.sync(self._connection)
                with self._connection.begin():
                    yield self._connection
        except UnicodeEncodeError as error:
            raise LedgerError(f"{_printable(what)} holds half a character, which no ledger keeps: {error}") from error


@dataclass(frozen=True, slots=True)
class _Reading:
    """A page, its report and a reading of it as rows, made before the lock is taken."""

    page: Row
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
        return cls(kept_page, kept_report, text, reading, tuple(distinct.values()), others)

    def write(self, connection: Connection, engine: Store, content: dict[str, Any]) -> Recorded:
        new_page = not _has(connection, "pages", self.page.id)
        reading = self.reading if new_page else self._news(connection)
        if reading is None:
            return NOTHING_NEW
        appending = _Appending(connection, engine)
        if new_page:
            appending.add(self.page).beside("page_bytes", {"sha256": self.page.id, **content})
        known = set() if new_page else set(connection.scalars(_CLAIMS_OF_PAGE, {"page": self.page.id}))
        # A report's id covers its page, so a new page needs no look for its report, nor above for its reading.
        new_report = self.report is not None and (new_page or not _has(connection, "reports", self.report.id))
        if self.report is not None and new_report:
            text_sha256 = self.report.columns["text_sha256"]
            if not _has(connection, "texts", text_sha256):
                appending.beside("texts", {"sha256": text_sha256, "content": self.text})
            appending.add(self.report)
        appending.add(reading)
        belongs = {"reading": appending.head.number}
        for row in (*self.claims, *self.others):
            appending.add(row, belongs)
        appending.write()
        return Recorded(new_page, new_report, sum(row.id not in known for row in self.claims))

    def _news(self, connection: Connection) -> Row | None:
        """The reading to append to a page that is kept: None if it stands already and is the current one.

        One that was made before and then replaced (a date corrected, and corrected back) is appended again, under an id
        that names the reading it replaces.
        """
        if not _has(connection, "readings", self.reading.id):
            return self.reading
        columns = self.reading.columns
        if columns["report_id"] is None:
            return None
        current = connection.execute(_CURRENT, {"page": self.page.id}).one()
        if (current.report_id, current.reader) == (columns["report_id"], columns["reader"]):
            return None
        return reading_row_of({**columns, "id": sha256_of({"again": self.reading.id, "after": current.id})})


class _Appending:
    """Rows gathered in the order of the chain, then written table by table, each in one statement."""

    def __init__(self, connection: Connection, engine: Store) -> None:
        self._connection = connection
        self._engine = engine
        newest = connection.execute(_NEWEST).first()
        self.head = Head(newest.number, newest.hash) if newest else Head()
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _INSERT}

    def add(self, row: Row, more: dict[str, Any] | None = None) -> Self:
        """A row that the chain seals. more: columns that only its place in the chain gives."""
        entry = self.head.next(row.kind, row.id, row.body_sha256)
        self.head = Head(entry.number, entry.hash)
        self.beside("entries", {name: getattr(entry, name) for name in Entry.__slots__})
        return self.beside(TABLE_OF[row.kind], {"entry": entry.number, **(more or {}), **row.columns})

    def beside(self, table: str, columns: dict[str, Any]) -> Self:
        """A row that a sealed one covers by its hash."""
        self._rows[table].append(columns)
        return self

    def write(self) -> None:
        """Tables that others point at come first."""
        for name, rows in self._rows.items():
            if rows:
                self._connection.execute(_INSERT[name], rows)
        if claims := self._rows["claims"]:
            self._engine.searchable(self._connection, claims)


# Statements are made once: making one takes five times as long as running it, and a page needs a dozen.
_INSERT = {table.name: insert(table) for table in schema.metadata.sorted_tables}
_NEWEST = select(schema.entries.c.number, schema.entries.c.hash).order_by(schema.entries.c.number.desc()).limit(1)
_KEY = {
    "pages": schema.pages.c.sha256,
    "texts": schema.texts.c.sha256,
    "reports": schema.reports.c.id,
    "readings": schema.readings.c.id,
    "reviews": schema.reviews.c.id,
}
_KEPT = {name: select(key).where(key == bindparam("key")) for name, key in _KEY.items()}
_CURRENT = (
    select(schema.readings.c.id, schema.readings.c.report_id, schema.readings.c.reader)
    .where(schema.readings.c.page_sha256 == bindparam("page"), schema.readings.c.report_id.is_not(None))
    .order_by(schema.readings.c.entry.desc())
    .limit(1)
)
_CLAIMS_OF_PAGE = (
    select(schema.claims.c.id)
    .join(schema.readings, schema.readings.c.entry == schema.claims.c.reading)
    .where(schema.readings.c.page_sha256 == bindparam("page"))
)


def _has(connection: Connection, table: str, key: str) -> bool:
    return connection.execute(_KEPT[table], {"key": key}).first() is not None


def _check_belonging(page: Page, report: Report | None, claims: Sequence[Claim]) -> None:
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


def _printable(path: str) -> str:
    r"""File names may hold bytes that are no character; they are shown as \udcNN."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
