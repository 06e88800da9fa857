"""The claim: one speaker, one event, one stance, tied to the words that make it."""

from dataclasses import dataclass, field
from typing import Literal

from sayso.model.canonical import LATER, sha256_of
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Event
from sayso.model.words import Span, Words

Stance = Literal["asserted", "denied", "doubted", "planned", "claimed_responsibility", "reported_unsure"]
Basis = Literal["witnessed", "document", "image_or_video", "source_quoted", "reasoning"]
SpeakerKind = Literal[
    "official",
    "military",
    "armed_group",
    "government",
    "monitor",
    "media",
    "eyewitness",
    "anonymous",
    "document",
    "other",
]


@dataclass(frozen=True, slots=True)
class Hop:
    """One voice on the way from the origin to the outlet, with its words.

    entry: the speaker's id in the register of actors; medium: through what it spoke ("on Telegram"); cue: the words
    that show the speaking ("according to"); relay: it passes on what it has from elsewhere ("… (Reuters)"); beside: it
    stands next to the voice before it (two relays of one origin), not after it; stands_for: of words that point back
    ("he", "the group") those of the report that they stand for.
    """

    speaker: Words
    kind: SpeakerKind | None = None
    medium: Words | None = None
    cue: Words | None = None
    entry: str | None = None
    relay: bool = False
    beside: bool = False
    stands_for: Words | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what.

    page_sha256, text_sha256: the page and the text it was read from; quote: the fragments of the proposition, without
    speaker and cue, in order; chain: from the origin to the last voice before the outlet, without an origin where the
    outlet itself (or whom it credits) asserts; basis: how the speaker knows, None where the words do not tell; reader:
    who read it (name and hash of its configuration); confidence: 0 to 1.
    """

    page_sha256: str
    text_sha256: str
    quote: tuple[Words, ...]
    chain: tuple[Hop, ...]
    stance: Stance
    basis: Basis | None
    event: Event
    cue: Words | None
    confidence: float | None
    reader: str

    def __post_init__(self) -> None:
        if not self.quote:
            raise NotOfThisKind("a claim without words is no claim")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise NotOfThisKind(f"confidence runs from 0 to 1, not {self.confidence}")

    @property
    def id(self) -> str:
        """The hash of text, words, speaker, stance and type: a better reader that finds the same claim gives its id.

        Resolved entries, confidence and reader stand beside the id, so that reviews carry over. The page is part of it
        because one text can reach us through two outlets, and those are two claims.
        """
        return sha256_of(
            {
                "page": self.page_sha256,
                "text": self.text_sha256,
                "spans": [list(words.span) for words in self.quote],
                "speaker": list(self.origin.speaker.span) if self.origin else None,
                "stance": self.stance,
                "type": self.event.type,
            }
        )

    @property
    def longest(self) -> Words:
        """The longest fragment of the quote (the first of equals)."""
        return max(self.quote, key=lambda words: len(words.text))

    @property
    def origin(self) -> Hop | None:
        """The first voice of the chain; None where the outlet itself asserts, or passes on a relay's own words."""
        return self.chain[0] if self.chain and not self.chain[0].relay else None

    @property
    def relays(self) -> tuple[Hop, ...]:
        """The voices behind the origin, nearest to it first."""
        return self.chain[1:] if self.origin else self.chain

    def spans(self) -> tuple[tuple[str, Span], ...]:
        """Every stretch of text that this claim rests on, as (words, span), for checking against the report."""
        event = self.event
        found: list[tuple[str, Span]] = [(words.text, words.span) for words in self.quote]
        for hop in self.chain:
            found += [(w.text, w.span) for w in (hop.speaker, hop.stands_for, hop.medium, hop.cue) if w]
        found += [(w.text, w.span) for w in (self.cue, event.trigger, event.weapon) if w]
        parties = (*event.actors, *event.targets)
        found += [(party.text, party.span) for party in parties]
        found += [(place.text, place.span) for place in event.places]
        told = [*(party.stands_for for party in parties), *(place.stands_for for place in event.places)]
        found += [(w.text, w.span) for w in told if w]
        if event.when:
            found.append((event.when.text, event.when.span))
        if toll := event.toll:
            counts = [count for count in (toll.killed, toll.injured, toll.captured, toll.displaced) if count]
            found += [(count.text, count.span) for count in counts]
            found += [(count.who.text, count.who.span) for count in counts if count.who]
        return tuple(found)

    def stands_in(self, text: str) -> bool:
        """Whether every span of the claim holds the very words it says it holds."""
        return all(text[start:end] == words for words, (start, end) in self.spans())
