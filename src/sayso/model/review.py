"""The review: a person's decision, which is a new row and never an edit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal, get_args

from sayso.model.canonical import from_json, sha256_of
from sayso.model.claim import Claim, Hop, Stance
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Count, EventType, Party, Place, Toll, When
from sayso.model.words import Words

Decision = Literal[
    "accept",
    "refuse",
    "unsure",
    "correct",
    "comment",
    "add",
    "same",
    "different",
    "redact",
    "read_to_end",
    "undo",
    "grade",
]
Verdict = Literal["accept", "refuse", "unsure"]
"""The decisions of which a claim has one at a time: the newest that was not undone."""

Answer = Literal["same", "different", "unsure"]
"""The decisions about two: claims of one happening or origin, names of one voice."""

CorrectedSlot = Literal[
    "speaker",
    "stance",
    "type",
    "actor",
    "target",
    "place",
    "when",
    "killed",
    "injured",
    "captured",
    "displaced",
    "weapon",
]

OF_ORIGINS = '"origins"'
"""The value by which "same" and "different" are said of origins, not of happenings."""

OF_THE_FIRST = '"first"'
"""The value by which "different" and "unsure" are said of the first claim and each other one, and not of the others
among themselves: a claim is taken out of an incident by one decision."""


@dataclass(frozen=True, slots=True)
class Names:
    """Two names of which "same", "different" or "unsure" is said: whether they are one voice.

    The value of such a review, which is on the names' keys (`weighing.voices.name_key`): a redaction blacks out the
    names, and what was said of them still holds.
    """

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Review:
    """who decided, when (UTC, ISO 8601), on what (ids, in order), what, and why.

    `value` holds canonical JSON where the decision carries one: of a `Correction`, a claim added by hand, a grade.
    read_to_end is on a page and its text (two hashes), undo on a review, same and different on two ids (or the keys of
    two names), the others on a claim.
    """

    who: str
    when: str
    on: tuple[str, ...]
    decision: Decision
    reason: str | None
    value: str | None = None

    @property
    def id(self) -> str:
        """The hash of the whole decision."""
        return sha256_of(self)

    @property
    def names(self) -> Names | None:
        """The names that it is about, None where it is about something else."""
        if self.decision not in get_args(Answer) or self.value in (None, OF_ORIGINS, OF_THE_FIRST):
            return None
        return from_json(Names, str(self.value))

    @property
    def of_happenings(self) -> bool:
        """Whether it says of claims that they tell of one happening, or do not."""
        return self.decision in get_args(Answer) and self.value in (None, OF_THE_FIRST)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The two and two of its ids that it is said of."""
        if self.value != OF_THE_FIRST:
            return combinations(self.on, 2)
        first, *others = self.on
        return ((first, other) for other in others)


@dataclass(frozen=True, slots=True)
class Correction:
    """What one slot of a claim is to hold instead; the field that fits the slot is filled, none where it is emptied.

    speaker: the voice that the claim comes from; an emptied one means that the outlet itself asserts.
    """

    slot: CorrectedSlot
    speaker: Hop | None = None
    stance: Stance | None = None
    type: EventType | None = None
    parties: tuple[Party, ...] = ()
    places: tuple[Place, ...] = ()
    when: When | None = None
    count: Count | None = None
    weapon: Words | None = None

    def __post_init__(self) -> None:
        if (self.slot == "stance" and self.stance is None) or (self.slot == "type" and self.type is None):
            raise NotOfThisKind(f"a claim has a {self.slot}, which can be changed but not emptied")

    def applied(self, claim: Claim) -> Claim:
        """The claim with this slot as corrected. Where the stance, type or speaker change its id does too."""
        return _APPLIED[self.slot](claim, self)


def _of_event(claim: Claim, **slots: Any) -> Claim:
    return replace(claim, event=replace(claim.event, **slots))


def _of_toll(claim: Claim, correction: Correction) -> Claim:
    toll = replace(claim.event.toll or Toll(), **{correction.slot: correction.count})
    return _of_event(claim, toll=None if toll == Toll() else toll)


def _of_speaker(claim: Claim, correction: Correction) -> Claim:
    """The new voice in the place of the origin; the relays behind it stay."""
    origin = (correction.speaker,) if correction.speaker else ()
    return replace(claim, chain=(*origin, *claim.relays))


_APPLIED: dict[CorrectedSlot, Callable[[Claim, Correction], Claim]] = {
    "speaker": _of_speaker,
    "stance": lambda claim, to: replace(claim, stance=to.stance or claim.stance),
    "type": lambda claim, to: _of_event(claim, type=to.type or claim.event.type),
    "actor": lambda claim, to: _of_event(claim, actors=to.parties),
    "target": lambda claim, to: _of_event(claim, targets=to.parties),
    "place": lambda claim, to: _of_event(claim, places=to.places),
    "when": lambda claim, to: _of_event(claim, when=to.when),
    "killed": _of_toll,
    "injured": _of_toll,
    "captured": _of_toll,
    "displaced": _of_toll,
    "weapon": lambda claim, to: _of_event(claim, weapon=to.weapon),
}
