"""One function a screen: what an address asks, found by the API, handed to a template."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.desk import charts, leaving, views, voices
from sayso.desk.asked import PAGE_OF, TYPES, asked, chips, held, page_of, query
from sayso.desk.desk import Desk
from sayso.desk.kept_page import shown
from sayso.desk.left import Left
from sayso.desk.marks import Mark, blocks, marks_of
from sayso.desk.render import page
from sayso.desk.safety import KEPT_PAGE
from sayso.exports.wording import STANCES
from sayso.ledger.catalogue import Asked, Catalogue, Line
from sayso.model.errors import LedgerError

AROUND = 700
"""Characters of the report on either side of a claim in the queue: the paragraphs that touch them are shown whole."""
SAMPLE = 10
"""How many of one pattern a person must have accepted, refusing none, before the rest is offered as one decision."""
AT_ONCE = 1000
"""Claims that one decision may be on."""


def front(_request: Request, desk: Desk) -> Response:
    """The way in: what is there to see, or how to fill an empty ledger."""
    return RedirectResponse("/incidents" if desk.catalogue().reports else "/add", 303)


def claims(request: Request, desk: Desk) -> Response:
    """Who says what: filters, list, timeline and map."""
    catalogue, wanted = desk.catalogue(), asked(request.query_params)
    found = catalogue.chosen(wanted)
    number = min(page_of(request.query_params), max(1, -(-len(found) // PAGE_OF)))
    here = found[(number - 1) * PAGE_OF : number * PAGE_OF]
    timeline, places = drawn(catalogue, desk) if wanted == Asked() else _drawn(wanted, found, catalogue, desk)
    return page(
        request,
        "claims.html",
        desk,
        title="Claims",
        cards=views.cards(catalogue, here),
        found=len(found),
        number=number,
        pages=max(1, -(-len(found) // PAGE_OF)),
        first=(number - 1) * PAGE_OF + 1,
        timeline=timeline,
        map=places,
        exporting=leaving.choices(),
        kept=held(wanted),
        undecided=len(catalogue.undecided(found)),
        **filters(wanted, catalogue, found),
    )


Drawn = tuple[charts.Timeline | None, charts.Map | None]


def drawn(catalogue: Catalogue, desk: Desk) -> Drawn:
    """Timeline and map of all claims: day by day and place by place, so that a correction costs its own alone."""

    def make() -> Drawn:
        days = catalogue.parted("day", lambda line: (line.since,))
        at = views.by_place(catalogue)
        extents = desk.ledger.extents({entry for (entry, _), one in at.items() if one.lat is None})
        return charts.timeline_of({day: len(lines) for day, lines in days.items()}), charts.map_of(at, extents)

    return catalogue.remembered("drawn", make)


def _drawn(wanted: Asked, found: Sequence[Line], catalogue: Catalogue, desk: Desk) -> Drawn:
    def make() -> Drawn:
        extents = desk.ledger.extents({spot.entry for line in found for spot in line.spots if spot.lat is None})
        return charts.timeline(found), charts.places_of(charts.mentions(found), extents)

    # What reviews change is not remembered.
    return make() if wanted.state else catalogue.remembered(("drawn", wanted), make)


def filters(wanted: Asked, catalogue: Catalogue, found: Sequence[Line]) -> dict[str, Any]:
    """What the rail of filters and the chips show."""
    report = catalogue.reports.get(wanted.report or "")
    titles = {report.id: views.title(report)} if report else {}

    def parted() -> tuple[tuple[views.Facet, ...], tuple[views.Facet, ...]]:
        if found is catalogue.lines:
            return views.all_facets(catalogue, "stance", STANCES), views.all_facets(catalogue, "type", TYPES)
        return views.facets(found, "stance", STANCES), views.facets(found, "type", TYPES)

    # What reviews cannot change is remembered.
    stances, types = parted() if wanted.state else catalogue.remembered(("parted", wanted, len(found)), parted)
    return {
        "asked": wanted,
        "query": lambda **changes: query(wanted, **changes),
        "chips": list(chips(wanted, titles)),
        "stances": stances,
        "types": types,
    }


def queue(request: Request, desk: Desk) -> Response:
    """One claim at a time: the next that nobody decided, after the one that was decided or skipped last."""
    catalogue, wanted = desk.catalogue(), asked(request.query_params)
    # A queue is of what is open, unless its address says otherwise.
    found = catalogue.chosen(wanted)
    undecided = catalogue.undecided(found) if wanted.state is None else found
    left = Left.of(request)
    open_ones = left.without(undecided, catalogue)
    line = _at(request, found, open_ones)
    verdicts = [catalogue.verdict(each.id) for each in found] if len(undecided) < len(found) else []
    accepted, refused = verdicts.count("accept"), verdicts.count("refuse")
    given = {
        "title": "Review",
        "done": len(found) - len(undecided) if wanted.state is None else 0,
        "all": len(found),
        "open": len(open_ones),
        "pace": views.pace(catalogue.decided, desk.who),
        "last": next(iter(catalogue.decided.newest(desk.who)), None),
        "left": len(undecided) - len(open_ones),
        "leaves_graphic": left.all_graphic,
        "rest": len(undecided) if accepted >= SAMPLE and not refused and 0 < len(undecided) <= AT_ONCE else 0,
        "accepted": accepted,
        **filters(wanted, catalogue, found),
    }
    if line is None:
        return page(request, "queue.html", desk, card=None, **given)
    (claim,) = catalogue.claims([line])
    card = views.card(line, claim, catalogue)
    opened = desk.ledger.report(line.report)
    return page(
        request,
        "queue.html",
        desk,
        card=card,
        blocks=blocks(
            opened.report, marks_of(claim, line.id, slots=True), (max(0, card.start - AROUND), card.end + AROUND)
        ),
        back=f"/queue{query(wanted, after=line.id)}",
        here=f"/queue{query(wanted, at=line.id)}",
        previous=_beside(found, line, -1),
        following=_beside(found, line, 1),
        **given,
    )


def _at(request: Request, found: Sequence[Line], open_ones: Sequence[Line]) -> Line | None:
    """`at` names the claim; `after` the one before; past the last open one the first comes again."""
    at, after = request.query_params.get("at"), request.query_params.get("after")
    if at and (named := next((line for line in found if line.id == at), None)):
        return named
    if not open_ones:
        return None
    if after:
        ahead = iter(found)
        for line in ahead:
            if line.id == after:
                break
        still = {line.id for line in open_ones}
        if following := next((line for line in ahead if line.id in still), None):
            return following
        return next((line for line in open_ones if line.id != after), None)
    return open_ones[0]


def _beside(found: Sequence[Line], line: Line, step: int) -> str | None:
    """The id of the claim before or behind this one."""
    at = next(number for number, each in enumerate(found) if each.id == line.id) + step
    return found[at].id if 0 <= at < len(found) else None


def reports(request: Request, desk: Desk) -> Response:
    """All reports, and what could not be read."""
    catalogue = desk.catalogue()
    listed = list(catalogue.reports.values())
    sought = request.query_params.get("about", "").strip()
    if sought:
        listed = [one for one in listed if sought.casefold() in f"{views.title(one)} {one.outlet or ''}".casefold()]
    number = min(page_of(request.query_params), max(1, -(-len(listed) // PAGE_OF)))
    return page(
        request,
        "reports.html",
        desk,
        title="Reports",
        rows=[views.row(one, catalogue) for one in listed[(number - 1) * PAGE_OF : number * PAGE_OF]],
        found=len(listed),
        number=number,
        pages=max(1, -(-len(listed) // PAGE_OF)),
        sought=sought,
        troubled=desk.ledger.troubled(),
        query=lambda **changes: "?" + urlencode({"about": sought, **changes}),
    )


def report(request: Request, desk: Desk) -> Response:
    """A report's text with its claims marked, and the claims beside it."""
    catalogue, report_id = desk.catalogue(), request.path_params["id"]
    opened = desk.ledger.report(report_id)
    shelved = catalogue.reports.get(report_id)
    if shelved is None:
        raise LedgerError("a newer reading replaced this report: the list of reports shows the current one")
    lines = sorted(catalogue.chosen(Asked(report=report_id)), key=lambda line: line.entry)
    claims = catalogue.claims(lines)
    told = sorted(
        (views.card(line, claim, catalogue) for line, claim in zip(lines, claims, strict=True)),
        key=lambda card: (card.start, card.end),
    )
    marks = [mark for line, claim in zip(lines, claims, strict=True) for mark in marks_of(claim, line.id)]
    marks += [Mark(problem.span, "problem", None) for problem in opened.problems if problem.span]
    chosen = request.query_params.get("claim")
    return page(
        request,
        "report.html",
        desk,
        title=views.title(shelved),
        opened=opened,
        shelved=shelved,
        cards=told,
        chosen=chosen,
        blocks=blocks(opened.report, marks),
        read_to_end=catalogue.decided.read_to_end(shelved.page, shelved.text),
        here=f"/reports/{report_id}",
        link=opened.address if opened.address.startswith(("http://", "https://")) else None,
        last=next(iter(catalogue.decided.newest(desk.who)), None),
        neighbours=_neighbours(list(catalogue.reports), report_id),
    )


