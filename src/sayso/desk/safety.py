"""The lock on the door: whose requests are answered, and what a page may do in the browser.

A page from the outside world can make a browser ask 127.0.0.1. So nothing is answered that names another host (a name
that was bound to this address afterwards), nothing is written that does not come from our own page, and every answer
forbids scripts, styles, frames and requests that are not ours. Reports and kept pages are hostile until shown harmless.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "sayso_desk"
LARGEST_BODY = 256_000_000
"""Bytes of one upload: some hundred saved pages; each page has a limit of its own."""

_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
KEPT_PAGE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""For a kept page: no scripts, no forms, no network; its own styles, which cannot reach out of the frame."""

_HEADERS = {
    "Content-Security-Policy": _OURS,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers then hide where a form of ours comes from, too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in. hosts: names and ports that a request may be for, None for any; token: asked of all, if set."""

    hosts: frozenset[str] | None
    token: str | None = None

    @classmethod
    def local(cls, port: int) -> "Door":
        """For the browser of the machine itself only."""
        return cls(frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}))

    @classmethod
    def beyond(cls) -> "Door":
        """Whoever was given the token, on whatever name this machine is called by."""
        return cls(None, secrets.token_urlsafe(24))


class Safety:
    """Middleware that lets through what `Door` allows and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith(("/static/", "/assets/")):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = self._refusal(Request(scope)) or self._app
        await answer(scope, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if self._door.hosts is not None and headers.get("host", "") not in self._door.hosts:
            return PlainTextResponse("This desk answers on the address that `sayso desk` printed, and no other.", 421)
        if self._door.token and (refused := self._without_token(request)):
            return refused
        if request.method not in ("GET", "HEAD") and not _same_origin(headers):
            return PlainTextResponse("Refused: this did not come from the desk's own page.", 403)
        if int(headers.get("content-length") or 0) > LARGEST_BODY:
            return PlainTextResponse("Too large: hand over fewer files at a time, or use `sayso read`.", 413)
        return None

    def _without_token(self, request: Request) -> Response | None:
        """The token comes once in the address that was printed, and from then on as a cookie."""
        token = self._door.token or ""
        if secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), token.encode()):
            return None
        if not secrets.compare_digest(request.query_params.get("token", "").encode(), token.encode()):
            return PlainTextResponse("Open the whole address that `sayso desk` printed, with its token.", 401)
        entered = RedirectResponse(request.url.path, 303)
        entered.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return entered


def _same_origin(headers: Headers) -> bool:
    """Browsers say where a write comes from, by Origin or Sec-Fetch-Site; what says nothing is refused."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return site == "same-origin"
