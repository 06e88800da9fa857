"""From a reading to claims: each clause that tells a happening, with its speaker, stance, roles, time and toll.

The encoder's happenings come first; the codebook fills what they leave open, and no toll is lost between them.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from sayso.claims import chain as chains
from sayso.claims.backing import backings
from sayso.claims.claimed import bare, claimed
from sayso.claims.days_apart import apart
from sayso.claims.found import found
from sayso.claims.happening import CLAIMABLE, kind
from sayso.claims.parts import Part, left, parts
from sayso.claims.pointing import resolved
from sayso.claims.same_day import dated
from sayso.claims.seen import seen
from sayso.claims.silence import notes
from sayso.claims.tellable import is_topic
from sayso.claims.told import Around, Calendar
from sayso.claims.when import calendar
from sayso.model import Claim, EventType, Span, When
from sayso.reading.reading import Reading
from sayso.reading.speech import overlap

__all__ = ["claims", "notes"]


def claims(reading: Reading, times: tuple[When, ...] = ()) -> tuple[Claim, ...]:
    """Every claim of a reading, in order of the text, each once. times: those of the report, in its order."""
    told: dict[str, Claim] = {}
    earlier: EventType | None = None
    days = calendar(reading.report, times)
    for number, sentence in enumerate(reading.sentences):
        if is_topic(sentence):
            continue
        for claim in _of_sentence(_around(reading, number, earlier, days)):
            told.setdefault(claim.id, claim)
            earlier = claim.event.type if claim.event.type in CLAIMABLE else earlier
    published = reading.report.published
    in_order = sorted(told.values(), key=lambda claim: (claim.longest.span, claim.id))
    beside = [_days_beside(reading, times, claim) for claim in in_order]
    with_days = dated(in_order, published.day if published else None, beside)
    lent = [one.event.when != other.event.when for one, other in zip(in_order, with_days, strict=True)]
    return resolved(reading, apart(with_days, reading.report.text, lent))


def _days_beside(reading: Reading, times: tuple[When, ...], claim: Claim) -> frozenset[str]:
    """The days that the sentence of a claim names."""
    at = bisect_right(reading.sentences, claim.longest.span[0], key=lambda sentence: sentence.span[0]) - 1
    start, end = reading.sentences[at].span
    return frozenset(
        time.start for time in times if time.start and time.granularity == "day" and start <= time.span[0] < end
    )


def _around(reading: Reading, number: int, earlier: EventType | None, days: Calendar) -> Around:
    report, sentence = reading.report, reading.sentences[number]
    credited = chains.bracketed(report.text, sentence, report.paragraphs[sentence.paragraph].span)
    return Around(reading, number, credited, earlier, days)


def _of_sentence(around: Around) -> Iterator[Claim]:
    """The happenings that the encoder sees; then what the codebook finds where the encoder saw nothing."""
    first: list[Claim] = []
    for told in seen(around):
        claim = claimed(told)
        if not any(_says_as_much(other, claim) for other in first):
            first = [other for other in first if not _says_as_much(claim, other)] + [claim]
    yield from first
    for part in parts(around.sentence, around.spoken):
        yield from _of_part(around, part, first)


def _of_part(around: Around, part: Part, first: Sequence[Claim]) -> Iterator[Claim]:
    """Of what the codebook finds in a part and no claim tells yet: tolls, for none may be lost, demands and backings.

    Of its other findings that the encoder does not see, one in three is a claim, and one in twelve a right one.
    """
    text, tokens = around.text, around.sentence.tokens
    told_already = False
    for told in found(around, part):
        if _is_told(told.span, first, partial(kind, told)):
            told_already = True
        elif (claim := claimed(told)).event.toll or claim.event.mode == "demand":
            yield claim
    for quote, backing in backings(text, tokens, part.tokens):
        if _is_told(quote.span, first, lambda: "support_or_supply"):
            told_already = True
        else:
            yield bare(around.reading, quote, chains.chain(part.speech, around.credits), "asserted", backing)
    if told_already and (rest := left(around.sentence, part, [claim.longest.span for claim in first])):
        yield from (_with_doers(claim, first) for claim in _of_part(around, rest, ()) if claim.event.toll)


def _with_doers(claim: Claim, first: Sequence[Claim]) -> Claim:
    """What hangs on the claim before it has the same actors: "jets struck the town, killing ten"."""
    start = claim.longest.span[0]
    before = [other for other in first if other.longest.span[1] <= start]
    if claim.event.actors or not before or not claim.longest.text.split()[0].endswith("ing"):
        return claim
    return replace(claim, event=replace(claim.event, actors=before[-1].event.actors))


def _is_told(span: Span, first: Sequence[Claim], told: Callable[[], EventType]) -> bool:
    """Whether a claim holds some of these words; support that words presuppose stands inside other claims."""
    holding = [claim for claim in first if overlap(span, claim.longest.span)]
    return bool(holding) and not (all(_presupposes(claim, span) for claim in holding) and told() == "support_or_supply")


def _presupposes(claim: Claim, span: Span) -> bool:
    """Whether the words are but a small part of a claim that tells something else."""
    start, end = claim.longest.span
    return claim.event.type != "support_or_supply" and 2 * overlap(span, (start, end)) < end - start


def _says_as_much(claim: Claim, other: Claim) -> bool:
    """Whether a claim holds all of the other's words, and few more or begins with them, and tells the same.

    "The town is believed to be taken", "fighting between A and B continued".
    """
    shared = overlap(claim.longest.span, other.longest.span)
    length = other.longest.span[1] - other.longest.span[0]
    begins = claim.longest.span[0] == other.longest.span[0]
    return (
        claim.event.type == other.event.type
        and shared == length
        and (begins or 2 * length > claim.longest.span[1] - claim.longest.span[0])
        and (claim.stance == "denied") == (other.stance == "denied")
    )
