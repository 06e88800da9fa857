"""List every page that a ledger keeps, with how many claims were read in it, and what could not be read and why."""

import argparse
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import Run, safe
from sayso.cli.options import add_format, add_ledger, ledger_path
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract

if TYPE_CHECKING:
    from sayso.ledger.find import KeptPage

EXAMPLES = """examples:
  sayso pages                            every page of ./sayso.db
  sayso pages --unread                   only those that could not be read, and why
  sayso pages --ledger homs.db --format json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso pages` takes."""
    parser.add_argument("--unread", action="store_true", help="only what was kept but could not be read")
    add_ledger(parser)
    add_format(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Ask and print."""
    ledger = api.open(ledger_path(options))
    pages = [page for page in ledger.pages() if page.reader is None or not options.unread]
    for page in pages:
        if options.format == "json":
            terminal.write(contract.line(contract.page_of(page)))
        else:
            _tell(page, terminal)
    terminal.out.flush()
    held = ledger.counts()
    told = f"{telling.count(held.pages, 'page')} in {ledger.path}, {telling.count(held.claims, 'claim')}"
    terminal.say(told + (f"; {held.unread:,} of the pages unread" if held.unread else ""))
    return FINE


def _tell(page: "KeptPage", terminal: Terminal) -> None:
    terminal.tell(telling.title(page.title, page.path))
    about: list[Run] = []
    if page.report_id:
        about = [*telling.imprint(page.outlet, page.published), (" · ", "faint")]
    read = "unread" if page.reader is None else telling.count(page.claims, "claim")
    terminal.tell([*about, (read, "plain"), (f" · {safe(page.path)}", "faint")], 2, 4)
    for problem in page.problems:
        terminal.tell([(safe(problem.message), "warning")], 2, 4)
