"""What the feed, dump or archive that held a page states of it fills what the page itself leaves open."""

from dataclasses import replace

from sayso.model import Report, Stated, Words
from sayso.reports.blocks import likeness, tidy
from sayso.reports.published import published

_CREDIT = "Source: "
_LONGEST = 120
"""Characters of a name; what is longer in a feed's source element is none."""


def completed(report: Report, stated: Stated) -> tuple[Report, Words | None]:
    """The report with what was stated, and the words that name the source of the whole item, where a feed does.

    A date and an outlet of the page's own win; a date that was only guessed does not. The name of a source has to stand
    in the text, as all words of a chain do: it is added at its end, as a credit line among the furniture, so that no
    offset of the page's own words changes.
    """
    date = published(stated.published, "feed") if stated.published else None
    if date and (report.published is None or report.published.source == "guessed"):
        report = replace(report, published=date)
    if stated.outlet and not report.outlet:
        report = replace(report, outlet=tidy(stated.outlet) or None)
    name = tidy(stated.source or "")
    if not name or len(name) > _LONGEST or likeness(name) == likeness(report.outlet or ""):
        return report, None
    start = len(report.text) + 2
    end = start + len(_CREDIT) + len(name)
    text = f"{report.text}\n\n{_CREDIT}{name}"
    credited = replace(report, text=text, furniture=(*report.furniture, (start, end)))
    return credited, Words(name, (end - len(name), end))
