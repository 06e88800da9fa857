"""A ledger under test: the tests ask it the same whatever engine is behind."""

from dataclasses import dataclass
from pathlib import Path

from tests.ledger import made

from sayso.ledger import find
from sayso.ledger.ledger import Ledger, Recorded
from sayso.ledger.location import Location, Server
from sayso.ledger.verify import Verified, verify
from sayso.model import Claim, Note, Page, Problem, Report


@dataclass(frozen=True)
class Store:
    """A place for a ledger, and what the tests ask of it."""

    location: Location

    @property
    def path(self) -> Path:
        """The file, of a store that is one."""
        assert isinstance(self.location, Path)
        return self.location

    @property
    def name(self) -> str:
        """As a person writes it after --ledger."""
        return self.location.url if isinstance(self.location, Server) else str(self.location)

    def open(self) -> Ledger:
        return Ledger.open(self.location)

    def keep(
        self,
        page: Page,
        report: Report | None = None,
        claims: tuple[Claim, ...] = (),
        notes: tuple[Note, ...] = (),
        problems: tuple[Problem, ...] = (),
        reader: str | None = None,
    ) -> Recorded:
        with self.open() as ledger:
            return ledger.record(page, report, claims, notes, problems, reader, "report.txt")

    def keep_example(self, **report_says: str) -> Report:
        """TEXT with its two claims."""
        page = made.page()
        report = made.report(page, **report_says)
        self.keep(page, report, made.two_claims(report), reader="reader-1")
        return report

    def claims(self, **wanted: str | int) -> find.Found:
        return find.claims(self.location, find.Wanted(**wanted))  # type: ignore[arg-type]

    def verify(self, expect_head: str | None = None) -> Verified:
        return verify(self.location, expect_head)
