"""Places on TR-News, GeoVirus or LGL: ``python -m benchmarks.places [--data FILE] [--json]``.

``gold_span``: the places marked in the texts are given, and only what they mean is asked; ``settlements``: those of
them that are settlements (GeoNames' class P); ``end_to_end``: places are also found, over all that are marked. A
settlement or a building is right within 161 km (``within_10_km``: settlements again, within 10) of where it is; an area
is right if it is that area, or one of the same name that lies in it or holds it, within 161 km. GeoVirus gives a page's
title instead of an id. Marked names without coordinates are left out.
``halves``: the seeded half of the articles at which errors were looked at (``seen``), and the other one. ``coverage``:
towns and villages in UCDP's names, found in their country, with the shipped gazetteer and with an import.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from lxml import etree

from benchmarks.counts import report
from sayso.model import Words
from sayso.model.place import PlaceEntry, ResolvedPlace
from sayso.reading.decode import mentions
from sayso.reading.encoder import WEIGHTS, Encoder
from sayso.registers.places.choice import kilometres
from sayso.registers.places.gazetteer import Gazetteer
from sayso.registers.places.imports import add
from sayso.registers.places.outright import named_outright
from sayso.registers.places.resolve import ReportContext, resolve

NEAR, AT = 161.0, 10.0
_ALIKE = 0.72
"""How alike a usual spelling must be to count as the name, as `resolve` has it."""
_COUNTRIES = (("Syria", "SY"), ("Ukraine", "UA"), ("Sudan", "SD"), ("DR Congo (Zaire)", "CD"))
_UCDP = "../shared/data/ucdp_aec/places.tsv"
_WOF = "../shared/data/whosonfirst"
_AREAS = ("A", "L")
"""GeoNames' classes of areas: countries and provinces, parks and regions."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A marked place. id: GeoNames'; title: a Wikipedia page's; area, town: by GeoNames' class
    (a hospital is neither); each None where the corpus has none.
    """

    words: Words
    lat: float
    lon: float
    id: str | None
    area: bool | None
    town: bool | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its marked places."""

    text: str
    gold: tuple[Gold, ...]

    @property
    def seen(self) -> bool:
        """Whether it is in the half at whose errors we looked, by its text's hash."""
        return sha256(self.text.encode()).digest()[0] % 2 == 0


def read(path: Path) -> list[Article]:
    """The articles of a file, of either layout. Raises SystemExit where it holds none."""
    root = etree.parse(path).getroot()
    found = [_article(node) for node in root.iter("article")]
    if not found:
        raise SystemExit(f"no articles in {path}: give TR-News.xml, GeoVirus.xml or LGL.xml by --data")
    return found


def _article(node: etree._Element) -> Article:
    text = node.findtext("text") or ""
    places = [_toponym(text, n) for n in node.iter("toponym")] + [_location(text, n) for n in node.iter("location")]
    return Article(text, tuple(sorted((p for p in places if p), key=lambda p: p.words.span)))


def _toponym(text: str, node: etree._Element) -> Gold | None:
    tag = node.find("gaztag")
    lat, lon = node.findtext(".//lat"), node.findtext(".//lon")
    if tag is None or lat is None or lon is None:
        return None
    words = _words(text, node, node.findtext("phrase") or "")
    if words is None:
        return None
    kind = tag.findtext("fclass") or ""
    return Gold(words, float(lat), float(lon), f"geonames:{tag.get('geonameid')}", kind in _AREAS, kind == "P", None)


def _location(text: str, node: etree._Element) -> Gold | None:
    lat, lon = node.findtext("lat"), node.findtext("lon")
    words = _words(text, node, node.findtext("name") or "")
    if lat is None or lon is None or words is None:
        return None
    title = unquote((node.findtext("page") or "").rpartition("/")[2]).replace("_", " ")
    return Gold(words, float(lat), float(lon), None, None, None, title)


