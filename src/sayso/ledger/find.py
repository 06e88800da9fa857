"""What the command line asks a ledger: claims by words, speaker, place, day; one claim; what was kept and what unread.

It reads with the standard library's sqlite3 and SQL of this engine's own, for two reasons: full text is what differs
by engine anyway, and an answer must come within a tenth of a second from the start of the process, of which importing
SQLAlchemy alone would take three times as much. Nothing here writes.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, get_args, overload

from sayso.ledger import sqlite
from sayso.ledger.chain import START
from sayso.model.canonical import from_json, from_plain
from sayso.model.claim import Claim, Stance
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.event import EventType
from sayso.model.problem import Problem
from sayso.model.report import Paragraph, Published, Report
from sayso.model.review import Review


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims; None leaves a question open, and what is asked must hold all together.

    about: words of the quote, each of three letters or more also as the beginning of a longer one; speaker: words of
    the voices of the chain, or of the outlet where it asserts itself; place: words of the event's places; since,
    until: the event's own time (YYYY, YYYY-MM or YYYY-MM-DD, both included), never the day of publication; limit: at
    most so many.

    Raises NotOfThisKind for what cannot be looked for.
    """

    about: str | None = None
    speaker: str | None = None
    stance: str | None = None
    type: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        _check_listed("stance", self.stance, get_args(Stance))
        _check_listed("type", self.type, get_args(EventType))
        for day in (self.since, self.until):
            if day is not None and not _DAY.fullmatch(day):
                raise NotOfThisKind(f"{day!r} is no day: write it as 2017-10-05, 2017-10 or 2017")
        if self.since and self.until and self.until.ljust(10, "~") < self.since:
            raise NotOfThisKind(f"nothing lies from {self.since} to {self.until}: the first day comes first")
        if self.limit is not None and self.limit < 1:
            raise NotOfThisKind(f"a limit starts at 1, not at {self.limit}")


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim with what a listing says of its report. current: the newest reading of its page makes it too."""

    claim: Claim
    report_id: str
    title: str | None
    outlet: str | None
    published: Published | None
    address: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Found(Sequence[KeptClaim]):
    """The claims, at most `limit` of them, by the event's first day (undated last), then report, then place in it.

    matching: how many there are without a limit; undated: how many more fit but for since and until, as nothing dates
    their event (0 where neither was asked).
    """

    claims: tuple[KeptClaim, ...]
    matching: int
    undated: int

    @overload
    def __getitem__(self, index: int) -> KeptClaim: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[KeptClaim, ...]: ...
    def __getitem__(self, index: int | slice) -> KeptClaim | tuple[KeptClaim, ...]:
        return self.claims[index]

    def __len__(self) -> int:
        return len(self.claims)


@dataclass(frozen=True, slots=True)
class Shown:
    """One claim in its report. paragraph: where the longest fragment of its quote begins, None in no paragraph."""

    kept: KeptClaim
    report: Report
    paragraph: Paragraph | None


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of the ledger. report_id is None where nothing could be read, and `problems` says why.

    problems: those of the current reading, or of the last attempt where there is none; claims: how many are current.
    """

    sha256: str
    address: str
    path: str
    fetched: str
    media_type: str | None
    size: int
    report_id: str | None
    title: str | None
    outlet: str | None
    published: Published | None
    language: str | None
    reader: str | None
    claims: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """pages: all; unread: pages without a reader's reading; reports and claims: the current ones."""

    pages: int
    unread: int
    reports: int
    claims: int


