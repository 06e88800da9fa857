"""What every store promises: what is recorded stays, once, and the newest reading speaks."""

import dataclasses
from pathlib import Path

import pytest
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger import find
from sayso.ledger.ledger import Ledger, Recorded
from sayso.model import LedgerError, Note, NotOfThisKind, Problem, Review

NOTHING_NEW = Recorded(new_page=False, new_report=False, new_claims=0)


def test_a_page_its_report_and_its_claims_come_back_as_they_were(store: Store) -> None:
    report = store.keep_example(day="2017-10-07")
    gained, denied = store.claims()
    assert (gained.claim, denied.claim) == made.two_claims(report)
    assert (gained.report_id, gained.title, gained.outlet) == (report.id, report.title, report.outlet)
    assert (gained.published, gained.path, gained.current) == (report.published, "report.txt", True)
    assert find.claim(store.location, gained.claim.id).report == report


def test_recording_tells_what_was_new(store: Store) -> None:
    page = made.page()
    report = made.report(page)
    claims = made.two_claims(report)
    assert store.keep(page, report, claims, reader="r") == Recorded(new_page=True, new_report=True, new_claims=2)
    assert store.keep(page, report, claims, reader="r") == NOTHING_NEW


def test_the_same_page_from_elsewhere_adds_nothing(store: Store) -> None:
    store.keep_example()
    before = store.verify()
    page = made.page(address="https://example.org/report")
    report = made.report(page)
    assert store.keep(page, report, made.two_claims(report), reader="reader-1") == NOTHING_NEW
    assert store.verify() == before


def test_another_date_is_a_new_report_whose_reading_replaces_the_old(store: Store) -> None:
    store.keep_example()
    page = made.page()
    dated = made.report(page, day="2017-10-07")
    added = store.keep(page, dated, made.two_claims(dated), reader="reader-1")
    assert added == Recorded(new_page=False, new_report=True, new_claims=0)
    assert [kept.published for kept in store.claims()] == [dated.published] * 2
    assert store.verify().reports == 2
    assert store.verify().claims == 4


def test_a_correction_taken_back_is_current_again(store: Store) -> None:
    first = store.keep_example()
    page = made.page()
    dated = made.report(page, day="2017-10-07")
    store.keep(page, dated, made.two_claims(dated), reader="reader-1")
    for _ in range(2):
        store.keep(page, first, made.two_claims(first), reader="reader-1")
    assert [kept.report_id for kept in store.claims()] == [first.id] * 2
    store.keep(page, dated, made.two_claims(dated), reader="reader-1")
    assert [kept.report_id for kept in store.claims()] == [dated.id] * 2
    checked = store.verify()
    assert checked.faults == ()
    assert checked.claims == 8  # two claims of four readings: nothing is replaced in place


def test_a_better_reader_adds_a_reading_and_its_claims_are_the_current_ones(store: Store) -> None:
    report = store.keep_example()
    better = made.two_claims(report, reader="reader-2")[:1]
    more = made.claim(report, "Villagers in Šabāb denied", reader="reader-2")
    added = store.keep(made.page(), report, (*better, more), reader="reader-2")
    assert added == Recorded(new_page=False, new_report=False, new_claims=1)
    assert {kept.claim.id for kept in store.claims()} == {better[0].id, more.id}
    assert {kept.claim.reader for kept in store.claims()} == {"reader-2"}
    old = find.claim(store.location, made.two_claims(report)[1].id)
    assert not old.kept.current


def test_a_page_that_could_not_be_read_is_kept_and_listed_with_its_problem(store: Store) -> None:
    problem = Problem("binary", "report.bin is no text: give the page as HTML or text")
    content = bytes(range(256))
    assert store.keep(made.page(content), problems=(problem,)) == Recorded(True, False, 0)
    (kept,) = find.pages(store.location)
    assert (kept.report_id, kept.problems, kept.size) == (None, (problem,), 256)
    assert store.keep(made.page(content), problems=(problem,)) == NOTHING_NEW
    assert store.verify().faults == ()


def test_a_page_read_at_last_is_no_longer_unread(store: Store) -> None:
    store.keep(made.page(), problems=(Problem("took_too_long", "stopped after 10 s"),))
    assert find.counts(store.location) == find.Counts(pages=1, unread=1, reports=0, claims=0)
    store.keep_example()
    assert find.counts(store.location) == find.Counts(pages=1, unread=0, reports=1, claims=2)
    (kept,) = find.pages(store.location)
    assert (kept.claims, kept.problems, kept.reader) == (2, (), "reader-1")


def test_a_failed_attempt_does_not_hide_what_was_read_before(store: Store) -> None:
    store.keep_example()
    store.keep(made.page(), problems=(Problem("took_too_long", "stopped after 10 s"),))
    assert len(store.claims()) == 2
    (kept,) = find.pages(store.location)
    assert kept.claims == 2


