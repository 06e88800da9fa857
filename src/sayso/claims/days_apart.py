""" "A day after bombardments killed 24": what is told beside another happening, so many days before or after it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sayso.model import Claim, Span, When

_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
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
    main = _main(claims, text, number) if told else None
    if told is None or main is None or main.event.when is None or main.event.when.start is None:
        return claim
    days = _COUNTS.get(told["count"].lower()) or int(told["count"])
    days *= 7 if told["unit"].lower() == "week" else 1
    reckoned_from = date.fromisoformat(main.event.when.start)
    day = (reckoned_from + timedelta(-days if told["side"].lower() == "after" else days)).isoformat()
    when = When(told.group(), told.span(), day, day, "day", reckoned_from.isoformat())
    return replace(claim, event=replace(claim.event, when=when))


def _told(text: str, quote: Span) -> re.Match[str] | None:
    """The words "a day after" that open a quote or lead into it."""
    for found in _APART.finditer(text, max(0, quote[0] - _LOOK_BACK), quote[1]):
        opens = found.start() == quote[0]
        leads_in = found.end() <= quote[0] and _LEADS_IN.fullmatch(text, found.end(), quote[0])
        if opens or leads_in:
            return found
    return None


def _main(claims: Sequence[Claim], text: str, number: int) -> Claim | None:
    """The nearest claim of the same sentence that has a day, the one before where two are as near."""
    start, end = claims[number].longest.span
    beside = []
    for other, claim in enumerate(claims):
        when, span = claim.event.when, claim.longest.span
        if other == number or when is None or when.start is None or when.granularity != "day":
            continue
        between = (span[1], start) if span[1] <= start else (end, span[0])
        if between[0] <= between[1] and not _SENTENCE_END.search(text, *between):
            beside.append((between[1] - between[0], claim.longest.span, claim))
    return min(beside, key=lambda one: one[:2])[2] if beside else None