def _neighbours(ids: Sequence[str], one: str) -> tuple[str | None, str | None]:
    at = ids.index(one)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def kept_page(request: Request, desk: Desk) -> Response:
    """The page as it was kept, for the sandboxed frame beside its report."""
    sha256 = desk.ledger.report(request.path_params["id"]).report.page_sha256
    return Response(
        shown(desk.ledger.page(sha256)), media_type="text/html", headers={"Content-Security-Policy": KEPT_PAGE}
    )


def history(request: Request, desk: Desk) -> Response:
    """Every decision, newest first."""
    catalogue = desk.catalogue()
    who, did = request.query_params.get("who") or None, request.query_params.get("decision") or None
    all_reviews = list(catalogue.decided.reviews.values())
    found = [review for review in reversed(all_reviews) if who in (None, review.who) and did in (None, review.decision)]
    number = min(page_of(request.query_params), max(1, -(-len(found) // PAGE_OF)))
    return page(
        request,
        "history.html",
        desk,
        title="History",
        told=[views.told(review, catalogue) for review in found[(number - 1) * PAGE_OF : number * PAGE_OF]],
        found=len(found),
        number=number,
        pages=max(1, -(-len(found) // PAGE_OF)),
        people=sorted({review.who for review in all_reviews}),
        decisions=views.DECISIONS,
        by=who,
        did=did,
        query=lambda **changes: (
            "?" + urlencode({k: v for k, v in {"who": who, "decision": did, **changes}.items() if v})
        ),
    )


def add(request: Request, desk: Desk) -> Response:
    """Where files are dropped and text is pasted."""
    return page(request, "add.html", desk, title="Add reports", adding=None)


def adding(request: Request, desk: Desk) -> Response:
    """How far a reading has come, and what came of it."""
    number = request.path_params["number"]
    if number not in desk.added:
        raise LedgerError("this desk began no such reading; the reports that were kept are in the list")
    return page(request, "add.html", desk, title="Add reports", adding=desk.added[number])


def find(request: Request, desk: Desk) -> Response:
    """Anything by its words: screens, speakers, reports, claims."""
    catalogue, sought = desk.catalogue(), request.query_params.get("q", "").strip()
    found: dict[str, Any] = {"speakers": [], "reports": [], "cards": []}
    if sought:
        low = sought.casefold()
        everybody = voices.speakers(catalogue)
        found["speakers"] = [each for each in everybody if low in each.name.casefold()][:6]
        found["reports"] = [
            (report.id, views.title(report))
            for report in catalogue.reports.values()
            if low in views.title(report).casefold()
        ][:6]
        if any(map(str.isalnum, sought)):
            found["cards"] = views.cards(catalogue, catalogue.chosen(replace(Asked(), about=sought))[:8])
    return page(request, "find.html", desk, title="Find", sought=sought, **found)