def _words(text: str, node: etree._Element, told: str) -> Words | None:
    """The marked words: the name's occurrence nearest to where it is said to be, for both corpora miscount at times."""
    start = int(node.findtext("start") or 0)
    places = [match.start() for match in re.finditer(re.escape(told), text)] if told else []
    at = min(places, key=lambda place: abs(place - start), default=None)
    return None if at is None else Words(told, (at, at + len(told)))


@dataclass(slots=True)
class Score:
    """Right answers of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool, times: int = 1) -> None:
        """Count one, or one that stands for several."""
        self.right += right * times
        self.of += times

    def share(self) -> float:
        """0 to 1."""
        return round(self.right / self.of, 4) if self.of else 0.0


class Judge:
    """Says whether an answer is right."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def is_area(self, gold: Gold) -> bool:
        """As the corpus says, or, where it only names a page, as the gazetteer says of the page's title."""
        if gold.area is not None:
            return gold.area
        title = (gold.title or "").partition(" (")[0]
        kinds = {c.entry.kind for c in self._gazetteer.find(title) if c.alike == 1.0}
        office = re.search(r"\b(?:County|District|Province|Parish|Regency|Sea|Ocean|Island|Valley)\b", title)
        if kinds & {"country", "province", "continent", "region", "water"} or office:
            return True
        near = [
            c.entry for c in self._gazetteer.find(title)
            if c.alike == 1.0 and c.entry.lat is not None and c.entry.lon is not None
            and kilometres((c.entry.lat, c.entry.lon), (gold.lat, gold.lon)) <= NEAR
        ]  # fmt: skip
        return any(e.kind == "district" for e in near) and not any(e.kind == "settlement" for e in near)

    def right(self, gold: Gold, entry: PlaceEntry | None, within: float = NEAR) -> bool:
        """Whether `entry` is the marked place."""
        if entry is None:
            return False
        if gold.id is not None and entry.id == gold.id:
            return True
        point = (gold.lat, gold.lon)
        if not self.is_area(gold):
            return entry.point is not None and kilometres(entry.point, point) <= within
        if self._titled(gold, entry):
            return True
        if entry.kind in ("country", "continent", "region") or entry.lat is None or entry.lon is None:
            return False
        return self._same_land(gold, entry) and kilometres((entry.lat, entry.lon), point) <= NEAR

    def _titled(self, gold: Gold, entry: PlaceEntry) -> bool:
        if not gold.title or entry.point is not None:
            return False
        title = gold.title.partition(" (")[0]
        named = {c.entry.id for c in self._gazetteer.find(title) if c.alike == 1.0}
        box = entry.extent
        return entry.id in named and (
            box is None
            or entry.kind == "continent"
            or (box[0] - 3 <= gold.lat <= box[2] + 3 and box[1] - 3 <= gold.lon <= box[3] + 3)
        )

    def _same_land(self, gold: Gold, entry: PlaceEntry) -> bool:
        """One holds the other: a city named like its province."""
        if gold.id in (entry.province, entry.district):
            return True
        if entry.extent is not None:
            south, west, north, east = entry.extent
            return south <= gold.lat <= north and west <= gold.lon <= east
        return gold.id is None


Finder = Callable[[str], Sequence[Words]]


def measure(path: Path, gazetteer: Gazetteer, finder: Finder | None = None) -> dict[str, object]:
    """The figures of one file; `end_to_end` only with a finder of mentions."""
    judge = Judge(gazetteer)
    halves = ("seen", "unseen", "unseen_settlements", "unseen_end_to_end")
    scores = {name: Score() for name in ("all", "settlements", "within_10_km", "end_to_end", *halves)}
    for article in read(path):
        answers = resolve([g.words for g in article.gold], ReportContext(article.text), gazetteer)
        for gold, answer in zip(article.gold, answers, strict=True):
            right = judge.right(gold, answer.entry)
            town = not judge.is_area(gold) if gold.town is None else gold.town
            scores["all"].add(right)
            scores["seen" if article.seen else "unseen"].add(right)
            if town:
                scores["settlements"].add(right)
                scores["within_10_km"].add(judge.right(gold, answer.entry, AT))
                if not article.seen:
                    scores["unseen_settlements"].add(right)
        if finder is not None:
            found = resolve(finder(article.text), ReportContext(article.text), gazetteer)
            for gold in article.gold:
                right = judge.right(gold, _over(gold, found))
                scores["end_to_end"].add(right)
                if not article.seen:
                    scores["unseen_end_to_end"].add(right)
    shares = {name: score.share() for name, score in scores.items()}
    return {
        "gold_span": shares["all"],
        "settlements": shares["settlements"],
        "within_10_km": shares["within_10_km"],
        "end_to_end": shares["end_to_end"] if finder else None,
        "halves": {name: shares[name] for name in halves},
        "places": scores["all"].of,
    }


