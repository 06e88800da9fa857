"""Another ledger taken in: its pages, readings and reviews become ours, and its chain is kept beside ours.

The rows are sealed anew behind our head, in their order. Their old entries stay as `joined_entries`, which are linked
by their hashes like any chain, so that a head that was noted down for the other ledger is found in ours for ever. An
entry whose row we had already, but not letter by letter (another path of one page), keeps its row with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text

from sayso.ledger import schema
from sayso.ledger.appending import Appending, has
from sayso.ledger.chain import START
from sayso.ledger.chain_checks import newest
from sayso.ledger.ledger import Ledger
from sayso.ledger.location import Location
from sayso.ledger.recording import version_of
from sayso.ledger.redacted import GONE, Redacted, redactions
from sayso.ledger.rows import PLACE_COLUMNS, TABLE_OF, Row, join_row
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json, to_json
from sayso.model.errors import LedgerError
from sayso.model.review import Review


@dataclass(frozen=True, slots=True)
class Merged:
    """What came in. entries: of the other chain that ours did not hold yet; the others count rows that are new."""

    entries: int = 0
    pages: int = 0
    reports: int = 0
    claims: int = 0
    reviews: int = 0


def merge(into: Ledger, source: Location, progress: Callable[[int], None] = lambda _: None) -> Merged:
    """Take in the ledger at `source`, in one transaction; what we have already adds nothing, so it can be repeated.

    Raises LedgerError where one of the two has redacted what the other still holds: a person must decide that.
    """
    with view(source) as other, into.transaction(f"the ledger {source}", sync=True) as connection:
        head = newest(other)
        common = _common(connection, other, head.number)
        if common == head.number or has(connection, "joins", head.hash):
            return Merged()
        joining = _Joining(into, connection, other, source)
        joining.check_ours()
        for entry in joining.entries(common):
            joining.take(entry)
            if entry.number % 1000 == 0:
                progress(entry.number)
        name = source.name if isinstance(source, Path) else str(source)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        joining.end(join_row(head.hash, head.number, name, now))
        return Merged(**joining.counted)


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    kind: Any
    id: str
    body_sha256: str
    hash: str
    previous: str
    columns: dict[str, Any]

    def row(self) -> Row:
        """As the other ledger sealed it: of a redacted row nobody could compute the hash again."""
        columns = {name: value for name, value in self.columns.items() if name not in PLACE_COLUMNS}
        return Row(self.kind, self.id, self.body_sha256, columns)


def _common(connection: Connection, other: View, last: int) -> int:
    """How many entries both chains begin with: a hash seals all before it, so the place can be halved in on."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        ours = connection.scalar(select(schema.entries.c.hash).where(schema.entries.c.number == middle))
        theirs = other.execute("SELECT hash FROM entries WHERE number = ?", [middle]).fetchone()
        low, high = (middle, high) if theirs and ours == theirs[0] else (low, middle - 1)
    return low


