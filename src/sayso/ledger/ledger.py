"""The only writer: pages, reports, readings and reviews, appended to one ledger and sealed by the chain."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from sqlalchemy import Connection, select

from sayso.ledger import schema
from sayso.ledger.appending import Appending, has
from sayso.ledger.engine import Store, explained, store
from sayso.ledger.location import Location
from sayso.ledger.packing import pack
from sayso.ledger.recording import NOTHING_NEW, Reading, Recorded, check_belonging
from sayso.ledger.rows import review_row
from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.errors import LedgerError
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem
from sayso.model.report import Report
from sayso.model.review import Review

__all__ = ["NOTHING_NEW", "Ledger", "Recorded"]


class Ledger:
    """One file, or one database. Open it with `Ledger.open`; safe beside other processes, for one thread at a time.

    Everything is only ever added. What `record` has returned survives a killed process, what `review` has returned a
    cut of power too.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self.store: Store = store(location)
        self._connection: Connection | None = None

    @classmethod
    def open(cls, location: Location) -> Self:
        """The ledger there, made if it is missing. Raises LedgerError where it cannot be opened for writing."""
        ledger = cls(location)
        ledger._connection = ledger.store.connect()
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
        check_belonging(page, report, claims)
        reading = Reading.of(page, report, claims, notes, problems, reader, _printable(path))
        content = pack(page.content)
        with self.transaction(path) as connection:
            return reading.write(connection, self.store, content)

    def review(self, review: Review) -> bool:
        """Append a decision; False where this very decision is kept already."""
        row = review_row(review)
        with self.transaction(f"the review by {review.who}", sync=True) as connection:
            if has(connection, "reviews", review.id):
                return False
            Appending(connection, self.store).add(row).write()
            return True

    def reviews(self) -> tuple[Review, ...]:
        """All decisions, oldest first."""
        with self.transaction("reviews") as connection:
            bodies = connection.scalars(select(schema.reviews.c.body).order_by(schema.reviews.c.entry)).all()
        return tuple(from_json(Review, body) for body in bodies)

    def sweep(self) -> bool:
        """After a redaction: let no old copy lie about in the files. False where the server's owner must do it."""
        if self._connection is None:
            raise LedgerError(f"{self.location} is not open: use Ledger.open")
        with explained(self.store):
            return self.store.sweep(self._connection)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is kept within is kept in one transaction: all of it, or nothing; much faster than page by page."""
        with self.transaction("all of it"):
            yield

    @contextmanager
    def transaction(self, what: str, *, sync: bool = False) -> Iterator[Connection]:
        """A transaction that holds the lock. what: it keeps, for the error; sync: it outlives a cut of power."""
        if self._connection is None:
            raise LedgerError(f"{self.location} is not open: use Ledger.open")
        if self._connection.in_transaction():
            yield self._connection
            return
        try:
            with explained(self.store):
                if sync:
                    self.store.sync(self._connection)
                with self._connection.begin():
                    yield self._connection
        except UnicodeEncodeError as error:
            raise LedgerError(f"{_printable(what)} holds half a character, which no ledger keeps: {error}") from error


def _printable(path: str) -> str:
    r"""File names may hold bytes that are no character; they are shown as \udcNN."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
