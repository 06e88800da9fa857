"""A logistic model over named signs, fitted by Newton's method. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Keeps weights of rare signs near nothing.
_RIDGE = 1.0
# Steps smaller than this change nothing that is written down.
_NEAR = 1e-5


def fit(signs: Floats, right: Floats, penalty: float = _RIDGE, rounds: int = 30, start: Floats | None = None) -> Floats:
    """Weights (d,) that make ``right`` (n,) likeliest by ``signs`` (n, d), all but the first held by ``penalty``.

    start: weights near them, which saves rounds and changes nothing else.
    """
    weights = np.zeros(signs.shape[1]) if start is None else start
    ridge = np.full(signs.shape[1], penalty)
    ridge[0] = 0
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-(signs @ weights)))
        slope = signs.T @ (right - chance) - ridge * weights
        bend = (signs * (chance * (1 - chance))[:, None]).T @ signs + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < _NEAR:
            break
    return weights


def fit_choice(choices: Sequence[tuple[Floats, Floats]], penalty: float = _RIDGE, rounds: int = 30) -> Floats:
    """Weights (d,) by which the right ones of several candidates are likeliest to be chosen.

    Each choice: the signs (k, d) of its candidates, and which are right (k,), at least one; of several right ones any
    may be chosen. Signs that no two candidates of a choice ever differ by get no weight.
    """
    weights = np.zeros(choices[0][0].shape[1])
    for _ in range(rounds):
        slope = -penalty * weights
        bend = penalty * np.eye(len(weights))
        for signs, right in choices:
            scores = signs @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            wanted = chance * right / (chance @ right)
            slope += signs.T @ (wanted - chance)
            mean = chance @ signs
            bend += (signs * chance[:, None]).T @ signs - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        # A whole step may leap over the best weights to where every chance is 0 or 1.
        weights = weights + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < _NEAR:
            break
    return weights


def write(path: Path, head: str, found: Sequence[tuple[dict[str, float], bool]]) -> None:
    """Fit the weights to (signs, right) and write them as a table of the codebook."""
    names = list(dict.fromkeys(name for signs, _ in found for name in signs))
    rows = np.array([[1.0, *(signs.get(name, 0.0) for name in names)] for signs, _ in found])
    weights = fit(rows, np.array([float(right) for _, right in found]))
    lines = [f"start = {weights[0]:.4f}", "", "[weights]"]
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(names, weights[1:].tolist(), strict=True)]
    path.write_text(f"{head}\n" + "\n".join(lines) + "\n", encoding="utf-8")
