"""What a person adds or corrects by selecting words: the same nouns that reading makes, from words chosen by hand."""

from collections.abc import Sequence
from typing import get_args

from sayso.claims.numbers import number
from sayso.model.claim import Claim, Hop, Stance
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Count, Event, EventType, Party, Place, When
from sayso.model.report import Report
from sayso.model.review import CorrectedSlot, Correction
from sayso.model.words import Span, Words
from sayso.reading.tokens import lower_words, tokens

READER = "by hand"
"""The reader of a claim that a person added."""

_CHOSEN: dict[CorrectedSlot, tuple[str, ...]] = {"stance": get_args(Stance), "type": get_args(EventType)}
_TOLLS = ("killed", "injured", "captured", "displaced")


def correction(
    report: Report, slot: CorrectedSlot, spans: Sequence[Span], chosen: str | None, times: Sequence[When]
) -> Correction:
    """What a slot shall hold: a word of its closed list for stance and type, else the words at these spans.

    Without spans the slot is emptied. times: those that stand in the report. A place is not looked up here.
    Raises NotOfThisKind for spans that are none of this text, no words, or a word that is not in the list.
    """
    if slot in _CHOSEN:
        return _choice(slot, chosen)
    words = [_words(report, span) for span in spans]
    if slot in ("actor", "target"):
        return Correction(slot, parties=tuple(Party(each.text, each.span) for each in words))
    if slot == "place":
        return Correction(slot, places=tuple(Place(each.text, each.span) for each in words))
    if len(words) > 1:
        raise NotOfThisKind(f"{slot} holds one stretch of words, not {len(words)}")
    one = words[0] if words else None
    if slot in _TOLLS:
        return Correction(slot, count=_count(one) if one else None)
    if slot == "when":
        return Correction(slot, when=_when(one, times) if one else None)
    if slot == "speaker":
        return Correction(slot, speaker=Hop(one) if one else None)
    return Correction(slot, weapon=one)


def claim(report: Report, quote: Sequence[Span], speaker: Span | None, stance: str, event_type: str) -> Claim:
    """A claim that nobody read but a person: its words, who says so (None: the outlet), stance and type.

    Raises NotOfThisKind as `correction` does.
    """
    said, told = _choice("stance", stance).stance, _choice("type", event_type).type
    assert said is not None
    assert told is not None
    return Claim(
        page_sha256=report.page_sha256,
        text_sha256=report.text_sha256,
        quote=tuple(_words(report, span) for span in sorted(quote)),
        chain=(Hop(_words(report, speaker)),) if speaker else (),
        stance=said,
        basis=None,
        event=Event(told),
        cue=None,
        confidence=None,
        reader=READER,
    )


def _choice(slot: CorrectedSlot, chosen: str | None) -> Correction:
    if chosen not in _CHOSEN[slot]:
        raise NotOfThisKind(f"{chosen!r} is no {slot}: it is one of {', '.join(_CHOSEN[slot])}")
    return Correction(slot, **{slot: chosen})  # type: ignore[arg-type]


def _words(report: Report, span: Span) -> Words:
    words = Words.of(report.text, *span)
    if not words.text:
        raise NotOfThisKind(f"no words stand at {span[0]} to {span[1]} of the text: select some")
    return words


def _count(words: Words) -> Count:
    """The first number that the words give; what has none ("several") stays words."""
    told = tokens(words.text, (0, len(words.text)), lower_words(words.text))
    found = (number(words.text, told, at, len(told)) for at in range(len(told)))
    first = next((each for each in found if each), None)
    return Count(words.text, words.span, first.low if first else None, first.high if first else None)


def _when(words: Words, times: Sequence[When]) -> When:
    """The time that was read at these words, or within them; words that fix no day stay words."""
    start, end = words.span
    inside = [time for time in times if time.span[0] < end and time.span[1] > start]
    if not inside:
        return When(words.text, words.span)
    best = max(inside, key=lambda time: min(end, time.span[1]) - max(start, time.span[0]))
    return When(words.text, words.span, best.start, best.end, best.granularity, best.anchor)
