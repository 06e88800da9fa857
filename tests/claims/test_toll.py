"""Numbers and times, as the words give them."""

import pytest

from sayso.claims.toll import toll
from sayso.claims.when import when
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
        ("the 16-year-old was killed", {}),
    ],
)
def test_tolls(text: str, wanted: dict[str, tuple[int | None, int | None]]) -> None:
    assert harmed(text) == wanted
