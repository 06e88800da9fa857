"""How far two blind readers agree: `python -m corpus.agreement [--data DIR] [--scorer FILE] [--json]`.

Second readings are scored against first ones of the same reports, as if they were a program's.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.claims import asked, scorer

from corpus.pin import ANNOTATED
from corpus.rebuild import gold
from corpus.texts import DATA, text_of

Json = dict[str, Any]


def agreement(data: Path, scorer_path: Path) -> Json:
    """The scorer's figures of second readings against first ones, and how many claims the second readers found."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        first.mkdir()
        second.mkdir()
        for number, path in enumerate(sorted(ANNOTATED.rglob("*.second.json"))):
            other = path.with_name(path.name.replace(".second.json", ".json"))
            if other.exists():
                _write(first / f"{number:03}.json", other, data)
                _write(second / f"{number:03}.json", path, data)
        figures: Json = scorer(scorer_path).score(first, second)
    return figures


def _write(target: Path, annotation: Path, data: Path) -> None:
    kept = json.loads(annotation.read_text(encoding="utf-8"))
    report = gold(kept, text_of(kept["dataset"], kept["key"], data)) | {"relations": []}
    for claim in report["claims"]:
        claim["source"] = None if claim["source"] == "report" else claim["source"]
    target.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Print the figures."""
    options = asked(__doc__, DATA)
    found = agreement(options.data, options.scorer)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['reports']} reports read twice: {found['gold']} claims against {found['predicted']}")
    for name in ("found", "right"):
        print(f"{name:8s} F1 {found[name]['f']:.3f}")
    print("of found ", {name: round(value, 3) for name, value in found["of_found"].items()})
    print("slots F1 ", {name: round(row["f"], 3) for name, row in found["slots"].items()})


if __name__ == "__main__":
    main()
