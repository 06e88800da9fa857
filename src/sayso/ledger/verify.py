"""Does the ledger still say what was written? Every hash, id, offset and link is computed again, and every fault told.

What this cannot see: entries that were taken off the end by somebody who also reset the file's counter, or a chain
that was rewritten whole. Keep the head that `verify` prints somewhere else, and give it as `expect_head` later: then
both are seen. The standard library only; nothing is changed, and what others write meanwhile is not looked at.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.ledger import sqlite
from sayso.ledger.chain import START, Head, seal
from sayso.ledger.packing import unpack
from sayso.ledger.rows import (
    TABLE_OF,
    Row,
    claim_row,
    note_row,
    page_row_of,
    problem_row,
    reading_row_of,
    report_of,
    report_row,
    review_row,
)
from sayso.model.canonical import from_json, sha256_of, sha256_of_bytes
from sayso.model.claim import Claim
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.note import Note
from sayso.model.problem import Problem
from sayso.model.review import Review


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written. row: its id, or its number in the chain; None where it is no one row."""

    table: str
    row: str | None
    what: str
    expected: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        """One line for a person."""
        where = f"{self.table} {self.row}" if self.row else self.table
        told = [f"{name} {value}" for name, value in (("expected", self.expected), ("found", self.found)) if value]
        return f"{where}: {self.what}" + (f": {', '.join(told)}" if told else "")


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong. head: the newest entry's hash; all rows are counted, old readings too.

    A file too damaged to count gives zeros and the head of an empty ledger, and says so in its faults.
    """

    entries: int
    pages: int
    reports: int
    claims: int
    head: str
    faults: tuple[Fault, ...]


def verify(path: Path, expect_head: str | None = None) -> Verified:
    """Check the whole ledger. expect_head: a head that was kept earlier; the chain may have grown since.

    Raises LedgerError where there is no ledger at `path`, NotOfThisKind where `expect_head` is no hash.
    """
    if expect_head is not None and not re.fullmatch("[0-9a-f]{64}", expect_head):
        raise NotOfThisKind(f"{expect_head!r} is no head: it has 64 digits 0-9 and a-f, as `sayso verify` prints it")
    try:
        with sqlite.reading(path) as connection:
            return _verified(connection, expect_head)
    except LedgerError as error:
        if not _is_damage(error.__cause__):
            raise
        return Verified(0, 0, 0, 0, START, (Fault("file", None, f"cannot be opened: {error.__cause__}"),))


def _verified(connection: sqlite3.Connection, expect_head: str | None) -> Verified:
    # A flipped bit can make text that is no UTF-8: read on, the hash will not fit.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    faults: list[Fault] = []
    for check in _CHECKS:
        faults += _to_the_end(connection, check)
    faults += _to_the_end(connection, lambda c: _expected_head(c, expect_head))
    try:
        entries, pages, reports, claims = (_count(connection, name) for name in _COUNTED)
        head = _head(connection).hash
    except sqlite3.DatabaseError as error:
        faults.append(Fault("file", None, f"cannot be counted: {error}"))
        entries, pages, reports, claims, head = 0, 0, 0, 0, START
    return Verified(entries, pages, reports, claims, head, tuple(faults))


_COUNTED = ("entries", "pages", "reports", "claims")


def _is_damage(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT


Check = Callable[[sqlite3.Connection], Iterator[Fault]]


def _to_the_end(connection: sqlite3.Connection, check: Check) -> list[Fault]:
    """All faults of one check; where the file itself breaks off under it, that is one more."""
    faults: list[Fault] = []
    try:
        faults.extend(check(connection))
    except sqlite3.DatabaseError as error:
        faults.append(Fault("file", None, f"breaks off while {check.__name__.strip('_')} is checked: {error}"))
    return faults


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _head(connection: sqlite3.Connection) -> Head:
    newest = connection.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    return Head(*newest) if newest else Head()


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _file(connection: sqlite3.Connection) -> Iterator[Fault]:
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield Fault("file", None, f"SQLite finds it damaged: {said}")


def _links(connection: sqlite3.Connection) -> Iterator[Fault]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Fault(table, f"at {row}", f"points at a row of {parent} that is not there")


def _guards(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The triggers that forbid change, the search and the view are what they were."""
    standing = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    ours = {**sqlite.TRIGGERS, "claims_search": sqlite.SEARCH, "current_readings": sqlite.CURRENT}
    for name, statement in ours.items():
        if name not in standing:
            yield Fault("schema", name, "was dropped", expected=statement)
        elif standing[name] != statement:
            yield Fault("schema", name, "was altered", expected=statement, found=standing[name])
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    for name, statement in triggers:
        if name not in ours:
            yield Fault("schema", name, "is a trigger that is none of ours", found=statement)


