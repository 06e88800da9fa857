"""Learn what words that point back stand for: `python -m training.references [--data DIR]`.

It writes codebook/references.toml from the coreference of GUM's train part, its open genres, read by the reader itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import sayso.codebook
from sayso.model import Paragraph, Report, Span
from sayso.reading.figures import Figure
from sayso.reading.nominals import Nominal
from sayso.reading.reading import Reading, read
from sayso.reading.references import Signs, Told, Weights
from training.logistic import Floats, fit_choice
from training.passages import Passage
from training.universal import OPEN_GUM_GENRES, Named, read_entities

_TABLE = Path(sayso.codebook.__file__).parent / "references.toml"
_HEAD = (
    "# What says for whom words stand that point back: see reading/references.py. Written by training/references.py."
)
DATA = Path("../shared/data/ud/gum")
_RARE = 5
"""A sign met in fewer choices than this is left out."""

Example = tuple[tuple[Signs, ...], tuple[bool, ...]]
"""The signs of each candidate, the last being "none of them", and which candidates are right."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the reader tells its phrases, with the entity that the annotators say each names."""

    told: Told
    entities: tuple[str | None, ...]

    def right(self, figure: Figure, number: int) -> bool:
        """Whether a candidate for a phrase is of its entity, by the candidate's last phrase before it."""
        last = figure.numbers[figure.before(number) - 1]
        return self.entities[number] is not None and self.entities[last] == self.entities[number]


def report_of(passage: Passage) -> Report:
    """A document of a treebank as a report of plain paragraphs."""
    spans: list[Span] = []
    start = 0
    for part in passage.text.split("\n\n"):
        spans.append((start, start + len(part)))
        start += len(part) + 2
    paragraphs = tuple(Paragraph(span, "prose") for span in spans if span[0] < span[1])
    return Report("0" * 64, passage.text, None, None, (), None, "en", paragraphs, ())


def document(reading: Reading, named: Sequence[Named], weights: Weights) -> Document:
    """A reading beside what the annotators say. weights: those that its references are chosen by."""
    told = replace(Told.of(reading), weights=weights)
    return Document(told, entities(told.nominals, named))


def entities(nominals: Sequence[Nominal], named: Sequence[Named]) -> tuple[str | None, ...]:
    """For each phrase the entity of the mention with its head, else of the shortest that holds the phrase and has its
    head in it ("Ann Bell", whose head is "Ann" there).
    """
    by_head = {one.head: one.entity for one in sorted(named, key=lambda one: one.span[0] - one.span[1])}
    heads = sorted(named, key=lambda one: one.span[1] - one.span[0])

    def of(nominal: Nominal) -> str | None:
        if nominal.head in by_head:
            return by_head[nominal.head]
        start, end = nominal.span
        around = (one for one in heads if one.span[0] <= start and end <= one.span[1])
        return next((one.entity for one in around if start <= one.head[0] < end), None)

    return tuple(map(of, nominals))


def examples(one: Document) -> Iterator[tuple[str, Example]]:
    """Every phrase of a document that points back, with the name of its table and its candidates.

    The pronouns before it stand for what the annotators say: learnt behind the reader's own choices, or behind both,
    fewer came out right (decision 19).
    """
    for number in range(len(one.told.nominals)):
        if one.told.points(number):
            choice = one.told.choice(number)
            right = [one.right(figure, number) for figure in choice.figures]
            yield one.told.weighed_as(number), (choice.signs, (*right, not any(right)))
            one.told.chosen[number] = (_named(one, number), 1.0)


def _named(one: Document, number: int) -> Figure | None:
    """What the annotators say that a phrase stands for, as far as it was told."""
    entity = one.entities[number]
    before = (k for k in range(number - 1, -1, -1) if entity is not None and one.entities[k] == entity)
    return next((figure for k in before if (figure := one.told.figures[k]) is not None), None)


def learnt(read_by: Sequence[tuple[Reading, Sequence[Named]]]) -> dict[str, dict[str, float]]:
    """The weights of each table."""
    found: dict[str, list[Example]] = {}
    for reading, named in read_by:
        for table, example in examples(document(reading, named, {})):
            found.setdefault(table, []).append(example)
    return {table: fitted(own) for table, own in sorted(found.items())}


def fitted(found: Sequence[Example]) -> dict[str, float]:
    """The weight of each sign."""
    counted: dict[str, int] = {}
    for signs, _ in found:
        for name in {name for each in signs for name in each}:
            counted[name] = counted.get(name, 0) + 1
    names = [name for name, count in counted.items() if count >= _RARE]
    at = {name: k for k, name in enumerate(names)}
    choices: list[tuple[Floats, Floats]] = []
    for signs, right in found:
        rows = np.zeros((len(signs), len(names)))
        for k, each in enumerate(signs):
            for name, value in each.items():
                if name in at:
                    rows[k, at[name]] = value
        choices.append((rows, np.array(right, dtype=float)))
    return dict(zip(names, fit_choice(choices).tolist(), strict=True))


def main() -> None:
    """Fit and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    corpus = read_entities(parser.parse_args().data / "train.conllu", OPEN_GUM_GENRES)
    weights = learnt([(read(report_of(passage)), named) for passage, named in corpus])
    lines = [_HEAD]
    for table, rows in weights.items():
        lines += ["", f"[{table}]", *(f"{name} = {weight:.4f}" for name, weight in sorted(rows.items()))]
    _TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {_TABLE}")


if __name__ == "__main__":
    main()
