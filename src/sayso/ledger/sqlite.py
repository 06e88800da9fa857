"""What only SQLite does: how a file is opened and refused, locking, triggers, full text. The standard library only.

`postgres` is the file like this one for a server; nothing else in this folder but `view`, `engine` and the checks of
each engine knows which one it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sayso.model.errors import LedgerError

APPLICATION_ID = 0x73617973
"""The letters "says", by which `file` and we tell a ledger from another program's database."""

VERSION = 2
"""The layout of the newest migration. A file says its own in `PRAGMA user_version`."""

PATIENCE_S = 30.0
"""How long to wait for another writer. One page takes milliseconds, so half a minute outlasts any sane queue."""

MAPPED_BYTES = 256 * 1024 * 1024
"""How much of a file is read through the page cache of the system: a broad search of 15,000 claims takes 40 % less."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {int(PATIENCE_S * 1000)}",
    "PRAGMA journal_mode = WAL",
    # Under WAL, NORMAL loses nothing when the process is killed, and never damages the file. A cut of power can take
    # the last seconds of pages, which the same command reads again; closing the ledger syncs all. Syncing every page
    # was measured at .8 ms on a quiet disk and 4 ms on a busy one, which is more than the rest of keeping it.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE deletes rows past the triggers that forbid deleting.
    "PRAGMA recursive_triggers = ON",
)
"""For each connection that writes."""

SYNC_EVERY_COMMIT = "PRAGMA synchronous = FULL"
"""For a person's decision, which no command can read again: it outlives a cut of power from the moment it is kept."""

APPEND_ONLY = (
    "entries",
    "pages",
    "page_bytes",
    "texts",
    "reports",
    "readings",
    "claims",
    "notes",
    "problems",
    "reviews",
    "versions",
    "joins",
    "joined_entries",
)

TRIGGERS = {
    f"{table}_never_{name}": (
        f"CREATE TRIGGER {table}_never_{name} BEFORE {action} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a ledger is only ever added to'); END"
    )
    for table in APPEND_ONLY
    for name, action in (("changed", "UPDATE"), ("deleted", "DELETE"))
} | {
    "claims_searchable": (
        "CREATE TRIGGER claims_searchable AFTER INSERT ON claims BEGIN "
        "INSERT INTO claims_search (rowid, quote, speaker, place) "
        "VALUES (NEW.entry, NEW.quote, NEW.speaker, NEW.place); END"
    )
}
"""By name, word for word as they stand in the file, so that `verify` can tell whether one was dropped or altered."""

TOKENIZER = "unicode61 remove_diacritics 2"
"""Words are runs of letters and digits, case and diacritics folded."""

SEARCH = (
    "CREATE VIRTUAL TABLE claims_search USING fts5(quote, speaker, place, content='claims', content_rowid='entry', "
    f"tokenize='{TOKENIZER}')"
)

VIEWS = {
    "newest_readings": (
        "CREATE VIEW newest_readings AS SELECT * FROM readings WHERE report_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM readings AS newer WHERE newer.page_sha256 = readings.page_sha256 "
        "AND newer.report_id IS NOT NULL AND (newer.written, newer.entry) > (readings.written, readings.entry))"
    ),
    "current_readings": (
        "CREATE VIEW current_readings AS SELECT * FROM newest_readings WHERE NOT EXISTS ("
        "SELECT 1 FROM versions WHERE versions.replaces = newest_readings.page_sha256 AND NOT EXISTS ("
        "SELECT 1 FROM versions AS later WHERE later.page_sha256 = versions.replaces "
        "AND (later.seen, later.entry) > (versions.seen, versions.entry)))"
    ),
}
"""Both engines read them alike. The newest reading of each page: a later attempt that failed does not hide what an
earlier one read. And of these the current ones: those of pages that no newer version of their address replaces."""


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The file's version; 0 where nothing is in it yet.

    Raises LedgerError where the file is another program's database or a newer sayso's ledger.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION_ID:
        if version > VERSION:
            raise LedgerError(
                f"{path} was written by a newer sayso (layout {version}, not {VERSION}): install that one"
            )
        return int(version)
    if application or version or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise not_a_ledger(path)
    return 0


