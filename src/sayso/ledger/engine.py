"""The way to write: an SQLAlchemy engine for one file, brought up to the newest layout."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from sayso.ledger import sqlite


def connect(path: Path) -> Connection:
    """A connection that writes, to a ledger of the newest layout; makes the file if it is missing.

    Raises LedgerError where the file is none of ours, newer than this program, or cannot be written.
    """
    sqlite.check_place(path)
    with explained(path):
        version = _version_before_touching(path)
        connection = _engine(path).connect()
        try:
            if version < sqlite.VERSION:
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


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


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors about the file into LedgerError; let those about our own statements through."""
    try:
        with sqlite.explained(path):
            yield
    except DBAPIError as error:
        if (told := sqlite.explain(error.orig, path)) is None:
            raise
        raise told from error
