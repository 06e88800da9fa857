"""The hall where the stages meet: the only file that knows the whole way from a page to the ledger.

Heavy stages are imported by the functions that need them: asking a ledger must not load what reads pages.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sayso.ledger.location import Location, beside, located
from sayso.model.canonical import sha256_of, to_json
from sayso.model.claim import Claim, Hop
from sayso.model.errors import CodebookError, GazetteerError, LedgerError, NotOfThisKind, WeightsError
from sayso.model.event import Party, Place, When
from sayso.model.incident import EventRow, Incident, Kin, Matrix, Relation, Setting, Told
from sayso.model.note import Note
from sayso.model.page import NOTHING_STATED, Page, Stated
from sayso.model.problem import Problem
from sayso.model.report import Report
from sayso.model.review import OF_ORIGINS, CorrectedSlot, Correction, Decision, Review
from sayso.model.words import Span, Words

if TYPE_CHECKING:
    from threading import Event

    from sayso.exports.datasets import Brought
    from sayso.exports.formats import Manifest
    from sayso.exports.judgements import Judgement
    from sayso.ledger.catalogue import Catalogue
    from sayso.ledger.find import Counts, Found, KeptPage, Shown
    from sayso.ledger.history import Fate, Version
    from sayso.ledger.kept_incidents import KeptIncidents
    from sayso.ledger.ledger import Ledger as Writer
    from sayso.ledger.ledger import Recorded
    from sayso.ledger.merging import Merged
    from sayso.ledger.opened import Opened
    from sayso.ledger.redaction import Plan
    from sayso.ledger.verify import Verified
    from sayso.model.party import ResolvedParty
    from sayso.model.place import PlaceEntry, ResolvedPlace
    from sayso.pages.following import FeedList, Visit
    from sayso.pages.taken import Gathering, How, Outcome, Taken
    from sayso.registers.actors.register import Register
    from sayso.registers.places.gazetteer import Gazetteer
    from sayso.reports.reports import Given, ReportReader
    from sayso.weighing.grades import Graded, Scheme

__all__ = ["Account", "Incidents", "Ledger", "SideBySide", "open", "read"]

LAID_AT_ONCE = 200
"""Incidents whose reports are read side by side."""
MOST_RELATED = 60
"""Claims of an incident that are held against one another, the earliest told: pairs grow with their square."""

PathLike = str | os.PathLike[str]
Step = Literal["extracted", "read"]
"""The two steps of every file, for whoever shows progress."""

Hiding = Literal["claim", "report", "name"]
"""What can be redacted."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that came of one file. `report` is None where nothing could be read, and `problems` then say why.

    path: as given, or as found under a folder; reader: who read the claims, None where no reader did; recorded: what
    it added to the ledger, None without one; credited: whom a feed names as the source of all of it.
    """

    path: str
    page: Page | None
    report: Report | None = None
    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    reader: str | None = None
    recorded: "Recorded | None" = None
    credited: "Words | None" = None

    @property
    def failed(self) -> bool:
        """Whether this file failed. One in another language is kept unread, and a folder's pictures are passed over."""
        return any(problem.fatal for problem in self.problems)

    @property
    def words(self) -> int:
        """How many words were read: those of paragraphs, without furniture."""
        paragraphs = self.report.paragraphs if self.report else ()
        return sum(len(self._text(*paragraph.span).split()) for paragraph in paragraphs)

    def _text(self, start: int, end: int) -> str:
        return self.report.text[start:end] if self.report else ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """An incident laid out, with its claims by their ids, what stands around them, and a grade beside each column.

    unrelated: claims that say something of their own but were not held against the others, of which there are too many.
    """

    matrix: Matrix
    told: Mapping[str, Told]
    grades: "tuple[Graded, ...]" = ()
    unrelated: int = 0


