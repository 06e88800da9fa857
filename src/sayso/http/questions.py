"""What can be asked, as a table: an address, its parameters, and the function that puts the question to `api.py`."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from sayso.api import Ledger
from sayso.exports import contract
from sayso.exports.contract import JSON
from sayso.http import asked as q
from sayso.http.asked import Asked, Parameter


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a list. after: where the next begins, None where this is the last; more: members beside the rows."""

    items: Sequence[JSON]
    after: int | None
    more: JSON = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that comes in pages. gives: the schema of a row; heavy: it may go through all claims, so one at a time."""

    told: str
    parameters: tuple[Parameter, ...]
    rows: Callable[[Ledger, Asked], Rows]
    gives: str
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """One thing by its id, or by none. gives: its schema."""

    told: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Ledger, Asked, str], JSON]
    gives: str
    heavy: bool = False


def _index(ledger: Ledger, _: Asked, __: str) -> JSON:
    entries, head = ledger.head()
    return {"sayso": version("sayso"), **asdict(ledger.counts()), "entries": entries, "head": head}


def _reports(ledger: Ledger, asked: Asked) -> Rows:
    found = ledger.some_pages(limit=asked.limit, offset=asked.at, **asked.values)
    return _rows([contract.page_of(page) for page in found.pages], asked, found.matching)


def _report(ledger: Ledger, _: Asked, report_id: str) -> JSON:
    opened = ledger.report(report_id)
    of = opened.report
    told = contract.file(opened.path, of.page_sha256, of, opened.claims, opened.notes, opened.problems)
    about = {"address": opened.address, "fetched": opened.fetched, "media_type": opened.media_type}
    return {**told, **about, "reader": opened.reader}


def _claims(ledger: Ledger, asked: Asked) -> Rows:
    found = ledger.claims(limit=asked.limit, offset=asked.at, **asked.values)
    rows = [contract.kept_claim_of(kept) for kept in found]
    return _rows(rows, asked, found.matching, undated=found.undated)


def _claim(ledger: Ledger, _: Asked, claim_id: str) -> JSON:
    shown = ledger.claim(claim_id)
    told = contract.claim_of(shown.kept.claim)
    reviews = [contract.review_of(each, stands=stands) for each, stands in ledger.reviews(shown.kept.claim.id)]
    report = contract.report_of(shown.report)
    return {**told, "current": shown.kept.current, "report": report, "reviews": reviews}


def _incidents(ledger: Ledger, asked: Asked) -> Rows:
    found = ledger.incidents(limit=asked.limit, offset=asked.at, **asked.values)
    rows = [contract.matrix_of(laid.matrix) for laid in found.shown]
    return _rows(rows, asked, found.matching, alone=found.alone)


def _incident(ledger: Ledger, asked: Asked, incident_id: str) -> JSON:
    laid = ledger.compare(incident_id, **asked.values)
    return {**contract.matrix_of(laid.matrix), "grades": [asdict(each) for each in laid.grades]}


def _relations(ledger: Ledger, asked: Asked) -> Rows:
    found = ledger.relations(limit=asked.limit, offset=asked.at, **asked.values)
    after = asked.at + found.incidents if found.more else None
    return Rows([contract.relation_of(each) for each in found.relations], after)


def _parties(ledger: Ledger, asked: Asked) -> Rows:
    found = ledger.parties(**asked.values)
    shown = found[asked.at : asked.at + asked.limit]
    rows = [{**contract.party_of(each.entry), "claims": asdict(each.times)} for each in shown]
    return _rows(rows, asked, len(found))


def _party(ledger: Ledger, _: Asked, party_id: str) -> JSON:
    return contract.party_of(ledger.party(party_id))


def _reviews(ledger: Ledger, asked: Asked) -> Rows:
    who, decision = asked.values.get("who"), asked.values.get("decision")
    found = [
        (review, stands)
        for review, stands in ledger.reviews(asked.values.get("on"))
        if who in (None, review.who) and decision in (None, review.decision)
    ]
    shown = found[asked.at : asked.at + asked.limit]
    return _rows([contract.review_of(each, stands=stands) for each, stands in shown], asked, len(found))


def _rows(items: Sequence[JSON], asked: Asked, matching: int, **more: Any) -> Rows:
    end = asked.at + len(items)
    return Rows(items, end if items and end < matching else None, {"matching": matching, **more})


_EVENT = (q.ABOUT, q.PLACE, q.TYPE, q.FROM, q.TO)
_PAGED = (q.LIMIT, q.CURSOR)

QUESTIONS: dict[str, Listing | One] = {
    "": One("What this ledger holds.", (), _index, "Index"),
    "/reports": Listing(
        "Pages kept, in the order in which they came, each with the report that was read in it.",
        (q.UNREAD, *_PAGED),
        _reports,
        "Page",
    ),
    "/reports/{id}": One("A report: its text and all that was read in it.", (), _report, "File"),
    "/claims": Listing(
        "The current claims, by the day of their event, undated last.",
        (q.ABOUT, q.SPEAKER, q.STANCE, q.TYPE, q.PLACE, q.FROM, q.TO, *_PAGED),
        _claims,
        "KeptClaim",
    ),
    "/claims/{id}": One("A claim with its report and what was decided on it.", (), _claim, "ShownClaim"),
    "/incidents": Listing(
        "Happenings that two claims or more tell of, those with the most reports first.",
        (*_EVENT, *_PAGED),
        _incidents,
        "Incident",
        heavy=True,
    ),
    "/incidents/{id}": One(
        "An incident laid out, by its id or by that of one of its claims.",
        (q.GRADES,),
        _incident,
        "Incident",
        heavy=True,
    ),
    "/relations": Listing(
        "How claims of one happening stand to each other. Those of a happening stay on one page, which can so hold "
        "more than the limit.",
        (*_EVENT, q.CLAIM, q.KIND, q.SLOT, *_PAGED),
        _relations,
        "Relation",
        heavy=True,
    ),
    "/parties": Listing(
        "Parties of the register that current claims name, those named most first.",
        (q.NAMED, q.PARTY_KIND, *_PAGED),
        _parties,
        "PartyNamed",
        heavy=True,
    ),
    "/parties/{id}": One("A party of the register.", (), _party, "Party"),
    "/reviews": Listing(
        "Every decision, oldest first, also those undone.", (q.ON, q.WHO, q.DECISION, *_PAGED), _reviews, "Review"
    ),
}
"""By the address behind /api/v1."""
