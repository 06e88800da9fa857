"""Feeds followed: whose turn it is, what is new in it, and what became of each item, kept in the daybook.

A feed is taken by a lease that ends by itself, so that a process that was killed holds nothing for long. What is new is
written down as waiting before it is fetched, and as done when it is in the ledger: a process killed anywhere loses no
item, and the one that comes after it fetches at most a few again.
"""

import os
import socket
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.model import NotOfThisKind, Page, Problem, Stated
from sayso.pages.feeds import Feed, Item, NoFeed
from sayso.pages.feeds import feed as feed_in
from sayso.pages.kinds import media_type
from sayso.pages.taken import Gathering, Outcome, Taken, is_link, now

if TYPE_CHECKING:
    import sqlite3

    from sayso.pages.daybook import Daybook
    from sayso.pages.fetch import Fetcher
    from sayso.pages.warc import Kept

LEASE_S = 1800.0
"""Seconds for which a feed belongs to who took it; renewed with each batch of its items."""
BATCH = 20
"""Items that are fetched before they are read: at a second's rest between two of them, a third of a minute."""
LISTS = 10
"""Sitemaps under a sitemap that are looked at in one visit, the newest of them."""
EVERY_S = 1800.0
NEWEST = 50
LONGEST_PAUSE_S = 21_600.0
"""Seconds between two visits to a feed that fails: a laptop that was offline for a day shall not wait for another."""
PAUSES_S = (900.0, 3600.0, 21_600.0)
"""Seconds before an item that could not be fetched is tried again; after the last of them it is given up."""

_MAY_PASS = frozenset({"not_fetched", "took_too_long"})
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed of the list. every: seconds between two visits; newest: how many items of the first visit are read;
    outlet: who publishes, where pages and feed do not say.
    """

    address: str
    every: float = EVERY_S
    newest: int = NEWEST
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class FeedList:
    """A `feeds.toml`."""

    feeds: tuple[Followed, ...]
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to a feed found. waiting: items to be fetched now, new or tried again; problem: what went wrong."""

    address: str
    new: int = 0
    waiting: int = 0
    problem: Problem | None = None


