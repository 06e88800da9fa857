"""Claims held against each other: what weighing is given, incidents of a ledger, and how each is laid out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sayso.ledger.location import Location
from sayso.model.canonical import sha256_of
from sayso.model.claim import Claim
from sayso.model.errors import NotHeld, NotOfThisKind
from sayso.model.report import Report
from sayso.resolving import open_gazetteer, open_register, places_of, with_parties, with_places

if TYPE_CHECKING:
    from sayso.exports.contract_files import ContractFile
    from sayso.ledger.kept_incidents import Counted, KeptIncidents
    from sayso.model.incident import Incident, Kin, Matrix, Question, Relation, Told
    from sayso.model.place import PlaceEntry
    from sayso.model.review import Decision, Review
    from sayso.weighing.grades import Graded

PathLike = str | os.PathLike[str]
One = TypeVar("One")

LAID_AT_ONCE = 200
"""Incidents whose reports are read side by side."""
MOST_RELATED = 60
"""Claims of an incident that are held against one another, the earliest told: pairs grow with their square."""


WEIGHTLESS: frozenset[Decision] = frozenset({"accept", "comment", "read_to_end", "grade"})
"""Decisions that leave the incidents as they are."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """An incident laid out, with its claims by their ids, what stands around them, and a grade beside each column.

    unrelated: claims that say something of their own but were not held against the others, of which there are too many.
    """

    matrix: Matrix
    told: Mapping[str, Told]
    grades: tuple[Graded, ...] = ()
    unrelated: int = 0

    def _repr_html_(self) -> str:
        """As notebooks show it."""
        from sayso.exports.notebook import matrix

        return str(matrix(self.matrix))


@dataclass(frozen=True, slots=True)
class Incidents:
    """shown: those with the most reports first; matching: how many fit without a limit; alone: claims that fit and
    that no other claim is about the same happening as; claims: how many were weighed.
    """

    shown: tuple[SideBySide, ...]
    matching: int
    alone: int
    claims: int

    def _repr_html_(self) -> str:
        """As notebooks show it: the first few laid out."""
        from sayso.exports.notebook import matrices

        return str(matrices([laid.matrix for laid in self.shown], self.matching, self.alone))


@dataclass(frozen=True, slots=True)
class Compared:
    """How claims stand to each other. neighbours: ids told next to each other that stand in no other relation."""

    relations: tuple[Relation, ...]
    neighbours: tuple[tuple[str, str], ...]
    claims: int


def _all_told(path: Location, among: Collection[str] | None = None) -> Iterator[Told]:
    """The current claims as weighing takes them, as people left them; among: of their reports."""
    from urllib.parse import urlsplit

    from sayso.ledger.current import current

    for kept in current(path, among):
        yield from told(kept.report.id, kept.report, kept.claims, urlsplit(kept.address).hostname)


def together(path: Location) -> tuple[Review, ...]:
    """The decisions that stand about which claims belong together."""
    from sayso.ledger.current import decisions
    from sayso.ledger.decided import TOGETHER

    return tuple(each for each in decisions(path).answers() if each.decision in TOGETHER)


def weighed_in(path: Location) -> KeptIncidents:
    """All current claims weighed, or as they were last weighed where nothing that counts has changed."""
    from sayso.ledger import kept_incidents
    from sayso.ledger.kept_incidents import KeptIncidents

    key = _weighed_of(path)
    if kept := KeptIncidents.found(kept_incidents.kept_at(path), key):
        return kept
    counted, questions = _weighed(path, key)
    return KeptIncidents.made(counted, questions, key)


@lru_cache(maxsize=1)
def _weighed(path: Location, key: str) -> tuple[list[Counted], tuple[Question, ...]]:
    """Every incident, counted, and what weighing cannot tell. key: what they rest on, so that who serves a small ledger
    weighs it once, not at every question.
    """
    from sayso.ledger import kept_incidents
    from sayso.weighing.incidents import Weighed

    by_id = {each.id: each for each in _all_told(path)}
    decided = together(path)
    weighed = Weighed(each for each in decided if each.of_happenings).with_more(by_id.values())
    counted = [_counted(each, by_id, decided) for each in weighed.incidents()]
    questions = weighed.questions()
    if len(by_id) >= kept_incidents.FROM_CLAIMS:
        kept_incidents.keep(path, counted, questions, key)
    return counted, questions


def _counted(incident: Incident, by_id: Mapping[str, Told], decided: Sequence[Review]) -> Counted:
    from sayso.ledger.kept_incidents import Counted
    from sayso.weighing.origins import origins

    own = [by_id[claim] for claim in incident.claims]
    behind = len(origins(own, decided)) if len(own) > 1 else 1
    return Counted(incident, len({each.setting.report for each in own}), behind)


def _weighed_of(path: Location) -> str:
    """What incidents rest on: the readings, the decisions about what belongs together, what was refused or changed by
    hand, and the rules that weigh. To accept a claim weighs nothing anew.
    """
    from sayso.codebook.tables import fingerprint
    from sayso.ledger.current import decisions, newest_reading

    decided = [each.id for each in decisions(path).answers() if each.decision not in WEIGHTLESS]
    rules = [fingerprint("sayso.weighing"), fingerprint("sayso.codebook")]
    return sha256_of({"newest": newest_reading(path), "decided": decided, "rules": rules})


def incident_of(path: Location, id_prefix: str) -> Incident:
    from sayso.ledger.current import claim_id

    with weighed_in(path) as kept:
        named = kept.beginning(id_prefix) if id_prefix else []
        if len(named) == 1:
            return named[0]
        if named:
            raise NotHeld(f"several incidents of {path} begin with {id_prefix}: give more of the id")
        claim = claim_id(path, id_prefix)
        if found := kept.of_claim(claim):
            return found
    raise NotHeld(f"claim {claim} is in no incident: a newer reading does not make it, or somebody refused it")


def in_batches(many: Iterable[One], size: int) -> Iterator[list[One]]:
    remaining = iter(many)
    while batch := list(islice(remaining, size)):
        yield batch


def laid_out(path: Location, incidents: Sequence[Incident]) -> list[SideBySide]:
    """Each incident laid out, reading no other reports than theirs."""
    wanted = {claim for incident in incidents for claim in incident.claims}
    by_id = {each.id: each for each in _all_told(path, wanted) if each.id in wanted}
    decided = together(path)
    return [_laid(incident, by_id, decided) for incident in incidents]


def _laid(incident: Incident, by_id: Mapping[str, Told], decided: Sequence[Review]) -> SideBySide:
    from sayso.weighing.matrix import matrix, representatives
    from sayso.weighing.origins import origins
    from sayso.weighing.relations import relations

    own = {claim: by_id[claim] for claim in incident.claims}
    counted = origins(own.values(), decided)
    different = representatives(own.values(), counted)
    among = different[:MOST_RELATED]
    laid = matrix(incident, own.values(), relations(among, [incident]), counted)
    return SideBySide(laid, own, unrelated=len(different) - len(among))


def laid_among(every: Sequence[Told]) -> Incidents:
    """Claims that are in no ledger, laid out: what two or more tell of, by the most reports first."""
    from sayso.weighing.incidents import incidents

    by_id = {each.id: each for each in every}
    weighed = incidents(tuple(by_id.values()))
    laid = [_laid(incident, by_id, ()) for incident in weighed if len(incident.claims) > 1]
    laid.sort(key=lambda each: (-each.matrix.reports, -len(each.told), each.matrix.incident.id))
    return Incidents(tuple(laid), len(laid), len(weighed) - len(laid), len(by_id))


def related_among(path: Location, among: Collection[str]) -> Iterator[Relation]:
    """How these claims stand to each other within their incidents."""
    among = frozenset(among)
    with weighed_in(path) as kept:
        several = (each for each in kept.every(among) if sum(claim in among for claim in each.claims) > 1)
        for incidents in in_batches(several, LAID_AT_ONCE):
            for laid in laid_out(path, incidents):
                yield from (each for each in laid.matrix.relations if each.a in among and each.b in among)


def compare_files(paths: Sequence[PathLike]) -> Compared:
    """Hold the claims of contract files against each other, within a report and between reports of one incident.

    The files' relations are not looked at, ids are theirs. Places without an entry are looked up in the gazetteer.
    Raises NotOfThisKind naming file, place and mend.
    """
    from sayso.exports.contract_files import contract_files
    from sayso.weighing.incidents import incidents
    from sayso.weighing.relations import compared

    given: list[Told] = []
    for number, file in enumerate(file for path in paths for file in contract_files(Path(path))):
        given += told_in(f"{number:05}", file)
    counted = Counter(each.id for each in given)
    if twice := next((id_ for id_, times in counted.items() if times > 1), None):
        raise NotOfThisKind(f"the claim {twice} stands in these files more than once: give each reading once")
    return Compared(*compared(given, incidents(given)), len(given))


def told_in(report_id: str, file: ContractFile) -> tuple[Told, ...]:
    """The claims of a contract file under their ids, with places and parties as the registers have them."""
    places = places_of(file.claims, file.text)
    claims = with_parties(with_places(file.claims, places), file.text, file.published, places)
    beside = tuple(zip(file.ids, claims, strict=True))
    return _told(report_id, file.text, beside, file.outlet, file.published, file.title)


def told(
    report_id: str, report: Report | None, claims: Iterable[tuple[str, Claim]], host: str | None = None
) -> tuple[Told, ...]:
    """The claims of a report, each with its id, as weighing takes them: beside each its setting and the gazetteer's
    rows of its places.
    """
    if report is None:
        return ()
    published = report.published.day if report.published else None
    return _told(report_id, report.text, tuple(claims), report.outlet, published, report.title, host)


def _told(
    report_id: str,
    text: str,
    claims: Sequence[tuple[str, Claim]],
    outlet: str | None,
    published: str | None,
    title: str | None,
    host: str | None = None,
) -> tuple[Told, ...]:
    from sayso.model.incident import Setting, Told
    from sayso.weighing.names import telling_words

    names = telling_words(_about(text, [claim for _, claim in claims]))
    setting = Setting(report_id, outlet, host, published, title, names, text)
    return tuple(Told(id_, claim, setting, _rows(claim), _kin(claim, published)) for id_, claim in claims)


def _about(text: str, claims: Sequence[Claim]) -> str:
    """The lines that tell of a happening: what a page says beside (sign in, share this) is told by thousands."""
    telling = [claim for claim in claims if claim.event.type not in ("other", "statement_or_position")] or claims
    lines = set()
    for claim in telling:
        start, end = claim.quote[0].span[0], claim.quote[-1].span[1]
        last = text.find("\n", end)
        lines.add((text.rfind("\n", 0, start) + 1, last if last >= 0 else len(text)))
    return "\n".join(text[start:end] for start, end in sorted(lines))


def _kin(claim: Claim, day: str | None) -> tuple[Kin, ...]:
    """What the register knows of the parties among a claim's speakers, actors and targets, on the day of its report."""
    parties = [hop.entry for hop in claim.chain]
    parties += [party.entry for party in (*claim.event.actors, *claim.event.targets)]
    return tuple(filter(None, (_kin_of(party, day) for party in dict.fromkeys(filter(None, parties)))))


@cache
def _kin_of(party: str, day: str | None) -> Kin | None:
    from sayso.model.incident import Kin
    from sayso.model.party import holds_on

    entry = open_register().entry(party)
    if entry is None:
        return None
    wider = tuple(parent.party for parent in entry.parents if holds_on(parent, day))
    allies = {side.party for side in entry.sides if side.kind != "against" and holds_on(side, day)}
    return Kin(entry.id, entry.name, wider, tuple(sorted(allies)))


def _rows(claim: Claim) -> tuple[PlaceEntry | None, ...]:
    places = claim.event.places
    return tuple(open_gazetteer().entry(place.entry) if place.entry else None for place in places)
