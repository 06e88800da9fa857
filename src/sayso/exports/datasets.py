"""Rows of other datasets as claims of theirs: what UCDP or ACLED coded, said by them, on whose word they say.

A row becomes a page of its own, written out one field a line, so that every slot of its claim stands on the very cell
that says so, and `sayso show` can show it. The dataset is the outlet; whom it names as its source begins the chain.
Rows that sayso exported come back as the reports they were made of: their outlet is the one they name.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

from sayso.exports.acled import TYPE
from sayso.exports.table_rows import Line, lines
from sayso.exports.tables import table
from sayso.model.canonical import sha256_of
from sayso.model.claim import Claim, Hop
from sayso.model.errors import ImportFault, NotOfThisKind
from sayso.model.event import Count, Event, EventType, Party, Place, Toll, When, WhenGranularity
from sayso.model.page import Page
from sayso.model.report import Paragraph, Published, Report
from sayso.model.words import Words

Dataset = Literal["ucdp", "acled"]
OUTLETS: dict[Dataset, str] = {"ucdp": "UCDP GED", "acled": "ACLED"}
OWN = "sayso "
"""How `relid` and `tags` begin in the rows that sayso exports."""

Finder = Callable[[str, str | None, str | None, float | None, float | None], str | None]
"""From a place's name, country, province and degrees to its entry in the gazetteer."""

_NEEDED: dict[Dataset, tuple[str, ...]] = {
    "ucdp": ("date_start", "date_end", "best", "low", "high"),
    "acled": ("event_date", "event_type"),
}
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}


@dataclass(frozen=True, slots=True)
class Brought:
    """One row as nouns, or the fault that kept it out."""

    line: int
    page: Page | None = None
    report: Report | None = None
    claim: Claim | None = None
    fault: str | None = None


def rows(path: Path, dataset: Dataset, outlet: str | None, fetched: str, find: Finder) -> Iterator[Brought]:
    """Every row of a file. outlet: the dataset's name and release, else its usual name; fetched: UTC, ISO 8601.

    A row that cannot be read is a fault and the next is still read. Raises ImportFault where the file is no such table.
    """
    read = _READ[dataset]
    for line in lines(path, _NEEDED[dataset]):
        try:
            yield read(line, outlet or OUTLETS[dataset], f"{path.absolute().as_uri()}#row={line.number}", fetched, find)
        except (NotOfThisKind, ImportFault, ValueError) as error:
            yield Brought(line.number, fault=f"{path}, line {line.number}: {error}")


@dataclass(slots=True)
class _Record:
    """A row written out, a field a line, and where each field stands."""

    line: Line
    title: str
    text: str = ""
    spans: dict[str, Words] = field(default_factory=dict)
    paragraphs: list[Paragraph] = field(default_factory=list)

    def block(self, columns: tuple[str, ...]) -> Words | None:
        """These fields as one paragraph; None where all are empty."""
        told = [name for name in columns if self.line[name] is not None]
        if not told:
            return None
        self.text += "\n\n" if self.text else ""
        start = len(self.text)
        for name in told:
            value = _bare(self.line[name])
            self.text += ("\n" if len(self.text) > start else "") + f"{name}: "
            self.spans[name] = Words(value, (len(self.text), len(self.text) + len(value)))
            self.text += value
        self.paragraphs.append(Paragraph((start, len(self.text)), "prose"))
        return Words(self.text[start:], (start, len(self.text)))

    def words(self, *names: str) -> Words | None:
        """Where the first of these fields that is told stands."""
        return next((self.spans[name] for name in names if name in self.spans), None)

    def parts(self, name: str, *, by: str = ";") -> tuple[Words, ...]:
        """The several values of a field."""
        whole = self.spans.get(name)
        if whole is None:
            return ()
        found = re.finditer(rf"[^{by}]+", whole.text)
        parts = (Words.of(self.text, whole.span[0] + each.start(), whole.span[0] + each.end()) for each in found)
        return tuple(part for part in parts if part.text)

    def label(self, column: str, word: str) -> Words:
        """A word of a field's name."""
        start = self.text.rindex(word, 0, self.spans[column].span[0])
        return Words(word, (start, start + len(word)))

    def brought(self, outlet: str, address: str, fetched: str, claim: Callable[[Report], Claim], own: bool) -> Brought:
        """The row as page, report and claim."""
        page = Page(address, fetched, "text/plain", self.text.encode())
        published = self.line["source_date"] if own else None
        report = Report(
            page_sha256=page.sha256,
            text=self.text,
            title=(self.line["source_headline"] if own else None) or self.title,
            outlet=outlet,
            authors=(),
            published=Published(published, "day", "given") if published and _is_day(published) else None,
            language="en",
            paragraphs=tuple(self.paragraphs),
            furniture=(),
        )
        return Brought(self.line.number, page, report, claim(report))


