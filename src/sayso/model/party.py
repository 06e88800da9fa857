"""A party of the register of actors, how parties stand to each other, and what was made of the words that name one."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.errors import NotOfThisKind
from sayso.model.words import Words

PartyKind = Literal[
    "state",
    "government",
    "ministry",
    "military",
    "police",
    "armed_group",
    "alliance",
    "political",
    "monitor",
    "media",
    "agency",
    "tribunal",
    "international",
    "aid",
    "people",
    "unnamed",
]
"""government: whoever governs, a presidency, a parliament, a junta; military: a state's forces and their branches;
armed_group: everybody else who fights; alliance: of states or groups; political: a party, an opposition in exile;
agency: a wire (news agency); international: a body of states (the UN's too); aid: who helps; people: a group of people
that UCDP counts as a side; unnamed: allies of a party that the words leave unnamed."""
SideKind = Literal["allied_with", "media_arm_of", "backed_by", "against"]
Standing = Literal["same", "part_of", "holds", "media_arm_of", "allied_with", "against"]


@dataclass(frozen=True, slots=True)
class PartyName:
    """A name and the days on which it was borne, ISO 8601, None where open. short: letters that stand for it."""

    text: str
    since: str | None = None
    until: str | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """How a party stands to another (its id), from and until which day (None where open), and who says so.

    through: the id of the parent that the side is inherited from; None for the party's own.
    """

    kind: SideKind
    party: str
    since: str | None = None
    until: str | None = None
    source: str | None = None
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """A party that another is a part of, directly or through others, with the days on which it was."""

    party: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """One row of the register.

    id: "party:NAME", of a state's offices "party:COUNTRY.OFFICE" ("party:sy.military"), of what a user added the same;
    parents: all parties it is a part of, the nearest first; sides: its own and those of its parents; homes: ISO 3166-1
    alpha-2 codes of the countries where it acts, its own first; source: where the row was read.
    """

    id: str
    name: str
    kind: PartyKind
    names: tuple[PartyName, ...] = ()
    parents: tuple[Parent, ...] = ()
    sides: tuple[Side, ...] = ()
    homes: tuple[str, ...] = ()
    source: str | None = None

    def __post_init__(self) -> None:
        if not self.id.startswith("party:"):
            raise NotOfThisKind(f"a party's id begins with party:, not {self.id!r}")

    def called(self) -> tuple[str, ...]:
        """Every name that it bears or bore, the usual one first, each once."""
        return tuple(dict.fromkeys((self.name, *(name.text for name in self.names))))


@dataclass(frozen=True, slots=True)
class RefusedParty:
    """A candidate that was not chosen, and why not."""

    entry: PartyEntry
    reason: str


@dataclass(frozen=True, slots=True)
class ResolvedParty:
    """Who the words name: the entry or None, which is an answer too, and the reason.

    refused: the other candidates, each with its reason.
    """

    words: Words
    entry: PartyEntry | None
    reason: str
    refused: tuple[RefusedParty, ...] = ()


def standing(a: PartyEntry, b: PartyEntry, day: str | None = None) -> Standing | None:
    """How a stands to b on a day (ISO 8601; None asks for any day): the nearest of same, part_of (a is a part of b),
    holds (b is a part of a), media_arm_of, allied_with (or backed by), against; None where the register does not say.
    """
    if a.id == b.id:
        return "same"
    if any(parent.party == b.id and holds_on(parent, day) for parent in a.parents):
        return "part_of"
    if any(parent.party == a.id and holds_on(parent, day) for parent in b.parents):
        return "holds"
    kinds = _sides(a, b, day) | {kind for kind in _sides(b, a, day) if kind != "media_arm_of"}
    for kind in ("media_arm_of", "allied_with", "against"):
        if kind in kinds:
            return kind
    return None


def _sides(a: PartyEntry, b: PartyEntry, day: str | None) -> set[Standing]:
    """The kinds of a's sides towards b, or towards what b is a part of."""
    others = {b.id, *(parent.party for parent in b.parents if holds_on(parent, day))}
    return {
        "allied_with" if side.kind == "backed_by" else side.kind
        for side in a.sides
        if side.party in others and holds_on(side, day)
    }


def holds_on(tie: Side | Parent | PartyName, day: str | None) -> bool:
    """Whether a tie or a name holds on the day; None asks whether it ever did. A day may be a month or a year too."""
    if day is None:
        return True
    return (tie.since is None or tie.since[: len(day)] <= day) and (tie.until is None or day <= tie.until[: len(day)])
