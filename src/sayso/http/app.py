"""The door: which address leads to which question, in pages, with ETags, and how a mistake is told."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.api import Account, Ledger, read_handed
from sayso.exports import contract
from sayso.http import bodies, openapi
from sayso.http.asked import Asked, asked
from sayso.http.openapi import PREFIX
from sayso.http.problems import HEADERS, Refused, of_error, problem
from sayso.http.questions import QUESTIONS, Listing, One, Rows
from sayso.http.safety import Lock, Safety, no_token
from sayso.model.canonical import sha256_of
from sayso.model.errors import SaysoError

WAITING = 16
"""Texts that may wait to be read."""

Endpoint = Callable[[Request], Awaitable[Response]]


def app(ledger: Ledger, lock: Lock) -> Starlette:
    """The API as an ASGI application."""
    # Weighing and reading use all cores by themselves: two at a time would only both be late.
    weighing, reading, usual = CapacityLimiter(1), CapacityLimiter(1), CapacityLimiter(16)
    routes = [
        Route(PREFIX + path, _asking(question, ledger, weighing if question.heavy else usual))
        for path, question in QUESTIONS.items()
        if path != "/reviews"
    ]
    routes += [
        Route(f"{PREFIX}/openapi.json", _document),
        Route(f"{PREFIX}/read", _reading(ledger, lock, reading), methods=["POST"]),
    ]
    # Both methods of an address are one route: so a third is told of both.
    routes.append(Route(f"{PREFIX}/reviews", _reviews(ledger, lock, usual), methods=["GET", "POST"]))
    made = Starlette(
        routes=routes,
        middleware=[Middleware(Safety, lock=lock)],
        exception_handlers={SaysoError: _told, Refused: _told, HTTPException: _told, Exception: _failed},
    )
    made.router.redirect_slashes = False
    return made


def _asking(question: Listing | One, ledger: Ledger, limiter: CapacityLimiter) -> Endpoint:
    async def answer(request: Request) -> Response:
        wanted = asked(request.query_params.multi_items(), question.parameters)
        return await to_thread.run_sync(_answered, question, ledger, request, wanted, limiter=limiter)

    return answer


def _answered(question: Listing | One, ledger: Ledger, request: Request, wanted: Asked) -> Response:
    entries, state = ledger.answering()
    if wanted.entries not in (None, entries):
        raise Refused(409, "the ledger was written to since this list was begun: begin it again, without the cursor")
    etag = f'W/"{sha256_of([state, request.url.path, sorted(request.query_params.multi_items())])[:32]}"'
    headers = {**HEADERS, "ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in map(str.strip, request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    if isinstance(question, One):
        told = question.answer(ledger, wanted, request.path_params.get("id", "").lower())
    else:
        rows = question.rows(ledger, wanted)
        links = dict(_links(request, wanted, rows, entries))
        headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
        told = {"items": list(rows.items), **rows.more, "entries": entries, "next": links.get("next")}
    return _json(told, 200, headers)


def _links(request: Request, wanted: Asked, rows: Rows, entries: int) -> Iterator[tuple[str, str]]:
    """The first page, the one before and the one after, each with all that is asked."""
    same = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]

    def at(row: int) -> str:
        query = urlencode([*same, ("cursor", f"{row}-{entries}")] if row else same)
        return request.url.path + (f"?{query}" if query else "")

    yield "first", at(0)
    # Of relations nobody can tell how many happenings the page before went through.
    if wanted.at and "matching" in rows.more:
        yield "prev", at(max(0, wanted.at - wanted.limit))
    if rows.after is not None:
        yield "next", at(rows.after)


async def _document(request: Request) -> Response:
    asked(request.query_params.multi_items(), ())
    return _json(openapi.document(), 200, {**HEADERS, "Cache-Control": "private, no-cache"})


def _reading(ledger: Ledger, lock: Lock, limiter: CapacityLimiter) -> Endpoint:
    async def answer(request: Request) -> Response:
        text = bodies.text_of(await _sent(request))
        if text.keep and not lock.opened_by(request.headers):
            return no_token()
        if limiter.statistics().tasks_waiting >= WAITING:
            raise Refused(429, f"{WAITING} texts wait to be read already: send this one later", {"Retry-After": "10"})
        account = await to_thread.run_sync(_read, text, ledger if text.keep else None, limiter=limiter)
        return _read_told(account, kept=text.keep)

    return answer


def _read(text: bodies.Text, ledger: Ledger | None) -> Account:
    (account,) = read_handed([text.file()], ledger=ledger, published=text.published, outlet=text.outlet)
    return account


def _read_told(account: Account, *, kept: bool) -> Response:
    problems = [contract.problem_of(each) for each in account.problems]
    if account.failed:
        why = next(each.message for each in account.problems if each.fatal)
        raise Refused(422, why, problems=problems)
    page = account.page.sha256 if account.page else None
    told = contract.file(account.path, page, account.report, account.claims, account.notes, account.problems)
    return _json({**told, "kept": kept}, 200, {**HEADERS, "Cache-Control": "no-store"})


def _reviews(ledger: Ledger, lock: Lock, limiter: CapacityLimiter) -> Endpoint:
    listed = _asking(QUESTIONS["/reviews"], ledger, limiter)

    async def answer(request: Request) -> Response:
        if request.method != "POST":
            return await listed(request)
        if not lock.opened_by(request.headers):
            return no_token()
        decision = bodies.decision_of(await _sent(request))
        await to_thread.run_sync(ledger.head, limiter=limiter)
        review = await to_thread.run_sync(partial(decision.take, ledger), limiter=limiter)
        return _json(contract.review_of(review, stands=True), 201, {**HEADERS, "Cache-Control": "no-store"})

    return answer


async def _sent(request: Request) -> dict[str, Any]:
    """The object in the body, taken in no further than it may be large."""
    asked(request.query_params.multi_items(), ())
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "send JSON, as Content-Type: application/json", {"Accept": "application/json"})
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > bodies.LARGEST:
            raise Refused(413, f"more than {bodies.LARGEST:,} bytes: send one text at a time, or use `sayso read`")
    return bodies.read(bytes(raw))


def _json(told: contract.JSON, status: int, headers: dict[str, str]) -> Response:
    return Response(contract.line(told) + "\n", status, headers, media_type="application/json")


async def _told(_: Request, error: Exception) -> Response:
    if isinstance(error, Refused):
        return error.answer
    if isinstance(error, HTTPException):
        detail = "there is nothing at this address: /api/v1/openapi.json lists them all"
        if error.status_code == 405:
            detail = "this address answers to another method, which Allow names"
        return problem(error.status_code, detail if error.status_code in (404, 405) else error.detail, error.headers)
    assert isinstance(error, SaysoError)
    return of_error(error)


async def _failed(_: Request, error: Exception) -> Response:
    """A mistake of sayso itself; where it arose stands on standard error."""
    return problem(500, f"stopped by {type(error).__name__}; if it is a mistake of sayso, please report it")
