"""What a person sees: golden files of the text, at several widths, with and without colour."""

import io
import re

import pytest
from tests.cli import made
from tests.cli.conftest import Sayso
from tests.conftest import Golden

from sayso.cli import read
from sayso.cli.layout import Sheet, columns
from sayso.cli.terminal import Terminal

CODES = re.compile(r"\x1b\[[0-9;]*m")


def told(width: int, *, colour: bool = False) -> str:
    """The hand-made report on a terminal of this width."""
    out = io.StringIO()
    account = made.account()
    assert account.report
    sheet = Sheet(width, colour)
    read._tell(account, account.report, Terminal(out, io.StringIO(), sheet, sheet))  # noqa: SLF001 - the face itself
    return out.getvalue()


@pytest.mark.parametrize("width", [32, 80])
def test_a_report_as_it_is_told(width: int, golden: Golden) -> None:
    golden(f"read-{width}.txt", told(width))


@pytest.mark.parametrize("width", range(24, 100, 7))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(columns, told(width).splitlines())) <= width


def test_colour_adds_codes_and_nothing_else() -> None:
    coloured = told(80, colour=True)
    assert CODES.search(coloured)
    assert CODES.sub("", coloured) == told(80)
    assert all(line.count("\x1b[0m") == len(CODES.findall(line)) / 2 for line in coloured.splitlines())


@pytest.mark.usefixtures("kept")
def test_listing_and_showing(sayso: Sayso, golden: Golden) -> None:
    golden("claims.txt", sayso("claims")[1])
    first = made.claims(made.report(made.page()))[0]
    golden("show.txt", sayso("show", first.id[:12])[1])
    golden("pages.txt", sayso("pages")[1])


@pytest.mark.usefixtures("kept")
def test_nothing_is_called_verified_or_true(sayso: Sayso) -> None:
    printed = told(80) + "".join(sayso(*arguments.split())[1] for arguments in ("claims", "pages", "verify"))
    assert not re.search(r"\b(verified|corroborated|confirmed|true|fact)\b", printed, re.IGNORECASE)


def test_loaded_words_stay_inside_quotes() -> None:
    outside = re.sub(r"“[^”]*”", "", told(80), flags=re.DOTALL)
    assert "killed at least twelve" not in " ".join(outside.split())
