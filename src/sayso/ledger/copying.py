"""A ledger copied whole, to the other engine or another file: the same rows, the same chain, the same head."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert

from sayso.ledger import schema
from sayso.ledger.chain_checks import newest
from sayso.ledger.ledger import Ledger
from sayso.ledger.location import Location
from sayso.ledger.view import View, view
from sayso.model.errors import LedgerError

AT_ONCE = 500
"""Rows written by one statement."""


def copy(source: Location, target: Location, progress: Callable[[int], None] = lambda _: None) -> tuple[int, str]:
    """How many entries were copied, and the head that both have. progress: called with the rows written so far.

    The copy appears at once, when all of it is there. Raises LedgerError where the target already holds something.
    """
    with (
        view(source) as ledger,
        Ledger.open(target) as copied,
        copied.transaction(str(target), sync=True) as connection,
    ):
        if connection.execute(schema.entries.select().limit(1)).first():
            raise LedgerError(f"{target} already holds a ledger: name an empty place, or `sayso ledger merge` the two")
        written = 0
        for table in schema.metadata.sorted_tables:
            for rows in _in_batches(ledger, table.name):
                connection.execute(insert(table), rows)
                if table is schema.claims:
                    copied.store.searchable(connection, rows)
                written += len(rows)
                progress(written)
        head = newest(ledger)
        return head.number, head.hash


def _in_batches(ledger: View, table: str) -> Iterator[list[dict[str, Any]]]:
    key = "number" if table == "entries" else "entry"
    order = f" ORDER BY {key}" if key in schema.metadata.tables[table].columns else ""
    answer = ledger.stream(f"SELECT * FROM {table}{order}")
    names = [column[0] for column in answer.description]
    rows = (dict(zip(names, values, strict=True)) for values in answer)
    while batch := list(islice(rows, AT_ONCE)):
        yield batch
