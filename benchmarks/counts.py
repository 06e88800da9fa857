"""Counts that every benchmark shares: precision, recall, F1, and pairing one to one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from sayso.reading.encoder import WEIGHTS, Encoder


@dataclass(slots=True)
class Tally:
    """Right answers among those predicted and those in the gold."""

    right_predicted: int = 0
    predicted: int = 0
    right_gold: int = 0
    gold: int = 0

    def add_sets(self, predicted: Set[Hashable], gold: Set[Hashable]) -> None:
        """Count what stands in both."""
        both = len(predicted & gold)
        self.add(both, len(predicted), len(gold))

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Count pairs."""
        self.right_predicted += right
        self.predicted += predicted
        self.right_gold += right
        self.gold += gold

    def figures(self) -> dict[str, float]:
        """p, r and f."""
        p = self.right_predicted / self.predicted if self.predicted else 0.0
        r = self.right_gold / self.gold if self.gold else 0.0
        return {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def paired(edges: Sequence[Sequence[int]], right_size: int) -> int:
    """The most pairs one to one; ``edges[i]`` lists what i may be paired with."""
    partner = [-1] * right_size

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if partner[j] < 0 or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(edges)))


def arguments(description: str | None, data: str) -> argparse.Namespace:
    """--data, --weights, --file, --json, as in every benchmark of the reader."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=Path(data))
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder with the weights and the tokenizer")
    parser.add_argument("--file", default="reader.onnx", help="which weights in that folder")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def encoder_of(chosen: argparse.Namespace) -> Encoder:
    """The encoder that the arguments name."""
    return Encoder(chosen.weights, file=chosen.file)


def report(figures: dict[str, object], as_json: bool) -> None:
    """Print one JSON object, or a line a figure."""
    if as_json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            shown = "  ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
            print(f"{name:16}", shown)
