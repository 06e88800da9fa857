"""Dates beside Duckling and dateparser: ``python -m benchmarks.dates [--data DIR] [--no-peers] [--json]``.

DIR holds .tml files (TimeML). Counted are the DATE and TIME expressions whose value fixes an interval of days: no
PRESENT_REF, no length of time, no X for an unknown digit. ``found``: a time that we gave days to overlaps it;
``exact``: one of those has the same first and last day. ``spurious``: of all times that we gave days to, the share
that overlaps no TIMEX3 at all. A range or a "since" counts by the times inside of it, as TimeML writes them.
``held_out``: the same over the half of the files (seed 8) that was not read when the grammar was written; its figures,
and counts of misses by kind of time, were watched. ``phrases``: our own list.

The peers run on the held-out half. Duckling is the Clojure one in the package `duckling`, which needs Java and Python
below 3.12; with a past rule: what lies ahead is taken a week (weekday) or a year (month) back. Where a peer cannot
run, its figures are null and a line on standard error says why. `pyduckling-native` is built for no Python of today
and `puckling` needs 3.13.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import tomllib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.counts import report
from sayso.registers.dates import Expression, dateline, find, resolve, times

PHRASES = Path(__file__).with_name("phrases_of_dates.toml")
_SEED = 8
Span = tuple[int, int]
Days = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Timed:
    """A time in a text: its place, and its first and last day; None where it has none."""

    span: Span
    days: Days | None


@dataclass(frozen=True, slots=True)
class Article:
    """A text, the day it was published, and the times that annotators marked; `counted` are those with days."""

    name: str
    text: str
    published: str
    marked: tuple[Timed, ...]

    @property
    def counted(self) -> tuple[Timed, ...]:
        """The times that the benchmark counts."""
        return tuple(t for t in self.marked if t.days)


Reader = Callable[[Article], Sequence[Timed]]


@dataclass(slots=True)
class Score:
    """Counts over articles."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    given: int = 0
    spurious: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, article: Article, read: Sequence[Timed]) -> None:
        """Count one article."""
        given = [t for t in read if t.days]
        self.given += len(given)
        self.spurious += sum(not any(_overlap(t, gold) for gold in article.marked) for t in given)
        for gold in article.counted:
            over = [t for t in given if _overlap(t, gold)]
            self.gold += 1
            self.found += bool(over)
            right = any(t.days == gold.days for t in over)
            self.exact += right
            if not right:
                self.missed.append(_line(article, gold, over))

    def figures(self) -> dict[str, object]:
        """found, exact and spurious as shares; how many were counted."""
        shares = {"found": self.found / max(self.gold, 1), "exact": self.exact / max(self.gold, 1)}
        shares["spurious"] = self.spurious / max(self.given, 1)
        return {**{name: round(share, 4) for name, share in shares.items()}, "counted": self.gold}


def _overlap(a: Timed, b: Timed) -> bool:
    return a.span[0] < b.span[1] and b.span[0] < a.span[1]


def _line(article: Article, gold: Timed, over: Sequence[Timed]) -> str:
    start, end = gold.span
    words = f"{article.text[max(start - 60, 0) : start]}[{article.text[start:end]}]{article.text[end : end + 40]}"
    return f"{article.name} {article.published} {gold.days} {[t.days for t in over]} | {' '.join(words.split())}"


# --- TimeML ----------------------------------------------------------------------------------------------------------

_TIMEX = re.compile(r"<TIMEX3\b([^>]*)>|</TIMEX3>|<[^>]*>")
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def articles(folder: Path) -> list[Article]:
    """Every .tml file below the folder, by name."""
    return [_article(path) for path in sorted(folder.rglob("*.tml"), key=lambda p: p.name)]