def claims(path: Path, wanted: Wanted) -> Found:
    """The current claims that are wanted. Raises LedgerError about the file, NotOfThisKind about the words asked."""
    conditions, values = _conditions(wanted)
    timed, times = _within(wanted)
    where = " AND ".join(["reading IN (SELECT entry FROM current_readings)", *conditions])
    with sqlite.reading(path) as connection:
        matching, undated = connection.execute(
            f"SELECT coalesce(sum({timed}), 0), coalesce(sum(event_from IS NULL), 0) FROM claims WHERE {where}",
            [*times, *values],
        ).fetchone()
        # Chosen and ordered from an index first, so that only the claims which are shown are read.
        shown = connection.execute(
            f"SELECT entry FROM claims WHERE {where} AND {timed} "
            "ORDER BY event_from IS NULL, event_from, entry LIMIT ?",
            [*values, *times, -1 if wanted.limit is None else wanted.limit],
        ).fetchall()
        rows = [connection.execute(f"{_CLAIM} WHERE claims.entry = ?", entry).fetchone() for entry in shown]
    timeless = wanted.since is None and wanted.until is None
    return Found(tuple(map(_kept_claim, rows)), matching, 0 if timeless else undated)


def claim(path: Path, id_prefix: str) -> Shown:
    """The claim whose id begins so, in its newest reading.

    Raises LedgerError where none or several do, NotOfThisKind where this begins no id.
    """
    if not re.fullmatch("[0-9a-f]{1,64}", id_prefix):
        raise NotOfThisKind(f"{id_prefix!r} begins no id: ids are made of 0-9 and a-f, as `sayso claims` shows them")
    with sqlite.reading(path) as connection:
        claim_id = _only_id(connection, path, id_prefix)
        newest = f"{_CLAIM} WHERE claims.id = ? ORDER BY claims.entry DESC LIMIT 1"
        kept = _kept_claim(connection.execute(newest, [claim_id]).fetchone())
        body, text = connection.execute(
            "SELECT reports.body, texts.content FROM reports JOIN texts ON texts.sha256 = reports.text_sha256 "
            "WHERE reports.id = ?",
            [kept.report_id],
        ).fetchone()
    report = from_plain(Report, {**json.loads(body), "text": text})
    return Shown(kept, report, _paragraph_at(report, kept.claim.longest.span[0]))


def pages(path: Path) -> tuple[KeptPage, ...]:
    """Every page in the order in which it came, read or not."""
    with sqlite.reading(path) as connection:
        problems: dict[int, list[Problem]] = {}
        for reading, body in connection.execute("SELECT reading, body FROM problems ORDER BY entry"):
            problems.setdefault(reading, []).append(from_json(Problem, body))
        return tuple(_kept_page(row, problems) for row in connection.execute(_PAGES))


def counts(path: Path) -> Counts:
    """How much the ledger holds."""
    with sqlite.reading(path) as connection:
        (pages_kept,) = connection.execute("SELECT count(*) FROM pages").fetchone()
        reports, read, claims_kept = connection.execute(
            "SELECT count(*), count(reader), coalesce(sum(claims), 0) FROM current_readings"
        ).fetchone()
    return Counts(pages_kept, pages_kept - read, reports, claims_kept)


_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

_CLAIM = """
    SELECT claims.body, reports.id AS report_id, reports.title, reports.outlet,
           json_extract(reports.body, '$.published') AS published, pages.address, pages.path,
           EXISTS (SELECT 1 FROM current_readings WHERE current_readings.entry = claims.reading)
    FROM claims
    JOIN readings ON readings.entry = claims.reading
    JOIN reports ON reports.id = readings.report_id
    JOIN pages ON pages.sha256 = readings.page_sha256
"""

_PAGES = """
    SELECT pages.sha256, pages.address, pages.path, pages.fetched, pages.media_type, pages.size,
           readings.entry, readings.report_id, reports.title, reports.outlet,
           json_extract(reports.body, '$.published') AS published, reports.language, readings.reader, readings.claims
    FROM pages
    JOIN readings ON readings.entry = (
        SELECT entry FROM readings WHERE page_sha256 = pages.sha256 ORDER BY report_id IS NULL, entry DESC LIMIT 1)
    LEFT JOIN reports ON reports.id = readings.report_id
    ORDER BY pages.entry
"""


