"""Taking words out of a ledger for good, to protect a person: what goes, what stays, and how it is sealed.

Words are blacked out in place, letter by letter, so that every other offset still holds; the bytes of their pages go
whole, as nobody can cut a page safely. The hashes stay, and a review says who did it and why, and seals what is left
(see `redacted`). Nothing brings the words back: not a second reading of the page, not a merge.
"""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from sayso.ledger import schema
from sayso.ledger.ledger import Ledger
from sayso.ledger.packing import unpack
from sayso.ledger.redacted import GONE, Redacted, digest
from sayso.ledger.rows import claim_row
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json, sha256_of, to_json
from sayso.model.claim import Claim
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.review import Review
from sayso.model.words import Span

BLACK = "\N{FULL BLOCK}"
CODECS = ("utf-8", "utf-16", "cp1252")
"""In which a page may spell a name; what it spells as entities is looked for as well."""
SHORTEST = 3
"""Letters of a name. Shorter words stand inside too many others to be meant."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What shall go: spans of texts by hash, pages whose bytes go, a pattern that is hidden wherever it stands.

    on: the ids that the review names; parts: a pattern that is hidden in the titles of these reports, in the problems
    of their readings, and in what was decided on the claims of `claims`.
    """

    on: tuple[str, ...]
    spans: Mapping[str, tuple[Span, ...]]
    pages: frozenset[str] = frozenset()
    everywhere: re.Pattern[str] | None = None
    parts: re.Pattern[str] | None = None
    claims: frozenset[str] = frozenset()


@dataclass(slots=True)
class Plan:
    """What a redaction comes to, worked out before anything is changed. changes: columns by table and key."""

    hidden: Hidden
    redacted: Redacted = field(default_factory=Redacted)
    changes: dict[str, list[tuple[Any, dict[str, Any]]]] = field(default_factory=dict)
    paths: tuple[str, ...] = ()

    def count(self, table: str) -> int:
        """How many rows of a table change."""
        return len(self.changes.get(table, []))


def of_claim(ledger: View, what: str) -> Hidden:
    """The words of a claim and of its speakers, in the text that it stands in."""
    claim_id = _only(ledger, "claims", "id", what)
    (body,) = ledger.execute("SELECT body FROM claims WHERE id = ? ORDER BY entry DESC LIMIT 1", [claim_id]).fetchone()
    claim = from_json(Claim, body)
    voices = [words for hop in claim.chain for words in (hop.speaker, hop.stands_for) if words]
    words = [*claim.quote, *voices]
    spans = {claim.text_sha256: tuple(sorted({each.span for each in words}))}
    return Hidden(
        (claim_id,),
        spans,
        _pages_of(ledger, spans),
        parts=_pattern([each.text for each in words]),
        claims=frozenset([claim_id]),
    )


def of_report(ledger: View, what: str) -> Hidden:
    """All of a page: its bytes, its texts, every claim. what: the beginning of the report's id or the page's."""
    if ledger.execute("SELECT 1 FROM pages WHERE sha256 >= ? AND sha256 < ?", _range(what)).fetchone():
        page = _only(ledger, "pages", "sha256", what)
    else:
        report_id = _only(ledger, "reports", "id", what)
        (page,) = ledger.execute("SELECT page_sha256 FROM reports WHERE id = ?", [report_id]).fetchone()
    query = (
        "SELECT texts.sha256, texts.content FROM reports JOIN texts ON texts.sha256 = reports.text_sha256 "
        "WHERE page_sha256 = ?"
    )
    spans: dict[str, tuple[Span, ...]] = {
        sha256: ((0, len(content)),) for sha256, content in ledger.execute(query, [page]).fetchall()
    }
    query = "SELECT claims.id FROM claims JOIN readings ON readings.entry = claims.reading WHERE page_sha256 = ?"
    claims = frozenset(claim_id for (claim_id,) in ledger.execute(query, [page]))
    pages = _pages_of(ledger, spans) | {page}
    return Hidden((page,), spans, pages, parts=_ANYTHING, claims=claims)


_ANYTHING = re.compile(r"\S+")


