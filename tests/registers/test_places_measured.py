"""What is promised of places, on the corpora that it is measured on."""

import os
from pathlib import Path

import pytest

from benchmarks import places as benchmark
from sayso.registers.places.build import is_current
from sayso.registers.places.gazetteer import Gazetteer

SHARED = Path("../shared/data")
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("SAYSO_NOTHING_SKIPS"),
    reason="the corpora of places are not in the repository: they stand in ../shared",
)


@needs_shared
@pytest.mark.parametrize(("file", "least", "least_settlements"), [("TR-News", 0.89, 0.87), ("GeoVirus", 0.90, 0.76)])
def test_marked_places_are_resolved(tmp_path: Path, file: str, least: float, least_settlements: float) -> None:
    with Gazetteer.open(also=tmp_path) as gazetteer:
        found = benchmark.measure(SHARED / "geo" / f"{file}.xml", gazetteer)
    assert found["gold_span"] > least  # type: ignore[operator]
    assert found["settlements"] > least_settlements  # type: ignore[operator]
    assert found["halves"]["unseen"] > 0.85  # type: ignore[index]


@needs_shared
def test_an_import_makes_the_villages_of_a_war_known() -> None:
    figures = benchmark.coverages(SHARED / "ucdp_aec/places.tsv", SHARED / "whosonfirst")["Syria"]
    assert figures["shipped"]["found"] > 0.54  # type: ignore[index]
    assert figures["with_import"]["found"] > 0.97  # type: ignore[index]


def test_a_corpus_without_articles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_text("<articles/>", encoding="utf-8")
    with pytest.raises(SystemExit, match="no articles"):
        benchmark.read(tmp_path / "empty.xml")


def test_an_answer_is_right_by_identity_or_distance(tmp_path: Path) -> None:
    """A settlement by distance; an area by identity, never by being near."""
    text = "Homs and Syria"
    with Gazetteer.open(also=tmp_path) as gazetteer:
        judge = benchmark.Judge(gazetteer)
        entry = gazetteer.entry
        town = benchmark.Gold(benchmark.Words("Homs", (0, 4)), 34.73, 36.71, "geonames:169577", False, True, None)
        land = benchmark.Gold(benchmark.Words("Syria", (9, 14)), 35.0, 38.0, "geonames:163843", True, False, None)
        assert text[slice(*town.words.span)] == "Homs"
        assert judge.right(town, entry("geonames:169577"))
        assert not judge.right(town, entry("geonames:170794"))
        assert not judge.right(town, entry("geonames:163843"))
        assert judge.right(land, entry("geonames:163843"))
        assert not judge.right(land, entry("geonames:272103"))
        assert not judge.right(land, None)


def test_the_shipped_file_is_of_the_sources_that_lie_here() -> None:
    """Fails where a table was changed and `make gazetteer` not run; or where the packages are not those of the lock."""
    assert is_current()
