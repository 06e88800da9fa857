"""The lock on the door: whose requests are answered, and who may write.

Programs carry their token in a header, which no browser sends by itself: so there is no cookie that a page from the
outside world could ride on. Nothing is answered that names another host (a name that was bound to this address
afterwards), or that such a page asked for.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.http.problems import problem

_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="sayso"'}


@dataclass(frozen=True, slots=True)
class Lock:
    """hosts: names and ports that a request may be for, None for any; token: asked of whoever writes, and of everybody
    where any host will do.
    """

    hosts: frozenset[str] | None
    token: str

    @classmethod
    def local(cls, port: int, token: str) -> "Lock":
        """For programs of the machine itself."""
        return cls(frozenset(f"{name}:{port}" for name in _LOCAL), token)

    def opened_by(self, headers: Headers) -> bool:
        """Whether these headers carry the token."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), self.token.encode())

    def refusal(self, headers: Headers) -> Response | None:
        """Why a request is not answered, None where it is."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if self.hosts is not None and host not in self.hosts:
            return problem(421, "This server answers on the address that `sayso serve` printed, and no other.")
        if origin is not None and urlsplit(origin).netloc != host:
            return problem(403, "Refused: a page of another origin asked for this.")
        if self.hosts is None and not self.opened_by(headers):
            return no_token()
        return None


def no_token() -> Response:
    """That the token is missing or another."""
    return problem(401, "Send the token that `sayso serve` printed: Authorization: Bearer TOKEN", _CHALLENGE)


class Safety:
    """Middleware that lets through what the lock allows."""

    def __init__(self, app: ASGIApp, lock: Lock) -> None:
        self._app = app
        self._lock = lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        refused = self._lock.refusal(Headers(scope=scope)) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, send)
