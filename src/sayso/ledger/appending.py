"""Rows gathered and sealed: the one way in which anything comes into a ledger's tables."""

from typing import Any, Self

from sqlalchemy import Connection, bindparam, insert, select

from sayso.ledger import schema
from sayso.ledger.chain import Entry, Head
from sayso.ledger.engine import Store
from sayso.ledger.rows import TABLE_OF, Row


class Appending:
    """Rows gathered in the order of the chain, then written table by table, each in one statement."""

    def __init__(self, connection: Connection, engine: Store) -> None:
        self._connection = connection
        self._engine = engine
        newest = connection.execute(_NEWEST).first()
        self.head = Head(newest.number, newest.hash) if newest else Head()
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _INSERT}

    def add(self, row: Row, more: dict[str, Any] | None = None) -> Self:
        """A row that the chain seals. more: columns that only its place in the chain gives."""
        entry = self.head.next(row.kind, row.id, row.body_sha256)
        self.head = Head(entry.number, entry.hash)
        self.beside("entries", {name: getattr(entry, name) for name in Entry.__slots__})
        return self.beside(TABLE_OF[row.kind], {"entry": entry.number, **(more or {}), **row.columns})

    def beside(self, table: str, columns: dict[str, Any]) -> Self:
        """A row that a sealed one covers by its hash."""
        self._rows[table].append(columns)
        return self

    def write(self) -> None:
        """Tables that others point at come first."""
        for name, rows in self._rows.items():
            if rows:
                self._connection.execute(_INSERT[name], rows)
        if claims := self._rows["claims"]:
            self._engine.searchable(self._connection, claims)


# Statements are made once: making one takes five times as long as running it, and a page needs a dozen.
_INSERT = {table.name: insert(table) for table in schema.metadata.sorted_tables}
_NEWEST = select(schema.entries.c.number, schema.entries.c.hash).order_by(schema.entries.c.number.desc()).limit(1)
_KEY = {
    "pages": schema.pages.c.sha256,
    "texts": schema.texts.c.sha256,
    "reports": schema.reports.c.id,
    "readings": schema.readings.c.id,
    "reviews": schema.reviews.c.id,
    "versions": schema.versions.c.id,
    "joins": schema.joins.c.id,
    "joined_entries": schema.joined_entries.c.hash,
}
_KEPT = {name: select(key).where(key == bindparam("key")) for name, key in _KEY.items()}


def has(connection: Connection, table: str, key: str) -> bool:
    """Whether a row of this id, or content of this hash, is kept."""
    return connection.execute(_KEPT[table], {"key": key}).first() is not None
