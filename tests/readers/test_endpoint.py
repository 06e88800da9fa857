"""Another reader: a stand-in for a language model behind an endpoint, which finds some claims and makes up others."""

import json
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso import readers
from sayso.cli.main import main
from sayso.model import NotOfThisKind
from sayso.model.reader import Proposed, Reader
from sayso.readers.endpoint import Endpoint, from_environment

ROOT = Path(__file__).parents[2]
STORY = """Rebel fighters captured Qasr on Thursday and killed
twelve soldiers, the River Monitor said. The army denied that the village had fallen.
"""
TAKEN = {
    "quote": "Rebel fighters captured Qasr on Thursday and killed twelve soldiers",
    "speaker": "the River Monitor",
    "type": "territory_gained",
    "actors": ["Rebel fighters"],
    "targets": ["soldiers"],
    "places": ["Qasr"],
    "when": "on Thursday",
    "killed": "twelve",
}
DENIED = {"quote": "the village had fallen", "speaker": "The army", "stance": "denied", "type": "territory_lost"}


@dataclass
class StandIn:
    """A server that answers as it is told to, and keeps what it was asked."""

    url: str = ""
    status: int = 200
    answer: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def says(self, *claims: object) -> None:
        content = json.dumps({"claims": claims})
        self.answer = json.dumps({"choices": [{"message": {"content": content}}]})


@pytest.fixture
def model() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stand_in.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            stand_in.keys.append(self.headers["authorization"])
            body = stand_in.answer.encode()
            self.send_response(stand_in.status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    stand_in.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield stand_in
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "qasr.txt").write_text(STORY, encoding="utf-8")
    return tmp_path / "qasr.txt"


def test_what_stands_in_the_text_becomes_claims(model: StandIn, story: Path, tmp_path: Path) -> None:
    model.says(TAKEN, DENIED)
    reader = Endpoint(model.url, "stand-in", "a key")
    ledger = sayso.open(tmp_path / "kept.db")
    (account,) = ledger.read(story, published="2024-05-17", reader=reader)
    assert account.problems == ()
    taken, denied = account.claims
    event = taken.event
    assert taken.stands_in(STORY)
    assert taken.longest.text == STORY[: STORY.index(", the River")], "the text's own line break, not the model's space"
    assert taken.origin
    assert (taken.origin.speaker.text, [each.text for each in event.actors]) == (
        "the River Monitor",
        ["Rebel fighters"],
    )
    assert event.when
    assert event.when.start == "2024-05-16"
    assert event.toll
    assert event.toll.killed
    assert event.toll.killed.low == 12
    assert (denied.stance, denied.confidence) == ("denied", None)
    assert taken.reader.startswith(reader.name)
    assert (model.keys, "a key" in repr(reader)) == (["Bearer a key"], False)
    assert STORY.strip() in model.asked[0]["messages"][1]["content"]
    assert {kept.claim for kept in ledger.claims()} == set(account.claims)
    assert ledger.verify().faults == ()


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ({**TAKEN, "quote": "Rebel fighters captured Hazm"}, "“Rebel fighters captured Hazm” does not stand"),
        ({**TAKEN, "quote": "rebel fighters captured Qasr"}, "does not stand"),
        ({**TAKEN, "quote": "ebel fighters capture"}, "does not stand"),
        ({**TAKEN, "speaker": "the president"}, "“the president” does not stand"),
        ({**TAKEN, "stance": "certain"}, "'certain' is no stance"),
        ({**TAKEN, "type": "siege"}, "'siege' is no type"),
        ({**TAKEN, "quote": "  "}, "no words"),
        ({**TAKEN, "certainty": 1}, "unknown field certainty"),
        ({"speaker": "The army"}, "quote is missing"),
        ({**TAKEN, "quote": 7}, "7 is not str"),
        ("Rebels won", "it is no claim"),
    ],
)
def test_a_lie_is_shown_as_rejected_and_costs_nothing_else(model: StandIn, story: Path, lie: object, told: str) -> None:
    model.says(lie, DENIED)
    (account,) = sayso.read(story, reader=Endpoint(model.url, "stand-in"))
    assert not account.failed
    assert [claim.stance for claim in account.claims] == ["denied"]
    (problem,) = account.problems
    assert (problem.code, told in problem.message) == ("not_in_text", True), problem.message


