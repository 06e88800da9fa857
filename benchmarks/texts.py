"""Texts to run over: whatever a folder holds of them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("text", "article_content", "content", "body")
"""Where tables keep their text."""


def texts(folder: Path, limit: int | None = None) -> list[str]:
    """The texts of a folder's .txt, .json, .jsonl and .csv files, sorted by file name.

    Raises SystemExit naming the folder where it holds none.
    """
    found = [text for path in sorted(folder.rglob("*")) for text in _of(path) if text.strip()]
    if not found:
        raise SystemExit(f"no texts under {folder}: give a folder with .txt, .json, .jsonl or .csv files by --data")
    return found[:limit]


def _of(path: Path) -> Iterator[str]:
    if path.suffix == ".txt":
        yield path.read_text(encoding="utf-8", errors="replace")
    elif path.suffix == ".json":
        data = json.loads(path.read_text(encoding="utf-8"))
        yield from _rows(data if isinstance(data, list) else [data])
    elif path.suffix == ".jsonl":
        yield from _rows([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield from _rows(list(csv.DictReader(file)))


def _rows(rows: list[object]) -> Iterator[str]:
    for row in rows:
        if isinstance(row, dict):
            yield next((str(row[column]) for column in COLUMNS if row.get(column)), "")
