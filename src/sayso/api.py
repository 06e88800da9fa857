"""The hall where the stages meet: the only file that knows the whole way from a page to the ledger.

Heavy stages are imported by the functions that need them: asking a ledger must not load what reads pages.
"""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sayso.model.canonical import sha256_of, to_json
from sayso.model.claim import Claim
from sayso.model.errors import CodebookError, GazetteerError, LedgerError, NotOfThisKind, WeightsError
from sayso.model.event import Place, When
from sayso.model.incident import EventRow, Incident, Matrix, Setting, Told
from sayso.model.note import Note
from sayso.model.page import Page
from sayso.model.problem import Problem
from sayso.model.report import Report
from sayso.model.review import OF_ORIGINS, Decision, Review

if TYPE_CHECKING:
    from sayso.exports.datasets import Brought
    from sayso.exports.formats import Manifest
    from sayso.exports.judgements import Judgement
    from sayso.ledger.find import Counts, Found, KeptPage, Shown
    from sayso.ledger.kept_incidents import KeptIncidents
    from sayso.ledger.ledger import Ledger as Writer
    from sayso.ledger.ledger import Recorded
    from sayso.ledger.verify import Verified
    from sayso.model.place import PlaceEntry, ResolvedPlace
    from sayso.model.words import Span
    from sayso.registers.places.gazetteer import Gazetteer
    from sayso.reports.reports import Given, ReportReader
    from sayso.weighing.grades import Graded, Scheme

__all__ = ["Account", "Incidents", "Ledger", "SideBySide", "open", "read"]

PathLike = str | os.PathLike[str]
Step = Literal["extracted", "read"]
"""The two steps of every file, for whoever shows progress."""

