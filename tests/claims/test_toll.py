"""Numbers and times, as the words give them."""

import sys
from collections import Counter

import pytest

from sayso.claims.toll import toll
from sayso.model import Count
from sayso.reading.tokens import tokens


def harmed(text: str) -> dict[str, tuple[int | None, int | None]]:
    """Each harm of a text with its low and high."""
    found = tokens(text, (0, len(text)), frozenset())
    total = toll(text, found, 0, len(found))
    counts: dict[str, Count | None] = {
        name: getattr(total, name) if total else None for name in ("killed", "injured", "captured", "displaced")
    }
    return {name: (count.low, count.high) for name, count in counts.items() if count}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("at least 12 civilians were killed", {"killed": (12, None)}),
        ("killing six people and wounding four", {"killed": (6, 6), "injured": (4, 4)}),
        ("six people were killed and four injured", {"killed": (6, 6), "injured": (4, 4)}),
        ("dozens of civilians were killed", {"killed": (24, None)}),
        ("hundreds were killed", {"killed": (200, None)}),
        ("some 80 fighters died", {"killed": (80, 80)}),
        ("more than 1,200 people were wounded", {"injured": (1200, None)}),
        ("up to 40 soldiers were killed", {"killed": (None, 40)}),
        ("twenty-three prisoners were executed", {"killed": (23, 23)}),
        ("two hundred people were displaced", {"displaced": (200, 200)}),
        ("the war has claimed over 300000 lives", {"killed": (300000, None)}),
        ("eight officers and five drivers were killed", {"killed": (13, 13)}),
        ("two dozen people were killed", {"killed": (24, 24)}),
        ("killing 14 civilians, including six children, and injuring 32", {"killed": (14, 14), "injured": (32, 32)}),
        ("at least 19 people, among them seven fishermen, were killed", {"killed": (19, None)}),
        ("14,456 people were killed, 110 of them under 18", {"killed": (14456, 14456)}),
        ("killed 7 militants and captured 3 villages", {"killed": (7, 7)}),
        ("10 to 12 people were killed", {"killed": (10, 12)}),
        ("between 10 and 12 people were killed", {"killed": (10, 12)}),
        ("10-12 people were killed", {"killed": (10, 12)}),
        ("20,000-30,000 people were displaced", {"displaced": (20000, 30000)}),
        ("no one was killed", {}),
        ("1" * 5000 + " people were killed", {}),
        ("captured 12 soldiers", {"captured": (12, 12)}),
        ("300 militants captured the town", {}),
        ("captured by two groups", {}),
        ("a quarter of a million people were displaced", {}),
        ("the village was shelled on 12 May", {}),
        ("killed 3 km north of the town", {}),
        ("people were killed in 2016", {}),
        ("the 16-year-old was killed", {"killed": (1, 1)}),
        ("a man was shot and killed", {"killed": (1, 1)}),
        ("Boy, 16, killed in Tolva", {"killed": (1, 1)}),
        ("Idris Malo, 31, of Ostrel was pronounced dead at 7:18 p.m.", {"killed": (1, 1)}),
        ("a 9-year-old girl shot in the head on Friday has died", {"killed": (1, 1)}),
        ("the fatal shooting of a teacher in the 600 block of Dock Street", {"killed": (1, 1)}),
        ("her brother's accidental shooting death", {"killed": (1, 1)}),
        ("before killing himself", {"killed": (1, 1)}),
        ("a man and a woman were killed", {"killed": (2, 2)}),
        ("a couple was found dead", {"killed": (2, 2)}),
        ("Two children and an adult male were found dead", {"killed": (3, 3)}),
        ("Woman, toddler killed", {"killed": (2, 2)}),
        ("three people, including a child, were killed", {"killed": (3, 3)}),
        ("three people, a man and two girls, were killed", {"killed": (3, 3)}),
        ("a teacher, Idris Malo, was killed", {"killed": (1, 1)}),
        ("killed Idris Malo, Bela Oru and Sana Tesh", {"killed": (3, 3)}),
        ("a double homicide", {"killed": (2, 2)}),
        ("one killed, five shot", {"killed": (1, 1)}),
        ("one dead, three injured", {"killed": (1, 1), "injured": (3, 3)}),
        ("a woman was killed and three others were wounded", {"killed": (1, 1), "injured": (3, 3)}),
        ("dozens were killed and injured", {"killed": (24, None)}),
        ("two men were shot", {}),
        ("a girl who called 911 was shot", {}),
        ("tried to kill two officers", {}),
        ("civilians were killed", {}),
        ("the soldiers were killed on the Ostrel road", {}),
        ("the guard did not die", {}),
        ("was sentenced to death", {}),
        ("a total of 24 fighters were killed", {"killed": (24, 24)}),
        ("the death toll has risen to at least 112", {"killed": (112, None)}),
        ("results in four deaths", {"killed": (4, 4)}),
        ("killed more than 1400 people", {"killed": (1400, None)}),
        ("tens of thousands have died", {"killed": (20000, None)}),
        ("the governor was killed along with two guards", {"killed": (3, 3)}),
    ],
)
def test_tolls(text: str, wanted: dict[str, tuple[int | None, int | None]]) -> None:
    assert harmed(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "At least 12 civilians were killed",
        "Two men and a girl, 8, died",
        "The killing of a tall teacher",
        "He was killed",
    ],
)
def test_the_words_of_a_count_stand_in_the_text(text: str) -> None:
    found = tokens(text, (0, len(text)), frozenset())
    total = toll(text, found, 0, len(found))
    assert total
    assert total.killed
    assert text[slice(*total.killed.span)] == total.killed.text


def test_long_clauses_take_linear_time() -> None:
    def calls(times: int) -> int:
        text = "a man shot in the head, a guard and two boys of the town and " * times + "were killed"
        found = tokens(text, (0, len(text)), frozenset())
        counted = Counter[str]()
        sys.setprofile(lambda _frame, event, _argument: counted.update((event,)))
        try:
            toll(text, found, 0, len(found))
        finally:
            sys.setprofile(None)
        return counted.total()

    calls(10)
    assert calls(2000) < 12 * calls(200)
