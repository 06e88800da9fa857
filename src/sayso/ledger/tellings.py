"""A ledger passed on: its current reports with their wanted claims, one report in memory at a time."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sayso.ledger.chain import START
from sayso.ledger.find import HEAD, Wanted, current, published_of
from sayso.ledger.location import Location
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.report import Published
from sayso.model.review import Review


@dataclass(frozen=True, slots=True)
class Telling:
    """A current report with those of its claims that are wanted, as they were read; text: the report's, all of it."""

    report_id: str
    title: str | None
    outlet: str | None
    published: Published | None
    language: str | None
    address: str
    path: str
    fetched: str
    page_sha256: str
    text_sha256: str
    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Tellings:
    """One view of a ledger, for whoever passes much of it on: what others write meanwhile stays unseen."""

    ledger: View
    path: Location

    @property
    def head(self) -> tuple[int, str]:
        """The number and the hash of the newest entry of the chain; 0 and START where there is none."""
        number, digest = self.ledger.execute(HEAD).fetchone() or (0, START)
        return number, digest

    def reviews(self) -> Iterator[Review]:
        """All decisions, oldest first."""
        for (body,) in self.ledger.execute("SELECT body FROM reviews ORDER BY entry"):
            yield from_json(Review, body)

    def tellings(self, wanted: Wanted, among: Collection[str] | None = None) -> Iterator[Telling]:
        """The reports with wanted claims, in the order in which they were read; one is held at a time.

        among: ids of claims; then only these, and no other report is read. Raises NotOfThisKind for words that cannot
        be looked for.
        """
        where, values = current(self.ledger, wanted)
        for only in self._readings_of(among):
            # The claims of a reading stand together in the chain, so that one walk over them needs no sorting.
            query = f"SELECT reading, id, body FROM claims WHERE {where} AND {only} ORDER BY entry"
            chosen = (row for row in self.ledger.stream(query, values) if among is None or row[1] in among)
            for reading, rows in groupby(chosen, key=itemgetter(0)):
                yield self._telling(reading, tuple(from_json(Claim, body) for *_, body in rows))

    def _readings_of(self, among: Collection[str] | None) -> Iterator[str]:
        """Conditions that together choose the readings of these claims, oldest first: SQL is not to be too long."""
        if among is None:
            yield "TRUE"
            return
        asked = (self.ledger.execute("SELECT reading FROM claims WHERE id = ?", [claim]) for claim in among)
        readings = sorted({reading for found in asked for (reading,) in found})
        for start in range(0, len(readings), _AT_ONCE):
            yield f"reading IN ({', '.join(map(str, readings[start : start + _AT_ONCE]))})"

    def ids(self, wanted: Wanted) -> set[str]:
        """The ids of the current claims that are wanted."""
        where, values = current(self.ledger, wanted)
        return {claim_id for (claim_id,) in self.ledger.execute(f"SELECT id FROM claims WHERE {where}", values)}

    def tellings_of(self, ids: Sequence[str]) -> Iterator[Telling]:
        """The reports of these current claims, each with those of them that were read in it."""
        marks = ", ".join("?" * len(ids))
        chosen = self.ledger.stream(
            f"SELECT reading, body FROM claims WHERE id IN ({marks}) "
            "AND reading IN (SELECT entry FROM current_readings) ORDER BY entry",
            ids,
        )
        for reading, rows in groupby(chosen, key=itemgetter(0)):
            yield self._telling(reading, tuple(from_json(Claim, body) for _, body in rows))

    def telling_of(self, page_sha256: str, text_sha256: str) -> Telling | None:
        """The newest report of this page with this text, without its claims."""
        found = self.ledger.execute(
            "SELECT readings.entry FROM readings JOIN reports ON reports.id = readings.report_id "
            "WHERE readings.page_sha256 = ? AND reports.text_sha256 = ? ORDER BY readings.entry DESC LIMIT 1",
            [page_sha256, text_sha256],
        ).fetchone()
        return self._telling(found[0], ()) if found else None

    def _telling(self, reading: int, claims: tuple[Claim, ...]) -> Telling:
        row = self.ledger.execute(_TELLING.format(published=self.ledger.published), [reading]).fetchone()
        report_id, title, outlet, published, language, address, path, fetched, page, text_sha256, text = row
        day = published_of(published)
        return Telling(report_id, title, outlet, day, language, address, path, fetched, page, text_sha256, text, claims)


@contextmanager
def tellings(location: Location) -> Iterator[Tellings]:
    """All of a ledger as it is now. Raises LedgerError where it cannot be read."""
    with view(location) as ledger:
        yield Tellings(ledger, location)


_AT_ONCE = 1_000
"""Readings that one statement names."""

_TELLING = """
    SELECT reports.id, reports.title, reports.outlet, {published}, reports.language,
           pages.address, pages.path, pages.fetched, pages.sha256, reports.text_sha256, texts.content
    FROM readings
    JOIN reports ON reports.id = readings.report_id
    JOIN pages ON pages.sha256 = readings.page_sha256
    JOIN texts ON texts.sha256 = reports.text_sha256
    WHERE readings.entry = ?
"""
