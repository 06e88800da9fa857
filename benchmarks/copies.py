"""Wire copy, edited by a seeded procedure, found again among the texts it was made from.

`python -m benchmarks.copies [--data DIR] [--json]`. Each text of at least LEAST words is printed once more by an
invented editor, at each of several rates: so many of its words are replaced, struck out, or have a word put before
them. Beside the rate the editor does one of four things, in turn: nothing more, cuts the end, moves the paragraphs, or
puts the copy between paragraphs of an article of another outlet.

A pair is right where the copy and its text are found to be one (`REPRINT` of the shorter). Of the pairs found,
those are false that join a copy with a text it was not made from. Some texts are printed twice already: two originals
that share twenty words on end, by a count of its own, are neither right nor wrong beside each other's copies.

`seconds`: CPU-seconds for 10,000 texts; `exponent`: of its growth from 2,500 to 10,000.
"""

import argparse
import math
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.counts import Tally, report
from benchmarks.texts import texts
from sayso.model.copy import Copy
from sayso.weighing.copies import REPRINT, Wording, copies

DATA = Path("../shared/data/fa_kes")
SEED = 2026
RATES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
PROMISED = 0.2
"""Up to this rate the figures `p` and `r` count; beyond it one sees how it ends."""
LEAST = 60
TWICE = 20
"""Words on end by which two originals are taken for one text printed twice."""
SIZES = (2_500, 10_000)
"""Texts, for the growth."""
FORMULA = 18
"""Words of a passage that many print."""
MOVED = 60
"""Words of a paragraph, as the texts have none of their own."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A copy: which original it was made from, which article it was put into, what the editor did, and the text."""

    of: int
    within: int | None
    beside: str
    text: str


def edited(originals: Sequence[str], chance: random.Random, rate: float) -> Iterator[Edited]:
    """One copy of each original at this rate."""
    vocabulary = [word for text in originals for word in text.split()]
    for number, text in enumerate(originals):
        beside = EDITORS[number % len(EDITORS)]
        words = _changed(text.split(), rate, vocabulary, chance)
        other = chance.randrange(len(originals))
        told = _beside(beside, words, originals[other].split(), chance)
        yield Edited(number, other if beside == "between" else None, beside, " ".join(told))


EDITORS = ("as it is", "cut", "moved", "between")


