"""A ledger served, and clients with and without the token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.desk import made

from sayso import api
from sayso.http.app import app
from sayso.http.safety import Lock

TOKEN = "a token of the tests"
HOST = "ledger.test"


@pytest.fixture
def ledger(tmp_path: Path) -> api.Ledger:
    """A ledger of its own for each test: seven claims of two reports, one of them hostile, and a page unread."""
    return api.open(made.ledger(tmp_path / "kept.db"))


@pytest.fixture
def client(ledger: api.Ledger) -> Iterator[TestClient]:
    """A program of this machine that has no token."""
    with TestClient(app(ledger, Lock(frozenset({HOST}), TOKEN)), base_url=f"http://{HOST}") as asking:
        yield asking


@pytest.fixture
def writing(client: TestClient) -> TestClient:
    """The same with the token."""
    client.headers["authorization"] = f"Bearer {TOKEN}"
    return client
