"""Two laptops' ledgers become one: nothing is lost, nothing is twice, and both heads are found in it."""

import dataclasses
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger import made, test_versions
from tests.ledger.stores import Store

from sayso.ledger import find
from sayso.ledger.copying import copy
from sayso.ledger.merging import Merged, merge
from sayso.model import LedgerError, Note, Problem, Review

ADA = Review("Ada", "2026-01-01T10:00:00+00:00", ("ab",), "accept", None)
BEN = Review("Ben", "2026-01-02T10:00:00+00:00", ("ab",), "refuse", "an old photograph")


@pytest.fixture
def other(tmp_path: Path) -> Store:
    return Store(tmp_path / "other.db")


def taken_in(into: Store, source: Store) -> Merged:
    with into.open() as ledger:
        return merge(ledger, source.location)


def decide(store: Store, *reviews: Review) -> None:
    with store.open() as ledger:
        for review in reviews:
            ledger.review(review)


def both_filled(store: Store, other: Store) -> tuple[str, str]:
    """One page, read by the same reader, in both; one more in each; their heads."""
    store.keep_example()
    later = dataclasses.replace(made.page(), fetched="2017-10-09T09:00:00+00:00")
    other.keep(later, made.report(later), made.two_claims(made.report(later)), reader="reader-1")
    store.keep(*made.many_sentences(1, claims=3), reader="reader-1")
    page, report, claims = made.many_sentences(2, claims=4)
    note = Note("no_comment", None, made.words(report.text, "the army of the north"))
    other.keep(page, report, claims, (note,), (Problem("bad_encoding", "one byte"),), "reader-1")
    decide(store, ADA)
    decide(other, ADA, BEN)
    return store.verify().head, other.verify().head


def test_what_both_hold_comes_in_once_and_both_heads_are_kept(store: Store, other: Store) -> None:
    ours, theirs = both_filled(store, other)
    before = other.verify()
    merged = taken_in(store, other)
    assert (merged.pages, merged.reports, merged.claims, merged.reviews) == (1, 1, 4, 1)
    assert len(store.claims()) == 2 + 3 + 4
    with store.open() as ledger:
        assert ledger.reviews() == (ADA, BEN)
    for head in (ours, theirs):
        assert store.verify(head).faults == ()
    assert other.verify() == before


def test_taking_in_again_adds_nothing_and_taking_in_more_adds_that(store: Store, other: Store) -> None:
    both_filled(store, other)
    taken_in(store, other)
    after = store.verify()
    assert taken_in(store, other) == Merged()
    assert store.verify() == after
    other.keep(*made.many_sentences(3, claims=5), reader="reader-1")
    more = taken_in(store, other)
    assert (more.pages, more.claims) == (1, 5)
    assert more.entries == 8  # only what is new of their chain: page, report, reading and the claims
    assert store.verify(other.verify().head).faults == ()


def test_both_ways_two_ledgers_come_to_say_the_same(store: Store, other: Store) -> None:
    heads = both_filled(store, other)
    taken_in(store, other)
    taken_in(other, store)
    assert {kept.claim for kept in store.claims()} == {kept.claim for kept in other.claims()}
    assert [kept.sha256 for kept in find.pages(store.location)].sort() == [
        kept.sha256 for kept in find.pages(other.location)
    ].sort()
    for head in heads:
        assert store.verify(head).faults == other.verify(head).faults == ()


def test_a_ledger_that_began_as_a_copy_brings_what_it_added(store: Store, other: Store) -> None:
    store.keep_example()
    copy(store.location, other.location)
    decide(other, ADA)
    assert taken_in(store, other) == Merged(entries=1, reviews=1)
    assert taken_in(other, store).reviews == 0
    assert other.verify(store.verify().head).faults == ()


def test_an_older_reading_that_comes_in_does_not_become_the_current_one(store: Store, other: Store) -> None:
    page, report = made.page(), made.READ
    other.keep(page, report, made.two_claims(report), reader="reader-1")
    with closing(sqlite3.connect(other.path)) as connection, connection:
        for trigger in ("readings_never_changed", "entries_never_changed"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE readings SET written = '2001-01-01T00:00:00+00:00'")
    store.keep(page, report, made.two_claims(report, reader="reader-2"), reader="reader-2")
    taken_in(store, other)
    assert {kept.claim.reader for kept in store.claims()} == {"reader-2"}


def test_versions_that_two_laptops_saw_are_put_in_order(store: Store, other: Store) -> None:
    first, second = test_versions.morning(), test_versions.evening()
    store.keep(*second, reader="reader-1")
    other.keep(*first, reader="reader-1")
    taken_in(store, other)
    assert {kept.claim for kept in store.claims()} == set(second[2])
    assert store.verify().faults == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("DELETE FROM joined_entries WHERE number = 3", "the entry before it is missing"),
        ("DELETE FROM joined_entries WHERE number = (SELECT max(number) FROM joined_entries)", "has lost its head"),
        ("UPDATE joined_entries SET id = 'ff' WHERE number = 2", "its hash does not follow"),
        ("UPDATE joined_entries SET body = 'x' WHERE kind = 'page' AND body IS NOT NULL", "is not what it seals"),
        ("UPDATE joined_entries SET body = NULL WHERE kind = 'page'", "that it seals is missing"),
        ("UPDATE joins SET name = 'x'", "is not what entry"),
    ],
)
def test_tampering_with_a_joined_chain_is_told(tmp_path: Path, other: Store, change: str, expected: str) -> None:
    store = Store(tmp_path / "sayso.db")
    both_filled(store, other)
    taken_in(store, other)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(change).rowcount
        for _, statement in triggers:
            connection.execute(statement)
    assert any(expected in str(fault) for fault in store.verify().faults), store.verify().faults


def test_a_copy_has_the_same_head_and_nothing_less(store: Store, full: Store, other: Store, tmp_path: Path) -> None:
    with full.open() as ledger:
        ledger.review(BEN)
    told: list[int] = []
    assert copy(full.location, other.location, told.append) == (9, full.verify().head)
    assert other.verify() == full.verify()
    assert told[-1] == sum(1 for _ in told) or told == sorted(told)
    back = Store(tmp_path / "back.db")
    copy(other.location, back.location)
    assert back.verify() == full.verify()
    assert list(back.claims(about="army")) == list(store.claims(about="army"))


def test_a_file_comes_to_a_server_and_back(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server: Callable[[], object] = request.getfixturevalue("server").schema
    start, team, back = Store(tmp_path / "a.db"), Store(server()), Store(tmp_path / "b.db")  # type: ignore[arg-type]
    start.keep_example()
    start.keep(*made.many_sentences(1, claims=1200), reader="reader-1")
    decide(start, ADA)
    for one, next_one in ((start, team), (team, back)):
        copy(one.location, next_one.location)
        assert next_one.verify() == start.verify()
    assert len(team.claims(about="village", speaker="army")) == 1199


def test_a_copy_never_lands_on_another_ledger(full: Store, other: Store) -> None:
    other.keep(*made.many_sentences(1, claims=1), reader="reader-1")
    before = other.verify()
    with pytest.raises(LedgerError, match="already holds a ledger"):
        copy(full.location, other.location)
    assert other.verify() == before
