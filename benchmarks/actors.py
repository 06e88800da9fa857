"""Who is named: ``python -m benchmarks.actors [--data DIR] [--half look|kept] [--json] [--show]``.

DIR holds the pools (fa_kes, wikinews, re3d, wikipedia_current_events) and gold. ``parties.tsv`` lists mentions in their
reports, by hash and offset, with the party that they name, "-" where no party of a register is named, several between
"|" where readers may differ. They were drawn from noun phrases by a seed and annotated before anything was tried on
them. ``right``: the expected party, or rightly none; ``hard``: the same over words that refer back, peoples, capitals,
persons and nobody; ``clear``: over mentions with one right answer only. ``look`` is the half, by a hash of the mention,
whose mistakes were read; ``kept`` the other. Lenient is nobody: the army for its air force is wrong.
``gold``: of the speakers of the gold reports with a normal name, how many come out as the party that bears that name.
"""

import argparse
import csv
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.counts import report as print_report
from benchmarks.readings import HALVES, half_of, share
from sayso import api
from sayso.model.report import Report
from sayso.model.words import Words
from sayso.reading.reading import read as reading_of
from sayso.reading.references import references
from sayso.registers.actors.register import Register
from sayso.registers.actors.resolve import Mention, ReportContext, resolve
from sayso.resolving import places_of

LIST = Path(__file__).with_name("parties.tsv")
DATA = Path("../shared/data")


@dataclass(frozen=True, slots=True)
class Case:
    """A mention of the list. parties: the right answers, without "party:"."""

    sha256: str
    start: int
    end: int
    day: str | None
    parties: tuple[str, ...]
    hard: bool

    @property
    def half(self) -> str:
        """Which half it belongs to."""
        return half_of(f"{self.sha256}:{self.start}")


def cases() -> list[Case]:
    """The list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return [
            Case(row["sha256"], int(row["start"]), int(row["end"]), row["day"] or None,
                 tuple(row["party"].split("|")), row["hard"] == "1")
            for row in csv.DictReader(file, delimiter="\t")
        ]  # fmt: skip


def pools(data: Path) -> Iterator[str]:
    """Every text of the pools, as it was when it was annotated."""
    csv.field_size_limit(10**9)
    for path, column, encoding in (
        ("fa_kes/FA-KES-Dataset.csv", "article_content", "latin-1"),
        ("wikinews/wikinews_2019.csv", "text", "utf-8"),
        ("wikinews/wikinews_2020.csv", "text", "utf-8"),
    ):
        with (data / path).open(encoding=encoding, newline="") as file:
            yield from (row[column] for row in csv.DictReader(file))
    lines = [data / "wikipedia_current_events" / "bullets.jsonl", *sorted((data / "re3d").glob("*/documents.json"))]
    for one in lines:
        yield from (json.loads(line)["text"] for line in one.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True, slots=True)
class Answered:
    """A case, its words and what came of it: the id without "party:", "-" for none."""

    case: Case
    words: str
    answer: str
    reason: str

    @property
    def right(self) -> bool:
        """Whether the answer is among the right ones."""
        return self.answer in self.case.parties


def answered(data: Path, half: str | None) -> list[Answered]:
    """Every case of a half, resolved in its report with the countries of the report's places."""
    register = Register.open()
    asked: dict[str, list[Case]] = {}
    for case in cases():
        if half is None or case.half == half:
            asked.setdefault(case.sha256, []).append(case)
    texts = {sha: text for text in pools(data) if (sha := sha256(text.encode()).hexdigest()) in asked}
    if missing := len(asked.keys() - texts.keys()):
        raise SystemExit(f"{missing} reports of {LIST.name} are not under {data}: give the pools' folder by --data")
    found = []
    for sha, mentions in asked.items():
        text = texts[sha]
        words = [Words(text[case.start : case.end], (case.start, case.end)) for case in mentions]
        report, countries = read(text)
        context = ReportContext(text, mentions[0].day, countries)
        stand_for = references(reading_of(report), [w.span for w in words]) if report else {}
        pointing = [Mention(w, stands_for=stand_for[w.span].stands_for if w.span in stand_for else None) for w in words]
        for case, answer in zip(mentions, resolve(pointing, context, register), strict=True):
            id_ = answer.entry.id.removeprefix("party:") if answer.entry else "-"
            found.append(Answered(case, answer.words.text, id_, answer.reason))
    return found


def read(text: str) -> tuple[Report | None, tuple[str, ...]]:
    """A text as a report, and the countries of the places in its claims, as `sayso read` has them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text.txt")
        path.write_text(text, encoding="utf-8", newline="")
        account = next(api.read(path))
    if account.report is None or not account.claims:
        return account.report, ()
    answers = places_of(account.claims, account.report.text)
    countries = (answer.entry.country for answer in answers if answer.entry and answer.entry.country)
    return account.report, tuple(countries)


def gold(folder: Path) -> dict[str, float | int]:
    """Speakers of the gold with a normal name: of those whose name the register has, the share that comes out so."""
    register = Register.open()
    right = counted = unknown = 0
    for path in sorted(folder.glob("[0-9]*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for claim in told["claims"]:
            if not claim.get("source_norm") or not claim.get("source") or claim["source"] not in told["text"]:
                continue
            near = claim["span"][0]
            wanted = _one(claim["source_norm"], claim["source_norm"], None, register)
            if wanted is None:
                unknown += 1
                continue
            counted += 1
            right += _one(claim["source"], told["text"], told["published"], register, near) == wanted
    return {"right": share(right, counted), "counted": counted, "not_in_register": unknown}


def _one(words: str, text: str, day: str | None, register: Register, near: int = 0) -> str | None:
    """Who the words name where they stand nearest to an offset."""
    starts = [match.start() for match in re.finditer(re.escape(words), text)]
    start = min(starts, key=lambda at: abs(at - near))
    mention = Mention(Words(words, (start, start + len(words))), "speaker")
    entry = resolve([mention], ReportContext(text, day), register)[0].entry
    return entry.id if entry else None


def figures(found: list[Answered], half: str) -> dict[str, Any]:
    """The shares of a half."""
    own = [one for one in found if one.case.half == half]
    hard = [one for one in own if one.case.hard]
    clear = [one for one in own if len(one.case.parties) == 1]
    return {
        "right": share(sum(one.right for one in own), len(own)),
        "hard": share(sum(one.right for one in hard), len(hard)),
        "clear": share(sum(one.right for one in clear), len(clear)),
        "mentions": len(own),
        "hard_mentions": len(hard),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the mistakes of the half that may be looked at")
    options = parser.parse_args()
    found = answered(options.data, options.half)
    if options.show:
        for one in found:
            if not one.right and one.case.half == HALVES[0]:
                print(f"{'|'.join(one.case.parties):28} {one.answer:28} {one.words} ({one.reason})")
    halves = [half for half in HALVES if options.half in (None, half)]
    print_report({**{half: figures(found, half) for half in halves}, "gold": gold(options.data / "gold")}, options.json)


if __name__ == "__main__":
    main()