def of_name(ledger: View, what: str) -> Hidden:
    """A name, or any words, wherever they stand in the ledger, in capitals or not, however broken into lines."""
    words = what.split()
    if sum(map(len, words)) < SHORTEST:
        raise NotOfThisKind(f"{what!r} is too short to be hidden everywhere: give at least {SHORTEST} letters")
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
    spans: dict[str, tuple[Span, ...]] = {}
    for sha256, content in ledger.stream("SELECT sha256, content FROM texts"):
        if found := tuple(match.span() for match in pattern.finditer(content)):
            spans[sha256] = found
    bytes_of = "SELECT sha256, packing, content FROM page_bytes"
    spelt = {sha256 for sha256, *packed in ledger.stream(bytes_of) if _spells(pattern, *packed)}
    return Hidden((), spans, _pages_of(ledger, spans) | spelt, everywhere=pattern)


HIDE: dict[str, Callable[[View, str], Hidden]] = {"claim": of_claim, "report": of_report, "name": of_name}
"""By what a person names."""


def _spells(pattern: re.Pattern[str], packing: str, packed: bytes) -> bool:
    if packing == GONE:
        return False
    content = unpack(packing, packed)
    return any(pattern.search(html.unescape(content.decode(codec, "replace"))) for codec in CODECS)


def _pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    long = sorted({part for part in texts if len(part) >= SHORTEST}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(part)}(?!\w)" for part in long)) if long else None


def _range(prefix: str) -> list[str]:
    if not re.fullmatch("[0-9a-f]{1,64}", prefix):
        raise NotOfThisKind(f"{prefix!r} begins no id: ids are made of 0-9 and a-f, as `sayso claims` shows them")
    return [prefix, prefix + "g"]  # "g" sorts after every hexadecimal digit


def _only(ledger: View, table: str, column: str, prefix: str) -> str:
    query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} >= ? AND {column} < ? LIMIT 2"
    found = ledger.execute(query, _range(prefix)).fetchall()
    if len(found) != 1:
        what = "several ids" if found else "no id"
        raise LedgerError(f"{what} among the {table} begin with {prefix}: `sayso claims` and `sayso pages` list them")
    return str(found[0][0])


def _pages_of(ledger: View, texts: Iterable[str]) -> frozenset[str]:
    query = "SELECT page_sha256 FROM reports WHERE text_sha256 = ?"
    return frozenset(page for sha256 in texts for (page,) in ledger.execute(query, [sha256]))


def plan(ledger: View, hidden: Hidden) -> Plan:
    """Everything that must change for it. Raises LedgerError where nothing holds these words."""
    planned = Plan(hidden)
    rows: dict[str, str] = {}
    texts: dict[str, str] = {}
    pages = {
        sha256: packing
        for sha256 in hidden.pages
        for (packing,) in ledger.execute("SELECT packing FROM page_bytes WHERE sha256 = ?", [sha256])
    }
    for sha256, packing in pages.items():
        if packing != GONE:
            planned.changes.setdefault("page_bytes", []).append((sha256, {"packing": GONE, "content": b""}))
    for sha256, spans in hidden.spans.items():
        (content,) = ledger.execute("SELECT content FROM texts WHERE sha256 = ?", [sha256]).fetchone()
        blacked = black_out(content, (0, len(content)), spans)
        texts[sha256] = sha256_of(blacked)
        if blacked != content:
            planned.changes.setdefault("texts", []).append((sha256, {"content": blacked}))
    for table, redo in _REDO.items():
        for key, sealed, before, after in redo(ledger, hidden):
            if after != before:
                planned.changes.setdefault(table, []).append((key, after))
            if after != before or (table == "reports" and before["text_sha256"] in hidden.spans):
                rows[sealed] = digest(after)
    joined = frozenset(_joined(ledger, hidden))
    planned.changes["joined_entries"] = [(sealed, {"body": None}) for sealed in joined]
    if not any(planned.changes.values()):
        raise LedgerError("nothing in the ledger holds these words: they may be redacted already, or spelt otherwise")
    planned.redacted = Redacted(rows, texts, frozenset(pages), joined)
    planned.paths = tuple(
        sorted(
            path for sha256 in pages for (path,) in ledger.execute("SELECT path FROM pages WHERE sha256 = ?", [sha256])
        )
    )
    return planned


def black_out(words: str, span: Span, hidden: Iterable[Span]) -> str:
    """The words that stand at this span, with every letter that is hidden blacked out."""
    letters = list(words)
    for start, end in hidden:
        for place in range(max(start, span[0]), min(end, span[1])):
            letters[place - span[0]] = BLACK
    return "".join(letters)