def _changed(words: Sequence[str], rate: float, vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    """Each word is touched with this chance: three times in five replaced, else struck out or preceded by another."""
    changed: list[str] = []
    for word in words:
        if chance.random() >= rate:
            changed.append(word)
            continue
        what = chance.random()
        if what < 0.6:
            changed.append(chance.choice(vocabulary))
        elif what < 0.8:
            changed += [chance.choice(vocabulary), word]
    return changed


def _beside(what: str, words: list[str], other: list[str], chance: random.Random) -> list[str]:
    if what == "cut":
        return words[: max(LEAST // 2, int(len(words) * chance.uniform(0.4, 0.8)))]
    if what == "moved":
        paragraphs = [words[at : at + MOVED] for at in range(0, len(words), MOVED)]
        chance.shuffle(paragraphs)
        return [word for paragraph in paragraphs for word in paragraph]
    if what == "between":
        return [*other[: len(other) // 2], *words, *other[len(other) // 2 :]]
    return words


def printed_twice(originals: Sequence[str]) -> list[int]:
    """Of each original the group it belongs to: those tied by TWICE words on end."""
    group = list(range(len(originals)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = group[group[n]]
            n = group[n]
        return n

    first: dict[tuple[str, ...], int] = {}
    for number, text in enumerate(originals):
        words = re.findall(r"\w+", text.casefold())
        for at in range(len(words) - TWICE + 1):
            group[root(number)] = root(first.setdefault(tuple(words[at : at + TWICE]), number))
    return [root(number) for number in range(len(originals))]


@dataclass(frozen=True, slots=True)
class Run:
    """One rate: the counts, those of each kind of editor, pairs that were not judged, and the seconds."""

    tally: Tally
    by_editor: dict[str, Tally]
    unjudged: int
    seconds: float


def run(originals: Sequence[str], groups: Sequence[int], rate: float) -> Run:
    """Make the copies of one rate, look for them among all originals, and count."""
    made = list(edited(originals, random.Random(f"{SEED} {rate}"), rate))
    began = time.process_time()
    wordings = [_wording(f"o{number}", text) for number, text in enumerate(originals)]
    wordings += [_wording(f"e{copy.of}", copy.text) for copy in made]
    found = [copy for copy in copies(wordings) if copy.share >= REPRINT]
    seconds = time.process_time() - began
    tally, by_editor, unjudged = Tally(), {name: Tally() for name in EDITORS}, 0
    for copy in made:
        for counted in (tally, by_editor[copy.beside]):
            counted.add(0, 0, 1)
    for number, original in filter(None, map(_edited_and_original, found)):
        copy = made[number]
        if copy.of != original and groups[original] in _groups_of(copy, groups):
            unjudged += 1
            continue
        for counted in (tally, by_editor[copy.beside]):
            counted.add(int(copy.of == original), 1, 0)
    return Run(tally, by_editor, unjudged, seconds)


def _wording(identity: str, text: str) -> Wording:
    return Wording.of(identity, text, [(0, len(text))])


def _edited_and_original(copy: Copy) -> tuple[int, int] | None:
    """Their numbers, of a pair that joins a copy and an original; others are not asked for."""
    return (int(copy.a[1:]), int(copy.b[1:])) if copy.a[0] != copy.b[0] else None


def _groups_of(copy: Edited, groups: Sequence[int]) -> set[int]:
    """The groups of all originals whose words it truly holds."""
    return {groups[number] for number in (copy.of, copy.within) if number is not None}


def figures(found: Sequence[str]) -> dict[str, object]:
    """p, r, f over the promised rates; by rate; by editor at the highest promised; speed and growth."""
    originals = [text for text in dict.fromkeys(found) if len(text.split()) >= LEAST]
    groups = printed_twice(originals)
    runs = {rate: run(originals, groups, rate) for rate in RATES}
    whole = Tally()
    for rate, each in runs.items():
        if rate <= PROMISED:
            whole.add(each.tally.right_predicted, each.tally.predicted, each.tally.gold)
    return {
        **whole.figures(),
        "texts": len(originals),
        "unjudged": sum(each.unjudged for each in runs.values()),
        "by_rate": {str(rate): each.tally.figures() for rate, each in runs.items()},
        "by_editor": {name: tally.figures() for name, tally in runs[PROMISED].by_editor.items()},
        **growth(originals),
    }


def growth(originals: Sequence[str]) -> dict[str, float]:
    """CPU-seconds for SIZES made-up texts, pairs found in the greater, and the exponent of growth between the two.

    A text is words drawn from the originals, with a passage from one of them that many others print too; every tenth
    is an edited copy of one made before.
    """
    chance = random.Random(SEED)
    words = [word for text in originals for word in text.split()]
    formulas = [words[at : at + FORMULA] for at in chance.sample(range(len(words) - FORMULA), 50)]
    seconds, pairs = [], 0
    for size in SIZES:
        made: list[list[str]] = []
        for number in range(size):
            told = [*chance.choices(words, k=250), *chance.choice(formulas)]
            made.append(told if number % 10 else _changed(chance.choice(made or [told]), 0.1, words, chance))
        began = time.process_time()
        pairs = sum(1 for _ in copies(_wording(str(number), " ".join(told)) for number, told in enumerate(made)))
        seconds.append(time.process_time() - began)
    exponent = math.log(seconds[1] / seconds[0]) / math.log(SIZES[1] / SIZES[0])
    return {"seconds": round(seconds[1], 2), "pairs": pairs, "exponent": round(exponent, 2)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    report(figures(texts(options.data)), options.json)


if __name__ == "__main__":
    main()
