"""When a happening was: which of the report's times is its own, or that of the same happening told before."""

from collections.abc import Sequence

from sayso.claims.told import Told
from sayso.model import Claim, Span, Stance, When
from sayso.reading.speech import overlap


def when(told: Told, stance: Stance) -> When | None:
    """The time in the clause; in the outlet's own sentence also one before or behind it.

    Beside a speech it would be the day of speaking ("said on Thursday that"), and in a claim of responsibility the day
    of claiming: neither is the day of the event.
    """
    if stance == "claimed_responsibility":
        return None
    pointed = [one.span for one in told.seen.roles["when"]] if told.seen else []
    places = [*pointed, told.span] if told.speech else [*pointed, told.span, told.sentence.span]
    return next((found for place in places if (found := _within(told.times, place))), None)


def _within(times: Sequence[When], place: Span) -> When | None:
    return next((time for time in times if overlap(time.span, place)), None)
