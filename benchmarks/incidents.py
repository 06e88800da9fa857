"""Reports of one incident linked, among many near alike: `python -m benchmarks.incidents [--data DIR] [--json]`.

DIR holds incidents.jsonl (LongTailQA's Gun Violence Archive: one incident a line with its 1 to 10 reports) or the topic
folders of ECB+ (N/N_Mecb.xml and N/N_Mecbplus.xml: reports of two happenings alike, the first and the second of topic
N). A report is read as a file of plain text, with its day of publication where one is given, and its claims are weighed
together with those of all the others. A report's incident is that of its leading telling, the one that tells of most
deeds; a report without claims stands alone.

p, r, f         pairs of reports in one incident, among the pairs predicted and those in the data
b_cubed         the same, counted a report
unread          reports without a claim
shuffled_alike  whether another order of the input gives the same incidents

By default the half of the incidents is measured from which nothing was learnt ("kept"; --half all for both, which
makes more of them stand side by side). Reading takes most of the time; --cache FOLDER keeps readings between runs.
"""

import argparse
import json
import pickle
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.counts import Tally, report
from benchmarks.readings import HALVES, in_half
from sayso import api, weighed
from sayso.model import Claim, Report, Told
from sayso.weighing.incidents import incidents
from sayso.weighing.tellings import tellings
from sayso.weighing.traits import traits

DATA = Path("../shared/data/longtail_gunviolence")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Document:
    """One report: its key, the incident that the data put it to, its day of publication, its text, whose page it is."""

    key: str
    incident: str
    published: str | None
    text: str


def documents(folder: Path) -> list[Document]:
    """All reports of a folder of either data set. Raises SystemExit where it holds neither."""
    path = folder / "incidents.jsonl"
    found = list(_longtail(path) if path.is_file() else _ecbplus(folder))
    if not found:
        raise SystemExit(f"{folder} holds neither incidents.jsonl nor folders of ECB+: give one that does by --data")
    return found


def _longtail(path: Path) -> Iterator[Document]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        incident = row["incident"]["incident_uri"]
        for doc in row["docs"]:
            day = doc.get("dct") or ""
            published = day if _DAY.fullmatch(day) else None
            yield Document(f"{incident}/{doc['id']}", incident, published, f"{doc['title']}\n\n{doc['content']}")


def _ecbplus(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*/*.xml")):
        sentences: dict[int, list[str]] = defaultdict(list)
        for token in ElementTree.parse(path).getroot().iter("token"):
            sentences[int(token.get("sentence", "0"))].append(token.text or "")
        text = "".join(" ".join(words) + "\n\n" for _, words in sorted(sentences.items()))
        happening = "second" if path.stem.endswith("plus") else "first"
        yield Document(path.name, f"{path.parent.name} {happening}", None, text)


def told(given: Sequence[Document], cache: Path | None = None) -> list[Told]:
    """What sayso reads in the reports, ready for weighing; a report's key is its id."""
    read = _read(given, cache)
    # Two outlets may print the same text: then only the key tells their claims apart.
    found: list[Told] = []
    for document in given:
        report, claims = read[_key(document)]
        ids = (f"{document.key} {number:03}" for number in range(len(claims)))
        found += weighed.told(document.key, report, zip(ids, claims, strict=True))
    return found


Reading = tuple[Report | None, tuple[Claim, ...]]


def _read(given: Sequence[Document], cache: Path | None) -> dict[str, Reading]:
    kept: dict[str, Reading] = {}
    path = cache / "readings.pickle" if cache else None
    if path and path.is_file():
        kept = pickle.loads(path.read_bytes())
    by_day: dict[str | None, list[Document]] = defaultdict(list)
    for document in given:
        if _key(document) not in kept:
            by_day[document.published].append(document)
    with tempfile.TemporaryDirectory() as folder:
        for day, of_day in by_day.items():
            paths = [Path(folder, f"{number:05}.txt") for number in range(len(of_day))]
            for path_, document in zip(paths, of_day, strict=True):
                path_.write_text(document.text, encoding="utf-8", newline="")
            for document, account in zip(of_day, api.read(*paths, published=day), strict=True):
                kept[_key(document)] = (account.report, account.claims)
    if path and by_day:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(kept))
    return kept


def _key(document: Document) -> str:
    return sha256(f"{document.published} {document.text}".encode()).hexdigest()


def figures(given: Sequence[Document], claims: Sequence[Told]) -> dict[str, object]:
    """Predicted incidents of reports against the data's."""
    predicted = placed(given, claims)
    shuffled = list(claims)
    random.Random(1).shuffle(shuffled)
    again = placed(given, shuffled)
    truth = {document.key: document.incident for document in given}
    return {
        **_pairwise(predicted, truth),
        "b_cubed": _b_cubed(predicted, truth),
        "reports": len(given),
        "incidents": len(set(truth.values())),
        "claims": len(claims),
        "unread": len(given) - len({each.setting.report for each in claims}),
        "shuffled_alike": _partition(predicted) == _partition(again),
    }


def placed(given: Sequence[Document], claims: Sequence[Told]) -> dict[str, str]:
    """The incident of each report: that of its leading telling, else its own."""
    found = {claim: incident.id for incident in incidents(claims) for claim in incident.claims}
    of_report = {document.key: f"alone {document.key}" for document in given}
    leading = (telling for telling in tellings(map(traits, claims)) if telling.leads)
    return of_report | {telling.whole.report: found[telling.id] for telling in leading}


def _pairwise(predicted: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float]:
    a, b = _pairs(predicted), _pairs(truth)
    tally = Tally()
    tally.add_sets(a, b)
    return tally.figures()


def _pairs(of_report: Mapping[str, str]) -> set[tuple[str, str]]:
    return {pair for group in _partition(of_report) for pair in combinations(sorted(group), 2)}


def _partition(of_report: Mapping[str, str]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for key, incident in of_report.items():
        groups[incident].add(key)
    return {frozenset(group) for group in groups.values()}


def _b_cubed(predicted: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float]:
    one = {key: group for group in _partition(predicted) for key in group}
    other = {key: group for group in _partition(truth) for key in group}
    p = sum(len(one[key] & other[key]) / len(one[key]) for key in truth) / len(truth)
    r = sum(len(one[key] & other[key]) / len(other[key]) for key in truth) / len(truth)
    return {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4)}


def main() -> None:
    """Read, weigh, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=(*HALVES, "all"), default="kept")
    parser.add_argument("--cache", type=Path, help="a folder in which readings are kept between runs")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    half = None if chosen.half == "all" else chosen.half
    # ECB+'s two happenings of a topic go to one half: they are what makes the task hard.
    given = [document for document in documents(chosen.data) if in_half(document.incident.split(" ")[0], half)]
    report(figures(given, told(given, chosen.cache)), chosen.json)


if __name__ == "__main__":
    main()
