"""Article text of saved pages beside trafilatura's own: `python -m benchmarks.pages [--data DIR] [--json]`.

DIR holds ground-truth.json (key to articleBody) and html/KEY.html.gz, as the article-extraction-benchmark of
Scrapinghub has them. Its measure is taken over: shingles of four tokens, counted per page as shares of right, too
many and missing; precision and recall are means over pages, and F1 is that of the two means.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

DATA = Path("../shared/data/pages")
SHINGLE = 4

Shares = tuple[float, float, float]
"""Right, too many and missing shingles of one page, as shares that sum to one (a page without any: three zeros)."""


@dataclass(frozen=True, slots=True)
class Score:
    """Means over pages."""

    f: float
    precision: float
    recall: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four tokens; a shorter text is one run."""
    tokens = re.findall(r"\w+", text)
    runs = range(max(1, len(tokens) - SHINGLE + 1)) if tokens else ()
    return Counter(tuple(tokens[n : n + SHINGLE]) for n in runs)


def compare(true: str, read: str) -> Shares:
    """How the text that was read stands to the true one."""
    wanted, got = shingles(true), shingles(read)
    right, much, missing = (wanted & got).total(), (got - wanted).total(), (wanted - got).total()
    total = right + much + missing
    return (right / total, much / total, missing / total) if total else (0.0, 0.0, 0.0)


def score(pages: Iterable[Shares]) -> Score:
    """Precision over pages that gave text, recall over pages that have text; an empty truth met by nothing counts 1."""
    counted = list(pages)
    precision = statistics.fmean(_part(right, much, missing) for right, much, missing in counted if right + much > 0)
    recall = statistics.fmean(_part(right, missing, much) for right, much, missing in counted if right + missing > 0)
    both = precision + recall
    return Score(2 * precision * recall / both if both else 0.0, precision, recall)


def _part(right: float, wrong: float, other: float) -> float:
    if wrong == other == 0:
        return 1.0
    return right / (right + wrong) if right or wrong else 0.0


def ours(html: bytes) -> str:
    """The article without its headline, as `sayso` reads it."""
    from sayso.model import Page
    from sayso.reports.given import Given
    from sayso.reports.report_of import body, report_of

    report, _ = report_of(Page("stdin:", datetime.now(UTC).isoformat(), "text/html", html), Given())
    return body(report) if report else ""


def theirs(html: bytes) -> str:
    """The article as trafilatura's standard mode gives it, called as the benchmark's authors call it."""
    import trafilatura

    return trafilatura.extract(html.decode("utf-8", "replace"), include_comments=False) or ""


def measure(data: Path) -> dict[str, float | int]:
    """All figures. Raises OSError where the folder is not laid out as said above."""
    truth = json.loads((data / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((data / "html" / f"{key}.html.gz").read_bytes()) for key in sorted(truth)}
    _warm(next(iter(pages.values()), b""))
    our_score, seconds = _timed(ours, pages, truth)
    their_score, their_seconds = _timed(theirs, pages, truth)
    figures = {f"trafilatura_{name}": value for name, value in asdict(their_score).items()}
    return {
        **{name: round(value, 4) for name, value in {**asdict(our_score), **figures}.items()},
        "pages": len(pages),
        "pages_per_cpu_s": round(len(pages) / seconds, 1),
        "trafilatura_pages_per_cpu_s": round(len(pages) / their_seconds, 1),
    }


def _warm(html: bytes) -> None:
    """Load what is loaded once: imports and the model of languages are no part of a page's time."""
    from sayso.reports.language import language

    language("lorem ipsum dolor sit amet " * 10)
    ours(html)
    theirs(html)


def _timed(
    read: Callable[[bytes], str], pages: dict[str, bytes], truth: dict[str, dict[str, str]]
) -> tuple[Score, float]:
    begun = time.process_time()
    texts = {key: read(html) for key, html in pages.items()}
    seconds = time.process_time() - begun
    return score(compare(truth[key].get("articleBody", ""), texts[key]) for key in pages), seconds


def main() -> int:
    """Print the figures; 2 where there are no data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of pages and their true text ({DATA})")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    try:
        figures = measure(arguments.data)
    except OSError as error:
        print(f"benchmarks.pages: {error}; name the folder with --data", file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(figures))
        return 0
    print(f"Article text of {figures['pages']} pages, shingles of four tokens")
    print("             F1     precision  recall  pages per CPU-second")
    for name, key in (("sayso", ""), ("trafilatura", "trafilatura_")):
        f, p, r = (figures[f"{key}{part}"] for part in ("f", "precision", "recall"))
        print(f"{name:12} {f:.4f} {p:.4f}     {r:.4f}  {figures[f'{key}pages_per_cpu_s']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