def check_place(path: Path) -> None:
    """Raise LedgerError where no ledger can stand at this path."""
    if path.is_dir():
        raise LedgerError(f"{path} is a folder, not a ledger: name a file in it, such as {path / 'sayso.db'}")
    if not path.parent.is_dir():
        raise LedgerError(f"there is no folder {path.parent} for the ledger {path.name}: make it first")
    if path.exists() and not path.is_file():
        raise LedgerError(f"{path} is no file that can hold a ledger: name another with --ledger")
    # SQLite takes a file shorter than its own header for an empty database, and would write over it.
    if path.exists() and _beginning(path) not in (b"", _MAGIC):
        raise not_a_ledger(path)


_MAGIC = b"SQLite format 3\0"


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC))
    except OSError as error:
        raise LedgerError(f"{path} {_MENDS[sqlite3.SQLITE_PERM]}") from error


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, within one view of the file: what others write meanwhile stays unseen.

    Raises LedgerError where there is no ledger at `path`, or an older one, or where it cannot be read.
    """
    check_place(path)
    if not path.exists():
        raise LedgerError(f"there is no ledger at {path}: `sayso read` makes one, `--ledger` names another")
    with explained(path), closing(_connect_to_read(path)) as connection:
        connection.execute("BEGIN")
        version = version_of(connection, path)
        if not version:
            raise LedgerError(f"{path} holds nothing yet: `sayso read` fills it, `--ledger` names another")
        if version < VERSION:
            raise LedgerError(f"{path} has the older layout {version}: one `sayso read` into it brings it up to date")
        yield connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Read-only; on a disk that cannot be written, as a file that nobody changes, if no unmerged writes lie by it."""
    uri = path.absolute().as_uri()
    try:
        return _open(f"{uri}?mode=ro")
    except sqlite3.Error as error:
        waiting = path.with_name(path.name + "-wal")
        unmerged = waiting.exists() and waiting.stat().st_size > 0
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or unmerged:
            raise
    return _open(f"{uri}?mode=ro&immutable=1")


def _open(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE_S, isolation_level=None)
    try:
        connection.execute("PRAGMA schema_version")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the engine's errors about the file into LedgerError; let those about our own statements through."""
    try:
        yield
    except sqlite3.Error as error:
        if (told := explain(error, path)) is None:
            raise
        raise told from error


def explain(error: BaseException | None, path: Path) -> LedgerError | None:
    """What an engine's error means for the person at the keyboard; None where it is a mistake of this program."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code & 0xFF == sqlite3.SQLITE_NOTADB:
        return not_a_ledger(path)
    mend = _MENDS.get(code & 0xFF)
    return LedgerError(f"{path} {mend}") if mend else None


def not_a_ledger(path: Path) -> LedgerError:
    """For a file that some other program wrote."""
    return LedgerError(f"{path} is not a ledger of sayso: name another file with --ledger")


_MENDS = {
    sqlite3.SQLITE_BUSY: f"stayed locked by another program for {PATIENCE_S:.0f} s: try again when it is done",
    sqlite3.SQLITE_LOCKED: "is locked: try again when the other program is done",
    sqlite3.SQLITE_READONLY: "cannot be written: allow writing to the file and its folder, or copy it elsewhere",
    sqlite3.SQLITE_PERM: "may not be opened: ask for the right to read the file",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: look at the rights of the file and its folder",
    sqlite3.SQLITE_FULL: "could not be written, as the disk is full: make room; what was kept before is still there",
    sqlite3.SQLITE_IOERR: "could not be read or written by the disk: copy it to another disk and run `sayso verify`",
    sqlite3.SQLITE_CORRUPT: "is damaged: run `sayso verify` to see what, and go on with a copy from before",
}
"""By SQLite's primary result code."""
