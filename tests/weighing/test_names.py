"""The words that weighing compares, and how a person is shown them."""

from sayso.weighing.names import spelt, stem


def test_a_stem_is_shown_as_a_text_writes_it() -> None:
    assert stem("before") == "befor"
    assert spelt("befor", ["They left before the attack", "Before noon"]) == "Before"
    assert spelt("checkpoint", ["two checkpoints", "the checkpoint"]) == "checkpoint"
    assert spelt("al-qaryatayn", ["the town of al-Qaryatayn"]) == "al-Qaryatayn"


def test_a_longer_word_of_another_stem_is_not_taken_for_it() -> None:
    assert spelt("stat", ["a static line"]) == "stat"
    assert spelt("army", []) == "army"
