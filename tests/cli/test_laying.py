"""An incident in the terminal, at several widths; and the decisions by which a person makes and parts incidents."""

import io
import json
import re
from pathlib import Path

import pytest
from tests.cli import made
from tests.cli.conftest import Sayso
from tests.conftest import Golden
from tests.weighing import test_matrix as incident

from sayso.api import SideBySide
from sayso.cli import laying
from sayso.cli.layout import Sheet, columns
from sayso.cli.terminal import Terminal
from sayso.weighing.grades import graded

CODES = re.compile(r"\x1b\[[0-9;]*m")
FIRST, SECOND, THIRD = (claim.id[:8] for claim in made.claims(made.report(made.page()))[:3])


def laid_out(width: int, *, colour: bool = False, grades: str = "admiralty") -> str:
    """The incident of the matrix's tests, with a few more voices so that it does not fit side by side."""
    voices = [
        incident.told(f"Paper {n}", f"Band {n} took Qasr, the {n}th Watch said.", quote=f"Band {n} took Qasr",
                      by=(f"the {n}th Watch",), actor=(f"Band {n}",), place="Qasr", published=f"2017-10-1{n}")
        for n in range(4)
    ]  # fmt: skip
    claims = (*incident.ALL, *voices)
    matrix = incident.laid(*claims)
    told = {each.id: each for each in claims}
    laid = SideBySide(matrix, told, graded(grades, matrix, told))  # type: ignore[arg-type]
    out = io.StringIO()
    sheet = Sheet(min(width, 96), colour)
    laying.tell(laid, Terminal(out, io.StringIO(), sheet, sheet, width))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_an_incident_as_it_is_laid_out(width: int, golden: Golden) -> None:
    golden(f"compare-{width}.txt", laid_out(width))


@pytest.mark.parametrize("width", range(34, 200, 11))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(columns, laid_out(width).splitlines())) <= width


def test_colour_adds_codes_and_nothing_else() -> None:
    coloured = laid_out(100, colour=True)
    assert CODES.search(coloured)
    assert CODES.sub("", coloured) == laid_out(100)


@pytest.mark.parametrize("number", range(1, 30))
def test_bands_hold_every_origin_once_and_fit(number: int) -> None:
    found = list(laying.bands(number, 70))
    assert [n for first, last, _ in found for n in range(first, last)] == list(range(number))
    assert all((last - first) * (width + 2) - 2 <= 70 for first, last, width in found)
    sizes = {last - first for first, last, _ in found}
    assert max(sizes) - min(sizes) <= 1


def test_nothing_is_called_verified_or_true() -> None:
    assert not re.search(r"\b(verified|corroborated|confirmed|true|fact)\b", laid_out(80), re.IGNORECASE)


@pytest.mark.usefixtures("kept")
def test_claims_are_joined_shown_and_parted_again(sayso: Sayso) -> None:
    status, out, err = sayso("same", FIRST, SECOND, "--as", "Rana", "--because", "one dawn")
    assert (status, out) == (0, "")
    review = re.fullmatch(r"([0-9a-f]{8}): \w{8} and \w{8} the same, says Rana: one dawn\n", err)
    assert review

    status, out, err = sayso("incidents")
    assert (status, err.count("\n")) == (0, 1)
    assert "1 report, 2 origins, 2 claims" in out
    shown = json.loads(sayso("compare", SECOND, "--format", "json")[1])
    assert {claim[:8] for claim in shown["claims"]} == {FIRST, SECOND}
    assert sayso("compare", shown["id"][:12])[1].startswith(shown["id"][:8])
    lines = sayso("incidents", "--format", "json")[1].splitlines()
    assert [json.loads(line)["id"] for line in lines] == [shown["id"]]

    assert "undone: " in sayso("undo", review[1])[2]
    assert "no two claims that fit tell of one happening" in sayso("incidents")[2]
    sayso("same", FIRST, SECOND)
    sayso("different", SECOND, FIRST, "--unsure")
    assert json.loads(sayso("compare", SECOND, "--format", "json")[1])["claims"][0][:8] == SECOND
    assert sayso("verify")[0] == 0


@pytest.mark.usefixtures("kept")
def test_origins_are_joined_and_parted(sayso: Sayso) -> None:
    sayso("same", FIRST, SECOND)
    assert "2 origins" in sayso("incidents")[1]
    sayso("same", FIRST, SECOND, "--origins", "--because", "the mayor is the commander")
    assert "1 origin," in sayso("incidents")[1]
    assert "the mayor is the commander" in " ".join(sayso("compare", FIRST)[1].split())
    sayso("undo")
    assert "2 origins" in sayso("incidents")[1]


@pytest.mark.usefixtures("kept")
def test_grades_are_a_person_s_and_both_axes_stand_apart(sayso: Sayso) -> None:
    sayso("same", FIRST, SECOND)
    assert sayso("grade", "the mayor", "b", "--as", "Rana")[2].endswith("mayor graded B, says Rana\n")
    sayso("grade", FIRST, "4")
    shown = json.loads(sayso("compare", FIRST, "--grades", "admiralty", "--format", "json")[1])
    assert sorted(each["mark"] for each in shown["grades"]) == ["B6", "F4"]
    assert "grade" not in sayso("compare", FIRST)[1]


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (f"same {FIRST}", 2, "name two claims or more"),
        (f"same {FIRST} {FIRST}", 2, "name two claims or more"),
        (f"same {FIRST} ffffffff", 1, "holds no claim whose id begins with ffffffff"),
        (f"different {FIRST} XY", 2, "begins no id"),
        ("compare ffffffff", 1, "holds no claim"),
        ("compare --grades stars abc", 2, "stars"),
        ("undo", 1, "nothing is decided"),
        ("undo xyz", 2, "begins no id"),
        ("grade somebody G", 2, "'G' is no grade"),
        ("incidents --since soon", 2, "is no day"),
        ("incidents --limit 0", 2, "0"),
        (f"same {FIRST} {SECOND} --as=", 2, "a decision needs a name"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_what_cannot_be_is_one_line(sayso: Sayso, arguments: str, status: int, complaint: str) -> None:
    found, out, err = sayso(*arguments.split())
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert complaint in err


@pytest.mark.parametrize("command", ["incidents", f"compare {FIRST}", f"same {FIRST} {SECOND}", "undo"])
def test_a_missing_ledger_is_named_and_none_is_made(sayso: Sayso, command: str) -> None:
    status, out, err = sayso(*command.split(), "--ledger", "none.db")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "none.db" in err
    assert not Path("none.db").exists()
