"""A desk that listens, and a browser to sit at it."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from starlette.testclient import TestClient
from tests.desk import made

from sayso import api
from sayso.desk.app import app
from sayso.desk.desk import Desk
from sayso.desk.safety import Door

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def ledger(tmp_path: Path) -> api.Ledger:
    """A ledger of its own for each test."""
    return api.open(made.ledger(tmp_path / "desk.db"))


@pytest.fixture
def client(ledger: api.Ledger) -> Iterator[TestClient]:
    """The desk without a network, as its own page asks it."""
    door = Door(frozenset({"desk.test"}))
    with TestClient(app(Desk(ledger, "Lena"), door), base_url="http://desk.test") as asking:
        asking.headers["origin"] = "http://desk.test"
        asking.follow_redirects = False
        yield asking


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests."""
    if CHROMIUM is None and not os.environ.get("SAYSO_NOTHING_SKIPS"):
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Sitting:
    """A browser page at a listening desk, with all it asked for and complained of."""

    page: "Page"
    base: str
    ledger: api.Ledger
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")

    def press(self, *keys: str) -> None:
        """Press keys one after another, each after what the one before brought has settled."""
        for key in keys:
            self.page.keyboard.press(key)
            self.settle()

    def settle(self) -> None:
        """Wait until what was asked for stands on the page."""
        self.page.wait_for_timeout(60)
        self.page.wait_for_load_state("load")
        moving = self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")
        for _ in range(200):
            if not moving.count():
                return
            self.page.wait_for_timeout(20)

    def decisions(self) -> list[str]:
        catalogue = self.ledger.catalogue()
        catalogue.catch_up()
        return [review.decision for review in catalogue.decided.reviews.values()]

    def check(self) -> None:
        """Nothing was asked of anybody else, and nothing complained."""
        outside = [url for url in self.asked if not url.startswith((self.base, "data:", "blob:", "about:"))]
        assert outside == []
        assert self.complaints == []


@pytest.fixture
def listening(ledger: api.Ledger) -> Iterator[str]:
    """The desk on a free port."""
    with listening_at(ledger) as base:
        yield base


@contextmanager
def listening_at(ledger: api.Ledger) -> Iterator[str]:
    """A desk of any ledger on a free port."""
    at = socket.create_server(("127.0.0.1", 0))
    port = at.getsockname()[1]
    config = uvicorn.Config(app(Desk(ledger, "Lena"), Door.local(port)), log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=5)
    at.close()


@pytest.fixture
def context_options() -> dict[str, Any]:
    """How the browser's window is; a test may override it."""
    return {"viewport": {"width": 1440, "height": 900}}


def _complains(said: "ConsoleMessage") -> bool:
    """The driver's remarks about a graphics card that is not there are not ours."""
    return said.type in ("error", "warning") and "GL Driver Message" not in said.text


@pytest.fixture
def sitting(
    browser: "Browser", listening: str, ledger: api.Ledger, context_options: dict[str, Any]
) -> Iterator[Sitting]:
    """Somebody at the desk; at the end nothing may have been asked of the outside, and nothing complained."""
    context: BrowserContext = browser.new_context(**context_options)
    sitting = Sitting(context.new_page(), listening, ledger)
    sitting.page.on("request", lambda request: sitting.asked.append(request.url))
    sitting.page.on("pageerror", lambda error: sitting.complaints.append(str(error)))
    sitting.page.on("console", lambda said: sitting.complaints.append(said.text) if _complains(said) else None)
    yield sitting
    context.close()
    sitting.check()
