"""Questions of two: shown side by side, answered by a key, undone, and asked no more once they are answered."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.desk import made
from tests.desk.conftest import Sitting, listening_at

from sayso import api
from sayso.desk.app import app
from sayso.desk.desk import Desk
from sayso.desk.safety import Door
from sayso.weighing import incidents

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCREEN = "/queue/happenings"


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> api.Ledger:
    """Two papers on one market, one told of mortars and one of shells: whatever ties is asked about."""
    monkeypatch.setattr(incidents, "DOUBT", 100.0)
    return api.open(made.rivals(tmp_path / "pairs.db"))


def asked(client: TestClient) -> tuple[str, str]:
    shown = client.get(SCREEN).text
    return tuple(re.search(rf'name="{side}" value="(\w+)"', shown)[1] for side in "ab")  # type: ignore[index,return-value]


def test_two_happenings_are_shown_side_by_side(client: TestClient) -> None:
    shown = client.get(SCREEN).text
    assert "1 open question" in shown
    assert "Mortars struck the market" in shown
    assert "Shells fell on the market" in shown
    assert "The Anchor" in shown
    assert "What was compared" in shown


@pytest.mark.parametrize("answer", ["same", "different", "unsure"])
def test_an_answer_settles_the_question_until_it_is_undone(client: TestClient, ledger: api.Ledger, answer: str) -> None:
    a, b = asked(client)
    assert client.post("/together", data={"a": a, "b": b, "decision": answer}).status_code == 303
    assert "No question is open" in client.get(SCREEN).text
    assert (b in ledger.compare(a).matrix.incident.claims) is (answer == "same")
    assert ledger.questions() == ()
    ledger.undo("Lena")
    assert asked(client) == (a, b)
    assert ledger.verify().faults == ()


def test_a_refused_claim_is_asked_about_no_more(client: TestClient, ledger: api.Ledger) -> None:
    ledger.decide("Lena", "refuse", [asked(client)[0]])
    assert "No question is open" in client.get(SCREEN).text


def test_a_wrong_answer_is_told_in_a_line(client: TestClient) -> None:
    a, b = asked(client)
    assert client.post("/together", data={"a": a, "b": b, "decision": "perhaps"}).status_code == 400
    assert client.post("/together", data={"a": a, "b": a, "decision": "same"}).status_code == 400
    assert client.post("/together", data={"a": a, "b": "0" * 64, "decision": "same"}).status_code == 404
    assert client.get(f"{SCREEN}?at=nothing&number=99999999").status_code == 200


def test_a_question_is_answered_by_keys(sitting: Sitting) -> None:
    sitting.open(SCREEN)
    sitting.press("n")
    assert sitting.decisions() == ["different"]
    assert "No question is open" in sitting.page.inner_text("main")
    sitting.press("z", " ", "m")
    assert sitting.decisions() == ["different", "undo", "same"]
    sitting.press("z", "u")
    assert sitting.decisions()[-2:] == ["undo", "unsure"]


NAMES = "/queue/names"


@pytest.fixture
def spelt(tmp_path: Path) -> api.Ledger:
    """One voice under two names, and another that shares a word with them."""
    return api.open(made.spelt(tmp_path / "names.db"))


@pytest.fixture
def asking(spelt: api.Ledger) -> Iterator[TestClient]:
    with TestClient(app(Desk(spelt, "Lena"), Door(frozenset({"desk.test"}))), base_url="http://desk.test") as client:
        client.headers["origin"] = "http://desk.test"
        yield client


SHORT, LONG = "the RMO", "the River Monitoring Office"


def test_an_alias_is_confirmed_remembered_and_undone(asking: TestClient, spelt: api.Ledger) -> None:
    shown = asking.get(NAMES).text
    assert "1 open question" in shown
    assert "ne name is made of the other&#39;s first letters" in shown
    asking.post("/one-voice", data={"one": SHORT, "other": LONG, "decision": "same", "reason": "their own page"})
    assert "No name waits" in asking.get(NAMES).text
    both = asking.get("/speaker", params={"name": SHORT}).text
    assert "2 claims in 2 reports" in both
    assert "Also called" in both
    assert "says Lena: <bdi>their own page" in both
    assert "also <bdi>" in asking.get("/speakers").text
    assert "the names “the RMO”" in asking.get("/history").text
    spelt.undo("Lena")
    assert "1 open question" in asking.get(NAMES).text
    assert "1 claim in 1 report" in asking.get("/speaker", params={"name": SHORT}).text
    assert spelt.verify().faults == ()


def test_claims_of_one_voice_are_one_origin(spelt: api.Ledger) -> None:
    one, other = (spelt.claims(words)[0].claim.id for words in ("bridge", "ferry"))
    spelt.same("Lena", one, other)
    spelt.one_voice("Lena", SHORT, LONG, "different")
    assert len(spelt.compare(one).matrix.origins) == 2
    assert spelt.alone([one, other]) == (0, 2)
    spelt.one_voice("Lena", SHORT, LONG)
    assert len(spelt.compare(one).matrix.origins) == 1
    assert spelt.alone([one, other]) == (2, 2)


def test_a_name_that_was_redacted_stands_in_no_review(spelt: api.Ledger) -> None:
    spelt.one_voice("Lena", SHORT, LONG)
    spelt.redact("name", "River Monitoring Office", who="Lena", because="asked to")
    assert b"River Monitoring" not in Path(str(spelt.path)).read_bytes()
    assert spelt.verify().faults == ()


def test_one_name_is_no_pair(asking: TestClient) -> None:
    answer = asking.post("/one-voice", data={"one": "The RMO", "other": "rmo", "decision": "same"})
    assert answer.status_code == 400
    assert "one name already" in answer.text
    answer = asking.post("/one-voice", data={"one": "…", "other": "rmo", "decision": "same"})
    assert answer.status_code == 400


def test_a_party_has_what_it_is_accused_of_apart(asking: TestClient) -> None:
    shown = asking.get("/speaker", params={"name": "the Hill Front"}).text
    assert "It is accused of" in shown
    assert "It says nothing itself" in shown
    assert "the Hill Front" in asking.get("/speakers?of=parties").text
    alone = asking.get("/speaker", params={"name": SHORT, "alone": "yes"}).text
    assert "1 of 1 stands alone" in alone or "0 of 1 stand alone" in alone


def test_names_are_answered_by_keys(browser: "Browser", spelt: api.Ledger) -> None:
    with listening_at(spelt) as base:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{base}/speaker?name={SHORT}")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("j")
        with page.expect_response("**/one-voice"):
            page.keyboard.press("m")
        page.locator("h2", has_text="Also called").wait_for()
        with page.expect_response("**/undo"):
            page.keyboard.press("z")
        page.locator("h2", has_text="Perhaps the same voice").wait_for()
        context.close()
