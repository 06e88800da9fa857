"""How two parties stand to each other on a day."""

import pytest

from sayso.model.errors import NotOfThisKind
from sayso.model.party import Parent, PartyEntry, Side, standing

STATE = PartyEntry("party:xa", "Karm", "state")
ARMY = PartyEntry("party:xa.military", "Army of Karm", "military", parents=(Parent("party:xa"),))
REBELS = PartyEntry("party:rebels", "Rebels", "armed_group", sides=(Side("against", "party:xa", "2015-01-01"),))
BRIGADE = PartyEntry(
    "party:brigade", "Brigade", "armed_group", parents=(Parent("party:rebels", None, "2018-06-30"),),
    sides=(Side("backed_by", "party:patron"), Side("media_arm_of", "party:rebels")),
)  # fmt: skip
PATRON = PartyEntry("party:patron", "Patron", "state")


def test_a_part_stands_in_the_whole_and_the_whole_holds_the_part() -> None:
    assert standing(ARMY, ARMY) == "same"
    assert standing(ARMY, STATE) == "part_of"
    assert standing(STATE, ARMY) == "holds"


def test_a_tie_holds_on_its_days_only() -> None:
    assert standing(BRIGADE, REBELS, "2018-06-30") == "part_of"
    assert standing(BRIGADE, REBELS, "2018-07-01") == "media_arm_of"
    assert standing(REBELS, STATE, "2014-12-31") is None
    assert standing(REBELS, STATE, "2015") == "against"


def test_sides_hold_both_ways_and_towards_parts() -> None:
    assert standing(STATE, REBELS, "2016-01-01") == "against"
    assert standing(REBELS, ARMY, "2016-01-01") == "against"
    assert standing(PATRON, BRIGADE) == standing(BRIGADE, PATRON) == "allied_with"
    assert standing(REBELS, BRIGADE, "2020-01-01") is None, "a mouthpiece has no mouthpiece"


def test_an_id_says_that_it_is_a_party() -> None:
    with pytest.raises(NotOfThisKind, match="party:"):
        PartyEntry("geonames:1", "Karm", "state")
