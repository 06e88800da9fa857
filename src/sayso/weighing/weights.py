"""The learnt weights (codebook/weighing.toml), and chances from them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sayso.codebook.tables import table
from sayso.model.errors import CodebookError


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: start, a weight a sign, and the chance from which the answer is yes."""

    start: float
    cut: float
    weights: Mapping[str, float]

    def chance(self, signs: Mapping[str, float]) -> float:
        """0 to 1. Signs without a weight do not count."""
        total = self.start + sum(weight * signs.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@cache
def model(name: str) -> Model:
    """The model of that name. Raises CodebookError where the table lacks it."""
    try:
        row = table("weighing")[name]
        return Model(float(row["start"]), float(row["cut"]), {k: float(v) for k, v in row["weights"].items()})
    except (KeyError, TypeError, ValueError) as error:
        raise CodebookError(f"codebook/weighing.toml: the model {name} is missing or not of numbers ({error})") from error
