"""Questions of two: shown side by side, answered by a key, undone, and asked no more once they are answered."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.desk import made
from tests.desk.conftest import Sitting

from sayso import api
from sayso.weighing import incidents

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
