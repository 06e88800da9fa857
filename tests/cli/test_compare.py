"""sayso compare --claims: relations over the ids that the files give."""

import json
from pathlib import Path

import pytest

from sayso.cli.main import main

SAID = "Orlan bombed the clinic in Tarsamin"


def claim(number: int, stance: str, speaker: str) -> dict[str, object]:
    event = {"type": "shelling_or_strike", "actor": ["Orlan"], "target": ["the clinic"]}
    return {
        "id": f"c{number}",
        "quote": SAID,
        "source": speaker,
        "stance": stance,
        "event": event,
        "cue": "denied" if stance == "denied" else None,
    }


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    text = f"The rebels: {SAID}. Orlan denied that {SAID}."
    path = tmp_path / "one.json"
    told = {"report": {"text": text}, "claims": [claim(0, "asserted", "The rebels"), claim(1, "denied", "Orlan")]}
    path.write_text(json.dumps(told), encoding="utf-8")
    return [str(path)]


def test_relations_are_printed_over_the_files_ids(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--claims", *files, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["relations"]
    assert {row["a"], row["b"]} == {"c0", "c1"}
    assert (row["relation"], row["slot"]) == ("contradicts", "stance")


def test_a_file_given_twice_is_refused(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--claims", *files, *files]) == 2
    assert "more than once" in capsys.readouterr().err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--claims", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err
