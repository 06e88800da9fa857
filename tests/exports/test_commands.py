"""`sayso export` and `sayso import` as a person meets them."""

import json
from pathlib import Path

import pytest
from tests.exports import planted

from sayso.cli.main import main


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the planted ledger in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    planted.plant(tmp_path / "sayso.db")


def test_an_export_tells_what_it_wrote_and_what_it_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "csv", "-o", "claims.csv"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "7 rows of 9 claims written to claims.csv" in told.err
    assert "withheld: claim, 1 times, plan" in told.err
    assert json.loads(Path("claims.csv.manifest.json").read_text(encoding="utf-8"))["profile"] == "public"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["export", "csv", "-o", "sayso.db"], 1, "is the ledger itself"),
        (["export", "csv", "-o", "."], 1, "is a folder"),
        (["export", "csv", "-o", "x.csv", "--delay", "soon"], 2, "write it as 72h"),
        (["export", "csv"], 2, "-o"),
        (["export", "xls", "-o", "x.xls"], 2, "xls"),
        (["export", "acled", "-o", "x.csv", "--policy", "loudest"], 2, "no policy"),
        (["export", "csv", "-o", "x.csv", "--ledger", "gone.db"], 1, "no ledger"),
        (["import", "ucdp", "gone.csv"], 1, "check the path"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    arguments: list[str], status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err
    assert len(printed.err.splitlines()) == 1


def test_an_empty_export_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "geojson", "-o", "none.geojson", "--about", "nothing-like-it"]) == 0
    assert "valid and empty" in capsys.readouterr().err
    assert json.loads(Path("none.geojson").read_text(encoding="utf-8"))["features"] == []


def test_our_rows_come_back_and_a_bad_one_sets_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "ucdp", "-o", "rows.csv", "--policy", "each-claim"]) == 0
    assert main(["import", "ucdp", "rows.csv", "--ledger", "back.db"]) == 0
    assert "2 rows, 2 claims (2 new to the ledger)" in capsys.readouterr().err
    rows = Path("rows.csv").read_text(encoding="utf-8").replace("2024-05-13", "someday")
    Path("rows.csv").write_text(rows, encoding="utf-8")
    assert main(["import", "ucdp", "rows.csv", "--ledger", "back.db"]) == 1
    told = capsys.readouterr().err
    assert "line 2: 'someday' is no day" in told
    assert "1 row could not be read" in told


@pytest.mark.parametrize("command", ["export", "import"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "examples:" in capsys.readouterr().out
