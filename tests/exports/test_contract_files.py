"""Contract files read back: what a person may leave out, and one-line complaints about the rest."""

import json
from pathlib import Path

import pytest

from sayso.exports.contract_files import contract_files
from sayso.model import NotOfThisKind

TEXT = "Orlan jets bombed Tarsamin on Monday, killing at least 12, residents said."


def file(tmp_path: Path, **claim: object) -> Path:
    told = {"quote": TEXT[:36], "stance": "asserted", "event": {"type": "shelling_or_strike"}, **claim}
    path = tmp_path / "04.json"
    path.write_text(json.dumps({"text": TEXT, "published": "2019-03-05", "claims": [told]}), encoding="utf-8")
    return path


def test_a_slot_may_be_a_string_and_stands_where_the_text_has_it(tmp_path: Path) -> None:
    event = {
        "type": "shelling_or_strike",
        "actor": ["Orlan jets"],
        "place": ["Tarsamin"],
        "date": "2019-03",
        "casualties": {"killed": [12, None], "injured": None},
    }
    (read,) = contract_files(file(tmp_path, source="residents", event=event))
    (claim,) = read.claims
    assert read.ids == ("04:0",)
    assert claim.origin and claim.origin.speaker.stand_in(TEXT)
    assert claim.event.actors[0].span == (0, 10)
    assert claim.event.when and (claim.event.when.start, claim.event.when.end) == ("2019-03-01", "2019-03-31")
    assert claim.event.toll and claim.event.toll.killed and claim.event.toll.killed.low == 12


def test_the_outlet_itself_is_no_speaker(tmp_path: Path) -> None:
    (read,) = contract_files(file(tmp_path, source="report"))
    assert read.claims[0].chain == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"quote": ""}, "claim 0: its quote is missing"),
        ({"stance": "shouted"}, "'shouted' is no stance"),
        ({"event": {"type": "parade"}}, "'parade' is no type"),
        ({"event": {"type": "other", "casualties": {"killed": [5, 2]}}}, "claim 0"),
        ({"event": {"type": "other", "date": "soon"}}, "claim 0"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_place(tmp_path: Path, wrong: dict[str, object], told: str) -> None:
    path = file(tmp_path, **wrong)
    with pytest.raises(NotOfThisKind) as complaint:
        list(contract_files(path))
    assert told in str(complaint.value)
    assert str(path) in str(complaint.value)


@pytest.mark.parametrize("content", ["", "[1, 2]", "{not json", '{"claims": 3}'])
def test_what_is_no_contract_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotOfThisKind, match=r"bad\.json"):
        list(contract_files(path))
