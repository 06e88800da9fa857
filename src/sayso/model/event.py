"""What is said to have happened."""

from dataclasses import dataclass, field
from typing import Literal

from sayso.model.canonical import LATER
from sayso.model.errors import NotOfThisKind
from sayso.model.words import Span, Words

EventType = Literal[
    "battle",
    "territory_gained",
    "territory_lost",
    "shelling_or_strike",
    "explosion_or_bomb",
    "attack_on_civilians",
    "abduction",
    "movement_of_forces",
    "agreement_or_truce",
    "statement_or_position",
    "support_or_supply",
    "protest",
    "displacement",
    "other",
]
Mode = Literal[
    "accuse",
    "threaten",
    "demand",
    "refuse",
    "promise",
    "endorse",
    "meet",
    "yield",
    "cooperate",
    "investigate",
    "sanction",
    "coerce",
    "arrest",
    "withdraw",
]
WhenGranularity = Literal["instant", "day", "week", "month", "year", "range"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in an event, in the report's own words.

    entry: the id in the register of actors, if resolved; stands_for: as in `Hop`.
    """

    text: str
    span: Span
    entry: str | None = None
    stands_for: Words | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the report's own words.

    entry: the id in the register of places; lat, lon: degrees, WGS 84; precision: 1 the settlement, 2 near it,
    3 district, 4 province, 5 line or part of a country, 6 country, 7 sea or air (after UCDP's where_prec); stands_for:
    as in `Hop`.
    """

    text: str
    span: Span
    entry: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    stands_for: Words | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class When:
    """A time in the report's own words; start and end are ISO 8601 days, None where nothing fixes them.

    anchor: the day from which a relative word ("Thursday", "a week ago") was counted.
    """

    text: str
    span: Span
    start: str | None = None
    end: str | None = None
    granularity: WhenGranularity | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: low and high, None where open ("at least 12" is 12, None). who: the words that tell whom."""

    text: str
    span: Span
    low: int | None
    high: int | None
    who: Words | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise NotOfThisKind(f"a count cannot run from {self.low} down to {self.high}")


@dataclass(frozen=True, slots=True)
class Toll:
    """People harmed. None means that the words do not say, never 0."""

    killed: Count | None = None
    injured: Count | None = None
    captured: Count | None = None
    displaced: Count | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One happening or state as a claim tells it. `trigger`: the words that name it ("recaptured").

    `mode` refines a type of few words (a statement that accuses, threatens, demands); `weapon` is the weapon's words.
    """

    type: EventType
    trigger: Words | None = None
    mode: Mode | None = None
    weapon: Words | None = None
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    places: tuple[Place, ...] = ()
    when: When | None = None
    toll: Toll | None = None
