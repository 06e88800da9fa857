"""The way to write: an SQLAlchemy connection to a file or a server, brought up to the newest layout."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from sayso.ledger import postgres, schema, sqlite
from sayso.ledger.location import Location, Server

if TYPE_CHECKING:
    import psycopg


class Store(Protocol):
    """What writing asks of an engine. Each transaction of its connection holds the chain's lock from its start."""

    def connect(self) -> Connection:
        """A connection that writes, to a ledger of the newest layout, which is made if it is missing.

        Raises LedgerError where there can be none, or none of ours, or where it cannot be written.
        """

    def explain(self, error: BaseException | None) -> Exception | None:
        """What an error of the engine means for a person; None where it is a mistake of this program."""

    def sync(self, connection: Connection) -> None:
        """See to it that the next commit outlives a cut of power."""

    def searchable(self, connection: Connection, claims: Sequence[dict[str, Any]]) -> None:
        """Bring claims just written into the search."""

    def unguarded(self, connection: Connection) -> None:
        """Let rows be changed until `guarded`: for a redaction, within its transaction."""

    def guarded(self, connection: Connection) -> None:
        """Put the guards back, and the search in step with the claims."""

    def sweep(self, connection: Connection) -> bool:
        """After a redaction: let no copy of what was removed lie about; False where the owner of the server must."""


def store(location: Location) -> Store:
    """The engine of this ledger."""
    return PostgresStore(location) if isinstance(location, Server) else SqliteStore(location)


def connect(location: Location) -> Connection:
    """As `Store.connect`."""
    return store(location).connect()


@contextmanager
def explained(engine: Store) -> Iterator[None]:
    """Turn errors about the ledger into LedgerError; let those about our own statements through."""
    try:
        yield
    except Exception as error:
        if (told := engine.explain(error.orig if isinstance(error, DBAPIError) else error)) is None:
            raise
        raise told from error


class SqliteStore:
    """A file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def connect(self) -> Connection:
        """As Store says."""
        sqlite.check_place(self.path)
        with explained(self):
            version = _version_before_touching(self.path)
            connection = _engine(self.path).connect()
            try:
                if version < sqlite.VERSION:
                    _migrate(connection, self.path)
            except BaseException:
                connection.close()
                raise
            return connection

    def explain(self, error: BaseException | None) -> Exception | None:
        """As Store says."""
        return sqlite.explain(error, self.path)

    def sync(self, connection: Connection) -> None:
        """As Store says."""
        driver_of(connection).execute(sqlite.SYNC_EVERY_COMMIT)

    def searchable(self, connection: Connection, claims: Sequence[dict[str, Any]]) -> None:
        """A trigger has done it."""

    def unguarded(self, connection: Connection) -> None:
        """As Store says. Dropping a trigger is undone with the transaction, like anything else."""
        for name in sqlite.TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")

    def guarded(self, connection: Connection) -> None:
        """As Store says."""
        connection.exec_driver_sql("INSERT INTO claims_search (claims_search) VALUES ('rebuild')")
        for trigger in sqlite.TRIGGERS.values():
            connection.exec_driver_sql(trigger)

    def sweep(self, connection: Connection) -> bool:
        """As Store says: pages of the file that were freed, and the log of writes beside it, keep old bytes."""
        driver = driver_of(connection)
        with sqlite.explained(self.path):
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return True


def _version_before_touching(path: Path) -> int:
    """Looked up before the first PRAGMA, which would turn another program's database to WAL."""
    if not path.exists():
        return 0
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=sqlite.PATIENCE_S)
    try:
        return sqlite.version_of(connection, path)
    finally:
        connection.close()


