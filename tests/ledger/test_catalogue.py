"""The catalogue says what the finder says, and catches up with what others write."""

from pathlib import Path

from tests.desk import made

from sayso import api
from sayso.ledger import find
from sayso.ledger.catalogue import Asked


def test_it_finds_what_the_finder_finds(tmp_path: Path) -> None:
    ledger = api.open(made.ledger(tmp_path / "a.db"))
    catalogue = ledger.catalogue()
    assert catalogue.catch_up()
    assert not catalogue.catch_up()
    for asked in (
        {},
        {"about": "mortars"},
        {"stance": "denied"},
        {"type": "other"},
        {"since": "2024-05-16"},
        {"until": "2024"},
        {"place": "Qasr"},
    ):
        found = find.claims(ledger.path, find.Wanted(**asked))
        assert [line.id for line in catalogue.chosen(Asked(**asked))] == [kept.claim.id for kept in found], asked


def test_it_catches_up_with_decisions_and_newer_readings(tmp_path: Path) -> None:
    ledger = api.open(made.ledger(tmp_path / "a.db"))
    catalogue = ledger.catalogue()
    catalogue.catch_up()
    first = catalogue.lines[0]
    decision = ledger.decide("Lena", "refuse", [first.id])
    catalogue.catch_up()
    assert catalogue.verdict(first.id) == "refuse"
    assert first not in catalogue.undecided(catalogue.lines)
    ledger.undo("Lena", decision.id)
    catalogue.catch_up()
    assert catalogue.verdict(first.id) is None
    again = tmp_path / "new.txt"
    again.write_text("Rebels captured the village of Hazm on 3 May 2024, a monitor said.\n", encoding="utf-8")
    before = len(catalogue.lines)
    list(ledger.read(again))
    catalogue.catch_up()
    assert len(catalogue.lines) > before
