"""Links to Pages: politely (one host at a time, as its robots.txt allows) and safely (checked addresses, limits).

The exchanges run in an event loop on a thread of their own, so that answers come in while pages are read.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpcore
import httpx
from protego import Protego

from sayso.model import Page, Problem, ProblemCode
from sayso.pages.guarded import CheckedTransport, PrivateAddress, Resolver, UnknownHost, resolved
from sayso.pages.kinds import media_type, not_text, passed_by_type, with_charset
from sayso.pages.taken import How, is_link, now
from sayso.pages.unpacking import NotUnpacked, unpacked

_NAME = "sayso"
"""What robots.txt can call us by."""
_SAVE = "save the page from a browser and read that"
_FAILURES = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)

AHEAD = 8
"""Links that are under way at once, of different hosts: memory holds that many bodies at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: of one link, retries and redirects included and waiting for its host's turn not; robots: bytes of a
    robots.txt, beyond which RFC 9309 lets it be cut; delay: seconds between two requests to one host; longest_delay:
    the most that a site's own Crawl-delay is obeyed for; pauses: seconds before each further attempt; rules_hold,
    refusal_holds: seconds for which a robots.txt is not asked for again (a day, says RFC 9309), had or not.
    """

    seconds: float = 60.0
    redirects: int = 6
    robots: int = 500_000
    delay: float = 1.0
    longest_delay: float = 30.0
    pauses: tuple[float, ...] = (1.0, 4.0)
    rules_hold: float = 86_400.0
    refusal_holds: float = 600.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response as it came: `body` is packed as the server packed it, without transfer coding."""

    address: str
    number: str | None
    at: str
    status: int
    reason: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The header's value; of several the first."""
        wanted = name.lower().encode()
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site gave along with an address, by which it tells whether the page has changed."""

    address: str
    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a link. found: None where the site says that nothing has changed since `Validators`.

    exchanges: every response on the way, redirects included, in order.
    """

    link: str
    found: Page | Problem | None
    exchanges: tuple[Exchange, ...] = ()


def user_agent(contact: str | None) -> str:
    """How sayso names itself to sites."""
    told = f"{_NAME}/{version('sayso')} (reads public reports of war for research"
    return f"{told}; contact: {contact})" if contact else f"{told})"


class _Refused(Exception):
    """An end of the way that is known: it becomes the link's Problem."""

    def __init__(self, code: ProblemCode, told: str) -> None:
        super().__init__(told)
        self.code = code
        self.told = told


class _TryAgain(Exception):
    """A failure that may pass. after: seconds that the site asks us to wait."""

    def __init__(self, told: str, after: float | None = None) -> None:
        super().__init__(told)
        self.after = after


@dataclass(slots=True)
class _Host:
    """One origin: whose turn it is, when the next request may go out, and what its robots.txt says."""

    delay: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready: float = 0.0
    robots: Protego | _Refused | None = None
    robots_until: float = 0.0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """The host to oneself, when it has had its rest."""
        async with self.turn:
            await asyncio.sleep(max(0.0, self.ready - asyncio.get_running_loop().time()))
            try:
                yield
            finally:
                self.ready = asyncio.get_running_loop().time() + self.delay


@dataclass(slots=True)
class _Trip:
    """One link on its way: what it has cost, and every response so far."""

    left: float
    exchanges: list[Exchange] = field(default_factory=list)


