"""Graphic passages: found by rows of words, blurred where the browser's switch is on, left to others by a key."""

import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import Sitting

from sayso import api
from sayso.codebook.graphic import graphic


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The fighters beheaded two guards in the square", "mutilation"),
        ("Three children were among the dead", "children who died"),
        ("Prisoners had been tortured for weeks, the report said", "torture"),
        ("The BODIES\nof nine men lay in the street", "bodies"),
        ("A pilot was burned alive", "burning"),
        ("Mortars killed twelve soldiers near the bridge", None),
        ("Children went back to school on Monday", None),
        ("The column was set on fire by shelling", None),
        ("The grape harvest failed; therapists came", None),
        ("", None),
    ],
)
def test_what_is_graphic_is_told_by_rows_of_words(text: str, why: str | None) -> None:
    assert graphic(text) == why


def test_a_claim_left_to_others_stays_open_and_comes_no_more(client: TestClient, ledger: api.Ledger) -> None:
    head = ledger.verify().head
    seen = []
    for _ in range(7):
        claim = client.get("/queue").text.split('data-claim="')[1].split('"')[0]
        seen.append(claim)
        assert client.post("/queue/leave", data={"on": claim, "what": "one", "back": "/queue?"}).status_code == 303
    assert len(set(seen)) == 7
    assert "7 left to others" in client.get("/queue").text
    assert "you left to others" in client.get("/queue").text
    assert ledger.verify().head == head, "nobody is told"
    client.post("/queue/leave", data={"what": "back"})
    assert "7 open of 7" in client.get("/queue").text


def test_all_graphic_claims_are_left_to_others(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.desk.left.graphic", lambda text: "guns" if "guns" in text else None)
    client.post("/queue/leave", data={"what": "graphic", "back": "https://elsewhere.example/"})
    assert "6 open of 7" in client.get("/queue").text
    assert "1 left to others" in client.get("/queue").text


def test_a_cookie_of_anything_is_no_harm(client: TestClient) -> None:
    client.cookies.set("sayso_left", "...<b>.zzzzzzzzzz." + "0" * 10, path="/queue")
    assert client.get("/queue").status_code == 200


def test_the_switch_is_kept_and_a_key_uncovers(sitting: Sitting) -> None:
    quote = ".told .quote"
    sitting.open("/queue?about=14+people")
    sitting.page.evaluate("document.querySelector('.told .quote').classList.add('graphic')")
    blurred = "document.querySelector('.told .quote').computedStyleMap().get('filter').toString()"
    assert sitting.page.evaluate(blurred) == "none"
    sitting.press("b")
    assert "blur" in sitting.page.evaluate(blurred)
    sitting.press("v")
    assert sitting.page.evaluate(blurred) == "none"
    sitting.press("v")
    sitting.page.locator(quote).click()
    assert sitting.page.evaluate(blurred) == "none"
    sitting.open("/queue")
    assert sitting.page.get_attribute("[data-act=blur]", "aria-pressed") == "true"
    sitting.press("l")
    assert "6 open of 7" in sitting.page.inner_text(".progress")
    assert sitting.decisions() == []
