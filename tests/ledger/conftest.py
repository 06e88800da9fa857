"""The stores that must all keep the one contract; PostgreSQL joins the list later."""

from pathlib import Path

import pytest
from tests.ledger.stores import Store


@pytest.fixture(params=["sqlite"])
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sayso.db")
