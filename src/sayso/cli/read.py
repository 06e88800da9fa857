"""Read pages and keep their claims in a ledger: files, folders, links, web archives, dumps, or standard input."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sayso import api
from sayso.api import Account
from sayso.cli import telling
from sayso.cli.layout import Run, safe
from sayso.cli.options import add_format, add_ledger, add_network, contact, ledger_path
from sayso.cli.progress import Bar
from sayso.cli.status import FAULT, FINE, WRONG_USAGE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.errors import NotOfThisKind
from sayso.model.report import Report

if TYPE_CHECKING:
    from sayso.pages.taken import How

EXAMPLES = """examples:
  sayso read report.html                         one saved page, kept in ./sayso.db
  sayso read saved/ --ledger homs.db             a folder of pages
  sayso read https://example.org/report          a link; the response is kept in ./sayso.db.1.warc.gz
  sayso read crawl.warc.gz                       a web archive; called again it goes on where it was cut off
  sayso read news.jsonl --fields text=body,title=headline,address=url,published=date
  sayso read report.txt --date 2017-10-07        a text that does not say when it was published
  pbpaste | sayso read - --no-ledger             standard input, only printed
  sayso read *.html --format json > claims.jsonl one line of JSON a file
"""

PATHS = """HTML, text, Markdown, PDF, MHTML; a link; a folder; WARC, WACZ; JSON Lines, a MediaWiki export, a channel
exported by Telegram Desktop; - for standard input"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso read` takes."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help=PATHS)
    add_ledger(parser)
    parser.add_argument("--no-ledger", action="store_true", help="only print, keep nothing")
    add_format(parser)
    parser.add_argument("--date", metavar="D", help="when it was published: 2017-10-07, 2017-10 or 2017")
    parser.add_argument("--outlet", metavar="NAME", help="who published it")
    parser.add_argument(
        "--reader", metavar="NAME", help="another reader that a package offers: openai, for any such endpoint"
    )
    parser.add_argument("--fields", metavar="MAP", help="of JSON Lines: which field holds what (text=body,title=head)")
    parser.add_argument("--again", action="store_true", help="read archives from their beginning, read before or not")
    parser.add_argument("--manifest", metavar="FILE", help="write what was and was not read of the archives")
    add_network(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Read, print and keep, file by file."""
    if options.no_ledger and (options.ledger or options.manifest):
        other = "--ledger" if options.ledger else "--manifest"
        terminal.complain(f"{other} and --no-ledger cannot stand together: leave one out")
        return WRONG_USAGE
    ledger = None if options.no_ledger else api.open(ledger_path(options))
    try:
        how = _how(options)
    except NotOfThisKind as error:
        terminal.complain(f"--fields: {error}")
        return WRONG_USAGE
    reader = None
    if options.reader:
        from sayso.readers import named

        reader = named(options.reader)
    bar = Bar(terminal, _files(options.paths, terminal))
    try:
        accounts = api.read(
            *options.paths,
            ledger=ledger,
            published=options.date,
            outlet=options.outlet,
            progress=bar.step,
            how=how,
            reader=reader,
        )
    except NotOfThisKind as error:
        terminal.complain(f"--date: {error}")
        return WRONG_USAGE
    if ledger:
        terminal.say(f"Writing to {ledger.path}")
    tally = Tally()
    try:
        for account in accounts:
            bar.clear()
            print_account(account, options.format, terminal)
            tally.add(account)
    finally:
        bar.clear()
        if tally.files > 1:
            terminal.say(tally.told(kept=ledger is not None))
        if ledger and options.manifest:
            _write_manifest(ledger, options, terminal)
    return FAULT if tally.failed else FINE


def _how(options: argparse.Namespace) -> "How":
    from sayso.pages.taken import How

    fields = None
    if options.fields:
        from sayso.pages.dumps import field_map

        fields = field_map(options.fields)
    return How(allow_private=options.allow_private, contact=contact(options), fields=fields, again=options.again)


def _files(paths: list[str], terminal: Terminal) -> int | None:
    """How many files there are, counted only where a bar will show it; None where nobody can tell beforehand."""
    if not terminal.err.isatty():
        return 0
    from sayso.pages.sources import count

    return count(paths)


def _write_manifest(ledger: api.Ledger, options: argparse.Namespace, terminal: Terminal) -> None:
    """JSON lines: each archive with its hash, each page with what became of it, and what was passed over, counted."""
    import json

    lines = [json.dumps(line, ensure_ascii=False) for line in ledger.manifest(options.paths)]
    try:
        Path(options.manifest).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        terminal.complain(f"{safe(options.manifest)}: cannot be written ({error.strerror}); name another file")


class Tally:
    """What a call came to."""

    def __init__(self) -> None:
        self.files = self.failed = self.unread = self.claims = self.new_claims = 0

    def add(self, account: Account) -> None:
        """Count a page, or a file that was none."""
        self.files += account.page is not None or account.failed
        self.failed += account.failed
        self.unread += account.page is not None and account.reader is None and not account.failed
        self.claims += len(account.claims)
        self.new_claims += account.recorded.new_claims if account.recorded else 0

    def told(self, *, kept: bool) -> str:
        """`5 files, 43 claims (41 new to the ledger); 1 file could not be read`."""
        told = f"{telling.count(self.files, 'file')}, {telling.count(self.claims, 'claim')}"
        if kept:
            told += f" ({self.new_claims:,} new to the ledger)"
        if self.unread:
            told += f"; {telling.count(self.unread, 'file')} kept unread"
        if self.failed:
            told += f"; {telling.count(self.failed, 'file')} could not be read"
        return told


def print_account(account: Account, form: str, terminal: Terminal) -> None:
    """One page with its claims on `out`, and what could not be read on `err`."""
    if form == "json" and (account.page or account.failed):  # a folder's pictures are told of below: they are no file
        terminal.write(contract.line(_contract(account)))
    elif account.report and not account.failed:
        _tell(account, account.report, terminal)
    terminal.out.flush()
    for problem in account.problems:
        if problem.fatal or account.report is None:
            terminal.complain(problem.message)


def _contract(account: Account) -> contract.JSON:
    page = account.page.sha256 if account.page else None
    report = None if account.failed else account.report
    return contract.file(account.path, page, report, account.claims, account.notes, account.problems)


def _tell(account: Account, report: Report, terminal: Terminal) -> None:
    terminal.tell(telling.title(report.title, account.path))
    for runs in _about(account, report):
        terminal.tell(runs, 2, 4)
    terminal.write()
    for claim in account.claims:
        telling.tell_claim(terminal, claim, report.outlet)
    for note in account.notes:
        terminal.tell(telling.silence(note), 2, 4)
    if account.notes:
        terminal.write()


def _about(account: Account, report: Report) -> Iterator[list[Run]]:
    """What a person wants to know of a report before its claims."""
    how: list[Run] = [] if report.published else [(" (--date sets it)", "faint")]
    yield [*telling.imprint(report.outlet, report.published), *how]
    told = f"{telling.count(account.words, 'word')} read"
    if left_out := len(report.furniture):
        told += f", {telling.count(left_out, 'piece')} of furniture left out"
    if account.reader:
        told += f", {telling.count(len(account.claims), 'claim') if account.claims else 'no claim found'}"
    yield [(told, "faint")]
    if account.recorded and account.recorded.replaces:
        seen = account.recorded.replaces[:12]
        yield [(f"The outlet changed this report: `sayso ledger versions {seen}` shows what", "warning")]
    for problem in account.problems:
        yield [(safe(problem.message), "warning")]
