"""What the tests of the command line share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli import made

from sayso.cli.main import main
from sayso.ledger.ledger import Ledger

Ran = tuple[int, str, str]
Sayso = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _plain_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, 80 columns, no colour, and no settings of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "SAYSO_LEDGER", "SAYSO_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sayso(capsys: pytest.CaptureFixture[str]) -> Sayso:
    """Run a command in this process: (status, out, err)."""

    def run(*arguments: str | Path) -> Ran:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A ledger with the hand-made report in it, at ./sayso.db."""
    path = tmp_path / "sayso.db"
    account = made.account()
    assert account.page
    with Ledger.open(path) as ledger:
        ledger.record(
            account.page, account.report, account.claims, account.notes, account.problems, account.reader, account.path
        )
    return path
