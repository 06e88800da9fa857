"""Check every annotation against its text, and rebuild text and labels: `python -m corpus.rebuild [--out DIR]`.

Without --out it only checks: hashes, offsets, closed lists. With --out it writes NN.json in the layout of the gold
reports, which the benchmark of claims reads (`python -m benchmarks.claims --data DIR`).
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.pin import ANNOTATED, BASES, MODES, STANCES, TYPES
from corpus.texts import DATA, Text, text_of

Json = dict[str, Any]


def faults(annotation: Json, source: Text) -> list[str]:
    """What is wrong with an annotation, in words; nothing where it holds."""
    if hashlib.sha256(source.text.encode()).hexdigest() != annotation["text_sha256"]:
        return ["the text has changed: its hash is another"]
    found: list[str] = []
    for number, claim in enumerate(annotation["claims"]):
        for name, listed in (("stance", STANCES), ("type", TYPES), ("basis", BASES), ("mode", MODES)):
            if claim[name] not in listed:
                found.append(f"claim {number}: {claim[name]!r} is no {name}")
        for start, end in _spans(claim):
            if not 0 <= start < end <= len(source.text):
                found.append(f"claim {number}: {start} to {end} is no place in the text")
    return found


def _spans(claim: Json) -> list[tuple[int, int]]:
    lists = [span for name in ("quote", "via", "actor", "target", "place") for span in claim[name]]
    return lists + [claim[name] for name in ("source", "cue", "medium", "weapon", "when") if claim[name]]


def gold(annotation: Json, source: Text) -> Json:
    """The annotation as a gold report: words beside their offsets."""
    text = source.text

    def words(span: list[int] | None) -> str | None:
        return text[slice(*span)] if span else None

    def claim(one: Json) -> Json:
        longest = max(one["quote"], key=lambda span: span[1] - span[0])
        return {
            "quote": words(longest),
            "span": longest,
            "source": words(one["source"]) or "report",
            "via": [words(span) for span in one["via"]],
            "cue": words(one["cue"]),
            "stance": one["stance"],
            "event": {
                "type": one["type"],
                **{slot: [words(span) for span in one[slot]] for slot in ("actor", "target", "place")},
                "date": one["date"],
                "date_text": words(one["when"]),
                "casualties": {"killed": one["killed"], "injured": one["injured"]},
            },
        }

    return {
        "id": f"{source.dataset}/{source.key}",
        "text": text,
        "title": source.title,
        "outlet": source.outlet,
        "published": source.published,
        "claims": [claim(one) for one in annotation["claims"]],
        "relations": annotation["relations"],
    }


def readings(data: Path = DATA, *, second: bool = False) -> Iterator[tuple[Path, Json, Text]]:
    """Every annotation with its file and its text, the first readings or the blind second ones, in order."""
    for path in sorted(ANNOTATED.rglob("*.json")):
        if path.name.endswith(".second.json") == second:
            annotation = json.loads(path.read_text(encoding="utf-8"))
            yield path, annotation, text_of(annotation["dataset"], annotation["key"], data)


def main() -> int:
    """Check, rebuild if asked; the exit status is 1 if an annotation is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--second", action="store_true", help="the blind second readings instead of the first")
    options = parser.parse_args()
    wrong, claims, reports = 0, 0, 0
    for number, (path, annotation, source) in enumerate(readings(options.data, second=options.second)):
        reports += 1
        found = faults(annotation, source)
        wrong += bool(found)
        claims += len(annotation["claims"])
        for fault in found:
            print(f"{path}: {fault}", file=sys.stderr)
        if options.out and not found:
            options.out.mkdir(parents=True, exist_ok=True)
            rebuilt = json.dumps(gold(annotation, source), ensure_ascii=False, indent=1)
            (options.out / f"{number:03}.json").write_text(rebuilt + "\n", encoding="utf-8")
    print(f"{reports} reports, {claims} claims, {wrong} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