_UCDP_TOLD = tuple(
    """side_a side_b type_of_violence date_start date_end date_prec where_coordinates where_description adm_2 adm_1
    country latitude longitude where_prec best low high deaths_a deaths_b deaths_civilians deaths_unknown""".split()
)
_UCDP_SOURCES = tuple(
    "source_original source_office source_date source_headline source_article number_of_sources".split()
)
_ACLED_TOLD = tuple(
    """event_date time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
    assoc_actor_2 inter2 interaction civilian_targeting location admin1 admin2 admin3 country region latitude
    longitude geo_precision fatalities notes""".split()
)
_ACLED_SOURCES = ("source", "source_scale", "tags")


def _ucdp(line: Line, outlet: str, address: str, fetched: str, find: Finder) -> Brought:
    own = (line["relid"] or "").startswith(OWN)
    record = _Record(line, f"{outlet}, event {_bare(line['id']) or line.number}")
    quote = record.block(_UCDP_TOLD)
    record.block(_UCDP_SOURCES)
    record.block(("id", "relid", "code_status", "conflict_name", "dyad_name", "region", "event_clarity"))
    start, end = line["date_start"], line["date_end"]
    first, last = record.words("date_start"), record.words("date_end")
    if quote is None or start is None or end is None or first is None or last is None:
        raise ImportFault("date_start or date_end is empty: no event without its days")
    start, end = _day(start), _day(end)
    if end < start:
        raise ImportFault(f"date_end {end} lies before date_start {start}")
    span = first.span if start == end else (first.span[0], last.span[1])
    when = When(record.text[span[0] : span[1]], span, start, end, _wide(start, end))
    precision = _whole(line, "where_prec")
    place = _place(record, record.words("where_coordinates", "adm_2", "adm_1", "country"), precision, "adm_1", find)
    event = Event(
        _ucdp_type(line),
        actors=_parties(record.parts("side_a", by=",") if own else _one(record.words("side_a"))),
        targets=_parties(record.parts("side_b", by=",") if own else _one(record.words("side_b"))),
        places=place,
        when=when,
        toll=_ucdp_toll(record),
    )
    named = (line["source_office"] or outlet) if own else outlet
    chain = _ucdp_chain(record, named, own=own)
    return record.brought(named, address, fetched, lambda report: _claim(report, quote, chain, event, "ucdp"), own)


def _ucdp_chain(record: _Record, outlet: str, *, own: bool) -> tuple[Hop, ...]:
    """Whom the offices relied on, then the offices, side by side; nobody twice, and not the outlet itself."""
    origin = record.parts("source_original")[:1]
    offices = () if own else record.parts("source_office")
    told = {outlet, *(words.text for words in origin)}
    relays = [words for words in offices if words.text not in told]
    chain = [Hop(words) for words in origin if words.text != outlet]
    return (*chain, *(Hop(words, "media", relay=not chain, beside=n > 0) for n, words in enumerate(relays)))


