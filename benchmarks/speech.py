"""Who says what, on PolNeAR: ``python -m benchmarks.speech [--data DIR] [--json]``.

Exact F1 over the fragments of sources, cues and contents; and right source: attributions that have a source, paired
one to one where contents share half their words (Jaccard) and sources overlap. Of several annotators the first counts.
``outlets``: right source's F1 outlet by outlet, for a reader must not learn one newsroom's habits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from training.polnear import read_polnear

from benchmarks.counts import Tally, arguments, encoder_of, paired, report
from sayso.reading.decode import Attribution, attributions
from sayso.reading.encoder import Encoder

Span = tuple[int, int]
_TOKEN = re.compile(r"\w+|[^\w\s]")


def measure(folder: Path, encoder: Encoder) -> dict[str, object]:
    """The figures over all articles in ``folder``."""
    tallies = {name: Tally() for name in ("source", "cue", "content", "right_source")}
    outlets: dict[str, Tally] = {}
    for passage in read_polnear(folder):
        found = [a for s in encoder.read(passage.text) for a in attributions(s, encoder.scheme)]
        gold = [a for a in passage.attributions or () if a.cue]
        predicted_spans = {
            "source": {a.source for a in found if a.source},
            "cue": {a.cue for a in found},
            "content": {span for a in found for span in a.content},
        }
        for role, spans in predicted_spans.items():
            tallies[role].add_sets(spans, {span for a in gold for span in a.role(role)})
        sourced = [(a.source, a.content) for a in gold if a.source]
        pairs = _right_sources(passage.text, found, sourced)
        for tally in (tallies["right_source"], outlets.setdefault(passage.name.partition("_")[0], Tally())):
            tally.add(pairs, sum(a.source is not None for a in found), len(sourced))
    figures: dict[str, object] = {name: tally.figures() for name, tally in tallies.items()}
    return figures | {"outlets": {name: tally.figures()["f"] for name, tally in sorted(outlets.items())}}


def _right_sources(
    text: str, found: Sequence[Attribution], gold: Sequence[tuple[Sequence[Span], Sequence[Span]]]
) -> int:
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    sourced = [(a.source, _inside(tokens, a.content)) for a in found if a.source]
    edges = []
    for sources, contents in gold:
        words = _inside(tokens, contents)
        edges.append(
            [
                j
                for j, (source, others) in enumerate(sourced)
                if any(source[0] < end and start < source[1] for start, end in sources)
                and 2 * len(words & others) >= len(words | others)
            ]
        )
    return paired(edges, len(sourced))


def _inside(tokens: Sequence[Span], spans: Sequence[Span]) -> set[int]:
    return {i for i, (s, e) in enumerate(tokens) if any(s < end and start < e for start, end in spans)}


def main() -> None:
    """Measure and print."""
    chosen = arguments(__doc__, "../shared/data/polnear/dev")
    report(measure(chosen.data, encoder_of(chosen)), chosen.json)


if __name__ == "__main__":
    main()
