"""A person must be protected: words and bytes go for good; hashes, reason and reviewer stay; the ledger verifies."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger import find, redaction
from sayso.ledger.location import Server
from sayso.ledger.merging import merge
from sayso.ledger.view import view
from sayso.model import LedgerError, Note, NotOfThisKind, Problem, Review

NAME = "Hala al-Nader"
STORY = f"""What {NAME} saw

“The men of the Northern Front took the bakery,” {NAME} said at the clinic of Tal.

The army denied that Hala
Al-Nader had seen its soldiers there.

The mayor of Qasr said that nine houses burned on Friday."""

HTML = f"<html><body><article>{STORY.replace('al-Nader', 'al&#45;Nader')}</article></body></html>"


def keep_story(store: Store, text: str = STORY, content: str = HTML) -> made.Report:
    page = made.page(content, "https://herald.example/hala-al-nader")
    report = dataclasses.replace(made.report(made.page(text)), page_sha256=page.sha256, title=f"What {NAME} saw")
    claims = (
        made.claim(report, "The men of the Northern Front took the bakery", NAME),
        made.claim(report, "Al-Nader had seen its soldiers there", "The army", stance="denied"),
        made.claim(report, "nine houses burned on Friday", "The mayor of Qasr"),
    )
    problem = Problem("bad_encoding", f"page of {NAME}: one byte", (5, 9))
    store.keep(page, report, claims, (Note("no_comment", None, made.words(text, NAME)),), (problem,), "reader-1")
    with store.open() as ledger:
        ledger.review(Review("Ada", "2026-01-01T10:00:00+00:00", (claims[0].id,), "accept", f"{NAME} told me herself"))
    return report


def redact(store: Store, kind: str, what: str, reason: str = "she was threatened") -> redaction.Plan:
    with store.open() as ledger:
        planned, swept = redaction.redact(
            ledger, lambda seen: redaction.HIDE[kind](seen, what), "Ben", "2026-02-01T10:00:00+00:00", reason
        )
    assert swept
    return planned


def everything(store: Store) -> str:
    """All that any table holds, and, of a file, its bytes and those beside it."""
    told = []
    with view(store.location) as ledger:
        for table in (*redaction.schema.REDACTABLE, "entries", "claims_search"):
            told += [str(row) for row in ledger.execute(f"SELECT * FROM {table}")]
    if isinstance(store.location, Path):
        told += [path.read_bytes().decode("latin-1") for path in store.path.parent.glob(f"{store.path.name}*")]
    return "\n".join(told).casefold()


@pytest.mark.parametrize("spelt", [NAME, "hala AL-NADER"])
def test_a_name_is_nowhere_any_more(store: Store, spelt: str) -> None:
    keep_story(store)
    store.keep_example()
    before = store.verify()
    assert "nader" in everything(store)
    planned = redact(store, "name", spelt)
    assert planned.paths == ("report.txt",)
    left = everything(store)
    assert "hala al-nader" not in left
    assert "hala\\nal-nader" not in left
    assert "nine houses burned" in left
    assert "villagers in šabāb" in left or "villagers in" in left
    verified = store.verify(before.head)
    assert verified.faults == ()
    (told,) = verified.redactions
    assert (told.who, told.reason) == ("Ben", "she was threatened")
    assert NAME not in str(told)
    (blacked,) = store.claims(about="bakery")
    assert blacked.claim.chain[0].speaker.text == redaction.BLACK * len(NAME)
    shown = find.claim(store.location, blacked.claim.id)
    assert blacked.claim.stands_in(shown.report.text)
    assert len(store.claims(about="houses")) == 1
    assert not store.claims(speaker="hala")


def test_of_a_claim_its_words_and_its_speaker_go_and_the_rest_stays(store: Store) -> None:
    report = keep_story(store)
    claim = store.claims(about="bakery")[0].claim
    redact(store, "claim", claim.id[:12])
    shown = find.claim(store.location, claim.id)
    assert "bakery" not in shown.report.text
    assert len(shown.report.text) == len(report.text)
    assert set(shown.kept.claim.quote[0].text) == {redaction.BLACK}
    assert "nine houses burned" in shown.report.text
    assert "bakery" not in everything(store)
    assert len(store.claims(about="houses")) == 1
    assert store.verify().faults == ()


def test_a_report_goes_whole_by_its_id_or_its_pages(store: Store) -> None:
    report = keep_story(store)
    redact(store, "report", report.id[:12])
    left = everything(store)
    for gone in ("nader", "bakery", "nine houses", "northern front", "mayor of qasr"):
        assert gone not in left.replace("hala-al-nader", ""), gone
    assert store.verify().faults == ()
    with pytest.raises(LedgerError, match="redacted already"):
        redact(store, "report", report.page_sha256[:12])


def test_what_was_redacted_does_not_come_back_by_reading_the_page_again(store: Store) -> None:
    report = keep_story(store)
    redact(store, "name", NAME)
    before = store.verify()
    page = made.page(HTML, "https://herald.example/hala-al-nader")
    dated = dataclasses.replace(report, published=made.Published("2024-05-17", "day", "given"))
    for page_again, report_again in ((page, dated), (made.page(HTML + " "), None)):
        again = report_again or dataclasses.replace(report, page_sha256=page_again.sha256)
        recorded = store.keep(page_again, again, (), reader="reader-2")
        assert recorded.redacted
        assert not recorded.new_page
    assert store.verify() == before


def test_a_name_is_redacted_again_after_another_page_brought_it(store: Store) -> None:
    keep_story(store)
    redact(store, "name", NAME)
    page = made.page(f"Friends of {NAME} said that she left Tal.")
    store.keep(page, made.report(page), (), reader="reader-1")
    redact(store, "name", NAME, "as before")
    assert "hala al-nader" not in everything(store)
    assert store.verify().faults == ()
    assert len(store.verify().redactions) == 2


def test_nothing_is_removed_that_nobody_decided_or_nobody_can_find(store: Store) -> None:
    keep_story(store)
    before = store.verify()
    for kind, what, reason, error in (
        ("name", "Nobody Here", "why", LedgerError),
        ("name", "Al", "why", NotOfThisKind),
        ("name", NAME, f"{NAME} asked for it", NotOfThisKind),
        ("name", NAME, " ", NotOfThisKind),
        ("claim", "zz", "why", NotOfThisKind),
        ("claim", "0" * 64, "why", LedgerError),
        ("report", "0" * 64, "why", LedgerError),
    ):
        with pytest.raises(error):
            redact(store, kind, what, reason)
    assert store.verify() == before


def tampered(store: Store, statement: str) -> list[str]:
    """What `verify` says when somebody changes a row after a redaction, past the guards."""
    with store.open() as ledger, ledger.transaction("it") as connection:
        if isinstance(store.location, Server):
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        ledger.store.unguarded(connection)
        assert connection.exec_driver_sql(statement).rowcount
        ledger.store.guarded(connection)
    return [str(fault) for fault in store.verify().faults]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE texts SET content = replace(content, 'nine', 'five')", "another text than was kept"),
        ("UPDATE reports SET title = 'Another title'", "was altered"),
        ("UPDATE claims SET stance = 'asserted' WHERE stance = 'denied'", "was altered"),
        ("UPDATE reviews SET reason = 'none' WHERE decision = 'redact'", "was altered"),
    ],
)
def test_nobody_changes_more_under_cover_of_a_redaction(store: Store, statement: str, expected: str) -> None:
    keep_story(store)
    redact(store, "name", NAME)
    assert any(expected in fault for fault in tampered(store, statement))


def test_bytes_that_go_without_a_redaction_are_told(store: Store) -> None:
    keep_story(store)
    told = tampered(store, "UPDATE page_bytes SET packing = 'redacted'")
    assert any("no redaction tells why" in fault for fault in told)


def test_a_redacted_ledger_is_copied_and_merged_as_it_is(store: Store, tmp_path: Path) -> None:
    keep_story(store)
    redact(store, "name", NAME)
    into = Store(tmp_path / "into.db")
    into.keep_example()
    with into.open() as ledger:
        merge(ledger, store.location)
    assert "hala al-nader" not in everything(into)
    assert into.verify(store.verify().head).faults == ()
    assert len(into.verify().redactions) == 1


@pytest.mark.parametrize("redacted_here", [True, False])
def test_a_merge_never_brings_back_what_one_of_the_two_redacted(
    store: Store,
    tmp_path: Path,
    redacted_here: bool,
) -> None:
    other = Store(tmp_path / "other.db")
    other.keep(*made.many_sentences(1, claims=1), reader="reader-1")
    for each in (store, other):
        keep_story(each)
    redact(store if redacted_here else other, "name", NAME)
    before = store.verify()
    with store.open() as ledger, pytest.raises(LedgerError, match=r"redact (it|them)"):
        merge(ledger, other.location)
    assert store.verify() == before


def test_joined_entries_lose_the_words_too(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other.db")
    page = dataclasses.replace(made.page(HTML, "https://herald.example/x"), fetched="2025-01-01T00:00:00Z")
    keep_story(other)
    report = dataclasses.replace(made.report(made.page(STORY)), page_sha256=page.sha256, title=f"What {NAME} saw")
    store.keep(page, report, (), (), (Problem("bad_encoding", f"of {NAME}"),), "reader-1")
    with store.open() as ledger:
        merge(ledger, other.location)
    redact(store, "name", NAME)
    assert "hala al-nader" not in everything(store)
    assert store.verify(other.verify().head).faults == ()


def test_the_review_tells_hashes_and_no_words(store: Store) -> None:
    keep_story(store)
    redact(store, "name", NAME)
    (review,) = store.verify().redactions
    assert review.value
    told = json.loads(review.value)
    assert set(told) == {"rows", "texts", "pages", "joined"}
    check: Callable[[str], bool] = lambda word: all(letter in "0123456789abcdef" for letter in word)  # noqa: E731
    assert all(check(key) and check(value) for key, value in {**told["rows"], **told["texts"]}.items())
