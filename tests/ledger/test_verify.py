"""Every way of tampering that we know is told, and told where."""

import dataclasses
import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger import sqlite
from sayso.ledger.chain import START
from sayso.model import NotOfThisKind


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A file: what somebody can do to a server's ledger stands in test_server."""
    return Store(tmp_path / "sayso.db")


def tamper(store: Store, *statements: str, values: Sequence[object] = ()) -> None:
    """Write past the triggers, which are put back so that they are not the fault that is found."""
    with closing(sqlite3.connect(store.path)) as connection, connection:
        for name in sqlite.TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, values)
        for trigger in sqlite.TRIGGERS.values():
            connection.execute(trigger)


def faults(store: Store, expect_head: str | None = None) -> list[str]:
    return [str(fault) for fault in store.verify(expect_head).faults]


def test_a_sound_ledger_is_counted_and_has_a_head(full: Store) -> None:
    verified = full.verify()
    assert (verified.entries, verified.pages, verified.reports, verified.claims) == (8, 1, 1, 2)
    assert len(verified.head) == 64


def test_an_empty_ledger_is_sound(store: Store) -> None:
    store.open().close()
    assert (store.verify().entries, store.verify().head, store.verify().faults) == (0, START, ())


def test_one_flipped_byte_of_a_page(full: Store) -> None:
    content = bytearray(made.page().content)
    content[7] ^= 1
    tamper(full, "UPDATE page_bytes SET content = ?", values=[zlib.compress(bytes(content), 6)])
    assert len(faults(full)) == 1
    assert f"page_bytes {made.READ.page_sha256}: other bytes than were kept" in faults(full)[0]


def test_one_flipped_byte_of_what_is_stored(full: Store) -> None:
    tamper(full, "UPDATE page_bytes SET content = CAST(substr(content, 1, 40) || x'00' || substr(content, 42) AS BLOB)")
    assert any("page_bytes" in fault and "cannot be unpacked" in fault for fault in faults(full))


def test_an_altered_quote_in_the_body(full: Store) -> None:
    gained, _ = made.two_claims(made.READ)
    tamper(full, "UPDATE claims SET body = replace(body, 'the army recaptured', 'the army surrenders') WHERE entry = 4")
    told = faults(full)
    assert all(gained.id in fault for fault in told)
    assert any("is not what entry 4 seals" in fault for fault in told)
    assert any("its words do not stand at 33 to 75" in fault and "the army recaptured" in fault for fault in told)


def test_a_quote_altered_where_people_and_the_search_read_it(full: Store) -> None:
    tamper(full, "UPDATE claims SET quote = 'the army lost al-Hazm' WHERE entry = 4")
    told = faults(full)
    assert any("the column quote was altered: expected the army recaptured" in fault for fault in told)
    assert any(fault.startswith("claims_search at 4") for fault in told)


@pytest.mark.parametrize(
    ("table", "row", "change", "expected"),
    [
        ("pages", None, "fetched = '2020-01-01'", "is not what entry 1 seals"),
        ("pages", None, "address = 'https://elsewhere'", "is not what entry 1 seals"),
        ("texts", None, "content = replace(content, 'Town', 'City')", "another text than was kept"),
        ("reports", None, "outlet = 'Other'", "the column outlet was altered: expected Local Herald, found Other"),
        ("reports", None, "body = replace(body, '2017-10-07', '2017-10-08')", "is not what entry 2 seals"),
        ("readings", None, "reader = 'reader-9'", "is not what entry 3 seals"),
        ("readings", None, "claims = 1", "its claims are not the 1 that follow it"),
        ("claims", "entry = 5", "stance = 'asserted'", "the column stance was altered: expected denied"),
        ("claims", "entry = 5", "event_from = '2017-10-05'", "the column event_from was altered"),
        ("claims", "entry = 5", "body = 'no json'", "is not what it should be: not JSON"),
        ("claims", "entry = 5", "body = x'ff00'", "is not what it should be"),
        ("claims", "entry = 5", "body = replace(body, '0.5', '0.9')", "is not what entry 5 seals"),
        ("notes", None, "body = replace(body, 'no_comment', 'could_not_be_reached')", "is not what entry 6 seals"),
        ("problems", None, "message = 'nothing'", "the column message was altered"),
        ("reviews", None, "body = replace(body, 'Ada', 'Bob')", "is not what entry 8 seals"),
        ("entries", "number = 4", "hash = 'ff'", "its hash does not follow"),
        ("entries", "number = 4", "body_sha256 = 'ff'", "its hash does not follow"),
        ("entries", "number = 4", "kind = 'rumour'", "'rumour' is no kind of entry"),
        ("sqlite_sequence", None, "seq = 3", "the counter of entries was set back"),
    ],
)
def test_any_altered_cell(full: Store, table: str, row: str | None, change: str, expected: str) -> None:
    tamper(full, f"UPDATE {table} SET {change} WHERE {row or 1}")
    assert any(expected in fault for fault in faults(full)), faults(full)


@pytest.mark.parametrize(
    "table", ["pages", "page_bytes", "texts", "reports", "readings", "claims", "notes", "problems", "reviews"]
)
def test_a_deleted_row_of_any_table(full: Store, table: str) -> None:
    tamper(full, f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} LIMIT 1)")
    assert any("missing" in fault for fault in faults(full)), faults(full)