@dataclass(slots=True)
class _Joining:
    """One merge under way."""

    into: Ledger
    connection: Connection
    other: View
    source: Location
    counted: dict[str, int] = field(default_factory=dict)
    _reading: int | None = None
    _rows: Appending = field(init=False)
    _page: dict[str, Any] | None = None
    _ours: Redacted = field(init=False)
    _theirs: Redacted = field(init=False)

    def __post_init__(self) -> None:
        self._rows = Appending(self.connection, self.into.store)
        mine = schema.reviews
        query = select(mine.c.body).where(mine.c.decision == "redact").order_by(mine.c.entry)
        self._ours = Redacted.of(from_json(Review, body) for body in self.connection.scalars(query))
        self._theirs = Redacted.of(redactions(self.other))

    def entries(self, common: int) -> Iterator[_Entry]:
        """The other chain behind what is common, each entry with its row."""
        rows = {kind: _in_order(self.other, table, common) for kind, table in TABLE_OF.items()}
        start = self.other.execute("SELECT hash FROM entries WHERE number = ?", [common]).fetchone()
        previous = start[0] if start else START
        query = "SELECT number, kind, id, body_sha256, hash FROM entries WHERE number > ? ORDER BY number"
        for number, kind, row_id, body_sha256, sealed in self.other.stream(query, [common]):
            yield _Entry(number, kind, row_id, body_sha256, sealed, previous, next(rows[kind]))
            previous = sealed

    def take(self, entry: _Entry) -> None:
        """Append the row of one entry if it is new, and keep the entry."""
        self._check_redactions(entry)
        belongs = entry.kind in ("claim", "note", "problem")
        if belongs:
            new = self._reading is not None
        else:
            self._flush()
            self._reading = None
            new = not has(self.connection, TABLE_OF[entry.kind], entry.id)
        if new:
            self._append(entry, {"reading": self._reading} if belongs else {})
        if entry.kind == "reading":
            self._reading = self._rows.head.number if new else None
        # What was appended, and what has an id that hashes the whole row, we have letter by letter.
        same = new or (not belongs and entry.id == entry.body_sha256) or entry.body_sha256 in self._theirs.rows
        body = None if same else self._body(entry)
        self._keep(
            {
                "hash": entry.hash,
                "number": entry.number,
                "kind": entry.kind,
                "id": entry.id,
                "body_sha256": entry.body_sha256,
                "previous": entry.previous,
                "body": body,
            }
        )

    def end(self, join: Row) -> None:
        """Keep what chains the other ledger had joined itself, and seal the join."""
        self._flush()
        answer = self.other.stream("SELECT * FROM joined_entries ORDER BY number")
        names = [column[0] for column in answer.description]
        for values in answer:
            self._keep(dict(zip(names, values, strict=True)))
        self._rows.add(join).write()

    def _append(self, entry: _Entry, more: dict[str, Any]) -> None:
        row = entry.row()
        if entry.kind == "page":
            self._page = row.columns
            packing, content = self._one("SELECT packing, content FROM page_bytes WHERE sha256 = ?", entry.id)
            self._rows.beside("page_bytes", {"sha256": entry.id, "packing": packing, "content": content})
        if entry.kind == "report":
            text_sha256 = row.columns["text_sha256"]
            if not has(self.connection, "texts", text_sha256):
                (content,) = self._one("SELECT content FROM texts WHERE sha256 = ?", text_sha256)
                self._rows.beside("texts", {"sha256": text_sha256, "content": content})
        self._rows.add(row, more)
        counted = f"{entry.kind}s"
        if counted in Merged.__slots__:
            self.counted[counted] = self.counted.get(counted, 0) + 1

    def _flush(self) -> None:
        """Write what was gathered; of a page that has its reading now, see whether it is a newer version."""
        self._rows.write()
        self._rows = Appending(self.connection, self.into.store)
        if self._page and self._reading:
            page, self._page = self._page, None
            found = self.connection.execute(_TEXT_OF, {"page": page["sha256"]}).first()
            seen = page["fetched"]
            if found and (version := version_of(self.connection, page["sha256"], page["address"], seen, found.content)):
                self._rows.add(version)

    def _keep(self, columns: dict[str, Any]) -> None:
        kept = has(self.connection, "joined_entries", columns["hash"])
        own = select(schema.entries.c.hash).where(schema.entries.c.number == columns["number"])
        if not kept and self.connection.scalar(own) != columns["hash"]:
            self.connection.execute(insert(schema.joined_entries), [columns])
            self.counted["entries"] = self.counted.get("entries", 0) + 1

    def _body(self, entry: _Entry) -> str:
        """What the entry seals, as text."""
        row = entry.row().columns
        return str(row["body"]) if "body" in row else to_json(row)

    def _check_redactions(self, entry: _Entry) -> None:
        sealed = entry.body_sha256
        text_sha256 = entry.columns.get("text_sha256") if entry.kind == "report" else None
        ours = sealed in self._ours.rows or entry.id in self._ours.pages or text_sha256 in self._ours.texts
        theirs = sealed in self._theirs.rows or entry.id in self._theirs.pages or text_sha256 in self._theirs.texts
        if ours and not theirs:
            raise LedgerError(
                f"{self.source} still holds {entry.kind} {entry.id[:16]}, which {self.into.location} has redacted: "
                "redact it there first"
            )

    def check_ours(self) -> None:
        """Raise LedgerError where we still hold what the other ledger has redacted."""
        for query, gone in ((_PAGE_HELD, self._theirs.pages), (_TEXT_HELD, self._theirs.texts)):
            for sha256 in gone:
                held = self.connection.execute(query, {"sha256": sha256}).first()
                if held and held.content and held.content != GONE and sha256 not in self._ours.texts:
                    raise LedgerError(
                        f"{self.into.location} still holds words of {sha256[:16]}, which {self.source} has redacted: "
                        "redact them here first"
                    )

    def _one(self, query: str, key: str) -> Any:
        return self.other.execute(query, [key]).fetchone()


def _in_order(other: View, table: str, after: int) -> Iterator[dict[str, Any]]:
    answer = other.stream(f"SELECT * FROM {table} WHERE entry > ? ORDER BY entry", [after])
    names = [column[0] for column in answer.description]
    for values in answer:
        yield dict(zip(names, values, strict=True))


_TEXT_OF = text(
    "SELECT texts.content FROM newest_readings JOIN reports ON reports.id = newest_readings.report_id "
    "JOIN texts ON texts.sha256 = reports.text_sha256 WHERE newest_readings.page_sha256 = :page"
)
_PAGE_HELD = text("SELECT packing AS content FROM page_bytes WHERE sha256 = :sha256")
_TEXT_HELD = text("SELECT content FROM texts WHERE sha256 = :sha256")