def _over(gold: Gold, found: Iterable[ResolvedPlace]) -> PlaceEntry | None:
    """The entry of the answer whose words overlap the marked ones most."""
    start, end = gold.words.span
    shared = [(min(end, a.words.span[1]) - max(start, a.words.span[0]), a.entry) for a in found]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def coverage(names: Path, country: str, code: str, gazetteer: Gazetteer) -> dict[str, float]:
    """The share of UCDP's towns and villages of a country that the gazetteer knows there.

    A name counts as often as it has events; in `found_by_name` once. `spelt`: under a usual spelling of the name;
    `found`: also by its consonants. Of "Mihqan/Mahkan town" either will do.
    """
    spelt, found, once = Score(), Score(), Score()
    with names.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, _, kind = row["where"].rpartition(" ")
            if row["country"] != country or kind not in ("town", "village", "city"):
                continue
            halves = [half.strip() for half in re.split(r"[/()]", name) if half.strip()]
            known = any(c.entry.country == code and c.alike >= _ALIKE for h in halves for c in gazetteer.find(h))
            either = known or any(gazetteer.find_within(half, code) for half in halves)
            spelt.add(known, int(row["events"]))
            found.add(either, int(row["events"]))
            once.add(either)
    return {"spelt": spelt.share(), "found": found.share(), "found_by_name": once.share(), "names": once.of}


def coverages(names: Path, extracts: Path) -> dict[str, object]:
    """`coverage` for Syria, Ukraine, Sudan and the Congo, as shipped and with the country's extract imported."""
    figures: dict[str, object] = {}
    for country, code in _COUNTRIES:
        with TemporaryDirectory() as none, Gazetteer.open(also=Path(none)) as shipped:
            figures[country] = {"shipped": coverage(names, country, code, shipped)}
        with TemporaryDirectory() as folder:
            add(extracts / f"{code.lower()}.tsv", Path(folder))
            with Gazetteer.open(also=Path(folder)) as extended:
                figures[country] |= {"with_import": coverage(names, country, code, extended)}  # type: ignore[operator]
    return figures


def reader_finder(gazetteer: Gazetteer, weights: Path) -> Finder:
    """Places as the trained reader marks them, and lands and peoples named outright."""
    encoder = Encoder(weights)

    def find(text: str) -> Sequence[Words]:
        marked = [
            Words(text[slice(*mention.span)], mention.span)
            for scores in encoder.read(text)
            for mention in mentions(scores, encoder.scheme)
            if mention.kind == "place"
        ]
        return sorted([*marked, *named_outright(text, gazetteer, marked)], key=lambda words: words.span)

    return find


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/geo/TR-News.xml"))
    parser.add_argument("--names", type=Path, default=Path(_UCDP), help="UCDP's places.tsv")
    parser.add_argument("--extracts", type=Path, default=Path(_WOF), help="folder with extracts of Who's On First")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder with the reader's weights")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    # What this machine's user added is no part of what is measured.
    with TemporaryDirectory() as none, Gazetteer.open(also=Path(none)) as gazetteer:
        figures = measure(chosen.data, gazetteer, reader_finder(gazetteer, chosen.weights))
    if chosen.names.exists() and chosen.extracts.exists():
        figures["coverage"] = coverages(chosen.names, chosen.extracts)
    report(figures, chosen.json)


if __name__ == "__main__":
    main()
