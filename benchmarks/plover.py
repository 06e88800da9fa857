"""Event coding on PLOVER's gold records: `python -m benchmarks.plover [--data DIR] [--half H] [--json]`.

DIR holds records.json, a list. Record 0 documents the file and is no case (its `event` is "DOCUMENT"). Of each other
record are used: `text`, a sentence of news, read as a file of plain text; `event`, PLOVER's type, older ones folded to
the 16 of the 0.8 manual; `source` and `target`, lists of {actorText, code}, null or "" where there is none.

A record tells one event of its sentence, and a sentence may hold several claims. Its answer is *one* claim: the first,
in the order of the text, that the crosswalk (`exports/plover.toml`, from our type, mode and stance) gives a PLOVER
type; where it gives none of them one, the first, whose parties may still be right.

category        share of the records whose answer has the gold type
source_country  share of the records whose gold source has a country (codes like IGO are none) where the answer's
                source has one of them; the crosswalk says which slot is PLOVER's source: an accusation's is the speaker
target_country  the same for the target
ceiling         share of the records whose gold type some row of the crosswalk gives, counting only modes that an event
                can have: what a perfect reader of our types would reach
any             beside: the same three where any claim of the sentence may answer, and `claims` a sentence
by_type         beside: of each gold type, how many records there are and how many answers are right

A country is that of the first slot the crosswalk names whose words name one (`countries.py`, a table of names, peoples
and capitals), at last of the claim's own words; the target's is another than the source's, or, where nothing names
another, the source's own: what happens inside a country PLOVER codes so. As this
project's list of peers measured it: UniversalPetrarch from raw text, category .41-.51, source country .54-.60, target
country .49-.63. Takes 2 seconds.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from benchmarks.countries import code, countries
from benchmarks.counts import report
from benchmarks.readings import HALVES, Json, in_half, readings, share
from sayso.exports.tables import first_row, table
from sayso.model import Mode

DATA = Path("../shared/data/plover_gsr")


@dataclass(frozen=True, slots=True)
class Record:
    """One gold event. sources, targets: ISO codes of countries, empty where the record names none."""

    id: str
    text: str
    category: str
    sources: frozenset[str]
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Coded:
    """One claim as an event of PLOVER. category: None for what PLOVER has no type for; sources, targets: countries."""

    category: str | None
    sources: frozenset[str]
    targets: frozenset[str]


def records(folder: Path, half: str | None = None) -> Iterator[Record]:
    """The gold records. Raises SystemExit where the file is missing."""
    path = folder / "records.json"
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give the folder that holds it by --data")
    folded = _table()["folded"]
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["event"] != "DOCUMENT" and in_half(row["id"], half):
            category = folded.get(row["event"], row["event"])
            yield Record(row["id"], row["text"], category, _codes(row.get("source")), _codes(row.get("target")))


def _codes(actors: Any) -> frozenset[str]:
    return frozenset(known for actor in actors or () if (known := code(actor["code"])))


def coded(claims: Sequence[Json]) -> list[Coded]:
    """The claims as the crosswalk places them, in the order of the text, those without a type last."""
    events = [_coded(claim) for claim in sorted(claims, key=lambda claim: claim["span"])]
    return sorted(events, key=lambda event: event.category is None)


def _coded(claim: Json) -> Coded:
    facts = {"type": claim["event"]["type"], "mode": claim["event"]["mode"], "stance": claim["stance"]}
    row = _table()["slots"] | dict(first_row(_table()["event"], facts) or {})
    sources = _countries(claim, [*row["source"], *_table()["else"]["source"]])
    told = _countries(claim, [*row["target"], *_table()["else"]["target"]], but=sources)
    return Coded(row.get("plover"), sources, told or sources)


def _countries(claim: Json, slots: Sequence[str], but: frozenset[str] = frozenset()) -> frozenset[str]:
    """The countries of the first of the slots that names any, without those of `but`."""
    parties = claim["event"] | {
        "speaker": [claim["source"]] if claim["source"] else [],
        "words": [{"text": claim["quote"]}],
    }
    named = (frozenset(known for each in parties[slot] for known in countries(each["text"])) for slot in slots)
    return next((codes - but for codes in named if codes - but), frozenset())


def _table() -> dict[str, Any]:
    return table("plover")


def reachable() -> frozenset[str]:
    """PLOVER's types that some row gives, with a mode that an event can have."""
    modes = set(get_args(Mode))
    rows = [row for row in _table()["event"] if "plover" in row]
    return frozenset(row["plover"] for row in rows if "mode" not in row or modes & set(row["mode"]))


def score(gold: Sequence[Record], answers: Sequence[Sequence[Coded]]) -> dict[str, float]:
    """Shares of the records where one of a record's answers is right, slot by slot."""
    pairs = list(zip(gold, answers, strict=True))
    categories = [any(each.category == record.category for each in given) for record, given in pairs]
    sources = [any(each.sources & record.sources for each in given) for record, given in pairs if record.sources]
    targets = [any(each.targets & record.targets for each in given) for record, given in pairs if record.targets]
    named = {"category": categories, "source_country": sources, "target_country": targets}
    return {name: share(sum(right), len(right)) for name, right in named.items()}


def measure(folder: Path, half: str | None = None) -> dict[str, object]:
    """The figures over a folder."""
    gold = list(records(folder, half))
    every = [coded(read["claims"]) for read in readings(record.text for record in gold)]
    first = [given[:1] for given in every]
    by_type: dict[str, dict[str, int]] = {}
    for record, given in zip(gold, first, strict=True):
        counts = by_type.setdefault(record.category, {"records": 0, "right": 0})
        counts["records"] += 1
        counts["right"] += any(each.category == record.category for each in given)
    figures: dict[str, object] = dict(score(gold, first))
    return figures | {
        "ceiling": share(sum(record.category in reachable() for record in gold), len(gold)),
        "any": score(gold, every) | {"claims": share(sum(map(len, every)), len(gold))},
        "by_type": dict(sorted(by_type.items())),
        "records": len(gold),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=HALVES, help="only this half of the records")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    report(measure(chosen.data, chosen.half), chosen.json)


if __name__ == "__main__":
    main()
