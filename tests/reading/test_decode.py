"""Scores to spans, on scores made by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sayso.reading.decode import attributions, best_path, mentions, tagged_ranges, whole_words, word_bounds
from sayso.reading.encoder import Scheme, Scores
from sayso.reading.links import DISTANCES, distances
from sayso.reading.windows import Pieces

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def scheme() -> Scheme:
    zero = np.zeros((7, 7), dtype=np.float32)
    away = np.zeros((2, DISTANCES), dtype=np.float32)
    return Scheme(
        claim_roles=("actor",),
        claim_kinds={},
        role_distance=np.zeros((3, DISTANCES), dtype=np.float32),
        role_inside=np.zeros(1, dtype=np.float32),
        speech_tags=TAGS,
        mention_kinds=("actor", "place"),
        upos=("NOUN",),
        relations=("root",),
        chain_steps=zero,
        chain_first=zero[0],
        link_distance=away,
        relation_weight=zero[:1, :1],
        relation_bias=zero[0, :1],
    )


def scores_of(tags: list[str], cue_links: dict[int, list[tuple[int, int]]]) -> Scores:
    """One letter a word; ``cue_links`` gives for a cue's piece the (role, piece) pairs that it points to."""
    n = len(tags)
    ids = np.arange(n)
    query = np.zeros((n, 2, n), dtype=np.float32)
    key = np.zeros((n, 2, n + 1), dtype=np.float32)
    key[..., -1] = -8
    for cue, targets in cue_links.items():
        query[cue, :, cue] = 16 * tags[cue].endswith("cue")
        for role, piece in targets:
            key[piece, role, cue] = 1
    speech = np.zeros((n, 7), dtype=np.float32)
    speech[ids, [TAGS.index(t) for t in tags]] = 9
    empty = np.zeros((n, 1), dtype=np.float32)
    return Scores(
        pieces=Pieces(ids, 2 * ids, 2 * ids + 1, ids, ids * 0, ids * 0),
        speech=speech,
        link_query=query,
        link_key=key,
        mentions=np.zeros((n, 2, 3), dtype=np.float32),
        breaks=empty,
        upos=empty,
        arc_dependent=empty,
        arc_head=empty,
        relation_dependent=empty,
        relation_head=empty,
        anchor=empty,
        role_query=empty,
        role_key=empty,
        root_arc=empty,
        root_relation=empty,
        window=ids * 0,
    )


def test_best_path_is_the_best_of_all_paths() -> None:
    rng = np.random.default_rng(3)
    scores, steps, first = rng.normal(size=(5, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)

    def total(path: tuple[int, ...]) -> float:
        own = sum(scores[t, tag] for t, tag in enumerate(path))
        return float(first[path[0]] + own + sum(steps[a, b] for a, b in itertools.pairwise(path)))

    best = max(itertools.product(range(3), repeat=5), key=total)
    assert tuple(best_path(scores, steps, first)) == best


def test_an_inside_without_a_begin_still_begins() -> None:
    path = np.array([0, 2, 2, 1, 2, 0, 1, 1, 2])
    assert tagged_ranges(path, 1, 2) == [(1, 3), (3, 5), (6, 7), (7, 9)]


def test_ranges_grow_to_whole_words_and_never_overlap() -> None:
    words = np.array([0, 0, 1, 2, 2, 2, 3])
    assert whole_words([(1, 2), (2, 4), (4, 5)], word_bounds(words)) == [(0, 2), (2, 6)]


def test_each_cue_gets_its_own_source_and_content() -> None:
    tags = ["B-source", "B-cue", "B-content", "O", "B-source", "B-cue", "B-content", "I-content"]
    links = {1: [(0, 0), (1, 2)], 5: [(0, 4), (1, 6), (1, 7)]}
    first, second = attributions(scores_of(tags, links), scheme())
    assert (first.source, first.cue, first.content) == ((0, 1), (2, 3), ((4, 5),))
    assert (second.source, second.cue, second.content) == ((8, 9), (10, 11), ((12, 15),))
    assert first.confidence == pytest.approx(1, abs=0.01)


def test_content_around_an_inner_attribution_is_one_span() -> None:
    tags = ["B-source", "B-cue", "B-content", "B-source", "B-cue", "B-content"]
    links = {1: [(0, 0), (1, 2), (1, 3), (1, 4), (1, 5)], 4: [(0, 3), (1, 5)]}
    outer, inner = attributions(scores_of(tags, links), scheme())
    assert outer.content == ((4, 11),)
    assert inner.content == ((10, 11),)


def test_distances_are_even_on_both_sides() -> None:
    middle = DISTANCES // 2
    classes = distances(np.arange(-400, 411), 4, 7)
    assert classes[404:407].tolist() == [middle] * 3
    assert (classes[:404] - middle).tolist() == (middle - classes[407:811][::-1]).tolist()
    assert classes.min() == middle - 8
    assert (np.diff(classes) >= 0).all()


def test_far_pieces_of_another_window_are_no_rivals() -> None:
    tags = ["B-cue", "B-content", *["O"] * 90, "B-cue", "B-content"]
    scores = scores_of(tags, {0: [(1, 1), (1, 93)], 92: [(1, 93)]})
    scores.window[50:] = 1
    first, second = attributions(scores, scheme())
    assert first.content == ((2, 3),)
    assert second.content == ((186, 187),)


def test_a_source_left_over_goes_to_the_cue_that_took_another_cues_source() -> None:
    tags = ["B-source", "B-cue", "B-source", "B-cue", "B-content"]
    scores = scores_of(tags, {1: [(0, 2), (1, 4)], 3: [(0, 2), (1, 4)]})
    scores.link_key[0, 0, 3] = 0.45
    scores.link_key[2, 0, 3] = 0.9
    citing, reported = attributions(scores, scheme())
    assert (citing.source, reported.source) == ((4, 5), (0, 1))
    assert citing.content == reported.content == ((8, 9),)


def test_a_cue_without_a_source_keeps_its_content() -> None:
    tags = ["B-cue", "B-content", "I-content"]
    (only,) = attributions(scores_of(tags, {0: [(1, 1), (1, 2)]}), scheme())
    assert only.source is None
    assert only.content == ((2, 5),)


def test_mentions_of_two_kinds_may_overlap() -> None:
    scores = scores_of(["O"] * 4, {})
    scores.mentions[:, :, 0] = 5
    scores.mentions[1, 0, 1] = scores.mentions[2:, 0, 2] = scores.mentions[3, 1, 1] = 9
    found = mentions(scores, scheme())
    assert [(m.kind, m.span) for m in found] == [("actor", (2, 7)), ("place", (6, 7))]
