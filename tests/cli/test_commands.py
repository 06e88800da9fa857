"""Each command as a person or a program calls it: what is printed where, and how it ends."""

import json
import re
from pathlib import Path

import pytest
from tests.cli import made
from tests.cli.conftest import Sayso

from sayso.cli.main import COMMANDS

REPORT = """Village changes hands

Rebel fighters captured the village of Qasr on Thursday, the River Monitor said.

The army denied that Qasr had fallen to the rebels. Shelling killed at least 12 soldiers near the bridge, a doctor said.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A text file that says neither when nor by whom it was published."""
    path = tmp_path / "qasr.txt"
    path.write_text(REPORT, encoding="utf-8")
    return Path(path.name)


def test_no_command_tells_which_there_are(sayso: Sayso) -> None:
    status, out, _ = sayso()
    assert status == 0
    assert all(f"sayso {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command_has_an_example(sayso: Sayso, name: str) -> None:
    status, out, _ = sayso(name, "--help")
    assert status == 0
    assert f"sayso {name}" in out.split("examples:")[1]


def test_version(sayso: Sayso) -> None:
    assert re.fullmatch(r"sayso \d+\.\d+\.\d+\S*\n", sayso("--version")[1])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("clams", "did you mean `sayso claims`?"),
        ("frobnicate", "the commands are read, follow, claims,"),
        ("read", "PATH"),
        ("read x.txt --frob", "--frob"),
        ("read x.txt --date 2017-13-45", "'2017-13-45' is no date: write it as 2017-10-07, 2017-10 or 2017"),
        ("read x.txt --date yesterday", "is no date"),
        ("read x.txt --no-ledger --ledger a.db", "leave one out"),
        ("claims --stance sure", "asserted, denied, doubted, planned, claimed_responsibility, reported_unsure"),
        ("claims --type siege", "battle, territory_gained,"),
        ("claims --limit some", "give one, or all"),
        ("claims --limit 0", "0"),
        ("claims --from soon", "is no day"),
        ("show XYZ", "begins no id"),
        ("verify --head 12", "is no head"),
        ("desk --port many", "is no port"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_wrong_usage_is_one_line_and_status_2(sayso: Sayso, arguments: str, complaint: str) -> None:
    status, out, err = sayso(*arguments.split())
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("sayso: ")
    assert complaint in err


@pytest.mark.parametrize("command", ["claims", "show abc", "pages", "verify"])
def test_a_missing_ledger_is_named(sayso: Sayso, command: str) -> None:
    status, out, err = sayso(*command.split(), "--ledger", "none.db")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "none.db" in err
    assert not Path("none.db").exists()


def test_reading_keeps_and_says_where(sayso: Sayso, report: Path) -> None:
    status, out, err = sayso("read", report, "--date", "2024-05-17", "--outlet", "The Herald")
    assert status == 0
    assert "the River Monitor → The Herald" in out
    assert "17 May 2024, as given" in out
    assert err == "Writing to sayso.db\n"
    assert sayso("claims", "--about", "captured")[1].count("→ The Herald") == 1


def test_reading_twice_adds_nothing(sayso: Sayso, report: Path) -> None:
    sayso("read", report)
    before = sayso("verify")[1]
    sayso("read", report)
    assert sayso("verify")[1] == before


def test_ledger_is_the_option_else_the_environment(sayso: Sayso, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_LEDGER", "env.db")
    sayso("read", report)
    sayso("read", report, "--ledger", "option.db")
    assert Path("env.db").exists()
    assert Path("option.db").exists()
    assert not Path("sayso.db").exists()


def test_no_ledger_writes_nothing(sayso: Sayso, report: Path) -> None:
    status, _, err = sayso("read", report, "--no-ledger")
    assert (status, err) == (0, "")
    assert [path.name for path in Path().iterdir()] == ["qasr.txt"]


def test_a_text_without_a_date_says_how_to_give_one(sayso: Sayso, report: Path) -> None:
    assert "undated (--date sets it)" in sayso("read", report)[1]


def test_failed_files_are_told_and_the_others_read(sayso: Sayso, report: Path) -> None:
    Path("empty.html").touch()
    Path("picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    status, out, err = sayso("read", "gone.html", report, "empty.html", "picture.html", "--format", "json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [line["path"] for line in lines] == ["gone.html", "qasr.txt", "empty.html", "picture.html"]
    assert [line["report"] is None for line in lines] == [True, False, True, True]
    assert [problem["code"] for line in lines for problem in line["problems"]] == ["not_found", "empty", "binary"]
    complaints = [line for line in err.splitlines() if line.startswith("sayso: ")]
    assert [c.split(":")[1].strip() for c in complaints] == ["gone.html", "empty.html", "picture.html"]
    assert "3 files could not be read" in err


def test_a_reader_that_fails_costs_one_file(sayso: Sayso, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.reading import reading

    whole = reading.read

    def failing(of: object) -> object:
        if "Qasr" in of.text:  # type: ignore[attr-defined]
            raise RuntimeError("lost\nits way")
        return whole(of)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", failing)
    Path("other.txt").write_text(REPORT.replace("Qasr", "Burj"), encoding="utf-8")
    status, out, err = sayso("read", report, "other.txt")
    assert status == 1
    assert "Burj" in out
    assert "sayso: qasr.txt: sayso failed on it (RuntimeError: lost its way)" in err
    assert "Traceback" not in err
    assert "Traceback" in sayso("read", report, "--debug")[2]
    assert "1 of the pages unread" in sayso("pages", "--unread")[2]


def test_another_language_is_kept_unread(sayso: Sayso) -> None:
    text = "Die Armee hat am Donnerstag das Dorf eingenommen, wie die Beobachter mitteilten. " * 12
    Path("dorf.txt").write_text(text, encoding="utf-8")
    status, out, err = sayso("read", "dorf.txt")
    assert status == 0
    assert "0 claims" not in out
    assert "dorf.txt" in sayso("pages", "--unread")[1], err


@pytest.mark.usefixtures("kept")
class TestClaims:
    """Asking a ledger."""

    def test_by_words_speaker_stance_type_place_and_day(self, sayso: Sayso) -> None:
        for question in (
            ("--about", "mortars"),
            ("--speaker", "River Monitor"),
            ("--stance", "claimed-responsibility"),
            ("--type", "territory gained"),
            ("--place", "qasr"),
            ("--from", "2024-05-16", "--to", "2024-05"),
        ):
            status, out, err = sayso("claims", *question)
            assert (status, "mortars" in out) == (0, True), question
            assert err.startswith("1 claim"), question

    def test_json_is_the_contracts_claim_with_its_report(self, sayso: Sayso) -> None:
        lines = [json.loads(line) for line in sayso("claims", "--format", "json")[1].splitlines()]
        assert len(lines) == 5
        assert {line["report"]["outlet"] for line in lines} == {"The Example Herald"}
        assert lines[0]["quote"] in made.TEXT

    def test_nothing_found_says_why(self, sayso: Sayso) -> None:
        status, out, err = sayso("claims", "--stance", "denied", "--from", "2024")
        assert (status, out) == (0, "")
        assert "no claim fits, of 5 claims of 1 report in sayso.db; 1 more fits but for the days" in err

    def test_a_limit_says_what_is_left(self, sayso: Sayso) -> None:
        assert "2 of 5 claims (--limit all" in sayso("claims", "--limit", "2")[2]
        assert sayso("claims", "--limit", "all")[2] == "5 claims\n"

    def test_an_id_that_is_none_or_several(self, sayso: Sayso) -> None:
        assert "`sayso claims` lists them" in sayso("show", "0" * 20)[2]

    def test_show_as_json_has_the_text(self, sayso: Sayso) -> None:
        wanted = made.claims(made.report(made.page()))[1]
        shown = json.loads(sayso("show", wanted.id, "--format", "json")[1])
        assert [shown["report"]["text"][start:end] for start, end in shown["spans"]] == [
            "The guns,",
            "were heard at dawn.",
        ]


def test_an_empty_ledger_says_so(sayso: Sayso) -> None:
    sayso("read", "gone.txt")
    assert "is empty" in sayso("claims")[2]


def test_verify_finds_what_was_changed(sayso: Sayso, kept: Path) -> None:
    status, out, _ = sayso("verify")
    head = out.splitlines()[-1].removeprefix("head ")
    assert (status, "whole (1 page, 1 report, 5 claims" in out) == (0, True)
    assert sayso("verify", "--head", head)[0] == 0
    data = kept.read_bytes()
    changed = data.replace(b"Qasr had fallen", b"Qasr had burned")
    assert changed != data
    kept.write_bytes(changed)
    status, out, _ = sayso("verify")
    assert status == 1
    assert "broken: " in out
    assert "fault" in out.splitlines()[-2]


def test_a_mistake_of_our_own_is_one_line_too(sayso: Sayso, monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    from sayso import api

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("not\nforeseen")

    monkeypatch.setattr(api, "read", broken)
    status, _, err = sayso("read", report)
    assert (status, err.count("\n")) == (1, 1)
    assert err.startswith("sayso: stopped by RuntimeError: not foreseen; --debug shows where")
    with pytest.raises(RuntimeError):
        sayso("read", report, "--debug")


def test_pictures_in_a_folder_are_no_failure_and_no_file(sayso: Sayso, report: Path) -> None:
    folder = Path("saved")
    folder.mkdir()
    report.rename(folder / report.name)
    (folder / "map.jpg").write_bytes(b"\xff\xd8\xff")
    status, out, err = sayso("read", folder, "--format", "json")
    assert (status, [json.loads(line)["path"] for line in out.splitlines()]) == (0, ["saved/qasr.txt"])
    assert "1 file that is no report passed over (1 .jpg)" in err


def test_lost_characters_are_told_and_the_rest_is_read(sayso: Sayso) -> None:
    Path("lost.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.encode() + b"The m\xffyor fled.\n")
    status, out, _ = sayso("read", "lost.txt")
    assert status == 0
    assert "lost.txt: " in out
    assert "the River Monitor → an unnamed outlet" in out


def test_a_desk_needs_a_ledger(sayso: Sayso) -> None:
    status, _, err = sayso("desk", "none.db", "--no-browser")
    assert (status, err.count("\n")) == (1, 1)
    assert "no ledger at none.db" in err
