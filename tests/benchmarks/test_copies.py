"""The benchmark of copies counts what it says it counts."""

import random

from benchmarks import copies

WORDS = [a + b for a in "bcdfghklmnprst" for b in ("arim", "olen", "eshta", "ukri", "anov", "iddel")]


def text(seed: int, length: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def test_unrelated_texts_and_their_copies_are_counted_right() -> None:
    originals = [text(n) for n in range(8)]
    groups = copies.printed_twice(originals)
    assert groups == list(range(8))
    found = copies.run(originals, groups, 0.1)
    assert found.tally.figures() == {"p": 1.0, "r": 1.0, "f": 1.0}
    assert {name: tally.gold for name, tally in found.by_editor.items()} == dict.fromkeys(copies.EDITORS, 2)
    assert copies.run(originals, groups, 0.9).tally.figures()["r"] < 0.5


def test_a_text_printed_twice_already_is_neither_right_nor_wrong() -> None:
    twice = text(1)
    originals = [twice, text(2), f"{twice} {text(3, 30)}", text(4)]
    groups = copies.printed_twice(originals)
    assert groups[0] == groups[2]
    found = copies.run(originals, groups, 0.0)
    assert found.unjudged > 0
    assert found.tally.figures()["p"] == 1.0


def test_the_editor_changes_as_much_as_it_says_and_the_same_each_time() -> None:
    words = text(5, 2000).split()
    changed = copies._changed(words, 0.2, ["new"], random.Random(1))  # noqa: SLF001 - the editor itself
    assert 0.15 < 1 - sum(word != "new" for word in changed) / len(words) < 0.25
    assert changed == copies._changed(words, 0.2, ["new"], random.Random(1))  # noqa: SLF001 - the editor itself
