"""What can be asked over HTTP: the answers of `api.py`, in pages, with ETags, as the OpenAPI document promises them."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from tests.cli.made import READER

import sayso
from sayso import api
from sayso.exports import contract
from sayso.http import openapi
from sayso.http.questions import QUESTIONS, Listing
from sayso.ledger.ledger import Ledger as Writer

V1 = "/api/v1"
EXAMPLES = Path(__file__).parents[2] / "examples"


def promised(schema: dict[str, Any]) -> Draft202012Validator:
    """What checks an answer by a schema of the document."""
    return Draft202012Validator({**schema, "components": openapi.document()["components"]})


def answer_schema(path: str, status: int, method: str = "get") -> dict[str, Any]:
    responses = openapi.document()["paths"][V1 + path][method]["responses"]
    (content,) = responses[str(status)]["content"].values()
    schema: dict[str, Any] = content["schema"]
    return schema


def got(client: TestClient, path: str, of: str | None = None) -> Any:
    """An answer, after the document was asked whether it is as promised."""
    answer = client.get(V1 + path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    promised(answer_schema(of if of is not None else path.partition("?")[0], 200)).validate(answer.json())
    return answer.json()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> api.Ledger:
    """The five accounts of one captured town, read."""
    ledger = sayso.open(tmp_path_factory.mktemp("demo") / "demo.db")
    assert all(not account.failed for account in ledger.read(EXAMPLES))
    return ledger


@pytest.fixture
def asking(demo: api.Ledger) -> TestClient:
    from sayso.http.app import app
    from sayso.http.safety import Lock

    return TestClient(app(demo, Lock(None, "t")), headers={"authorization": "Bearer t"})


def test_every_question_answers_as_promised(asking: TestClient, demo: api.Ledger) -> None:
    claim = demo.claims()[0].claim.id
    for path, question in QUESTIONS.items():
        if isinstance(question, Listing):
            told = got(asking, path)
            assert len(told["items"]) or path == "/reviews"
    assert got(asking, "")["claims"] == demo.counts().claims
    report = got(asking, "/reports")["items"][0]["report"]
    assert got(asking, f"/reports/{report}", "/reports/{id}")["report"]["id"] == report
    assert got(asking, f"/claims/{claim[:12]}", "/claims/{id}")["id"] == claim
    incident = got(asking, "/incidents")["items"][0]
    assert got(asking, f"/incidents/{incident['id']}?grades=airwars", "/incidents/{id}")["cells"] == incident["cells"]
    party = got(asking, "/parties")["items"][0]["id"]
    assert got(asking, f"/parties/{quote(party)}", "/parties/{id}")["id"] == party


def test_answers_are_those_of_the_api(asking: TestClient, demo: api.Ledger) -> None:
    told = got(asking, "/claims?about=Qaryatayn&stance=denied")
    found = demo.claims("Qaryatayn", stance="denied")
    assert told["items"] == [json.loads(contract.line(contract.kept_claim_of(kept))) for kept in found]
    assert told["matching"] == found.matching > 0
    everything = [each["id"] for each in got(asking, "/claims?from=2017-10&to=2017-10")["items"]]
    assert everything == [kept.claim.id for kept in demo.claims(since="2017-10", until="2017-10")]
    incidents = demo.incidents(place="Qaryatayn")
    assert [each["id"] for each in got(asking, "/incidents?place=Qaryatayn")["items"]] == [
        laid.matrix.incident.id for laid in incidents.shown
    ]


def test_relations_are_those_of_the_incidents_and_can_be_narrowed(asking: TestClient, demo: api.Ledger) -> None:
    every = got(asking, "/relations?limit=1000")["items"]
    assert every == [contract.relation_of(each) for laid in demo.incidents().shown for each in laid.matrix.relations]
    narrowed = got(asking, "/relations?kind=contradicts&slot=stance")["items"]
    assert narrowed == [each for each in every if each["kind"] == "contradicts" and each["slot"] == "stance"]
    assert narrowed
    one = narrowed[0]["a"]
    assert got(asking, f"/relations?claim={one[:16]}")["items"] == [
        each for each in every if one in (each["a"], each["b"])
    ]


def test_parties_are_counted_in_the_claims(asking: TestClient, demo: api.Ledger) -> None:
    named = {each["id"]: each["claims"] for each in got(asking, "/parties")["items"]}
    claims = [kept.claim for kept in demo.claims()]
    for party, times in named.items():
        assert times["actor"] == sum(party in {each.entry for each in claim.event.actors} for claim in claims)
        assert times["speaker"] == sum(party in {hop.entry for hop in claim.chain} for claim in claims)
    assert {each["kind"] for each in got(asking, "/parties?kind=armed_group")["items"]} == {"armed_group"}
    assert "party:islamic-state" in {each["id"] for each in got(asking, "/parties?about=daesh")["items"]}


@pytest.mark.parametrize("path", ["/reports", "/claims", "/incidents", "/relations", "/parties"])
def test_pages_put_together_are_the_whole_list(asking: TestClient, path: str) -> None:
    whole = got(asking, f"{path}?limit=1000")
    assert whole["next"] is None
    rows: list[Any] = []
    address = f"{V1}{path}?limit=2"
    while address:
        answer = asking.get(address)
        rows += answer.json()["items"]
        address = answer.json()["next"]
        assert (f'<{address}>; rel="next"' in answer.headers["link"]) == bool(address)
    assert rows == whole["items"]
    assert len(rows) > 2


def test_a_list_that_changed_while_it_was_paged_says_so(client: TestClient, ledger: api.Ledger) -> None:
    following = client.get(f"{V1}/claims?limit=2").json()["next"]
    back = client.get(following)
    assert 'rel="prev"' in back.headers["link"]
    ledger.verdict("Lena", "accept", ledger.claims()[0].claim.id)
    changed = client.get(following)
    assert (changed.status_code, changed.json()["title"]) == (409, "Conflict")
    assert "begin it again" in changed.json()["detail"]


def test_an_answer_that_still_holds_is_not_sent_again(client: TestClient, ledger: api.Ledger) -> None:
    first = client.get(f"{V1}/claims?stance=denied")
    etag = first.headers["etag"]
    again = client.get(f"{V1}/claims?stance=denied", headers={"if-none-match": f'"x", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(f"{V1}/claims?stance=asserted", headers={"if-none-match": etag}).status_code == 200
    ledger.verdict("Lena", "accept", ledger.claims()[0].claim.id)
    assert client.get(f"{V1}/claims?stance=denied", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/claims?stnce=denied", 400, "no parameter here"),
        ("/claims?stance=sure", 400, "stance: 'sure' is none of"),
        ("/claims?stance=denied&stance=asserted", 400, "given twice"),
        ("/claims?from=soon", 400, "is no day"),
        ("/claims?from=2018&to=2017", 400, "first day comes first"),
        ("/claims?about=%2C", 400, "holds no word"),
        ("/claims?limit=0", 400, "holds 1 to 1000"),
        ("/claims?limit=many", 400, "is no number"),
        ("/claims?cursor=7", 400, "is no cursor"),
        ("/reports?unread=yes", 400, "is no flag"),
        ("/relations?kind=denies", 400, "kind: 'denies'"),
        ("/relations?claim=abc0", 404, "holds no claim"),
        ("/claims/xyz", 400, "begins no id"),
        ("/claims/abc0", 404, "holds no claim"),
        ("/incidents/abc0", 404, "holds no claim"),
        ("/reports/abc0", 404, "holds no report"),
        ("/parties/party:nobody", 404, "holds no party"),
        ("/nothing", 404, "nothing at this address"),
        ("/claims/", 404, ""),
    ],
)
def test_a_mistake_is_a_problem_of_one_line(client: TestClient, address: str, status: int, told: str) -> None:
    answer = client.get(V1 + address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    promised(openapi.document()["components"]["schemas"]["Problem"]).validate(answer.json())
    assert answer.json()["status"] == status
    assert told in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]


def test_another_method_is_told_which_ones_there_are(client: TestClient) -> None:
    answer = client.delete(f"{V1}/reviews")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert client.head(f"{V1}/claims").status_code == 200


def test_a_ledger_that_is_gone_is_no_answer_of_nothing(client: TestClient, ledger: api.Ledger) -> None:
    assert isinstance(ledger.path, Path)
    ledger.path.rename(ledger.path.with_name("elsewhere.db"))
    answer = client.get(f"{V1}/claims/abc0")
    assert (answer.status_code, answer.json()["title"]) == (503, "Service Unavailable")


def test_a_mistake_of_sayso_is_told_without_its_insides(ledger: api.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.http.app import app
    from sayso.http.safety import Lock

    def broken(*_: object) -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(api.Ledger, "claim", broken)
    client = TestClient(app(ledger, Lock(frozenset({"testserver"}), "t")), raise_server_exceptions=False)
    answer = client.get(f"{V1}/claims/abc")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_hostile_words_stay_data(client: TestClient) -> None:
    answer = client.get(f"{V1}/claims?about=bridge")
    assert "<b>bridge" in answer.json()["items"][0]["quote"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_claim_comes_with_what_was_decided_on_it(client: TestClient, ledger: api.Ledger) -> None:
    claim = ledger.claims()[0].claim
    ledger.verdict("Lena", "accept", claim.id[:10], "seen")
    ledger.undo("Omar")
    told = got(client, f"/claims/{claim.id}", "/claims/{id}")
    assert [(each["who"], each["decision"], each["stands"]) for each in told["reviews"]] == [("Lena", "accept", False)]
    assert told["report"]["text"][slice(*told["span"])] == told["quote"]
    assert told["current"] is True
    assert [each["decision"] for each in got(client, "/reviews?who=Omar")["items"]] == ["undo"]
    assert got(client, "/reviews?decision=refuse")["matching"] == 0
    assert [each["who"] for each in got(client, f"/reviews?on={claim.id}")["items"]] == ["Lena"]


def test_pages_that_nobody_read_can_be_asked_for(client: TestClient) -> None:
    (page,) = got(client, "/reports?unread=true")["items"]
    assert (page["path"], page["report"], page["problems"][0]["code"]) == ("saved/broken.html", None, "no_report")
    assert got(client, "/reports?unread=false")["matching"] == 3


def test_an_empty_ledger_has_empty_lists(tmp_path: Path) -> None:
    from sayso.http.app import app
    from sayso.http.safety import Lock

    with Writer.open(tmp_path / "new.db"):
        pass
    client = TestClient(app(api.open(tmp_path / "new.db"), Lock(frozenset({"testserver"}), "t")))
    for path, question in QUESTIONS.items():
        if isinstance(question, Listing):
            told = got(client, path)
            assert (told["items"], told["next"], told["entries"]) == ([], None, 0)


def test_the_document_is_openapi_and_names_every_address(client: TestClient) -> None:
    import schemathesis

    told = client.get(f"{V1}/openapi.json").json()
    assert told == json.loads(json.dumps(openapi.document()))
    schemathesis.openapi.from_dict(told).validate()
    assert {V1 + path for path in QUESTIONS} | {f"{V1}/read"} == set(told["paths"])
    for name, schema in told["components"]["schemas"].items():
        Draft202012Validator.check_schema({"$id": f"urn:{name}", **schema})
    names = [way["operationId"] for ways in told["paths"].values() for way in ways.values()]
    assert len(names) == len(set(names))


def test_the_ledger_is_the_one_that_the_tests_think(ledger: api.Ledger) -> None:
    assert {kept.claim.reader for kept in ledger.claims()} == {READER}
