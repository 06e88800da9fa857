"""What weighing reads of a ledger: current claims page by page, and the decisions that stand. Nothing here writes."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from threading import Lock

from sayso.ledger.decided import Decided
from sayso.ledger.location import Location
from sayso.ledger.rows import report_of
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.errors import NotHeld, NotOfThisKind
from sayso.model.report import Report
from sayso.model.review import Review


@dataclass(frozen=True, slots=True)
class CurrentReport:
    """A report in its current reading: the page's address and path, and each of its claims with its id."""

    report: Report
    address: str
    path: str
    claims: tuple[tuple[str, Claim], ...]


def current(
    location: Location, among: Collection[str] | None = None, of: Collection[str] | None = None
) -> Iterator[CurrentReport]:
    """The reports that hold claims, in the order in which they came, one in memory at a time.

    Claims are as people left them: without those refused, as corrected, and behind those that were read the ones that
    were added by hand. among: ids of claims; then only the reports that hold one of these, with all of their claims;
    of: only these reports, by their ids.
    """
    decided = decisions(location)
    by_hand: dict[tuple[str, str], list[tuple[str, Claim]]] = defaultdict(list)
    for review, claim in decided.added():
        by_hand[claim.page_sha256, claim.text_sha256].append((review.on[0], claim))
    pages = {page for (page, _), added in by_hand.items() if among is None or any(id_ in among for id_, _ in added)}
    with view(location) as ledger:
        only = _only(ledger, among, pages) if of is None else f"readings.report_id IN ({_listed(of)})"
        rows = ledger.stream(_CURRENT.format(only=only, pages=_listed(pages)))
        for _, of_reading in groupby(rows, itemgetter(0)):
            first = next(of_reading)
            _, report_id, address, kept_path, *_ = first
            body, text = ledger.execute(_REPORT, [report_id]).fetchone()
            report = report_of(json.loads(body), text)
            read = [(row[4], from_json(Claim, row[5])) for row in (first, *of_reading) if row[4] is not None]
            told = (*read, *by_hand.get((report.page_sha256, report.text_sha256), ()))
            yield CurrentReport(report, address, kept_path, tuple(_standing(told, decided)))


def _standing(told: Iterable[tuple[str, Claim]], decided: Decided) -> Iterator[tuple[str, Claim]]:
    for claim_id, claim in told:
        if decided.standing(claim_id).verdict != "refuse":
            yield claim_id, decided.claim(claim, claim_id)


def reports_of(location: Location, claims: Collection[str], decided: Decided) -> set[str]:
    """The current reports that hold these claims, read there or added by hand (and be that undone)."""
    found: set[str] = set()
    added = [review for claim in claims for review in decided.on(claim) if review.decision == "add" and review.value]
    by_hand = {
        (claim.page_sha256, claim.text_sha256) for each in added for claim in [from_json(Claim, each.value or "")]
    }
    with view(location) as ledger:
        for claim_id in claims:
            found |= {report for (report,) in ledger.execute(_REPORTS_OF, [claim_id])}
        for page_and_text in by_hand:
            found |= {report for (report,) in ledger.execute(_REPORTS_WITH, page_and_text)}
    return found


def newest_reading(location: Location) -> str:
    """The id of the newest reading: what was weighed with it holds until there is another."""
    with view(location) as ledger:
        found = ledger.execute("SELECT id FROM readings ORDER BY entry DESC LIMIT 1").fetchone()
    return str(found[0]) if found else ""


def reviews(location: Location) -> tuple[Review, ...]:
    """All decisions, oldest first."""
    with view(location) as ledger:
        rows = ledger.execute("SELECT body FROM reviews ORDER BY entry").fetchall()
    return tuple(from_json(Review, body) for (body,) in rows)


def decisions(location: Location) -> Decided:
    """What stands after all of them; only those that came since it was asked last are read, as it is asked often."""
    return _held(location).caught_up(location)


