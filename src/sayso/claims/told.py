"""One clause as it is told: the ground on which stance, event and chain of a claim are decided."""

from dataclasses import dataclass

from sayso.claims.clauses import Clause
from sayso.claims.roles import Roles
from sayso.model import EventType, Report, Span, When, Words
from sayso.reading.happenings import Happening
from sayso.reading.phrases import words_of
from sayso.reading.reading import Reading
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech
from sayso.reading.tokens import Token


@dataclass(frozen=True, slots=True)
class Calendar:
    """The times that a report tells, in its order, none over another, and the day that its page is of, if any."""

    times: tuple[When, ...] = ()
    page_day: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around the sentence of this number before any claim in it is; credits to calendar as in `Told`."""

    reading: Reading
    number: int
    credits: tuple[Words, ...]
    earlier: EventType | None
    calendar: Calendar

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.reading.sentences[self.number]

    @property
    def spoken(self) -> tuple[Speech, ...]:
        """The speeches with words in it."""
        return self.reading.spoken[self.number]

    @property
    def text(self) -> str:
        """The report's text."""
        return self.reading.report.text

    def told(
        self, speech: Speech | None, clause: Clause, roles: Roles, before: Roles, seen: Happening | None = None
    ) -> "Told":
        """A clause of the sentence."""
        around = (self.reading, self.sentence, speech, self.credits, self.earlier)
        return Told(*around, clause, roles, before, self.calendar, seen)


@dataclass(frozen=True, slots=True)
class Told:
    """A clause with all that is known around it.

    speech: whose words they are, None where they are the outlet's own; credits: outlets in brackets behind the
    sentence; earlier: the type of the last violent happening told before, which "the attack" or "the claim" points
    back to; before: the roles of the clause before it in the same sentence; calendar: the report's; seen: what the
    encoder sees in it, None where only the codebook found it; excepts: whether it does not hold of its actor ("…, and
    not X").
    """

    reading: Reading
    sentence: Sentence
    speech: Speech | None
    credits: tuple[Words, ...]
    earlier: EventType | None
    clause: Clause
    roles: Roles
    before: Roles
    calendar: Calendar = Calendar()
    seen: Happening | None = None
    excepts: bool = False

    @property
    def report(self) -> Report:
        """The report it stands in."""
        return self.reading.report

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of its sentence."""
        return self.sentence.tokens

    @property
    def own(self) -> tuple[Token, ...]:
        """The tokens of the clause itself."""
        return self.tokens[self.clause.start : self.clause.end]

    @property
    def quote(self) -> Words:
        """The clause's words."""
        return words_of(self.report.text, self.tokens, (self.clause.start, self.clause.end))

    @property
    def span(self) -> Span:
        """Where they stand."""
        return self.quote.span
