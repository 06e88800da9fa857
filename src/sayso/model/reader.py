"""A reader that is not ours: what it is asked, and what it may answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sayso.model.problem import Problem
from sayso.model.report import Report


@dataclass(frozen=True, slots=True)
class Proposed:
    """A claim as another reader proposes it: in the report's own words, which sayso looks up before it believes them.

    quote: the words that make it, without speaker and cue; speaker: who says so, None where the outlet itself does;
    stance, type: words of the model's lists; when, killed, injured: words, which sayso reads as it reads any.
    """

    quote: str
    speaker: str | None = None
    stance: str = "asserted"
    type: str = "other"
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: str | None = None
    killed: str | None = None
    injured: str | None = None


class Reader(Protocol):
    """What `sayso.read(..., reader=…)` takes, and what an entry point of the group `sayso.readers` makes."""

    @property
    def name(self) -> str:
        """Which reader, with a mark of its configuration: every claim carries it."""

    def read(self, report: Report) -> Iterable[Proposed | Problem]:
        """What it finds in a report. Raises ReaderFault where it cannot read at all: the page is then kept unread."""
