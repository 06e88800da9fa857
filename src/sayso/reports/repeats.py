"""Short lines that repeat across the pages of one host: furniture that no table knows."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sayso.model import Paragraph, Report
from sayso.reports.blocks import likeness

FEWEST_PAGES = 3
"""A line on two pages may be a passage that an outlet reprints; on three of one host it is part of the page."""
LEAST_SHARE = 0.2
"""Of a host's pages: in a large archive three pages in a thousand can share a true sentence of background."""
LONGEST = 120
"""Characters. Appeals and prompts are shorter than most sentences; reprinted background is longer."""


def repeated_lines(reports_by_host: Mapping[str, Iterable[Report]]) -> dict[str, frozenset[str]]:
    """Of each host, the lines that stand on at least three of its pages and on a fifth of them.

    Lines are given by their letters alone, as `without` takes them. Headlines, bullets and wire copy are never among
    them; the same page given twice counts once.
    """
    return {
        host: _of_host({report.text_sha256: report for report in reports}) for host, reports in reports_by_host.items()
    }


def _of_host(reports: Mapping[str, Report]) -> frozenset[str]:
    seen = Counter(line for report in reports.values() for line in {*_lines(report)})
    least = max(FEWEST_PAGES, LEAST_SHARE * len(reports))
    return frozenset(line for line, pages in seen.items() if pages >= least)


def _lines(report: Report) -> Iterable[str]:
    return (_line(report, p) for p in report.paragraphs if _could_be(p))


def _could_be(paragraph: Paragraph) -> bool:
    start, end = paragraph.span
    return paragraph.kind in ("prose", "heading") and end - start <= LONGEST


def _line(report: Report, paragraph: Paragraph) -> str:
    return likeness(report.text[slice(*paragraph.span)])


def without(report: Report, lines: Collection[str]) -> Report:
    """The report with those lines among its furniture, the text and all offsets as they were.

    The report itself where none of them stands in it, or where nothing would be left of it.
    """
    gone = [p for p in report.paragraphs if _could_be(p) and _line(report, p) in lines]
    kept = tuple(p for p in report.paragraphs if p not in gone)
    if not gone or not any(p.kind != "headline" for p in kept):
        return report
    return replace(report, paragraphs=kept, furniture=tuple(sorted([*report.furniture, *(p.span for p in gone)])))
