"""What a phrase that fills a role names, without what stands around the name."""

import pytest
from tests.stories import Story

from sayso.claims.roles import named
from sayso.reading.phrases import words_of
from sayso.reading.tokens import tokens


@pytest.mark.parametrize(
    ("around", "phrase", "name"),
    [
        ("", "128 Sallan civilians", "Sallan civilians"),
        ("", "100 km north-west of Goma", "100 km north-west of Goma"),
        ("", "3 March armed men", "armed men"),
        (")", "the Rapid Support Forces (RSF", "the Rapid Support Forces (RSF)"),
        (" said", "the Rapid Support Forces (RSF", "the Rapid Support Forces"),
        ("", ", the army", "the army"),
    ],
)
def test_a_name_is_told_whole_and_alone(around: str, phrase: str, name: str) -> None:
    text = phrase + around
    found = tokens(text, (0, len(text)), frozenset())
    count = len(tokens(phrase, (0, len(phrase)), frozenset()))
    span = named(found, (0, count))
    assert span is not None
    assert words_of(text, found, span).text == name


def test_a_part_among_a_whole_is_not_added_to_it() -> None:
    story = Story.of("6 children among 19 dead in the shelling of Tolva market, rescuers said.")
    tolls = [claim.event.toll for claim in story.claims if claim.event.toll]
    assert [toll.killed.low for toll in tolls if toll.killed] == [19]


def test_the_name_of_a_group_is_no_place() -> None:
    story = Story.of("Boko Haram raided the town of Geidam, Yobe State, killing 12 people.")
    assert all(place.text != "Boko" for claim in story.claims for place in claim.event.places)
