"""Wrapping by columns, whatever a page put into its words."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sayso.cli.layout import Sheet, columns, safe

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)


@given(TEXTS)
def test_nothing_of_a_page_steers_the_terminal(text: str) -> None:
    shown = safe(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


@given(TEXTS, st.integers(24, 100), st.integers(0, 12))
def test_lines_fit_and_lose_nothing(text: str, width: int, indent: int) -> None:
    lines = list(Sheet(width, colour=False).lines([(safe(text), "plain")], indent))
    assert all(columns(line) <= width for line in lines)
    isolates = {ord("\u2068"): None, ord("\u2069"): None}
    assert "".join("".join(lines).translate(isolates).split()) == "".join(safe(text).split())


def test_escape_codes_of_a_page_are_disarmed() -> None:
    assert "\x1b" not in safe("red \x1b[31malert\x1b[0m \x07\x9b2J")


def test_wide_characters_count_double_and_marks_nothing() -> None:
    assert columns("村は") == 4
    assert columns("e\u0301") == 1
    assert columns("القرية") == 6


def test_right_to_left_words_are_kept_to_themselves() -> None:
    (line,) = Sheet(80, colour=False).lines([("a → ", "faint"), ("القرية", "speaker"), (" → b", "faint")])
    assert line == "a → \u2068القرية\u2069 → b"


def test_a_word_longer_than_the_line_is_broken() -> None:
    address = "https://example.org/" + "a" * 60
    assert list(Sheet(24, colour=False).lines([(address, "plain")], 2)) == [
        "  " + address[i : i + 22] for i in range(0, len(address), 22)
    ]
