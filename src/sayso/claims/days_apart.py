""" "A day after bombardments killed 24": what is told beside another happening, so many days before or after it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sayso.claims.numbers import WORD_VALUES
from sayso.model import Claim, Span, When

_APART = re.compile(
    r"\b(?:just |only )?(?P<count>a|one|two|three|four|five|six|\d{1,2}) (?P<unit>day|week)s? (?P<side>after|before)\b",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r"(?:\s+(?:the|an?|its|his|her|their|reported|alleged))*\s*")
"""What may stand between "a day after" and the words that a claim quotes."""
_LOOK_BACK = 60
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+[A-Z]|\n\s*\n")


def apart(claims: Sequence[Claim], text: str, lent: Sequence[bool]) -> tuple[Claim, ...]:
    """The claims, in order of the text; one told so many days from another of its sentence has its day by that one's.

    lent: which have only a day that another claim lent them, and lose it to this one.
    """
    return tuple(
        _reckoned(claims, text, number) if lent[number] or claim.event.when is None else claim
        for number, claim in enumerate(claims)
    )


def _reckoned(claims: Sequence[Claim], text: str, number: int) -> Claim:
    claim = claims[number]
    told = _told(text, claim.longest.span)
    main = _day_beside(claims, text, number) if told else None
    if told is None or main is None:
        return claim
    count, unit, side = (told[name].lower() for name in ("count", "unit", "side"))
    days = (1 if count == "a" else WORD_VALUES.get(count) or int(count)) * (7 if unit == "week" else 1)
    day = (date.fromisoformat(main) + timedelta(-days if side == "after" else days)).isoformat()
    when = When(told.group(), told.span(), day, day, "day", main)
    return replace(claim, event=replace(claim.event, when=when))


def _told(text: str, quote: Span) -> re.Match[str] | None:
    """The words "a day after" that open a quote or lead into it."""
    for found in _APART.finditer(text, max(0, quote[0] - _LOOK_BACK), quote[1]):
        opens = found.start() == quote[0]
        leads_in = found.end() <= quote[0] and _LEADS_IN.fullmatch(text, found.end(), quote[0])
        if opens or leads_in:
            return found
    return None


def _day_beside(claims: Sequence[Claim], text: str, number: int) -> str | None:
    """The day of the nearest claim of the same sentence that has one, of the one before where two are as near."""
    start, end = claims[number].longest.span
    beside: list[tuple[int, Span, str]] = []
    for other, claim in enumerate(claims):
        when, span = claim.event.when, claim.longest.span
        if other == number or when is None or when.start is None or when.granularity != "day":
            continue
        between = (span[1], start) if span[1] <= start else (end, span[0])
        if between[0] <= between[1] and not _SENTENCE_END.search(text, *between):
            beside.append((between[1] - between[0], span, when.start))
    return min(beside)[2] if beside else None
