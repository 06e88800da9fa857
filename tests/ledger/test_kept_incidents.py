"""Incidents kept beside a ledger: an index, whole or absent, that is never believed beyond what it rests on."""

from pathlib import Path

import pytest

from sayso.ledger.kept_incidents import Counted, KeptIncidents, keep, kept_at
from sayso.model import Incident, Question, Reason, Tie

A, B, C, D = (letter * 64 for letter in "abcd")
PAIR = Incident((A, B), (Tie(A, B, 0.9, (Reason("place", 1.0, "both in Qasr"),)),))
ALONE, OTHER = Incident((C,)), Incident((D,))
KEPT = [Counted(PAIR, 2, 2), Counted(ALONE, 1, 1), Counted(OTHER, 1, 1)]
ASKED = [Question(C, D, False, 0.4, (), (C,), (D,)), Question(A, C, False, 0.3, (), (A, B), (C,))]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "sayso.db"


def test_what_was_kept_is_found_and_asked_like_what_is_in_memory(ledger: Path) -> None:
    keep(ledger, KEPT, ASKED, "key")
    found = KeptIncidents.found(kept_at(ledger), "key")
    assert found
    for kept in (found, KeptIncidents.made(KEPT, ASKED, "key")):
        with kept:
            assert kept.claims() == 4
            assert kept.of_claim(B) == PAIR
            assert kept.of_claim("e" * 64) is None
            assert kept.beginning(PAIR.id[:10]) == [PAIR]
            assert kept.counts() == (1, 2)
            assert kept.counts([A, C]) == (1, 1)
            assert list(kept.several()) == list(kept.several([B])) == [PAIR]
            assert list(kept.several([C])) == list(kept.several(limit=0)) == []
            assert kept.alone([A, C, D]) == (2, 3)
            assert kept.alone(["e" * 64]) == kept.alone([]) == (0, 0)
            assert list(kept.questions()) == ASKED
            assert list(kept.every()) == sorted([PAIR, ALONE, OTHER], key=lambda each: each.id)


def test_what_rests_on_something_else_is_not_found(ledger: Path) -> None:
    keep(ledger, KEPT, ASKED, "key")
    assert KeptIncidents.found(kept_at(ledger), "other") is None
    assert KeptIncidents.found(ledger, "key") is None


def test_another_file_in_its_place_is_written_over_and_half_a_file_is_none(ledger: Path) -> None:
    kept_at(ledger).write_bytes(b"half a file")
    assert KeptIncidents.found(kept_at(ledger), "key") is None
    keep(ledger, KEPT, ASKED, "key")
    with KeptIncidents.found(kept_at(ledger), "key") or pytest.fail("nothing was kept") as found:
        assert found.claims() == 4
    assert [path.name for path in ledger.parent.iterdir()] == ["sayso.db-incidents"]


def test_where_nobody_may_write_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    keep(tmp_path / "gone" / "sayso.db", KEPT, ASKED, "key")
    assert list(tmp_path.iterdir()) == []
