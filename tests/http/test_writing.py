"""What can be sent: a text to be read, and decisions, which become the reviews that the desk would make of them."""

import pytest
from starlette.testclient import TestClient
from tests.http.conftest import HOST, TOKEN
from tests.http.test_questions import V1, answer_schema, promised

from sayso import api
from sayso.http.app import app
from sayso.http.safety import Lock
from sayso.ledger.catalogue import Asked, Catalogue

STORY = "Rebel fighters captured Hazm on Thursday, the River Monitor said. The army denied that it had fallen."


def catalogue(ledger: api.Ledger) -> Catalogue:
    found = ledger.catalogue()
    found.catch_up()
    return found


def a_claim(ledger: api.Ledger, about: str) -> str:
    (kept,) = ledger.claims(about)
    return kept.claim.id


def test_a_text_is_read_and_not_kept(client: TestClient, ledger: api.Ledger) -> None:
    before = ledger.head()
    answer = client.post(f"{V1}/read", json={"text": STORY, "published": "2024-05-17", "outlet": "The Herald"})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    promised(answer_schema("/read", 200, "post")).validate(told)
    assert (told["kept"], told["report"]["published"], told["report"]["outlet"]) == (False, "2024-05-17", "The Herald")
    assert {claim["stance"] for claim in told["claims"]} == {"asserted", "denied"}
    assert all(told["report"]["text"][slice(*claim["span"])] == claim["quote"] for claim in told["claims"])
    assert ledger.head() == before


def test_keeping_it_needs_the_token(client: TestClient, ledger: api.Ledger) -> None:
    sent = {"text": STORY, "keep": True, "name": "hazm.txt"}
    refused = client.post(f"{V1}/read", json=sent)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="sayso"')
    kept = client.post(f"{V1}/read", json=sent, headers={"authorization": f"Bearer {TOKEN}"})
    assert kept.json()["kept"] is True
    assert [page.path for page in ledger.pages()][-1] == "hazm.txt"


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({}, 400, "the field text is missing"),
        ({"text": 3}, 400, "Text.text: 3 is not str"),
        ({"text": "x", "tone": "calm"}, 400, "unknown field tone"),
        ({"text": "x", "published": "soon"}, 400, "is no date"),
        ({"text": "x", "keep": "yes"}, 400, "is not bool"),
        ({"text": " \n"}, 422, "nothing in it"),
        ({"text": "a\0b" * 20}, 422, ""),
    ],
)
def test_what_cannot_be_read_is_told(client: TestClient, sent: dict[str, object], status: int, told: str) -> None:
    answer = client.post(f"{V1}/read", json=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.json()["detail"]
    if status == 422:
        assert answer.json()["problems"][0]["code"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        (b"{", "application/json", 400, "is no JSON"),
        (b"[]", "application/json", 400, "one JSON object"),
        (b'{"text": NaN}', "application/json", 400, "NaN is no number"),
        (b'{"text": "\\ud800"}', "application/json", 400, "half a character"),
        (b"[" * 100_000, "application/json", 400, "is no JSON"),
        (b"\xff\xfe", "application/json", 400, "is no JSON"),
        (b"{}", "text/plain", 415, "Content-Type: application/json"),
        (b'"' + b"x" * 12_000_001, "application/json", 413, "more than 12,000,000 bytes"),
    ],
)
def test_what_is_no_body_is_told(client: TestClient, body: bytes, kind: str, status: int, told: str) -> None:
    answer = client.post(f"{V1}/read", content=body, headers={"content-type": kind})
    assert (answer.status_code, told in answer.json()["detail"]) == (status, True), answer.text


def test_a_verdict_is_the_one_that_the_desk_shows(writing: TestClient, ledger: api.Ledger) -> None:
    claim = a_claim(ledger, "mortars")
    sent = {"decision": "refuse", "who": "Lena", "claim": claim[:12], "reason": "a caption"}
    answer = writing.post(f"{V1}/reviews", json=sent)
    assert answer.status_code == 201, answer.text
    promised(answer_schema("/reviews", 201, "post")).validate(answer.json())
    standing = catalogue(ledger).decided.standing(claim)
    assert standing.by
    assert (standing.verdict, standing.by.who, standing.by.id) == ("refuse", "Lena", answer.json()["id"])
    undone = writing.post(f"{V1}/reviews", json={"decision": "undo", "who": "Omar", "review": answer.json()["id"]})
    assert undone.status_code == 201
    assert catalogue(ledger).decided.standing(claim).verdict is None


