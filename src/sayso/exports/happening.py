"""A row of events on its way out: what a named policy made of the claims of one incident, or one claim by itself.

The policy decides which claims a cell rests on; the slots themselves (a place with its precision, a time with its end)
are those of these claims, so that nothing in a row was not said by one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from sayso.exports.outgoing import Number, Outgoing, Passage, Where
from sayso.exports.tables import phrases, table
from sayso.model.claim import Stance
from sayso.model.event import EventType, Mode, When
from sayso.model.incident import EventRow
from sayso.model.party import PartyEntry

EACH_CLAIM = "each-claim"
"""The policy that chooses nothing: every claim is a row of its own."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many were killed: the lowest, best and highest figure that the policy takes, None where nobody told one."""

    low: int | None
    best: int | None
    high: int | None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of events.

    id: the incident's, or the claim's where the policy is EACH_CLAIM; claims: all of the incident, the leading one
    first; disputed: slots on which the claims cannot all be right; origins: how many voices stand behind it, None where
    they were not counted; trace: (cell, ids of the claims that it rests on).
    """

    id: str
    policy: str
    claims: tuple[Outgoing, ...]
    type: EventType
    mode: Mode | None
    weapon: str | None
    actors: tuple[Passage, ...]
    targets: tuple[Passage, ...]
    place: Where | None
    when: When | None
    killed: Estimate | None
    disputed: tuple[str, ...] = ()
    origins: int | None = None
    trace: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def lead(self) -> Outgoing:
        """The claim that stands for the others where only one can: its words, its report."""
        return self.claims[0]

    @property
    def day(self) -> str | None:
        """The first day, None where nothing fixes it."""
        return self.when.start[:10] if self.when and self.when.start else None

    @property
    def last_day(self) -> str | None:
        """The last day; the first where no other is told."""
        return self.when.end[:10] if self.when and self.when.end else self.day

    @property
    def ids(self) -> tuple[str, ...]:
        """The claims' ids, the leading one first."""
        return tuple(claim.id for claim in self.claims)

    @property
    def words(self) -> str:
        """All by which a crosswalk may know the tactic: weapon, quotes."""
        return " | ".join([self.weapon or "", *(claim.words for claim in self.claims)])


def of_claim(claim: Outgoing) -> Happening:
    """The claim as a row by itself."""
    slots = {
        "actor": bool(claim.actors),
        "target": bool(claim.targets),
        "place": bool(claim.places),
        "when": claim.when is not None,
        "killed": claim.killed is not None,
    }
    return Happening(
        id=claim.id,
        policy=EACH_CLAIM,
        claims=(claim,),
        type=claim.type,
        mode=claim.mode,
        weapon=claim.weapon,
        actors=claim.actors,
        targets=claim.targets,
        place=_nearest(claim.places),
        when=claim.when,
        killed=estimate(claim.killed),
        trace=(("type", (claim.id,)), *((name, (claim.id,)) for name, told in slots.items() if told)),
    )


def of_row(row: EventRow, claims: Mapping[str, Outgoing]) -> Happening | None:
    """An incident's row, of the claims that leave; None where none does.

    claims: those that leave, by id. A cell whose claims all stay is empty. Where origins are evenly divided on the
    type, which no format can do without, the first of the codebook's order stands, and the type is told as disputed.
    """
    every = _leaving(row, "origins", claims)
    leading = sorted(_leaving(row, "type", claims) or every, key=_rank)
    if not leading:
        return None
    lead = leading[0]
    others = [one for one in every if one.id != lead.id]
    origins = row.cell("origins")
    cells = [cell for cell in row.cells if cell.value is not None and any(one in claims for one in cell.claims)]
    return Happening(
        id=row.incident,
        policy=row.policy,
        claims=(lead, *others),
        type=lead.type,
        mode=next((one.mode for one in leading if one.mode), None),
        weapon=next((one.weapon for one in leading if one.weapon), None),
        actors=next((one.actors for one in _leaving(row, "actor", claims) if one.actors), ()),
        targets=next((one.targets for one in _leaving(row, "target", claims) if one.targets), ()),
        place=next((_nearest(one.places) for one in _leaving(row, "place", claims) if one.places), None),
        when=next((one.when for one in _leaving(row, "when", claims) if one.when), None),
        killed=_killed(row, claims),
        disputed=tuple(cell.name for cell in row.cells if cell.value is None and "divided" in (cell.reason or "")),
        origins=origins.value if origins and isinstance(origins.value, int) else None,
        trace=tuple((cell.name, tuple(one for one in cell.claims if one in claims)) for cell in cells),
    )


_SURE: tuple[Stance, ...] = ("asserted", "claimed_responsibility", "reported_unsure", "planned", "doubted", "denied")


def _rank(claim: Outgoing) -> tuple[int, int, str]:
    """The surer stance first, then the type that stands first in the codebook."""
    return _SURE.index(claim.stance), get_args(EventType).index(claim.type), claim.id


def _ids(row: EventRow, name: str) -> tuple[str, ...]:
    cell = row.cell(name)
    return cell.claims if cell else ()


def _leaving(row: EventRow, name: str, claims: Mapping[str, Outgoing]) -> list[Outgoing]:
    return [claims[one] for one in _ids(row, name) if one in claims]


def _killed(row: EventRow, claims: Mapping[str, Outgoing]) -> Estimate | None:
    """The policy's figures, each only where a claim that it rests on leaves."""
    figures: list[int | None] = []
    for name in ("killed_low", "killed_best", "killed_high"):
        cell = row.cell(name)
        told = cell is not None and bool(_leaving(row, name, claims))
        figures.append(cell.value if cell and told and isinstance(cell.value, int) else None)
    if not any(figure is not None for figure in figures):
        return None
    low, best, high = figures
    whom = (one.killed.who for one in _leaving(row, "killed_best", claims) if one.killed)
    return Estimate(low, best if best is not None else low, high, next(filter(None, whom), None))


def estimate(number: Number | None) -> Estimate | None:
    """One count as an estimate: the best figure is what is said in so many digits, else its low end, else its high."""
    if number is None:
        return None
    best = next((end for end in (number.said, number.low, number.high) if end is not None), None)
    return Estimate(number.low, best, number.high, number.who)


def _nearest(places: Iterable[Where]) -> Where | None:
    """The most exact of the places, the first of equals."""
    return min(places, key=lambda place: place.precision or 9, default=None)


def name_of(party: Passage, parties: Mapping[str, PartyEntry]) -> str:
    """The words in one line; the register's name for those that only point back to one: "the group", "they"."""
    known = parties.get(party.entry or "")
    return known.name if known and party.refers else " ".join(party.text.split())


def inter_of(party: Passage, parties: Mapping[str, PartyEntry]) -> int | None:
    """ACLED's kind of actor, by the register's kind of party, else by words; None where nothing tells."""
    rows = table("acled")
    entry = parties.get(party.entry or "")
    if entry and (known := rows["kind"].get(entry.kind)):
        return int(known)
    found = next((row["inter"] for row in rows["actor"] if phrases(row["words"]).search(party.text)), None)
    return int(found) if found else None
