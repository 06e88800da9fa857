"""When a happening was: which of the report's times is its own, or that of the same happening told elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, takewhile

from sayso.claims.told import Calendar, Told
from sayso.model import Report, Span, Stance, When
from sayso.reading.speech import overlap

_WHEN = re.compile(r",?\s+when\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:at |around |about |by )*\d[\d:.]*(?: ?(?:gmt|utc|local|time|hours|[ap]\.?m\.?))*", re.IGNORECASE
)


def calendar(report: Report, times: tuple[When, ...]) -> Calendar:
    """What tells a report's days. A page of bullets is of the day on which it was published."""
    bullets = sum(paragraph.kind == "bullet" for paragraph in report.paragraphs)
    of_a_day = report.published is not None and 2 * bullets >= len(report.paragraphs)
    return Calendar(times, report.published.day if report.published and of_a_day else None)


def when(told: Told, stance: Stance) -> When | None:
    """The time that the encoder ties to the happening, else one in the clause.

    Elsewhere in the sentence it may be another event's, or the day of speaking ("said on Thursday that"), and in a
    claim of responsibility the day of claiming: neither is the day of the event.
    """
    if stance == "claimed_responsibility":
        return None
    tied = [one.span for one in told.seen.roles["when"]] if told.seen else []
    places = [*tied, told.span]
    found = next((found for place in places if (found := _within(told.calendar.times, place))), None) or _page_day(told)
    if found is None or not found.text.lower().startswith("since"):
        return found
    # "Since Monday" tells from when on something has held, and no day on which it happened; "since 2012, when rebels
    # seized it" tells the seizure's.
    opened = _WHEN.match(told.report.text, found.span[1])
    return found if opened and opened.end() <= told.span[0] else When(found.text, found.span)


def _page_day(told: Told) -> When | None:
    """On a page of one day's bullets what is told in the present tense is of that day: "Rebels seize the town"."""
    day = told.calendar.page_day
    if day is None or told.sentence.kind != "bullet":
        return None
    verb = _main_verb(told)
    if verb is None or not _is_present(told, verb):
        return None
    token = told.tokens[verb]
    return When(token.text, token.span, day, day, "day", day)


def _main_verb(told: Told) -> int | None:
    """The token on which the happening hangs, if it is a verb."""
    start = told.seen.anchor[0] if told.seen else -1
    own = range(told.clause.start, told.clause.end)
    return next((k for k in own if told.tokens[k].start == start and told.tokens[k].tag == "verb"), None)


def _is_present(told: Told, verb: int) -> bool:
    helpers = {t.low for t in told.tokens[max(told.clause.start, verb - 3) : verb] if t.tag == "auxiliary"}
    low = told.tokens[verb].low
    return bool(helpers & {"is", "are"}) or (not helpers and low.endswith("s"))


def _within(times: Sequence[When], place: Span) -> When | None:
    """The first time in a place; of "at noon (0900 GMT) on Thursday" the day."""
    first = bisect_right(times, place[0], key=lambda time: time.span[1])
    found = list(takewhile(lambda time: overlap(time.span, place), islice(times, first, None)))
    return next((time for time in found if not _CLOCK.fullmatch(time.text)), found[0] if found else None)
