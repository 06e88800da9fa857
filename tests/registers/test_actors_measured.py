"""What is promised of parties, on the mentions that were annotated."""

import os
from pathlib import Path

import pytest
from benchmarks.readings import HALVES

from benchmarks import actors as benchmark

SHARED = Path("../shared/data")
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("SAYSO_NOTHING_SKIPS"),
    reason="the reports of the annotated mentions are not in the repository: they stand in ../shared",
)


@needs_shared
def test_parties_are_right_or_rightly_unknown_on_the_unread_half() -> None:
    figures = benchmark.figures(benchmark.answered(SHARED, "kept"), "kept")
    assert figures["right"] >= 0.85
    assert figures["hard"] >= 0.85


def test_the_list_is_large_and_hard() -> None:
    cases = benchmark.cases()
    assert len(cases) >= 300
    assert sum(case.hard for case in cases) * 3 >= len(cases)
    assert {case.half for case in cases} == set(HALVES)
