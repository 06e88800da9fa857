"""What the command line asks a ledger: claims by words, speaker, place, day; one claim; what was kept and what unread.

It reads through a `View`, not through SQLAlchemy: an answer must come within a tenth of a second from the start of the
process, of which importing that alone would take three times as much. Nothing here writes.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from sayso.ledger.chain import START
from sayso.ledger.found import Found, KeptClaim
from sayso.ledger.location import Location
from sayso.ledger.view import Asked, View, view
from sayso.model.canonical import from_json, from_plain
from sayso.model.claim import Claim, Stance
from sayso.model.errors import NotHeld, NotOfThisKind
from sayso.model.event import EventType
from sayso.model.problem import Problem
from sayso.model.report import Paragraph, Published, Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims; None leaves a question open, and what is asked must hold all together.

    about: words of the quote, each of three letters or more also as the beginning of a longer one; speaker: words of
    the voices of the chain, or of the outlet where it asserts itself; place: words of the event's places; since,
    until: the event's own time (YYYY, YYYY-MM or YYYY-MM-DD, both included), never the day of publication; limit: at
    most so many, after the first `offset`.

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
    offset: int | None = None

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
        if self.offset is not None and self.offset < 0:
            raise NotOfThisKind(f"an offset starts at 0, not at {self.offset}")


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
class FoundPages:
    """Some pages, in the order in which they came. matching: how many there are without a limit."""

    pages: tuple[KeptPage, ...]
    matching: int


@dataclass(frozen=True, slots=True)
class Named:
    """In how many current claims a party is a voice of the chain, an actor, a target."""

    speaker: int
    actor: int
    target: int

    @property
    def all(self) -> int:
        """All three together."""
        return self.speaker + self.actor + self.target


@dataclass(frozen=True, slots=True)
class Counts:
    """pages: all; unread: pages without a reader's reading; reports and claims: the current ones."""

    pages: int
    unread: int
    reports: int
    claims: int


def claims(location: Location, wanted: Wanted) -> Found:
    """The current claims that are wanted. Raises LedgerError about the file, NotOfThisKind about the words asked."""
    columns, asked = _columns(wanted), _words(wanted)
    timed, times = _within(wanted)
    with view(location) as ledger:
        searched, words = ledger.search(asked) if asked else ("TRUE", [])
        where = " AND ".join(
            ["reading IN (SELECT entry FROM current_readings)", *(f"{column} = ?" for column in columns), searched]
        )
        values = [*columns.values(), *words]
        matching, undated = ledger.execute(
            f"SELECT count(*) FILTER (WHERE {timed}), count(*) FILTER (WHERE event_from IS NULL) FROM claims "
            f"WHERE {where}",
            [*times, *values],
        ).fetchone()
        # Chosen and ordered from an index first, so that only the claims which are shown are read.
        shown = ledger.execute(
            f"SELECT entry FROM claims WHERE {where} AND {timed} "
            "ORDER BY event_from IS NULL, event_from, entry LIMIT ? OFFSET ?",
            [*values, *times, _ALL if wanted.limit is None else wanted.limit, wanted.offset or 0],
        ).fetchall()
        one = f"{_claim_query(ledger)} WHERE claims.entry = ?"
        rows = [ledger.execute(one, entry).fetchone() for entry in shown]
    timeless = wanted.since is None and wanted.until is None
    return Found(tuple(map(_kept_claim, rows)), matching, 0 if timeless else undated)


def claim(location: Location, id_prefix: str) -> Shown:
    """The claim whose id begins so, in its newest reading.

    Raises LedgerError where none or several do, NotOfThisKind where this begins no id.
    """
    if not re.fullmatch("[0-9a-f]{1,64}", id_prefix):
        raise NotOfThisKind(f"{id_prefix!r} begins no id: ids are made of 0-9 and a-f, as `sayso claims` shows them")
    with view(location) as ledger:
        claim_id = _only_id(ledger, location, id_prefix)
        newest = f"{_claim_query(ledger)} WHERE claims.id = ? ORDER BY claims.entry DESC LIMIT 1"
        kept = _kept_claim(ledger.execute(newest, [claim_id]).fetchone())
        body, text = ledger.execute(
            "SELECT reports.body, texts.content FROM reports JOIN texts ON texts.sha256 = reports.text_sha256 "
            "WHERE reports.id = ?",
            [kept.report_id],
        ).fetchone()
    report = from_plain(Report, {**json.loads(body), "text": text})
    return Shown(kept, report, _paragraph_at(report, kept.claim.longest.span[0]))


