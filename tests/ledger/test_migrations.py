"""The migrations, replayed, give the tables that the code knows; and older files come up to date with nothing lost."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from tests.ledger.stores import Store

from sayso.ledger import engine, sqlite
from sayso.ledger.schema import metadata

OLDER = Path(__file__).with_name("older")
"""Ledgers as earlier versions wrote them, `layout-N.db`: each migration adds one here before it changes anything."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sayso.db")


def schema_of(path: Path) -> dict[str, list[str]]:
    """Each statement's words; their order differs where constraints were named in another one."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    ours = [(name, sql) for name, sql in rows if not name.startswith(("alembic", "claims_search_"))]
    return {name: sorted(re.findall(r"\w+", sql)) for name, sql in ours}


def test_migrations_replayed_equal_the_schema(store: Store, tmp_path: Path) -> None:
    connection = engine.connect(store.path)
    with connection, connection.begin():
        assert not [
            difference
            for difference in compare_metadata(MigrationContext.configure(connection), metadata)
            if "search" not in str(difference)
        ]
    made_at_once = tmp_path / "at-once.db"
    with engine._engine(made_at_once).connect() as new, new.begin():  # noqa: SLF001
        metadata.create_all(new)
        for statement in (sqlite.SEARCH, *sqlite.VIEWS.values(), *sqlite.TRIGGERS.values()):
            new.exec_driver_sql(statement)
    assert schema_of(store.path) == schema_of(made_at_once)


def test_every_table_is_guarded(store: Store) -> None:
    store.open().close()
    assert set(sqlite.APPEND_ONLY) == set(metadata.tables)
    assert set(sqlite.TRIGGERS) <= set(schema_of(store.path))


def test_a_file_of_the_newest_layout_is_not_migrated_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.open().close()
    monkeypatch.setattr(engine, "_migrate", lambda *_: pytest.fail("migrated again"))
    store.keep_example()


def test_an_older_ledger_comes_up_to_date_with_nothing_lost(tmp_path: Path) -> None:
    for layout in range(1, sqlite.VERSION):
        store = Store(tmp_path / f"layout-{layout}.db")
        store.path.write_bytes((OLDER / store.path.name).read_bytes())
        store.open().close()
        assert store.verify().faults == ()
        assert store.verify().claims == 2
