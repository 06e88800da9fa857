"""Claims held against each other: relations between two, incidents among many."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.canonical import sha256_of
from sayso.model.errors import NotOfThisKind

RelationKind = Literal["backs", "contradicts", "updates", "repeats"]
Slot = Literal["actor", "target", "place", "when", "killed", "injured", "captured", "displaced", "type", "stance"]


@dataclass(frozen=True, slots=True)
class Relation:
    """How claim `a` stands to claim `b`, on which slot (None: on the whole), and why. score: 0 to 1."""

    a: str
    b: str
    kind: RelationKind
    slot: Slot | None
    reason: str
    score: float | None = None

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise NotOfThisKind("a claim stands in no relation to itself")


@dataclass(frozen=True, slots=True)
class Incident:
    """Claims about one happening: their ids, sorted."""

    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        if list(self.claims) != sorted(set(self.claims)):
            raise NotOfThisKind("an incident lists each of its claims once, sorted")

    @property
    def id(self) -> str:
        """The hash of its members."""
        return sha256_of(self)