GATHERED_PAGES = 200
GATHERED_BYTES = 64_000_000
"""How much is extracted before reading starts: lines that repeat over the pages of a host show only side by side, and
memory must not grow with the call."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that came of one file. `report` is None where nothing could be read, and `problems` then say why.

    path: as given, or as found under a folder; reader: who read the claims, None where no reader did; recorded: what
    it added to the ledger, None without one.
    """

    path: str
    page: Page | None
    report: Report | None = None
    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    reader: str | None = None
    recorded: "Recorded | None" = None

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
    """An incident laid out, with its claims by their ids, what stands around them, and a grade beside each column."""

    matrix: Matrix
    told: Mapping[str, Told]
    grades: "tuple[Graded, ...]" = ()


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
    """A ledger file. It is opened by each question, and never longer than that; `read` makes it where it is missing.

    Every method raises LedgerError where the file cannot be used as a ledger.
    """

    path: Path

    def read(
        self,
        *paths: PathLike,
        published: str | None = None,
        outlet: str | None = None,
        progress: Callable[[Step], None] | None = None,
    ) -> Iterator[Account]:
        """As `sayso.read`; each account is in the ledger before it is handed out."""
        return read(*paths, ledger=self, published=published, outlet=outlet, progress=progress)

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
    ) -> Incidents:
        """Happenings that two claims or more tell of, of which one answers all that is asked, as `claims` has it.

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

    def event_rows(self, policy: str, order: Sequence[str] = ()) -> Iterator[EventRow]:
        """Every incident as one row by this policy (see `weighing.policies`), in the order of their ids.

        order: of the policy "order-of-sources", names of speakers or outlets. Raises NotOfThisKind for no such policy.
        """
        from sayso.weighing import policies

        policies.check(policy, order)
        with _incidents(self.path) as kept:
            for incidents in _batches(kept.every(), GATHERED_PAGES):
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

    def counts(self) -> "Counts":
        """How much the ledger holds."""
        from sayso.ledger import find

        return find.counts(self.path)

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
        from sayso.ledger import find
        from sayso.ledger.decided import Decided

        wanted = find.Wanted(about, speaker, stance, type, place, since, until)
        asked = Order(format, Path(out), wanted, policy, excel)
        weighed = FORMATS[format].of == "events" and policy != EACH_CLAIM
        with find.view(self.path) as view:
            care = Care(check_profile(profile), Atlas(_gazetteer()), Decided.of(view.reviews()), delay)
            rows = self.event_rows(policy, order) if weighed else None
            return export(asked, view, care, version=version("sayso"), event_rows=rows, progress=progress)

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

        def asked(beginning: str) -> "tuple[str, Claim, Report]":
            shown = find.claim(self.path, beginning)
            return shown.kept.claim.id, shown.kept.claim, shown.report

        with find.view(self.path) as view:
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


def open(path: PathLike) -> Ledger:  # noqa: A001 - `sayso.open`, as `gzip.open`
    """The ledger at this path; nothing is touched until something is asked or read."""
    return Ledger(Path(path))


def read(
    *paths: PathLike,
    ledger: Ledger | PathLike | None = None,
    published: str | None = None,
    outlet: str | None = None,
    progress: Callable[[Step], None] | None = None,
) -> Iterator[Account]:
    """Read files, folders and standard input ("-"), one Account a file, in their order.

    ledger: where to keep them, None to keep nothing; published (a day, month or year), outlet: what the pages do not
    say or say wrongly; progress: called after each step of each file.

    A file that cannot be read is an account with problems, and the others are still read. Raises NotOfThisKind for a
    date that is none, LedgerError where the ledger cannot be written; both before anything is read. WeightsError,
    GazetteerError and CodebookError where what reads is itself missing or damaged.
    """
    from sayso.reports.reports import Given

    given = Given(published, outlet or None)
    writer = _writer(ledger)
    return _accounts([os.fspath(path) for path in paths], given, writer, progress or (lambda _: None))


def _writer(ledger: Ledger | PathLike | None) -> "Writer | None":
    if ledger is None:
        return None
    return _writer_of(ledger if isinstance(ledger, Ledger) else Ledger(Path(ledger)))


def _writer_of(ledger: Ledger) -> "Writer":
    from sayso.ledger.ledger import Ledger as Writer

    return Writer.open(ledger.path)


def _accounts(
    paths: list[str], given: "Given", writer: "Writer | None", progress: Callable[[Step], None]
) -> Iterator[Account]:
    """The whole way. Each gathering is extracted first, because only then is it known which lines repeat."""
    from sayso.pages.files import PAGE_LIMIT, pages
    from sayso.reports.reports import ReportReader

    with ReportReader() as reports, writer or nullcontext():
        for gathered in _gatherings(pages(paths, PAGE_LIMIT)):
            extracted = [_extracted(path, taken, reports, given, progress) for path, taken in gathered]
            for account in _without_repeats(extracted):
                kept = _kept(_read(account), writer)
                progress("read")
                yield kept


def _gatherings(taken: Iterable[tuple[str, Page | Problem]]) -> Iterator[list[tuple[str, Page | Problem]]]:
    gathered: list[tuple[str, Page | Problem]] = []
    size = 0
    for path, page in taken:
        gathered.append((path, page))
        size += len(page.content) if isinstance(page, Page) else 0
        if len(gathered) == GATHERED_PAGES or size > GATHERED_BYTES:
            yield gathered
            gathered, size = [], 0
    if gathered:
        yield gathered


def _extracted(
    path: str, taken: Page | Problem, reports: "ReportReader", given: "Given", progress: Callable[[Step], None]
) -> Account:
    account = Account(path, None, problems=(taken,)) if isinstance(taken, Problem) else Account(path, taken)
    if account.page:
        try:
            report, problems = reports.report(account.page, given)
            account = replace(account, report=report, problems=problems)
        except Exception as error:
            account = replace(account, problems=(_failure(path, error),))
    progress("extracted")
    return account


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
    from sayso.reading.reading import read as reading_of

    try:
        reading = reading_of(account.report)
        found = _placed(claims(reading, _times(account.report)), account.report)
        return replace(account, claims=found, notes=notes(reading), reader=reading.reader)
    except (CodebookError, GazetteerError, WeightsError):
        # What every reading needs is broken: no other file would fare better.
        raise
    except Exception as error:
        return replace(account, problems=(*account.problems, _failure(account.path, error)))


def _times(report: Report) -> tuple[When, ...]:
    from sayso.registers.dates import times

    return times(report.text, report.published.day if report.published else None)


def _placed(found: tuple[Claim, ...], report: Report) -> tuple[Claim, ...]:
    """The claims with their places looked up in the gazetteer, all of a report's places chosen side by side."""
    from sayso.model.words import Words
    from sayso.registers.places.outright import named_outright
    from sayso.registers.places.resolve import ReportContext, resolve

    named = {place.span: Words(place.text, place.span) for claim in found for place in claim.event.places}
    if not named:
        return found
    own = [named[span] for span in sorted(named)]
    mentions = sorted([*own, *named_outright(report.text, _gazetteer(), own)], key=lambda words: words.span)
    answers = resolve(mentions, ReportContext(report.text), _gazetteer())
    placed = {answer.words.span: answer for answer in answers if answer.entry and not answer.demonym}
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


@cache
def _gazetteer() -> "Gazetteer":
    from sayso.registers.places.gazetteer import Gazetteer

    return Gazetteer.open()


