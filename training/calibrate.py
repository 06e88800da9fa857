"""Learn what a claim's confidence rests on: `python -m training.calibrate [--data DIR]`.

It writes codebook/confidence.toml: a logistic model, fitted by Newton's method on half of the held-out reports;
benchmarks/reliability.py measures it on the other half. NumPy only.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from unittest.mock import patch

from benchmarks.claims import SCORER, read, scorer
from benchmarks.reliability import held_out, judged, teaches
from corpus.texts import DATA

import sayso.codebook
from sayso.claims import confidence
from sayso.claims.told import Told
from sayso.model import Claim
from training.logistic import write

_TABLE = Path(sayso.codebook.__file__).parent / "confidence.toml"
_HEAD = (
    """# How much each sign says that a claim is right: see claims/confidence.py. Written by training/calibrate.py."""
)


def examples(data: Path, scorer_path: Path) -> list[tuple[dict[str, float], bool]]:
    """The signs of each claim read in the teaching half, and whether it is right."""
    scoring = scorer(scorer_path)
    found: list[tuple[dict[str, float], bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        for report in filter(teaches, held_out(data)):
            signs: dict[str, dict[str, float]] = {}

            def noted(told: Told, claim: Claim, signs: dict[str, dict[str, float]] = signs) -> float:
                signs[claim.id] = confidence.features(told, claim)
                return 0.5

            with patch("sayso.claims.claimed.confidence", noted):
                predicted = read(report, Path(folder, "report.txt"))["claims"]
            rights = judged(report, predicted, scoring)
            found += [(signs[c["id"]], right) for c, right in zip(predicted, rights, strict=True) if c["id"] in signs]
    return found


def main() -> None:
    """Fit and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--scorer", type=Path, default=SCORER)
    options = parser.parse_args()
    found = examples(options.data, options.scorer)
    write(_TABLE, _HEAD, found)
    print(f"{len(found)} claims, {sum(right for _, right in found)} of them right; wrote {_TABLE}")


if __name__ == "__main__":
    main()
