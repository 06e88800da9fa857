"""The daybook: a small SQLite file beside the ledger that tells how far the fetching and reading of sources has come.

It is no evidence and holds none: what is read stands in the ledger, what was fetched in the WARC. It changes with every
visit, which a ledger must never do; and whoever deletes it loses no claim, but has every source read once more, which
adds nothing that the ledger has already.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sayso.model import LedgerError

APPLICATION_ID = 0x73617964
"""The letters "sayd"."""
VERSION = 1
PATIENCE_S = 30.0

_TABLES = """
CREATE TABLE warcs (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
CREATE TABLE responses (
    link TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    etag TEXT,
    modified TEXT,
    warc TEXT NOT NULL,
    place INTEGER NOT NULL,
    fetched TEXT NOT NULL
);
CREATE TABLE archives (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reading TEXT NOT NULL,
    place TEXT,
    finished INTEGER NOT NULL DEFAULT 0,
    begun TEXT NOT NULL
);
CREATE TABLE records (
    archive TEXT NOT NULL REFERENCES archives(id),
    place TEXT NOT NULL,
    address TEXT,
    page_sha256 TEXT,
    outcome TEXT NOT NULL,
    PRIMARY KEY (archive, place)
) WITHOUT ROWID;
CREATE TABLE passed (
    archive TEXT NOT NULL REFERENCES archives(id),
    reason TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (archive, reason)
) WITHOUT ROWID;
CREATE TABLE feeds (
    address TEXT PRIMARY KEY,
    next_attempt REAL NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    told TEXT,
    leased_by TEXT,
    leased_until REAL
);
CREATE TABLE items (
    feed TEXT NOT NULL REFERENCES feeds(address),
    id TEXT NOT NULL,
    link TEXT,
    title TEXT,
    content TEXT,
    published TEXT,
    outlet TEXT,
    source TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt REAL NOT NULL DEFAULT 0,
    told TEXT,
    PRIMARY KEY (feed, id)
) WITHOUT ROWID;
CREATE INDEX items_waiting ON items (feed, next_attempt) WHERE state = 'waiting';
"""


class Daybook:
    """One file, for one thread at a time, safe beside other processes. A context manager."""

    def __init__(self, ledger: Path, connection: sqlite3.Connection) -> None:
        self.ledger = ledger
        self._connection = connection

    @classmethod
    def beside(cls, ledger: Path) -> Self:
        """The daybook of a ledger, made if it is missing. Raises LedgerError where the file cannot be used."""
        path = ledger.with_name(f"{ledger.name}-daybook")
        try:
            connection = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            daybook = cls(ledger, connection)
            with daybook.writing() as writing:
                _prepare(writing, path)
        except sqlite3.Error as error:
            raise LedgerError(f"{path}: {error}; delete this file, the ledger holds all that was read") from error
        return daybook

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: str, *values: Any) -> list[sqlite3.Row]:
        """Rows."""
        return self._connection.execute(question, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the lock: other processes wait."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def after_ledger(self) -> None:
        """Have all that the ledger holds on the disk, before the daybook says that it is there.

        The ledger itself syncs seldom, because what a cut of power takes the same command reads again; but it would
        not if the daybook, synced by chance, said that all is done.
        """
        for name in (self.ledger.name, f"{self.ledger.name}-wal"):
            path = self.ledger.with_name(name)
            if path.exists():
                with path.open("rb+") as file:
                    os.fsync(file.fileno())


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    elif (application, version) != (APPLICATION_ID, VERSION):
        raise LedgerError(f"{path} is not this sayso's daybook: move it away, the ledger holds all that was read")
