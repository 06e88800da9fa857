"""Whether a claim's confidence means what it says: `python -m benchmarks.reliability [--data DIR] [--json]`.

Over the corpus's held-out reports (corpus/held_out.py): of the claims given about .7, seven in ten should be right
(found, with the right speaker, stance, type and actor). One half of these reports taught the weights
(training/calibrate.py), the other is measured here. DIR is the folder of data that the corpus is rebuilt from.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.held_out import is_held_out
from corpus.rebuild import gold, readings
from corpus.texts import DATA

from benchmarks.claims import asked, read, scorer

Json = dict[str, Any]

BINS = 5


def held_out(data: Path) -> Iterator[Json]:
    """The held-out reports in the layout of the gold."""
    return (gold(annotation, source) for _, annotation, source in readings(data) if is_held_out(source))


def teaches(report: Json) -> bool:
    """Whether a report belongs to the half that taught the weights."""
    return hashlib.sha256(report["id"].encode()).digest()[0] % 2 == 0


def judged(report: Json, predicted: list[Json], scoring: Any) -> list[bool]:
    """Of each read claim, whether it is right as a whole."""
    right = [False] * len(predicted)
    for i, j in scoring.pair_up(report["text"], report["claims"], predicted):
        one, other = report["claims"][i], predicted[j]
        hit, read_actors, gold_actors = scoring.slot_counts(one["event"]["actor"], other["event"]["actor"])
        right[j] = (
            scoring.same_source(one["source"], other["source"])
            and one["event"]["type"] == other["event"]["type"]
            and one["stance"] == other["stance"]
            and (hit > 0 or read_actors == gold_actors == 0)
        )
    return right


def figures(data: Path, scorer_path: Path) -> Json:
    """A row for each fifth of the scale, and how far confidence and truth lie apart on the whole."""
    scoring = scorer(scorer_path)
    pairs: list[tuple[float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        for report in held_out(data):
            if not teaches(report):
                predicted = read(report, Path(folder, "report.txt"))["claims"]
                pairs += zip([c["confidence"] for c in predicted], judged(report, predicted, scoring), strict=True)
    rows = []
    for low in range(BINS):
        inside = [(given, right) for given, right in pairs if low / BINS <= given < (low + 1) / BINS]
        if inside:
            given, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            rows.append({"from": low / BINS, "claims": len(inside), "given": round(given, 3), "right": round(right, 3)})
    apart = sum(row["claims"] * abs(row["given"] - row["right"]) for row in rows) / max(len(pairs), 1)
    return {"claims": len(pairs), "rows": rows, "apart": round(apart, 3)}


def main() -> None:
    """Print the table."""
    options = asked(__doc__, DATA)
    found = figures(options.data, options.scorer)
    if options.json:
        print(json.dumps(found))
        return
    for row in found["rows"]:
        print(f"from {row['from']:.1f}  {row['claims']:5d} claims  given {row['given']:.3f}  right {row['right']:.3f}")
    print(f"{found['claims']} claims, {found['apart']:.3f} apart on the whole")


if __name__ == "__main__":
    main()