def _article(path: Path) -> Article:
    raw = path.read_text(encoding="utf-8")
    created = re.search(r'<DCT>.*?value="([^"]*)"', raw, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
    if created is None or body is None:
        raise SystemExit(f"{path}: no DCT or no TEXT, so no TimeML of this layout")
    text, marked, opened, at = "", [], [], 0
    for match in _TIMEX.finditer(body[1]):
        text += unescape(body[1][at : match.start()])
        at = match.end()
        if match[1] is not None:
            opened.append((len(text), match[1]))
        elif match[0] == "</TIMEX3>" and opened:
            start, attributes = opened.pop()
            marked.append(Timed((start, len(text)), _marked_days(attributes)))
    return Article(path.stem, text + unescape(body[1][at:]), created[1][:10], tuple(marked))


def _marked_days(attributes: str) -> Days | None:
    found = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
    return days_of(found.get("value", "")) if found.get("type") in ("DATE", "TIME") else None


def days_of(value: str) -> Days | None:
    """The first and last day that a TimeML value fixes ("1998-W32", "199", "1989-Q3", "1998-08-07TEV"), if any."""
    value = value.partition("T")[0]
    try:
        first, last = next(
            filter(None, (rule(match) for pattern, rule in _VALUES if (match := re.fullmatch(pattern, value)))),
            (None, None),
        )
    except ValueError:
        return None
    return (first.isoformat(), last.isoformat()) if first and last else None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = year * 12 + month - 1 + count
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _week(year: int, week: int, first: int = 1) -> tuple[date, date]:
    return date.fromisocalendar(year, week, first), date.fromisocalendar(year, week, 7)


_VALUES: tuple[tuple[str, Callable[[re.Match[str]], tuple[date, date]]], ...] = (
    (r"(\d\d)", lambda m: _months(int(m[1]) * 100, 1, 1200)),
    (r"(\d{3})X?", lambda m: _months(int(m[1]) * 10, 1, 120)),
    (r"(\d{4})", lambda m: _months(int(m[1]), 1, 12)),
    (r"(\d{4})-(\d\d)", lambda m: _months(int(m[1]), int(m[2]), 1)),
    (r"(\d{4}-\d\d-\d\d)", lambda m: (date.fromisoformat(m[1]), date.fromisoformat(m[1]))),
    (r"(\d{4})-W(\d\d?)", lambda m: _week(int(m[1]), int(m[2]))),
    (r"(\d{4})-W(\d\d?)-WE", lambda m: _week(int(m[1]), int(m[2]), 6)),
    (r"(\d{4})-Q([1-4])", lambda m: _months(int(m[1]), int(m[2]) * 3 - 2, 3)),
    (r"(\d{4})-H([12])", lambda m: _months(int(m[1]), int(m[2]) * 6 - 5, 6)),
    (r"(\d{4})-(SP|SU|FA|WI)", lambda m: _months(int(m[1]), _SEASONS[m[2]], 3)),
)

# --- readers ---------------------------------------------------------------------------------------------------------


def sayso(article: Article) -> list[Timed]:
    """Our own."""
    found = find(article.text)
    # Parts are counted with their wholes, for both can be told of: "three days later".
    leaves = [leaf for expression in found for leaf in _leaves(expression)]
    published = date.fromisoformat(article.published)
    return [
        Timed(w.span, (w.start, w.end) if w.start and w.end else None)
        for w in resolve(leaves, dateline(article.text, published) or published)
    ]


def _leaves(expression: Expression) -> Iterator[Expression]:
    if not expression.parts:
        yield expression
    for part in expression.parts:
        yield from _leaves(part)


def dateparser() -> Reader:
    """`search_dates` with the past preferred; it gives a day for everything, a month or a year too."""
    search: Any = import_module("dateparser.search").search_dates

    def read(article: Article) -> list[Timed]:
        settings = {
            "RELATIVE_BASE": datetime.fromisoformat(article.published),
            "PREFER_DATES_FROM": "past",
            "RETURN_TIME_SPAN": False,
        }
        found: list[Timed] = []
        for start, sentence in _sentences(article.text):
            at = 0
            for words, day in search(sentence, languages=["en"], settings=settings) or ():
                at = max(sentence.find(words, at), 0)
                found.append(Timed((start + at, start + at + len(words)), (day.date().isoformat(),) * 2))
                at += len(words)
        return found

    return read


def duckling() -> Reader:
    """Duckling's first value, with the past rule."""
    jpype: Any = import_module("jpype")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports modules that Python has given up
        package: Any = import_module("duckling.duckling")
    jars = Path(package.__file__).parent / "jars"
    jpype.startJVM("-Xmx1g", classpath=[str(jar) for jar in jars.glob("*.jar")], convertStrings=True)
    engine = package.Duckling(jvm_started=True)
    engine.load(["en"])

    def read(article: Article) -> list[Timed]:
        found: list[Timed] = []
        published = date.fromisoformat(article.published)
        for start, sentence in _sentences(article.text):
            parsed = engine.parse(
                sentence, language="en", dim_filter="time", reference_time=article.published + "T12:00:00"
            )
            found += [
                Timed((start + e["start"], start + e["end"]), _duckling_days(e["body"], e["value"], published))
                for e in parsed
            ]
        return found

    return read


_WEEKDAY = re.compile(r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")


def _one_day(day: date) -> tuple[date, date]:
    return day, day


_GRAINS: dict[str, Callable[[date], tuple[date, date]]] = {
    "week": lambda d: (d, d + timedelta(days=6)),
    "month": lambda d: _months(d.year, d.month, 1),
    "quarter": lambda d: _months(d.year, d.month, 3),
    "year": lambda d: _months(d.year, d.month, 12),
}


def _duckling_days(body: str, value: dict[str, Any], published: date) -> Days | None:
    try:
        return _duckling_interval(body, value, published)
    except (ValueError, OverflowError):
        return None  # it reads some amounts as years behind the calendar's end


def _duckling_interval(body: str, value: dict[str, Any], published: date) -> Days | None:
    if value.get("type") == "interval":
        if "from" not in value or "to" not in value:
            return None
        first = date.fromisoformat(value["from"]["value"][:10])
        # Its ends are the first instant after.
        last = (datetime.fromisoformat(value["to"]["value"][:19]) - timedelta(seconds=1)).date()
        back = _back(body, first, published)
        return (first - back).isoformat(), (last - back).isoformat()
    if "value" not in value:
        return None
    first = date.fromisoformat(value["value"][:10])
    first -= _back(body, first, published)
    first, last = _GRAINS.get(value.get("grain", ""), _one_day)(first)
    return first.isoformat(), last.isoformat()


def _back(body: str, first: date, published: date) -> timedelta:
    if first <= published or re.search(r"(?i)\bnext\b|\btomorrow\b|\d{4}", body):
        return timedelta()
    if _WEEKDAY.search(body):
        return timedelta(days=7)
    return (
        first - first.replace(year=first.year - 1)
        if re.search(r"(?i)[a-z]{3}", body) and (first - published).days > 30
        else timedelta()
    )


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences, roughly: the peers are slow in long texts. A full stop behind a short word or capital ends none."""
    start = 0
    for match in re.finditer(r"(?<=[a-z]{4}[.!?])[\s”\"']+(?=[A-Z`“])|\n\s*\n", text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


# --- the run ---------------------------------------------------------------------------------------------------------


def held_out(found: Sequence[Article]) -> list[Article]:
    """The half that was not looked at."""
    shuffled = sorted(found, key=lambda a: a.name)
    random.Random(_SEED).shuffle(shuffled)
    return shuffled[len(shuffled) // 2 :]


def scored(found: Sequence[Article], reader: Reader) -> Score:
    """The counts of one reader."""
    score = Score()
    for article in found:
        score.add(article, reader(article))
    return score


def phrases(path: Path = PHRASES) -> dict[str, object]:
    """How many of our own phrases come out as written: `right`, and the sentences that do not."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["phrase"]
    wrong = [row["text"] for row in rows if not phrase_is_right(row)]
    return {"right": round(1 - len(wrong) / len(rows), 4), "counted": len(rows), "wrong": wrong}


def phrase_is_right(row: dict[str, str]) -> bool:
    """Whether the time over the row's words has the row's days; a row without `start` or `end` must be open there."""
    start = row["text"].index(row["words"])
    over = [
        w
        for w in times(row["text"], row.get("anchor"))
        if _overlap(Timed(w.span, None), Timed((start, start + len(row["words"])), None))
    ]
    return len(over) == 1 and (over[0].start, over[0].end) == (row.get("start"), row.get("end"))


def _words_per_second(found: Sequence[Article]) -> int:
    words = sum(len(a.text.split()) for a in found)
    times("Since Monday", "2017-10-05")
    rounds = []
    for _ in range(3):
        begun = time.process_time()
        for article in found:
            times(article.text, article.published)
        rounds.append(time.process_time() - begun)
    return round(words / sorted(rounds)[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/tempeval3/training"))
    parser.add_argument(
        "--peers", action=argparse.BooleanOptionalAction, default=True, help="Duckling and dateparser beside"
    )
    parser.add_argument(
        "--missed", action="store_true", help="print what is not exact in the half that may be looked at"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = articles(options.data)
    if not found:
        parser.error(f"{options.data} holds no .tml file")
    apart = held_out(found)
    if options.missed:
        print("\n".join(scored([a for a in found if a not in apart], sayso).missed))
        return
    whole = scored(found, sayso).figures()
    figures: dict[str, object] = {
        **whole,
        "held_out": scored(apart, sayso).figures(),
        "phrases": phrases() if PHRASES.exists() else None,
    }
    figures["words_per_cpu_s"] = _words_per_second(found)
    for make in (duckling, dateparser) if options.peers else ():
        try:
            figures[make.__name__] = scored(apart, make()).figures()
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            print(f"{make.__name__} cannot run here: {error}", file=sys.stderr)
            figures[make.__name__] = None
    report(figures, options.json)


if __name__ == "__main__":
    main()
