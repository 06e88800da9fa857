"""Grades beside an incident, in a scheme that a desk chooses, or in none.

What the program adds is facts: how many origins stand behind a value, on which slots it is disputed, whether its
speaker gains by it. A judgement is a person's: the letter of a source is a review, and where nobody gave one it is F.
The two axes of the Admiralty code stay apart; F and 6 mean "cannot judge", are no middle, and are never averaged.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from sayso.codebook.tables import table
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Party
from sayso.model.incident import Column, Kin, Matrix, Slot, Told
from sayso.weighing.voices import folded

Scheme = Literal["none", "admiralty", "airwars"]
Source = Literal["A", "B", "C", "D", "E", "F"]
"""Completely, usually, fairly, not usually reliable, unreliable; F: cannot be judged."""
Information = Literal["1", "2", "3", "4", "5", "6"]
"""As a person finds it, 1 the surest to 5 improbable; 6: cannot be judged."""
Strength = Literal["confirmed", "fair", "weak", "contested", "discounted"]
"""In Airwars' words. confirmed: a party that is named as the actor says that it did it; contested: origins name
different actors; fair: two origins or more; weak: one. discounted is for a person to say."""
Interest = Literal["gains", "against_its_own"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be counted about a column of a matrix, without judging it.

    origins: how many origins give a value that is its value too, itself included, by slot; disputed: the slots on which
    another origin contradicts it; interest: whether the speaker gains by what it says, or speaks against its own side;
    None where the register does not tell, or its claims go both ways.
    """

    origins: Mapping[Slot, int]
    disputed: tuple[Slot, ...]
    interest: Interest | None


@dataclass(frozen=True, slots=True)
class Graded:
    """A column's grade: the mark as shown ("B6", "fair", None in no scheme), the facts, and what the mark rests on."""

    mark: str | None
    facts: Facts
    reason: str


def graded(
    scheme: Scheme,
    matrix: Matrix,
    told: Mapping[str, Told],
    sources: Mapping[str, str] | None = None,
    information: Mapping[str, str] | None = None,
) -> tuple[Graded, ...]:
    """A grade for each column of a matrix, in their order.

    sources: letters that persons gave, by the speaker's entry in the register or its words; information: figures that
    persons gave, by the id of a claim. Raises NotOfThisKind for a scheme, letter or figure that is none.
    """
    if scheme not in _SCHEMES:
        raise NotOfThisKind(f"{scheme!r} is no scheme of grades: it is one of {', '.join(get_args(Scheme))}")
    given = _Given(
        {source_key(on): _checked(grade, get_args(Source)) for on, grade in (sources or {}).items()},
        {on: _checked(grade, get_args(Information)) for on, grade in (information or {}).items()},
    )
    found = []
    for number, column in enumerate(matrix.columns):
        facts = _facts(number, matrix, told)
        mark, reason = _SCHEMES[scheme](column, matrix, told, given)
        found.append(Graded(mark, facts, reason))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Given:
    sources: Mapping[str, str]
    information: Mapping[str, str]


def check_grade(grade: str) -> Literal["source", "claim"]:
    """What a grade is for: a letter for a source, a figure for a claim. Raises NotOfThisKind for what is neither."""
    return "source" if _checked(grade, [*get_args(Source), *get_args(Information)]) in get_args(Source) else "claim"


def source_key(name: str) -> str:
    """How a source's grade is kept: by its entry in the register, else by its words as they are compared."""
    return name if name.startswith("party:") else folded(name)


def _checked(grade: str, allowed: Sequence[str]) -> str:
    if grade not in allowed:
        raise NotOfThisKind(f"{grade!r} is no grade: it is one of {', '.join(allowed)}")
    return grade


def _facts(number: int, matrix: Matrix, told: Mapping[str, Told]) -> Facts:
    counts: dict[Slot, int] = {}
    disputed: list[Slot] = []
    for slot, cells in zip(matrix.slots, matrix.cells, strict=True):
        own = cells[number]
        if own:
            counts[slot] = sum(cell is not None and folded(cell.value) == folded(own.value) for cell in cells)
            if own.disputed:
                disputed.append(slot)
    interests = {interest(told[claim]) for claim in matrix.columns[number].claims} - {None}
    return Facts(counts, tuple(disputed), interests.pop() if len(interests) == 1 else None)


