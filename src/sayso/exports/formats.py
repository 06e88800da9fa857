"""The formats by name, and the way of every export: a view of the ledger, a profile, a format, a manifest."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

from sayso.exports import acled, annotations, claimreview, columns, followthemoney, geojson, plover, prov, ucdp
from sayso.exports.care import Care
from sayso.exports.files import Files
from sayso.exports.happening import EACH_CLAIM, Happening, of_claim, of_row
from sayso.exports.outgoing import Outgoing
from sayso.exports.sheet import Sheet
from sayso.ledger.find import Wanted
from sayso.ledger.tellings import Telling, Tellings
from sayso.model.claim import Claim
from sayso.model.errors import ExportError, NotOfThisKind
from sayso.model.incident import EventRow, Relation
from sayso.model.party import PartyEntry
from sayso.weighing import policies


@dataclass(frozen=True, slots=True)
class Format:
    """One format. of: what its rows are; told: one line about it for a person; suffix: of its file."""

    of: Literal["claims", "events"]
    write: Callable[[Any, Files, Sheet], int]
    told: str
    suffix: str


FORMATS: dict[str, Format] = {
    "acled": Format("events", acled.write, "ACLED-style CSV, 31 columns, a row an event", "csv"),
    "ucdp": Format("events", ucdp.write, "UCDP GED-style CSV, 49 columns, a row an event with deaths", "csv"),
    "plover": Format("claims", plover.write, "PLOVER records, JSON Lines", "jsonl"),
    "geojson": Format("events", geojson.write, "GeoJSON (RFC 7946), a feature an event", "geojson"),
    "annotations": Format("claims", annotations.write, "W3C Web Annotations, JSON-LD", "jsonld"),
    "prov": Format("claims", prov.write, "PROV-O, Turtle: every claim with the way it came", "ttl"),
    "followthemoney": Format("claims", followthemoney.write, "FollowTheMoney entities, JSON Lines", "jsonl"),
    "claimreview": Format(
        "claims", claimreview.write, "schema.org ClaimReview, only of claims that were judged", "jsonld"
    ),
    "csv": Format("claims", columns.write_csv, "claims, chains and relations, three CSV files", "csv"),
    "parquet": Format("claims", columns.write_parquet, "the same three as Parquet", "parquet"),
}


POLICIES = (*policies.POLICIES, EACH_CLAIM)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export is, kept beside it. ledger_head: what `sayso verify` prints; withheld: what, why, how often.

    rows: records of the format; claims: those that the filters chose; left_out: for what a format has no room, by the
    reason; files: the SHA-256 of each, by name.
    """

    format: str
    profile: str
    policy: str | None
    filters: dict[str, str]
    delay_hours: float
    exported: str
    sayso: str
    ledger_entries: int
    ledger_head: str
    claims: int
    rows: int
    withheld: tuple[dict[str, Any], ...]
    left_out: dict[str, int]
    files: dict[str, str]

    def json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. Raises NotOfThisKind for a format that is none.

    among: ids of claims, to leave out all others; told: by what these were chosen, for the manifest.
    """

    format: str
    out: Path
    wanted: Wanted = field(default_factory=Wanted)
    policy: str = POLICIES[1]
    excel: bool = False
    among: frozenset[str] | None = None
    told: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise NotOfThisKind(f"{self.format!r} is no format: it is one of {', '.join(FORMATS)}")


class EventRows(Protocol):
    """Incidents as rows, in the order in which they were read; among: only those that hold one of these claims."""

    def __call__(self, *, among: frozenset[str] | None) -> Iterable[EventRow]: ...


Relating = Callable[[frozenset[str]], Iterable[Relation]]
"""From the ids of the claims that leave to the relations between them."""


def export(
    order: Order,
    view: Tellings,
    care: Care,
    *,
    version: str,
    parties: Mapping[str, PartyEntry] | None = None,
    related: Relating | None = None,
    event_rows: EventRows | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Manifest:
    """Write an export and its manifest. progress: is told how many claims were looked at.

    parties: of the register, by id; event_rows: the incidents by the order's policy, None where every claim is
    to be a row by itself. Raises ExportError where it cannot be written.
    """
    _check_place(order, view)
    entries, head = view.head
    sheet = Sheet(head, care.profile, order.policy, care.now.isoformat(timespec="seconds"), parties or {})
    form = FORMATS[order.format]
    leaving: set[str] = set()
    keeps_ids = related is not None and form.write in (columns.write_csv, columns.write_parquet)
    claims = _leaving(view, order, care, progress, leaving if keeps_ids else None)
    if related is not None:
        sheet.relations = lambda: _cleared(related(frozenset(leaving)), care)
    with Files(order.out, excel=order.excel) as files:
        if form.of == "claims":
            rows = form.write(claims, files, sheet)
        elif event_rows is None:
            rows = form.write(_events(map(of_claim, claims), sheet), files, sheet)
        else:
            rows = form.write(_events(_by_policy(event_rows, view, order, care, sheet, progress), sheet), files, sheet)
        manifest = Manifest(
            format=order.format,
            profile=care.profile,
            policy=order.policy if form.of == "events" else None,
            filters=care.asked(_filters(order.wanted) | dict(order.told)),
            delay_hours=care.delay.total_seconds() / 3600,
            exported=sheet.exported,
            sayso=version,
            ledger_entries=entries,
            ledger_head=head,
            claims=care.considered,
            rows=rows,
            withheld=tuple(
                {"what": what, "why": why, "times": times} for (what, why), times in sorted(care.withheld.items())
            ),
            left_out=dict(sorted(sheet.left_out.items())),
            files=files.hashes(),
        )
        with files.text(manifest_path(order.out)) as file:
            file.write(manifest.json())
    return manifest


def manifest_path(out: Path) -> Path:
    """Where the manifest of an export stands."""
    return out.with_name(f"{out.name}.manifest.json")


def delay_of(text: str) -> timedelta:
    """A delay as a person writes it: 72h, 3d, 90m. Raises NotOfThisKind for what is none."""
    found = re.fullmatch(r"(\d{1,5})\s*([mhdw])", text.strip().lower())
    if not found:
        raise NotOfThisKind(f"{text!r} is no delay: write it as 72h, 3d or 2w")
    units = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
    return timedelta(**{units[found[2]]: int(found[1])})


def _leaving(
    view: Tellings, order: Order, care: Care, progress: Callable[[int], None], ids: set[str] | None
) -> Iterator[Outgoing]:
    """What leaves, report by report: nothing but the report at hand is held. ids: takes in those of the claims."""
    for telling in _tellings(view, order, care):
        for outgoing in care.leaving(telling):
            if ids is not None:
                ids.add(outgoing.id)
            yield outgoing
        progress(care.considered)


def _events(happenings: Iterable[Happening], sheet: Sheet) -> Iterator[Happening]:
    """Only what happened: what is denied, doubted or planned is a claim, and no event by itself."""
    for happening in happenings:
        if happening.lead.stance in ("denied", "doubted", "planned"):
            sheet.left_out[f"{happening.lead.stance}: no event by itself"] += 1
        else:
            yield happening


def _by_policy(
    event_rows: EventRows, view: Tellings, order: Order, care: Care, sheet: Sheet, progress: Callable[[int], None]
) -> Iterator[Happening]:
    """The incidents of which a claim is wanted, with those of their claims that leave.

    Rows and reports come in one order, so that each report is read and cleared once, and only claims whose incident is
    not yet whole are held.
    """
    fitting = frozenset(view.ids(order.wanted)) if _filters(order.wanted) else order.among
    if fitting is not None and order.among is not None:
        fitting &= order.among
    rows = event_rows(among=fitting)
    among = None
    if fitting is not None:
        rows = list(rows)
        among = frozenset(one for row in rows for one in _claims_of(row))
    tellings = _tellings(view, replace(order, wanted=Wanted(), among=among), care)
    cleared: dict[str, Outgoing | None] = {}
    for row in rows:
        ids = _claims_of(row)
        while any(one not in cleared for one in ids) and (telling := next(tellings, None)):
            cleared |= care.cleared(telling)
            progress(care.considered)
        happening = of_row(row, {one: claim for one in ids if (claim := cleared.pop(one, None))})
        if happening is None:
            sheet.left_out["the claims that it rests on are withheld"] += 1
        else:
            yield happening


def _claims_of(row: EventRow) -> tuple[str, ...]:
    """All claims of the incident, by which its origins were counted."""
    counted = row.cell("origins")
    return counted.claims if counted else tuple({one for cell in row.cells for one in cell.claims})


def _tellings(view: Tellings, order: Order, care: Care) -> Iterator[Telling]:
    """The reports with the claims that were read in them, then those that were added by hand."""
    yield from view.tellings(order.wanted, order.among)
    for review, claim in care.decided.added():
        telling_of = view.telling_of(claim.page_sha256, claim.text_sha256)
        chosen_too = order.among is None or review.on[0] in order.among
        if telling_of is not None and chosen_too and _wants(order.wanted, claim, telling_of):
            yield replace(telling_of, claims=(claim,))


def _wants(wanted: Wanted, claim: Claim, telling: Telling) -> bool:
    """Whether a claim that was added by hand, and so is in no index, answers what is asked."""
    when = claim.event.when
    first = when.start if when else None
    last = (when.end or when.start) if when else None
    voices = [hop.speaker.text for hop in claim.chain] or [telling.outlet or ""]
    asked = (
        (wanted.about, [words.text for words in claim.quote]),
        (wanted.speaker, voices),
        (wanted.place, [place.text for place in claim.event.places]),
    )
    return (
        wanted.stance in (None, claim.stance)
        and wanted.type in (None, claim.event.type)
        and all(text is None or _all_words(text, " ".join(told)) for text, told in asked)
        and (wanted.since is None or (last is not None and last >= wanted.since))
        and (wanted.until is None or (first is not None and first <= wanted.until.ljust(10, "~")))
    )


def _all_words(asked: str, told: str) -> bool:
    return all(word in told.casefold() for word in asked.casefold().split())


def _cleared(relations: Iterable[Relation], care: Care) -> Iterator[Relation]:
    """Relations as the profile lets them pass: their reasons and values repeat words of the claims."""
    for relation in relations:
        yield relation if care.profile == "internal" else replace(relation, reason="", values=None)


def _filters(wanted: Wanted) -> dict[str, str]:
    asked = {each.name: getattr(wanted, each.name) for each in fields(wanted)}
    return {name: str(value) for name, value in asked.items() if value is not None}


def _check_place(order: Order, view: Tellings) -> None:
    out = order.out
    if out.is_dir():
        raise ExportError(f"{out} is a folder: name a file in it with -o, such as {out / f'claims.{order.format}'}")
    if not out.parent.is_dir():
        raise ExportError(f"there is no folder {out.parent} for {out.name}: make it first")
    if isinstance(view.path, Path) and out.exists() and out.samefile(view.path):
        raise ExportError(f"{out} is the ledger itself: name another file with -o")
