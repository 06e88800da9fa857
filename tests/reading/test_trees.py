"""The best tree is found, and relations are scored as in training."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from sayso.reading.trees import best_heads, gelu


def test_best_heads_is_the_best_single_rooted_tree() -> None:
    rng = np.random.default_rng(5)
    for n in (1, 2, 3, 4):
        for _ in range(40):
            arcs = rng.normal(size=(n, n + 1)).astype(np.float32)
            heads = best_heads(arcs)
            assert (heads < 0).sum() == 1
            root = int(np.flatnonzero(heads < 0)[0])
            assert _is_tree(tuple(heads.tolist()))
            own = [t for t in itertools.product(range(-1, n), repeat=n) if _is_tree(t) and t[root] == -1]
            assert _total(arcs, tuple(heads.tolist())) == pytest.approx(max(_total(arcs, t) for t in own))


def _total(arcs: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(arcs[i, h + 1] for i, h in enumerate(heads)))


def _is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(-1) != 1:
        return False
    for i in range(len(heads)):
        node, steps = i, 0
        while node >= 0 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node >= 0:
            return False
    return True


def test_gelu_is_the_exact_one() -> None:
    x = np.linspace(-6, 6, 101, dtype=np.float32)
    exact = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]
    assert gelu(x) == pytest.approx(exact, abs=2e-6)
