"""What words stand for that point back: ``python -m benchmarks.references [--data DIR] [--json]``.

DIR holds GUM (dev.conllu); its open genres are measured. ``pronouns`` of the third person and ``phrases`` ("the group",
"this town": an article, a noun of the codebook's list, no name). Precision: of those that are said to stand for
something, how many are given words of the right entity; recall: the same of all whose entity was told before by more
than a pronoun. ``reader``: all from the text; ``gold_words``: on the annotators' words, word classes and kinds;
``told_in_claims``: what a claim would be given (no "they", parties and places only, surely enough);
``floor``: the nearest earlier phrase of fitting number. ``share_of_reading``: the time for the slots of claims, which
is what `sayso read` spends, and if all that points back were asked for, beside that of reading.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from training.passages import Passage
from training.references import entities, report_of
from training.universal import OPEN_GUM_GENRES, Named, read_entities

from benchmarks.counts import Tally, report
from sayso.claims.assemble import claims
from sayso.model import Span
from sayso.reading.nominals import head_kind, pronoun_class, singular
from sayso.reading.reading import Reading, read
from sayso.reading.references import Told, references
from sayso.reading.tags import Tags

DATA = Path("../shared/data/ud/gum")
KINDS = {"person": "person", "organization": "actor", "place": "place", "time": "time"}
ARTICLES = frozenset("the this that these those".split())


@dataclass(slots=True)
class Counts:
    """Answers by what points back."""

    pronouns: Tally = field(default_factory=Tally)
    phrases: Tally = field(default_factory=Tally)

    def of(self, *, pronoun: bool) -> Tally:
        """The tally of one sort."""
        return self.pronouns if pronoun else self.phrases

    def figures(self) -> dict[str, dict[str, float]]:
        """p, r and f of each."""
        return {"pronouns": self.pronouns.figures(), "phrases": self.phrases.figures()}


@dataclass(frozen=True, slots=True)
class Case:
    """A document: the annotators' mentions, and those that point back with whether their entity was told before."""

    passage: Passage
    named: tuple[Named, ...]
    pointing: dict[Span, tuple[Named, bool, bool]]
    """By the head: the mention, whether it is a pronoun, whether it was told before."""

    @classmethod
    def of(cls, passage: Passage, named: tuple[Named, ...]) -> Case:
        """Find what points back."""
        text = passage.text
        names = {w.span for sentence in passage.sentences or () for w in sentence if w.upos == "PROPN"}
        pronouns = {one.span for one in named if one.span == one.head and pronoun_class(text[slice(*one.span)].lower())}
        told: dict[str, int] = {}
        for one in named:
            if one.span not in pronouns:
                told[one.entity] = min(one.head[0], told.get(one.entity, one.head[0]))
        pointing = {
            one.head: (one, one.span in pronouns, told.get(one.entity, one.span[0]) < one.span[0])
            for one in named
            if one.span in pronouns or _is_phrase(text, one, names)
        }
        return cls(passage, named, pointing)


def _is_phrase(text: str, one: Named, names: set[Span]) -> bool:
    first, head = text[slice(*one.span)].split()[0].lower(), text[slice(*one.head)].lower()
    if first not in ARTICLES or head_kind(singular(head)) is None:
        return False
    inside = [span for span in names if one.span[0] <= span[0] < one.span[1]]
    alone = inside == [one.head] and one.span == (one.head[0] - len(first) - 1, one.head[1])
    return alone or not any(span[0] <= one.head[0] for span in inside)


def gold_words(reading: Reading, case: Case) -> Told:
    """A reading's phrases from the annotators' words, word classes and kinds of mention."""
    kinds = {one.head: KINDS.get(one.kind) for one in sorted(case.named, key=lambda one: one.span[0] - one.span[1])}
    words = sorted((w for sentence in case.passage.sentences or () for w in sentence), key=lambda w: w.span)
    own = Tags(
        tuple(w.span[0] for w in words),
        tuple(w.span[1] for w in words),
        tuple(w.upos for w in words),
        tuple(kinds.get(w.span) for w in words),
    )
    return Told.of(replace(reading, tags=(own,)))


def count(case: Case, told: Told, answer: Callable[[Told, int], int | None], counts: Counts) -> None:
    """Add the answers of one document. answer: the number of the phrase that another stands for."""
    right_of = entities(told.nominals, case.named)
    for number, nominal in enumerate(told.nominals):
        if told.points(number) and (found := answer(told, number)) is not None:
            right = right_of[number] is not None and right_of[found] == right_of[number]
            counts.of(pronoun=nominal.form == "pronoun").add(int(right), 1, 0)
    for _, pronoun, known in case.pointing.values():
        counts.of(pronoun=pronoun).add(0, 0, int(known))


def chosen(told: Told, number: int) -> int | None:
    """The reader's choice."""
    return told.named(number)[0]


def nearest(told: Told, number: int) -> int | None:
    """The floor."""
    own = told.nominals[number]
    before = (k for k in range(number - 1, -1, -1) if told.nominals[k].form != "pronoun")
    return next((k for k in before if told.nominals[k].plural == own.plural), None)


def in_claims(reading: Reading) -> Callable[[Told, int], int | None]:
    """What a claim would be given."""
    told = Told.of(reading)
    at = {nominal.span: number for number, nominal in enumerate(told.nominals)}
    given = references(reading, at)
    return lambda _, number: at[one.stands_for.span] if (one := given.get(told.nominals[number].span)) else None


def timed(cases: Sequence[Case], readings: Sequence[Reading]) -> dict[str, float]:
    """Processor time beside that of reading: for the slots of claims, and if all that points back were asked for."""
    start = time.process_time()
    for case in cases:
        read(report_of(case.passage))
    spent = time.process_time() - start
    slots = [{span for claim in claims(reading) for _, span in claim.spans()} for reading in readings]
    start = time.process_time()
    for reading, asked in zip(readings, slots, strict=True):
        references(reading, asked)
    of_slots = time.process_time() - start
    start = time.process_time()
    for reading in readings:
        told = Told.of(reading)
        for number in range(len(told.nominals)):
            told.named(number)
    return {"of_slots": round(of_slots / spent, 4), "of_all": round((time.process_time() - start) / spent, 4)}


def measure(folder: Path) -> dict[str, object]:
    """The figures over ``folder``/dev.conllu."""
    cases = [Case.of(*one) for one in read_entities(folder / "dev.conllu", OPEN_GUM_GENRES)]
    readings = [read(report_of(case.passage)) for case in cases]
    found = {name: Counts() for name in ("reader", "gold_words", "told_in_claims", "floor")}
    for case, reading in zip(cases, readings, strict=True):
        told = Told.of(reading)
        count(case, told, chosen, found["reader"])
        count(case, gold_words(reading, case), chosen, found["gold_words"])
        count(case, told, in_claims(reading), found["told_in_claims"])
        count(case, told, nearest, found["floor"])
    figures: dict[str, object] = {
        f"{name}.{sort}": tally for name, counts in found.items() for sort, tally in counts.figures().items()
    }
    asked = [one for case in cases for one in case.pointing.values() if one[2]]
    pronouns = sum(pronoun for _, pronoun, _ in asked)
    return figures | {
        "told_before": {"pronouns": pronouns, "phrases": len(asked) - pronouns},
        "share_of_reading": timed(cases, readings),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    report(measure(options.data), options.json)


if __name__ == "__main__":
    main()
