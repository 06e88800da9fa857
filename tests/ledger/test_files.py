"""Files that are no ledger, or cannot be used as one: one line each, with the mend."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from tests.ledger import made, test_versions
from tests.ledger.stores import Store

from sayso.ledger import engine, find, sqlite
from sayso.ledger.ledger import Ledger
from sayso.ledger.merging import merge
from sayso.ledger.verify import verify
from sayso.model import LedgerError

READING: list[Callable[[Path], object]] = [
    lambda path: find.claims(path, find.Wanted()),
    lambda path: find.claim(path, "ab"),
    find.pages,
    find.counts,
    verify,
]
LATER = ("versions", "joins", "joined_entries")
"""Tables that a ledger of one laptop and one version of each page leaves empty."""
EVERY: list[Callable[[Path], object]] = [*READING, Ledger.open]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sayso.db")


def refused(use: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(LedgerError) as told:
        use(path)
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("use", EVERY)
def test_a_folder(use: Callable[[Path], object], tmp_path: Path) -> None:
    assert "is a folder" in refused(use, tmp_path)


@pytest.mark.parametrize("use", EVERY)
def test_a_folder_that_is_missing(use: Callable[[Path], object], tmp_path: Path) -> None:
    assert "make it first" in refused(use, tmp_path / "none" / "sayso.db")


@pytest.mark.parametrize("use", READING)
def test_a_file_that_is_missing_is_not_made_by_reading(use: Callable[[Path], object], tmp_path: Path) -> None:
    assert "`sayso read` makes one" in refused(use, tmp_path / "sayso.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("use", EVERY)
@pytest.mark.parametrize("content", [b"a text, not a database\n" * 300, b"x", bytes(5000)])
def test_a_file_that_is_no_database(use: Callable[[Path], object], content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert "is not a ledger" in refused(use, path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("use", EVERY)
def test_another_programs_database_is_left_alone(use: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE pages (id)")
    before = path.read_bytes()
    assert "is not a ledger" in refused(use, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("use", EVERY)
def test_a_newer_ledger(use: Callable[[Path], object], store: Store) -> None:
    store.keep_example()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(f"PRAGMA user_version = {sqlite.VERSION + 1}")
    assert "newer sayso" in refused(use, store.path)


@pytest.mark.parametrize("use", READING)
def test_an_empty_file_holds_nothing_yet(use: Callable[[Path], object], store: Store) -> None:
    store.path.touch()
    assert "holds nothing yet" in refused(use, store.path)
    store.keep_example()
    assert len(store.claims()) == 2


def test_odd_names_are_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "a?mode=ro&b#c%20.db", "file:x.db", "Ünï çode.db"):
        store = Store(Path(name))
        store.keep_example()
        assert (tmp_path / name).is_file()
        assert len(store.claims()) == 2


def test_a_locked_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep_example()
    monkeypatch.setattr(sqlite, "PATIENCE_S", 0.05)
    monkeypatch.setattr(sqlite, "PRAGMAS", sqlite.PRAGMAS[1:])
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with store.open() as ledger:
            page = made.page("other")
            told = refused(lambda _: ledger.record(page, None, (), (), (), None, "x"), store.path)
        assert "locked" in told
        assert "try again" in told
        assert len(store.claims()) == 2


def test_a_file_that_cannot_be_written(full: Store) -> None:
    with full.open() as ledger:
        engine.driver_of(connection_of(ledger)).execute("PRAGMA query_only = ON")
        told = refused(lambda _: ledger.record(made.page("x"), None, (), (), (), None, "x"), full.path)
    assert "cannot be written: allow writing" in told


def test_a_disk_that_is_full(store: Store) -> None:
    with store.open() as ledger:
        ledger.record(made.page("first"), None, (), (), (), None, "x")
        driver = engine.driver_of(connection_of(ledger))
        (size,) = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count = {size}")
        page = made.page(os.urandom(100_000))
        assert "disk is full" in refused(lambda _: ledger.record(page, None, (), (), (), None, "x"), store.path)
        driver.execute("PRAGMA max_page_count = 1000000")
        ledger.record(page, None, (), (), (), None, "x")
    assert (store.verify().pages, store.verify().faults) == (2, ())


@pytest.mark.parametrize("action", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
@pytest.mark.parametrize("table", [table for table in sqlite.APPEND_ONLY if table not in LATER])
def test_no_row_can_be_changed_or_deleted(full: Store, table: str, action: str) -> None:
    never = pytest.raises(sqlite3.IntegrityError, match="only ever added to")
    with closing(sqlite3.connect(full.path)) as connection, never:
        connection.execute(action.format(table))


def test_no_version_and_nothing_joined_can_be_changed_or_deleted(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other.db")
    store.keep(*test_versions.evening(), reader="r")
    other.keep(*test_versions.morning(), reader="r")
    with store.open() as ledger:
        merge(ledger, other.location)
    with closing(sqlite3.connect(store.path)) as connection:
        for table in LATER:
            for statement in (f"UPDATE {table} SET rowid = rowid", f"DELETE FROM {table}"):
                with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                    connection.execute(statement)


def test_no_row_can_be_replaced_by_a_connection_of_ours(full: Store) -> None:
    with full.open() as ledger, pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        engine.driver_of(connection_of(ledger)).execute("INSERT OR REPLACE INTO texts VALUES ('x', 'y'), ('x', 'z')")


def connection_of(ledger: Ledger) -> Connection:
    assert ledger._connection  # noqa: SLF001
    return ledger._connection  # noqa: SLF001


def test_a_pipe_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    for use in EVERY:
        assert "no file that can hold" in refused(use, path)


def test_a_ledger_on_a_disk_that_cannot_be_written_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep_example()
    connect = sqlite3.connect

    def on_that_disk(database: str, *, uri: bool, **options: Any) -> sqlite3.Connection:
        """SQLite cannot make the files that it needs beside the ledger, unless nobody changes it."""
        if "immutable" not in database:
            database = database.replace("sayso.db", "none/sayso.db")
        return connect(database, uri=uri, **options)

    monkeypatch.setattr(sqlite3, "connect", on_that_disk)
    assert len(store.claims()) == 2


def test_the_file_names_its_kind(full: Store) -> None:
    assert full.path.read_bytes()[68:72] == b"says"
