"""The rows of the grammar of dates: every word that can belong to a time, with its class and its value.

Months and weekdays come from the codebook; the classes here are what `dates_grammar` writes its rules in.
"""

from collections.abc import Iterator
from functools import cache

from sayso.codebook.tables import table

Value = int | str | tuple[int, int] | None
"""A month's or weekday's number, a count, a unit's name, a (month, day); None where the class says all."""

_VALUED: dict[str, dict[str, Value]] = {
    "unit": {
        **{name: name for name in ("minute", "hour", "day", "week", "month", "year", "decade", "century")},
        "fortnight": "fortnight",
    },
    "units": {
        **{f"{name}s": name for name in ("minute", "hour", "day", "week", "month", "year", "decade", "fortnight")},
        "centuries": "century",
        "hrs": "hour",
        "yrs": "year",
    },
    "quarter": {"quarter": "quarter", "quarters": "quarter"},
    "number": {
        **{w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())},
        **{w: n for n, w in enumerate("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 13)},
        **{w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
        "couple": 2,
        "dozen": 12,
        "hundred": 100,
    },
    "a": {"a": 1, "an": 1},
    "ordinal": {
        w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
    },
    "decade_word": {
        w: f"19{n}0"
        for n, w in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
    },
    "season": {"summer": 2, "autumn": 3, "winter": 4},
    "season_or_not": {"spring": 1, "fall": 3},
    "near": {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
    "holiday": {
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "new year's day": (1, 1),
        "new year's eve": (12, 31),
    },
}
"""Class → word → value. Spring is also a source and fall a defeat: they need a year, "last" or "this" beside them."""

_PLAIN = {
    "part": "morning afternoon evening night dawn daybreak sunrise noon midday dusk sunset nightfall midnight",
    "overnight": "overnight",
    "weekend": "weekend",
    "period": "period term",
    "this": "this",
    "that": "that",
    "same": "same",
    "last": "last",
    "past": "past",
    "previous": "previous preceding prior",
    "recent": "recent latest current",
    "coming": "coming",
    "next": "next",
    "following": "following",
    "ago": "ago",
    "earlier": "earlier previously",
    "before": "before",
    "later": "later afterwards afterward",
    "after": "after",
    "early": "early",
    "late": "late",
    "mid": "mid middle midway",
    "edge": "beginning start end close rest course remainder",
    "half": "half",
    "fiscal": "fiscal calendar full whole",
    "some": "few several many some dozens",
    "roughly": "about around nearly almost roughly approximately exactly just barely only",
    "than": "more less fewer than",
    "the": "the",
    "in": "in",
    "on": "on",
    "at": "at",
    "of": "of",
    "during": "during within throughout over",
    "for": "for",
    "since": "since",
    "until": "until till til",
    "by": "by",
    "from": "from",
    "to": "to into through thru",
    "between": "between",
    "and": "and",
    "also": "also",
    "ampm": "am pm a.m p.m a.m. p.m.",
    "oclock": "o'clock oclock",
    "zone": "gmt utc est edt cst cdt pst pdt cet cest eet eest bst msk",
    "local": "local time",
    "comma": ",",
    "apostrophe": "' ’",
    "s": "s",
    "dash": "- ‐ ‑ – —",
    "open": "(",
    "close": ")",
    "stop": ". ! ? ; …",
}

FUTURE = frozenset(
    """will shall would 'll ’ll won't expected scheduled slated rescheduled postponed delayed extended planned planning
    plans plan intends intend hopes hope upcoming must should deadline expects expect aims effective""".split()
)
"""Words of a clause that looks ahead."""

FUTURE_TO = frozenset("is are was were be due set going ready poised willing".split())
"""Words that look ahead before "to" or "for": "is to visit", "set for"."""

PROMISED = frozenset(
    """agreed decided vowed pledged promised threatened ordered asked urged intended prepared offered refused wants
    want""".split()
)
"""Words that look ahead where an infinitive follows: "agreed to meet on Sunday", but not "agreed on Sunday to meet"."""

AWAITED = frozenset(["ahead", "before", "for", "upcoming"])
"""What stands before a day that is still to come, whatever the verb: "ahead of Sunday's vote"."""

PAST = frozenset(
    """was were had did said says told went came took gave made saw got knew thought found left lost kept held met led
    ran sat stood fell felt began brought bought built broke chose drew drove flew hit rose sent shot shut spoke spent
    stole struck swore withdrew won wrote fought fled became sank retook overtook overran been shook cut put saying
    reported according ago since earlier killing wounding marking""".split()
)
"""Irregular and auxiliary forms of a clause that looks back; forms in -ed count too."""

COUNTED = frozenset(
    """people persons men women children civilians fighters soldiers troops militants rebels dead killed wounded injured
    houses homes families refugees villagers residents prisoners hostages tanks vehicles aircraft rockets shells bombs
    mines metres meters km kilometres kilometers miles feet yards tons tonnes pounds dollars euros barrels hectares
    acres hours minutes seconds days weeks months years percent % hp rpm bodies personnel members employees
    workers""".split()
)
"""What stands behind a number of things: "2000 people" is no year."""

NUMBERED = frozenset(
    "resolution no number flight room highway route article page unit brigade regiment $ € £ nearly".split()
)
"""What stands before a number that is no year: "Resolution 1701"."""


@cache
def lexicon() -> dict[str, tuple[str, Value]]:
    """Word in lower case → class and value. Months and weekdays are asked of the text's capitals by the grammar."""
    return dict(_rows())


def _rows() -> Iterator[tuple[str, tuple[str, Value]]]:
    for kind, words in _VALUED.items():
        yield from ((word, (kind, value)) for word, value in words.items())
    for kind, plain in _PLAIN.items():
        yield from ((word, (kind, None)) for word in plain.split())
    yield from (
        (word, ("month" if word not in ("may", "march", "mar") else "month_or_not", n)) for word, n in months().items()
    )
    for word, n in weekdays().items():
        yield word, ("weekday" if word.endswith("day") else "weekday_short", n)


@cache
def months() -> dict[str, int]:
    """Every name and abbreviation of a month in lower case, without a full stop → 1 to 12."""
    return _numbered("months", 1)


@cache
def weekdays() -> dict[str, int]:
    """Every name and abbreviation of a weekday in lower case, without a full stop → 0 (Monday) to 6."""
    return _numbered("weekdays", 0)


def _numbered(name: str, first: int) -> dict[str, int]:
    """The codebook gives the full names in the calendar's order, then their abbreviations."""
    words = table("words")[name].split()
    order: dict[str, int] = {}
    for word in words:
        order.setdefault(word[:3], first + len(order))
    return {word: order[word[:3]] for word in words}
