"""`opens` of codebook/furniture.toml leaves out nothing: every line that a pattern matches begins as its row tells."""

import re
import re._constants as sre  # type: ignore[import-not-found]  # typeshed has no stubs for it
import re._parser as parser  # type: ignore[import-not-found]
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from sayso.codebook.tables import table
from sayso.model import CodebookError
from sayso.reports import furniture

ROWS = [row for row in table("furniture")["row"] if "opens" in row]
LETTERS = "".join(map(chr, range(sys.maxunicode + 1)))

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


class Proof:
    """Goes every way through a pattern, letter by letter, until it has begun as `opens` tells; notes what does not."""

    def __init__(self, opens: Iterable[str]) -> None:
        self.opens = frozenset(opens)
        self.begun = {told[:length] for told in self.opens for length in range(len(told))}
        self.reached: set[str] = set()
        self.missing: set[str] = set()

    def add(self, pattern: str, *, exact: bool) -> None:
        self._note(self._all(parser.parse(pattern, re.NOFLAG if exact else re.IGNORECASE), {""}), "")

    def _all(self, parts: Iterable[Any], begun: set[str]) -> set[str]:
        """What the line may have begun with behind these parts, openings that are complete left out."""
        for operation, told in parts:
            begun = self._one(operation, told, begun)
        return begun

    def _one(self, operation: Any, told: Any, begun: set[str]) -> set[str]:
        if operation is sre.LITERAL:
            return self._letter(furniture.opening(chr(told)), begun)
        if operation is sre.IN:
            return self._any_of(told, begun)
        if operation is sre.SUBPATTERN:
            return self._all(told[3], begun)
        if operation is sre.BRANCH:
            return {one for way in told[1] for one in self._all(way, begun)}
        if operation in REPEATS:
            least, most, parts = told
            return self._repeated(least, most, parts, begun)
        if operation is sre.AT:
            return begun
        return self._note(begun, "…")

    def _letter(self, letter: str, begun: set[str]) -> set[str]:
        longer = {one + letter for one in begun}
        self.reached |= longer & self.opens
        self._note(longer - self.opens - self.begun, "")
        return longer & self.begun - self.opens

    def _any_of(self, letters: Sequence[tuple[Any, Any]], begun: set[str]) -> set[str]:
        found: set[str] = set()
        for operation, told in letters:
            if operation is sre.LITERAL:
                found |= self._letter(furniture.opening(chr(told)), begun)
            elif (operation, told) == (sre.CATEGORY, sre.CATEGORY_DIGIT):
                found |= self._letter("0", begun & {""}) | self._note(begun - {""}, "…")
            else:
                found |= self._note(begun, "…")
        return found

    def _repeated(self, least: int, most: int, parts: Any, begun: set[str]) -> set[str]:
        for _ in range(least):
            begun = self._all(parts, begun)
        found, newest = set(begun), begun
        for _ in range(least, most):
            newest = self._all(parts, newest) - found
            if not newest:
                break
            found |= newest
        return found

    def _note(self, begun: Iterable[str], more: str) -> set[str]:
        # Lines are stripped before they are tried: none begins with a blank.
        self.missing |= {one + more for one in begun if not one.startswith(" ")}
        return set()


def proof(row: dict[str, Any]) -> Proof:
    found = Proof(row["opens"].split("|"))
    for pattern in row["patterns"]:
        found.add(pattern, exact=row.get("letters") == "exact")
    return found


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_every_line_that_a_pattern_matches_begins_as_its_row_tells(row: dict[str, Any]) -> None:
    found = proof(row)
    assert not found.missing, f"add to `opens` of “{row['what']}”, or shorten: {sorted(found.missing)}"
    assert found.reached == set(row["opens"].split("|")), "no line can begin so, or another opening begins it"


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_only_rows_of_whole_lines_tell_how_these_open(row: dict[str, Any]) -> None:
    assert row["scope"] in ("whole", "list", "rest")
    assert "words" not in row


@pytest.mark.parametrize(
    ("pattern", "missing"),
    [
        ("(read|see) more", {"see"}),
        ("(please )?read", {"p"}),
        (".{0,3}read", {"…"}),
        (r"\d+ reads", {"0"}),
        ("[rw]ead", {"w"}),
        ("r?ead", {"e"}),
        ("re", {"re"}),
        ("(?=x)read", {"…"}),
    ],
)
def test_what_a_row_does_not_tell_is_found(pattern: str, missing: set[str]) -> None:
    found = Proof(["read", "send"])
    found.add(pattern, exact=False)
    assert found.missing == missing


def test_a_letter_opens_as_every_letter_that_a_pattern_takes_for_it() -> None:
    for letter in sorted({letter for row in ROWS for letter in row["opens"]} - {"0", "|"}):
        taken = re.findall(re.escape(letter), LETTERS, re.IGNORECASE)
        assert {furniture.opening(one) for one in taken} == {letter}


def test_every_figure_opens_as_0() -> None:
    assert {furniture.opening(figure) for figure in re.findall(r"\d", LETTERS)} == {"0"}


@pytest.mark.parametrize("opens", ["", "read||see", "read|", 3, "a" * 25, "Read", "5 reads", ["read", "see"]])
def test_openings_that_are_none_are_refused(opens: object) -> None:
    with pytest.raises(CodebookError, match=r"furniture\.toml, row 7: opens is to be openings"):
        furniture.row_of(7, {"what": "reading", "scope": "whole", "opens": opens})


def test_every_pattern_compiles_and_one_that_is_none_is_refused() -> None:
    assert all(row.pattern or row.words for row in furniture.rows())
    broken = furniture.row_of(7, {"what": "reading", "scope": "whole", "patterns": ["(read"]})
    with pytest.raises(CodebookError, match=r"furniture\.toml, \(\?:\(read\): missing \)"):
        broken.fits("read")