def _engine(path: Path) -> Engine:
    # isolation_level None: Python's driver must not open transactions of its own before ours.
    engine = create_engine(
        URL.create("sqlite", database=str(path.absolute())),
        poolclass=NullPool,
        connect_args={"timeout": sqlite.PATIENCE_S, "isolation_level": None},
    )
    event.listen(engine, "connect", _set_pragmas)
    # A transaction that begins by reading and then writes fails at once when another wrote in between; one that takes
    # the lock first waits its turn.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in sqlite.PRAGMAS:
        connection.execute(pragma)


def _migrate(connection: Connection, path: Path) -> None:
    # Alembic costs a quarter of a second to import: only files that need it pay.
    from alembic import command
    from alembic.config import Config

    with connection.begin():
        # Asked again under the lock: another process may have done it while we waited.
        if sqlite.version_of(driver_of(connection), path) == sqlite.VERSION:
            return
        config = Config()
        config.set_main_option("script_location", "sayso.ledger:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {sqlite.VERSION}")


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The standard library's connection under SQLAlchemy's."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


class PostgresStore:
    """A database of a server. Its commits are synced each: nothing acknowledged is lost when the server is killed."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def connect(self) -> Connection:
        """As Store says."""
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: postgres.connect(self.server), poolclass=NullPool
        )
        event.listen(engine, "begin", _take_the_lock)
        with explained(self):
            connection = engine.connect()
            try:
                self._make(connection)
            except BaseException:
                connection.close()
                raise
            return connection

    def _make(self, connection: Connection) -> None:
        driver = psycopg_of(connection)
        with connection.begin():
            if postgres.layout_of(driver, self.server):
                return
            schema.metadata.create_all(connection)
            for statement in postgres.beside_the_tables(tuple(sqlite.VIEWS.values()), sqlite.APPEND_ONLY):
                driver.execute(statement)
            if postgres.may_make_roles(driver):
                postgres.make_roles(driver, schema.REDACTABLE | postgres.SEARCH_COLUMNS)

    def explain(self, error: BaseException | None) -> Exception | None:
        """As Store says."""
        return postgres.explain(error, self.server)

    def sync(self, connection: Connection) -> None:
        """Every commit is."""

    def searchable(self, connection: Connection, claims: Sequence[dict[str, Any]]) -> None:
        """As Store says."""
        with psycopg_of(connection).cursor() as cursor:
            cursor.executemany(postgres.SEARCHABLE, [postgres.search_row(claim) for claim in claims])

    def unguarded(self, connection: Connection) -> None:
        """The guards let rows change in a transaction that has sealed a redaction."""

    def guarded(self, connection: Connection) -> None:
        """As Store says; the guards stood all the time."""
        changed = "SELECT entry, quote, speaker, place FROM claims WHERE xmin = pg_current_xact_id()::xid"
        driver = psycopg_of(connection)
        columns = ("entry", "quote", "speaker", "place")
        rows = [dict(zip(columns, row, strict=True)) for row in driver.execute(changed)]
        with driver.cursor() as cursor:
            cursor.executemany(postgres.SEARCHED_ANEW, [postgres.search_row(row) for row in rows])

    def sweep(self, connection: Connection) -> bool:
        """As Store says. Only a table's owner may sweep it."""
        driver = psycopg_of(connection)
        if not postgres.owns(driver):
            return False
        driver.rollback()
        driver.autocommit = True
        try:
            for table in schema.REDACTABLE | postgres.SEARCH_COLUMNS:
                driver.execute(f"VACUUM FULL {table}".encode())
        finally:
            driver.autocommit = False
        return True


def _take_the_lock(connection: Connection) -> None:
    # In one question: each costs the way to the server and back.
    connection.exec_driver_sql(
        f"SELECT set_config('lock_timeout', '{postgres.PATIENCE_S}s', true), pg_advisory_xact_lock({postgres.LOCK})"
    )


def psycopg_of(connection: Connection) -> "psycopg.Connection[Any]":
    """The driver's connection under SQLAlchemy's."""
    driver: Any = connection.connection.driver_connection
    return driver  # type: ignore[no-any-return]