def _blacked(found: str, pattern: re.Pattern[str] | None) -> str:
    return pattern.sub(lambda match: BLACK * len(match[0]), found) if pattern else found


def _within(data: Any, spans: tuple[Span, ...], pattern: re.Pattern[str] | None) -> Any:
    """Plain data with the words at hidden spans blacked out, and the pattern in every other string."""
    if isinstance(data, dict):
        place, words = data.get("span"), data.get("text")
        inner = {key: _within(value, spans, pattern) for key, value in data.items()}
        if isinstance(place, list) and isinstance(words, str):
            inner["text"] = black_out(words, (place[0], place[1]), spans)
            if inner["text"] != words and inner.get("entry") is not None:
                inner["entry"] = None  # who it was stands in a register under this id
        return inner
    if isinstance(data, list):
        return [_within(item, spans, pattern) for item in data]
    return _blacked(data, pattern) if isinstance(data, str) else data


Redone = tuple[Any, str, dict[str, Any], dict[str, Any]]
"""A row's key, the hash that the chain sealed, its columns before and after."""


def _kept(ledger: View, table: str, where: str = "TRUE", values: Iterable[Any] = ()) -> Iterator[tuple[str, Any]]:
    query = (
        f"SELECT entries.body_sha256 AS sealed_sha256, kept.* FROM {table} AS kept "
        f"JOIN entries ON entries.number = kept.entry WHERE {where} ORDER BY kept.entry"
    )
    answer = ledger.stream(query, list(values))
    names = [column[0] for column in answer.description]
    for found in answer:
        row = dict(zip(names, found, strict=True))
        yield row.pop("sealed_sha256"), row


def _reports(ledger: View, hidden: Hidden) -> Iterator[Redone]:
    for sealed, row in _kept(ledger, "reports"):
        own = row["text_sha256"] in hidden.spans or row["page_sha256"] in hidden.pages
        if not own and not hidden.everywhere:
            continue
        body = json.loads(row["body"])
        for name, pattern in (
            ("title", hidden.everywhere or hidden.parts),
            ("authors", hidden.everywhere or hidden.parts),
            ("outlet", hidden.everywhere),
        ):
            body[name] = _within(body[name], (), pattern)
        yield row["entry"], sealed, row, {**row, **{n: body[n] for n in ("title", "outlet")}, "body": to_json(body)}


def _claims(ledger: View, hidden: Hidden) -> Iterator[Redone]:
    of_reading: dict[int, str | None] = {}
    for sealed, row in _kept(ledger, "claims"):
        data = json.loads(row["body"])
        spans = hidden.spans.get(data["text_sha256"], ())
        if not spans and not hidden.everywhere:
            continue
        body = to_json(_within(data, spans, None))
        outlet = _outlet(ledger, row["reading"], of_reading)
        after = claim_row(from_json(Claim, body), _blacked(outlet, hidden.everywhere) if outlet else None).columns
        yield row["entry"], sealed, row, {**row, **after}


def _outlet(ledger: View, reading: int, known: dict[int, str | None]) -> str | None:
    if reading not in known:
        known.clear()
        query = "SELECT outlet FROM reports JOIN readings ON readings.report_id = reports.id WHERE readings.entry = ?"
        known[reading] = ledger.execute(query, [reading]).fetchone()[0]
    return known[reading]


def _of_a_reading(table: str, columns: tuple[str, ...]) -> Callable[[View, Hidden], Iterator[Redone]]:
    """Notes and problems: their words stand in the text of their reading."""

    def redo(ledger: View, hidden: Hidden) -> Iterator[Redone]:
        texts = dict(
            ledger.execute(
                "SELECT readings.entry, reports.text_sha256 FROM readings JOIN reports ON reports.id = report_id"
            ).fetchall()
        )
        for sealed, row in _kept(ledger, table):
            spans = hidden.spans.get(texts.get(row["reading"], ""), ())
            pattern = hidden.everywhere or (hidden.parts if spans else None)
            if spans or pattern:
                data = _within(json.loads(row["body"]), spans, None)
                if "message" in data:
                    data["message"] = _blacked(data["message"], pattern)
                after = {**row, "body": to_json(data)}
                for column in columns:
                    after[column] = _column(data, column)
                yield row["entry"], sealed, row, after

    return redo