class Fetcher:
    """Fetches links. A context manager: it owns a thread and its connections.

    limits: of time and size; resolve: name to numbers, for tests.
    """

    def __init__(self, how: How = How(), limits: Limits = Limits(), resolve: Resolver = resolved) -> None:  # noqa: B008 - frozen
        self.how = how
        self.limits = limits
        self._resolve = resolve
        self._agent = user_agent(how.contact)
        self._hosts: dict[str, _Host] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sayso-fetch", daemon=True)
        self._client: httpx.AsyncClient | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait(self._closed())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self, link: str, validators: Validators | None = None) -> "Future[Fetched]":
        """Begin to fetch. The future never raises for what a site does: that is the link's Problem."""
        return asyncio.run_coroutine_threadsafe(self._fetched(link, validators), self._loop)

    def fetch(self, link: str, validators: Validators | None = None) -> Fetched:
        """Fetch and wait for it."""
        return self.start(link, validators).result()

    def all(self, links: Iterable[str], validators: Callable[[str], Validators | None]) -> Iterator[Fetched]:
        """Every link in turn, some of the next ones already under way."""
        waiting: list[Future[Fetched]] = []
        for link in links:
            waiting.append(self.start(link, validators(link)))
            if len(waiting) > AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        with contextlib.suppress(Exception):
            asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _closed(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    # --- one link

    async def _fetched(self, link: str, validators: Validators | None) -> Fetched:
        trip = _Trip(self.limits.seconds)
        try:
            found = await self._arrived(_checked(link), validators, trip)
        except _Refused as end:
            found = Problem(end.code, f"{_shown(link)}: {end.told}")
        except _TryAgain as end:
            found = Problem("not_fetched", f"{_shown(link)}: {end}; try again later")
        except TimeoutError:
            told = f"not fetched within {self.limits.seconds:g} seconds; try again later, or {_SAVE}"
            found = Problem("took_too_long", f"{_shown(link)}: {told}")
        except Exception as error:
            # A library's own failure on a broken answer: this link is lost, the others are not.
            found = Problem("not_fetched", f"{_shown(link)}: {_name(error)}; {_SAVE}")
        return Fetched(link, found, tuple(trip.exchanges))

    async def _arrived(self, url: httpx.URL, validators: Validators | None, trip: _Trip) -> Page | Problem | None:
        for _ in range(self.limits.redirects + 1):
            await self._allowed(url, trip)
            known = validators if validators and validators.address == str(url) else None
            exchange = await self._answered(url, trip, self.how.limit_of("application/pdf"), known)
            trip.exchanges.append(exchange)
            if exchange.status == 304 and known:
                return None
            onward = _onward(url, exchange)
            if onward is None:
                return self._page(exchange)
            url = onward
        raise _Refused("not_fetched", f"more than {self.limits.redirects} redirects; name the page they lead to")

    def _page(self, exchange: Exchange) -> Page | Problem:
        if exchange.status != 200:
            told = f"the site answers {exchange.status} {exchange.reason}".rstrip()
            raise _Refused("not_fetched", f"{told}; {_MENDS.get(exchange.status, 'look at the page in a browser')}")
        return page_of(
            exchange.address,
            exchange.at,
            exchange.body,
            exchange.header("content-encoding"),
            exchange.header("content-type"),
            self.how,
        )

    async def _answered(
        self, url: httpx.URL, trip: _Trip, limit: int, validators: Validators | None = None
    ) -> Exchange:
        """The response to one request, asked for again where the failure may pass."""
        host = self._host(url)
        for pause in (*self.limits.pauses, None):
            try:
                async with host.taken():
                    return await self._exchanged(url, trip, limit, validators)
            except _TryAgain as failure:
                wait = max(pause or 0.0, failure.after or 0.0)
                if pause is None or wait > trip.left:
                    raise
                trip.left -= wait
                await asyncio.sleep(wait)
        raise AssertionError  # the last attempt has raised or returned

    async def _exchanged(self, url: httpx.URL, trip: _Trip, limit: int, validators: Validators | None) -> Exchange:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(max(0.0, trip.left)):
                exchange = await self._asked(url, limit, validators)
        except PrivateAddress as error:
            mend = "if you mean to read it, say --allow-private"
            raise _Refused("not_allowed", f"{url.host} stands in a private network; {mend}") from error
        except UnknownHost as error:
            raise _TryAgain(f"there is no host {url.host}, or no network") from error
        except (*_FAILURES, httpx.TransportError) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                told = "its certificate does not hold, so that somebody else may be answering; look at it in a browser"
                raise _Refused("not_allowed", told) from error
            raise _TryAgain(f"the connection failed ({_name(error)})") from error
        finally:
            trip.left -= loop.time() - began
        if exchange.status in (429, 500, 502, 503, 504):
            told = f"the site answers {exchange.status} {exchange.reason}".rstrip()
            raise _TryAgain(told, _wait_of(exchange.header("retry-after")))
        return exchange

    async def _asked(self, url: httpx.URL, limit: int, validators: Validators | None) -> Exchange:
        client = self._client = self._client or self._made()
        headers = {}
        if validators and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators and validators.modified:
            headers["If-Modified-Since"] = validators.modified
        response = await client.send(client.build_request("GET", url, headers=headers), stream=True)
        try:
            at = now()
            passed = passed_by_type(response.headers.get("content-type"))
            if response.status_code == 200 and passed:
                raise _Refused("binary", f"{passed}, not a page; link to the report itself")
            body = await _read(response, limit)
        finally:
            client.cookies.clear()  # a visit leaves no trace that the next one carries
            with contextlib.suppress(Exception):
                await response.aclose()
        stream = response.extensions.get("network_stream")
        number = stream.get_extra_info("server_addr") if stream else None
        return Exchange(
            address=str(url),
            number=str(number[0]) if number else None,
            at=at,
            status=response.status_code,
            reason=response.reason_phrase,
            headers=tuple(response.headers.raw),
            body=body,
        )

    def _made(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=CheckedTransport(allow_private=self.how.allow_private, resolve=self._resolve),
            headers={
                "User-Agent": self._agent,
                "Accept": "text/html,application/xhtml+xml,text/plain,application/pdf,application/xml;q=.8,*/*;q=.5",
                "Accept-Encoding": "gzip, deflate",
            },
            trust_env=False,
            follow_redirects=False,
        )

    # --- what the site allows

    def _host(self, url: httpx.URL) -> _Host:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        return self._hosts.setdefault(origin, _Host(self.limits.delay))

    async def _allowed(self, url: httpx.URL, trip: _Trip) -> None:
        """Raise _Refused where the site's robots.txt forbids the address to programs, or cannot be had at all."""
        host = self._host(url)
        async with host.asking:
            now = asyncio.get_running_loop().time()
            if host.robots is None or host.robots_until < now:
                host.robots = await self._robots(url, trip)
                had = isinstance(host.robots, Protego)
                host.robots_until = now + (self.limits.rules_hold if had else self.limits.refusal_holds)
                if isinstance(host.robots, Protego):
                    asked = host.robots.crawl_delay(_NAME)
                    host.delay = max(self.limits.delay, min(float(asked or 0), self.limits.longest_delay))
        if isinstance(host.robots, _Refused):
            raise host.robots
        if not host.robots.can_fetch(str(url), _NAME):
            told = f"its robots.txt asks programs to stay away; {_SAVE}"
            raise _Refused("not_allowed", told)

    async def _robots(self, url: httpx.URL, trip: _Trip) -> "Protego | _Refused":
        """As RFC 9309 has it: what is not there allows all; what cannot be had forbids all, for a while."""
        where = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        try:
            for _ in range(self.limits.redirects):
                exchange = await self._answered(where, trip, self.how.limit)
                onward = _onward(where, exchange)
                if onward is None:
                    rules = unpacked(exchange.body, exchange.header("content-encoding"), self.how.limit)
                    text = rules[: self.limits.robots].decode("utf-8", "replace")
                    return Protego.parse(text if exchange.status == 200 else "")
                where = onward
        except TimeoutError:
            return _Refused("took_too_long", "its robots.txt does not come; try again later")
        except (_TryAgain, NotUnpacked) as failure:
            if isinstance(failure.__cause__, UnknownHost):
                return _Refused("not_fetched", f"{failure}; check the link, or try again later")
            return _Refused("not_fetched", f"its robots.txt could not be read ({failure}); try again later")
        return Protego.parse("")


async def _read(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    stated = response.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated) > limit:
        raise _Refused("too_large", _too_large(limit))
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise _Refused("too_large", _too_large(limit))
    return bytes(body)


def page_of(
    address: str,
    at: str,
    body: bytes,
    packing: str | None,
    content_type: str | None,
    how: How,
    shown: str | None = None,
) -> Page | Problem:
    """A response as a Page, or why it is none. shown: what the person calls it, else its address."""
    name = _shown(shown or address)
    try:
        content = unpacked(body, packing, how.limit_of("application/pdf"))
    except NotUnpacked as error:
        return Problem("too_large" if error.too_large else "not_readable", f"{name}: {error}; {_SAVE}")
    kind = media_type(content, urlsplit(address).path if is_link(address) else address)
    if len(content) > how.limit_of(kind):
        return Problem("too_large", f"{name}: {_too_large(how.limit_of(kind))}")
    if not content.strip(b" \t\r\n\f\x0b\x00\xef\xbb\xbf\xff\xfe"):
        return Problem("empty", f"{name}: nothing in it; look at the page in a browser")
    if reason := not_text(content):
        code, what = reason
        return Problem(code, f"{name}: {what}")
    return Page(address, at, with_charset(kind, content, content_type), content)


def _too_large(limit: int) -> str:
    return f"more than {limit:,} bytes; save the article alone and read that"


_MENDS = {
    401: f"it wants a password: {_SAVE}",
    402: f"it wants to be paid: {_SAVE}",
    403: f"it lets no program in: {_SAVE}",
    404: "check the link, or look for it in a web archive",
    410: "it was taken down: look for it in a web archive",
    451: "it was taken down by law: look for it in a web archive",
}


def _checked(link: str) -> httpx.URL:
    """The link without its fragment. Raises _Refused for what no link of the web is."""
    try:
        url = httpx.URL(link.strip()).copy_with(fragment=None)
        host = url.raw_host  # an impossible name shows only here
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise _Refused("not_fetched", f"no link ({error}); check it") from error
    if url.scheme not in ("http", "https"):
        raise _Refused("not_allowed", f"{url.scheme}: is not fetched, only http and https are")
    if not host:
        raise _Refused("not_fetched", "a link without a host; check it")
    if url.userinfo:
        raise _Refused("not_allowed", "it holds a name or password, which would be kept with the page; leave it out")
    return url


def _onward(url: httpx.URL, exchange: Exchange) -> httpx.URL | None:
    """Where a redirect leads; None where the response is none. Raises _Refused where it leads out of the web."""
    place = exchange.header("location")
    if exchange.status not in (301, 302, 303, 307, 308) or place is None:
        return None
    try:
        return _checked(str(url.join(place.encode("latin-1").decode("utf-8", "replace"))))
    except httpx.InvalidURL as error:
        raise _Refused("not_fetched", f"it redirects to no link ({error})") from error


def _wait_of(stated: str | None) -> float | None:
    """Seconds of a Retry-After, which is a number or a date."""
    if stated is None:
        return None
    if stated.strip().isdigit():
        return float(stated[:9])
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _shown(link: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in link)[:500]


def _name(error: Exception) -> str:
    told = " ".join(str(error).split())
    return f"{type(error).__name__}: {told}"[:200] if told else type(error).__name__
