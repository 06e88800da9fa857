"""Follow feeds into a ledger: fetch what is new in them, read it, keep it; again and again, or once.

FILE lists the feeds (RSS, Atom, JSON Feed, sitemaps):

  contact = "desk@example.org"                 # told to the sites visited
  every = "30m"                                # between two visits to a feed

  [[feed]]
  address = "https://example.org/news.rss"

  [[feed]]
  address = "https://example.net/sitemap.xml"
  outlet = "The Example Herald"                # where the pages do not say
  newest = 20                                  # how many of the first visit are read (50)
"""

import argparse
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import safe
from sayso.cli.options import add_format, add_ledger, add_network, contact, ledger_path
from sayso.cli.read import Tally, print_account
from sayso.cli.status import FAULT, FINE
from sayso.cli.terminal import Terminal

if TYPE_CHECKING:
    from sayso.pages.following import Visit

EXAMPLES = """examples:
  sayso follow feeds.toml                          until Ctrl-C
  sayso follow feeds.toml --once                   what is due now, then end: for cron
  sayso follow feeds.toml --once --format json >> claims.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso follow` takes."""
    parser.add_argument("feeds", metavar="FILE", type=Path, help="the list of feeds")
    parser.add_argument("--once", action="store_true", help="visit the feeds that are due, then end")
    add_ledger(parser)
    add_format(parser)
    add_network(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Visit, print and keep, until there is nothing due or somebody ends it."""
    from sayso.pages.following import Visit, feed_list
    from sayso.pages.taken import How

    feeds = feed_list(options.feeds)
    how = How(allow_private=options.allow_private, contact=contact(options) or feeds.contact)
    ledger = api.open(ledger_path(options))
    terminal.say(f"Writing to {ledger.path}")
    ended = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: ended.set())
    tally = Tally()
    failed = 0
    try:
        for found in ledger.follow(feeds, once=options.once, how=how, ended=ended):
            if isinstance(found, Visit):
                failed += _told(found, terminal)
            else:
                print_account(found, options.format, terminal)
                tally.add(found)
    finally:
        signal.signal(signal.SIGTERM, before)
        if tally.files:
            terminal.say(tally.told(kept=True))
    return FAULT if failed or tally.failed else FINE


def _told(visit: "Visit", terminal: Terminal) -> bool:
    """Tell of a visit; whether the feed could not be read."""
    if visit.problem:
        terminal.complain(visit.problem.message)
    if visit.waiting or not visit.problem:
        terminal.say(f"{safe(visit.address)}: {telling.count(visit.new, 'new item')}, {visit.waiting:,} to read")
    return visit.problem is not None
