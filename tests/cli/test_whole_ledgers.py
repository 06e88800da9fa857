"""`sayso ledger` and `sayso redact`: what a person reads, and what is refused in a line."""

import json
from pathlib import Path

import pytest
from tests.cli import made
from tests.cli.conftest import Sayso

from sayso.ledger.ledger import Ledger


def record(path: Path, text: str, fetched: str) -> None:
    """A page of one link with the words "took Qasr" or whatever stands there instead."""
    from dataclasses import replace

    page = replace(made.page(text), address="https://herald.example/qasr", fetched=fetched)
    report = made.report(page)
    with Ledger.open(path) as ledger:
        ledger.record(page, report, made.claims(report), (), (), made.READER, "qasr.html")


def test_a_changed_report_is_listed_with_what_changed(sayso: Sayso, tmp_path: Path) -> None:
    ledger = tmp_path / "sayso.db"
    record(ledger, made.TEXT, "2024-05-17T09:00:00Z")
    record(ledger, made.TEXT.replace("“were heard at dawn.”", "“were heard at dawn.” He left."), "2024-05-17T12:00:00Z")
    status, out, err = sayso("ledger", "versions")
    assert status == 0
    assert "https://herald.example/qasr · changed by 2024-05-17 12:00" in out
    assert "5 claims as before" in out
    assert "1 changed report in" in err
    _, out, _ = sayso("ledger", "versions", "herald", "--format", "json")
    assert len(json.loads(out)["kept"]) == 5
    status, _, err = sayso("ledger", "versions", "nowhere")
    assert (status, err) == (0, "no report was changed\n")


def test_an_older_versions_claim_says_what_became_of_it(sayso: Sayso, tmp_path: Path) -> None:
    ledger = tmp_path / "sayso.db"
    record(ledger, made.TEXT, "2024-05-17T09:00:00Z")
    old = made.claims(made.report(made.page()))
    page = made.page(made.TEXT.replace("twelve soldiers", "twenty soldiers"))
    from dataclasses import replace

    page = replace(page, address="https://herald.example/qasr", fetched="2024-05-18T09:00:00Z")
    report = made.report(page)
    with Ledger.open(ledger) as opened:
        opened.record(page, report, (), (), (), made.READER, "qasr.html")
    _, out, _ = sayso("show", old[0].id)
    assert "Withdrawn: the outlet's version of 2024-05-18 no longer says this." in " ".join(out.split())


def test_copy_and_merge_tell_what_they_did(sayso: Sayso, kept: Path, tmp_path: Path) -> None:
    status, out, _ = sayso("ledger", "copy", kept, "copy.db")
    assert status == 0
    head = sayso("verify", "--format", "json")[1]
    assert json.loads(head)["head"] in out
    assert sayso("ledger", "copy", kept, "copy.db")[0] == 1
    record(tmp_path / "other.db", made.TEXT + "\n\nMore.", "2024-05-18T09:00:00Z")
    _, out, _ = sayso("ledger", "merge", "copy.db", "other.db", kept)
    assert out == "other.db: 1 page, 5 claims, 0 reviews new\n" + f"{kept}: nothing new\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("copy", "none.db", "x.db"), "there is no ledger at none.db"),
        (("merge", "x.db", "none.db"), "there is no ledger at none.db"),
        (("roles",), "is a file, which has no roles"),
        (("grant", "reviewer", "ada"), "is a file, which has no roles"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(sayso: Sayso, kept: Path, arguments: tuple[str, ...], told: str) -> None:
    assert kept.exists()
    status, out, err = sayso("ledger", *arguments)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert told in err


def test_redacting_tells_first_and_removes_when_asked(sayso: Sayso, kept: Path) -> None:
    before = kept.read_bytes()
    status, out, err = sayso("redact", "name", "River Monitor")
    assert status == 0
    assert out.startswith("would go: words in 1 text, 1 page's bytes, 1 claim")
    assert "not touched where you keep it: saved/qasr.txt" in out
    assert "Nothing was removed" in err
    assert kept.read_bytes() == before
    assert sayso("redact", "name", "River Monitor", "--yes")[0] == 2
    status, out, _ = sayso("redact", "name", "River Monitor", "--yes", "--as", "Ada", "--because", "she asked")
    assert status == 0
    assert out.startswith("removed: ")
    assert b"River Monitor" not in kept.read_bytes()
    status, out, _ = sayso("verify")
    assert status == 0
    assert "by Ada: she asked" in out
    assert sayso("redact", "name", "River Monitor", "--yes", "--as", "Ada", "--because", "again")[0] == 1
