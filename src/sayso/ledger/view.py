"""Reading a ledger: one view of it that does not change under the reader, the same for a file and for a server.

Queries are written once, with `?` for values; what differs by engine (full text, JSON) is asked of the view. Neither
engine is imported before it is used, and SQLAlchemy never: an answer must come within a tenth of a second.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sayso.ledger import sqlite
from sayso.ledger.location import Location, Server

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that one column of the search must hold, all of them; prefixes: also as the beginning of longer ones."""

    column: Literal["quote", "speaker", "place"]
    words: list[str]
    prefixes: bool = False


class Answer(Protocol):
    """The rows of one query."""

    @property
    def description(self) -> Any:
        """For each column a sequence whose first member is its name."""

    def fetchone(self) -> Any:
        """The next row, None behind the last."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class View(Protocol):
    """What a ledger held at one moment. published: the SQL for what a report says of its publication, as JSON."""

    published: str
    engine: Literal["sqlite", "postgresql"]
    broken: type[Exception]

    def execute(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """A query whose answer is short."""

    def stream(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """A query whose answer may be as long as the ledger; other queries may run while it is gone through."""

    def search(self, asked: Sequence[Asked]) -> tuple[str, list[Any]]:
        """The condition on `claims.entry` that all asked words are met, with the values for its marks."""


@contextmanager
def view(location: Location) -> Iterator[View]:
    """A view of the ledger at this place. Raises LedgerError where there is none, or where it cannot be read."""
    if isinstance(location, Server):
        from sayso.ledger import postgres

        with postgres.reading(location) as connection:
            ledger = PostgresView(connection)
            try:
                yield ledger
            finally:
                ledger.close()
    else:
        with sqlite.reading(location) as file:
            yield SqliteView(file)


class SqliteView:
    """A file."""

    published = "json_extract(reports.body, '$.published')"
    engine: Literal["sqlite", "postgresql"] = "sqlite"
    broken: type[Exception] = sqlite3.DatabaseError

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def execute(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """As View says."""
        return self.connection.execute(query, values)

    stream = execute

    def search(self, asked: Sequence[Asked]) -> tuple[str, list[Any]]:
        """Each word is quoted, so that none is taken for a command of the engine's."""
        wanted = [f"{each.column} : ({' AND '.join(_quoted(each))})" for each in asked]
        return "entry IN (SELECT rowid FROM claims_search WHERE claims_search MATCH ?)", [" AND ".join(wanted)]


def _quoted(asked: Asked) -> Iterator[str]:
    for word in asked.words:
        whole = word.encode("utf-8", "replace").decode("utf-8").replace('"', '""')
        yield f'"{whole}"*' if asked.prefixes and len(word) >= 3 else f'"{whole}"'


class PostgresView:
    """A database of a server."""

    # The server's JSON cannot hold the character 0, which a title may. What the body says of the publication is plain
    # and canonical, and a title's own quotes are escaped, so that nothing else can look like it.
    published = """substring(reports.body from '"published":([{][^{}]*[}])')"""
    engine: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        import psycopg

        self.connection = connection
        self.broken: type[Exception] = psycopg.DataError
        self._streams: list[psycopg.ServerCursor[Any]] = []

    def execute(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """As View says."""
        return self.connection.execute(_with_marks(query), values)

    def stream(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """A cursor on the server: the client's would fetch all rows at once."""
        cursor = self.connection.cursor(f"stream_{len(self._streams)}")
        self._streams.append(cursor)
        return cursor.execute(_with_marks(query), values)

    def close(self) -> None:
        """Let go of what was streamed."""
        if not self.connection.closed and not self.connection.broken:
            for cursor in self._streams:
                cursor.close()

    def search(self, asked: Sequence[Asked]) -> tuple[str, list[Any]]:
        """Words are folded here as they were when they were kept."""
        from sayso.ledger import words

        queries = [words.asked(each.words, prefixes=each.prefixes) for each in asked]
        if None in queries:
            return "FALSE", []
        wanted = " AND ".join(f"{each.column} @@ ?::tsquery" for each in asked)
        return f"entry IN (SELECT entry FROM claims_search WHERE {wanted})", queries


def _with_marks(query: str) -> Any:
    return query.replace("%", "%%").replace("?", "%s")
