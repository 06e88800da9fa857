"""What the project promises of its reading, on the real reports that it is measured on."""

import os
from pathlib import Path

import pytest

from benchmarks import claims as benchmark
from sayso import api
from sayso.exports import contract

SHARED = Path("../shared")
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("SAYSO_NOTHING_SKIPS"),
    reason="the gold reports are not in the repository: they stand in ../shared",
)


@needs_shared
def test_gold_reports_are_found_above_the_floor() -> None:
    found = benchmark.figures(benchmark.DATA, benchmark.SCORER)
    assert found["found"]["f"] > 0.66 > 0.54 > found["floor"]["f"]
    assert found["right"]["f"] > 0.28


@needs_shared
def test_the_founding_page_comes_out_right() -> None:
    (account,) = api.read(SHARED / "data/founding/report.txt", published="2017-10-07")
    assert account.report
    text = account.report.text
    assert text == (SHARED / "data/founding/report.txt").read_bytes().decode()
    read = [contract.claim_of(claim) for claim in account.claims]
    for claim in read:
        assert next(text[a:b] for a, b in claim["spans"]) == claim["quote"] == text[slice(*claim["span"])]
    quotes = " | ".join(claim["quote"] for claim in read)
    for furniture in ("$", "full-size", "Do you like this content", "Consider helping"):
        assert furniture not in quotes
    says = {(claim["source"] or {"text": None})["text"] for claim in read}
    assert {"the Hezbollah media wing in Syria", "the US-led coalition", "a source in the SAA", "ISIS", None} <= says
    denied = next(c for c in read if c["stance"] == "denied" and "ISIS" in [a["text"] for a in c["event"]["actor"]])
    assert denied["source"]["text"] == "The Hezbollah media wing statement"
    planned = next(c for c in read if c["stance"] == "planned")
    assert "preparing to launch a counter attack" in planned["quote"]
    advance = next(c for c in read if "al-Hazm" in c["quote"])
    assert advance["event"]["when"]["start"] == "2017-10-05"


@needs_shared
def test_the_founding_page_gives_its_gold_claims_with_their_speakers(tmp_path: Path) -> None:
    (tmp_path / "00.json").write_bytes((benchmark.DATA / "00.json").read_bytes())
    found = benchmark.figures(tmp_path, benchmark.SCORER)
    assert found["found"]["r"] * found["gold"] >= 12
    assert found["found"]["r"] * found["gold"] * found["of_found"]["source"] >= 12