def _acled(line: Line, outlet: str, address: str, fetched: str, find: Finder) -> Brought:
    own = OWN.strip() in (line["tags"] or "").split()
    record = _Record(line, f"{outlet}, event {line['event_id_cnty'] or line.number}")
    quote = record.block(_ACLED_TOLD)
    record.block(_ACLED_SOURCES)
    record.block(("event_id_cnty", "year", "iso", "timestamp"))
    told, precision = line["event_date"], _whole(line, "time_precision") or 1
    words = record.words("event_date")
    if quote is None or told is None or words is None:
        raise ImportFault("event_date is empty: no event without its day")
    if precision not in _AROUND_DAYS:
        raise ImportFault(f"time_precision is {precision}: it runs from 1 to 3")
    day, apart = date.fromisoformat(_day(told)), timedelta(days=_AROUND_DAYS[precision])
    start, end = (day - apart).isoformat(), (day + apart).isoformat()
    geo = {1: 1, 2: 2, 3: 4}.get(_whole(line, "geo_precision") or 0)
    event = Event(
        _acled_type(line),
        actors=_parties((*record.parts("actor1"), *record.parts("assoc_actor_1"))),
        targets=_parties((*record.parts("actor2"), *record.parts("assoc_actor_2"))),
        places=_place(record, record.words("location", "admin1", "country"), geo, "admin1", find),
        when=When(words.text, words.span, start, end, _wide(start, end)),
        toll=_acled_toll(record, own=own),
    )
    sources = record.parts("source")
    chain = () if own else tuple(Hop(words, "media", beside=n > 0) for n, words in enumerate(sources))
    named = (line["source"] or outlet) if own else outlet
    return record.brought(named, address, fetched, lambda report: _claim(report, quote, chain, event, "acled"), own)


_READ: dict[Dataset, Callable[[Line, str, str, str, Finder], Brought]] = {"ucdp": _ucdp, "acled": _acled}

_AROUND_DAYS = {1: 0, 2: 3, 3: 15}
"""How far from the day given the event may lie, by ACLED's time_precision: the day, its week, its month."""


def _claim(report: Report, quote: Words, chain: tuple[Hop, ...], event: Event, dataset: Dataset) -> Claim:
    return Claim(
        page_sha256=report.page_sha256,
        text_sha256=report.text_sha256,
        quote=(quote,),
        chain=chain,
        stance="asserted",
        basis="source_quoted" if chain else None,
        event=event,
        cue=None,
        confidence=None,
        reader=reader_of(dataset),
    )


def reader_of(dataset: Dataset) -> str:
    """Who made the claims: the crosswalk, by its hash."""
    return f"import-{dataset}-{sha256_of(str(table(dataset)))[:12]}"


def _ucdp_type(line: Line) -> EventType:
    kinds: dict[str, EventType] = table("ucdp")["ours"]
    return kinds.get(str(_whole(line, "type_of_violence")), "battle")


def _acled_type(line: Line) -> EventType:
    """Our type of ACLED's; of a row of ours the type that it was made of."""
    tagged = [tag.strip().removeprefix(TYPE) for tag in (line["tags"] or "").split(";") if tag.strip().startswith(TYPE)]
    types: tuple[EventType, ...] = get_args(EventType)
    if own := next((each for each in types if each in tagged), None):
        return own
    ours: dict[str, dict[str, EventType]] = table("acled")["ours"]
    found = ours["sub_event_type"].get(line["sub_event_type"] or "") or ours["event_type"].get(line["event_type"] or "")
    if found is None:
        raise ImportFault(f"{line['event_type']!r} is no event_type of ACLED's")
    return found


def _ucdp_toll(record: _Record) -> Toll | None:
    """Low to high; the words are those of the best figure, by which an export knows it again."""
    best, low, high = (_whole(record.line, name) for name in ("best", "low", "high"))
    words = record.words("best")
    if best is None or words is None or not max(best, high or 0):
        return None
    low = None if low == 0 < best else low
    return Toll(killed=Count(words.text, words.span, low, max(best, high or best), _whose(record, best)))


