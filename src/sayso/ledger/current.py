"""What weighing reads of a ledger: current claims page by page, and the decisions that stand. Nothing here writes."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sayso.ledger.location import Location
from sayso.ledger.rows import report_of
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.errors import NotHeld, NotOfThisKind
from sayso.model.report import Report
from sayso.model.review import Decision, Review


@dataclass(frozen=True, slots=True)
class CurrentReport:
    """A report in its current reading: the page's address and path, and each of its claims with its id."""

    report: Report
    address: str
    path: str
    claims: tuple[tuple[str, Claim], ...]


def current(location: Location, among: Collection[str] | None = None) -> Iterator[CurrentReport]:
    """The reports that hold claims, in the order in which they came, one in memory at a time.

    among: ids of claims; then only the reports that hold one of these, with all of their claims.
    """
    with view(location) as ledger:
        only = "" if among is None else _only(ledger, among)
        rows = ledger.stream(_CURRENT.format(only=only))
        for _, of_reading in groupby(rows, itemgetter(0)):
            first = next(of_reading)
            _, report_id, address, kept_path, *_ = first
            body, text = ledger.execute(_REPORT, [report_id]).fetchone()
            claims = tuple((row[4], from_json(Claim, row[5])) for row in (first, *of_reading))
            yield CurrentReport(report_of(json.loads(body), text), address, kept_path, claims)


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


def standing(decisions: Iterable[Review]) -> tuple[Review, ...]:
    """The decisions that stand, oldest first: without those undone (an undoing can be undone too), and of several that
    answer one question (are these the same, how good is this source) the latest.
    """
    undone: set[str] = set()
    said: set[tuple[frozenset[str], str | None]] = set()
    found: list[Review] = []
    for review in reversed(tuple(decisions)):
        if review.id in undone:
            continue
        if review.decision == "undo":
            undone |= set(review.on)
            continue
        if review.decision in TOGETHER or review.decision == "grade":
            question = (frozenset(review.on), review.value if review.decision in TOGETHER else None)
            if question in said:
                continue
            said.add(question)
        found.append(review)
    return tuple(reversed(found))


def grades(location: Location) -> tuple[dict[str, str], dict[str, str]]:
    """The grades that stand: letters by source, figures by the ids of claims."""
    given = [review for review in standing(reviews(location)) if review.decision == "grade" and review.value]
    found = {review.on[0]: from_json(str, str(review.value)) for review in given}
    return (
        {on: grade for on, grade in found.items() if grade.isalpha()},
        {on: grade for on, grade in found.items() if not grade.isalpha()},
    )


TOGETHER: frozenset[Decision] = frozenset({"same", "different", "unsure"})
"""Answers to the question whether claims belong together."""


def claim_id(location: Location, prefix: str) -> str:
    """The id of the claim that begins so. Raises LedgerError where none or several do, NotOfThisKind where none can."""
    from sayso.ledger.find import claim

    return claim(location, prefix).kept.claim.id


def review_to_undo(location: Location, prefix: str | None = None) -> Review:
    """The decision whose id begins so, or else the latest that stands.

    Raises LedgerError where there is none, or where it is undone already.
    """
    stand = standing(reviews(location))
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
    FROM claims
    JOIN current_readings AS readings ON readings.entry = claims.reading
    JOIN pages ON pages.sha256 = readings.page_sha256
    {only}
    ORDER BY readings.entry, claims.entry
"""
_REPORT = (
    "SELECT reports.body, texts.content FROM reports JOIN texts ON texts.sha256 = reports.text_sha256 "
    "WHERE reports.id = ?"
)


def _only(ledger: View, among: Collection[str]) -> str:
    """A condition on readings, by way of a list of theirs: SQL takes no more than some thousand values."""
    found: set[int] = set()
    for claim in among:
        found |= {entry for (entry,) in ledger.execute("SELECT reading FROM claims WHERE id = ?", [claim])}
    return f"WHERE readings.entry IN ({','.join(map(str, sorted(found)))})" if found else "WHERE FALSE"
