"""What decisions change of what was weighed: the same as weighing all of it from nothing, at every step."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from benchmarks.desk import report_of

from benchmarks import growth
from sayso import api
from sayso.ledger import kept_incidents
from sayso.ledger.catalogue import Shelved
from sayso.ledger.kept_incidents import KeptIncidents, kept_at
from sayso.ledger.ledger import Ledger as Writer
from sayso.model import Told
from sayso.weighed import _weighed as weighed_before
from sayso.weighed import weighed_in
from sayso.weighing import candidates, incidents

CLAIMS, STEPS = 100, 8


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> api.Ledger:
    """Reports of few places, so that blocks are full and a telling more or less moves others out of sight."""
    monkeypatch.setattr(kept_incidents, "FROM_CLAIMS", 1)
    monkeypatch.setattr(candidates, "NEIGHBOURS", 2)
    monkeypatch.setattr(candidates, "BEST", 2)
    monkeypatch.setattr(incidents, "DOUBT", 2.0)
    path, chance = tmp_path / "sayso.db", random.Random(7)
    with Writer.open(path) as writer:
        for number, told in enumerate(growth.made(CLAIMS, seed=3)):
            page, report, claims = report_of(number, told, chance)
            writer.record(page, report, claims, (), (), "made", f"{number}.txt")
    return api.open(path)


def everything(ledger: api.Ledger) -> tuple[object, ...]:
    """All that is kept, in an order of its own."""
    with weighed_in(ledger.path) as kept:
        every = [kept.counted(each) for each in kept.every()]
        ties = sorted(tie for telling in kept.claims_of() for tie in map(repr, kept.ties(telling)))
        filed = [kept.filed(telling) for telling in sorted(kept.claims_of())]
        return every, ties, filed, ledger.questions(), sorted(map(sorted, kept.groups()))


@pytest.mark.parametrize("seed", range(2))
def test_weighed_again_is_as_weighed_from_nothing(
    ledger: api.Ledger, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    everything(ledger)
    weighed: list[int] = []
    real = incidents.Weighed.with_more

    def with_more(self: incidents.Weighed, told: Iterable[Told]) -> incidents.Weighed:
        weighed.append(1)
        return real(self, told)

    monkeypatch.setattr(incidents.Weighed, "with_more", with_more)
    for _ in range(STEPS):
        decided(ledger, chance)
        before = len(weighed)
        renewed = everything(ledger)
        assert len(weighed) == before, "all was weighed anew"
        kept_at(ledger.path).unlink()
        weighed_before.cache_clear()
        assert everything(ledger) == renewed


def shelves(ledger: api.Ledger) -> list[Shelved]:
    catalogue = ledger.catalogue()
    catalogue.catch_up()
    return list(catalogue.reports.values())


def decided(ledger: api.Ledger, chance: random.Random) -> None:
    """A decision or two of any kind that weighs."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        with weighed_in(ledger.path) as kept:
            several = [each.claims for each in kept.several()]
            claims = sorted(claim for each in kept.every() for claim in each.claims)
        some = chance.choice(several) if several and chance.random() < 0.7 else chance.sample(claims, 2)
        one, other = chance.sample(some, 2)
        kind = chance.choice(
            ("same", "different", "apart", "origins", "refuse", "accept", "correct", "add", "voice", "undo", "undo")
        )
        if kind == "same":
            far = chance.choice([each for each in claims if each != one])
            ledger.same("Mira", one, chance.choice((far, other)))
        elif kind == "different":
            ledger.different("Mira", one, other, unsure=chance.random() < 0.3)
        elif kind == "apart":
            ledger.apart("Mira", one) if any(one in each for each in several) else None
        elif kind == "origins":
            ledger.same("Mira", one, other, origins=True)
        elif kind in ("refuse", "accept"):
            ledger.verdict("Mira", kind, one)
        elif kind == "correct":
            ledger.correct("Mira", one, ledger.standing_claim(one)[1], chance.choice(("actor", "place", "killed")))
        elif kind == "add":
            report = ledger.standing_claim(one)[1]
            end = chance.randrange(20, 60)
            ledger.add("Mira", report, [(0, end)], stance=chance.choice(("asserted", "denied")), type="battle")
        elif kind == "voice":
            names = sorted({shelved.outlet for shelved in shelves(ledger) if shelved.outlet})
            name, another = chance.sample(names, 2)
            ledger.one_voice("Mira", name, another, "same" if chance.random() < 0.5 else "different")
        elif any(stands and each.decision != "undo" for each, stands in ledger.reviews()):
            ledger.undo("Mira")


def test_a_refused_claim_that_is_accepted_after_all_is_weighed_again(ledger: api.Ledger) -> None:
    first = everything(ledger)
    with weighed_in(ledger.path) as kept:
        claim = next(kept.several()).claims[0]
    ledger.verdict("Mira", "refuse", claim)
    with weighed_in(ledger.path) as kept:
        assert kept.of_claim(claim) is None
    ledger.verdict("Mira", "accept", claim)
    assert everything(ledger) == first


def test_an_index_of_an_older_layout_is_made_anew(ledger: api.Ledger) -> None:
    import sqlite3

    everything(ledger)
    at = kept_at(ledger.path)
    at.unlink()
    with sqlite3.connect(at) as old:
        old.execute("CREATE TABLE about (key TEXT NOT NULL)")
        old.execute("INSERT INTO about VALUES ('key')")
    old.close()
    assert KeptIncidents.found(at) is None
    assert everything(ledger)
