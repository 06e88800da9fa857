"""The door: which address leads to which screen or decision, and how a mistake is told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sayso.desk import decisions, incidents, leaving, left, pairs, screens, speakers
from sayso.desk.desk import Desk
from sayso.desk.render import ASSETS, HERE, page
from sayso.desk.safety import Door, Safety
from sayso.model.errors import ExportError, NotOfThisKind, SaysoError

SCREENS: dict[str, Callable[[Request, Desk], Response]] = {
    "/": screens.front,
    "/incidents": incidents.several,
    "/incidents/{id}": incidents.one,
    "/claims": screens.claims,
    "/queue": screens.queue,
    "/queue/happenings": pairs.happenings,
    "/queue/names": speakers.names,
    "/reports": screens.reports,
    "/reports/{id}": screens.report,
    "/reports/{id}/page": screens.kept_page,
    "/speakers": speakers.several,
    "/speaker": speakers.one,
    "/history": screens.history,
    "/add": screens.add,
    "/add/{number:int}": screens.adding,
    "/find": screens.find,
    "/export": leaving.export,
}
DECISIONS = {
    "/decide": decisions.decide,
    "/decide-all": decisions.decide_all,
    "/correct": decisions.correct,
    "/claims": decisions.add_claim,
    "/same": decisions.same,
    "/together": decisions.together,
    "/one-voice": decisions.one_voice,
    "/apart": decisions.apart,
    "/undo": decisions.undo,
    "/read-to-end": decisions.read_to_end,
}


def app(desk: Desk, door: Door) -> Starlette:
    """The desk as an ASGI application."""
    routes: list[BaseRoute] = [Route(path, _screen(make, desk)) for path, make in SCREENS.items()]
    routes += [Route(path, _decision(take, desk), methods=["POST"]) for path, take in DECISIONS.items()]
    routes.append(Route("/add", _taking(decisions.add, desk), methods=["POST"]))
    routes.append(Route("/queue/leave", _taking(left.leave, desk), methods=["POST"]))
    routes.append(Mount("/static", StaticFiles(directory=HERE / "static")))
    routes.append(Mount("/assets", StaticFiles(directory=ASSETS, check_dir=False)))

    async def told(request: Request, error: Exception) -> Response:
        return await run_in_threadpool(_told, request, error, desk)

    @asynccontextmanager
    async def open_until_closed(_app: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    return Starlette(
        routes=routes,
        middleware=[Middleware(Safety, door=door)],
        exception_handlers={SaysoError: told, HTTPException: told},
        lifespan=open_until_closed,
    )


Endpoint = Callable[[Request], Awaitable[Response]]


def _screen(make: Callable[[Request, Desk], Response], desk: Desk) -> Endpoint:
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(make, request, desk)

    return answer


def _decision(take: Callable[..., Response], desk: Desk) -> Endpoint:
    async def answer(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=50) as form:
            return await run_in_threadpool(take, form, desk)

    return answer


def _taking(take: Callable[[Request, Desk], Awaitable[Response]], desk: Desk) -> Endpoint:
    async def answer(request: Request) -> Response:
        return await take(request, desk)

    return answer


def _told(request: Request, error: Exception, desk: Desk) -> Response:
    """One line for the person, and the way back."""
    if isinstance(error, HTTPException):
        status = error.status_code
        message = "There is no such screen." if status == 404 else str(error.detail)
    else:
        status, message = (400 if isinstance(error, NotOfThisKind | ExportError) else 404), str(error)
    return page(request, "mistake.html", desk, status, title="Not so", message=message)