def test_a_row_deleted_with_its_entry(full: Store) -> None:
    tamper(full, "DELETE FROM claims WHERE entry = 5", "DELETE FROM entries WHERE number = 5")
    told = faults(full)
    assert "entries 5: missing from the chain" in told
    assert any("its claims are not the 2 that follow it in the chain" in fault for fault in told)


def test_a_row_added_past_the_chain(full: Store) -> None:
    columns = "reading, id, quote, speaker, stance, type, place, event_from, event_to, body"
    tamper(full, f"INSERT INTO claims (entry, {columns}) SELECT 99, {columns} FROM claims WHERE entry = 4")
    assert any("no entry 99 seals it" in fault for fault in faults(full))


def test_swapped_order(full: Store) -> None:
    swap = "UPDATE {} SET {} = CASE {} WHEN -4 THEN 5 ELSE 4 END WHERE {} < 0"
    away = "UPDATE {} SET {} = -{} WHERE {} IN (4, 5)"
    for table, key in (("entries", "number"), ("claims", "entry")):
        tamper(full, away.format(table, key, key, key), swap.format(table, key, key, key))
    assert any(fault.startswith("entries 4: its hash does not follow") for fault in faults(full))


def test_an_end_cut_off_leaves_the_counter(full: Store) -> None:
    tamper(full, "DELETE FROM reviews", "DELETE FROM entries WHERE number = 8")
    assert faults(full) == ["entries 8: missing from the chain"]


def test_an_end_cut_off_with_its_counter_is_seen_by_the_head_alone(full: Store) -> None:
    head = full.verify().head
    tamper(full, "DELETE FROM reviews", "DELETE FROM entries WHERE number = 8", "UPDATE sqlite_sequence SET seq = 7")
    assert faults(full) == []
    (told,) = faults(full, expect_head=head)
    assert head in told


def test_a_head_that_was_kept_stays_good_when_the_ledger_grows(full: Store) -> None:
    head = full.verify().head
    full.keep(*made.many_sentences(1), reader="r")
    assert faults(full, expect_head=head) == []
    assert faults(full, expect_head=START) == []
    with pytest.raises(NotOfThisKind, match="is no head"):
        full.verify(expect_head="abc")


def test_dropped_and_altered_triggers(full: Store) -> None:
    with closing(sqlite3.connect(full.path)) as connection:
        connection.execute("DROP TRIGGER pages_never_changed")
        connection.execute("DROP TRIGGER claims_never_deleted")
        connection.execute("CREATE TRIGGER claims_never_deleted BEFORE DELETE ON claims BEGIN SELECT 1; END")
        connection.execute("CREATE TRIGGER sly AFTER INSERT ON claims BEGIN SELECT 1; END")
    told = faults(full)
    assert [fault.split(":")[0] for fault in told] == [
        "schema pages_never_changed",
        "schema claims_never_deleted",
        "schema sly",
    ]


def test_a_search_out_of_step_with_the_claims(full: Store) -> None:
    gained, _ = made.two_claims(made.READ)
    row = (4, gained.quote[0].text, "the media wing of the party", "al-Hazm")
    with closing(sqlite3.connect(full.path)) as connection, connection:
        connection.execute(
            "INSERT INTO claims_search (claims_search, rowid, quote, speaker, place) VALUES ('delete', ?, ?, ?, ?)", row
        )
    (told,) = faults(full)
    assert told.startswith("claims_search at 4: the search does not find all of its words")


def test_a_search_that_was_dropped(full: Store) -> None:
    with closing(sqlite3.connect(full.path)) as connection:
        connection.execute("DROP TABLE claims_search")
    assert any(fault.startswith("schema claims_search: was dropped") for fault in faults(full))


def test_every_fault_is_told_not_only_the_first(full: Store) -> None:
    tamper(
        full,
        "UPDATE pages SET path = 'x'",
        "UPDATE texts SET content = 'x'",
        "UPDATE entries SET hash = 'x' WHERE number = 1",
        "DELETE FROM reviews",
    )
    told = " ".join(faults(full))
    assert all(
        name in told for name in ("pages ", "texts ", "entries 1", "entries 2", "reviews ", "reports ", "claims ")
    )
    assert "\n" not in told


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_file_is_told_and_never_crashes(store: Store, place: float) -> None:
    for number in range(20):
        store.keep(*made.many_sentences(number), reader="r")
    data = bytearray(store.path.read_bytes())
    at = int(len(data) * place) // 4096 * 4096
    data[at : at + 4096] = b"\xa5" * 4096
    store.path.write_bytes(data)
    assert store.verify().faults


def test_a_file_cut_short_is_told(store: Store) -> None:
    for number in range(20):
        store.keep(*made.many_sentences(number), reader="r")
    data = store.path.read_bytes()
    store.path.write_bytes(data[: len(data) // 2])
    assert store.verify().faults


def test_a_claim_whose_words_stand_elsewhere_is_told_span_by_span(full: Store) -> None:
    gained, _ = made.two_claims(made.READ)
    moved = dataclasses.replace(gained, cue=made.Words("the", (0, 3)))
    tamper(full, "UPDATE claims SET body = ? WHERE entry = 4", values=[made.body_of(moved)])
    assert any("at 0 to 3" in fault and "expected 'the', found 'Tow'" in fault for fault in faults(full))
