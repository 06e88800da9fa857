"""Incidents: what several claims say of one happening, side by side, and how many origins stand behind them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from sayso.api import SideBySide
from sayso.desk import charts, leaving, views
from sayso.desk.asked import asked, held, query
from sayso.desk.desk import Desk
from sayso.desk.render import page
from sayso.desk.screens import filters
from sayso.exports.wording import between, number, spaced, tolls
from sayso.ledger.catalogue import Asked, Catalogue, Line
from sayso.model.event import Count, EventType
from sayso.model.incident import EventRow, Matrix, Relation, RelationKind

MOST = 60
"""Incidents of one list: those with the most reports; filters lead to the others."""
POLICY = "low-best-high"


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident in a list. claim: the one that is quoted; by its id
    the incident is opened, whatever joins it later.
    """

    claim: str
    what: str
    where: str | None
    when: str | None
    reports: int
    origins: int
    claims: int
    disputed: tuple[str, ...]
    quote: str
    speakers: tuple[str, ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A toll as a range on the chart: low to high (None: open), who gives it, and when it was published."""

    name: str
    low: int | None
    high: int | None
    told: str
    speaker: str
    published: str | None
    x: float
    width: float
    y: float


@dataclass(frozen=True, slots=True)
class Differing:
    """A speaker against others on a slot (None: on the whole), each with a claim that says so; values: its, theirs."""

    speaker: str
    claim: str
    kind: RelationKind
    others: tuple[tuple[str, str], ...]
    slot: str | None
    values: tuple[str, str] | None
    reason: str


def several(request: Request, desk: Desk) -> Response:
    """The list beside map and timeline; each filter stands in the address."""
    catalogue, wanted = desk.catalogue(), asked(request.query_params)
    disputed = request.query_params.get("disputed") == "yes"
    among = None if wanted == Asked() else [line.id for line in catalogue.chosen(wanted)]
    found = desk.incidents(among, MOST)
    shown = [laid for laid in found.shown if laid.matrix.disputed or not disputed]
    lines = [line for laid in shown for claim in laid.matrix.incident.claims if (line := catalogue.line(claim))]
    extents = desk.ledger.extents({spot.entry for line in lines for spot in line.spots if spot.lat is None})
    extra = {"disputed": "yes"} if disputed else {}
    given = filters(wanted, catalogue, lines)
    given["query"] = lambda **changes: query(wanted, **{**extra, **changes})
    return page(
        request,
        "incidents.html",
        desk,
        title="Incidents",
        shown=[happening(laid, catalogue) for laid in shown],
        found=found,
        disputed=disputed,
        exporting=leaving.choices(),
        kept={**held(wanted), **extra},
        whole=len(found.shown) >= found.matching and not disputed,
        timeline=charts.timeline(_days(shown, catalogue)),
        map=charts.places_of(_where(shown, catalogue), extents, "incident"),
        **given,
    )


def _days(shown: Sequence[SideBySide], catalogue: Catalogue) -> list[Line]:
    """One line an incident: its first dated claim, else its first."""
    firsts = []
    for laid in shown:
        lines = [line for claim in laid.matrix.incident.claims if (line := catalogue.line(claim))]
        if lines:
            firsts.append(min(lines, key=lambda line: line.since or "~"))
    return firsts


def _where(shown: Sequence[SideBySide], catalogue: Catalogue) -> Iterator[charts.Mention]:
    """Each incident where most of its claims place it, once for each of its origins."""
    for laid in shown:
        lines = filter(None, map(catalogue.line, laid.matrix.incident.claims))
        spots = [spot for line in lines for spot in line.spots]
        if not spots:
            continue
        entries = [spot.entry for spot in spots]
        spot = max(spots, key=lambda each: entries.count(each.entry))
        spot = spot._replace(text=_names(catalogue)[spot.entry])
        for origin in range(len(laid.matrix.origins)):
            yield charts.Mention(spot, laid.matrix.incident.id, f"{origin}", bool(laid.matrix.disputed))


def _names(catalogue: Catalogue) -> dict[str, str]:
    """What each place is called, by its entry: the plainest of all words for it."""

    def found() -> dict[str, str]:
        names: dict[str, str] = {}
        for (entry, _), one in views.by_place(catalogue).items():
            names[entry] = min(names.get(entry, one.name), one.name, key=charts.plainness)
        return names

    return catalogue.remembered("names of places", found)


def happening(laid: SideBySide, catalogue: Catalogue) -> Happening:
    """One incident in a line or two."""
    matrix = laid.matrix
    claims = [laid.told[claim].claim for claim in matrix.incident.claims]
    types: list[EventType] = [claim.event.type for claim in claims if claim.event.type != "other"] or ["other"]
    told_of = [place for claim in claims for place in claim.event.places]
    # "The town" names none beside one that the gazetteer knows, and is called as others call it.
    known = [each for each in told_of if each.entry] or told_of
    names = _names(catalogue)
    places = [names.get(each.entry, each.text) if each.entry and each.text.islower() else each.text for each in known]
    times = sorted(
        (when.start, when.end or when.start, when.granularity or "day")
        for claim in claims
        if (when := claim.event.when) and when.start
    )
    quoted = max(matrix.incident.claims, key=lambda claim: len(laid.told[claim].claim.longest.text))
    return Happening(
        claim=quoted,
        what=spaced(max(types, key=types.count)),
        where=max(places, key=lambda place: (places.count(place), -len(place))) if places else None,
        when=between(*times[0]) if times else None,
        reports=matrix.reports,
        origins=len(matrix.origins),
        claims=len(claims),
        disputed=matrix.disputed,
        quote=laid.told[quoted].claim.longest.text,
        speakers=tuple(dict.fromkeys(column.speaker for column in matrix.columns)),
        undecided=sum(catalogue.decided.standing(claim).verdict is None for claim in matrix.incident.claims),
    )


def one(request: Request, desk: Desk) -> Response:
    """The matrix: slots down, origins across; on top the row of a policy, each cell with its claims."""
    from sayso.weighing.policies import POLICIES

    catalogue = desk.catalogue()
    laid = desk.ledger.compare(request.path_params["id"])
    policy = request.query_params.get("policy") or POLICY
    row: EventRow = desk.ledger.event_row(laid, policy)
    lines = [line for claim in laid.matrix.incident.claims if (line := catalogue.line(claim))]
    cards = {card.id: card for card in views.cards(catalogue, lines)}
    return page(
        request,
        "incident.html",
        desk,
        title="Incident",
        laid=laid,
        matrix=laid.matrix,
        about=happening(laid, catalogue),
        cards=cards,
        row=[cell for cell in row.cells if cell.value is not None],
        policy=policy,
        exporting=leaving.choices(),
        policies=[name for name in POLICIES if name != "order-of-sources"],
        figures=_figures(laid),
        here=f"/incidents/{request.path_params['id']}",
        differing=_differing(laid.matrix),
        last=next(iter(catalogue.decided.newest(desk.who)), None),
    )


def _differing(matrix: Matrix) -> list[Differing]:
    """Who contradicts or updates whom: speaker by speaker, not claim by claim, those who stand against most first."""
    speaker = {claim: column.speaker for column in matrix.columns for claim in column.claims}
    told = [each for each in matrix.relations if each.kind in ("contradicts", "updates")]
    against: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for each in told:
        against[each.slot, speaker[each.a]].add(speaker[each.b])
        against[each.slot, speaker[each.b]].add(speaker[each.a])
    found: dict[tuple[object, ...], tuple[Relation, dict[str, str]]] = {}
    for each in told:
        more = len(against[each.slot, speaker[each.b]]) > len(against[each.slot, speaker[each.a]])
        if each.kind == "contradicts" and more:
            each = replace(each, a=each.b, b=each.a, values=each.values and each.values[::-1])
        _, others = found.setdefault((each.kind, each.slot, speaker[each.a], each.values, each.reason), (each, {}))
        others.setdefault(speaker[each.b], each.b)
    listed = [
        Differing(speaker[each.a], each.a, each.kind, tuple(others.items()), each.slot, each.values, each.reason)
        for each, others in found.values()
    ]
    return sorted(listed, key=lambda each: -len(each.others))


def _figures(laid: SideBySide) -> tuple[Figure, ...]:
    """Every count of people in the order of publication, on one scale."""
    given: list[tuple[str | None, str, str, Count]] = []
    for column in laid.matrix.columns:
        for claim in column.claims:
            told = laid.told[claim]
            day = told.setting.published
            given += [(day, name, column.speaker, people) for name, people in tolls(told.claim.event.toll)]
    given = [each for each in given if each[3].low is not None or each[3].high is not None]
    most = max((max(people.low or 0, people.high or 0) for *_, people in given), default=0)
    if not most:
        return ()
    made = []
    for at, (published, name, speaker, people) in enumerate(sorted(given, key=lambda each: (each[1], each[0] or ""))):
        low, high = people.low or 0, people.high if people.high is not None else most * 1.15
        scale = 300 / (most * 1.15)
        made.append(
            Figure(
                name,
                people.low,
                people.high,
                number(people),
                speaker,
                published,
                round(low * scale, 1),
                round(max(3.0, (high - low) * scale), 1),
                22.0 * at,
            )
        )
    return tuple(made)
