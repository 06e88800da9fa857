"""The catalogue says what the finder says, and catches up with what others write."""

import random
from pathlib import Path

from tests.desk import made

from sayso import api
from sayso.desk import views, voices
from sayso.ledger import find
from sayso.ledger.catalogue import Asked, Catalogue


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


def test_after_any_decision_it_stands_as_one_that_was_read_anew(tmp_path: Path) -> None:
    ledger = api.open(made.ledger(tmp_path / "a.db"))
    catalogue, chance = ledger.catalogue(), random.Random(5)
    catalogue.catch_up()
    for _ in range(40):
        shown(catalogue)
        standing = list(catalogue.lines)
        line = chance.choice(catalogue.lines)
        kind = chance.choice(("correct", "stance", "add", "accept", "undo", "undo"))
        if kind == "correct":
            ledger.correct("Lena", line.id, line.report, chance.choice(("actor", "target", "place", "when")))
        elif kind == "stance":
            ledger.correct("Lena", line.id, line.report, "stance", chosen=chance.choice(("denied", "asserted")))
        elif kind == "add":
            ledger.add("Lena", line.report, [(0, chance.randrange(4, 30))])
        elif kind == "accept":
            ledger.decide("Lena", "accept", [line.id])
        elif any(stands and each.decision != "undo" for each, stands in ledger.reviews()):
            ledger.undo("Lena")
        handed_out = catalogue.lines
        catalogue.catch_up()
        anew = ledger.catalogue()
        anew.catch_up()
        assert shown(catalogue) == shown(anew)
        assert handed_out == standing, "lines that somebody goes through were changed"
        assert catalogue.claims(catalogue.lines) == anew.claims(anew.lines)


def shown(catalogue: Catalogue) -> tuple[object, ...]:
    """Lines, and what is reckoned of all of them by their parts."""
    heard = voices.heard(catalogue)
    by_place = views.by_place(catalogue)
    return (
        catalogue.lines,
        dict(heard.said),
        dict(heard.told),
        heard.spelt,
        heard.entries,
        voices.speakers(catalogue),
        voices.parties(catalogue),
        voices.proposals(catalogue),
        sorted((place, one.name, sorted(one.things), sorted(one.voices)) for place, one in by_place.items()),
        sorted(views.all_facets(catalogue, "stance", {}), key=repr),
    )