def _whose(record: _Record, best: int) -> Words | None:
    """Whom the toll counts, where it is all of one side."""
    counted = [name for name in ("deaths_a", "deaths_b", "deaths_civilians") if _whole(record.line, name)]
    if len(counted) != 1 or _whole(record.line, counted[0]) != best:
        return None
    if counted[0] == "deaths_civilians":
        return record.label("deaths_civilians", "civilians")
    return record.words("side_a" if counted[0] == "deaths_a" else "side_b")


def _acled_toll(record: _Record, *, own: bool) -> Toll | None:
    """ACLED's 0 means that none were reported, which is no claim that none died; ours means that somebody said so."""
    killed, words = _whole(record.line, "fatalities"), record.words("fatalities")
    if words is None or killed is None or (killed == 0 and not own):
        return None
    return Toll(killed=Count(words.text, words.span, killed, killed))


def _place(
    record: _Record, words: Words | None, precision: int | None, province: str, find: Finder
) -> tuple[Place, ...]:
    """The place with its entry where the gazetteer knows it, else with its province's beside it.

    It is looked up in the row's country only. What is no settlement has no point here.
    """
    if words is None:
        return ()
    if precision is not None and not 1 <= precision <= 7:
        raise ImportFault(f"the precision of the place is {precision}: it runs from 1 to 7")
    lat, lon = _degrees(record.line, "latitude", 90), _degrees(record.line, "longitude", 180)
    country, wider = record.line["country"], record.words(province)
    entry = find(words.text, country, record.line[province], lat, lon) if country else None
    point = (lat, lon) if (precision or 9) <= 2 else (None, None)
    place = Place(words.text, words.span, entry, *point, precision)
    held = find(wider.text, country, wider.text, None, None) if entry is None and wider and country else None
    return (place, Place(wider.text, wider.span, held, precision=4)) if wider and held else (place,)


def _parties(found: tuple[Words, ...]) -> tuple[Party, ...]:
    return tuple(Party(words.text, words.span) for words in found)


def _bare(cell: str | None) -> str:
    """A cell on one line; whole numbers without the ".0" that some tables put behind them."""
    text = " ".join((cell or "").split())
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


def _one(words: Words | None) -> tuple[Words, ...]:
    return (words,) if words else ()


def _whole(line: Line, name: str) -> int | None:
    """A whole number, also as tables of R and pandas write it ("12.0"). Raises ImportFault for what is none."""
    cell = line[name]
    if cell is None or cell.upper() in ("NA", "NAN"):
        return None
    if not re.fullmatch(r"-?\d+(\.0+)?", cell):
        raise ImportFault(f"{name} is {cell!r}: it must be a whole number")
    number = int(cell.partition(".")[0])
    if number < 0:
        raise ImportFault(f"{name} is {number}: it cannot be below 0")
    return number


def _degrees(line: Line, name: str, most: int) -> float | None:
    cell = line[name]
    if cell is None:
        return None
    try:
        value = float(cell)
    except ValueError as error:
        raise ImportFault(f"{name} is {cell!r}: it must be degrees, such as 34.2296") from error
    if not -most <= value <= most:
        raise ImportFault(f"{name} is {cell}: it runs from {-most} to {most}")
    return value


def _day(text: str) -> str:
    """A day as the datasets have written it over the years: 2016-01-01, 2016-01-01 00:00:00, 01 January 2016."""
    if found := re.match(r"(\d{4}-\d\d-\d\d)\b", text):
        return date.fromisoformat(found[1]).isoformat()
    if found := re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4})", text):
        month = next((n for name, n in _MONTHS.items() if name.startswith(found[2].lower()[:3])), None)
        if month:
            return date(int(found[3]), month, int(found[1])).isoformat()
    raise ImportFault(f"{text!r} is no day: write it as 2016-01-31")


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _wide(start: str, end: str) -> WhenGranularity:
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return "day" if days == 1 else "week" if days == 7 else "range"
