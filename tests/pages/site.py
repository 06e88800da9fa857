"""A small site on this machine that does to a reader what sites do: redirects, rules, slowness, bombs, wrong words."""

import gzip
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = "Fighters of the Northern Front captured the village of Qasr on Thursday, the River Monitor said. "
STORY = (
    '<!doctype html><html lang="en"><head><title>Village changes hands</title>'
    '<meta property="og:site_name" content="The Example Herald">'
    '<meta property="article:published_time" content="2024-05-17T08:00:00Z"></head><body><article>'
    f"<h1>Village changes hands</h1><p>{WORDS}</p><p>The army denied that it had lost Qasr to anybody.</p>"
    "</article></body></html>"
).encode()

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the table of the site."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        """Note the request and give the answer of its path."""
        site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        try:
            site.answers.get(self.path.partition("?")[0], missing)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def give(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """A whole response; `content_type` is Content-Type."""
        self.send_response(status)
        for name, value in {"content_type": "text/html", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the class above
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Holds the site for its handlers."""

    daemon_threads = True
    site: "Site"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, as one that refuses a certificate does, is no error of the tests."""


@dataclass
class Site:
    """asked: each request with its headers, in order."""

    address: str
    answers: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def missing(handler: Handler) -> None:
    """404."""
    handler.give(b"nothing here", 404)


def page(body: bytes = STORY, **headers: str) -> Answer:
    """A page."""
    return lambda handler: handler.give(body, **headers)


def redirect(to: str, status: int = 302) -> Answer:
    """A redirect."""
    return lambda handler: handler.give(b"", status, Location=to)


def changed_when_asked(etag: str, body: bytes = STORY) -> Answer:
    """A page with an ETag: 304 for whoever has it already."""

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send_response(304)
            handler.send_header("ETag", etag)
            handler.end_headers()
        else:
            handler.give(body, ETag=etag)

    return answer


def failing(times: int, status: int = 503, **headers: str) -> Answer:
    """Fails so often, then is a page."""
    left = [times]

    def answer(handler: Handler) -> None:
        left[0] -= 1
        handler.give(b"later", status, **headers) if left[0] >= 0 else handler.give(STORY)

    return answer


def dripping(handler: Handler) -> None:
    """A byte now and then, for ever: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"<p>")
        handler.wfile.flush()
        time.sleep(0.1)


def dripping_headers(handler: Handler) -> None:
    """The same before the page has begun."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(600):
        handler.wfile.write(f"X-{n}: x\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.1)


def silent(handler: Handler) -> None:
    """Takes the request and says nothing."""
    time.sleep(30)
    handler.close_connection = True


def endless(handler: Handler) -> None:
    """Never stops sending, as fast as it can."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>more</p>" * 10_000)


def cut_off(handler: Handler) -> None:
    """Promises more than it sends."""
    handler.give(STORY, length=len(STORY) + 1000)
    handler.close_connection = True


def bomb(size: int = 200_000_000) -> bytes:
    """Gzip of so many zeros: a thousandth of them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(size // 1_000_000))
    return packed + packer.flush()


def packed() -> Answer:
    """A page packed with gzip."""
    return page(gzip.compress(STORY, mtime=0), content_encoding="gzip")


@contextmanager
def serving(answers: dict[str, Answer], certificate: ssl.SSLContext | None = None) -> Iterator[Site]:
    """The site, while it is served. certificate: to serve it by TLS."""
    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            server.socket = certificate.wrap_socket(server.socket, server_side=True)
        site = Site(f"http://127.0.0.1:{server.server_port}", answers)
        server.site = site
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
