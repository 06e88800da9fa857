"""Plain text: the text as given, paragraphs and furniture as spans."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reports.plain import Plain, read_plain

PAGE = """\
0 €
1,200 €
3,000 €

Rebel Council’s Fighters Leave Tell Zahra After Talks

On Monday, fighters of the Rebel Council left Tell Zahra, according to the council's press office.

A spokesman of the governor denied that
there had been talks; he spoke of a flight
in the night and of weapons left behind.

Rebel Council's fighters leave Tell Zahra after talks

Click to see the full-size image

Two residents said that buses had come before dawn.

Share on Facebook | Tweet | WhatsApp

Do you like this content? Support us with a small monthly sum!
"""


def words(text: str, found: Plain, kind: str) -> list[str]:
    """The paragraphs of one kind."""
    return [text[slice(*p.span)] for p in found.paragraphs if p.kind == kind]


def furniture(text: str, found: Plain) -> str:
    """Everything that no stage reads."""
    return "\n".join(text[slice(*span)] for span in found.furniture)


def test_donation_bar_caption_share_bar_and_appeal_are_furniture() -> None:
    found = read_plain(PAGE)
    gone = furniture(PAGE, found)
    for line in (
        "1,200 €",
        "Click to see",
        "Share on Facebook",
        "Do you like this content?",
        "Council's fighters leave",
    ):
        assert line in gone
    assert PAGE[slice(*found.furniture[0])] == "0 €\n1,200 €\n3,000 €"


def test_the_headline_is_one_paragraph_and_its_repetition_is_furniture() -> None:
    found = read_plain(PAGE)
    assert words(PAGE, found, "headline") == ["Rebel Council’s Fighters Leave Tell Zahra After Talks"]
    assert found.title == "Rebel Council’s Fighters Leave Tell Zahra After Talks"


def test_wrapped_lines_are_one_paragraph() -> None:
    found = read_plain(PAGE)
    prose = words(PAGE, found, "prose")
    assert len(prose) == 3
    assert prose[1].startswith("A spokesman")
    assert prose[1].endswith("left behind.")


def test_one_line_a_paragraph_is_not_joined() -> None:
    text = (
        "Clashes\n"
        + "The army said that it had taken the hill above the village after a day of shelling. (Agency)\n" * 3
    )
    found = read_plain(text)
    assert [p.kind for p in found.paragraphs].count("prose") == 3


def test_line_ends_of_every_system_stay_as_they_are() -> None:
    text = "Army enters the old port\r\n\r\nIt entered on Friday,\r\nan officer said."
    found = read_plain(text)
    assert words(text, found, "headline") == ["Army enters the old port"]
    assert text[found.paragraphs[-1].span[1] - 1] == "."


def test_wire_copy_in_capitals_is_wire_and_wrapped_lines_are_joined() -> None:
    text = (
        "   TELL ZAHRA, 4 MAY 91 -- [TEXT] THE NORTHERN COMMAND REPORTED TODAY THAT A\n"
        "PATROL HAD BEEN FIRED UPON NEAR THE BRIDGE AND THAT TWO SOLDIERS WERE\nWOUNDED.\n\n"
        "   NO GROUP HAS CLAIMED THE ATTACK, A SPOKESMAN ADDED.\n"
    )
    found = read_plain(text)
    assert [p.kind for p in found.paragraphs] == ["wire", "wire"]


def test_bullets_lose_their_mark_and_headings_are_told() -> None:
    text = (
        "Daily summary of the mission\n\nNorth\n\n- Two shells fell on Tell Zahra.\n* One man was hurt.\n\n"
        "South\n\nAll was calm.\n"
    )
    found = read_plain(text)
    assert words(text, found, "bullet") == ["Two shells fell on Tell Zahra.", "One man was hurt."]
    assert words(text, found, "heading") == ["North", "South"]


def test_a_date_line_gives_the_date_and_is_no_paragraph() -> None:
    text = "Monday, May 6, 2019\n\nTroops entered the village, an officer said on the radio.\n"
    found = read_plain(text)
    assert found.published is not None
    assert (found.published.start, found.published.source) == ("2019-05-06", "guessed")
    assert furniture(text, found) == "Monday, May 6, 2019"


def test_the_dates_of_a_chronology_stay() -> None:
    text = "".join(f"{day} May 2019\n\nTroops entered village number {day}.\n\n" for day in range(1, 6))
    found = read_plain(text)
    assert not found.furniture
    assert found.published is None


def test_a_page_run_into_one_line_is_trimmed_at_both_ends() -> None:
    text = "Wed Oct 3 2018 Troops entered the village after a night of shelling an officer said. Read Also"
    found = read_plain(text)
    assert words(text, found, "prose") == ["Troops entered the village after a night of shelling an officer said."]
    assert found.published is not None
    assert found.published.start == "2018-10-03"


def test_a_byline_names_its_authors() -> None:
    text = "Troops enter the village\n\nBy Anna Petrov and Omar Haddad\n\nTroops entered the village on Monday.\n"
    found = read_plain(text)
    assert found.authors == ("Anna Petrov", "Omar Haddad")
    assert "By Anna" in furniture(text, found)


lines = st.one_of(
    st.sampled_from(
        [*PAGE.splitlines(), "- a bullet", "IN CAPITALS ALL OF IT IS WRITTEN HERE", "Related:", "5 May 2019"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(lines, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
def test_spans_run_forwards_inside_the_text_and_never_overlap(parts: list[str], end: str) -> None:
    text = end.join(parts)
    found = read_plain(text)
    assert [p.span for p in found.paragraphs] == sorted(p.span for p in found.paragraphs)
    assert list(found.furniture) == sorted(found.furniture)
    at = 0
    for start, stop in sorted([*(p.span for p in found.paragraphs), *found.furniture]):
        assert at <= start < stop <= len(text)
        at = stop
    for paragraph in found.paragraphs:
        assert text[slice(*paragraph.span)].strip() == text[slice(*paragraph.span)]
