"""What went wrong, as RFC 9457 has it told: one kind of object for every error, with our one line in `detail`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from sayso.exports import contract
from sayso.model.errors import LedgerError, NotHeld, NotOfThisKind, SaysoError

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer: it is data, whatever words of a report stand in it."""

_STATUS: tuple[tuple[type[SaysoError], int], ...] = ((NotOfThisKind, 400), (NotHeld, 404), (LedgerError, 503))
"""The first that fits; what reads being missing or damaged (weights, gazetteer, codebook) is a fault of this server."""


class Refused(Exception):
    """An answer that is none, where no error of sayso says so already."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.answer = problem(status, detail, headers, **more)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """One problem. more: members beside those of the standard."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    own = {**HEADERS, "Cache-Control": "no-store", **(headers or {})}
    return Response(contract.line(told), status, own, media_type="application/problem+json")


def of_error(error: SaysoError) -> Response:
    """An error of sayso as a problem."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return problem(status, str(error))