def interest(told: Told) -> Interest | None:
    """Whether the first speaker's side gains by the claim: by the register's sides and the codebook's credit and blame.

    To say that one's own side took a town, or that the other shelled one's own, is to gain; to own up to a shelling, or
    to a loss, speaks against it. Denial turns it round. None where the register does not know speaker and parties.
    """
    origin, kin = told.claim.origin, {party.id: party for party in told.kin}
    speaker = kin.get(origin.entry) if origin and origin.entry else None
    if speaker is None or told.claim.stance in ("doubted", "planned", "reported_unsure"):
        return None
    event = told.claim.event
    did, suffered = _any_own(event.actors, speaker, kin), _any_own(event.targets, speaker, kin)
    value = _worth().get(event.type, 0)
    gain = value * did if did else abs(value) * suffered * (-1 if value > 0 else 1)
    if told.claim.stance == "denied":
        gain = -gain
    return "gains" if gain > 0 else "against_its_own" if gain < 0 else None


def _any_own(parties: Iterable[Party], speaker: Kin, kin: Mapping[str, Kin]) -> bool:
    """Whether one of the parties is the speaker, a part of it, what it is a part of, or an ally."""
    side = {speaker.id, *speaker.wider, *speaker.allies}
    entries = [kin[party.entry] for party in parties if party.entry and party.entry in kin]
    return any(side & {entry.id, *entry.wider} for entry in entries)


def blamed() -> frozenset[str]:
    """The types of event that an actor is blamed for, by the codebook."""
    return frozenset(kind for kind, worth in _worth().items() if worth < 0)


@cache
def _worth() -> dict[str, int]:
    """1 for what its actor takes credit for, -1 for what it is blamed for."""
    rows = table("origins")["interest"]
    return dict.fromkeys(rows["credit"].split(), 1) | dict.fromkeys(rows["blame"].split(), -1)


Grade = tuple[str | None, str]


def _none(_column: Column, _matrix: Matrix, _told: Mapping[str, Told], _given: _Given) -> Grade:
    return None, "no scheme chosen"


def _admiralty(column: Column, _matrix: Matrix, _told: Mapping[str, Told], given: _Given) -> Grade:
    """The two axes side by side, each a person's."""
    letter = given.sources.get(column.entry or "") or given.sources.get(source_key(column.speaker))
    figures = {given.information[claim] for claim in column.claims if claim in given.information}
    figure = figures.pop() if len(figures) == 1 else None
    reasons = [
        f"source {letter}, by review" if letter else "source F: nobody graded it",
        f"information {figure}, by review" if figure else "information 6: nobody graded it, or not with one figure",
    ]
    return f"{letter or 'F'}{figure or '6'}", "; ".join(reasons)


def _airwars(_column: Column, matrix: Matrix, told: Mapping[str, Told], _given: _Given) -> Grade:
    """One word for the whole incident, the same beside each column."""
    accepted = next((claim for claim, each in told.items() if _accepts(each)), None)
    if "actor" in matrix.disputed:
        return "contested", "origins name different actors"
    if accepted:
        return "confirmed", f"a named party says that it did it (claim {accepted[:8]})"
    if len(matrix.origins) > 1:
        return "fair", f"{len(matrix.origins)} origins"
    return "weak", "one origin"


def _accepts(told: Told) -> bool:
    """Whether the speaker owns up to it, or says so of the side that the register gives it."""
    claim = told.claim
    if claim.stance == "claimed_responsibility":
        return True
    entry = claim.origin.entry if claim.origin else None
    return (
        entry is not None and claim.stance == "asserted" and any(party.entry == entry for party in claim.event.actors)
    )


_SCHEMES: dict[str, Callable[[Column, Matrix, Mapping[str, Told], _Given], Grade]] = {
    "none": _none,
    "admiralty": _admiralty,
    "airwars": _airwars,
}
