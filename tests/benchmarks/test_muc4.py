"""MUC-4 on two invented documents, and the rules by which claims meet templates."""

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.muc4 import Answer, phrase

from benchmarks import muc4

SLOTS = (
    *("MESSAGE: TEMPLATE", "INCIDENT: TYPE", "INCIDENT: STAGE OF EXECUTION", "PERP: INDIVIDUAL ID"),
    *("PERP: ORGANIZATION ID", "PERP: ORGANIZATION CONFIDENCE", "PHYS TGT: ID", "HUM TGT: NAME"),
    *("HUM TGT: DESCRIPTION", "HUM TGT: NUMBER", "HUM TGT: EFFECT OF INCIDENT", "HUM TGT: TOTAL NUMBER"),
)


def slots(**given: list[str]) -> dict[str, list[str]]:
    """A template's slots, empty where not given; `PERP__ORGANIZATION_ID` for "PERP: ORGANIZATION ID"."""
    named = {name.replace("__", ": ").replace("_", " "): values for name, values in given.items()}
    assert not set(named) - set(SLOTS)
    fixed = {"MESSAGE: TEMPLATE": ["1"], "INCIDENT: TYPE": ["ATTACK"], "INCIDENT: STAGE OF EXECUTION": ["ACCOMPLISHED"]}
    return {name: [] for name in SLOTS} | fixed | named


AMBUSH = slots(
    PERP__INDIVIDUAL_ID=['"GUNMEN"'],
    PERP__ORGANIZATION_ID=['"RED DAWN FRONT" / "RDF"'],
    PERP__ORGANIZATION_CONFIDENCE=['SUSPECTED OR ACCUSED / REPORTED AS FACT: "RED DAWN FRONT" / "RDF"'],
    HUM_TGT__NAME=['"TOMAS VELA"'],
    HUM_TGT__DESCRIPTION=['"TEACHERS"', '"MAYOR": "TOMAS VELA"'],
    HUM_TGT__NUMBER=['3: "TEACHERS"', '1: "TOMAS VELA"'],
    HUM_TGT__EFFECT_OF_INCIDENT=['DEATH: "TEACHERS"', 'INJURY: "TOMAS VELA"'],
)
DOUBTFUL = slots(MESSAGE__TEMPLATE=["2 (OPTIONAL)"], PERP__INDIVIDUAL_ID=['? "BANDITS"'])
BOMBING = slots(
    INCIDENT__TYPE=["BOMBING"],
    PHYS_TGT__ID=['"PIPELINE"'],
    HUM_TGT__DESCRIPTION=['"GUARDS"'],
    HUM_TGT__NUMBER=['PLURAL: "GUARDS"'],
    HUM_TGT__EFFECT_OF_INCIDENT=['INJURY: "GUARDS"'],
)


def answered(kind: str = "attack_on_civilians", **given: Any) -> Answer:
    """A claim that answers what is given."""
    blank: dict[str, Any] = {"actors": (), "targets": (), "tolls": {}}
    return Answer(**({"type": kind, **blank, "confidence": "REPORTED AS FACT", "stage": "ACCOMPLISHED"} | given))


def claim(**given: Any) -> dict[str, Any]:
    """A claim as the contract prints it, so far as the benchmark reads it."""
    event = {"type": "battle", "mode": None, "actor": [], "target": [], "casualties": {"killed": None}}
    event |= {name: given.pop(name) for name in list(given) if name in event}
    return {"span": [0, 9], "stance": "asserted", "basis": None, "source": None, "event": event} | given


def test_head_words_are_the_last_of_each_part() -> None:
    assert phrase("THE TERRORISTS OF THE\nNATIONAL FRONT [NF] IN SAN MIGUEL").heads == {"terrorist", "front", "nf"}
    assert phrase("RED DAWN GUERRILLAS").meets(phrase("RED DAWN"))
    assert not phrase("SALVADORAN ARMY").meets(phrase("SALVADORAN GUERRILLAS"))


def test_a_template_keeps_numbers_of_the_unnamed_and_marks_what_is_optional() -> None:
    ambush = muc4.template(AMBUSH)
    assert ambush.tolls == {"killed": frozenset({3})}
    assert not ambush.optional
    doubtful = muc4.template(DOUBTFUL)
    assert doubtful.optional
    assert doubtful.individuals[0].optional
    assert muc4.template(BOMBING).tolls == {"injured": frozenset()}


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({}, "REPORTED AS FACT"),
        ({"stance": "claimed_responsibility"}, "CLAIMED OR ADMITTED"),
        ({"source": {"text": "RDF", "kind": None}, "actor": [{"text": "RDF GUNMEN"}]}, "CLAIMED OR ADMITTED"),
        ({"stance": "reported_unsure"}, "SUSPECTED OR ACCUSED"),
        ({"mode": "accuse", "source": {"text": "GENERAL", "kind": "military"}}, "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ({"basis": "reasoning"}, "POSSIBLE"),
    ],
)
def test_stance_basis_mode_and_speaker_give_the_confidence(given: dict[str, Any], value: str) -> None:
    assert muc4.answer(claim(**given)).confidence == value


def test_a_planned_attack_is_threatened() -> None:
    assert muc4.answer(claim(stance="planned")).stage == "THREATENED"


def test_each_template_has_the_claim_that_is_right_in_most() -> None:
    templates = [muc4.template(AMBUSH), muc4.template(BOMBING)]
    claims = [
        answered(actors=("GUNMEN",)),
        answered(actors=("THE RDF",), targets=("TWO TEACHERS",)),
        answered("explosion_or_bomb", targets=("THE PIPELINE",)),
        answered("statement_or_position", targets=("THE PIPELINE",)),
    ]
    assert muc4.meetings(claims, templates) == {0: 1, 1: 2}
    assert muc4.meetings(claims[2:3], templates[:1]) == {}


def test_figures_of_two_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ambush = claim(
        type="attack_on_civilians",
        actor=[{"text": "GUERRILLAS OF THE RED DAWN FRONT"}],
        target=[{"text": "THE TEACHERS"}],
        casualties={"killed": [3, 3], "injured": [7, 7]},
    )
    read = {"ambush": [ambush, claim(actor=[{"text": "THE POLICE"}], span=[20, 30])], "harvest": []}
    monkeypatch.setattr(muc4, "readings", lambda texts: ({"claims": read[text]} for text in texts))
    documents = [
        {"doc_id": "A-1", "text": "ambush", "templates": [AMBUSH, DOUBTFUL]},
        {"doc_id": "A-2", "text": "harvest", "templates": [BOMBING]},
    ]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    figures = muc4.measure(tmp_path)
    assert figures["documents"] == 2
    assert figures["template"] == {"p": 0.5, "r": 0.5, "f": 0.5}
    assert figures["actor"] == {"p": 1.0, "r": 1.0, "f": 1.0}
    assert figures["target"] == {"p": 1.0, "r": 0.5, "f": 0.6667}
    assert figures["toll"] == {"p": 0.5, "r": 1.0, "f": 0.6667}
    assert figures["confidence"] == {"p": 1.0, "r": 1.0, "f": 1.0}
    assert figures["stage"] == {"p": 1.0, "r": 0.5, "f": 0.6667}


def test_documents_of_the_corpus_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"doc_id": name, "text": name, "templates": []} for name in ("A-1", "A-2")]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "A-2.second.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(muc4, "CORPUS", tmp_path)
    assert [text for text, _ in muc4.documents(tmp_path)] == ["A-1"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"docs\.jsonl is missing"):
        list(muc4.documents(tmp_path))
