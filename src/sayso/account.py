"""What comes of one file: from the page taken to the account of its claims, kept before it is handed out.

Heavy stages are imported by the functions that need them: asking a ledger must not load what reads pages.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sayso.model.claim import Claim
from sayso.model.errors import CodebookError, GazetteerError, NotOfThisKind, ReaderFault, WeightsError
from sayso.model.note import Note
from sayso.model.page import NOTHING_STATED, Page, Stated
from sayso.model.problem import Problem
from sayso.model.reader import Reader
from sayso.model.report import Report
from sayso.model.words import Words
from sayso.resolving import open_register, places_of, reader_with, times_of, with_parties, with_places

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger as Writer
    from sayso.ledger.ledger import Recorded
    from sayso.pages.taken import Gathering, Outcome, Taken
    from sayso.reports.reports import Given, ReportReader

Step = Literal["extracted", "read"]
"""The two steps of every file, for whoever shows progress."""


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

    def _repr_html_(self) -> str:
        """As notebooks show it."""
        from sayso.exports.notebook import report

        return str(report(self.path, None if self.failed else self.report, self.claims, self.problems))

    def _text(self, start: int, end: int) -> str:
        return self.report.text[start:end] if self.report else ""


def accounts(
    gatherings: "Iterable[Gathering]",
    given: "Given",
    writer: "Writer | None",
    progress: Callable[[Step], None],
    reader: Reader | None = None,
) -> Iterator[Account]:
    """The whole way. Each gathering is extracted first, because only then is it known which lines repeat.

    reader: another than ours.
    """
    from sayso.reports.reports import ReportReader

    with ReportReader() as reports, writer or nullcontext():
        for gathering in gatherings:
            yield from read_all(gathering, reports, given, writer, progress, reader)


def read_all(
    gathering: "Gathering",
    reports: "ReportReader",
    given: "Given",
    writer: "Writer | None",
    progress: Callable[[Step], None],
    reader: Reader | None = None,
) -> Iterator[Account]:
    """The accounts of pages that stand side by side, each kept before it is handed out."""
    if reader is None and any(isinstance(taken.page, Page) for taken in gathering.taken):
        from sayso.reading.encoder import load_ahead

        load_ahead()
    extracted = [_extracted(taken, reports, given, progress) for taken in gathering.taken]
    outcomes: list[Outcome] = []
    for account in _without_repeats(extracted):
        kept = _kept(_read(account, reader), writer)
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


def _read(account: Account, reader: Reader | None) -> Account:
    """The account with its claims. What is in another language stays unread; lost characters are no reason to."""
    if (
        account.report is None
        or account.failed
        or any(problem.code == "another_language" for problem in account.problems)
    ):
        return account
    from sayso.claims.chain import passed_on

    # A damaged file of the user's register stops the command: it is no mistake in this page.
    open_register()
    try:
        found, silence, rejected, by = _ours(account.report) if reader is None else _others(account.report, reader)
        if account.credited:
            found = tuple(passed_on(claim, account.credited) for claim in found)
        places = places_of(found, account.report.text)
        day = account.report.published.day if account.report.published else None
        named = with_parties(with_places(found, places), account.report.text, day, places)
        found = tuple(replace(claim, reader=by) for claim in named)
        return replace(account, claims=found, notes=silence, reader=by, problems=(*account.problems, *rejected))
    except ReaderFault as error:
        told = Problem("reader_failed", f"{account.path}: {error}")
        return replace(account, problems=(*account.problems, told))
    except (CodebookError, GazetteerError, WeightsError):
        # What every reading needs is broken: no other file would fare better.
        raise
    except Exception as error:
        return replace(account, problems=(*account.problems, _failure(account.path, error)))


Read = tuple[tuple[Claim, ...], tuple[Note, ...], tuple[Problem, ...], str]
"""Claims, reported silence, what was rejected, and who read."""


def _ours(report: Report) -> Read:
    from sayso.claims.assemble import claims, notes
    from sayso.reading.reading import read

    reading = read(report)
    return claims(reading, times_of(report)), notes(reading), (), reader_with(reading.reader)


def _others(report: Report, reader: Reader) -> Read:
    """What another reader proposes, as far as its words stand in the text."""
    from sayso.claims.proposed import claims

    found, rejected = claims(report, reader.read(report), times_of(report))
    return found, (), rejected, reader_with(reader.name)


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


def _failure(path: str, error: Exception) -> Problem:
    """A mistake of sayso itself, which must not cost the other files."""
    if os.environ.get("SAYSO_DEBUG"):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return Problem("reader_failed", f"{path}: sayso failed on it ({told}); --debug shows where, please report it")
