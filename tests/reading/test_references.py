"""Words that point back: stories of what each stands for, and of what is left open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.codebook.tables import table
from sayso.model import Paragraph, Report
from sayso.reading.nominals import Nominal, nominals, pronoun_class, singular
from sayso.reading.reading import read
from sayso.reading.references import Told, references


def reading_of(text: str):  # type: ignore[no-untyped-def]
    """A text as one paragraph, read."""
    return read(Report("0" * 64, text, None, None, (), None, "en", (Paragraph((0, len(text)), "prose"),), ()))


def stands_for(text: str, words: str) -> str | None:
    """What the last such words of a text stand for."""
    start = text.rindex(words)
    span = (start, start + len(words))
    found = references(reading_of(text), [span]).get(span)
    assert found is None or (found.words.stand_in(text) and found.stands_for.stand_in(text))
    assert found is None or found.stands_for.span[0] < start
    return found.stands_for.text if found else None


STORIES = [
    ("Two Russian pilots died near Ostrel. The pilots were on a test flight.", "The pilots", "Two Russian pilots"),
    ("Shells hit the Syrian army in Ostrel. The army denied that it had fled.", "The army", "the Syrian army"),
    (
        "Idris Malo is the mayor of Ostrel. Malo was born in 1960. He studied law.",
        "He",
        "Idris Malo",
    ),
    (
        "Anna Belan is a doctor. Belan left the city in May. Her sister stayed, and she wrote to her.",
        "Her",
        "Anna Belan",
    ),
]


@pytest.mark.parametrize(("text", "words", "expected"), STORIES)
def test_what_words_stand_for(text: str, words: str, expected: str) -> None:
    assert stands_for(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is believed that the fighters left.", "It"),
        ("The army left.", "The army"),
        ("A bus and a car burned in a street. He wept.", "a street"),
        ("The group left. The group came back.", "The group"),
    ],
    ids=["expletive", "nobody before", "does not point", "says no more than itself"],
)
def test_what_is_left_open(text: str, words: str) -> None:
    assert stands_for(text, words) is None


def test_they_is_never_told() -> None:
    text = "Militants of the Sons of Ostrel came by night. They burned the mill."
    assert stands_for(text, "They") is None


def test_only_whole_phrases_are_asked_for() -> None:
    text = "Rebels shelled the town of Ostrel. Men from the town said so."
    assert stands_for(text, "Men from the town") is None


def phrases(text: str) -> list[Nominal]:
    """The phrases of a text."""
    reading = reading_of(text)
    return list(nominals(text, [sentence.span for sentence in reading.sentences], reading.tags))


def test_phrases_end_where_others_begin() -> None:
    text = "The Observatory for Human Rights said that two armed groups left the city's outskirts."
    shown = [text[slice(*one.span)] for one in phrases(text)]
    assert shown == ["The Observatory for Human Rights", "two armed groups", "the city", "outskirts"]


def test_names_of_one_are_gathered() -> None:
    text = "General Ruy Castell, the head of the Ember Brigade, spoke. Castell left Ostrel."
    told = Told.of(reading_of(text))
    by_words = {text[slice(*one.span)]: figure for one, figure in zip(told.nominals, told.figures, strict=True)}
    assert by_words["General Ruy Castell"] is by_words["Castell"]
    assert by_words["Castell"] is not by_words["Ostrel"]


@pytest.mark.parametrize(
    ("many", "one"),
    [("cities", "city"), ("militiamen", "militiaman"), ("buses", "buse"), ("news", "news"), ("forces", "force")],
)
def test_nouns_in_the_singular(many: str, one: str) -> None:
    assert singular(many) == one


def test_the_weights_are_of_signs_that_the_reader_gives() -> None:
    text = "Rebels took Ostrel. The town is theirs, he said of it; she left the group, and they wept for her."
    told = Told.of(reading_of(text))
    assert set(table("references")) == {"person", "they", "it", "noun"}
    for number in range(len(told.nominals)):
        if told.points(number):
            weights = table("references")[told.weighed_as(number)]
            assert {name for signs in told.choice(number).signs for name in signs} & weights.keys()
    assert pronoun_class("us") is None


def test_a_long_chain_of_pronouns_is_followed_without_end_of_stack() -> None:
    text = "Idris Malo slept. " + "He woke. " * 3000
    assert Told.of(reading_of(text)).named(3000)[0] is not None


WORDS = st.sampled_from(
    "The group he said it town of Ostrel Malo , . their army “ ” left the which IT - US's 40 🙂".split()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_whatever_the_text_references_hold_its_words_and_point_back(words: list[str]) -> None:
    text = " ".join(words)
    reading = reading_of(text)
    told = Told.of(reading)
    for span, found in references(reading, [one.span for one in told.nominals]).items():
        assert found.words.span == span
        assert found.stands_for.stand_in(text) and found.stands_for.span[0] < span[0]
        assert 0 < found.chance <= 1