def test_a_slot_that_is_made_up_stays_empty(model: StandIn, story: Path) -> None:
    model.says({**TAKEN, "actors": ["Rebel fighters", "mercenaries"], "killed": "forty"})
    (account,) = sayso.read(story, reader=Endpoint(model.url, "stand-in"))
    (claim,) = account.claims
    assert [party.text for party in claim.event.actors] == ["Rebel fighters"]
    assert claim.event.toll is None
    assert [problem.message for problem in account.problems] == [
        "rejected as actor: “mercenaries” does not stand in the text",
        "rejected as killed: “forty” does not stand in the text",
    ]


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (401, "{}", "answered 401"),
        (200, "<html>", "no claims in JSON"),
        (200, '{"choices": []}', "no claims in JSON"),
        (200, '{"choices": [{"message": {"content": "Sure! Here"}}]}', "no claims in JSON"),
        (200, '{"choices": [{"message": {"content": "{\\"claims\\": 3}"}}]}', "no list of claims"),
    ],
)
def test_a_model_that_fails_leaves_the_page_unread(
    model: StandIn, story: Path, tmp_path: Path, status: int, answer: str, told: str
) -> None:
    model.status, model.answer = status, answer
    ledger = sayso.open(tmp_path / "kept.db")
    (account,) = ledger.read(story, reader=Endpoint(model.url, "stand-in"))
    assert account.failed
    assert [(problem.code, told in problem.message) for problem in account.problems] == [("reader_failed", True)]
    assert ledger.counts().unread == 1


def test_an_endpoint_that_is_not_there(story: Path) -> None:
    (account,) = sayso.read(story, reader=Endpoint("http://127.0.0.1:9/v1", "stand-in"))
    assert "stand-in at 127.0.0.1 does not answer" in account.problems[0].message


def test_any_object_with_a_name_and_read_is_a_reader(story: Path) -> None:
    class Mine:
        name = "mine"

        def read(self, _: object) -> list[Proposed]:
            return [Proposed("the village had fallen", "The army", "denied")]

    reader: Reader = Mine()
    (account,) = sayso.read(story, reader=reader)
    assert [claim.stance for claim in account.claims] == ["denied"]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What our own package declares, wherever it was installed from."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    points = [EntryPoint(name, value, readers.GROUP) for name, value in declared[readers.GROUP].items()]
    monkeypatch.setattr(readers, "entry_points", lambda group: points if group == readers.GROUP else [])


@pytest.mark.usefixtures("offered")
def test_a_reader_by_its_name(
    model: StandIn, story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model.says(DENIED, {"quote": "made up"})
    monkeypatch.setenv("SAYSO_OPENAI_URL", model.url)
    monkeypatch.setenv("SAYSO_OPENAI_MODEL", "stand-in")
    (account,) = sayso.read(story, reader="openai")
    assert len(account.claims) == 1
    with pytest.raises(NotOfThisKind, match="'other' is no reader: it is one of openai"):
        sayso.read(story, reader="other")
    assert main(["read", str(story), "--no-ledger", "--reader", "openai"]) == 0
    assert "rejected: “made up” does not stand in the text" in " ".join(capsys.readouterr().out.split())


def test_an_environment_that_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_OPENAI_URL", "localhost")
    with pytest.raises(NotOfThisKind, match="SAYSO_OPENAI_URL names no endpoint"):
        from_environment()
    monkeypatch.setenv("SAYSO_OPENAI_URL", "http://127.0.0.1/v1")
    monkeypatch.delenv("SAYSO_OPENAI_MODEL", raising=False)
    with pytest.raises(NotOfThisKind, match="SAYSO_OPENAI_MODEL names no model"):
        from_environment()