def test_each_new_failure_of_a_page_is_kept(store: Store) -> None:
    slow, none = Problem("took_too_long", "stopped after 10 s"), Problem("no_report", "holds no report")
    for problem in (slow, none, slow):
        store.keep(made.page(), problems=(problem,))
    (kept,) = find.pages(store.location)
    assert kept.problems == (none,)


def test_a_report_in_another_language_is_listed_unread(store: Store) -> None:
    page = made.page("Die Stadt ist gefallen.")
    problem = Problem("another_language", "German is not read yet")
    store.keep(page, made.report(page, language="de"), problems=(problem,))
    (kept,) = find.pages(store.location)
    assert (kept.language, kept.reader, kept.claims, kept.problems) == ("de", None, 0, (problem,))
    assert find.counts(store.location).unread == 1


def test_notes_are_kept_with_their_reading(store: Store) -> None:
    page = made.page()
    report = made.report(page)
    note = Note("no_comment", made.words(report.text, "the army"), made.words(report.text, "the army"))
    store.keep(page, report, (), (note,), reader="r")
    assert store.verify().faults == ()
    assert store.verify().entries == 4


def test_two_claims_with_one_id_are_one_claim_the_first(store: Store) -> None:
    page = made.page()
    report = made.report(page)
    sure = made.claim(report, "the army", confidence=0.9)
    assert store.keep(page, report, (sure, dataclasses.replace(sure, confidence=0.1)), reader="r").new_claims == 1
    (kept,) = store.claims()
    assert kept.claim.confidence == 0.9


def test_one_text_on_two_pages_is_two_reports(store: Store) -> None:
    store.keep_example()
    elsewhere = made.page("<html>", "https://other.example/report")
    copied = dataclasses.replace(made.report(made.page(), outlet="Other"), page_sha256=elsewhere.sha256)
    store.keep(elsewhere, copied, made.two_claims(copied), reader="reader-1")
    assert sorted(kept.outlet or "" for kept in store.claims()) == ["Local Herald", "Local Herald", "Other", "Other"]
    assert store.verify().faults == ()


@pytest.mark.parametrize("broken", ["other text", "no report", "other page", "wrong words"])
def test_claims_that_do_not_belong_to_the_report_are_refused_whole(store: Store, broken: str) -> None:
    page, other = made.page(), made.page("Another text about the army.")
    report, elsewhere = made.report(page), made.report(other)
    good = made.two_claims(report)
    claims = {
        "other text": (*good, made.claim(elsewhere, "the army")),
        "no report": good,
        "other page": good,
        "wrong words": (dataclasses.replace(good[0], quote=(made.Words("The", (0, 3)),)),),
    }[broken]
    given = {"no report": None, "other page": elsewhere}.get(broken, report)
    with store.open() as ledger, pytest.raises(NotOfThisKind):
        ledger.record(page, given, claims, (), (), "r", "report.txt")
    assert find.counts(store.location).pages == 0


def test_half_a_character_in_a_text_is_refused_and_nothing_is_written(store: Store) -> None:
    page = made.page("x")
    report = dataclasses.replace(made.report(page), text="x\ud800", paragraphs=())
    with store.open() as ledger, pytest.raises(LedgerError, match="half a character"):
        ledger.record(page, report, (), (), (), None, "report.txt")
    assert find.counts(store.location).pages == 0


def test_a_file_name_that_is_no_text_is_kept_readably(store: Store) -> None:
    with store.open() as ledger:
        ledger.record(made.page(), None, (), (), (Problem("binary", "no text"),), None, "caf\udce9.txt")
    (kept,) = find.pages(store.location)
    assert kept.path == "caf\\udce9.txt"


def test_texts_with_null_characters_and_odd_planes_come_back(store: Store) -> None:
    page = made.page("A\0B 𝔘 said the army\u2028went")
    report = made.report(page)
    store.keep(page, report, (made.claim(report, "A\0B 𝔘 said"),), reader="r")
    (kept,) = store.claims()
    assert find.claim(store.location, kept.claim.id).report == report
    assert store.verify().faults == ()


def test_reviews_are_appended_once_and_come_back_in_order(store: Store) -> None:
    first = Review("Ada", "2026-01-02T10:00:00+00:00", ("ab", "cd"), "same", "one battle")
    undone = Review("Ada", "2026-01-01T10:00:00+00:00", (first.id,), "undo", None)
    with store.open() as ledger:
        assert [ledger.review(review) for review in (first, undone, first)] == [True, True, False]
        assert ledger.reviews() == (first, undone)
    assert store.verify().faults == ()


def test_a_ledger_that_is_closed_says_so(store: Store) -> None:
    ledger = store.open()
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerError, match="not open"):
        ledger.reviews()


def test_the_constructor_touches_nothing(tmp_path: Path) -> None:
    Ledger(tmp_path / "sayso.db")
    assert not list(tmp_path.iterdir())