def _chain(connection: sqlite3.Connection) -> Iterator[Fault]:
    head = Head()
    for number, kind, row_id, body_sha256, found in connection.execute(
        "SELECT number, kind, id, body_sha256, hash FROM entries ORDER BY number"
    ):
        if number != head.number + 1:
            # What the missing ones sealed is unknown, so this one's link cannot be looked at.
            yield _missing_entries(head.number + 1, number - 1)
        else:
            expected = seal(number, str(kind), str(row_id), str(body_sha256), head.hash)
            if found != expected:
                yield Fault("entries", str(number), "its hash does not follow from what it seals", expected, str(found))
        head = Head(number, str(found))
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    last = given[0] if given else 0
    if last > head.number:
        yield _missing_entries(head.number + 1, last)
    elif last < head.number:
        yield Fault("schema", "sqlite_sequence", "the counter of entries was set back", str(head.number), str(last))


def _missing_entries(first: int, last: int) -> Fault:
    numbers = str(first) if first == last else f"{first} to {last}"
    return Fault("entries", numbers, "missing from the chain")


def _expected_head(connection: sqlite3.Connection, expected: str | None) -> Iterator[Fault]:
    if expected is None or expected == START:
        return
    if connection.execute("SELECT 1 FROM entries WHERE hash = ?", [expected]).fetchone() is None:
        what = "the head that was kept is not in the chain: its end was cut off or the chain rewritten"
        yield Fault("entries", None, what, expected, _head(connection).hash)


def _missing_rows(connection: sqlite3.Connection) -> Iterator[Fault]:
    for kind, table in TABLE_OF.items():
        gone = f"SELECT number, id FROM entries WHERE kind = ? AND number NOT IN (SELECT entry FROM {table})"
        for number, row_id in connection.execute(gone, [kind]):
            yield Fault(table, str(row_id), f"the row that entry {number} seals is missing")
    known = ", ".join("?" * len(TABLE_OF))
    strange = f"SELECT number, kind FROM entries WHERE kind NOT IN ({known})"
    for number, kind in connection.execute(strange, list(TABLE_OF)):
        yield Fault("entries", str(number), f"{kind!r} is no kind of entry")


def _sealed_rows(
    connection: sqlite3.Connection, table: str, name: str, rows_of: Callable[[dict[str, Any]], Iterator[Row | Fault]]
) -> Iterator[Fault]:
    """Each row of a table against its entry: what the noun in it gives, and what stands in the columns.

    name: the column that names a row in a fault; rows_of: the row as the noun makes it, and faults of its own.
    """
    query = (
        "SELECT sealed.kind AS sealed_kind, sealed.id AS sealed_id, sealed.body_sha256 AS sealed_sha256, row.* "
        f"FROM {table} AS row LEFT JOIN entries AS sealed ON sealed.number = row.entry ORDER BY row.entry"
    )
    for kept in _rows(connection, query):
        row_name = str(kept[name])
        try:
            for outcome in rows_of(kept):
                yield from [outcome] if isinstance(outcome, Fault) else _against(table, row_name, outcome, kept)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            yield Fault(table, row_name, f"is not what it should be: {error}")


def _against(table: str, name: str, row: Row, kept: dict[str, Any]) -> Iterator[Fault]:
    for column, value in row.columns.items():
        if kept[column] != value:
            yield Fault(table, name, f"the column {column} was altered", str(value), str(kept[column]))
    if kept["sealed_kind"] is None:
        yield Fault(table, name, f"no entry {kept['entry']} seals it")
    elif kept["sealed_sha256"] != row.body_sha256:
        yield Fault(table, name, f"is not what entry {kept['entry']} seals", kept["sealed_sha256"], row.body_sha256)
    elif (kept["sealed_kind"], kept["sealed_id"]) != (row.kind, row.id):
        sealed = f"{kept['sealed_kind']} {kept['sealed_id']}"
        yield Fault(table, name, f"is not what entry {kept['entry']} seals", sealed, f"{row.kind} {row.id}")


def _pages(connection: sqlite3.Connection) -> Iterator[Fault]:
    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        columns = ("sha256", "address", "path", "fetched", "media_type", "size")
        yield page_row_of({column: kept[column] for column in columns})
        stored = connection.execute("SELECT packing, content FROM page_bytes WHERE sha256 = ?", [kept["sha256"]])
        packed = stored.fetchone()
        if packed is None:
            yield Fault("page_bytes", kept["sha256"], "the bytes of this page are missing")
            return
        try:
            content = unpack(*packed)
        except (ValueError, TypeError) as error:
            yield Fault("page_bytes", kept["sha256"], f"the bytes cannot be unpacked: {error}")
            return
        if (found := sha256_of_bytes(content)) != kept["sha256"]:
            yield Fault("page_bytes", kept["sha256"], "other bytes than were kept", kept["sha256"], found)
        if len(content) != kept["size"]:
            yield Fault("page_bytes", kept["sha256"], "another number of bytes", str(kept["size"]), str(len(content)))

    return _sealed_rows(connection, "pages", "sha256", rows)


def _texts(connection: sqlite3.Connection) -> Iterator[Fault]:
    for sha256, content in connection.execute("SELECT sha256, content FROM texts"):
        found = sha256_of(str(content))
        if found != sha256:
            yield Fault("texts", sha256, "another text than was kept", sha256, found)
    unused = "SELECT sha256 FROM texts WHERE sha256 NOT IN (SELECT text_sha256 FROM reports)"
    for (sha256,) in connection.execute(unused):
        yield Fault("texts", sha256, "no report has this text")


