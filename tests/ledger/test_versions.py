"""An address whose text changed: what the outlet added, dropped and altered; nothing of it is deleted."""

import dataclasses

import pytest
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger import find, history
from sayso.ledger.versions import changes, one_report
from sayso.model import Claim, Count, Page, Report, Toll

LINK = "https://herald.example/qasr"

MORNING = """Village changes hands

On Thursday, fighters took the village of Qasr and killed twelve soldiers, the River Monitor said.

The army denied that the bridge at Tal was shelled by its own guns on the same morning."""

EVENING = """Village changes hands

On Thursday, fighters took the village of Qasr and killed fifteen soldiers, the River Monitor said.

Residents of Tal fled towards the river in the afternoon, aid workers told this newspaper."""


def seen(text: str, at: str, address: str = LINK) -> tuple[Page, Report]:
    page = dataclasses.replace(made.page(text, address), fetched=at)
    return page, made.report(page)


def morning() -> tuple[Page, Report, tuple[Claim, ...]]:
    page, report = seen(MORNING, "2024-05-16T08:00:00Z")
    taken = made.claim(
        report, "fighters took the village of Qasr and killed twelve soldiers", "the River Monitor", "Qasr"
    )
    toll = Toll(killed=Count("twelve", made.words(MORNING, "twelve").span, 12, 12))
    taken = dataclasses.replace(taken, event=dataclasses.replace(taken.event, toll=toll))
    denied = made.claim(report, "the bridge at Tal was shelled by its own guns", "The army", stance="denied")
    return page, report, (taken, denied)


def evening() -> tuple[Page, Report, tuple[Claim, ...]]:
    page, report = seen(EVENING, "2024-05-16T18:00:00Z")
    taken = made.claim(
        report, "fighters took the village of Qasr and killed fifteen soldiers", "the River Monitor", "Qasr"
    )
    toll = Toll(killed=Count("fifteen", made.words(EVENING, "fifteen").span, 15, 15))
    taken = dataclasses.replace(taken, event=dataclasses.replace(taken.event, toll=toll))
    fled = made.claim(report, "Residents of Tal fled towards the river", "aid workers", type="displacement")
    return page, report, (taken, fled)


def test_a_claim_is_added_one_dropped_and_one_altered() -> None:
    (_, _, before), (_, _, after) = morning(), evening()
    found = changes(before, after)
    assert found.dropped == (before[1],)
    assert found.added == (after[1],)
    ((altered),) = found.altered
    assert (altered.before, altered.after) == (before[0], after[0])
    assert [slot for slot in altered.slots if slot[0] == "killed"] == [("killed", "twelve", "fifteen")]
    assert not found.kept


def test_the_same_claims_are_kept_and_another_reader_is_told() -> None:
    (_, _, before) = morning()
    assert changes(before, before).kept == tuple(zip(before, before, strict=True))
    other = tuple(dataclasses.replace(claim, reader="reader-2") for claim in before)
    assert changes(before, other).readers_differ
    assert not changes(before, ()).readers_differ


def test_two_reports_that_stood_at_one_address_are_no_versions() -> None:
    assert one_report(MORNING, EVENING)
    assert not one_report(MORNING, made.TEXT)
    assert one_report("Qasr fell.", "Qasr  fell.")
    assert not one_report("Qasr fell.", "Tal fell.")


def test_only_the_newest_version_is_current_and_the_dropped_claim_is_withdrawn(store: Store) -> None:
    first, second = morning(), evening()
    store.keep(*first, reader="reader-1")
    recorded = store.keep(*second, reader="reader-1")
    assert recorded.replaces == first[0].sha256
    assert {kept.claim for kept in store.claims()} == set(second[2])
    old = find.claim(store.location, first[2][1].id)
    assert not old.kept.current
    fates = [history.fate(store.location, claim) for claim in first[2]]
    assert [fate and fate.standing for fate in fates] == ["altered", "withdrawn"]
    assert fates[0]
    assert fates[0].now == second[2][0]
    assert history.fate(store.location, second[2][0]) is None
    (version,) = history.versions(store.location, "herald")
    assert version.changes.dropped == (first[2][1],)
    assert not list(history.versions(store.location, "elsewhere"))
    assert find.counts(store.location) == find.Counts(pages=2, unread=0, reports=1, claims=2)
    assert store.verify().faults == ()


def test_the_order_in_which_versions_are_read_does_not_matter(store: Store) -> None:
    for page, report, claims in (evening(), morning()):
        store.keep(page, report, claims, reader="reader-1")
    assert {kept.claim for kept in store.claims()} == set(evening()[2])


def test_an_outlet_that_goes_back_to_its_first_words(store: Store) -> None:
    first, second = morning(), evening()
    store.keep(*first, reader="reader-1")
    store.keep(*second, reader="reader-1")
    again = dataclasses.replace(first[0], fetched="2024-05-17T08:00:00Z")
    assert store.keep(again, *first[1:], reader="reader-1").replaces == second[0].sha256
    assert {kept.claim for kept in store.claims()} == set(first[2])
    before = store.verify()
    assert store.keep(again, *first[1:], reader="reader-1").replaces is None
    assert store.keep(*second, reader="reader-1").replaces is None
    assert store.verify() == before


@pytest.mark.parametrize("address", ["stdin:", LINK])
def test_another_report_at_the_same_place_replaces_nothing(store: Store, address: str) -> None:
    store.keep(*seen(MORNING, "2024-05-16T08:00:00Z", address), reader="r")
    text = EVENING if address == "stdin:" else made.TEXT
    assert store.keep(*seen(text, "2024-05-17T08:00:00Z", address), reader="r").replaces is None
    assert find.counts(store.location).reports == 2