def _check_listed(name: str, value: str | None, listed: tuple[str, ...]) -> None:
    if value is not None and value not in listed:
        raise NotOfThisKind(f"{value!r} is no {name}: it is one of {', '.join(listed)}")


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    """What must hold but for the time, as SQL over `claims`, with the values for its marks."""
    columns = {"stance": wanted.stance, "type": wanted.type}
    asked = {column: value for column, value in columns.items() if value is not None}
    conditions = [f"{column} = ?" for column in asked]
    values: list[Any] = list(asked.values())
    words = [
        _match(column, text, prefixes=column == "quote")
        for column, text in (("quote", wanted.about), ("speaker", wanted.speaker), ("place", wanted.place))
        if text is not None
    ]
    if words:
        conditions.append("entry IN (SELECT rowid FROM claims_search WHERE claims_search MATCH ?)")
        values.append(" AND ".join(words))
    return conditions, values


def _within(wanted: Wanted) -> tuple[str, list[str]]:
    """Whether the event may lie between the days asked: any overlap counts."""
    conditions, values = ["1"], []
    if wanted.since is not None:
        conditions.append("event_to >= ?")
        values.append(wanted.since)
    if wanted.until is not None:
        # A month or year that is the last one wanted is wanted to its end, and so sorted after all of its days.
        conditions.append("event_from <= ?")
        values.append(wanted.until.ljust(10, "~"))
    return f"({' AND '.join(conditions)})", values


def _match(column: str, text: str, *, prefixes: bool) -> str:
    """The user's words for the full-text engine: each one quoted, so that none is taken for a command of its."""
    words = [word for word in text.replace("\0", " ").split() if any(map(_counts_as_letter, word))]
    if not words:
        raise NotOfThisKind(f"{text!r} holds no word to look for: give at least one letter or digit")
    quoted = [_quoted(word, prefix=prefixes and len(word) >= 3) for word in words]
    return f"{column} : ({' AND '.join(quoted)})"


def _quoted(word: str, *, prefix: bool) -> str:
    whole = word.encode("utf-8", "replace").decode("utf-8").replace('"', '""')
    return f'"{whole}"*' if prefix else f'"{whole}"'


