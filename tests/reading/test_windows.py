"""Texts are cut without a gap, at the best places, and offsets stay those of the text."""

from __future__ import annotations

import random

import numpy as np
from tokenizers import Tokenizer

from sayso.reading.windows import (
    CUT_PARAGRAPH,
    CUT_SENTENCE,
    CUT_WORD,
    GLUED,
    LINE_BREAK,
    LOWER,
    PARAGRAPH_BREAK,
    SPACE,
    TITLE,
    UPPER,
    cut_ranks,
    cut_windows,
    split_pieces,
)


def test_offsets_count_code_points(tokenizer: Tokenizer) -> None:
    text = "«Ça va», 𝒳 dit.\u00a0Oui"
    pieces = split_pieces(text, tokenizer)
    assert text[pieces.starts[-3] : pieces.ends[-1]] == "Oui"


def test_case_and_gap_of_each_piece(tokenizer: Tokenizer) -> None:
    pieces = split_pieces("NATO said\nit left.\n\nThen Bob", tokenizer)
    firsts = np.flatnonzero(np.diff(pieces.words, prepend=-1))
    assert pieces.cases[firsts].tolist() == [UPPER, LOWER, LOWER, LOWER, 0, TITLE, TITLE]
    assert pieces.gaps[firsts].tolist() == [
        PARAGRAPH_BREAK,
        SPACE,
        LINE_BREAK,
        SPACE,
        GLUED,
        PARAGRAPH_BREAK,
        SPACE,
    ]


def test_blank_text_has_no_window(tokenizer: Tokenizer) -> None:
    pieces = split_pieces(" \n ", tokenizer)
    assert len(pieces) == 0
    assert list(cut_windows(cut_ranks(" \n ", pieces), 10, 2)) == []


def test_sentence_final_marks_and_paragraphs_rank(tokenizer: Tokenizer) -> None:
    text = "a b.” c\n\nd"
    ranks = cut_ranks(text, split_pieces(text, tokenizer))
    assert ranks.tolist() == [CUT_PARAGRAPH, CUT_WORD, CUT_WORD, CUT_WORD, CUT_SENTENCE, CUT_PARAGRAPH]


def test_cores_tile_whatever_the_ranks() -> None:
    rng = random.Random(7)
    for _ in range(200):
        ranks = np.array([rng.randrange(5) for _ in range(rng.randrange(400))])
        core, context = rng.randint(1, 60), rng.randint(0, 20)
        windows = list(cut_windows(ranks, core, context))
        edges = [w.core_first for w in windows] + [len(ranks)]
        assert edges[0] == 0
        assert [w.core_last for w in windows] == edges[1:]
        assert all(0 < w.core_last - w.core_first <= core for w in windows)
        assert all(w.last - w.first <= core + 2 * context for w in windows)


def test_cut_prefers_the_last_paragraph_in_reach() -> None:
    ranks = np.full(30, CUT_WORD)
    ranks[[3, 7, 9]] = CUT_PARAGRAPH
    first, *_ = cut_windows(ranks, 10, 0)
    assert first.core_last == 9
