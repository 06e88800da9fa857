"""Tolls of the killed in local reports of shootings: `python -m benchmarks.tolls [--data DIR] [--half H] [--json]`.

DIR holds incidents.jsonl (LongTailQA's Gun Violence Archive): one incident a line with `num_killed` and 1 to 5 `docs`
(title, content). A report is its title, an empty line and its content, read as a file of plain text. Counted are the
reports of incidents with `num_killed` of 1 or more.

A report's answer is the toll of the first of its claims, in the order of the text, that gives a number of killed: its
low end, or its high end where only that is told ("up to 3"). The first, because news leads with its own incident and
tells of earlier ones and of cumulative tolls further down. A toll of 0 is an answer only where the claim's words say
none ("no one was killed"); elsewhere it counts as not read. Denied, doubted and planned killings give no answer.

read        share of the reports that give an answer
right       share of these whose answer is `num_killed`
always_one  share of all counted reports that answering always 1 gets right
elsewhere   with --elsewhere: share of the reports of incidents without killed that give an answer of 1 or more

The archive counts a shooter who died among the killed, and some reports are of the days before a victim died: a
careful person is not right in all of them either. Takes 45 seconds on one core, 3,000 reports.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.counts import report
from benchmarks.readings import HALVES, Json, in_half, readings, share

DATA = Path("../shared/data/longtail_gunviolence")
TOLD = ("asserted", "claimed_responsibility", "reported_unsure")
"""Stances in which a killing is told to have happened."""
_NONE = re.compile(r"\b(?:no|none|nobody|not|never|neither|nor|without|zero|0)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """One report. killed: what the archive says of its incident."""

    text: str
    killed: int


def cases(folder: Path, half: str | None = None, *, deadly: bool = True) -> Iterator[Case]:
    """The reports of incidents with killed, or without. Raises SystemExit where the file is missing."""
    path = folder / "incidents.jsonl"
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give the folder that holds it by --data")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        killed = row["incident"].get("num_killed")
        if killed is not None and bool(killed) == deadly and in_half(row["incident"]["incident_uri"], half):
            for doc in row["docs"]:
                yield Case(f"{doc['title']}\n\n{doc['content']}", killed)


def answer(claims: Iterable[Json]) -> int | None:
    """How many were killed, by the first claim that tells it; None where none does."""
    for claim in sorted(claims, key=lambda claim: claim["span"]):
        number = _killed(claim)
        if number is not None and claim["stance"] in TOLD and (number or _NONE.search(claim["quote"])):
            return number
    return None


def _killed(claim: Json) -> int | None:
    low, high = claim["event"]["casualties"]["killed"] or (None, None)
    return low if low is not None else high


def measure(folder: Path, half: str | None = None, *, elsewhere: bool = False) -> dict[str, object]:
    """The figures over a folder."""
    deadly = _answered(folder, half, deadly=True)
    read = [(case, number) for case, number in deadly if number is not None]
    figures: dict[str, object] = {
        "read": share(len(read), len(deadly)),
        "right": share(sum(case.killed == number for case, number in read), len(read)),
        "always_one": share(sum(case.killed == 1 for case, _ in deadly), len(deadly)),
        "reports": len(deadly),
    }
    if elsewhere:
        others = _answered(folder, half, deadly=False)
        figures["elsewhere"] = share(sum(bool(number) for _, number in others), len(others))
    return figures


def _answered(folder: Path, half: str | None, *, deadly: bool) -> list[tuple[Case, int | None]]:
    given = list(cases(folder, half, deadly=deadly))
    return [(case, answer(r["claims"])) for case, r in zip(given, readings(c.text for c in given), strict=True)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--elsewhere", action="store_true", help="also read the reports where nobody was killed")
    parser.add_argument("--half", choices=HALVES, help="only this half of the incidents")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    report(measure(chosen.data, chosen.half, elsewhere=chosen.elsewhere), chosen.json)


if __name__ == "__main__":
    main()
