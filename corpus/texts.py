"""The texts that the corpus annotates, each from the data set that it names; none of them is in the repository but
those of `written`, which were written for it.

A key names one text of a data set for good: fa_kes by its unit_id, wikinews by its address, wikipedia_current_events by
the day (all its bullets on armed conflict make one report), re3d by "folder/_id", muc4 by its doc_id, written by its
file.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path("../shared/data")


@dataclass(frozen=True, slots=True)
class Text:
    """One report to annotate. licence: of the text; None of it may be shipped, whatever that licence says."""

    dataset: str
    key: str
    text: str
    title: str | None
    outlet: str | None
    published: str | None
    licence: str


@cache
def _fa_kes(data: Path) -> dict[str, Text]:
    with (data / "fa_kes/FA-KES-Dataset.csv").open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit_id"]]
    return {
        row["unit_id"]: Text(
            "fa_kes",
            row["unit_id"],
            f"{row['article_title'].strip()}\n\n{row['article_content'].strip()}",
            row["article_title"].strip(),
            row["source"].strip() or None,
            None,  # its date is now the event's, now the publication's
            "texts are their outlets'",
        )
        for row in rows
    }


@cache
def _wikinews(data: Path) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for path in sorted((data / "wikinews").glob("wikinews_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = f"{row['title']}\n\n{row['text'].strip()}"
                found[row["url"]] = Text(
                    "wikinews", row["url"], text, row["title"], "Wikinews", row["date"], "CC BY 2.5"
                )
    return found


@cache
def _wikipedia_current_events(data: Path) -> dict[str, Text]:
    days: dict[str, list[dict[str, object]]] = {}
    for line in (data / "wikipedia_current_events/bullets.jsonl").read_text(encoding="utf-8").splitlines():
        bullet = json.loads(line)
        if bullet["category"].startswith("Armed"):
            days.setdefault(bullet["date"], []).append(bullet)
    return {
        day: Text(
            "wikipedia_current_events",
            day,
            _day_page(day, bullets),
            None,
            "Wikipedia Current Events",
            day,
            "CC BY-SA 3.0",
        )
        for day, bullets in days.items()
    }


def _day_page(day: str, bullets: list[dict[str, object]]) -> str:
    lines = [f"Portal:Current events/{day}", "", "Armed conflicts and attacks", ""]
    for bullet in bullets:
        credited = " ".join(f"({source['name']})" for source in bullet["sources"])  # type: ignore[attr-defined]
        lines.append(f"- {bullet['text']} {credited}".rstrip())
    return "\n".join(lines)


@cache
def _re3d(data: Path) -> dict[str, Text]:
    licences = {
        "CENTCOM": "US public domain",
        "US State Department": "US public domain",
        "UK Government": "OGL v3.0",
        "Wikipedia": "CC BY-SA 3.0",
        "Australian Department of Foreign Affairs": "CC BY 3.0 AU",
        "Delegation of the European Union to Syria": "EC legal notice",
    }
    found: dict[str, Text] = {}
    for folder, licence in licences.items():
        raw = (data / "re3d" / folder / "documents.json").read_text(encoding="utf-8")
        for row in _json_rows(raw):
            key = f"{folder}/{row['_id']}"
            body = re.sub(r"\r\n?", "\n", str(row["text"]))
            found[key] = Text("re3d", key, body, str(row["title"]), str(row["sourceName"]), None, licence)
    return found


def _json_rows(raw: str) -> Iterator[dict[str, object]]:
    yield from json.loads(raw) if raw.lstrip().startswith("[") else map(json.loads, raw.splitlines())


@cache
def _muc4(data: Path) -> dict[str, Text]:
    rows = map(json.loads, (data / "muc4/docs.jsonl").read_text(encoding="utf-8").splitlines())
    return {
        row["doc_id"]: Text("muc4", row["doc_id"], row["text"], None, None, None, "US Government translations of wires")
        for row in rows
    }


WRITTEN = Path(__file__).parent / "written"


@cache
def _written(_: Path) -> dict[str, Text]:
    """Reports written for this corpus, whose texts are ours: the one data set that stands in the repository."""
    found: dict[str, Text] = {}
    for path in sorted(WRITTEN.glob("*.txt")):
        head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
        said = dict(line.split(": ", 1) for line in head.splitlines())
        text = f"{said['title']}\n\n{body.strip()}"
        outlet, published = said.get("outlet"), said.get("published")
        found[path.stem] = Text("written", path.stem, text, said["title"], outlet, published, "Apache-2.0")
    return found


DATASETS: dict[str, Callable[[Path], dict[str, Text]]] = {
    "fa_kes": _fa_kes,
    "wikinews": _wikinews,
    "wikipedia_current_events": _wikipedia_current_events,
    "re3d": _re3d,
    "muc4": _muc4,
    "written": _written,
}


def text_of(dataset: str, key: str, data: Path = DATA) -> Text:
    """One text. Raises KeyError naming what is not there, FileNotFoundError where the data set is missing."""
    texts = DATASETS[dataset](data)
    if key not in texts:
        raise KeyError(f"{dataset} has no text {key}")
    return texts[key]