@dataclass(slots=True)
class _Held:
    """Decisions up to the review with this entry and body. A `Decided` that was handed out is never changed."""

    newest: tuple[int, str] = (0, "")
    decided: Decided = field(default_factory=Decided)
    lock: Lock = field(default_factory=Lock)

    def caught_up(self, location: Location) -> Decided:
        with self.lock, view(location) as ledger:
            rows = ledger.execute(_REVIEWS, [self.newest[0]]).fetchall()
            fresh = [from_json(Review, body) for _, body in rows[1:]]
            # A redaction blacks out what was said before it; another file may have taken this one's place.
            goes_on = bool(rows) and tuple(rows[0]) == self.newest and not any(r.decision == "redact" for r in fresh)
            if goes_on and not fresh:
                return self.decided
            if not goes_on:
                rows = ledger.execute(_REVIEWS, [0]).fetchall()
                fresh = [from_json(Review, body) for _, body in rows]
            decided = self.decided.copy() if goes_on else Decided()
            for review in fresh:
                decided.take(review)
            self.newest = tuple(rows[-1]) if rows else (0, "")
            self.decided = decided
            return decided


_REVIEWS = "SELECT entry, body FROM reviews WHERE entry >= ? ORDER BY entry"


@lru_cache(maxsize=2)
def _held(_location: Location) -> _Held:
    return _Held()


def grades(location: Location) -> tuple[dict[str, str], dict[str, str]]:
    """The grades that stand: letters by source, figures by the ids of claims."""
    given = [review for review in decisions(location).answers() if review.decision == "grade" and review.value]
    found = {review.on[0]: from_json(str, str(review.value)) for review in given}
    return (
        {on: grade for on, grade in found.items() if grade.isalpha()},
        {on: grade for on, grade in found.items() if not grade.isalpha()},
    )


def claim_id(location: Location, prefix: str) -> str:
    """The id of the claim that begins so, read or added by hand.

    Raises LedgerError where none or several do, NotOfThisKind where none can.
    """
    from sayso.ledger.find import claim

    try:
        return claim(location, prefix).kept.claim.id
    except NotHeld:
        by_hand = [review.on[0] for review, _ in decisions(location).added() if review.on[0].startswith(prefix)]
        if len(by_hand) == 1:
            return by_hand[0]
        raise


def review_to_undo(location: Location, prefix: str | None = None) -> Review:
    """The decision whose id begins so, or else the latest that stands.

    Raises LedgerError where there is none, or where it is undone already.
    """
    stand = decisions(location).answers()
    if prefix is None:
        if not stand:
            raise NotHeld(f"nothing is decided in {location}, so nothing can be undone")
        return stand[-1]
    if not prefix.strip("0123456789abcdef") == "" or not prefix:
        raise NotOfThisKind(f"{prefix!r} begins no id: ids are made of 0-9 and a-f")
    found = [review for review in stand if review.id.startswith(prefix)]
    if not found:
        raise NotHeld(f"no decision that stands in {location} begins with {prefix}")
    if len(found) > 1:
        raise NotHeld(f"several decisions of {location} begin with {prefix}: give more of the id")
    return found[0]


_CURRENT = """
    SELECT readings.entry, readings.report_id, pages.address, pages.path, claims.id, claims.body
    FROM current_readings AS readings
    JOIN pages ON pages.sha256 = readings.page_sha256
    LEFT JOIN claims ON claims.reading = readings.entry
    WHERE readings.report_id IS NOT NULL AND (claims.id IS NOT NULL OR pages.sha256 IN ({pages})) AND {only}
    ORDER BY readings.entry, claims.entry
"""
_REPORT = (
    "SELECT reports.body, texts.content FROM reports JOIN texts ON texts.sha256 = reports.text_sha256 "
    "WHERE reports.id = ?"
)
_REPORTS_OF = (
    "SELECT readings.report_id FROM claims JOIN current_readings AS readings ON readings.entry = claims.reading "
    "WHERE claims.id = ?"
)
_REPORTS_WITH = (
    "SELECT reports.id FROM current_readings AS readings JOIN reports ON reports.id = readings.report_id "
    "WHERE readings.page_sha256 = ? AND reports.text_sha256 = ?"
)


def _only(ledger: View, among: Collection[str] | None, pages: Collection[str]) -> str:
    """A condition on readings, by way of a list of theirs: SQL takes no more than some thousand values."""
    if among is None:
        return "TRUE"
    found: set[int] = set()
    for claim in among:
        found |= {entry for (entry,) in ledger.execute("SELECT reading FROM claims WHERE id = ?", [claim])}
    return f"(readings.entry IN ({','.join(map(str, sorted(found))) or -1}) OR pages.sha256 IN ({_listed(pages)}))"


def _listed(pages: Collection[str]) -> str:
    """Hashes for a list of SQL's, which may not be empty: they hold nothing but digits and letters."""
    return ",".join(f"'{page}'" for page in sorted(pages)) or "''"
