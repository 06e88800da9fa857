"""Claims held against each other: what weighing is given, incidents of a ledger, and how each is laid out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    from sayso.ledger.kept_incidents import Basis, Change, Counted, KeptIncidents
    from sayso.model.incident import Incident, Kin, Matrix, Question, Relation, Told
    from sayso.model.place import PlaceEntry
    from sayso.model.review import Review
    from sayso.weighing.grades import Graded
    from sayso.weighing.renewing import Renewed

PathLike = str | os.PathLike[str]
One = TypeVar("One")

LAID_AT_ONCE, RELATED_AT_ONCE = 200, 1_000
"""Incidents whose reports are read side by side. To relate claims takes less room than to lay them out, and a report
that stands in incidents of several batches is read for each.
"""
SHELVED, SHELVED_FROM = 256, 8
"""Incidents that are kept laid out, and the claims from which on they are: fewer are laid out in no time."""
MOST_RENEWED = 500
"""Reports that are weighed again by themselves; of more, all are weighed anew."""
MOST_RELATED = 60
"""Claims of an incident that are held against one another, the earliest told: pairs grow with their square."""


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


def _all_told(
    path: Location, among: Collection[str] | None = None, of: Collection[str] | None = None
) -> Iterator[Told]:
    """The current claims as weighing takes them, as people left them; among: of their reports; of: of these reports."""
    from urllib.parse import urlsplit

    from sayso.ledger.current import current

    for kept in current(path, among, of):
        yield from told(kept.report.id, kept.report, kept.claims, urlsplit(kept.address).hostname)


def together(path: Location) -> tuple[Review, ...]:
    """The decisions that stand about which claims belong together."""
    from sayso.ledger.current import decisions
    from sayso.ledger.decided import TOGETHER

    return tuple(each for each in decisions(path).answers() if each.decision in TOGETHER)


def weighed_in(path: Location) -> KeptIncidents:
    """All current claims weighed, or as they were last weighed where nothing that counts has changed.

    Where people decided something since, only what hangs together with that is weighed again.
    """
    from sayso.ledger import kept_incidents
    from sayso.ledger.kept_incidents import KeptIncidents

    basis = basis_of(path)
    at = kept_incidents.kept_at(path)
    if (kept := KeptIncidents.found(at, basis.key)) or (_renewed(path, basis) and (kept := KeptIncidents.found(at))):
        return kept
    counted, questions = _weighed(path, basis)
    return KeptIncidents.found(at, basis.key) or KeptIncidents.made(counted, questions, basis)


@lru_cache(maxsize=1)
def _weighed(path: Location, basis: Basis) -> tuple[list[Counted], tuple[Question, ...]]:
    """Every incident, counted, and what weighing cannot tell. basis: what they rest on, so that who serves a small
    ledger weighs it once, not at every question.
    """
    from sayso.ledger import kept_incidents
    from sayso.weighing.incidents import Weighed
    from sayso.weighing.renewing import filed

    by_id = {each.id: each for each in _all_told(path)}
    decided = together(path)
    weighed = Weighed(each for each in decided if each.of_happenings).with_more(by_id.values())
    counted = [_counted(each, by_id, decided) for each in weighed.incidents()]
    questions = weighed.questions()
    if len(by_id) >= kept_incidents.FROM_CLAIMS:
        kept_incidents.keep(path, counted, questions, basis, map(filed, weighed.tellings()), weighed.ties())
    return counted, questions


def _counted(incident: Incident, by_id: Mapping[str, Told], decided: Sequence[Review]) -> Counted:
    from sayso.ledger.kept_incidents import Counted
    from sayso.weighing.origins import origins

    if len(incident.claims) == 1:
        return Counted(incident, 1, 1)
    own = [by_id[claim] for claim in incident.claims]
    reports = len({each.setting.report for each in own})
    return Counted(incident, reports, len(origins(own, decided)), tuple(sorted(_voices(own))))


def _voices(told: Iterable[Told]) -> set[str]:
    """The keys of the names whose word these claims are."""
    from sayso.weighing.voices import folded, name_key, voice

    return {name_key(label) for each in told if folded(label := voice(each).label)}


def basis_of(path: Location) -> Basis:
    """What incidents rest on: the readings, the decisions about what belongs together, what was refused or changed by
    hand, and the rules that weigh. To accept a claim weighs nothing anew, but where it was refused before.
    """
    from sayso.codebook.tables import fingerprint
    from sayso.ledger.current import decisions, newest_reading
    from sayso.ledger.decided import TOGETHER
    from sayso.ledger.kept_incidents import Basis

    decided = decisions(path)
    answered = decided.answered().items()
    rules = sha256_of([fingerprint("sayso.weighing"), fingerprint("sayso.codebook")])
    changed = tuple(id_ for id_, each in answered if each.decision in ("correct", "add", "redact"))
    said = tuple(id_ for id_, each in answered if each.decision in TOGETHER and len(each.on) > 1)
    return Basis(newest_reading(path), rules, tuple(sorted(decided.refused())), changed, said)


def _renewed(path: Location, basis: Basis) -> bool:
    """Bring what was kept before some decisions up to what stands now; False where all must be weighed anew."""
    from sayso.ledger import kept_incidents
    from sayso.ledger.kept_incidents import KeptIncidents, renew

    at = kept_incidents.kept_at(path)
    while earlier := KeptIncidents.found(at):
        with earlier:
            then = earlier.basis()
            change = _change_since(path, earlier, then, basis)
        if change is None or renew(path, change, then, basis):
            return change is not None
        if now := KeptIncidents.found(at, then.key):
            with now:
                return False  # nobody may write
    return False


def _change_since(path: Location, earlier: KeptIncidents, then: Basis, basis: Basis) -> Change | None:
    """What decisions changed; None where readings or rules are others, or where it is too much."""
    from sayso.ledger.current import decisions, reports_of
    from sayso.weighing.incidents import Said
    from sayso.weighing.renewing import changed_reports, renewed

    decided = decisions(path)
    otherwise = {*then.changed, *then.said} ^ {*basis.changed, *basis.said}
    reviews = [review for one in otherwise if (review := decided.reviews.get(one)) and review.decision != "redact"]
    if (then.newest, then.rules) != (basis.newest, basis.rules) or len(reviews) < len(otherwise):
        return None
    before, after = (
        Said.of(review for one in each.said if (review := decided.reviews[one]).of_happenings) for each in (then, basis)
    )
    claims = {*then.refused} ^ {*basis.refused}
    claims |= {claim for review in reviews if review.decision in ("correct", "add") for claim in review.on}
    reports = reports_of(path, claims, decided) | changed_reports(earlier, before, after)
    if len(reports) > MOST_RENEWED:
        return None
    told = _Reports(path)
    new = renewed(earlier, before, after, reports, told.of)
    return _change(earlier, new, [each for each in reviews if not each.of_happenings], told, together(path))


def _change(
    earlier: KeptIncidents, new: Renewed, on_origins: Sequence[Review], told: _Reports, answers: Sequence[Review]
) -> Change:
    """With the reports and origins behind each incident that is new, or on whose origins something was said."""
    from sayso.ledger.kept_incidents import Change

    report_of = {each.id: each.report for each in new.fresh}
    said_of = {
        incident.id: incident
        for review in on_origins
        for incident in (earlier.voiced(*review.on) if review.names else filter(None, map(earlier.of_claim, review.on)))
    }
    ended = {*new.gone, *new.ungrouped}
    grouped = {incident.id: (incident, tellings) for incident, tellings in new.groups}
    for id_, incident in said_of.items():
        tellings = earlier.mates(incident.claims[0])
        if id_ not in grouped and ended.isdisjoint(tellings):
            grouped[id_] = incident, tellings
    counted = []
    for id_, (incident, tellings) in grouped.items():
        same = None if id_ in said_of else earlier.counted(incident)
        reports = {report_of.get(telling) or earlier.filed(telling).report for telling in tellings}
        counted.append(same or _counted(incident, {each.id: each for each in told.of(reports)}, answers))
    ungrouped = {telling for _, tellings in grouped.values() for telling in tellings} | ended
    stood = sorted(ungrouped - set(new.gone) - report_of.keys())
    return Change(new.fresh, new.tied, counted, new.gone, [*stood, *new.ungrouped], new.untied)


class _Reports:
    """The claims of reports as they stand now; each report is read once."""

    def __init__(self, path: Location) -> None:
        self._path = path
        self._told: dict[str, list[Told]] = {}

    def of(self, reports: Collection[str]) -> list[Told]:
        """All claims of these."""
        missing = [report for report in reports if report not in self._told]
        self._told.update({report: [] for report in missing})
        for each in _all_told(self._path, of=missing) if missing else ():
            self._told[each.setting.report].append(each)
        return [each for report in reports for each in self._told[report]]


def questions(path: Location) -> tuple[Question, ...]:
    """What a person is asked, the most doubtful first."""
    from sayso.weighing.incidents import Said, Weighed
    from sayso.weighing.renewing import known_in

    with weighed_in(path) as kept:
        if (asked := kept.questions()) is not None:
            return asked
        # Weighing one decision anew leaves them: they are of all incidents, and nobody asks after each answer.
        said = Said.of(review for review in together(path) if review.of_happenings)
        known = known_in(kept, said, _Reports(path).of)
        groups = dict(enumerate(kept.groups()))
        return Weighed.resumed(said, kept.claims_of(), kept.every_tie(), known, groups).questions()


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


def claims_around(path: Location, *id_prefixes: str) -> list[tuple[str, ...]]:
    """The claims of the incident of each, as `incident_of` finds it: whole ids are looked up, and nothing else read."""
    with weighed_in(path) as kept:
        found = [kept.members(each) for each in id_prefixes]
    return [claims or incident_of(path, each).claims for each, claims in zip(id_prefixes, found, strict=True)]


def in_batches(many: Iterable[One], size: int) -> Iterator[list[One]]:
    remaining = iter(many)
    while batch := list(islice(remaining, size)):
        yield batch


def laid_out(path: Location, incidents: Sequence[Incident]) -> list[SideBySide]:
    """Each incident laid out, reading no other reports than theirs. Large ones are kept until they change."""
    from sayso.ledger.current import decisions, newest_reading

    decided, reading, answers, shelf = decisions(path), newest_reading(path), together(path), _shelf(path)

    def key_of(incident: Incident) -> Hashable:
        corrected = (decided.standing(claim).corrections for claim in incident.claims)
        return incident, reading, tuple(filter(None, corrected))

    keys = [key_of(incident) for incident in incidents]
    found = {key: laid for key in keys if (laid := shelf.found(key, answers))}
    missing = [(key, incident) for key, incident in zip(keys, incidents, strict=True) if key not in found]
    by_id = _told_of(path, [incident for _, incident in missing])
    for key, incident in missing:
        found[key] = _laid(incident, by_id, answers)
        shelf.put(key, answers, found[key])
    return [found[key] for key in keys]


def _told_of(path: Location, incidents: Iterable[Incident]) -> dict[str, Told]:
    wanted = {claim for incident in incidents for claim in incident.claims}
    return {each.id: each for each in _all_told(path, wanted) if each.id in wanted} if wanted else {}


@dataclass(slots=True)
class _Shelf:
    """Incidents laid out lately: to lay out a hundred claims takes a second, and most decisions change none of it."""

    _laid: dict[Hashable, tuple[frozenset[str], tuple[Review, ...], SideBySide]] = field(default_factory=dict)

    def found(self, key: Hashable, answers: Sequence[Review]) -> SideBySide | None:
        """None where it does not lie here, or where somebody said something else of its origins since."""
        if held := self._laid.get(key):
            about, then, laid = held
            if then == _on_origins(answers, about):
                return laid
        return None

    def put(self, key: Hashable, answers: Sequence[Review], laid: SideBySide) -> None:
        """Only what takes long is worth its room."""
        from sayso.weighing.voices import name_key, voice

        if len(laid.told) < SHELVED_FROM:
            return
        names = {label for told in laid.told.values() if (label := voice(told).label)}
        about = frozenset((*laid.told, *map(name_key, filter(_has_letters, names))))
        while len(self._laid) >= SHELVED:
            self._laid.pop(next(iter(self._laid)), None)
        self._laid[key] = about, _on_origins(answers, about), laid


def _has_letters(name: str) -> bool:
    from sayso.weighing.voices import folded

    return bool(folded(name))


def _on_origins(answers: Sequence[Review], about: frozenset[str]) -> tuple[Review, ...]:
    """What was said of the origins of these claims, and of these names."""
    return tuple(each for each in answers if not each.of_happenings and not about.isdisjoint(each.on))


@lru_cache(maxsize=2)
def _shelf(_path: Location) -> _Shelf:
    return _Shelf()


def _laid(incident: Incident, by_id: Mapping[str, Told], decided: Sequence[Review]) -> SideBySide:
    from sayso.weighing.matrix import matrix, representatives
    from sayso.weighing.origins import origins

    own = {claim: by_id[claim] for claim in incident.claims}
    counted = origins(own.values(), decided)
    different = representatives(own.values(), counted)
    laid = matrix(incident, own.values(), _related(incident, different), counted)
    return SideBySide(laid, own, unrelated=max(0, len(different) - MOST_RELATED))


def _related(incident: Incident, different: Sequence[Told]) -> tuple[Relation, ...]:
    from sayso.weighing.relations import relations

    return relations(different[:MOST_RELATED], [incident])


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
    from sayso.weighing.matrix import representatives
    from sayso.weighing.origins import origins

    among, decided = frozenset(among), together(path)
    with weighed_in(path) as kept:
        several = (each for each in kept.every(among) if sum(claim in among for claim in each.claims) > 1)
        for incidents in in_batches(several, RELATED_AT_ONCE):
            by_id = _told_of(path, incidents)
            for incident in incidents:
                own = [by_id[claim] for claim in incident.claims]
                related = _related(incident, representatives(own, origins(own, decided)))
                yield from (each for each in related if each.a in among and each.b in among)


def each_incident(path: Location, among: Collection[str] | None = None) -> Iterator[tuple[Incident, list[Told]]]:
    """Every incident with its claims, as soon as the last of them was read, so that each report is read once.

    among: only the incidents that hold one of these claims.
    """
    with weighed_in(path) as kept:
        incident_of = kept.incident_of_each(among)
        missing = Counter(incident_of.values())
        found: dict[str, list[Told]] = {}
        for told in _all_told(path, None if among is None else incident_of):
            if (incident := incident_of.get(told.id)) is None:
                continue
            found.setdefault(incident, []).append(told)
            missing[incident] -= 1
            if not missing[incident] and (whole := kept.of_claim(told.id)):
                yield whole, found.pop(incident)


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
