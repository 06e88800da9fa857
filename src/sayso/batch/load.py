"""Shards into a ledger: what `sayso read --ledger` would have kept, a shard in one transaction."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sayso.batch.shard import marks, table_of
from sayso.ledger.ledger import Ledger
from sayso.ledger.location import Location
from sayso.ledger.rows import report_of
from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.errors import SaysoError
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem

AT_ONCE = 50
"""Rows of a Parquet file in memory: pages come with their bytes."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a shard brought. new: of its pages and claims, those that the ledger did not have."""

    shard: str
    pages: int
    new_pages: int
    new_claims: int


def load(out: str | os.PathLike[str], location: Location) -> Iterator[Loaded]:
    """Every shard of a folder that is done, one after the other; loading again adds nothing.

    Raises SaysoError where the folder holds none or a file of one is damaged, LedgerError about the ledger. What was
    loaded before that stays.
    """
    found = marks(out)
    if not found:
        raise SaysoError(f"{out} holds no shard that is done: `sayso batch read PATH --out {out}` makes them")
    with Ledger.open(location) as ledger:
        for mark in found:
            with ledger.together():
                yield _loaded(mark, ledger)


def _loaded(mark: Path, ledger: Ledger) -> Loaded:
    pages = new_pages = new_claims = 0
    claims, problems = _Beside(mark, "claims"), _Beside(mark, "problems")
    for row in _rows(mark, "reports"):
        read = [from_json(Claim, body) for body in claims.of(row["number"])]
        met = [from_json(Problem, body) for body in problems.of(row["number"])]
        if row["content"] is None:
            continue  # no such file, an empty one: it left nothing to keep
        page = Page(row["address"], row["fetched"], row["media_type"], row["content"])
        report = report_of(json.loads(row["body"]), row["text"]) if row["body"] else None
        notes = [from_json(Note, note) for note in row["notes"]]
        recorded = ledger.record(page, report, read, notes, met, row["reader"], row["path"])
        pages += 1
        new_pages += recorded.new_page
        new_claims += recorded.new_claims
    return Loaded(mark.name.removesuffix(".done.json"), pages, new_pages, new_claims)


class _Beside:
    """The rows of a table that belong to one file of the shard after the other, in their order."""

    def __init__(self, mark: Path, table: str) -> None:
        self._groups = groupby(_rows(mark, table), key=itemgetter("number"))
        self._next = next(self._groups, None)

    def of(self, number: int) -> list[str]:
        """The bodies of this file's rows."""
        if self._next is None or self._next[0] != number:
            return []
        bodies = [row["body"] for row in self._next[1]]
        self._next = next(self._groups, None)
        return bodies


def _rows(mark: Path, table: str) -> Iterable[dict[str, Any]]:
    from pyarrow import ArrowException, parquet

    path = table_of(mark, table)
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(AT_ONCE):
                yield from batch.to_pylist()
    except (OSError, ArrowException) as error:
        raise SaysoError(
            f"{path} cannot be read ({' '.join(str(error).split())}): remove {mark} and read again"
        ) from error
