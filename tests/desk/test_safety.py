"""Whom the desk answers, and that hostile words and pages can do nothing."""

import re

import pytest
from starlette.testclient import TestClient
from tests.desk import made

from sayso import api
from sayso.desk.app import SCREENS, app
from sayso.desk.desk import Desk
from sayso.desk.kept_page import shown
from sayso.desk.render import templates
from sayso.desk.safety import Door
from sayso.model import Page

MORE = ("/together", "/one-voice", "/same", "/apart", "/queue/leave")
ADDRESSES = [
    "/claims",
    "/queue",
    "/queue/happenings",
    "/queue/names",
    "/reports",
    "/speakers",
    "/speaker?name=a+doctor",
    "/history",
    "/add",
    "/find?q=the",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_screen_forbids_all_that_is_not_ours(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<[^>]+\s(on\w+|style)=", answer.text), "an inline script or style"
    assert not re.search(r"<script(?![^>]*(src=\"/|application/json))", answer.text)


def test_every_screen_is_looked_at() -> None:
    looked_at = {address.split("?")[0] for address in ADDRESSES}
    assert {path for path in SCREENS if "{" not in path} - {"/"} <= looked_at | {"/incidents", "/pairs", "/export"}


def test_another_host_is_refused(client: TestClient) -> None:
    assert client.get("/claims", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://desk.test", "sec-fetch-site": "cross-site"},
        {"origin": "http://desk.test", "sec-fetch-site": "same-site"},
    ],
)
def test_a_write_from_elsewhere_is_refused(client: TestClient, ledger: api.Ledger, headers: dict[str, str]) -> None:
    before = ledger.verify().head
    for path in ("/decide", "/undo", "/correct", "/claims", "/add", "/decide-all", "/read-to-end", *MORE):
        assert client.post(path, data={"on": "x"}, headers=headers).status_code == 403
    assert ledger.verify().head == before


def test_a_write_that_does_not_say_where_it_comes_from_is_refused(client: TestClient) -> None:
    del client.headers["origin"]
    assert client.post("/decide", data={"on": "x"}).status_code == 403


def test_beyond_this_machine_a_token_is_asked(ledger: api.Ledger) -> None:
    door = Door.beyond()
    with TestClient(app(Desk(ledger, "Lena"), door), follow_redirects=False) as client:
        assert client.get("/claims").status_code == 401
        assert client.get("/claims?token=wrong").status_code == 401
        entered = client.get(f"/claims?token={door.token}")
        assert (entered.status_code, entered.headers["location"]) == (303, "/claims")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert client.get("/claims").status_code == 200


def test_words_of_a_report_are_never_markup(client: TestClient, ledger: api.Ledger) -> None:
    report = next(page.report_id for page in ledger.pages() if page.path.endswith("hostile.html"))
    for address in (
        "/claims",
        "/reports",
        f"/reports/{report}",
        "/speakers",
        "/speakers?of=parties",
        "/queue?about=bridge",
    ):
        text = client.get(address).text
        assert "<img" not in text
        assert "<b>bridge" not in text
        assert "<script>" not in text
        assert "the 49 fell" not in text


def test_a_kept_page_is_cut_off(client: TestClient, ledger: api.Ledger) -> None:
    report = next(page.report_id for page in ledger.pages() if page.path.endswith("hostile.html"))
    answer = client.get(f"/reports/{report}/page")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert "Words that were kept." in answer.text
    for gone in ("<script", "<link", "<base", "http-equiv", "onload", "<iframe", "action=", "href=", "src="):
        assert gone not in answer.text
    assert 'sandbox title="' in client.get(f"/reports/{report}").text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe<",
        b"<" * 100_000,
        b"<div>" * 50_000,
        b"<!-- never closed",
        b"<html><script>",
        b'<svg><a xlink:href="javascript:x">w</a></svg>',
        b"<p>text<script>x</script>behind",
    ],
)
def test_any_bytes_can_be_shown(content: bytes) -> None:
    made_of = shown(Page("file:///x.html", "2024-01-01T00:00:00Z", "text/html", content)).decode()
    assert "<script" not in made_of
    assert "javascript:" not in made_of
    assert "behind" in made_of or b"behind" not in content


def test_text_pages_are_shown_as_text() -> None:
    page = Page("file:///x.txt", "2024-01-01T00:00:00Z", "text/plain", b"<script>x</script>")
    assert b"&lt;script&gt;" in shown(page)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_the_way_back_is_ours(client: TestClient, ledger: api.Ledger, back: str) -> None:
    claim = ledger.claims()[0].claim.id
    answer = client.post("/decide", data={"on": claim, "decision": "accept", "back": back})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/reports/")


def test_the_hostile_page_holds_what_it_is_tested_for() -> None:
    assert all(word in made.HOSTILE_PAGE for word in (b"<script", b"refresh", b"preconnect", b"onload", b"@import"))


def test_a_browser_keeps_every_character_of_a_text() -> None:
    environment = templates()
    made_of = environment.from_string("{{ words|exact }}").render(words="a\r\nb\0<c>")
    assert made_of == "a&#13;\nb\ufffd&lt;c&gt;"