def feed_list(path: Path) -> FeedList:
    """The feeds named in a file. Raises NotOfThisKind, which names the file, the place and the mend."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotOfThisKind(f"{path}: {error.strerror or 'cannot be read'}; name a file that lists feeds") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotOfThisKind(f"{path}: no TOML: {error}") from error
    if unknown := sorted(set(read) - {"feed", "contact", "every", "newest"}):
        raise NotOfThisKind(f"{path}: {unknown[0]!r} is not known; write contact, every, newest and [[feed]]")
    listed = read.get("feed")
    if not isinstance(listed, list) or not listed:
        raise NotOfThisKind(f'{path}: no feed in it; write [[feed]] and below it address = "https://…"')
    common = {name: read[name] for name in ("every", "newest") if name in read}
    feeds = tuple(_followed(f"{path}: feed {n}", common | _table(path, n, one)) for n, one in enumerate(listed, 1))
    contact = read.get("contact")
    return FeedList(tuple({one.address: one for one in feeds}.values()), contact if isinstance(contact, str) else None)


def _table(path: Path, number: int, one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise NotOfThisKind(f"{path}: feed {number} is no table; write [[feed]] above it")
    return one


def _followed(where: str, one: dict[str, Any]) -> Followed:
    if unknown := sorted(set(one) - {"address", "every", "newest", "outlet"}):
        raise NotOfThisKind(f"{where}: {unknown[0]!r} is not known; write address, every, newest, outlet")
    address = one.get("address")
    if not isinstance(address, str) or not is_link(address):
        raise NotOfThisKind(f'{where}: no address; write address = "https://…"')
    newest, outlet = one.get("newest", NEWEST), one.get("outlet")
    if not isinstance(newest, int) or isinstance(newest, bool) or newest < 1:
        raise NotOfThisKind(f"{where}: newest is {newest!r}; write a number from 1")
    if outlet is not None and not isinstance(outlet, str):
        raise NotOfThisKind(f"{where}: outlet is {outlet!r}; write a name in quotation marks")
    return Followed(address, _seconds(where, one.get("every", "30m")), newest, outlet)


def _seconds(where: str, stated: Any) -> float:
    text = str(stated).strip()
    number, unit = text[:-1], text[-1:]
    if unit in _UNITS and number.isascii() and number.isdigit() and int(number):
        return max(60.0, int(number) * _UNITS[unit])
    raise NotOfThisKind(f'{where}: every is {stated!r}; write "15m", "2h" or "1d"')


class Follower:
    """Follows the feeds of a list into the daybook of one ledger, one feed at a time. Other processes may help."""

    def __init__(self, feeds: Sequence[Followed], daybook: "Daybook", fetcher: "Fetcher", kept: "Kept") -> None:
        self._feeds = {one.address: one for one in feeds}
        self._daybook = daybook
        self._fetcher = fetcher
        self._kept = kept
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        with daybook.writing() as writing:
            rows = [(address, 0.0) for address in self._feeds]
            writing.executemany("INSERT OR IGNORE INTO feeds (address, next_attempt) VALUES (?, ?)", rows)

    @contextmanager
    def taken(self) -> Iterator[Followed | None]:
        """A feed whose turn it is, leased to us until we leave; None where none is due that others are not at."""
        feed = self._take()
        try:
            yield feed
        finally:
            if feed:
                self._release(feed)

    def _take(self) -> Followed | None:
        now = time.time()
        marks = ",".join("?" * len(self._feeds))
        with self._daybook.writing() as writing:
            row = writing.execute(
                f"SELECT address FROM feeds WHERE address IN ({marks}) AND coalesce(leased_until, 0) <= ? "
                "AND (next_attempt <= ? OR EXISTS (SELECT 1 FROM items WHERE feed = address AND state = 'waiting' "
                "AND items.next_attempt <= ?)) ORDER BY next_attempt LIMIT 1",
                (*self._feeds, now, now, now),
            ).fetchone()
            if row is None:
                return None
            self._lease(writing, row["address"])
        return self._feeds[row["address"]]

    def pause(self) -> float:
        """Seconds until a feed or an item may be due."""
        marks = ",".join("?" * len(self._feeds))
        (row,) = self._daybook.ask(
            f"SELECT min(max(next_attempt, coalesce(leased_until, 0))) AS feed, (SELECT min(next_attempt) FROM items "
            f"WHERE state = 'waiting' AND feed IN ({marks})) AS item FROM feeds WHERE address IN ({marks})",
            *self._feeds,
            *self._feeds,
        )
        return max(1.0, min(filter(None, (row["feed"], row["item"])), default=0.0) - time.time())

    def visit(self, feed: Followed) -> Visit:
        """Look what is new in a feed, and write it down as waiting. A feed that is only due for its items is left."""
        (row,) = self._daybook.ask("SELECT next_attempt, failures FROM feeds WHERE address = ?", feed.address)
        if row["next_attempt"] > time.time():
            return Visit(feed.address, waiting=self._waiting(feed))
        items: list[Item] = []
        problem = None
        for address, found in self._fetched_with_lists(feed.address):
            if isinstance(found, Problem):
                problem = problem or found
            else:
                items += [item for item in found.items if item.link != address]
        new = self._note(feed, items)
        failed = problem is not None and not items
        failures = row["failures"] + 1 if failed else 0
        again = time.time() + min(feed.every * 2.0**failures, max(feed.every, LONGEST_PAUSE_S))
        with self._daybook.writing() as writing:
            writing.execute(
                "UPDATE feeds SET next_attempt = ?, failures = ?, told = ? WHERE address = ?",
                (again, failures, problem.message if problem else None, feed.address),
            )
        return Visit(feed.address, new, self._waiting(feed), problem)

    def gatherings(self, feed: Followed) -> Iterator[Gathering]:
        """The waiting items of a feed, fetched, in batches."""
        while rows := self._daybook.ask(
            "SELECT * FROM items WHERE feed = ? AND state = 'waiting' AND next_attempt <= ? LIMIT ?",
            feed.address,
            time.time(),
            BATCH,
        ):
            with self._daybook.writing() as writing:
                self._lease(writing, feed.address)
            yield self._gathering(feed, rows)

    def _release(self, feed: Followed) -> None:
        with self._daybook.writing() as writing:
            writing.execute(
                "UPDATE feeds SET leased_by = NULL, leased_until = NULL WHERE address = ? AND leased_by = ?",
                (feed.address, self._name),
            )

    def _lease(self, writing: "sqlite3.Connection", address: str) -> None:
        lease = (self._name, time.time() + LEASE_S, address)
        writing.execute("UPDATE feeds SET leased_by = ?, leased_until = ? WHERE address = ?", lease)

    def _waiting(self, feed: Followed) -> int:
        question = "SELECT count(*) AS items FROM items WHERE feed = ? AND state = 'waiting' AND next_attempt <= ?"
        return int(self._daybook.ask(question, feed.address, time.time())[0]["items"])

    # --- the feed itself

    def _fetched_with_lists(self, address: str) -> Iterator[tuple[str, Feed | Problem]]:
        """The feed, and where it is a list of sitemaps the newest of those."""
        found = self._fetched(address)
        yield address, found
        if isinstance(found, Feed):
            yield from ((one, self._fetched(one)) for one in found.lists[:LISTS])

    def _fetched(self, address: str) -> Feed | Problem:
        # An unchanged feed is read again from the WARC: a process may have been killed before it wrote down the items.
        page = self._kept.keep(self._fetcher.fetch(address, self._kept.validators(address)))
        if isinstance(page, Problem):
            return page
        try:
            return feed_in(page.content, page.address)
        except NoFeed as error:
            return Problem("unknown_kind", f"{address}: {error}; look for the address of its feed")

    def _note(self, feed: Followed, items: Sequence[Item]) -> int:
        """Write down what was not known; of a feed that is new to us only the newest are waiting. How many wait."""
        first = not self._daybook.ask("SELECT 1 FROM items WHERE feed = ? LIMIT 1", feed.address)
        new = 0
        with self._daybook.writing() as writing:
            for number, item in enumerate(items):
                state = "passed" if first and number >= feed.newest else "waiting"
                row = (
                    *(feed.address, item.id, item.link, item.title, None if item.link else item.content),
                    *(item.published, feed.outlet or item.outlet, item.source, state),
                )
                done = writing.execute(
                    "INSERT OR IGNORE INTO items (feed, id, link, title, content, published, outlet, source, state) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                new += done.rowcount if state == "waiting" else 0
        return new

    # --- its items

    def _gathering(self, feed: Followed, rows: Sequence["sqlite3.Row"]) -> Gathering:
        linked = [row["link"] for row in rows if row["link"]]
        fetched = iter(self._fetcher.all(linked, self._kept.validators))
        taken: list[Taken] = []
        for row in rows:
            page = self._kept.keep(next(fetched)) if row["link"] else _held(feed, row)
            stated = Stated(row["published"], row["outlet"], row["source"])
            taken.append(Taken(row["link"] or f"{feed.address}#{row['id']}", page, stated))

        def done(outcomes: Sequence[Outcome]) -> None:
            self._daybook.after_ledger()
            with self._daybook.writing() as writing:
                for row, outcome in zip(rows, outcomes, strict=True):
                    state = _state(outcome, row["attempts"])
                    wait = PAUSES_S[min(row["attempts"], len(PAUSES_S) - 1)]
                    writing.execute(
                        "UPDATE items SET state = ?, attempts = attempts + 1, next_attempt = ?, told = ?, "
                        "content = NULL WHERE feed = ? AND id = ?",
                        (state, time.time() + wait, outcome.problem, feed.address, row["id"]),
                    )

        return Gathering(tuple(taken), done)


def _state(outcome: Outcome, attempts: int) -> str:
    """What is kept is done, whatever was read in it; what may pass is tried again a few times."""
    if outcome.sha256:
        return "done"
    return "waiting" if outcome.problem in _MAY_PASS and attempts < len(PAUSES_S) else "failed"


def _held(feed: Followed, row: "sqlite3.Row") -> Page:
    """An item without a link: what the feed itself holds of it."""
    text = row["content"] or ""
    content = text.encode("utf-8", "replace")
    at = now()
    if media_type(content, "") == "text/html" or "<p" in text or "<br" in text:
        title = (row["title"] or "").replace("<", "&lt;")
        whole = f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{text}</article>"
        return Page(f"{feed.address}#{row['id']}", at, "text/html", whole.encode("utf-8", "replace"))
    whole = f"{row['title']}\n\n{text}" if row["title"] else text
    return Page(f"{feed.address}#{row['id']}", at, "text/plain", whole.encode("utf-8", "replace"))
