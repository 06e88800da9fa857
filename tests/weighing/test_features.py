"""How likely two tellings are of one happening, and what may be given up early."""

from itertools import combinations

import pytest
from tests.weighing.made import Page

from sayso.weighing.features import judge, reasons, scores
from sayso.weighing.tellings import Telling, tellings
from sayso.weighing.traits import traits

ASIDE = (
    ("Kestrel fighters abducted two clerks in Quendola", "abduction", "Kestrel fighters", "Quendola", "2019-02-11"),
    ("border guards clashed with smugglers near Ostrava Dell", "battle", "border guards", "Ostrava Dell", "2018-11-30"),
    ("a mine blew up a truck at Marrow Ford", "explosion_or_bomb", "a mine", "Marrow Ford", "2019-03-02"),
)


def round_up(key: str, day: int) -> list[Telling]:
    """A report that leads with one happening and ends with others, long past."""
    page = Page(key, f"2019-03-{day + 1:02}", f"Outlet {key}")
    for toll in ("three nurses", "four nurses"):
        told = f"Orlan jets bombed the Ferrowick clinic in Tarsamin and killed {toll}"
        page.says(told, actor="Orlan jets", place="Tarsamin", day=f"2019-03-{day:02}")
    for told, kind, actor, place, when in ASIDE:
        page.says(told, kind, actor=actor, place=place, day=when)  # type: ignore[arg-type]
    return tellings(map(traits, page.told()))


EVERY = [telling for n in range(4) for telling in round_up(f"r{n}", 4 + 9 * (n // 2))]


@pytest.mark.parametrize("least", [0.1, 0.25, 0.45])
def test_a_pair_is_given_up_only_where_its_chance_is_too_small(least: float) -> None:
    given_up = 0
    for a, b in combinations(EVERY, 2):
        whole, early = judge().chance(a.whole, b.whole), judge().chance(a.whole, b.whole, least)
        assert early == (whole if whole >= least else 0.0)
        given_up += early == 0.0
    assert 0 < given_up < len(list(combinations(EVERY, 2)))


def test_words_are_made_of_what_was_scored() -> None:
    for a, b in combinations(EVERY, 2):
        assert {why.on: why.score for why in reasons(a.whole, b.whole)} == scores(a.whole, b.whole)
        assert all(why.words for why in reasons(a.whole, b.whole))


def test_one_telling_leads_each_report_and_alone_has_its_telling_words() -> None:
    leading = [each for each in EVERY if each.leads]
    assert [each.whole.report for each in leading] == ["r0", "r1", "r2", "r3"]
    assert all(bool(each.whole.names) == bool(each.whole.page) == each.leads for each in EVERY)