def _told(path: Path, among: Collection[str] | None = None) -> Iterator[Told]:
    """The current claims as weighing takes them, but for those that a person refused; among: of their reports."""
    from urllib.parse import urlsplit

    from sayso.ledger.current import current, reviews, standing

    refused = {each.on[0] for each in standing(reviews(path)) if each.decision == "refuse"}
    for kept in current(path, among):
        claims = (claim for claim_id, claim in kept.claims if claim_id not in refused)
        yield from told(kept.report.id, kept.report, claims, urlsplit(kept.address).hostname)


def _together(path: Path) -> tuple[Review, ...]:
    """The decisions that stand about which claims belong together."""
    from sayso.ledger.current import TOGETHER, reviews, standing

    return tuple(each for each in standing(reviews(path)) if each.decision in TOGETHER)


def _incidents(path: Path) -> "KeptIncidents":
    """All current claims weighed, or as they were last weighed where nothing that counts has changed."""
    from sayso.ledger import kept_incidents
    from sayso.ledger.kept_incidents import KeptIncidents
    from sayso.weighing.incidents import incidents

    key = _weighed_of(path)
    if kept := KeptIncidents.found(kept_incidents.beside(path), key):
        return kept
    every = tuple(_told(path))
    report_of = {each.id: each.setting.report for each in every}
    decided = [each for each in _together(path) if each.value is None]
    weighed = [(each, len({report_of[claim] for claim in each.claims})) for each in incidents(every, decided)]
    if len(every) >= kept_incidents.FROM_CLAIMS:
        kept_incidents.keep(path, weighed, key)
    return KeptIncidents.made(weighed, key)


def _weighed_of(path: Path) -> str:
    """What incidents rest on: the readings, the decisions about happenings and claims, and the rules that weigh."""
    from sayso.codebook.tables import fingerprint
    from sayso.ledger.current import newest_reading, reviews, standing

    decided = [each.id for each in standing(reviews(path)) if each.value is None or each.decision in ("correct", "add")]
    rules = [fingerprint("sayso.weighing"), fingerprint("sayso.codebook")]
    return sha256_of({"newest": newest_reading(path), "decided": decided, "rules": rules})


def _incident(path: Path, id_prefix: str) -> Incident:
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


def _side_by_side(path: Path, incidents: Sequence[Incident]) -> list[SideBySide]:
    """Each incident laid out, reading no other reports than theirs."""
    from sayso.weighing.matrix import matrix
    from sayso.weighing.origins import origins
    from sayso.weighing.relations import relations

    wanted = {claim for incident in incidents for claim in incident.claims}
    by_id = {each.id: each for each in _told(path, wanted) if each.id in wanted}
    decided = _together(path)
    found: list[SideBySide] = []
    for incident in incidents:
        own = {claim: by_id[claim] for claim in incident.claims}
        counted = origins(own.values(), decided)
        laid = matrix(incident, own.values(), relations(own.values(), [incident]), counted)
        found.append(SideBySide(laid, own))
    return found


def _kept(account: Account, writer: "Writer | None") -> Account:
    """The account written to the ledger; what has no page (no such file, an empty one) leaves nothing to keep."""
    if writer is None or account.page is None:
        return account
    try:
        return replace(account, recorded=_record(account, account.page, writer))
    except NotOfThisKind as error:
        # The reader named words that do not stand in the text: none of what it says of this page is kept.
        problems = (*account.problems, _failure(account.path, error))
        unread = replace(account, claims=(), notes=(), reader=None, problems=problems)
        return replace(unread, recorded=_record(unread, account.page, writer))


def _record(account: Account, page: Page, writer: "Writer") -> "Recorded":
    return writer.record(
        page, account.report, account.claims, account.notes, account.problems, account.reader, account.path
    )


def told(report_id: str, report: Report | None, claims: Iterable[Claim], host: str | None = None) -> tuple[Told, ...]:
    """The claims of a report as weighing takes them: beside each its setting and the gazetteer's rows of its places."""
    from sayso.weighing.names import telling_words

    if report is None:
        return ()
    claims = tuple(claims)
    published = report.published.day if report.published else None
    names = telling_words(_about(report.text, claims))
    setting = Setting(report_id, report.outlet, host, published, report.title, names, report.text)
    return tuple(Told(claim.id, claim, setting, _rows(claim)) for claim in claims)


def _about(text: str, claims: Sequence[Claim]) -> str:
    """The lines of a text that tell of a happening: what a page says beside (sign in, share this) is told by thousands."""
    telling = [claim for claim in claims if claim.event.type not in ("other", "statement_or_position")] or claims
    lines = set()
    for claim in telling:
        start, end = claim.quote[0].span[0], claim.quote[-1].span[1]
        last = text.find("\n", end)
        lines.add((text.rfind("\n", 0, start) + 1, last if last >= 0 else len(text)))
    return "\n".join(text[start:end] for start, end in sorted(lines))


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
