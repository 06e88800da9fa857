"""The corpus: drafts are pinned to offsets, and every kept annotation still fits its text."""

import json
import os
from pathlib import Path

import pytest
from corpus.pin import ANNOTATED, DraftError, Json, file_of, pinned
from corpus.rebuild import faults, gold
from corpus.texts import DATA, Text, text_of

from corpus import pin

TEXT = Text(
    "invented",
    "1",
    "Rebels took Ostrel, the army said. Rebels took the port of Ostrel, killing 12 soldiers, a monitor told "
    "Radio Belan.",
    None,
    "The Example Herald",
    "2024-05-16",
    "ours",
)


def claim(**changes: object) -> Json:
    """A draft's claim about the second sentence."""
    event = {"type": "territory_gained", "actor": ["Rebels"], "place": ["the port of Ostrel"]}
    return {"quote": "Rebels took the port of Ostrel", "source": "a monitor", "via": ["Radio Belan"], "cue": "told"} | {
        "stance": "asserted",
        "event": event | {"casualties": {"killed": [12, 12]}},
        **changes,
    }


def draft(*claims: Json, relations: tuple[Json, ...] = ()) -> Json:
    return {"dataset": "invented", "key": "1", "annotator": "a1", "claims": list(claims), "relations": list(relations)}


def test_words_are_pinned_where_they_stand_nearest() -> None:
    done = pinned(draft(claim()), TEXT)
    assert not faults(done, TEXT)
    (one,) = done["claims"]
    assert [TEXT.text[slice(*span)] for span in one["actor"]] == ["Rebels"]
    assert one["actor"][0] == (35, 41)  # those of the second sentence
    rebuilt = gold(done, TEXT)["claims"][0]
    assert rebuilt["quote"] == "Rebels took the port of Ostrel"
    assert (rebuilt["source"], rebuilt["via"]) == ("a monitor", ["Radio Belan"])
    assert "text" not in json.dumps(done).replace("text_sha256", "")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (claim(quote="Rebels left"), "0 times"),
        (claim(quote="Rebels took", at=2), "2 times, number 2"),
        (claim(source="a general"), "'a general' does not stand"),
        (claim(stance="shouted"), "'shouted' is no stance"),
        (claim(event={"type": "picnic"}), "'picnic' is no type"),
        (claim(event={"type": "battle", "casualties": {"killed": [1]}}), "a toll is"),
    ],
)
def test_a_wrong_draft_is_told(wrong: Json, message: str) -> None:
    with pytest.raises(DraftError, match=message):
        pinned(draft(wrong), TEXT)


def test_relations_name_claims() -> None:
    with pytest.raises(DraftError, match="relation"):
        pinned(draft(claim(), relations=({"a": 0, "b": 1, "relation": "supports"},)), TEXT)


def test_a_changed_text_is_noticed() -> None:
    done = pinned(draft(claim()), TEXT)
    other = Text("invented", "1", TEXT.text + " More.", None, None, None, "ours")
    assert faults(done, other) == ["the text has changed: its hash is another"]


def test_a_second_reading_stands_beside_the_first() -> None:
    assert file_of("muc4", "A/1", "a2").name == "A_1.json"
    assert file_of("muc4", "A/1", "a2-second").name == "A_1.second.json"


def annotations() -> list[Path]:
    return sorted(ANNOTATED.rglob("*.json"))


@pytest.mark.skipif(
    not DATA.is_dir() and not os.environ.get("SAYSO_NOTHING_SKIPS"),
    reason=f"the annotated texts are not in the repository: put the data sets under {DATA}",
)
@pytest.mark.parametrize("path", annotations(), ids=lambda path: path.stem)
def test_every_annotation_fits_its_text(path: Path) -> None:
    annotation = json.loads(path.read_text(encoding="utf-8"))
    assert faults(annotation, text_of(annotation["dataset"], annotation["key"])) == []


def test_another_annotators_reading_is_written_over_only_when_that_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pin, "ANNOTATED", tmp_path)
    monkeypatch.setattr(pin, "text_of", lambda *_: TEXT)
    kept = file_of("invented", "1", "a1")

    def pin_as(annotator: str, *options: str) -> int:
        path = tmp_path / "draft.json"
        path.write_text(json.dumps(draft(claim()) | {"annotator": annotator}), encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["pin", str(path), *options])
        return pin.main()

    assert pin_as("a1") == pin_as("a1") == 0
    assert pin_as("a2") == 1
    assert "is a1's reading, not a2's" in capsys.readouterr().err
    assert json.loads(kept.read_text(encoding="utf-8"))["annotator"] == "a1"
    assert pin_as("a2-second") == 0
    assert pin_as("a2", "--again") == 0
    assert json.loads(kept.read_text(encoding="utf-8"))["annotator"] == "a2"
