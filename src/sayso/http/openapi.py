"""The OpenAPI 3.1 document, made of the tables that answer: what it promises is what is there."""

from importlib.metadata import version
from typing import Any

from sayso.http import schemas
from sayso.http.asked import Parameter, schema
from sayso.http.questions import QUESTIONS, Listing, One

PREFIX = "/api/v1"

_REFUSALS = {
    400: "What was asked or sent is not of this kind.",
    401: "The token is missing.",
    403: "A page of another origin asked.",
    404: "The ledger holds nothing of this id.",
    409: "The ledger was written to since this list was begun.",
    413: "The body is too large.",
    415: "The body is no JSON.",
    421: "The request names another host.",
    422: "The text could not be read; `problems` say why.",
    429: "Too many texts wait to be read.",
    503: "The ledger cannot be used now.",
}
_ALWAYS = (401, 403, 421, 503)
_ETAG = {"description": "Sent back in If-None-Match it spares an answer.", "schema": {"type": "string"}}
_LINK = {"description": "RFC 8288: first, prev, next.", "schema": {"type": "string"}}


def document() -> dict[str, Any]:
    """The whole document, as plain data."""
    paths: dict[str, Any] = {PREFIX + path: {"get": _question(path, one)} for path, one in QUESTIONS.items()}
    paths[f"{PREFIX}/read"] = {"post": _READ}
    paths[f"{PREFIX}/reviews"]["post"] = _REVIEW
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sayso",
            "summary": "Who says so? A ledger of claims of war reporting.",
            "description": "Ids may be given by their first digits. Days are those of the event, never of publication. "
            "Nothing here is called true: claims are told with who makes them, and origins are counted.",
            "version": version("sayso"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        # Of this machine's own programs only those that write need the token, of others all do.
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _question(path: str, question: Listing | One) -> dict[str, Any]:
    parameters = [_parameter(each) for each in question.parameters]
    headers: dict[str, Any] = {"ETag": _ETAG}
    refusals = [*_ALWAYS, 400]
    if isinstance(question, Listing):
        gives = schemas.page_of_rows(question.gives)
        headers["Link"] = _LINK
        refusals.append(409)
    else:
        gives = schemas.ref(question.gives)
    if "{id}" in path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}})
    if "{id}" in path or any(each.kind == "id" for each in question.parameters):
        refusals.append(404)
    answers = {
        "200": {"description": question.told, "headers": headers, "content": {"application/json": {"schema": gives}}},
        "304": {"description": "The answer is still the one with this ETag."},
    }
    return {
        "summary": question.told,
        "operationId": path.strip("/").replace("/{id}", "_by_id") or "index",
        "parameters": parameters,
        "responses": {**answers, **_refusals(*refusals)},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {"name": parameter.name, "in": "query", "description": parameter.told, "schema": schema(parameter)}


def _refusals(*statuses: int) -> dict[str, Any]:
    told = {"application/problem+json": {"schema": schemas.ref("Problem")}}
    return {str(status): {"description": _REFUSALS[status], "content": told} for status in sorted(statuses)}


def _sent(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schemas.ref(name)}}}


def _given(name: str, told: str) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": schemas.ref(name)}}}


_READ = {
    "summary": "Read a text. Nothing is kept unless `keep` says so, for which the token is needed.",
    "operationId": "read",
    "requestBody": _sent("Text"),
    "responses": {
        "200": _given("File", "What was read, as `sayso read --format json` tells it."),
        **_refusals(*_ALWAYS, 400, 413, 415, 422, 429),
    },
}
_REVIEW = {
    "summary": "Decide something: a new row, which can be undone.",
    "operationId": "review",
    "security": [{"token": []}],
    "requestBody": _sent("Decision"),
    "responses": {
        "201": _given("Review", "The decision, kept."),
        **_refusals(*_ALWAYS, 400, 404, 413, 415),
    },
}
