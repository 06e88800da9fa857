"""What can be sent: a text to be read, and decisions. Each kind is a noun that knows which question of `api.py` it is.

A field with a default may be left out. What does not fit is told with its place, as everywhere where nouns are made.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, NoReturn, TypeVar, get_args, get_type_hints

from sayso.api import Ledger
from sayso.model.canonical import from_plain
from sayso.model.claim import Stance
from sayso.model.errors import NotOfThisKind
from sayso.model.event import EventType
from sayso.model.review import CorrectedSlot, Review
from sayso.model.words import Span
from sayso.weighing.grades import Information, Source

LARGEST = 12_000_000
"""Bytes of one request: the largest page that is read, and what JSON adds to it."""

Body = TypeVar("Body")


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read.

    name: its ending tells what it is (.txt, .html, .md); published: a day, month or year; keep: in the ledger, for
    which the token is needed.
    """

    text: str
    name: str = "posted.txt"
    published: str | None = None
    outlet: str | None = None
    keep: bool = False

    def file(self) -> tuple[str, bytes]:
        """As a file that was handed over."""
        return self.name, self.text.encode()


@dataclass(frozen=True, slots=True)
class OnAClaim:
    """accept, refuse, be unsure of or comment on a claim; a comment needs a reason."""

    decision: Literal["accept", "refuse", "unsure", "comment"]
    who: str
    claim: str
    reason: str | None = None

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        return ledger.verdict(self.who, self.decision, self.claim, self.reason)


@dataclass(frozen=True, slots=True)
class Correct:
    """Another value for one slot of a claim: words of its report by their spans, or `value`, a stance or type.

    Neither empties the slot.
    """

    decision: Literal["correct"]
    who: str
    claim: str
    slot: CorrectedSlot
    spans: tuple[Span, ...] = ()
    value: str | None = None
    reason: str | None = None

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        claim, report = ledger.standing_claim(self.claim)
        return ledger.correct(self.who, claim, report, self.slot, self.spans, self.value, self.reason)


@dataclass(frozen=True, slots=True)
class Add:
    """A claim by hand: its words, who says so (null: the outlet itself), further slots, all by spans of the text."""

    decision: Literal["add"]
    who: str
    report: str
    quote: tuple[Span, ...]
    speaker: Span | None = None
    stance: Stance = "asserted"
    type: EventType = "other"
    actor: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    place: tuple[Span, ...] = ()
    when: tuple[Span, ...] = ()
    reason: str | None = None

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        given: dict[CorrectedSlot, Sequence[Span]] = {
            "actor": self.actor,
            "target": self.target,
            "place": self.place,
            "when": self.when,
        }
        slots = {slot: spans for slot, spans in given.items() if spans}
        return ledger.add(
            self.who,
            self.report,
            self.quote,
            speaker=self.speaker,
            stance=self.stance,
            type=self.type,
            slots=slots,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True)
class Together:
    """Claims tell of one happening, or do not; origins: are one origin; unsure (with different): nobody can tell."""

    decision: Literal["same", "different"]
    who: str
    claims: tuple[str, ...]
    origins: bool = False
    unsure: bool = False
    reason: str | None = None

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        if self.decision == "different":
            return ledger.different(
                self.who, *self.claims, reason=self.reason, origins=self.origins, unsure=self.unsure
            )
        if self.unsure:
            raise NotOfThisKind("unsure goes with different: claims that nobody can tell apart are left apart")
        return ledger.same(self.who, *self.claims, reason=self.reason, origins=self.origins)


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter A to F on a source (its name, or its entry in the register), or a figure 1 to 6 on a claim (its id)."""

    decision: Literal["grade"]
    who: str
    of: str
    grade: Literal[Source, Information]
    reason: str | None = None

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        return ledger.grade(self.who, self.of, self.grade, reason=self.reason)


@dataclass(frozen=True, slots=True)
class ReadToEnd:
    """A report that a person has read to its end: what it claims is all there."""

    decision: Literal["read_to_end"]
    who: str
    report: str

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        return ledger.read_to_end(self.who, self.report)


@dataclass(frozen=True, slots=True)
class Undo:
    """Take a decision back: its id, or its first digits."""

    decision: Literal["undo"]
    who: str
    review: str
    reason: str | None = None

    def take(self, ledger: Ledger) -> Review:
        """Decide it."""
        undoing, _ = ledger.undo(self.who, self.review, reason=self.reason)
        return undoing


Deciding = OnAClaim | Correct | Add | Together | Grade | ReadToEnd | Undo
DECISIONS: dict[str, type[Deciding]] = {
    word: kind for kind in get_args(Deciding) for word in get_args(get_type_hints(kind)["decision"])
}
"""By the word in `decision`."""


def read(raw: bytes) -> dict[str, Any]:
    """The object that a request sends. Raises NotOfThisKind where it is none."""
    try:
        data = json.loads(raw, parse_constant=_no_number)
        # Half a character can stand in JSON, but in no text and in no ledger.
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotOfThisKind("the text holds half a character: send whole ones") from error
    except (ValueError, RecursionError) as error:
        raise NotOfThisKind(f"the body is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise NotOfThisKind("the body must be one JSON object")
    return data


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def text_of(data: Mapping[str, Any]) -> Text:
    """The text that is to be read. Raises NotOfThisKind where a field is missing or of another kind."""
    return _made(Text, data)


def decision_of(data: Mapping[str, Any]) -> Deciding:
    """The decision that is to be taken. Raises NotOfThisKind where a field is missing or of another kind."""
    word = data.get("decision")
    if not isinstance(word, str) or word not in DECISIONS:
        raise NotOfThisKind(f"decision: {str(word)[:40]!r} is none of {', '.join(DECISIONS)}")
    made = _made(DECISIONS[word], data)
    if not made.who.strip():
        raise NotOfThisKind("who: a decision needs a name")
    return made


def _made(kind: type[Body], data: Mapping[str, Any]) -> Body:
    left_out = {each.name: each.default for each in fields(kind) if each.default is not MISSING}  # type: ignore[arg-type]
    return from_plain(kind, {**left_out, **data})
