"""Trees on gold words of Universal Dependencies: ``python -m benchmarks.syntax [--data DIR] [--json]``.

``uas`` and ``las`` over all words, punctuation too; ``las`` compares universal relations, as the CoNLL 2018 shared task
does, ``las_subtypes`` whole ones (nsubj:pass). ``words`` and ``sentences``: F1 of the encoder's own splitting.
The reader gets documents, in windows, as at run time; words and sentences are the gold ones.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from training.passages import Passage
from training.universal import OPEN_GUM_GENRES, first_pieces, read_treebank

from benchmarks.counts import Tally, arguments, encoder_of, report
from sayso.reading.encoder import Encoder
from sayso.reading.trees import sentences, tree


def measure(folder: Path, encoder: Encoder) -> dict[str, object]:
    """The figures over ``folder``/dev.conllu, of GUM over its open genres."""
    genres = OPEN_GUM_GENRES if folder.name == "gum" else None
    counts = dict.fromkeys(("uas", "las", "las_subtypes", "upos", "total"), 0)
    splits = {"words": Tally(), "sentences": Tally()}
    for passage in read_treebank(folder / "dev.conllu", genres):
        _count_document(passage, encoder, counts, splits)
    total = max(counts.pop("total"), 1)
    figures: dict[str, object] = {name: round(count / total, 4) for name, count in counts.items()}
    return figures | {name: tally.figures()["f"] for name, tally in splits.items()}


def _count_document(passage: Passage, encoder: Encoder, counts: dict[str, int], splits: dict[str, Tally]) -> None:
    gold = passage.sentences or ()
    (scores,) = encoder.read(passage.text)
    firsts = np.array(first_pieces(scores.pieces, [w.span for s in gold for w in s]))
    done = 0
    for sentence in gold:
        own = firsts[done : done + len(sentence)]
        done += len(sentence)
        found = tree(scores, encoder.scheme, own, [w.span for w in sentence])
        for mine, theirs in zip(found.words, sentence, strict=True):
            counts["total"] += 1
            counts["upos"] += mine.upos == theirs.upos
            if mine.head == theirs.head:
                counts["uas"] += 1
                counts["las"] += mine.relation.partition(":")[0] == theirs.relation.partition(":")[0]
                counts["las_subtypes"] += mine.relation == theirs.relation
    own_sentences = sentences(scores, encoder.scheme)
    splits["words"].add_sets({w.span for s in own_sentences for w in s.words}, {w.span for s in gold for w in s})
    splits["sentences"].add_sets({s.span for s in own_sentences}, {(s[0].span[0], s[-1].span[1]) for s in gold})


def main() -> None:
    """Measure and print."""
    chosen = arguments(__doc__, "../shared/data/ud/ewt")
    report(measure(chosen.data, encoder_of(chosen)), chosen.json)


if __name__ == "__main__":
    main()
