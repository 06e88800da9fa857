"""The stores that must all keep the one contract: a file, and a database of a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger import made
from tests.ledger.server import Running
from tests.ledger.stores import Store

from sayso.model import Note, Problem, Review


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    running = Running.begun()
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "sqlite":
        return Store(tmp_path / "sayso.db")
    return Store(request.getfixturevalue("server").schema())


@pytest.fixture
def full(store: Store) -> Store:
    """A row in each table. Entries: 1 page, 2 report, 3 reading, 4 and 5 claims, 6 note, 7 problem, 8 review."""
    report = made.READ
    note = Note("no_comment", None, made.words(report.text, "the army"))
    problem = Problem("bad_encoding", "one byte fits no character", (3, 4))
    store.keep(made.page(), report, made.two_claims(report), (note,), (problem,), "reader-1")
    with store.open() as ledger:
        ledger.review(Review("Ada", "2026-01-01T10:00:00+00:00", (report.id,), "read_to_end", None))
    assert store.verify().faults == ()
    return store
