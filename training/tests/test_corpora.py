"""Corpora become passages whose spans hold the words that the annotators marked."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from training.augment import DISTURBANCES, NameSwap, apply_edits, frequent_names
from training.examples import OPEN, examples, label
from training.network import SPEECH_TAGS
from training.passages import Attribution, Mention, Passage, Word
from training.polnear import parse_annotations, read_polnear
from training.universal import first_pieces, read_treebank

from sayso.reading.windows import split_pieces

BRAT = """T1\tSource 0 3\tAnn
T2\tCue 4 8\tsaid
T3\tContent 9 12;20 25\tone line
and its continuation
T4\tAttribution 4 8\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
"""

CONLLU = """# newdoc id = GUM_news_test
# text = We can't. Paris
1\tWe\twe\tPRON\t_\t_\t2\tnsubj\t_\tEntity=(1-person-x)
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tca\tcan\tAUX\t_\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

1\tParis\tParis\tPROPN\t_\t_\t0\troot\t_\tEntity=(2-place-x)

"""


def test_fragments_and_broken_lines_of_brat() -> None:
    (only,) = parse_annotations(BRAT)
    assert only == Attribution(((0, 3),), ((4, 8),), ((9, 12), (20, 25)))


def test_first_annotator_counts(tmp_path: Path) -> None:
    for part in ("text", "attributions"):
        (tmp_path / part).mkdir()
    (tmp_path / "text" / "paper_x.txt").write_text("Ann said so.\r\n", newline="")
    (tmp_path / "attributions" / "paper_x_aaaa.ann").write_text(BRAT)
    (tmp_path / "attributions" / "paper_x_bbbb.ann").write_text("")
    (only,) = read_polnear(tmp_path)
    assert only.text.endswith("\r\n")
    assert len(only.attributions or ()) == 1


def test_treebank_words_lie_on_the_text(tmp_path: Path) -> None:
    path = tmp_path / "dev.conllu"
    path.write_text(CONLLU)
    (only,) = read_treebank(path)
    assert only.text == "We can't. Paris"
    assert [only.text[slice(*w.span)] for s in only.sentences or () for w in s] == ["We", "ca", "n't", ".", "Paris"]
    assert only.mentions == (Mention((10, 15), "place"),)


def test_contractions_share_out_their_pieces(tokenizer: Tokenizer) -> None:
    pieces = split_pieces("can't", tokenizer)
    first, second = first_pieces(pieces, [(0, 2), (2, 5)])
    assert (first, second) == (0, 2)
    assert first_pieces(pieces, [(0, 5), (0, 5)]) == [0, 1]


def test_every_disturbance_keeps_spans_on_their_words() -> None:
    text = 'Ann, 40, said: "They left, all of them."\n\nBob’s “men” stayed, he said. ' * 3
    spans = [(i, i + 4) for i in range(len(text) - 4) if text[i : i + 4] == "said"]
    passage = Passage("x", text, mentions=tuple(Mention(s, "actor") for s in spans))
    for seed in range(5):
        for _, disturbance in DISTURBANCES:
            moved = apply_edits(passage, disturbance(text, random.Random(seed)))
            assert [moved.text[slice(*m.span)].lower() for m in moved.mentions or ()] == ["said"] * len(spans)


def test_a_name_is_swapped_for_the_same_one_throughout() -> None:
    passage = Passage("x", "The Clinton camp. Then Clinton left.", mentions=(Mention((4, 11), "actor"),))
    swapped = [NameSwap(frozenset({"Clinton"}), ("Abu",))(passage, random.Random(s)) for s in range(9)]
    assert {p.text for p in swapped} == {passage.text, "The Abu camp. Then Abu left."}
    assert all(p.text[slice(*(p.mentions or ())[0].span)] in {"Abu", "Clinton"} for p in swapped)


def test_names_are_words_that_keep_their_capital() -> None:
    texts = ["We saw Trump there. They saw Trump and Ice and ice, ice, ice, ice."]
    assert frequent_names(texts, at_least=2) == {"Trump"}


def test_nested_attributions_keep_their_links(tokenizer: Tokenizer) -> None:
    text = "A said B hoped C"
    outer = Attribution(((0, 1),), ((2, 6),), ((7, 16),))
    inner = Attribution(((7, 8),), ((9, 14),), ((15, 16),))
    passage = Passage("x", text, attributions=(outer, inner))
    (example,) = examples(passage, tokenizer, {}, core=100)
    assert example.speech is not None
    tags = [SPEECH_TAGS[t] for t in example.speech.tolist()]
    assert tags == ["O", "B-source", "B-cue", *["I-cue"] * 3, "B-source", "B-cue", *["I-cue"] * 4, "B-content", "O"]
    weights, marks = example.cues[0]
    assert np.isclose(weights.sum(), 1)
    assert marks[1].tolist() == [0] * 6 + [1] * 7 + [0]


def test_unlabelled_layers_stay_open(tokenizer: Tokenizer) -> None:
    passage = Passage("x", "ab cd", mentions=(Mention((0, 2), None),), exhaustive=frozenset({"actor"}))
    labels = label(passage, split_pieces(passage.text, tokenizer))
    assert labels.speech is None
    assert labels.mentions is not None
    assert labels.mentions[:, 0].tolist() == [OPEN, OPEN, 0, 0]
    assert labels.mentions[:, 1].tolist() == [OPEN] * 4


def test_heads_outside_the_window_are_passed_over(tokenizer: Tokenizer) -> None:
    words = tuple(Word((3 * i, 3 * i + 2), 5 if i < 5 else -1, "dep" if i < 5 else "root", "NOUN") for i in range(6))
    passage = Passage("x", " ".join(["ab"] * 6), sentences=(words,))
    first, second = examples(passage, tokenizer, {"dep": 0, "root": 1}, core=6)
    assert first.trees is not None
    assert second.trees is not None
    assert first.trees.head.tolist() == [OPEN] * 3
    assert second.trees.head.tolist() == [5, 5, 0]
