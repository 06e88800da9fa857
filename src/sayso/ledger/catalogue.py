"""One line a current claim, held in memory while somebody works on a ledger, so that each question takes milliseconds.

The file stays the truth: a catalogue is read from it, says up to which entry of the chain it has read, and catches up
before each question. With it come the reviews, folded; a corrected claim stands here as corrected, one that was added
by hand beside those that were read. Nothing here writes, and what is not asked of a listing is left in the file.
"""

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from sayso.ledger import sqlite
from sayso.ledger.decided import Decided
from sayso.ledger.find import Wanted
from sayso.model.canonical import from_json, plain
from sayso.model.claim import Claim
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.review import Review

State = Literal["unreviewed", "reviewed", "accept", "refuse", "unsure", "corrected", "by_hand"]


class Spot(NamedTuple):
    """A resolved place of a claim: its words, its entry, degrees (None for an area) and precision (1 to 7)."""

    text: str
    entry: str
    lat: float | None
    lon: float | None
    precision: int | None


class Line(NamedTuple):
    """What listings and filters ask of a claim.

    id: the one it was read with; speaker: its origin's words, None where the outlet itself asserts; voices: all of the
    chain and the outlet; parties: actors and targets; since, until: the event's days; hand: added by hand.
    """

    id: str
    entry: int
    report: str
    outlet: str | None
    quote: str
    speaker: str | None
    voices: tuple[str, ...]
    stance: str
    type: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[str, ...]
    spots: tuple[Spot, ...]
    since: str | None
    until: str | None
    confidence: float | None
    hand: bool = False


class Shelved(NamedTuple):
    """What a listing says of a report."""

    id: str
    page: str
    text: str
    title: str | None
    outlet: str | None
    published: str | None
    language: str | None
    path: str
    reader: str | None


@dataclass(frozen=True, slots=True)
class Asked(Wanted):
    """`Wanted`, and what only a catalogue knows.

    party: words of an actor or target; outlet, report: exactly this one; state: where the reviews leave the claim.
    """

    party: str | None = None
    outlet: str | None = None
    report: str | None = None
    state: str | None = None

    def __post_init__(self) -> None:
        # Named in full: a slotted dataclass is made anew, and super() would look for the one before.
        Wanted.__post_init__(self)
        if self.state is not None and self.state not in get_args(State):
            raise NotOfThisKind(f"{self.state!r} is no state: it is one of {', '.join(get_args(State))}")


@dataclass(slots=True)
class Catalogue:
    """All current claims of one ledger with the reviews on them. One thread at a time may let it catch up."""

    path: Path
    entry: int = 0
    decided: Decided = field(default_factory=Decided)
    reports: dict[str, Shelved] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    _read: dict[str, Line] = field(default_factory=dict)
    _by_id: dict[str, Line] = field(default_factory=dict)
    _current: frozenset[int] = frozenset()

    def catch_up(self) -> bool:
        """Read what was written since; whether anything was. Raises LedgerError where the file cannot be read."""
        with sqlite.reading(self.path) as connection:
            newest = connection.execute("SELECT coalesce(max(number), 0) FROM entries").fetchone()[0]
            if newest == self.entry:
                return False
            bodies = "SELECT body FROM reviews WHERE entry > ? ORDER BY entry"
            fresh = [from_json(Review, body) for (body,) in connection.execute(bodies, [self.entry])]
            for review in fresh:
                self.decided.take(review)
            current = frozenset(entry for (entry,) in connection.execute("SELECT entry FROM current_readings"))
            if current == self._current:
                self._reviewed(fresh)
            else:
                self._read_anew(connection, current)
            self.entry = newest
        return True

    def _read_anew(self, connection: sqlite3.Connection, current: frozenset[int]) -> None:
        """Take in what new readings say and let go of what they replaced."""
        self.reports = {row[0]: Shelved(*row) for row in connection.execute(_REPORTS)}
        outlets = {report.id: report.outlet for report in self.reports.values()}
        report_of = dict(connection.execute("SELECT entry, report_id FROM current_readings"))
        gone = self._current - current
        kept = self._read.values() if not gone else ()
        wanted = current if gone else current - self._current
        read = {line.id: line for line in kept}
        for reading in sorted(wanted):
            report = report_of[reading]
            for entry, claim_id, body in connection.execute(_CLAIMS, [reading]):
                read[claim_id] = _line(json.loads(body), claim_id, entry, report, outlets.get(report))
        self._read, self._current = read, current
        self._arrange()

    def _reviewed(self, reviews: Sequence[Review]) -> None:
        """Only decisions were written: most change no line."""
        if any(review.decision in ("correct", "add", "undo", "redact") for review in reviews):
            self._arrange()

    def _arrange(self) -> None:
        """All lines by day, undated last, then as they came; corrected ones as corrected, with those added by hand."""
        by_id = dict(self._read)
        for claim_id in self.decided.corrected():
            if claim_id in by_id:
                by_id[claim_id] = self._corrected(by_id[claim_id])
        reports = {(report.page, report.text): report for report in self.reports.values()}
        for review, claim in self.decided.added():
            report = reports.get((claim.page_sha256, claim.text_sha256))
            if report is not None and review.on[0] not in by_id:
                standing = plain(self.decided.claim(claim))
                line = _line(standing, review.on[0], 0, report.id, report.outlet)
                by_id[line.id] = line._replace(hand=True)
        self._by_id = by_id
        self.lines = sorted(by_id.values(), key=lambda line: (line.since or "~", line.entry or 1 << 60, line.id))

    def _corrected(self, line: Line) -> Line:
        with sqlite.reading(self.path) as connection:
            (body,) = connection.execute("SELECT body FROM claims WHERE entry = ?", [line.entry]).fetchone()
        corrected = plain(self.decided.claim(from_json(Claim, body)))
        return _line(corrected, line.id, line.entry, line.report, line.outlet)

    def line(self, claim_id: str) -> Line | None:
        """The line of a claim, None where no current reading makes it."""
        return self._by_id.get(claim_id)

    def chosen(self, asked: Asked) -> list[Line]:
        """The lines that answer all that is asked, in the order of `lines`. limit is left to whoever shows them."""
        tests = [make(getattr(asked, name)) for name, make in _TESTS.items() if getattr(asked, name) is not None]
        if asked.about is not None:
            tests.append(self._about(asked.about))
        if asked.state is not None:
            tests.append(self._in_state(asked.state))
        return [line for line in self.lines if all(test(line) for test in tests)]

    def _about(self, words: str) -> "Test":
        """Full text for what was read; what was added by hand holds each word as the beginning of one of its own."""
        from sayso.ledger.find import matching

        with sqlite.reading(self.path) as connection:
            entries = matching(connection, Wanted(about=words))
        sought = words.casefold().split()
        return lambda line: (
            line.entry in entries
            if line.entry
            else all(any(own.startswith(word) for own in line.quote.casefold().split()) for word in sought)
        )

    def _in_state(self, state: str) -> "Test":
        standing = self.decided.standing
        tests: dict[str, Test] = {
            "unreviewed": lambda line: standing(line.id).verdict is None,
            "reviewed": lambda line: standing(line.id).verdict is not None,
            "corrected": lambda line: bool(standing(line.id).corrections),
            "by_hand": lambda line: line.hand,
        }
        return tests.get(state, lambda line: standing(line.id).verdict == state)
