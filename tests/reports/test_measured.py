"""Against real pages, where they are at hand, and the measure itself against counts made by hand."""

import gzip
import json
import os
from pathlib import Path

import pytest
from benchmarks.pages import compare, measure, score, shingles

from sayso.reports.plain import read_plain

SHARED = Path(__file__).parents[3] / "shared" / "data"


def shared(name: str) -> Path:
    """A file or folder of the shared data; skips, or fails where nothing may be skipped, when it is absent."""
    path = SHARED / name
    if not path.exists():
        reason = f"{name} of the shared data is not at hand (../shared/data)"
        if os.environ.get("SAYSO_NOTHING_SKIPS"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def test_the_founding_page_keeps_its_sentences_and_loses_its_furniture() -> None:
    with (shared("founding") / "report.txt").open(encoding="utf-8", newline="") as opened:
        text = opened.read()
    found = read_plain(text)
    assert [p.kind for p in found.paragraphs] == ["headline", *["prose"] * 7]
    gone = [line for span in found.furniture for line in text[slice(*span)].split("\n") if line]
    assert gone[:4] == ["0 $", "2,500 $", "5,000 $", "3,516 $"]
    assert gone[4:] == [
        "More Details About ISIS Attack On Syria's Al-Qaryatayn And Situation There",
        "Click to see the full-size image",
        "Do you like this content? Consider helping us!",
    ]


def test_article_text_is_at_least_as_good_as_trafilaturas_own() -> None:
    figures = measure(shared("pages"))
    assert figures["f"] >= figures["trafilatura_f"] >= 0.94


def test_shingles_are_runs_of_four_tokens_and_short_texts_are_one() -> None:
    assert shingles("a b, c d e") == {("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1}
    assert shingles("a b") == {("a", "b"): 1}
    assert not shingles(" — ")


def test_pages_count_alike_whatever_their_length() -> None:
    half = compare("a b c d", "a b c d e")
    assert half == (0.5, 0.5, 0.0)
    found = score([half, compare("a b c d", ""), compare("", "")])
    assert found.precision == 0.5  # the second gave nothing, the third has nothing: neither counts
    assert found.recall == 0.5
    assert found.f == 0.5


def test_the_benchmark_reads_any_folder_of_its_layout(tmp_path: Path) -> None:
    lines = [
        f"The command said on day {n} that its units had taken the village after heavy fighting." for n in range(5)
    ]
    html = "<html><body><article>" + "".join(f"<p>{line}</p>" for line in lines) + "</article></body></html>"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(html.encode()))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a": {"articleBody": "\n".join(lines)}}))
    figures = measure(tmp_path)
    assert (figures["f"], figures["trafilatura_f"], figures["pages"]) == (1.0, 1.0, 1)