def _counts_as_letter(character: str) -> bool:
    """Whether the tokenizer makes words of it: letters, digits and private characters, by Unicode's categories."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def _only_id(connection: sqlite3.Connection, path: Path, prefix: str) -> str:
    # "g" sorts after every hexadecimal digit.
    found = connection.execute(
        "SELECT DISTINCT id FROM claims WHERE id >= ? AND id < ? ORDER BY id LIMIT 4", [prefix, prefix + "g"]
    ).fetchall()
    if not found:
        raise LedgerError(f"{path} holds no claim whose id begins with {prefix}: `sayso claims` lists them")
    if len(found) > 1:
        some = ", ".join(claim_id[: len(prefix) + 8] for (claim_id,) in found[:3])
        raise LedgerError(f"several claims of {path} begin with {prefix} ({some}, …): give more of the id")
    (claim_id,) = found[0]
    return str(claim_id)


def _kept_claim(row: tuple[Any, ...]) -> KeptClaim:
    body, report_id, title, outlet, published, address, path, current = row
    return KeptClaim(
        from_json(Claim, body), report_id, title, outlet, _published(published), address, path, bool(current)
    )


def _kept_page(row: tuple[Any, ...], problems: dict[int, list[Problem]]) -> KeptPage:
    sha256, address, path, fetched, media_type, size, reading, report_id, title, outlet, published, *rest = row
    language, reader, claims_read = rest
    return KeptPage(
        sha256=sha256,
        address=address,
        path=path,
        fetched=fetched,
        media_type=media_type,
        size=size,
        report_id=report_id,
        title=title,
        outlet=outlet,
        published=_published(published),
        language=language,
        reader=reader,
        claims=claims_read,
        problems=tuple(problems.get(reading, ())),
    )


def _published(body: str | None) -> Published | None:
    return from_plain(Published, json.loads(body)) if body else None


def _paragraph_at(report: Report, offset: int) -> Paragraph | None:
    holding: Iterator[Paragraph] = (p for p in report.paragraphs if p.span[0] <= offset < p.span[1])
    return next(holding, None)


@dataclass(frozen=True, slots=True)
class Telling:
    """A current report with those of its claims that are wanted, as they were read; text: the report's, all of it."""

    report_id: str
    title: str | None
    outlet: str | None
    published: Published | None
    language: str | None
    address: str
    path: str
    fetched: str
    page_sha256: str
    text_sha256: str
    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One view of a ledger, for whoever passes much of it on: what others write meanwhile stays unseen."""

    connection: sqlite3.Connection
    path: Path

    @property
    def head(self) -> tuple[int, str]:
        """The number and the hash of the newest entry of the chain; 0 and START where there is none."""
        newest = "SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"
        number, digest = self.connection.execute(newest).fetchone() or (0, START)
        return number, digest

    def reviews(self) -> Iterator[Review]:
        """All decisions, oldest first."""
        for (body,) in self.connection.execute("SELECT body FROM reviews ORDER BY entry"):
            yield from_json(Review, body)

    def tellings(self, wanted: Wanted) -> Iterator[Telling]:
        """The reports with wanted claims, in the order in which they were read; one is held at a time.

        Raises NotOfThisKind for words that cannot be looked for.
        """
        where, values = _wanted(wanted)
        # The claims of a reading stand together in the chain, so that one walk over them needs no sorting.
        chosen = self.connection.execute(f"SELECT reading, body FROM claims WHERE {where} ORDER BY entry", values)
        for reading, rows in groupby(chosen, key=itemgetter(0)):
            yield self._telling(_TELLING_OF_READING, reading, tuple(from_json(Claim, body) for _, body in rows))

    def ids(self, wanted: Wanted) -> set[str]:
        """The ids of the current claims that are wanted."""
        where, values = _wanted(wanted)
        return {claim_id for (claim_id,) in self.connection.execute(f"SELECT id FROM claims WHERE {where}", values)}

    def tellings_of(self, ids: Sequence[str]) -> Iterator[Telling]:
        """The reports of these current claims, each with those of them that were read in it."""
        marks = ", ".join("?" * len(ids))
        chosen = self.connection.execute(
            f"SELECT reading, body FROM claims WHERE id IN ({marks}) "
            "AND reading IN (SELECT entry FROM current_readings) ORDER BY entry",
            ids,
        )
        for reading, rows in groupby(chosen, key=itemgetter(0)):
            yield self._telling(_TELLING_OF_READING, reading, tuple(from_json(Claim, body) for _, body in rows))

    def telling_of(self, page_sha256: str, text_sha256: str) -> Telling | None:
        """The newest report of this page with this text, without its claims."""
        found = self.connection.execute(
            "SELECT readings.entry FROM readings JOIN reports ON reports.id = readings.report_id "
            "WHERE readings.page_sha256 = ? AND reports.text_sha256 = ? ORDER BY readings.entry DESC LIMIT 1",
            [page_sha256, text_sha256],
        ).fetchone()
        return self._telling(_TELLING_OF_READING, found[0], ()) if found else None

    def _telling(self, statement: str, key: int, claims: tuple[Claim, ...]) -> Telling:
        row = self.connection.execute(statement, [key]).fetchone()
        report_id, title, outlet, published, *rest = row
        return Telling(report_id, title, outlet, _published(published), *rest, claims)


@contextmanager
def view(path: Path) -> Iterator[View]:
    """A view of the ledger at `path`. Raises LedgerError where it cannot be read."""
    with sqlite.reading(path) as connection:
        yield View(connection, path)


_TELLING_OF_READING = """
    SELECT reports.id, reports.title, reports.outlet, json_extract(reports.body, '$.published'), reports.language,
           pages.address, pages.path, pages.fetched, pages.sha256, reports.text_sha256, texts.content
    FROM readings
    JOIN reports ON reports.id = readings.report_id
    JOIN pages ON pages.sha256 = readings.page_sha256
    JOIN texts ON texts.sha256 = reports.text_sha256
    WHERE readings.entry = ?
"""


def _wanted(wanted: Wanted) -> tuple[str, list[Any]]:
    """All that is asked, time too, as one condition over `claims`."""
    conditions, values = _conditions(wanted)
    timed, times = _within(wanted)
    return " AND ".join(["reading IN (SELECT entry FROM current_readings)", *conditions, timed]), [*values, *times]
