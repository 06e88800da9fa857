"""How claims of real reports stand to each other: `python -m benchmarks.relations [--data DIR] [--scorer PY] [--json]`.

DIR holds NN.json with text, claims and relations, within and across reports. Counted by the project's scorer, F1 by
relation (updates are `same_event`, repeats `supports`):

contradicts, supports, same_event   from the gold's own claims: how well they are weighed, reading left aside
end_to_end                          from what sayso reads in the texts
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.claims import DATA, asked, read, scorer
from sayso.exports import contract
from sayso.weighed import compare_files

Json = dict[str, Any]


def given(gold: Json, path: Path) -> Json:
    """The gold's claims as a contract file, ids as the scorer counts, relations left out."""
    claims = [claim | {"id": f"{path.stem}:{number}"} for number, claim in enumerate(gold["claims"])]
    report = {name: gold.get(name) for name in ("text", "title", "outlet", "published")}
    return {"path": path.name, "report": report, "claims": claims}


def measured(data: Path, scoring: Any, source: Callable[[Json, Path], Json]) -> Json:
    """The scorer's figures of relations over the claims that `source` gives."""
    golds = sorted(data.glob("[0-9]*.json"))
    if not golds:
        raise SystemExit(f"no NN.json under {data}: give the folder of gold reports by --data")
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder, "predicted")
        predicted.mkdir()
        for path in golds:
            line = contract.line(source(json.loads(path.read_text(encoding="utf-8")), Path(folder, f"{path.stem}.txt")))
            (predicted / path.name).write_text(line, encoding="utf-8")
        found = compare_files(sorted(predicted.glob("*.json")))
        relations = [contract.relation_of(each) for each in found.relations]
        relations += [contract.neighbours_of(*pair) for pair in found.neighbours]
        figures: Json = scoring.score(data, predicted, relations)["relations"]
    return {kind: {k: round(v, 4) for k, v in row.items()} for kind, row in figures.items()}


def main() -> None:
    """Print the figures."""
    options = asked(__doc__, DATA)
    scoring = scorer(options.scorer)
    found = measured(options.data, scoring, given) | {"end_to_end": measured(options.data, scoring, read)}
    if options.json:
        print(json.dumps(found))
        return
    for name, rows in (("gold claims", found), ("end to end", found["end_to_end"])):
        for kind in ("contradicts", "supports", "same_event"):
            row = rows[kind]
            print(f"{name:12s} {kind:12s} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f']:.3f}  n {row['n']}")


if __name__ == "__main__":
    main()
