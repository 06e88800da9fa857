"""Claims of real reports against claims read by hand: `python -m benchmarks.claims [--data DIR] [--json]`.

DIR holds NN.json with text, published, outlet and gold claims. The scorer is the project's own (`claims.py`, which says
what "found" and "right" mean); beside its figures stands the floor: printing every sentence as a claim of the outlet.
"""

import argparse
import importlib.util
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sayso import api
from sayso.exports import contract
from sayso.reading.sentences import sentences

DATA = Path("../shared/data/gold")
SCORER = Path("../shared/score/claims.py")

Json = dict[str, Any]


def scorer(path: Path) -> Any:
    """The scorer as a module. Raises SystemExit where it is missing."""
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give the scorer's path by --scorer")
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(gold: Json, path: Path) -> Json:
    """What sayso reads in one gold text, as the contract prints it."""
    path.write_text(gold["text"], encoding="utf-8", newline="")
    (account,) = api.read(path, published=gold.get("published"), outlet=gold.get("outlet"))
    sha256 = account.page.sha256 if account.page else None
    return contract.file(path.name, sha256, account.report, account.claims, account.notes, account.problems)


def every_sentence(gold: Json, path: Path) -> Json:
    """The floor: each sentence is a claim."""
    path.write_text(gold["text"], encoding="utf-8", newline="")
    (account,) = api.read(path, published=gold.get("published"), outlet=gold.get("outlet"))
    spans = [s.span for s in sentences(account.report)] if account.report else []
    quotes = [{"id": str(n), "quote": gold["text"][a:b], "span": [a, b]} for n, (a, b) in enumerate(spans)]
    return {"claims": [quote | {"stance": "asserted", "source": None, "event": {}} for quote in quotes]}


def run(data: Path, scoring: Any, reader: Callable[[Json, Path], Json]) -> Json:
    """The scorer's figures for one reader over all gold reports of a folder."""
    golds = sorted(data.glob("[0-9]*.json"))
    if not golds:
        raise SystemExit(f"no NN.json under {data}: give the folder of gold reports by --data")
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder, "predicted")
        predicted.mkdir()
        for path in golds:
            gold = json.loads(path.read_text(encoding="utf-8"))
            line = contract.line(reader(gold, Path(folder, f"{path.stem}.txt")))
            (predicted / path.name).write_text(line, encoding="utf-8")
        figures: Json = scoring.score(data, predicted)
    return figures


def figures(data: Path, scorer_path: Path) -> Json:
    """The scorer's figures with the floor beside them."""
    scoring = scorer(scorer_path)
    return run(data, scoring, read) | {"floor": run(data, scoring, every_sentence)["found"]}


def asked(about: str | None, data: Path) -> argparse.Namespace:
    """The options of every benchmark that the scorer counts: data, scorer, json."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=data)
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Print the figures."""
    options = asked(__doc__, DATA)
    found = figures(options.data, options.scorer)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['reports']} reports, {found['gold']} gold claims, {found['predicted']} read")
    for name in ("found", "right", "floor"):
        row = found[name]
        print(f"{name:8s} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f']:.3f}")
    for name, value in found["of_found"].items():
        print(f"{name + ' (of found)':24s} {value:.3f}")
    for group in ("slots", "stance"):
        for name, row in found[group].items():
            print(f"{group + ' ' + name:32s} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f']:.3f}")


if __name__ == "__main__":
    main()
