"""Times in a text, their words and their days. Places and reports are invented."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import When
from sayso.registers.dates import dateline, find, resolve, times

DAY = "2017-10-05"
"""A Thursday."""


def days(text: str, published: str | None = DAY) -> list[tuple[str | None, str | None]]:
    """First and last day of every time in the text."""
    return [(w.start, w.end) for w in times(text, published)]


def one(text: str, published: str | None = DAY) -> When:
    """The only time in the text."""
    (found,) = times(text, published)
    return found


def test_a_weekday_is_the_last_one_unless_the_verb_looks_ahead() -> None:
    assert one("Rebels left on Sunday.").start == "2017-10-01"
    assert one("The group will vote on Sunday.").start == "2017-10-08"
    assert one("On Sunday, the group is to leave the town.").start == "2017-10-08"
    assert one("He said on Sunday that they will leave.").start == "2017-10-01"
    assert one("They agreed to meet on Sunday.").start == "2017-10-08"
    assert one("They agreed on Sunday to meet.").start == "2017-10-01"


def test_the_day_of_publication_is_its_own_weekday_both_ways() -> None:
    assert days("The army attacked on Thursday. The council will meet on Thursday.") == [(DAY, DAY), (DAY, DAY)]


def test_words_granularity_and_anchor_stand_beside_the_days() -> None:
    text = "The front froze. In early September, talks began; late on Tuesday they failed, as in March 2015."
    found = times(text, DAY)
    assert [(text[slice(*w.span)], w.granularity, w.anchor) for w in found] == [
        ("In early September", "month", DAY),
        ("late on Tuesday", "day", DAY),
        ("in March 2015", "month", None),
    ]
    assert all(w.text == text[slice(*w.span)] for w in found)


def test_a_stretch_of_a_text_gives_offsets_into_the_whole() -> None:
    text = "On Monday rebels came. On Tuesday they left. On Wednesday it rained."
    (found,) = times(text, DAY, (23, 44))
    assert text[slice(*found.span)] == found.text == "On Tuesday"


def test_an_undated_report_keeps_its_words_and_gets_its_days_later() -> None:
    found = find("On Thursday the army entered the town, a week after 5 October 2016. Three days later it left.")
    assert [(w.start, w.anchor) for w in resolve(found, None)] == [
        (None, None),
        ("2016-10-05", None),
        ("2016-10-08", None),
    ]
    dated = resolve(found, date(2017, 10, 5))
    assert (dated[0].start, dated[0].anchor) == ("2017-10-05", "2017-10-05")


def test_later_counts_from_the_day_told_before() -> None:
    text = "On Monday rebels struck. Three days later they withdrew. The same day jets came; the following day none."
    assert [w.start for w in times(text, DAY)] == ["2017-10-02", "2017-10-05", "2017-10-05", "2017-10-06"]
    assert days("Three days later they withdrew.") == [(None, None)]


def test_open_sides_stay_open() -> None:
    assert days("It has held the dam since Wednesday.") == [("2017-10-04", DAY)]
    assert days("It has held the dam since 2015.", None) == [("2015-01-01", None)]
    assert days("The truce holds until Monday 9 October 2017.") == [(None, "2017-10-09")]
    assert days("In recent days guns were moved.") == [(None, DAY)]


@pytest.mark.parametrize(
    "text",
    [
        "The order of 5/10/2017 was leaked.",
        "Several weeks ago the siege tightened.",
        "On 29 February 2017 nothing happened.",
        "On 31 April nothing happened.",
        "3000 years ago the hill was a town.",
    ],
)
def test_what_fixes_no_day_has_none(text: str) -> None:
    assert days(text) == [(None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Troops march on the town and may leave.",
        "Under Resolution 1701, 2000 people and 1,999 tanks left; 2050 refugees stayed.",
        "The fall of Karm came after the spring offensive.",
        "The sun sat low; a second car came, at 10:35 or 3.30.",
        "The three-day siege lasted for two weeks, 24 hours a day.",
        "May the dead rest. March on!",
        "99999999999 years ago.",
    ],
)
def test_other_words_are_no_times(text: str) -> None:
    assert [w for w in times(text, DAY) if w.start] == []


def test_a_year_may_be_told_by_the_weekday_or_by_nearness() -> None:
    assert one("On Saturday, 1 October, the mill burned.").start == "2016-10-01"
    assert one("The Dec. 12 massacre is forgotten.").start == "2016-12-12"
    assert one("The deadline is 15 October.").start == "2017-10-15"
    assert one("In December, gunmen took the mill.").start == "2016-12-01"
    assert one("In December, the sides will meet.").start == "2017-12-01"


def test_ranges_are_one_time_with_both_ends() -> None:
    assert days("Between 3 and 5 May, from Monday to Wednesday, 2011-2014.") == [
        ("2017-05-03", "2017-05-05"),
        ("2017-10-02", "2017-10-04"),
        ("2011-01-01", "2014-12-31"),
    ]
    (whole,) = find("From 28 September to 3 October the bridge was closed.")
    assert [part.text for part in whole.parts] == ["28 September", "3 October"]


def test_a_dateline_is_the_day_that_today_means() -> None:
    text = "TOLVA, Karm province, Oct. 3 (Agency) — The army entered the town today."
    assert times(text, DAY)[-1].start == "2017-10-03"
    assert dateline("Rebels took Karm on 3 October, a defeat.", date(2017, 10, 5)) is None
    assert dateline("TOLVA, 3 March 2012 (Agency) - From the archive.", date(2017, 10, 5)) is None
    assert dateline("TOLVA (5 October 2017) - The army left.", None) == date(2017, 10, 5)


def test_a_quarter_is_compared_with_its_like() -> None:
    assert days("Oil fell in the third quarter of 2016 from a year earlier.") == [
        ("2016-07-01", "2016-09-30"),
        ("2015-07-01", "2015-09-30"),
    ]


PIECES = [
    *"aA1.,-/()'’",
    "\n\n",
    *"May Monday 3 31 2017 from to between and until since ago last the week days p.m. GMT".split(),
]


@given(st.lists(st.sampled_from(PIECES)))
def test_any_text_gives_words_that_stand_in_it_and_days_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = times(text, DAY)
    assert all(w.text and text[slice(*w.span)] == w.text for w in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    assert all(w.start <= w.end for w in found if w.start and w.end)


JUNK = ("the ", "at 3 p.m. ", "from Monday to ", "May ", "1", "a ", "3-", "\n \n", "last past ", "early ", "(")


@pytest.mark.parametrize("junk", JUNK)
def test_long_junk_takes_time_in_proportion(junk: str) -> None:
    def once(text: str) -> float:
        begun = time.process_time()
        times(text, DAY)
        return time.process_time() - begun

    def seconds(size: int) -> float:
        # What else the machine does can only slow a run down.
        return min(once(junk * (size // len(junk))) for _ in range(3))

    seconds(1000)
    # Twice eight times the time for eight times the text: a square would be 64.
    assert seconds(160_000) < 16 * max(seconds(20_000), 0.01)
