"""Claims held against each other: ties and relations between two, incidents and origins among many, and their views.

Weighing gets every claim as a `Told`: with what its report, the registers and the host say beside it, handed over by
api.py. Nothing here is averaged and nothing is called true.
"""

from dataclasses import dataclass
from typing import Literal

from sayso.model.canonical import sha256_of
from sayso.model.claim import Claim
from sayso.model.errors import NotOfThisKind
from sayso.model.place import PlaceEntry
from sayso.model.words import Words

RelationKind = Literal["backs", "contradicts", "updates", "repeats"]
Slot = Literal["actor", "target", "place", "when", "killed", "injured", "captured", "displaced", "type", "stance"]
Compared = Literal["type", "when", "place", "actor", "target", "toll", "words", "names", "page", "rare", "published"]
"""What a comparator looks at: the slots, the words of the two claims, the telling words of their reports (of the
lines about a deed, of all prose, the rare ones counted) and the days on which these were published."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A party of the register of actors.

    wider: ids of the parties that it is a part of, nearest first; allies: ids of those that it stands with on the
    day of the report.
    """

    id: str
    name: str
    wider: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the claims of one report, the same object for all of them.

    report: the report's id; published: its day (YYYY-MM-DD); host: whose page it is, as in "liveuamap.com"; names: the
    words by which it is known again and what each is worth (`weighing.names.telling_words`); text: all of it, None
    where it is not at hand.
    """

    report: str
    outlet: str | None = None
    host: str | None = None
    published: str | None = None
    title: str | None = None
    names: tuple[tuple[str, float], ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with all that weighing may know beside it.

    id: the claim's, as the ledger or a file keeps it (a hash that is not to be reckoned for every comparison); places:
    the gazetteer's rows, side by side with `claim.event.places`, None where unresolved (or empty: none is known); kin:
    the register's parties among its speakers, actors and targets.
    """

    id: str
    claim: Claim
    setting: Setting
    places: tuple[PlaceEntry | None, ...] = ()
    kin: tuple[Kin, ...] = ()

    def __post_init__(self) -> None:
        if self.places and len(self.places) != len(self.claim.event.places):
            raise NotOfThisKind(f"{self.id}: the gazetteer's rows do not stand side by side with its places")


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparator found: 0 (they differ) to 1 (the same), and why. What was not compared has no Reason."""

    on: Compared
    score: float
    words: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Two claims (a < b) that may tell of one happening: the chance that they do, 0 to 1, and the reasons."""

    a: str
    b: str
    score: float
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.a >= self.b:
            raise NotOfThisKind("a tie holds two claims, the smaller id first")


@dataclass(frozen=True, slots=True)
class Relation:
    """How claim `a` stands to claim `b`, on which slot (None: on the whole), and why. score: 0 to 1.

    "updates" and "repeats" run from the later or repeating claim `a` to `b`; the others hold both ways. values: what
    `a` and what `b` say of the slot.
    """

    a: str
    b: str
    kind: RelationKind
    slot: Slot | None
    reason: str
    score: float | None = None
    values: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise NotOfThisKind("a claim stands in no relation to itself")


@dataclass(frozen=True, slots=True)
class Incident:
    """Claims about one happening: their ids, sorted; ties: the links that hold them together, strongest first."""

    claims: tuple[str, ...]
    ties: tuple[Tie, ...] = ()

    def __post_init__(self) -> None:
        if not self.claims or list(self.claims) != sorted(set(self.claims)):
            raise NotOfThisKind("an incident lists each of its claims once, sorted")

    @property
    def id(self) -> str:
        """The hash of its members: another member makes another incident."""
        return sha256_of({"claims": list(self.claims)})

    def why(self, claim: str) -> tuple[Tie, ...]:
        """The ties that link this claim to the others, strongest first."""
        return tuple(tie for tie in self.ties if claim in (tie.a, tie.b))


@dataclass(frozen=True, slots=True)
class Question:
    """Whether claims `a` and `b` (a < b) tell of one happening, which weighing cannot settle; for a person to answer.

    together: as it has them now; score: the chance of the strongest link between the two sides, 0 to 1, with its
    reasons; of_a, of_b: the ids that stand with each, itself among them: two incidents, or the two sides of one.
    """

    a: str
    b: str
    together: bool
    score: float
    reasons: tuple[Reason, ...]
    of_a: tuple[str, ...]
    of_b: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.a >= self.b or self.a not in self.of_a or self.b not in self.of_b:
            raise NotOfThisKind("a question holds two claims, the smaller id first, each among those of its side")


@dataclass(frozen=True, slots=True)
class Filed:
    """A telling (the claims of one report about one happening) as weighing filed it, for when it weighs again.

    id: of its first claim; claims: as told in the report; order: its day and id, by which it stands in its blocks (see
    `weighing.candidates`); keys: of these.
    """

    id: str
    report: str
    claims: tuple[str, ...]
    order: tuple[int, str]
    keys: tuple[str, ...]


Collapse = Literal["chain", "copy", "family", "review"]
"""Why two claims are one origin: the same first speaker, the same words, the same publisher, or a person said so."""


@dataclass(frozen=True, slots=True)
class CollapseStep:
    """One step by which claim `b` was counted with claim `a`: reversible, because it is kept."""

    a: str
    b: str
    by: Collapse
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Claims that go back to one origin: name (of a speaker or outlet, None where nobody is named), ids, steps."""

    name: str | None
    claims: tuple[str, ...]
    steps: tuple[CollapseStep, ...] = ()

    def __post_init__(self) -> None:
        if not self.claims or list(self.claims) != sorted(set(self.claims)):
            raise NotOfThisKind("an origin lists each of its claims once, sorted")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one speaker says of one slot: the value as shown, the words it rests on with their claim, and the claims.

    words: (claim id, words) pairs; disputed: another speaker's value contradicts it.
    """

    value: str
    words: tuple[tuple[str, Words], ...]
    claims: tuple[str, ...]
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One speaker of a matrix: name as shown, its entry in the register, and the outlets through which it was read."""

    speaker: str
    entry: str | None
    outlets: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """An incident with slots down and speakers across.

    cells[row][column] is what speaker `columns[column]` says of `slots[row]`, None where it is silent; disputed: the
    slots on which two speakers cannot both be right; reports: how many the claims come from.
    """

    incident: Incident
    slots: tuple[Slot, ...]
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    disputed: tuple[Slot, ...]
    origins: tuple[Origin, ...]
    relations: tuple[Relation, ...]
    reports: int

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.slots) or any(len(row) != len(self.columns) for row in self.cells):
            raise NotOfThisKind("a matrix has one row a slot and one cell a speaker")


@dataclass(frozen=True, slots=True)
class EventCell:
    """One field of an event row. derived: by the policy's own reckoning; else a claim says it in these very words.

    claims: the ids on which it rests, none only where value is None.
    """

    name: str
    value: str | int | float | None
    claims: tuple[str, ...]
    derived: bool = False
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.value is not None and not self.claims:
            raise NotOfThisKind(f"the field {self.name} rests on no claim")


@dataclass(frozen=True, slots=True)
class EventRow:
    """An incident as a row of events, by a named policy; every cell can be traced to its claims."""

    incident: str
    policy: str
    cells: tuple[EventCell, ...]

    def cell(self, name: str) -> EventCell | None:
        """The field of this name."""
        return next((cell for cell in self.cells if cell.name == name), None)
