"""Tolls on invented reports, and what counts as an answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import tolls


def claim(killed: list[int | None] | None, quote: str = "x", stance: str = "asserted", at: int = 0) -> dict[str, Any]:
    """A claim as the contract prints it, so far as the benchmark reads it."""
    return {"span": [at, at + 1], "quote": quote, "stance": stance, "event": {"casualties": {"killed": killed}}}


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        ([], None),
        ([claim(None)], None),
        ([claim([4, 4], at=9), claim([2, 2])], 2),
        ([claim([12, None])], 12),
        ([claim([None, 3])], 3),
        ([claim([0, 0], "Three were hurt")], None),
        ([claim([0, 0], "No one was killed")], 0),
        ([claim([5, 5], stance="denied"), claim([1, 1], at=9)], 1),
    ],
)
def test_the_first_told_number_answers_and_a_zero_only_where_words_say_so(
    claims: list[dict[str, Any]], number: int | None
) -> None:
    assert tolls.answer(claims) == number


def test_figures_of_invented_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"two": (2, [2, 2]), "three": (1, [3, 3]), "parking": (1, None), "four": (0, [4, 4]), "five": (None, [5, 5])}
    rows = [
        {"incident": {"incident_uri": text, "num_killed": killed}, "docs": [{"title": "Friday", "content": text}]}
        for text, (killed, _) in told.items()
    ]
    (tmp_path / "incidents.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    read = {f"Friday\n\n{text}": [claim(toll)] for text, (_, toll) in told.items()}
    monkeypatch.setattr(tolls, "readings", lambda texts: ({"claims": read[text]} for text in texts))
    expected = {"read": 0.6667, "right": 0.5, "always_one": 0.6667, "reports": 3}
    assert tolls.measure(tmp_path) == expected
    assert tolls.measure(tmp_path, elsewhere=True) == expected | {"elsewhere": 1.0}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"incidents\.jsonl is missing"):
        list(tolls.cases(tmp_path))
