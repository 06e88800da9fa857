"""What only a server promises: rights that it keeps itself, and nothing acknowledged lost when it is killed."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.ledger import made
from tests.ledger.server import OWNER, Running
from tests.ledger.stores import Store
from tests.ledger.test_processes import acknowledged, kept, writer

from sayso.ledger import find, postgres, redaction
from sayso.ledger.chain import Head
from sayso.ledger.ledger import Ledger
from sayso.ledger.location import Server, located
from sayso.ledger.verify import verify
from sayso.model import LedgerError, Review

ACCEPT = Review("Rea", "2026-01-01T10:00:00+00:00", ("ab",), "accept", None)


@pytest.fixture
def team(server: Running) -> Iterator[dict[str, Store]]:
    """One ledger as its owner and each of three persons see it."""
    database = server.database()
    owner = Store(server.named(database))
    owner.keep_example()
    stores = {"owner": owner}
    for role in postgres.ROLES:
        person = f"{role}_{database}"
        server.sql(f"CREATE ROLE {person} LOGIN")
        with postgres.connect(server.named(database)) as connection:
            postgres.grant(connection, role, person)
        stores[role] = Store(server.named(database, person))
    yield stores


def test_everybody_reads_and_verifies(team: dict[str, Store]) -> None:
    for store in team.values():
        assert len(store.claims(about="army")) == 1
        assert store.verify().faults == ()


def test_each_role_may_do_what_it_may(team: dict[str, Store]) -> None:
    with team["reader"].open() as ledger, pytest.raises(LedgerError, match="does not let you"):
        ledger.review(ACCEPT)
    with team["reviewer"].open() as ledger:
        assert ledger.review(ACCEPT)
    for name in ("reader", "reviewer"):
        with pytest.raises(LedgerError, match="does not let you"):
            team[name].keep(*made.many_sentences(1, claims=1), reader="r")
    team["editor"].keep(*made.many_sentences(1, claims=1), reader="r")
    assert team["owner"].verify().claims == 3
    assert team["owner"].verify().faults == ()


def test_only_an_editor_redacts(team: dict[str, Store]) -> None:
    def hide(name: str) -> bool:
        with team[name].open() as ledger:
            _, swept = redaction.redact(ledger, lambda seen: redaction.of_name(seen, "the army"), name, "now", "why")
        return swept

    with pytest.raises(LedgerError, match="does not let you"):
        hide("reviewer")
    assert not hide("editor")  # the files are the owner's to sweep
    assert not team["owner"].claims(about="army")
    assert team["reader"].verify().faults == ()


def test_nobody_changes_a_row_by_hand(team: dict[str, Store]) -> None:
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityConstraintViolation)
    for store in team.values():
        assert isinstance(store.location, Server)
        for statement in (
            "UPDATE claims SET body = 'x'",
            "UPDATE entries SET hash = 'x'",
            "DELETE FROM claims_search",
            "DELETE FROM page_bytes",
            "TRUNCATE joins",
        ):
            with postgres.connect(store.location) as connection, pytest.raises(refused):
                connection.execute(statement)


def test_a_reviewer_adds_no_entry_of_a_page_and_no_broken_one(team: dict[str, Store]) -> None:
    location = team["reviewer"].location
    assert isinstance(location, Server)
    verified = team["owner"].verify()
    insert = "INSERT INTO entries VALUES (%s, %s, %s, %s, %s)"
    true = Head(verified.entries, verified.head).next("page", "ff", "ff")
    with postgres.connect(location) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="reviews only"):
            connection.execute(insert, [true.number, true.kind, true.id, true.body_sha256, true.hash])
        connection.rollback()
        connection.execute("CREATE TEMPORARY TABLE entries (LIKE public.entries)")
        for number, sealed in ((true.number, "ff"), (1, true.hash), (true.number + 1, true.hash)):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="does not follow"):
                connection.execute(insert.replace("entries", "public.entries"), [number, "review", "ff", "ff", sealed])
            connection.rollback()
            connection.execute("CREATE TEMPORARY TABLE IF NOT EXISTS entries (LIKE public.entries)")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("ALTER TABLE claims DISABLE TRIGGER claims_never_changed", "was switched off"),
        ("DROP TRIGGER pages_never_emptied ON pages", "was dropped"),
        ("CREATE TRIGGER sly BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION follows()", "is none of ours"),
        ("CREATE OR REPLACE FUNCTION redacts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "altered"),
        ("CREATE OR REPLACE VIEW current_readings AS SELECT * FROM readings WHERE false", "the view was altered"),
        ("GRANT DELETE ON claims TO PUBLIC", "was given the right to DELETE"),
        (
            "SET session_replication_role = replica; UPDATE claims_search SET quote = '''x'':1'",
            "the search finds other words",
        ),
        ("SET session_replication_role = replica; DELETE FROM claims_search", "the search does not find it"),
        (
            "SET session_replication_role = replica; UPDATE claims SET body = replace(body, '0.5', '0.9')",
            "is not what entry",
        ),
        ("SET session_replication_role = replica; DELETE FROM texts", "is missing"),
    ],
)
def test_tampering_by_the_owner_is_told(server: Running, statement: str, expected: str) -> None:
    location = server.schema()
    store = Store(location)
    store.keep_example()
    assert store.verify().faults == ()
    with psycopg.connect(location.url) as connection:
        connection.execute(statement.encode())
    assert any(expected in str(fault) for fault in store.verify().faults), store.verify().faults


def test_another_programs_database_is_left_alone(server: Running) -> None:
    database = server.database()
    server.sql("CREATE TABLE pages (id text)", database)
    for use in (Ledger.open, find.counts, verify):
        with pytest.raises(LedgerError, match="is not a ledger of sayso"):
            use(server.named(database))


def test_an_empty_database_a_newer_ledger_and_no_server_are_told_in_a_line(server: Running) -> None:
    database = server.database()
    with pytest.raises(LedgerError, match="holds nothing yet"):
        find.counts(server.named(database))
    Store(server.named(database)).open().close()
    server.sql("UPDATE sayso_ledger SET layout = 99", database)
    with pytest.raises(LedgerError, match="newer sayso"):
        find.counts(server.named(database))
    nowhere = located(f"postgresql://{OWNER}:secret@/none?host={server.folder}/gone&password=secret")
    for use in (Ledger.open, find.counts):
        with pytest.raises(LedgerError, match="cannot be reached") as told:
            use(nowhere)
        assert "\n" not in str(told.value)
        assert "secret" not in str(told.value)


def test_the_server_killed_hard_loses_nothing_that_it_acknowledged() -> None:
    running = Running.begun(sync=True)
    try:
        store = Store(running.schema())
        store.open().close()
        expected: set[str] = set()
        for round_ in range(2):
            writers = [writer(store, 100_000 * (10 * round_ + number), 0) for number in range(3)]
            expected |= {process.stdout.readline() for process in writers if process.stdout}
            running.kill()
            for process in writers:
                expected |= set(acknowledged(process))
                assert process.returncode != 0
            running.start()
            assert expected <= set(kept(store))
            assert store.verify().faults == ()
        store.keep_example()
    finally:
        running.stop()
