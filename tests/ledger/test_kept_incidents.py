"""Incidents kept beside a ledger: an index, whole or absent, that is never believed beyond what it rests on."""

from pathlib import Path

import pytest

from sayso.ledger.kept_incidents import Basis, Change, Counted, KeptIncidents, keep, kept_at, renew
from sayso.model import Incident, Question, Reason, Tie
from sayso.model.incident import Filed

A, B, C, D = (letter * 64 for letter in "abcd")
PAIR = Incident((A, B), (Tie(A, B, 0.9, (Reason("place", 1.0, "both in Qasr"),)),))
ALONE, OTHER = Incident((C,)), Incident((D,))
KEPT = [Counted(PAIR, 2, 2), Counted(ALONE, 1, 1), Counted(OTHER, 1, 1)]
BASIS = Basis("reading", "rules")
ASKED = [Question(C, D, False, 0.4, (), (C,), (D,)), Question(A, C, False, 0.3, (), (A, B), (C,))]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "sayso.db"


def test_what_was_kept_is_found_and_asked_like_what_is_in_memory(ledger: Path) -> None:
    keep(ledger, KEPT, ASKED, BASIS)
    found = KeptIncidents.found(kept_at(ledger), BASIS.key)
    assert found
    for kept in (found, KeptIncidents.made(KEPT, ASKED, BASIS)):
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
            assert kept.questions() == tuple(ASKED)
            assert list(kept.every()) == sorted([PAIR, ALONE, OTHER], key=lambda each: each.id)


def test_what_rests_on_something_else_is_not_found(ledger: Path) -> None:
    keep(ledger, KEPT, ASKED, BASIS)
    assert KeptIncidents.found(kept_at(ledger), "other") is None
    assert KeptIncidents.found(ledger, BASIS.key) is None


def test_another_file_in_its_place_is_written_over_and_half_a_file_is_none(ledger: Path) -> None:
    kept_at(ledger).write_bytes(b"half a file")
    assert KeptIncidents.found(kept_at(ledger), BASIS.key) is None
    keep(ledger, KEPT, ASKED, BASIS)
    with KeptIncidents.found(kept_at(ledger), BASIS.key) or pytest.fail("nothing was kept") as found:
        assert found.claims() == 4
    assert [path.name for path in ledger.parent.iterdir()] == ["sayso.db-incidents"]


def test_where_nobody_may_write_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    keep(tmp_path / "gone" / "sayso.db", KEPT, ASKED, BASIS)
    assert list(tmp_path.iterdir()) == []


def test_a_change_stands_in_a_copy_and_who_reads_the_one_before_reads_it_to_its_end(ledger: Path) -> None:
    filed = [Filed(one, f"report {one[0]}", (one,), (3, one), ("place x", "name y")) for one in (A, B, C, D)]
    keep(ledger, KEPT, ASKED, BASIS, filed, [Tie(A, B, 0.9), Tie(A, C, 0.1), Tie(C, D, 0.2)])
    later = Basis("reading", "rules", said=("somebody parted them",))
    change = Change(
        [Filed(B, "report b", (B,), (2, B), ("place x",))],
        [Tie(B, D, 0.3)],
        [Counted(Incident((A,)), 1, 1), Counted(Incident((B,)), 1, 1)],
        gone=[B],
        ungrouped=[A],
        untied=[(A, B)],
    )
    with KeptIncidents.found(kept_at(ledger), BASIS.key) or pytest.fail("nothing was kept") as before:
        assert before.mates(B) == [A, B]
        assert before.block("name y") == [(3, one) for one in (A, B, C, D)]
        assert renew(ledger, change, BASIS, later)
        assert before.of_claim(B) == PAIR
    assert not renew(ledger, change, BASIS, later), "it rests on another basis by now"
    assert KeptIncidents.found(kept_at(ledger), BASIS.key) is None
    with KeptIncidents.found(kept_at(ledger), later.key) or pytest.fail("nothing was kept") as kept:
        assert kept.basis() == later
        assert kept.counts() == (0, 4)
        assert kept.groups() == [[A], [B], [C], [D]]
        assert kept.block("place x") == [(2, B), (3, A), (3, C), (3, D)]
        assert kept.block("name y") == [(3, A), (3, C), (3, D)]
        assert [(tie.a, tie.b) for tie in kept.every_tie()] == [(A, C), (B, D), (C, D)]
        assert kept.questions() is None
    assert [path.name for path in ledger.parent.iterdir()] == ["sayso.db-incidents"]
