"""Reports told in a docstring: the ground of the story tests.

A story test's docstring is the report; its body says which claims a reader must find in it. All stories are ours, in
invented or paraphrased words.
"""

import inspect
from dataclasses import dataclass

from sayso.claims.assemble import claims, notes
from sayso.model import Claim, Note, Page, Report
from sayso.reading.reading import read
from sayso.registers.dates import times
from sayso.reports.reports import Given, ReportReader


def report_of(text: str, published: str | None = None, outlet: str | None = "The Example Herald") -> Report:
    """Plain text as a report, through the same stage that reads files."""
    page = Page("file:///story.txt", "2024-01-01T00:00:00Z", "text/plain", text.encode())
    with ReportReader() as reader:
        report, problems = reader.report(page, Given(published, outlet))
    assert report is not None, problems
    return report


@dataclass(frozen=True)
class Story:
    """A report with what was read in it."""

    report: Report
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, text: str, published: str | None = "2024-05-16") -> "Story":
        """Read a text; every span must hold its words, whatever the story."""
        reading = read(report_of(inspect.cleandoc(text), published))
        found = claims(reading, times(reading.report.text, published))
        for claim in found:
            assert claim.stands_in(reading.report.text), claim
        return cls(reading.report, found, notes(reading))

    def claim(self, words: str) -> Claim:
        """The one claim whose quote holds these words (the shortest such)."""
        holding = [c for c in self.claims if words in " ".join(c.longest.text.split())]
        assert holding, f"no claim holds {words!r} among {[c.longest.text for c in self.claims]}"
        return min(holding, key=lambda c: len(c.longest.text))

    def says(self, words: str) -> str:
        """Who says it, through whom: "origin > relay > …", or "-" for the outlet itself."""
        return " > ".join(hop.speaker.text for hop in self.claim(words).chain) or "-"


def actors(claim: Claim) -> list[str]:
    """The words of the actors."""
    return [party.text for party in claim.event.actors]


def targets(claim: Claim) -> list[str]:
    """The words of the targets."""
    return [party.text for party in claim.event.targets]


def places(claim: Claim) -> list[str]:
    """The words of the places."""
    return [place.text for place in claim.event.places]


def killed(claim: Claim) -> tuple[int | None, int | None] | None:
    """The toll's (low, high), None if no number is given."""
    toll = claim.event.toll
    return (toll.killed.low, toll.killed.high) if toll and toll.killed else None


def injured(claim: Claim) -> tuple[int | None, int | None] | None:
    """The same for the injured."""
    toll = claim.event.toll
    return (toll.injured.low, toll.injured.high) if toll and toll.injured else None
