"""How far a piece lies from a cue, in classes: the farther, the coarser. Shared by training and run time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Doubling distances on each side, and the cue itself in the middle.
_SIDE = 9
DISTANCES = 2 * _SIDE + 1
# The class of each distance up to the farthest that is told apart.
_STEPS = np.log2(np.arange(2**_SIDE) + 1).astype(np.int64)


def distances(pieces: NDArray[np.int64], first: int, end: int) -> NDArray[np.int64]:
    """The class of distance, 0 to DISTANCES - 1, of each of ``pieces`` from a cue [first, end)."""
    before = np.maximum(first - pieces, 0)
    behind = np.maximum(pieces - end + 1, 0)
    steps = _STEPS[np.minimum(np.maximum(before, behind), len(_STEPS) - 1)]
    return np.asarray(_SIDE + np.sign(behind - before) * steps)
