"""Actors, people, places, times on the held-out tenth of re3d: ``python -m benchmarks.mentions [--data DIR] [--json]``.

``f``: exact spans with their kinds, over the kinds that re3d marks; then each kind; ``overlap`` asks only that spans of
a kind overlap, one to one. Of nested mentions of one kind the outer counts, for no flat reader can give both.
"""

from __future__ import annotations

from pathlib import Path

from training.passages import Mention, Passage
from training.re3d import is_held_out, read_re3d

from benchmarks.counts import Tally, arguments, encoder_of, paired, report
from sayso.reading.decode import mentions
from sayso.reading.encoder import Encoder

Found = tuple[str, int, int]


def measure(folder: Path, encoder: Encoder) -> dict[str, object]:
    """The figures over the held-out documents of ``folder``."""
    every, overlap = Tally(), Tally()
    kinds: dict[str, Tally] = {}
    for passage in read_re3d(folder):
        if not is_held_out(passage.name):
            continue
        gold = {(m.kind, *m.span) for m in _outer(passage) if m.kind in passage.exhaustive}
        found = {
            (m.kind, *m.span)
            for s in encoder.read(passage.text)
            for m in mentions(s, encoder.scheme)
            if m.kind in passage.exhaustive and not _left_open(passage, m.span)
        }
        every.add_sets(found, gold)
        overlap.add(_overlapping(sorted(gold), sorted(found)), len(found), len(gold))
        for kind in passage.exhaustive:
            tally = kinds.setdefault(kind, Tally())
            tally.add_sets({f for f in found if f[0] == kind}, {g for g in gold if g[0] == kind})
    figures: dict[str, object] = dict(every.figures())
    figures["overlap"] = overlap.figures()
    return figures | {kind: kinds[kind].figures() for kind in sorted(kinds)}


def _outer(passage: Passage) -> list[Mention]:
    given = passage.mentions or ()
    return [
        m
        for m in given
        if not any(
            o.kind == m.kind and o.span != m.span and o.span[0] <= m.span[0] and m.span[1] <= o.span[1] for o in given
        )
    ]


def _left_open(passage: Passage, span: tuple[int, int]) -> bool:
    """Whether the corpus leaves open what stands at ``span`` (a nationality, money)."""
    return any(m.kind is None and m.span == span for m in passage.mentions or ())


def _overlapping(gold: list[Found], found: list[Found]) -> int:
    edges = [[j for j, f in enumerate(found) if f[0] == g[0] and f[1] < g[2] and g[1] < f[2]] for g in gold]
    return paired(edges, len(found))


def main() -> None:
    """Measure and print."""
    chosen = arguments(__doc__, "../shared/data/re3d")
    report(measure(chosen.data, encoder_of(chosen)), chosen.json)


if __name__ == "__main__":
    main()