def _column(data: dict[str, Any], column: str) -> Any:
    value = data[column]
    return value["text"] if isinstance(value, dict) else value


def _reviews(ledger: View, hidden: Hidden) -> Iterator[Redone]:
    for sealed, row in _kept(ledger, "reviews"):
        data = json.loads(row["body"])
        pattern = hidden.everywhere or (hidden.parts if hidden.claims & set(data["on"]) else None)
        value = data["value"] if data["decision"] == "redact" else _in_value(data["value"], hidden, pattern)
        reason = _blacked(data["reason"], pattern) if data["reason"] else None
        body = to_json({**data, "value": value, "reason": reason})
        yield row["entry"], sealed, row, {**row, "reason": reason, "body": body}


def _in_value(value: str | None, hidden: Hidden, pattern: re.Pattern[str] | None) -> str | None:
    """A claim added by hand stands in a text like any other."""
    if value is None:
        return None
    data = json.loads(value)
    spans = hidden.spans.get(data.get("text_sha256", ""), ()) if isinstance(data, dict) else ()
    return to_json(_within(data, spans, pattern)) if spans or pattern else value


def _plain_columns(table: str, *columns: str) -> Callable[[View, Hidden], Iterator[Redone]]:
    """Rows that are all columns: a name may stand in an address or a path."""

    def redo(ledger: View, hidden: Hidden) -> Iterator[Redone]:
        for sealed, row in _kept(ledger, table) if hidden.everywhere else ():
            yield row["entry"], sealed, row, {**row, **{c: _blacked(row[c], hidden.everywhere) for c in columns}}

    return redo


def _joined(ledger: View, hidden: Hidden) -> Iterator[str]:
    """Entries of joined chains whose bodies hold what goes."""
    pattern = hidden.everywhere or hidden.parts
    for sealed, body in ledger.stream("SELECT hash, body FROM joined_entries WHERE body IS NOT NULL"):
        if any(sha256 in body for sha256 in hidden.spans) or (pattern and pattern.search(body)):
            yield sealed


_REDO: dict[str, Callable[[View, Hidden], Iterator[Redone]]] = {
    "pages": _plain_columns("pages", "address", "path"),
    "versions": _plain_columns("versions", "address"),
    "reports": _reports,
    "claims": _claims,
    "notes": _of_a_reading("notes", ("speaker", "words")),
    "problems": _of_a_reading("problems", ("message",)),
    "reviews": _reviews,
}


def redact(ledger: Ledger, hide: Callable[[View], Hidden], who: str, when: str, reason: str) -> tuple[Plan, bool]:
    """Take it out, and seal who did it and why. The second value: whether no old copy lies about in the files.

    hide: as `of_claim`, `of_report` and `of_name` make it. Raises NotOfThisKind where the reason repeats the name.
    """
    if not who.strip() or not reason.strip():
        raise NotOfThisKind("a redaction names who decided it and why: give --as and --because")
    with ledger.transaction("the redaction", sync=True) as connection:
        # The lock is held, so that what is planned is what is there.
        with view(ledger.location) as seen:
            planned = plan(seen, hide(seen))
        pattern = planned.hidden.everywhere
        if pattern and (pattern.search(reason) or pattern.search(who)):
            raise NotOfThisKind("the reason repeats the name that it hides: say it in other words")
        on = planned.hidden.on or tuple(sorted(planned.redacted.texts)) or tuple(sorted(planned.redacted.pages))
        ledger.review(Review(who, when, on, "redact", reason, planned.redacted.value))
        ledger.store.unguarded(connection)
        for table, rows in planned.changes.items():
            _write(connection, table, rows)
        ledger.store.guarded(connection)
    return planned, ledger.sweep()


def _write(connection: Connection, table: str, rows: list[tuple[Any, dict[str, Any]]]) -> None:
    key = _KEY.get(table, "entry")
    may_change = _MAY_CHANGE[table]
    for where, after in rows:
        columns = {name: value for name, value in after.items() if name in may_change}
        changes = ", ".join(f"{name} = :{name}" for name in columns)
        statement = text(f"UPDATE {table} SET {changes} WHERE {key} = :where").bindparams()
        connection.execute(statement, {**columns, "where": where})


_KEY = {"page_bytes": "sha256", "texts": "sha256", "joined_entries": "hash"}
_MAY_CHANGE = {table: set(columns.split(", ")) for table, columns in schema.REDACTABLE.items()}