def _reports(connection: sqlite3.Connection) -> Iterator[Fault]:
    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        stored = connection.execute("SELECT content FROM texts WHERE sha256 = ?", [kept["text_sha256"]]).fetchone()
        if stored is None:
            yield Fault("reports", kept["id"], f"its text {kept['text_sha256']} is missing")
            return
        yield report_row(report_of(json.loads(kept["body"]), stored[0]))

    return _sealed_rows(connection, "reports", "id", rows)


def _readings(connection: sqlite3.Connection) -> Iterator[Fault]:
    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        columns = ("id", "page_sha256", "report_id", "reader", "written", "claims", "notes", "problems")
        yield reading_row_of({column: kept[column] for column in columns})
        first = kept["entry"] + 1
        for table in ("claims", "notes", "problems"):
            expected = range(first, first + kept[table])
            query = f"SELECT entry FROM {table} WHERE reading = ? ORDER BY entry"
            found = [entry for (entry,) in connection.execute(query, [kept["entry"]])]
            if found != list(expected):
                what = f"its {table} are not the {kept[table]} that follow it in the chain"
                yield Fault("readings", kept["id"], what, _listed(list(expected)), _listed(found))
            first = expected.stop

    return _sealed_rows(connection, "readings", "id", rows)


def _listed(entries: list[int]) -> str:
    return f"entries {', '.join(map(str, entries))}" if entries else "none"


def _claims(connection: sqlite3.Connection) -> Iterator[Fault]:
    of_reading: dict[int, tuple[str, str, str | None, str]] = {}

    def read_in(reading: int) -> tuple[str, str, str | None, str] | None:
        """Page, text hash, outlet and text of a reading; the last one is remembered, as its claims stand together."""
        if reading not in of_reading:
            of_reading.clear()
            query = (
                "SELECT reports.page_sha256, reports.text_sha256, reports.outlet, texts.content FROM readings "
                "JOIN reports ON reports.id = readings.report_id JOIN texts ON texts.sha256 = reports.text_sha256 "
                "WHERE readings.entry = ?"
            )
            found = connection.execute(query, [reading]).fetchone()
            if found is None:
                return None
            of_reading[reading] = found
        return of_reading[reading]

    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        claim = from_json(Claim, kept["body"])
        ground = read_in(kept["reading"])
        if ground is None:
            yield Fault("claims", kept["id"], "the report that it was read in is missing")
            return
        page_sha256, text_sha256, outlet, text = ground
        yield claim_row(claim, outlet)
        if (claim.page_sha256, claim.text_sha256) != (page_sha256, text_sha256):
            yield Fault("claims", kept["id"], "was read in another text", text_sha256, claim.text_sha256)
        for words, (start, end) in claim.spans():
            if text[start:end] != words:
                what = f"its words do not stand at {start} to {end} of the text"
                yield Fault("claims", kept["id"], what, repr(words), repr(text[start:end]))

    return _sealed_rows(connection, "claims", "id", rows)


def _notes(connection: sqlite3.Connection) -> Iterator[Fault]:
    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield note_row(from_json(Note, kept["body"]))

    return _sealed_rows(connection, "notes", "entry", rows)


def _problems(connection: sqlite3.Connection) -> Iterator[Fault]:
    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield problem_row(from_json(Problem, kept["body"]))

    return _sealed_rows(connection, "problems", "entry", rows)


def _reviews(connection: sqlite3.Connection) -> Iterator[Fault]:
    def rows(kept: dict[str, Any]) -> Iterator[Row | Fault]:
        yield review_row(from_json(Review, kept["body"]))

    return _sealed_rows(connection, "reviews", "id", rows)


def _search(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The full-text index against one made anew from the table, word by word."""
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.anew USING fts5(quote, speaker, place, content='', tokenize='{sqlite.TOKENIZER}')"
    )
    connection.execute(
        "INSERT INTO temp.anew (rowid, quote, speaker, place) SELECT entry, quote, speaker, place FROM claims"
    )
    connection.execute("CREATE VIRTUAL TABLE temp.words_anew USING fts5vocab('temp', 'anew', 'instance')")
    connection.execute("CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab('main', 'claims_search', 'instance')")
    for one, other, what in (
        ("words_anew", "words_kept", "the search does not find all of its words"),
        ("words_kept", "words_anew", "the search finds words that it does not hold"),
    ):
        difference = f"SELECT * FROM temp.{one} EXCEPT SELECT * FROM temp.{other}"
        differing = connection.execute(
            f"SELECT doc, group_concat(DISTINCT term) FROM ({difference}) GROUP BY doc ORDER BY doc"
        )
        for entry, words in differing:
            yield Fault("claims_search", f"at {entry}", what, found=words)


_CHECKS: tuple[Check, ...] = (
    _file,
    _links,
    _guards,
    _chain,
    _missing_rows,
    _pages,
    _texts,
    _reports,
    _readings,
    _claims,
    _notes,
    _problems,
    _reviews,
    _search,
)