def entries_about(ledger: View, words: str) -> set[int]:
    """The entries of all claims, current or not, whose quote holds these words, as in `Wanted.about`."""
    where, values = ledger.search([Asked("quote", _letters(words), prefixes=True)])
    return {entry for (entry,) in ledger.execute(f"SELECT entry FROM claims WHERE {where}", values)}


def pages(location: Location, *, troubled: bool = False) -> tuple[KeptPage, ...]:
    """Every page in the order in which it came, read or not; troubled: only those with problems."""
    return some_pages(location, troubled=troubled).pages


def some_pages(
    location: Location, *, troubled: bool = False, unread: bool = False, limit: int | None = None, offset: int = 0
) -> FoundPages:
    """Pages in the order in which they came: at most `limit` after the first `offset` of those that are asked for.

    troubled: only those with problems; unread: only those without a reader's reading.
    """
    conditions = ["readings.problems > 0"] * troubled + ["readings.reader IS NULL"] * unread
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with view(location) as ledger:
        (matching,) = ledger.execute(f"SELECT count(*) {_PAGES} {where}").fetchone()
        shown = f"{_pages_query(ledger)} {where} ORDER BY pages.entry LIMIT ? OFFSET ?"
        rows = ledger.execute(shown, [_ALL if limit is None else limit, offset]).fetchall()
        of_reading = "SELECT body FROM problems WHERE reading = ? ORDER BY entry"
        problems = {
            row[6]: [from_json(Problem, body) for (body,) in ledger.execute(of_reading, [row[6]])]
            for row in rows
            if row[14]
        }
        return FoundPages(tuple(_kept_page(row[:14], problems) for row in rows), matching)


def head(location: Location) -> tuple[int, str]:
    """The number and the hash of the newest entry of the chain; 0 and START where there is none."""
    with view(location) as ledger:
        number, digest = ledger.execute(HEAD).fetchone() or (0, START)
    return number, digest


def parties(location: Location) -> dict[str, Named]:
    """How often each party of the register speaks, acts and suffers in the current claims, by its id."""
    speaks, acts, suffers = Counter[str](), Counter[str](), Counter[str]()
    with view(location) as ledger:
        for (body,) in ledger.stream(_CURRENT_CLAIMS):
            claim = json.loads(body)
            speaks.update({hop["entry"] for hop in claim["chain"]})
            acts.update({party["entry"] for party in claim["event"]["actors"]})
            suffers.update({party["entry"] for party in claim["event"]["targets"]})
    named = [party for party in {*speaks, *acts, *suffers} if party]
    return {party: Named(speaks[party], acts[party], suffers[party]) for party in sorted(named)}


def counts(location: Location) -> Counts:
    """How much the ledger holds."""
    with view(location) as ledger:
        (pages_kept,) = ledger.execute("SELECT count(*) FROM pages").fetchone()
        (read,) = ledger.execute("SELECT count(reader) FROM newest_readings").fetchone()
        reports, claims_kept = ledger.execute(
            "SELECT count(*), coalesce(sum(claims), 0) FROM current_readings"
        ).fetchone()
    return Counts(pages_kept, pages_kept - read, reports, int(claims_kept))


_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

_ALL = 2**62
"""A limit that limits nothing, in the words of both engines."""

HEAD = "SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"

_PAGES = """
    FROM pages
    JOIN readings ON readings.entry = (
        SELECT entry FROM readings WHERE page_sha256 = pages.sha256
        ORDER BY report_id IS NULL, written DESC, entry DESC LIMIT 1)
    LEFT JOIN reports ON reports.id = readings.report_id
"""

_CURRENT_CLAIMS = "SELECT body FROM claims WHERE reading IN (SELECT entry FROM current_readings)"


def _claim_query(ledger: View) -> str:
    return f"""
    SELECT claims.body, reports.id AS report_id, reports.title, reports.outlet,
           {ledger.published} AS published, pages.address, pages.path,
           EXISTS (SELECT 1 FROM current_readings WHERE current_readings.entry = claims.reading)
    FROM claims
    JOIN readings ON readings.entry = claims.reading
    JOIN reports ON reports.id = readings.report_id
    JOIN pages ON pages.sha256 = readings.page_sha256
    """


