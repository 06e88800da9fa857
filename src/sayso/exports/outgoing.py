"""A claim on its way out: what a profile lets pass, with what its report and the registers say beside it.

Formats see these nouns and nothing else, so that what a profile withholds can leave in none of them.
"""

from dataclasses import dataclass

from sayso.model.claim import Basis, SpeakerKind, Stance
from sayso.model.event import EventType, Mode, When
from sayso.model.place import PlaceKind
from sayso.model.report import Published
from sayso.model.review import Verdict
from sayso.model.words import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report. text: as a profile lets them pass; whole: they are the report's own, letter for letter.

    refers: they only point back to a name ("the group"), so that a row by itself would not say who it was.
    """

    text: str
    span: Span
    entry: str | None = None
    whole: bool = True
    refers: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of the chain, from the origin on."""

    speaker: Passage
    kind: SpeakerKind | None
    medium: str | None
    relay: bool
    beside: bool


@dataclass(frozen=True, slots=True)
class Where:
    """A place, and what the gazetteer says of its entry.

    lat, lon: degrees, WGS 84, of a settlement or a facility, None for an area; precision: 1 to 7, as the model has it;
    name, province, district: of the gazetteer; country: ISO 3166-1 alpha-2.
    """

    words: Passage
    lat: float | None
    lon: float | None
    precision: int | None
    name: str | None = None
    kind: PlaceKind | None = None
    country: str | None = None
    province: str | None = None
    district: str | None = None

    @property
    def shown(self) -> str:
        """The gazetteer's name where it is resolved, else the report's words."""
        return self.name or self.words.text


@dataclass(frozen=True, slots=True)
class Number:
    """A number of people: low and high, None where open; who: the words that tell whom; said: where they are a number.

    A dataset may say 5 and mean 3 to 8.
    """

    low: int | None
    high: int | None
    who: str | None
    said: int | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """The report of a claim. address: a link, None where it is a file of somebody's disk; path: where it lay there."""

    report_id: str
    title: str | None
    outlet: str | None
    published: Published | None
    address: str | None
    path: str | None
    fetched: str
    page_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person decided on a claim: whether its words say what was read in them, never whether that is so."""

    who: str
    when: str
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claim, its slots cleared by a profile.

    id: as it was read; quote: its fragments; () where a profile withholds the words; position: where they stand, also
    then; around: the text before the first and behind the last fragment, None where it is not told; withheld: why
    something of this claim is missing.
    """

    id: str
    imprint: Imprint
    quote: tuple[Passage, ...]
    position: tuple[Span, ...]
    around: tuple[str, str] | None
    chain: tuple[Voice, ...]
    stance: Stance
    basis: Basis | None
    confidence: float | None
    reader: str
    type: EventType
    mode: Mode | None
    weapon: str | None
    actors: tuple[Passage, ...]
    targets: tuple[Passage, ...]
    places: tuple[Where, ...]
    when: When | None
    killed: Number | None = None
    injured: Number | None = None
    captured: Number | None = None
    displaced: Number | None = None
    judged: Judged | None = None
    corrected: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The fragments of the quote in one line, "" where they are withheld."""
        return " … ".join(" ".join(passage.text.split()) for passage in self.quote)

    @property
    def origin(self) -> Voice | None:
        """The first voice; None where the outlet itself asserts, or passes on a relay's own words."""
        return self.chain[0] if self.chain and not self.chain[0].relay else None

    @property
    def says(self) -> str | None:
        """Who says so, in a word or a few: the origin, else the outlet."""
        return self.origin.speaker.text if self.origin else self.imprint.outlet

    @property
    def day(self) -> str | None:
        """The first day of the event, YYYY-MM-DD; None where nothing fixes it."""
        return self.when.start[:10] if self.when and self.when.start else None

    @property
    def last_day(self) -> str | None:
        """The last day of the event; the first where no other is told."""
        return self.when.end[:10] if self.when and self.when.end else self.day
