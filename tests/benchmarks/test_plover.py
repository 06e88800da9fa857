"""PLOVER on three invented records, the crosswalk, and the table of countries."""

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.countries import code, countries

from benchmarks import plover

RECORDS = [
    {"id": "X-0", "event": "DOCUMENT", "eventText": "about this file"},
    {
        "id": "X-1",
        "event": "FIGHT",
        "source": [{"actorText": "Portuguese", "code": "PRT"}],
        "target": [{"actorText": "town", "code": "ESP"}],
        "text": "shelling",
    },
    {
        "id": "X-2",
        "event": "NAP",
        "source": [{"actorText": "club", "code": "IGO"}],
        "target": "",
        "text": "weather",
    },
    {
        "id": "X-3",
        "event": "RETREAT",
        "source": [{"actorText": "Japan", "code": "JAP"}],
        "target": None,
        "text": "withdrawal",
    },
]


def claim(kind: str, **given: Any) -> dict[str, Any]:
    """A claim as the contract prints it, so far as the benchmark reads it."""
    event: dict[str, Any] = {"type": kind, "mode": None, "actor": [], "target": [], "place": []}
    event |= {name: given.pop(name) for name in list(given) if name in event}
    return {"span": [0, 9], "stance": "asserted", "source": None, "quote": "", "event": event} | given


def named(words: str) -> list[dict[str, str]]:
    """One party."""
    return [{"text": words}]


@pytest.mark.parametrize(
    ("given", "category"),
    [
        (claim("battle"), "ASSAULT"),
        (claim("battle", stance="planned"), "THREATEN"),
        (claim("battle", mode="accuse"), "ACCUSE"),
        (claim("support_or_supply"), "AID"),
        (claim("support_or_supply", stance="planned"), "AGREE"),
        (claim("movement_of_forces", mode="withdraw"), "RETREAT"),
        (claim("displacement"), None),
    ],
)
def test_type_mode_and_stance_give_the_category(given: dict[str, Any], category: str | None) -> None:
    assert plover.coded([given])[0].category == category


def test_who_accuses_is_the_source_and_who_did_it_the_target() -> None:
    accused = claim("battle", mode="accuse", source={"text": "Ghana"}, actor=named("Togolese soldiers"))
    (event,) = plover.coded([accused])
    assert (event.sources, event.targets) == ({"GHA"}, {"TGO"})


def test_a_claim_with_a_category_answers_before_one_without() -> None:
    first, second = plover.coded([claim("other"), claim("protest", span=[9, 12])])
    assert (first.category, second.category) == ("PROTEST", None)


def test_figures_of_three_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    troops, town = named("Portuguese troops"), named("a Spanish town")
    read = {
        "shelling": [claim("shelling_or_strike", actor=troops, target=town), claim("protest", span=[10, 19])],
        "weather": [],
        "withdrawal": [claim("movement_of_forces", mode="withdraw", actor=named("Norwegian forces"))],
    }
    monkeypatch.setattr(plover, "readings", lambda texts: ({"claims": read[text]} for text in texts))
    (tmp_path / "records.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    figures = plover.measure(tmp_path)
    assert figures["records"] == 3
    assert figures["category"] == 0.6667  # the sentence on the weather has no claim
    assert figures["source_country"] == 0.5  # Portugal; Norway is not Japan; IGO is not asked for
    assert figures["target_country"] == 1.0
    assert figures["ceiling"] == 0.6667  # no row of the crosswalk gives the invented type
    assert figures["any"] == {
        "category": 0.6667,
        "source_country": 0.5,
        "target_country": 1.0,
        "claims": 1.0,
    }
    assert figures["by_type"] == {
        "ASSAULT": {"records": 1, "right": 1},
        "RETREAT": {"records": 1, "right": 1},
        "NAP": {"records": 1, "right": 0},
    }


def test_half_of_the_records_is_for_looking(tmp_path: Path) -> None:
    (tmp_path / "records.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    look, kept = ({record.id for record in plover.records(tmp_path, half)} for half in ("look", "kept"))
    assert look | kept == {"X-1", "X-2", "X-3"}
    assert not look & kept


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the South Korean army", ("KOR",)),
        ("Northern Irish police", ("GBR",)),
        ("U.S. border agents", ("USA",)),
        ("a roast turkey", ()),
        ("Guinea-Bissau", ("GNB",)),
        ("Iraqi police near the Iranian border, Iraqi officials", ("IRQ", "IRN")),
    ],
)
def test_the_longest_names_give_the_countries(words: str, found: tuple[str, ...]) -> None:
    assert countries(words) == found


def test_the_target_is_another_country_or_else_the_source_itself() -> None:
    abroad = claim("battle", actor=named("Togolese soldiers"), quote="Togolese soldiers shot at a ship off Ghana")
    at_home = claim("protest", actor=named("Togolese students"), quote="Togolese students took to the streets")
    assert [(event.sources, event.targets) for event in plover.coded([abroad])] == [({"TGO"}, {"GHA"})]
    assert [(event.sources, event.targets) for event in plover.coded([at_home])] == [({"TGO"}, {"TGO"})]


def test_codes_of_gold_files() -> None:
    assert (code("JAP"), code("PRT"), code("IGO")) == ("JPN", "PRT", None)