def _pages_query(ledger: View) -> str:
    return f"""
    SELECT pages.sha256, pages.address, pages.path, pages.fetched, pages.media_type, pages.size,
           readings.entry, readings.report_id, reports.title, reports.outlet,
           {ledger.published} AS published, reports.language, readings.reader, readings.claims, readings.problems
    {_PAGES}
    """


def _check_listed(name: str, value: str | None, listed: tuple[str, ...]) -> None:
    if value is not None and value not in listed:
        raise NotOfThisKind(f"{value!r} is no {name}: it is one of {', '.join(listed)}")


def _columns(wanted: Wanted) -> dict[str, str]:
    """Which columns of `claims` must hold what."""
    columns = {"stance": wanted.stance, "type": wanted.type}
    return {column: value for column, value in columns.items() if value is not None}


def _words(wanted: Wanted) -> list[Asked]:
    """The person's words by column of the search."""
    asked = []
    if wanted.about is not None:
        asked.append(Asked("quote", _letters(wanted.about), prefixes=True))
    if wanted.speaker is not None:
        asked.append(Asked("speaker", _letters(wanted.speaker)))
    if wanted.place is not None:
        asked.append(Asked("place", _letters(wanted.place)))
    return asked


def _within(wanted: Wanted) -> tuple[str, list[str]]:
    """Whether the event may lie between the days asked: any overlap counts."""
    conditions, values = ["TRUE"], []
    if wanted.since is not None:
        conditions.append("event_to >= ?")
        values.append(wanted.since)
    if wanted.until is not None:
        # A month or year that is the last one wanted is wanted to its end, and so sorted after all of its days.
        conditions.append("event_from <= ?")
        values.append(wanted.until.ljust(10, "~"))
    return f"({' AND '.join(conditions)})", values


def _letters(text: str) -> list[str]:
    """The words that the search can look for; punctuation alone is none."""
    words = [word for word in text.replace("\0", " ").split() if any(map(_counts_as_letter, word))]
    if not words:
        raise NotOfThisKind(f"{text!r} holds no word to look for: give at least one letter or digit")
    return words


def _counts_as_letter(character: str) -> bool:
    """Whether the tokenizer makes words of it: letters, digits and private characters, by Unicode's categories."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def _only_id(ledger: View, location: Location, prefix: str) -> str:
    # "g" sorts after every hexadecimal digit.
    found = ledger.execute(
        "SELECT DISTINCT id FROM claims WHERE id >= ? AND id < ? ORDER BY id LIMIT 4", [prefix, prefix + "g"]
    ).fetchall()
    if not found:
        raise NotHeld(f"{location} holds no claim whose id begins with {prefix}: `sayso claims` lists them")
    if len(found) > 1:
        some = ", ".join(claim_id[: len(prefix) + 8] for (claim_id,) in found[:3])
        raise NotHeld(f"several claims of {location} begin with {prefix} ({some}, …): give more of the id")
    (claim_id,) = found[0]
    return str(claim_id)


def _kept_claim(row: tuple[Any, ...]) -> KeptClaim:
    body, report_id, title, outlet, published, address, path, current = row
    return KeptClaim(
        from_json(Claim, body), report_id, title, outlet, published_of(published), address, path, bool(current)
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
        published=published_of(published),
        language=language,
        reader=reader,
        claims=claims_read,
        problems=tuple(problems.get(reading, ())),
    )


def published_of(body: str | None) -> Published | None:
    """What a report says of its publication, from the JSON that is kept."""
    return from_plain(Published, json.loads(body)) if body else None


def _paragraph_at(report: Report, offset: int) -> Paragraph | None:
    holding: Iterator[Paragraph] = (p for p in report.paragraphs if p.span[0] <= offset < p.span[1])
    return next(holding, None)


def current(ledger: View, wanted: Wanted) -> tuple[str, list[Any]]:
    """All that is asked, time too, as one condition over `claims`: those of current readings."""
    columns = _columns(wanted)
    conditions = ["reading IN (SELECT entry FROM current_readings)", *(f"{column} = ?" for column in columns)]
    values: list[Any] = list(columns.values())
    if asked := _words(wanted):
        worded, words = ledger.search(asked)
        conditions.append(worded)
        values += words
    timed, times = _within(wanted)
    return " AND ".join([*conditions, timed]), [*values, *times]