def test_every_kind_of_decision_is_taken(writing: TestClient, ledger: api.Ledger) -> None:
    guns, mortars = a_claim(ledger, "guns"), a_claim(ledger, "mortars")
    shown = ledger.claim(guns)
    text, report = shown.report.text, shown.kept.report_id

    def span(words: str) -> list[int]:
        start = text.index(words)
        return [start, start + len(words)]

    decided = [
        {"decision": "comment", "claim": guns, "reason": "which guns?"},
        {"decision": "correct", "claim": guns, "slot": "place", "spans": [span("Qasr")]},
        {"decision": "correct", "claim": guns, "slot": "stance", "value": "doubted"},
        {"decision": "same", "claims": [guns, mortars]},
        {"decision": "different", "claims": [guns, mortars], "unsure": True},
        {"decision": "grade", "of": "the River Monitor", "grade": "B"},
        {"decision": "add", "report": report, "quote": [span("the mayor said")], "place": [span("Qasr")]},
        {"decision": "read_to_end", "report": report},
    ]
    for sent in decided:
        answer = writing.post(f"{V1}/reviews", json={"who": "Lena", **sent})
        assert answer.status_code == 201, answer.text
    line = catalogue(ledger).line(guns)
    assert line
    assert (line.stance, line.places) == ("doubted", ("Qasr",))
    (by_hand,) = catalogue(ledger).chosen(Asked(state="by_hand"))
    for sent in ({"decision": "accept"}, {"decision": "correct", "slot": "place"}):
        assert writing.post(f"{V1}/reviews", json={"who": "L", "claim": by_hand.id, **sent}).status_code == 201
    (by_hand,) = catalogue(ledger).chosen(Asked(state="by_hand"))
    assert (by_hand.places, catalogue(ledger).verdict(by_hand.id)) == ((), "accept")
    assert len(writing.get(f"{V1}/reviews").json()["items"]) == len(decided) + 2
    assert ledger.verify().faults == ()


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({}, 400, "decision: 'None' is none of accept"),
        ({"decision": "burn"}, 400, "decision: 'burn'"),
        ({"decision": ["accept"]}, 400, "decision:"),
        ({"decision": "accept", "claim": "0"}, 400, "the field who is missing"),
        ({"decision": "accept", "who": " ", "claim": "0"}, 400, "needs a name"),
        ({"decision": "accept", "who": "L", "claim": "abc0"}, 404, "holds no claim"),
        ({"decision": "accept", "who": "L", "claim": "?"}, 400, "begins no id"),
        ({"decision": "comment", "who": "L", "claim": "CLAIM"}, 400, "needs words"),
        ({"decision": "correct", "who": "L", "claim": "CLAIM", "slot": "nose"}, 400, "slot: 'nose'"),
        ({"decision": "correct", "who": "L", "claim": "CLAIM", "slot": "place", "spans": [[3, 99999]]}, 400, "ends at"),
        ({"decision": "correct", "who": "L", "claim": "CLAIM", "slot": "place", "spans": [[-9, 3]]}, 400, ""),
        ({"decision": "correct", "who": "L", "claim": "CLAIM", "slot": "type", "value": "siege"}, 400, "is no type"),
        ({"decision": "same", "who": "L", "claims": ["CLAIM"]}, 400, "two claims or more"),
        ({"decision": "same", "who": "L", "claims": ["CLAIM"], "unsure": True}, 400, "goes with different"),
        ({"decision": "grade", "who": "L", "of": "x", "grade": "Z"}, 400, "Z"),
        ({"decision": "add", "who": "L", "report": "none", "quote": [[0, 3]]}, 404, "holds no report"),
        ({"decision": "add", "who": "L", "report": "REPORT", "quote": []}, 400, "without words"),
        ({"decision": "undo", "who": "L", "review": "abc"}, 404, "no decision"),
        ({"decision": "undo", "who": "L", "review": "?"}, 400, "begins no id"),
        ({"decision": "redact", "who": "L", "claim": "CLAIM"}, 400, "decision: 'redact'"),
    ],
)
def test_a_wrong_decision_leaves_no_trace(
    writing: TestClient, ledger: api.Ledger, sent: dict[str, object], status: int, told: str
) -> None:
    kept = ledger.claims("mortars")[0]
    named = {"CLAIM": kept.claim.id, "REPORT": kept.report_id}
    body = {
        name: [named.get(each, each) if isinstance(each, str) else each for each in value]
        if isinstance(value, list)
        else named.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in sent.items()
    }
    before = ledger.head()
    answer = writing.post(f"{V1}/reviews", json=body)
    assert (answer.status_code, told in answer.json()["detail"]) == (status, True), answer.text
    assert ledger.head() == before


def test_nobody_decides_without_the_token(client: TestClient, ledger: api.Ledger) -> None:
    sent = {"decision": "accept", "who": "L", "claim": a_claim(ledger, "mortars")}
    before = ledger.head()
    for given in (None, "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer", f"Bearer {TOKEN}x"):
        headers = {"authorization": given} if given else {}
        assert client.post(f"{V1}/reviews", json=sent, headers=headers).status_code == 401
    assert ledger.head() == before


def test_another_host_and_another_origin_are_refused(client: TestClient) -> None:
    assert client.get(f"{V1}/claims", headers={"host": "evil.example"}).status_code == 421
    for origin in ("http://evil.example", "null"):
        assert client.get(f"{V1}/claims", headers={"origin": origin}).status_code == 403
    assert client.get(f"{V1}/claims", headers={"origin": f"http://{HOST}"}).status_code == 200


def test_beyond_this_machine_everybody_needs_the_token(ledger: api.Ledger) -> None:
    client = TestClient(app(ledger, Lock(None, TOKEN)))
    for path in ("", "/claims", "/openapi.json", "/nothing"):
        answer = client.get(V1 + path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert client.get(f"{V1}/claims", headers={"authorization": f"bearer {TOKEN}"}).status_code == 200


def test_this_machine_by_its_three_names() -> None:
    assert Lock.local(8018, TOKEN).hosts == {"127.0.0.1:8018", "localhost:8018", "[::1]:8018"}
