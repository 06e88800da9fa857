"""One line a current claim, held in memory while somebody works on a ledger, so that each question takes milliseconds.

The file stays the truth: a catalogue is read from it, says up to which entry of the chain it has read, and catches up
before each question. With it come the reviews, folded; a corrected claim stands here as corrected, one that was added
by hand beside those that were read. Nothing here writes, and what is not asked of a listing is left in the file.
"""

import json
from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from sayso.ledger.decided import Decided
from sayso.ledger.find import Wanted, entries_about
from sayso.ledger.location import Location
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json, plain
from sayso.model.claim import Claim
from sayso.model.errors import NotOfThisKind
from sayso.model.review import Review, Verdict

Held = TypeVar("Held")
Key = TypeVar("Key", bound=Hashable)

REMEMBERED = 64
"""Answers that are kept at a time: the screens of one sitting."""

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
    chain and the outlet; actors, targets: their words; since, until: the event's days; hand: added by hand; voice: the
    origin's id in the register.
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
    voice: str | None = None


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


@dataclass(frozen=True, slots=True)
class _Parts:
    """Lines by keys. of: the keys of a line; lists are never changed, so that what was made of one can be kept."""

    of: Callable[[Line], Iterable[Any]]
    lines: dict[Any, list[Line]]

    @classmethod
    def made(cls, of: Callable[[Line], Iterable[Any]], lines: Iterable[Line]) -> "_Parts":
        parts: dict[Any, list[Line]] = {}
        for line in lines:
            for key in of(line):
                parts.setdefault(key, []).append(line)
        return cls(of, parts)

    def changed(self, before: Line | None, after: Line | None) -> "_Parts":
        parts = dict(self.lines)
        if before:
            for key in self.of(before):
                kept = [line for line in parts[key] if line.id != before.id]
                if kept:
                    parts[key] = kept
                else:
                    del parts[key]
        if after:
            for key in self.of(after):
                parts[key] = _with(parts.get(key, []), after)
        return _Parts(self.of, parts)


