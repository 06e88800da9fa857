"""Days, numbers, stances and types in a person's words, for the terminal and for the desk.

What comes from a page comes back as it is: whoever shows it makes it safe for where it is shown.
"""

from collections.abc import Iterator
from datetime import date

from sayso.model.claim import Claim, Stance
from sayso.model.event import Count, Event, Toll, When
from sayso.model.report import DateSource, Published

STANCES: dict[Stance, str] = {
    "asserted": "asserted",
    "denied": "denied",
    "doubted": "doubted",
    "planned": "planned",
    "claimed_responsibility": "claimed responsibility",
    "reported_unsure": "reported unsure",
}

DATE_SOURCES: dict[DateSource, str] = {
    "given": "as given",
    "json_ld": "from the page's data",
    "meta": "from the page's data",
    "guessed": "guessed from the page",
    "feed": "from the feed",
}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

UNNAMED = "an unnamed outlet"


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 claim`, `1,204 claims`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def spaced(word: str) -> str:
    """`shelling or strike` for shelling_or_strike."""
    return word.replace("_", " ")


def slots(event: Event) -> Iterator[tuple[str, str]]:
    """(name, words) of each filled slot."""
    named = {
        "actor": [party.text for party in event.actors],
        "target": [party.text for party in event.targets],
        "place": [place.text for place in event.places],
    }
    for name, texts in named.items():
        if texts:
            yield name, "; ".join(texts)
    if event.when:
        yield "when", when(event.when)
    for name, people in tolls(event.toll):
        yield name, number(people)
    if event.weapon:
        yield "weapon", event.weapon.text
    if event.mode:
        yield "mode", event.mode


def tolls(toll: Toll | None) -> Iterator[tuple[str, Count]]:
    """(killed, its count) and its like."""
    held = toll or Toll()
    counts = {"killed": held.killed, "injured": held.injured, "captured": held.captured, "displaced": held.displaced}
    return ((name, people) for name, people in counts.items() if people)


def number(people: Count) -> str:
    """`12`, `12 or more`, `up to 12`, `10 to 12`; the report's own words beside it where they are no plain figure."""
    match (people.low, people.high):
        case (None, None):
            return f"“{people.text}”"
        case (int(low), None):
            figure = f"{low:,} or more"
        case (None, int(high)):
            figure = f"up to {high:,}"
        case (low, high):
            figure = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return figure if people.text.replace(",", "") == figure.replace(",", "") else f"{figure} (“{people.text}”)"


def when(when: When) -> str:
    """The report's words for the time, and the days they come to, where something fixes them."""
    if when.start is None:
        return f"“{when.text}”, no day fixed"
    days = between(when.start, when.end or when.start, when.granularity)
    return days if when.text.casefold() == days.casefold() else f"{days} (“{when.text}”)"


def between(start: str, end: str, granularity: str | None) -> str:
    """Days as a person writes them: `5 October 2017`, `5 to 7 October 2017`, `October 2017`."""
    if granularity == "year":
        return start[:4]
    if granularity == "month":
        return day(start[:7])
    if start[:10] == end[:10]:
        return day(start)
    same = 7 if start[:7] == end[:7] else 4 if start[:4] == end[:4] else 0
    first = {7: day(start).split()[0], 4: " ".join(day(start).split()[:2]), 0: day(start)}[same]
    return f"{first} to {day(end)}"


def day(iso: str) -> str:
    """`5 October 2017` for 2017-10-05, `October 2017` for 2017-10; what is no ISO day comes back as it is."""
    parts = iso[:10].split("-")
    try:
        year, month, *rest = map(int, parts)
        date(year, month, *(rest or [1]))
    except (TypeError, ValueError):
        return iso
    return " ".join([*map(str, rest), MONTHS[month - 1], str(year)])


def published(when: Published | None) -> str:
    """The day of publication, and where it was read."""
    return f"{day(when.start)}, {DATE_SOURCES[when.source]}" if when else "undated"


def voices(claim: Claim, outlet: str | None) -> str:
    """`ISIS → the media outlet → South Front`: from the origin to the outlet, which speaks where no one else does."""
    told = ""
    for hop in claim.chain:
        told += (" + " if hop.beside else " → ") + hop.speaker.text if told else hop.speaker.text
    return f"{told} → {outlet or UNNAMED}" if told else f"{outlet or UNNAMED}, in its own voice"
