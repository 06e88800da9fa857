"""Incidents through the API: what is weighed, what is kept of it, and rows of events."""

from pathlib import Path

import pytest
from tests.cli import made

from sayso import api
from sayso.ledger import kept_incidents
from sayso.ledger.ledger import Ledger as Writer
from sayso.model import NotOfThisKind
from sayso.weighing import incidents
from sayso.weighing.policies import FIELDS

IDS = [claim.id for claim in made.claims(made.report(made.page()))]


@pytest.fixture
def ledger(tmp_path: Path) -> api.Ledger:
    """The hand-made report, of whose claims a person joined the first two."""
    path = tmp_path / "sayso.db"
    _record(path, "qasr.txt")
    opened = api.open(path)
    opened.same("Rana", IDS[0], IDS[1])
    return opened


def _record(path: Path, name: str) -> None:
    page = made.page(name=name)
    report = made.report(page)
    with Writer.open(path) as writer:
        writer.record(page, report, made.claims(report), (), (), made.READER, name)


def _members(ledger: api.Ledger) -> set[frozenset[str]]:
    return {frozenset(laid.matrix.incident.claims) for laid in ledger.incidents().shown}


def _joined(ledger: api.Ledger) -> bool:
    return any({IDS[0], IDS[1]} <= members for members in _members(ledger))


def test_incidents_are_asked_for_like_claims(ledger: api.Ledger) -> None:
    assert _joined(ledger)
    found = ledger.incidents("mortars")
    assert found.matching == 1
    assert found.claims == len(IDS)
    assert ledger.incidents("nothing of the kind") == api.Incidents((), 0, 0, len(IDS))
    assert ledger.incidents(since="2024-05-16", until="2024-05-16").matching == 1
    assert ledger.incidents(since="2030").matching == 0
    with pytest.raises(NotOfThisKind, match="limit"):
        ledger.incidents(limit=0)


def test_a_refused_claim_is_weighed_no_more_until_that_is_undone(ledger: api.Ledger) -> None:
    ledger.decide("Rana", "refuse", [IDS[0]])
    assert ledger.incidents().claims == len(IDS) - 1
    assert not _joined(ledger)
    ledger.undo("Rana")
    assert _joined(ledger)


def test_every_incident_is_a_row_by_any_policy(ledger: api.Ledger) -> None:
    rows = list(ledger.event_rows("lowest"))
    assert len({row.incident for row in rows}) == len(rows)
    assert all(tuple(cell.name for cell in row.cells) == FIELDS for row in rows)
    claims = [claim for row in rows for claim in row.cells[-1].claims]
    assert sorted(claims) == sorted(IDS)
    with pytest.raises(NotOfThisKind, match="no policy"):
        next(ledger.event_rows("mean"))


def test_what_was_weighed_is_kept_as_long_as_nothing_that_counts_changes(
    ledger: api.Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_incidents, "FROM_CLAIMS", 1)
    weighed: list[int] = []
    real = incidents.Weighed.with_more
    monkeypatch.setattr(incidents.Weighed, "with_more", lambda self, told: weighed.append(1) or real(self, told))
    first = ledger.incidents()
    assert kept_incidents.kept_at(ledger.path).exists()
    ledger.grade("Rana", "the mayor", "B")
    ledger.decide("Rana", "accept", [IDS[0]])
    assert {laid.matrix.incident for laid in ledger.incidents().shown} == {laid.matrix.incident for laid in first.shown}
    assert len(weighed) == 1
    ledger.different("Rana", IDS[0], IDS[1])
    assert not _joined(ledger)
    assert len(weighed) == 1
    kept_incidents.kept_at(ledger.path).unlink()
    assert not _joined(ledger)


def test_a_small_ledger_has_nothing_beside_it(ledger: api.Ledger) -> None:
    ledger.incidents()
    assert not kept_incidents.kept_at(ledger.path).exists()