@dataclass(slots=True)
class Catalogue:
    """All current claims of one ledger with the reviews on them. One thread at a time may let it catch up."""

    path: Location
    entry: int = 0
    decided: Decided = field(default_factory=Decided)
    reports: dict[str, Shelved] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    _read: dict[str, Line] = field(default_factory=dict)
    _by_id: dict[str, Line] = field(default_factory=dict)
    _current: frozenset[int] = frozenset()
    _newest_reading: int = 0
    _verdicts: dict[str, Verdict] = field(default_factory=dict)
    _memory: dict[Hashable, Any] = field(default_factory=dict)
    _parted: dict[str, _Parts] = field(default_factory=dict)
    _of_parts: dict[str, dict[Any, tuple[tuple[list[Line] | None, ...], Any]]] = field(default_factory=dict)

    def catch_up(self) -> bool:
        """Read what was written since; whether anything was. Raises LedgerError where the file cannot be read."""
        with view(self.path) as ledger:
            newest = ledger.execute("SELECT coalesce(max(number), 0) FROM entries").fetchone()[0]
            if newest == self.entry:
                return False
            bodies = "SELECT body FROM reviews WHERE entry > ? ORDER BY entry"
            fresh = [from_json(Review, body) for (body,) in ledger.execute(bodies, [self.entry])]
            for review in fresh:
                self.decided.take(review)
                self._judge(review)
            reading = ledger.execute("SELECT coalesce(max(entry), 0) FROM readings").fetchone()[0]
            if reading == self._newest_reading:
                self._reviewed(fresh)
            else:
                current = frozenset(entry for (entry,) in ledger.execute("SELECT entry FROM current_readings"))
                self._read_anew(ledger, current)
                self._newest_reading = reading
            self.entry = newest
        return True

    def _read_anew(self, ledger: View, current: frozenset[int]) -> None:
        """Take in what new readings say and let go of what they replaced."""
        self.reports = {row[0]: Shelved(*row) for row in ledger.execute(_REPORTS)}
        outlets = {report.id: report.outlet for report in self.reports.values()}
        report_of = dict(ledger.execute("SELECT entry, report_id FROM current_readings"))
        gone = self._current - current
        kept = self._read.values() if not gone else ()
        wanted = current if gone else current - self._current
        read = {line.id: line for line in kept}
        for reading in sorted(wanted):
            report = report_of[reading]
            for entry, claim_id, body in ledger.execute(_CLAIMS, [reading]):
                read[claim_id] = _line(json.loads(body), claim_id, entry, report, outlets.get(report))
        self._read, self._current = read, current
        self._arrange()

    def _judge(self, review: Review) -> None:
        """Note anew where the claims stand that a review is on, or that a review which it undoes is on."""
        for one in review.on:
            if undone := self.decided.reviews.get(one):
                self._judge(undone)
            elif verdict := self.decided.standing(one).verdict:
                self._verdicts[one] = verdict
            else:
                self._verdicts.pop(one, None)

    def _reviewed(self, reviews: Sequence[Review]) -> None:
        """Only decisions were written: most change no line, and others a line or two of a hundred thousand."""
        if any(review.decision == "redact" for review in reviews):
            self._arrange()
            return
        for claim_id in dict.fromkeys(one for review in reviews for one in self._changed_by(review)):
            before, after = self._by_id.get(claim_id), self._line_now(claim_id)
            if before != after:
                self._change(before, after)

    def _changed_by(self, review: Review) -> Iterator[str]:
        """The claims that may read otherwise after it: none after a verdict, nor after its undoing."""
        if review.decision in ("correct", "add"):
            yield from review.on
        elif review.decision == "undo":
            for one in review.on:
                if undone := self.decided.reviews.get(one):
                    yield from self._changed_by(undone)

    def _line_now(self, claim_id: str) -> Line | None:
        """As corrected, or as added by hand; None where no reading makes it and nobody adds it."""
        if read := self._read.get(claim_id):
            return self._corrected(read) if self.decided.standing(claim_id).corrections else read
        claim = self.decided.by_hand(claim_id)
        told_in = (report for report in self.reports.values() if claim and report.text == claim.text_sha256)
        report = next((each for each in told_in if claim and each.page == claim.page_sha256), None)
        return self._by_hand(claim, claim_id, report) if claim and report else None

    def _by_hand(self, claim: Claim, claim_id: str, report: Shelved) -> Line:
        standing = plain(self.decided.claim(claim, claim_id))
        return _line(standing, claim_id, 0, report.id, report.outlet)._replace(hand=True)

    def _change(self, before: Line | None, after: Line | None) -> None:
        """One line for another. Who goes through the lines meanwhile goes through those that were there before."""
        by_id, lines = dict(self._by_id), list(self.lines)
        if before:
            del by_id[before.id]
            lines.pop(bisect_left(lines, _order(before), key=_order))
        if after:
            by_id[after.id] = after
            insort(lines, after, key=_order)
        self._by_id, self.lines = by_id, lines
        self._parted = {name: parts.changed(before, after) for name, parts in self._parted.items()}
        self._memory.clear()

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
                line = self._by_hand(claim, review.on[0], report)
                by_id[line.id] = line
        self._by_id = by_id
        self._memory.clear()
        self._parted.clear()
        self.lines = sorted(by_id.values(), key=_order)

    def _corrected(self, line: Line) -> Line:
        with view(self.path) as ledger:
            (body,) = ledger.execute("SELECT body FROM claims WHERE entry = ?", [line.entry]).fetchone()
        corrected = plain(self.decided.claim(from_json(Claim, body), line.id))
        return _line(corrected, line.id, line.entry, line.report, line.outlet)

    @property
    def reading(self) -> int:
        """The entry of the newest reading: another one where other claims may stand here."""
        return self._newest_reading

    def line(self, claim_id: str) -> Line | None:
        """The line of a claim, None where no current reading makes it."""
        return self._by_id.get(claim_id)

    def claims(self, lines: Iterable[Line]) -> list[Claim]:
        """The whole claims of these lines, as corrected, in their order."""
        with view(self.path) as ledger:
            return [self.decided.claim(self._claim(line, ledger), line.id) for line in lines]

    def _claim(self, line: Line, ledger: View) -> Claim:
        if line.hand and (claim := self.decided.by_hand(line.id)):
            return claim
        (body,) = ledger.execute("SELECT body FROM claims WHERE entry = ?", [line.entry]).fetchone()
        return from_json(Claim, body)

    def chosen(self, asked: Asked) -> list[Line]:
        """The lines that answer all that is asked, in the order of `lines`; `limit` is left to whoever shows them."""
        if asked.state is not None:
            return list(filter(self._in_state(asked.state), self.chosen(replace(asked, state=None))))
        return self.lines if asked == Asked() else self.remembered(asked, lambda: self._chosen(asked))

    def _chosen(self, asked: Asked) -> list[Line]:
        tests = [make(getattr(asked, name)) for name, make in _TESTS.items() if getattr(asked, name) is not None]
        if asked.about is not None:
            tests.append(self._about(asked.about))
        # What was asked most narrowly is looked up, not looked for.
        found: Iterable[Line] = self.lines if asked.report is None else self.by_report().get(asked.report, ())
        for test in tests:
            found = filter(test, found)
        return list(found)

    def by_report(self) -> Mapping[str, list[Line]]:
        """The lines of each report."""
        return self.parted("report", lambda line: (line.report,))

    def parted(self, name: str, of: Callable[[Line], Iterable[Key]]) -> Mapping[Key, list[Line]]:
        """All lines by keys, in their order. of: the keys of a line, each once; name: of this parting.

        Made once; a decision then moves the lines that it changes, and all other lists stay the objects that they are.
        """
        if name not in self._parted:
            self._parted[name] = _Parts.made(of, self.lines)
        return self._parted[name].lines

    def of_parts(self, name: str, make: Callable[[Key], Held], *parted: Mapping[Key, list[Line]]) -> dict[Key, Held]:
        """What `make` gives of every key, made again only where the lines under it are others than they were."""
        known = self._of_parts.get(name, {})
        found: dict[Key, tuple[tuple[list[Line] | None, ...], Held]] = {}
        for key in dict.fromkeys(key for parts in parted for key in parts):
            lists = tuple(parts.get(key) for parts in parted)
            held = known.get(key)
            found[key] = held if held and all(map(is_, held[0], lists)) else (lists, make(key))
        self._of_parts[name] = found
        return {key: made for key, (_, made) in found.items()}

    def remembered(self, key: Hashable, make: Callable[[], Held]) -> Held:
        """What `make` gives, made once until other claims stand here; for what many questions need of all lines."""
        if key not in self._memory:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            self._memory[key] = make()
        held: Held = self._memory[key]
        return held

    def verdict(self, claim_id: str) -> Verdict | None:
        """The verdict that stands on a claim, None where nobody decided."""
        return self._verdicts.get(claim_id)

    def undecided(self, lines: Iterable[Line]) -> list[Line]:
        """Those of these on which no verdict stands."""
        verdicts = self._verdicts
        return [line for line in lines if line.id not in verdicts]

    def _about(self, words: str) -> "Test":
        """Full text for what was read; of what was added by hand each word begins one of the quote's."""
        with view(self.path) as ledger:
            entries = entries_about(ledger, words)
        sought = words.casefold().split()

        def by_hand(line: Line) -> bool:
            own = line.quote.casefold().split()
            return line.hand and all(any(word.startswith(one) for word in own) for one in sought)

        return lambda line: line.entry in entries or by_hand(line)

    def _in_state(self, state: str) -> "Test":
        verdicts, standing = self._verdicts, self.decided.standing
        tests: dict[str, Test] = {
            "unreviewed": lambda line: line.id not in verdicts,
            "reviewed": lambda line: line.id in verdicts,
            "corrected": lambda line: bool(standing(line.id).corrections),
            "by_hand": lambda line: line.hand,
        }
        return tests.get(state, lambda line: verdicts.get(line.id) == state)


