"""What weighing reads of a ledger, and which decisions stand."""

import pytest
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger.current import claim_id, current, grades, newest_reading, review_to_undo, reviews
from sayso.ledger.decided import Decided
from sayso.model import LedgerError, Review, to_json
from sayso.model.review import OF_ORIGINS, Correction, Decision

A, B = "a" * 64, "b" * 64


def review(number: int, decision: Decision, *on: str, value: str | None = None) -> Review:
    return Review("Ada", f"2026-01-01T00:00:{number:02}+00:00", on, decision, None, value)


def test_the_current_claims_come_with_report_and_address_and_those_of_older_readings_do_not(store: Store) -> None:
    report = store.keep_example()
    newer = made.report(made.page(), outlet="Another Herald")
    (claim, _) = made.two_claims(newer)
    store.keep(made.page(), newer, (claim,), reader="reader-2")
    other = made.page("Nothing is claimed here.", "https://example.org/other")
    store.keep(other, made.report(other), reader="reader-2")
    (kept,) = current(store.location)
    assert kept.report == newer != report
    assert kept.address == "file:///report.txt"
    assert kept.claims == ((claim.id, claim),)
    assert [each.report for each in current(store.location, [claim.id])] == [newer]
    assert list(current(store.location, ["f" * 64])) == []


def test_claims_come_as_people_left_them_refused_corrected_and_added_by_hand(store: Store) -> None:
    report = store.keep_example()
    gained, denied = made.two_claims(report)
    other = made.page("Nothing is claimed here.", "https://example.org/other")
    store.keep(other, made.report(other), reader="reader-1")
    by_hand = made.claim(made.report(other), "Nothing is claimed here")
    silent = Correction("stance", stance="doubted")
    with store.open() as ledger:
        ledger.review(review(1, "refuse", denied.id))
        ledger.review(review(2, "correct", gained.id, value=to_json(silent)))
        ledger.review(review(3, "add", by_hand.id, value=to_json(by_hand)))
        ledger.review(review(4, "correct", by_hand.id, value=to_json(silent)))
    first, second = current(store.location)
    assert [(id_, claim.stance) for id_, claim in first.claims] == [(gained.id, "doubted")]
    assert [(id_, claim.stance) for id_, claim in second.claims] == [(by_hand.id, "doubted")]
    assert [each.report for each in current(store.location, [by_hand.id])] == [second.report]
    assert [each.report for each in current(store.location, [gained.id])] == [first.report]
    assert claim_id(store.location, by_hand.id[:12]) == by_hand.id
    with store.open() as ledger:
        ledger.review(review(5, "undo", review(3, "add", by_hand.id, value=to_json(by_hand)).id))
    assert [each.report for each in current(store.location)] == [first.report]


def test_the_newest_reading_changes_with_every_reading_and_with_nothing_else(store: Store) -> None:
    store.keep_example()
    before = newest_reading(store.location)
    with store.open() as ledger:
        ledger.review(review(1, "accept", A))
    assert newest_reading(store.location) == before
    other = made.page("More is claimed here.")
    store.keep(other, made.report(other), reader="reader-1")
    assert newest_reading(store.location) != before


def test_an_undone_decision_does_not_stand_and_does_again_when_its_undoing_is_undone() -> None:
    same = review(1, "same", A, B)
    undo = review(2, "undo", same.id)
    again = review(3, "undo", undo.id)
    assert Decided.of([same, undo]).answers() == ()
    assert Decided.of([same, undo, again]).answers() == (same,)
    assert Decided.of([same, undo, again, review(4, "undo", again.id)]).answers() == ()


def test_of_several_answers_to_one_question_the_latest_stands() -> None:
    first, then = review(1, "same", A, B), review(2, "different", B, A)
    assert Decided.of([first, then]).answers() == (then,)
    assert Decided.of([first, then, review(3, "undo", then.id)]).answers() == (first,)
    of_origins = review(3, "different", A, B, value=OF_ORIGINS)
    assert Decided.of([first, of_origins]).answers() == (first, of_origins)
    assert Decided.of(
        [review(1, "grade", "sana", value='"B"'), later := review(2, "grade", "sana", value='"D"')]
    ).answers() == (later,)


def test_replaying_decisions_gives_what_stood(store: Store) -> None:
    store.keep_example()
    made_ones = [review(1, "same", A, B), review(2, "grade", "sana", value='"C"'), review(3, "grade", A, value='"2"')]
    with store.open() as ledger:
        for each in made_ones:
            ledger.review(each)
    assert reviews(store.location) == Decided.of(reviews(store.location)).answers() == tuple(made_ones)
    assert grades(store.location) == ({"sana": "C"}, {A: "2"})


def test_what_is_undone_is_the_latest_that_stands_or_the_one_named(store: Store) -> None:
    store.keep_example()
    with pytest.raises(LedgerError, match="nothing is decided"):
        review_to_undo(store.location)
    first, second = review(1, "same", A, B), review(2, "refuse", A)
    with store.open() as ledger:
        for each in (first, second):
            ledger.review(each)
    assert review_to_undo(store.location) == second
    assert review_to_undo(store.location, first.id[:8]) == first
    with store.open() as ledger:
        ledger.review(review(3, "undo", second.id))
    assert review_to_undo(store.location) == first
    with pytest.raises(LedgerError, match="no decision that stands"):
        review_to_undo(store.location, second.id)


def test_a_claim_is_known_by_its_first_digits(store: Store) -> None:
    report = store.keep_example()
    claim = made.two_claims(report)[0].id
    assert claim_id(store.location, claim[:10]) == claim
