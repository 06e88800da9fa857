"""The codebook: every row fits its table, and forms come out as English has them."""

from typing import get_args

import pytest

from sayso.claims import triggers
from sayso.codebook.inflection import forms
from sayso.codebook.tables import table
from sayso.model import CodebookError, EventType, SpeakerKind, Stance


@pytest.mark.parametrize(
    ("lemma", "wanted"),
    [
        ("capture", "captures captured capturing"),
        ("carry", "carries carried carrying"),
        ("stop", "stops stopped stopping"),
        ("attack", "attacks attacked attacking"),
        ("deploy", "deploys deployed deploying"),
        ("flee", "flees fleeing"),
        ("clash", "clashes clashed clashing"),
        ("rob", "robs robbed robbing"),
    ],
)
def test_regular_forms(lemma: str, wanted: str) -> None:
    assert set(wanted.split()) <= forms(lemma, {})


def test_irregular_forms_come_from_the_table() -> None:
    assert "retook" in forms("retake", table("events")["irregular"])
    assert "retaked" not in forms("retake", table("events")["irregular"])


def test_every_event_row_names_a_type_that_the_model_knows() -> None:
    types = {row["type"] for row in table("events")["event"]}
    assert types <= {*get_args(EventType), "kill", "responsibility"}
    # Every type of the closed list can be read.
    assert set(get_args(EventType)) <= types


def test_every_cue_row_names_a_stance_that_the_model_knows() -> None:
    assert {row["stance"] for row in table("cues")["cue"]} <= set(get_args(Stance))
    assert {kind for kind, _ in table("cues")["kinds"]["rows"]} <= set(get_args(SpeakerKind))


def test_a_missing_table_is_an_error_that_names_it() -> None:
    with pytest.raises(CodebookError, match=r"no horses\.toml"):
        table("horses")


def test_a_row_with_an_unknown_type_is_refused() -> None:
    with pytest.raises(CodebookError, match="'picnic' is no type of event"):
        triggers.row_of({"type": "picnic", "weight": 1})