Test = Callable[[Line], bool]


def _holding(column: str) -> Callable[[str], Test]:
    """Whether one of a line's several words holds these, whatever their case."""

    def make(words: str) -> Test:
        sought = words.casefold()
        return lambda line: any(sought in one.casefold() for one in getattr(line, column))

    return make


def _equal(column: str) -> Callable[[str], Test]:
    return lambda value: lambda line: getattr(line, column) == value


_TESTS: dict[str, Callable[[str], Test]] = {
    "stance": _equal("stance"),
    "type": _equal("type"),
    "report": _equal("report"),
    "outlet": _equal("outlet"),
    # A claim without a day is neither before nor after one.
    "since": lambda day: lambda line: line.until is not None and line.until >= day,
    "until": lambda day: lambda line: line.since is not None and line.since <= day.ljust(10, "~"),
    "speaker": _holding("voices"),
    "place": _holding("places"),
    "party": lambda words: (lambda actor, target: lambda line: actor(line) or target(line))(
        _holding("actors")(words), _holding("targets")(words)
    ),
}
"""By the name in `Asked`, the cheap ones first."""

_REPORTS = """
    SELECT reports.id, reports.page_sha256, reports.text_sha256, reports.title, reports.outlet, reports.published,
           reports.language, pages.path, current_readings.reader
    FROM current_readings
    JOIN reports ON reports.id = current_readings.report_id
    JOIN pages ON pages.sha256 = current_readings.page_sha256
    ORDER BY pages.entry
"""

_CLAIMS = "SELECT entry, id, body FROM claims WHERE reading = ? ORDER BY entry"


def _order(line: Line) -> tuple[str, int, str]:
    """By day, undated last, then as they came."""
    return line.since or "~", line.entry or 1 << 60, line.id


def _with(lines: list[Line], one: Line) -> list[Line]:
    at = bisect_left(lines, _order(one), key=_order)
    return [*lines[:at], one, *lines[at:]]


def _line(claim: dict[str, Any], claim_id: str, entry: int, report: str, outlet: str | None) -> Line:
    """From a claim's JSON: making the noun of each would take ten times as long."""
    event, chain, when = claim["event"], claim["chain"], claim["event"]["when"]
    days = [day[:10] for day in (when["start"], when["end"]) if day] if when else []
    voices = [hop["speaker"]["text"] for hop in chain]
    spots = tuple(
        Spot(place["text"], place["entry"], place["lat"], place["lon"], place["precision"])
        for place in event["places"]
        if place["entry"]
    )
    return Line(
        id=claim_id,
        entry=entry,
        report=report,
        outlet=outlet,
        quote=" … ".join(words["text"] for words in claim["quote"]),
        speaker=voices[0] if voices and not chain[0]["relay"] else None,
        voices=tuple([*voices, outlet] if outlet else voices),
        stance=claim["stance"],
        type=event["type"],
        actors=tuple(party["text"] for party in event["actors"]),
        targets=tuple(party["text"] for party in event["targets"]),
        places=tuple(place["text"] for place in event["places"]),
        spots=spots,
        since=days[0] if days else None,
        until=days[-1] if days else None,
        confidence=claim["confidence"],
        voice=chain[0]["entry"] if voices and not chain[0]["relay"] else None,
    )