@dataclass(frozen=True, slots=True)
class Incidents:
    """shown: those with the most reports first; matching: how many fit without a limit; alone: claims that fit and
    that no other claim is about the same happening as; claims: how many were weighed.
    """

    shown: tuple[SideBySide, ...]
    matching: int
    alone: int
    claims: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: a file, or a database of a server. Each question opens it, and never longer than that; `read` makes it.

    Every method raises LedgerError where it cannot be used as a ledger.
    """

    path: Location

    def read(
        self,
        *paths: PathLike,
        published: str | None = None,
        outlet: str | None = None,
        progress: Callable[[Step], None] | None = None,
        how: "How | None" = None,
    ) -> Iterator[Account]:
        """As `sayso.read`; each account is in the ledger before it is handed out."""
        return read(*paths, ledger=self, published=published, outlet=outlet, progress=progress, how=how)

    def read_handed(
        self,
        files: Iterable[tuple[str, bytes]],
        *,
        published: str | None = None,
        outlet: str | None = None,
        progress: Callable[[Step], None] | None = None,
    ) -> Iterator[Account]:
        """As `read`, of files that were handed over as (name, bytes), not found on this machine's disk."""
        from sayso.pages.files import handed
        from sayso.pages.taken import Gathering, Taken, gathered
        from sayso.reports.reports import Given

        taken = (Taken(*handed(name, content)) for name, content in files)
        gatherings = (Gathering(batch) for batch in gathered(taken))
        return _accounts(gatherings, Given(published, outlet or None), _writer_of(self), progress or (lambda _: None))

    def claims(
        self,
        about: str | None = None,
        *,
        speaker: str | None = None,
        stance: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        place: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> "Found":
        """The current claims that answer all that is asked, by the day of their event.

        about, speaker, place: words; since, until: days, months or years of the event itself, both included.
        Raises NotOfThisKind for a stance, type, day or limit that is none.
        """
        from sayso.ledger import find

        wanted = find.Wanted(about, speaker, stance, type, place, since, until, limit)
        return find.claims(self.path, wanted)

    def claim(self, id_prefix: str) -> "Shown":
        """The claim whose id begins so, with its report. Raises LedgerError where none or several do."""
        from sayso.ledger import find

        return find.claim(self.path, id_prefix)

    def incidents(
        self,
        about: str | None = None,
        *,
        place: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        among: Collection[str] | None = None,
    ) -> Incidents:
        """Happenings that two claims or more tell of, of which one answers all that is asked, as `claims` has it.

        among: ids of claims, one of which the happening must hold.
        The first call after something was read or decided weighs all current claims: seconds for some thousand of them.
        Raises NotOfThisKind as `claims` does.
        """
        if limit is not None and limit < 1:
            raise NotOfThisKind(f"a limit starts at 1, not at {limit}")
        asked = (about, place, type, since, until)
        fitting: set[str] | None = None
        if any(each is not None for each in asked):
            found = self.claims(about, place=place, type=type, since=since, until=until)
            fitting = {kept.claim.id for kept in found}
        if among is not None:
            fitting = set(among) if fitting is None else fitting & set(among)
        with _incidents(self.path) as kept:
            matching, alone = kept.counts(fitting)
            laid = _side_by_side(self.path, list(kept.several(fitting, limit)))
            return Incidents(tuple(laid), matching, alone, kept.claims())

    def compare(self, id_prefix: str, grades: "Scheme" = "none") -> SideBySide:
        """The incident whose id, or one of whose claims' ids, begins so. Raises LedgerError for none or several."""
        from sayso.ledger.current import grades as given
        from sayso.weighing.grades import graded

        laid = _side_by_side(self.path, [_incident(self.path, id_prefix)])[0]
        return replace(laid, grades=graded(grades, laid.matrix, laid.told, *given(self.path)))

    def event_row(self, laid: SideBySide, policy: str, order: Sequence[str] = ()) -> EventRow:
        """The row that a policy makes of one incident. Raises NotOfThisKind for no such policy."""
        from sayso.weighing import policies

        return policies.row(policy, laid.matrix.incident, laid.told.values(), laid.matrix.origins, order)

    def event_rows(self, policy: str, order: Sequence[str] = ()) -> Iterator[EventRow]:
        """Every incident as one row by this policy (see `weighing.policies`), in the order of their ids.

        order: of the policy "order-of-sources", names of speakers or outlets. Raises NotOfThisKind for no such policy.
        """
        from sayso.weighing import policies

        policies.check(policy, order)
        with _incidents(self.path) as kept:
            for incidents in _batches(kept.every(), LAID_AT_ONCE):
                for laid in _side_by_side(self.path, incidents):
                    incident = laid.matrix.incident
                    yield policies.row(policy, incident, laid.told.values(), laid.matrix.origins, order)

    def same(self, who: str, *claims: str, reason: str | None = None, origins: bool = False) -> Review:
        """Decide that these claims (ids, or their first digits) tell of one happening; origins: are one origin."""
        return self._together(who, "same", claims, reason, origins=origins)

    def different(
        self, who: str, *claims: str, reason: str | None = None, origins: bool = False, unsure: bool = False
    ) -> Review:
        """Decide that they do not, or that nobody can tell (unsure): sayso then leaves them apart, and says so."""
        return self._together(who, "unsure" if unsure else "different", claims, reason, origins=origins)

    def _together(
        self, who: str, decision: Decision, claims: Sequence[str], reason: str | None, *, origins: bool
    ) -> Review:
        from sayso.ledger.current import claim_id

        ids = sorted({claim_id(self.path, claim) for claim in claims})
        if len(ids) < 2:
            raise NotOfThisKind("one claim is always the same as itself: name two claims or more")
        return self.decide(who, decision, ids, reason, OF_ORIGINS if origins else None)

    def grade(self, who: str, of: str, grade: str, *, reason: str | None = None) -> Review:
        """Grade a source (its name, or its entry in the register) by a letter A to F, or a claim (its id) by 1 to 6.

        Raises NotOfThisKind for another grade, LedgerError where no claim has this id.
        """
        from sayso.ledger.current import claim_id
        from sayso.weighing.grades import check_grade, source_key

        on = claim_id(self.path, of) if check_grade(grade) == "claim" else source_key(of)
        return self.decide(who, "grade", [on], reason, to_json(grade))

    def undo(self, who: str, review: str | None = None, *, reason: str | None = None) -> tuple[Review, Review]:
        """Undo the decision whose id begins so, or else the latest that stands; (the undoing, what it undoes).

        Raises LedgerError where there is none.
        """
        from sayso.ledger.current import review_to_undo

        undone = review_to_undo(self.path, review)
        return self.decide(who, "undo", [undone.id], reason), undone

    def decide(
        self, who: str, decision: Decision, on: Sequence[str], reason: str | None = None, value: str | None = None
    ) -> Review:
        """Append a decision of this moment; it outlives a cut of power once this returns. See `Review`."""
        from datetime import UTC, datetime

        when = datetime.now(UTC).isoformat(timespec="milliseconds")
        review = Review(who, when, tuple(on), decision, reason, value)
        with _writer_of(self) as writer:
            writer.review(review)
        return review

    def pages(self) -> "tuple[KeptPage, ...]":
        """Every page kept, read or not, in the order in which it came."""
        from sayso.ledger import find

        return find.pages(self.path)

    def troubled(self) -> "tuple[KeptPage, ...]":
        """The pages with problems, read or not."""
        from sayso.ledger import find

        return find.pages(self.path, troubled=True)

    def extents(self, entries: Iterable[str]) -> dict[str, tuple[float, float, float, float]]:
        """South, west, north and east of those of these places that are areas, by their ids in the gazetteer."""
        gazetteer = _gazetteer()
        found = ((entry, gazetteer.entry(entry)) for entry in entries)
        return {entry: place.extent for entry, place in found if place and place.extent}

    def counts(self) -> "Counts":
        """How much the ledger holds."""
        from sayso.ledger import find

        return find.counts(self.path)

    def follow(self, feeds: "FeedList", *, once: bool, how: "How", ended: "Event") -> "Iterator[Account | Visit]":
        """Visit the feeds that are due, and read what is new in each: a Visit, then the Accounts of its items.

        once: end where nothing is due, instead of waiting for it; ended: set it to end after the page at hand. Raises
        LedgerError where the ledger or its daybook cannot be used.
        """
        from sayso.pages.daybook import Daybook
        from sayso.pages.fetch import Fetcher, user_agent
        from sayso.pages.following import Follower
        from sayso.pages.warc import Kept
        from sayso.reports.reports import Given, ReportReader

        writer = _writer(self)
        with (
            ReportReader() as reports,
            writer or nullcontext(),
            Daybook.beside(beside(self.path)) as daybook,
            Fetcher(how) as fetcher,
        ):
            follower = Follower(feeds.feeds, daybook, fetcher, Kept(daybook, how, user_agent(how.contact)))
            while not ended.is_set():
                with follower.taken() as feed:
                    if feed:
                        yield follower.visit(feed)
                        for gathering in follower.gatherings(feed):
                            yield from _read_all(gathering, reports, Given(), writer, lambda _: None)
                            if ended.is_set():
                                return
                if feed is None and (once or ended.wait(follower.pause())):
                    return

    def manifest(self, paths: Sequence[str]) -> "Iterator[dict[str, str | int | None]]":
        """What was and was not read of these archives into this ledger: lines of plain data."""
        from sayso.pages.archives import manifest
        from sayso.pages.daybook import Daybook

        with Daybook.beside(beside(self.path)) as daybook:
            yield from manifest(daybook, paths)

    def create(self) -> None:
        """Make the file, empty; nothing happens where it is a ledger already. Raises LedgerError where none can be."""
        _writer_of(self).close()

    def catalogue(self) -> "Catalogue":
        """All current claims with their reviews, for whoever asks often: nothing is read before `catch_up`."""
        from sayso.ledger.catalogue import Catalogue

        return Catalogue(self.path)

    def report(self, report_id: str) -> "Opened":
        """A report with its text and what was read in it. Raises LedgerError where the ledger holds none of this id."""
        from sayso.ledger import opened

        return opened.opened(self.path, report_id)

    def page(self, sha256: str) -> Page:
        """A page as it came, byte for byte. Raises LedgerError where the ledger holds none of this hash."""
        from sayso.ledger import opened

        return opened.page(self.path, sha256)

    def correct(
        self,
        who: str,
        claim_id: str,
        report_id: str,
        slot: CorrectedSlot,
        spans: Sequence[Span] = (),
        chosen: str | None = None,
        reason: str | None = None,
    ) -> Review:
        """Let a slot of a claim hold the words at these spans of its report (none: empty it), or a stance or type.

        Days, numbers and places are read from the words as a reader reads them. Raises NotOfThisKind for spans that
        are none of the text and for a word that is not in its list.
        """
        report = self.report(report_id).report
        return self.decide(who, "correct", [claim_id], reason, to_json(_correction(report, slot, spans, chosen)))

    def add(
        self,
        who: str,
        report_id: str,
        quote: Sequence[Span],
        *,
        speaker: Span | None = None,
        stance: str = "asserted",
        type: str = "other",  # noqa: A002 - the word of the model
        slots: Mapping[CorrectedSlot, Sequence[Span]] | None = None,
        reason: str | None = None,
    ) -> Review:
        """A claim added by hand: its words, who says so (None: the outlet itself), stance, type, and further slots."""
        from sayso.claims import by_hand

        report = self.report(report_id).report
        claim = by_hand.claim(report, quote, speaker, stance, type)
        for slot, spans in (slots or {}).items():
            claim = _correction(report, slot, spans, None).applied(claim)
        return self.decide(who, "add", [claim.id], reason, to_json(claim))

    def verify(self, expect_head: str | None = None) -> "Verified":
        """Recompute pages, offsets, ids and the chain. expect_head: the head that was written down elsewhere."""
        from sayso.ledger.verify import verify

        return verify(self.path, expect_head)

    def export(
        self,
        format: str,  # noqa: A002 - the word of the command
        out: PathLike,
        *,
        about: str | None = None,
        speaker: str | None = None,
        stance: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        place: str | None = None,
        since: str | None = None,
        until: str | None = None,
        profile: str = "public",
        policy: str = "low-best-high",
        order: Sequence[str] = (),
        delay: timedelta = timedelta(),
        excel: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> "Manifest":
        """Write what is asked for, as `claims` asks, to `out` in a format of the field, with a manifest beside it.

        profile: "public" withholds what could harm somebody, "internal" gives all; policy, order: as `event_rows` has
        them, or "each-claim" for a row a claim; delay: how long after the news a claim may leave. Raises ExportError
        where it cannot be written.
        """
        from importlib.metadata import version

        from sayso.exports.atlas import Atlas
        from sayso.exports.care import Care, check_profile
        from sayso.exports.formats import FORMATS, Order, export
        from sayso.exports.happening import EACH_CLAIM
        from sayso.ledger.decided import Decided
        from sayso.ledger.find import Wanted
        from sayso.ledger.tellings import tellings

        wanted = Wanted(about, speaker, stance, type, place, since, until)
        asked = Order(format, Path(out), wanted, policy, excel)
        weighed = FORMATS[format].of == "events" and policy != EACH_CLAIM
        with tellings(self.path) as view:
            care = Care(check_profile(profile), Atlas(_gazetteer(), _is_party), Decided.of(view.reviews()), delay)
            return export(
                asked,
                view,
                care,
                version=version("sayso"),
                kinds={party: entry.kind for party in _register().ids() if (entry := _register().entry(party))},
                related=partial(_related, self.path),
                event_rows=self.event_rows(policy, order) if weighed else None,
                progress=progress,
            )

    def bring(self, path: PathLike, dataset: str, *, outlet: str | None = None) -> "Iterator[tuple[Brought, bool]]":
        """Keep the rows of a UCDP GED-style or ACLED-style CSV ("ucdp", "acled") as claims of that dataset.

        outlet: the dataset's name and release. Gives each row, with whether its claim is new to the ledger; a row that
        cannot be read is a fault, and the next is still read. Raises ImportFault where the file is no such table.
        """
        from datetime import UTC, datetime

        from sayso.exports.atlas import Atlas
        from sayso.exports.datasets import OUTLETS, rows

        kind = next((known for known in OUTLETS if known == dataset), None)
        if kind is None:
            raise NotOfThisKind(f"{dataset!r} is no dataset that can be brought in: it is one of {', '.join(OUTLETS)}")
        fetched = datetime.now(UTC).isoformat(timespec="seconds")
        found = rows(Path(path), kind, outlet, fetched, Atlas(_gazetteer()).find)
        writer: Writer | None = None
        try:
            for row in found:
                new = False
                if row.page and row.claim:
                    # Opened with the first good row: a file that is none shall leave no empty ledger behind.
                    writer = writer or _writer(self)
                    assert writer is not None
                    kept = writer.record(row.page, row.report, [row.claim], (), (), row.claim.reader, str(path))
                    new = kept.new_claims > 0
                yield row, new
        finally:
            if writer is not None:
                writer.close()

    def judge(self, path: PathLike, who: str | None = None) -> "Iterator[tuple[Judgement, bool]]":
        """Keep the decisions of a CSV as reviews. who: for rows that do not say by whom.

        Gives each row, with whether its review is new: one that stands already, by the same person and with the same
        words, is kept once. Raises ImportFault where the file is no such table.
        """
        from datetime import UTC, datetime

        from sayso.exports.judgements import judgements
        from sayso.ledger import find
        from sayso.ledger.ledger import Ledger as Writer
        from sayso.ledger.tellings import tellings

        def asked(beginning: str) -> "tuple[str, Claim, Report]":
            shown = find.claim(self.path, beginning)
            return shown.kept.claim.id, shown.kept.claim, shown.report

        with tellings(self.path) as view:
            known = {(one.who, one.on, one.decision, one.reason, one.value) for one in view.reviews()}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with Writer.open(self.path) as writer:
            for row in judgements(Path(path), who, now, asked):
                review = row.review
                same = (review.who, review.on, review.decision, review.reason, review.value) if review else None
                new = review is not None and same not in known and writer.review(review)
                if same:
                    known.add(same)
                yield row, new

    def versions(self, about: str | None = None) -> "Iterator[Version]":
        """Addresses that showed another text of a report, and what each change added, dropped and altered.

        about: words of the address, path or title, or the beginning of a page's id.
        """
        from sayso.ledger.history import versions

        return versions(self.path, about)

    def fate(self, claim: Claim) -> "Fate | None":
        """What the next version of its report says of a claim; None where its page is the newest there is."""
        from sayso.ledger.history import fate

        return fate(self.path, claim)

    def merge(self, other: "Ledger", progress: Callable[[int], None] = lambda _: None) -> "Merged":
        """Take in all of another ledger that this one lacks, and keep its chain; it is itself left as it is."""
        from sayso.ledger.ledger import Ledger as Writer
        from sayso.ledger.merging import merge

        with Writer.open(self.path) as into:
            return merge(into, other.path, progress)

    def copy(self, to: "Ledger", progress: Callable[[int], None] = lambda _: None) -> tuple[int, str]:
        """All of this ledger written to an empty place, file or server: (entries, the head of both)."""
        from sayso.ledger.copying import copy

        return copy(self.path, to.path, progress)

    def roles(self) -> dict[str, tuple[str, ...]]:
        """Who has which role of a ledger on a server. The roles are made if its owner asks and they are missing."""
        from sayso.ledger.people import roles

        return roles(self.path)

    def grant(self, role: str, person: str) -> None:
        """Give a user of the server one role of this ledger, instead of any other of it. For its owner."""
        from sayso.ledger.people import grant

        grant(self.path, role, person)

    def redaction(self, kind: Hiding, what: str) -> "Plan":
        """What `redact` would remove, without removing anything."""
        from sayso.ledger import redaction
        from sayso.ledger.view import view

        with view(self.path) as seen:
            return redaction.plan(seen, redaction.HIDE[kind](seen, what))

    def redact(self, kind: Hiding, what: str, *, who: str, because: str) -> "tuple[Plan, bool]":
        """Remove the words of a claim, a report or page (by the beginning of its id), or a name, for good.

        Hashes, reason and reviewer stay, and `verify` still passes. The second value is False where old copies lie in
        the server's files until its owner sweeps them. Raises LedgerError where nothing holds it, NotOfThisKind where
        a word is missing or too short.
        """
        from datetime import UTC, datetime

        from sayso.ledger import redaction
        from sayso.ledger.ledger import Ledger as Writer

        with Writer.open(self.path) as ledger:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            return redaction.redact(ledger, lambda seen: redaction.HIDE[kind](seen, what), who, now, because)


def open(path: PathLike | Location) -> Ledger:  # noqa: A001 - `sayso.open`, as `gzip.open`
    """The ledger at this path or postgresql:// address; nothing is touched until something is asked or read."""
    return Ledger(located(path))


def read(
    *paths: PathLike,
    ledger: Ledger | PathLike | Location | None = None,
    published: str | None = None,
    outlet: str | None = None,
    progress: Callable[[Step], None] | None = None,
    how: "How | None" = None,
) -> Iterator[Account]:
    """Read files, folders, archives, links and standard input ("-"), one Account a page, in their order.

    ledger: where to keep them, None to keep nothing; published (a day, month or year), outlet: what the pages do not
    say or say wrongly; progress: called after each step of each page; how: `pages.taken.How`, what links and archives
    need. An archive that an earlier call read into the same ledger is read on from where that one ended.

    A file that cannot be read is an account with problems, and the others are still read. Raises NotOfThisKind for a
    date that is none, LedgerError where the ledger cannot be written; both before anything is read. WeightsError,
    GazetteerError and CodebookError where what reads is itself missing or damaged.
    """
    from sayso.reports.reports import Given

    given = Given(published, outlet or None)
    writer = _writer(ledger)
    from sayso.pages.sources import gatherings
    from sayso.pages.taken import How

    def reading() -> str:
        from sayso.reading.reading import reader

        return f"{reader()} {given.published} {given.outlet}"

    local = beside(writer.location) if writer else None
    gathered = gatherings([os.fspath(path) for path in paths], how or How(), local, reading)
    return _accounts(gathered, given, writer, progress or (lambda _: None))


def _writer(ledger: Ledger | PathLike | Location | None) -> "Writer | None":
    if ledger is None:
        return None
    return _writer_of(ledger if isinstance(ledger, Ledger) else open(ledger))


def _writer_of(ledger: Ledger) -> "Writer":
    from sayso.ledger.ledger import Ledger as Writer

    return Writer.open(ledger.path)


def _correction(report: Report, slot: CorrectedSlot, spans: Sequence[Span], chosen: str | None) -> Correction:
    from sayso.claims import by_hand

    found = by_hand.correction(report, slot, spans, chosen, _times(report) if slot == "when" else ())
    if not found.places:
        return found
    entries = _entries(_resolved(report.text, [Words(place.text, place.span) for place in found.places]))
    return replace(found, places=tuple(_at(place, entries) for place in found.places))


def _accounts(
    gatherings: "Iterable[Gathering]",
    given: "Given",
    writer: "Writer | None",
    progress: Callable[[Step], None],
) -> Iterator[Account]:
    """The whole way. Each gathering is extracted first, because only then is it known which lines repeat."""
    from sayso.reports.reports import ReportReader

    with ReportReader() as reports, writer or nullcontext():
        for gathering in gatherings:
            yield from _read_all(gathering, reports, given, writer, progress)


def _read_all(
    gathering: "Gathering",
    reports: "ReportReader",
    given: "Given",
    writer: "Writer | None",
    progress: Callable[[Step], None],
) -> Iterator[Account]:
    """The accounts of pages that stand side by side, each kept before it is handed out."""
    extracted = [_extracted(taken, reports, given, progress) for taken in gathering.taken]
    outcomes: list[Outcome] = []
    for account in _without_repeats(extracted):
        kept = _kept(_read(account), writer)
        outcomes.append(_outcome(kept))
        progress("read")
        yield kept
    gathering.done(outcomes)


def _outcome(account: Account) -> "Outcome":
    from sayso.pages.taken import Outcome

    page = account.page
    problem = None if account.reader else next((problem.code for problem in account.problems), None)
    return Outcome(account.path, page.address if page else None, page.sha256 if page else None, problem)


def _extracted(taken: "Taken", reports: "ReportReader", given: "Given", progress: Callable[[Step], None]) -> Account:
    page, path = taken.page, taken.path
    account = Account(path, None, problems=(page,)) if isinstance(page, Problem) else Account(path, page)
    if account.page:
        try:
            report, problems = reports.report(account.page, given)
            account = _as_stated(replace(account, report=report, problems=problems), taken.stated)
        except Exception as error:
            account = replace(account, problems=(_failure(path, error),))
    progress("extracted")
    return account


def _as_stated(account: Account, stated: Stated) -> Account:
    if account.report is None or stated == NOTHING_STATED:
        return account
    from sayso.reports.stated import completed

    report, credited = completed(account.report, stated)
    return replace(account, report=report, credited=credited)


def _without_repeats(accounts: list[Account]) -> list[Account]:
    """The accounts without the lines that repeat over the pages of one host."""
    from sayso.reports.repeats import repeated_lines, without

    by_host: dict[str, list[Report]] = {}
    for account in accounts:
        if account.report and (host := _host(account)):
            by_host.setdefault(host, []).append(account.report)
    repeated = repeated_lines(by_host)
    return [replace(a, report=without(a.report, repeated.get(_host(a), ()))) if a.report else a for a in accounts]


def _host(account: Account) -> str:
    """Whose page it is: the host of its link; of a file the outlet, as a folder may hold pages of many; "" unknown."""
    from urllib.parse import urlsplit

    host = urlsplit(account.page.address).hostname if account.page else None
    outlet = account.report.outlet if account.report else None
    return host or outlet or ""


def _read(account: Account) -> Account:
    """The account with its claims. What is in another language stays unread; lost characters are no reason to."""
    if (
        account.report is None
        or account.failed
        or any(problem.code == "another_language" for problem in account.problems)
    ):
        return account
    from sayso.claims.assemble import claims, notes
    from sayso.claims.chain import passed_on
    from sayso.reading.reading import read as reading_of

    # A damaged file of the user's register stops the command: it is no mistake in this page.
    _register()
    try:
        reading = reading_of(account.report)
        found = claims(reading, _times(account.report))
        if account.credited:
            found = tuple(passed_on(claim, account.credited) for claim in found)
        places = places_of(found, account.report.text)
        by = _reader(reading.reader)
        day = account.report.published.day if account.report.published else None
        named = _named(_placed(found, places), account.report.text, day, places)
        found = tuple(replace(claim, reader=by) for claim in named)
        return replace(account, claims=found, notes=notes(reading), reader=by)
    except (CodebookError, GazetteerError, WeightsError):
        # What every reading needs is broken: no other file would fare better.
        raise
    except Exception as error:
        return replace(account, problems=(*account.problems, _failure(account.path, error)))


def _times(report: Report) -> tuple[When, ...]:
    from sayso.registers.dates import times

    return times(report.text, report.published.day if report.published else None)


def places_of(found: tuple[Claim, ...], text: str) -> "tuple[ResolvedPlace, ...]":
    """What the places of a text's claims name, and lands that it names outright: all chosen side by side."""
    named = {
        place.span: Words(place.text, place.span)
        for claim in found
        for place in claim.event.places
        if place.entry is None and text[slice(*place.span)] == place.text
    }
    return _resolved(text, [named[span] for span in sorted(named)]) if named else ()


def _resolved(text: str, own: list[Words]) -> "tuple[ResolvedPlace, ...]":
    """What these words name, chosen beside all lands that the text names outright."""
    from sayso.registers.places.outright import named_outright
    from sayso.registers.places.resolve import ReportContext, resolve

    mentions = sorted([*own, *named_outright(text, _gazetteer(), own)], key=lambda words: words.span)
    return resolve(mentions, ReportContext(text), _gazetteer())


def _entries(answers: "Iterable[ResolvedPlace]") -> "dict[Span, ResolvedPlace]":
    """Those that were found and are no people's name, by their spans."""
    return {answer.words.span: answer for answer in answers if answer.entry and not answer.demonym}


def _placed(found: tuple[Claim, ...], answers: "tuple[ResolvedPlace, ...]") -> tuple[Claim, ...]:
    """The claims with their places as the gazetteer has them."""
    placed = _entries(answers)
    return tuple(
        replace(claim, event=replace(claim.event, places=tuple(_at(place, placed) for place in claim.event.places)))
        for claim in found
    )


def _at(place: Place, placed: "Mapping[Span, ResolvedPlace]") -> Place:
    answer = placed.get(place.span)
    if answer is None or answer.entry is None:
        return place
    lat, lon = answer.entry.point or (None, None)
    return replace(place, entry=answer.entry.id, lat=lat, lon=lon, precision=answer.precision)


def _named(
    found: tuple[Claim, ...], text: str, day: str | None, places: "tuple[ResolvedPlace, ...]"
) -> tuple[Claim, ...]:
    """The claims with who speaks, acts and suffers as the register has them."""
    answers = parties_of(found, text, day, places)
    entries = {answer.words.span: answer.entry.id for answer in answers if answer.entry}

    def party(one: Party) -> Party:
        return replace(one, entry=entries.get(one.span))

    def hop(one: Hop) -> Hop:
        return replace(one, entry=entries.get(one.speaker.span))

    return tuple(
        replace(
            claim,
            chain=tuple(map(hop, claim.chain)),
            event=replace(
                claim.event,
                actors=tuple(map(party, claim.event.actors)),
                targets=tuple(map(party, claim.event.targets)),
            ),
        )
        for claim in found
    )


def parties_of(
    found: tuple[Claim, ...], text: str, day: str | None, places: "tuple[ResolvedPlace, ...]" = ()
) -> "tuple[ResolvedParty, ...]":
    """Who speaks, acts and suffers in a report's claims, each stretch of words once; who speaks is asked as a speaker.

    day: its publication's; places: what its places name; their countries tell whose "the army" is.
    """
    from sayso.model.words import Words
    from sayso.registers.actors.resolve import Mention, ReportContext, resolve

    mentions: dict[Span, Mention] = {}
    for claim in found:
        for one in claim.event.targets:
            mentions.setdefault(one.span, Mention(Words(one.text, one.span), "target"))
    for claim in found:
        for one in claim.event.actors:
            mentions[one.span] = Mention(Words(one.text, one.span), "actor")
    for claim in found:
        for hop in claim.chain:
            mentions[hop.speaker.span] = Mention(hop.speaker, "speaker")
    homes = tuple(answer.entry.country for answer in places if answer.entry and answer.entry.country)
    stand = [one for span, one in sorted(mentions.items()) if text[slice(*span)] == one.words.text]
    return resolve(stand, ReportContext(text, day, homes), _register())


@cache
def _reader(read_by: str) -> str:
    """The reader's name with a hash of the registers, what the user added included: with another register it is another
    reader, and what it resolves is kept beside what was resolved before.
    """
    from sayso.codebook.tables import fingerprint
    from sayso.model.canonical import sha256_of, sha256_of_bytes
    from sayso.registers import actors, places
    from sayso.registers.actors.register import added as own_actors
    from sayso.registers.places.gazetteer import added as own_places

    shipped = [fingerprint(package) for package in ("sayso.registers", actors.__name__, places.__name__)]
    parties = [[path.name, sha256_of_bytes(path.read_bytes())] for path in sorted(own_actors().glob("*.toml"))]
    # A country's places are many megabytes: their size has to do.
    land = [[path.name, path.stat().st_size] for path in sorted(own_places().glob("*.db"))]
    return f"{read_by}-{sha256_of([shipped, parties, land])[:8]}"


@cache
def _register() -> "Register":
    from sayso.registers.actors.register import Register

    return Register.open()


@cache
def _gazetteer() -> "Gazetteer":
    from sayso.registers.places.gazetteer import Gazetteer

    return Gazetteer.open()


def _all_told(path: Location, among: Collection[str] | None = None) -> Iterator[Told]:
    """The current claims as weighing takes them, but for those that a person refused; among: of their reports."""
    from urllib.parse import urlsplit

    from sayso.ledger.current import current, reviews, standing

    refused = {each.on[0] for each in standing(reviews(path)) if each.decision == "refuse"}
    for kept in current(path, among):
        claims = (claim for claim_id, claim in kept.claims if claim_id not in refused)
        yield from told(kept.report.id, kept.report, claims, urlsplit(kept.address).hostname)


def _together(path: Location) -> tuple[Review, ...]:
    """The decisions that stand about which claims belong together."""
    from sayso.ledger.current import TOGETHER, reviews, standing

    return tuple(each for each in standing(reviews(path)) if each.decision in TOGETHER)


def _incidents(path: Location) -> "KeptIncidents":
    """All current claims weighed, or as they were last weighed where nothing that counts has changed."""
    from sayso.ledger import kept_incidents
    from sayso.ledger.kept_incidents import KeptIncidents
    from sayso.weighing.incidents import incidents

    key = _weighed_of(path)
    if kept := KeptIncidents.found(kept_incidents.kept_at(path), key):
        return kept
    every = tuple(_all_told(path))
    report_of = {each.id: each.setting.report for each in every}
    decided = [each for each in _together(path) if each.value is None]
    weighed = [(each, len({report_of[claim] for claim in each.claims})) for each in incidents(every, decided)]
    if len(every) >= kept_incidents.FROM_CLAIMS:
        kept_incidents.keep(path, weighed, key)
    return KeptIncidents.made(weighed, key)


def _weighed_of(path: Location) -> str:
    """What incidents rest on: the readings, the decisions about happenings and claims, and the rules that weigh."""
    from sayso.codebook.tables import fingerprint
    from sayso.ledger.current import newest_reading, reviews, standing

    decided = [each.id for each in standing(reviews(path)) if each.value is None or each.decision in ("correct", "add")]
    rules = [fingerprint("sayso.weighing"), fingerprint("sayso.codebook")]
    return sha256_of({"newest": newest_reading(path), "decided": decided, "rules": rules})


def _incident(path: Location, id_prefix: str) -> Incident:
    from sayso.ledger.current import claim_id

    with _incidents(path) as kept:
        named = kept.beginning(id_prefix) if id_prefix else []
        if len(named) == 1:
            return named[0]
        if named:
            raise LedgerError(f"several incidents of {path} begin with {id_prefix}: give more of the id")
        claim = claim_id(path, id_prefix)
        if found := kept.of_claim(claim):
            return found
    raise LedgerError(f"claim {claim} is in no incident: a newer reading does not make it, or somebody refused it")


def _batches(incidents: Iterable[Incident], size: int) -> Iterator[list[Incident]]:
    remaining = iter(incidents)
    while batch := list(islice(remaining, size)):
        yield batch


def _related(path: Location, among: Collection[str]) -> Iterator[Relation]:
    """How these claims stand to each other within their incidents."""
    with _incidents(path) as kept:
        several = (each for each in kept.every() if sum(claim in among for claim in each.claims) > 1)
        for incidents in _batches(several, LAID_AT_ONCE):
            for laid in _side_by_side(path, incidents):
                yield from (each for each in laid.matrix.relations if each.a in among and each.b in among)


def _is_party(name: str) -> bool:
    """Whether the register knows a name by itself, without a report around it."""
    from sayso.registers.actors.resolve import Mention, ReportContext, resolve

    (answer,) = resolve([Mention(Words(name, (0, len(name))), "actor")], ReportContext(name), _register())
    return answer.entry is not None


def _side_by_side(path: Location, incidents: Sequence[Incident]) -> list[SideBySide]:
    """Each incident laid out, reading no other reports than theirs."""
    from sayso.weighing.matrix import matrix, representatives
    from sayso.weighing.origins import origins
    from sayso.weighing.relations import relations

    wanted = {claim for incident in incidents for claim in incident.claims}
    by_id = {each.id: each for each in _all_told(path, wanted) if each.id in wanted}
    decided = _together(path)
    found: list[SideBySide] = []
    for incident in incidents:
        own = {claim: by_id[claim] for claim in incident.claims}
        counted = origins(own.values(), decided)
        different = representatives(own.values(), counted)
        among = different[:MOST_RELATED]
        laid = matrix(incident, own.values(), relations(among, [incident]), counted)
        found.append(SideBySide(laid, own, unrelated=len(different) - len(among)))
    return found


def _kept(account: Account, writer: "Writer | None") -> Account:
    """The account written to the ledger; what has no page (no such file, an empty one) leaves nothing to keep."""
    if writer is None or account.page is None:
        return account
    try:
        recorded = _record(account, account.page, writer)
        if recorded.redacted:
            told = Problem("passed_over", f"{account.path}: redacted in {writer.location}, so not kept there again")
            return replace(account, recorded=recorded, problems=(*account.problems, told))
        return replace(account, recorded=recorded)
    except NotOfThisKind as error:
        # The reader named words that do not stand in the text: none of what it says of this page is kept.
        problems = (*account.problems, _failure(account.path, error))
        unread = replace(account, claims=(), notes=(), reader=None, problems=problems)
        return replace(unread, recorded=_record(unread, account.page, writer))


def _record(account: Account, page: Page, writer: "Writer") -> "Recorded":
    return writer.record(
        page, account.report, account.claims, account.notes, account.problems, account.reader, account.path
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """How claims stand to each other. neighbours: ids told next to each other that stand in no other relation."""

    relations: "tuple[Relation, ...]"
    neighbours: tuple[tuple[str, str], ...]
    claims: int


def compare_files(paths: Sequence[PathLike]) -> Compared:
    """Hold the claims of contract files against each other, within a report and between reports of one incident.

    The files' relations are not looked at, ids are theirs. Places without an entry are looked up in the gazetteer.
    Raises NotOfThisKind naming file, place and mend.
    """
    from sayso.exports.contract_files import contract_files
    from sayso.weighing.incidents import incidents
    from sayso.weighing.relations import compared

    given: list[Told] = []
    for number, file in enumerate(file for path in paths for file in contract_files(Path(path))):
        places = places_of(file.claims, file.text)
        claims = _named(_placed(file.claims, places), file.text, file.published, places)
        beside = _told(f"{number:05}", file.text, claims, file.outlet, file.published, file.title)
        given += [replace(each, id=id_) for each, id_ in zip(beside, file.ids, strict=True)]
    counted = Counter(each.id for each in given)
    if twice := next((id_ for id_, times in counted.items() if times > 1), None):
        raise NotOfThisKind(f"the claim {twice} stands in these files more than once: give each reading once")
    return Compared(*compared(given, incidents(given)), len(given))


def told(report_id: str, report: Report | None, claims: Iterable[Claim], host: str | None = None) -> tuple[Told, ...]:
    """The claims of a report as weighing takes them: beside each its setting and the gazetteer's rows of its places."""
    if report is None:
        return ()
    published = report.published.day if report.published else None
    return _told(report_id, report.text, tuple(claims), report.outlet, published, report.title, host)


def _told(
    report_id: str,
    text: str,
    claims: Sequence[Claim],
    outlet: str | None,
    published: str | None,
    title: str | None,
    host: str | None = None,
) -> tuple[Told, ...]:
    from sayso.weighing.names import telling_words

    names = telling_words(_about(text, claims))
    setting = Setting(report_id, outlet, host, published, title, names, text)
    return tuple(Told(claim.id, claim, setting, _rows(claim), _kin(claim, published)) for claim in claims)


def _about(text: str, claims: Sequence[Claim]) -> str:
    """The lines that tell of a happening: what a page says beside (sign in, share this) is told by thousands."""
    telling = [claim for claim in claims if claim.event.type not in ("other", "statement_or_position")] or claims
    lines = set()
    for claim in telling:
        start, end = claim.quote[0].span[0], claim.quote[-1].span[1]
        last = text.find("\n", end)
        lines.add((text.rfind("\n", 0, start) + 1, last if last >= 0 else len(text)))
    return "\n".join(text[start:end] for start, end in sorted(lines))


def _kin(claim: Claim, day: str | None) -> tuple[Kin, ...]:
    """What the register knows of the parties among a claim's speakers, actors and targets, on the day of its report."""
    parties = [hop.entry for hop in claim.chain]
    parties += [party.entry for party in (*claim.event.actors, *claim.event.targets)]
    return tuple(filter(None, (_kin_of(party, day) for party in dict.fromkeys(filter(None, parties)))))


@cache
def _kin_of(party: str, day: str | None) -> Kin | None:
    from sayso.model.party import holds_on

    entry = _register().entry(party)
    if entry is None:
        return None
    wider = tuple(parent.party for parent in entry.parents if holds_on(parent, day))
    allies = {side.party for side in entry.sides if side.kind != "against" and holds_on(side, day)}
    return Kin(entry.id, entry.name, wider, tuple(sorted(allies)))


def _rows(claim: Claim) -> "tuple[PlaceEntry | None, ...]":
    places = claim.event.places
    return tuple(_gazetteer().entry(place.entry) if place.entry else None for place in places)


def _failure(path: str, error: Exception) -> Problem:
    """A mistake of sayso itself, which must not cost the other files."""
    if os.environ.get("SAYSO_DEBUG"):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return Problem("reader_failed", f"{path}: sayso failed on it ({told}); --debug shows where, please report it")
