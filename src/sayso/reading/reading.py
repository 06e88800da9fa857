"""A report, read: sentences, who speaks in them, and what each speaker is given for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.codebook.tables import fingerprint
from sayso.model import Report, sha256_of
from sayso.reading.quotation import Quotation, quotations
from sayso.reading.sentences import Sentence, sentences
from sayso.reading.speech import Speech, speeches


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader sees in one report. spoken: for each sentence, the speeches with words in it."""

    report: Report
    sentences: tuple[Sentence, ...]
    spoken: tuple[tuple[Speech, ...], ...]
    quotations: tuple[Quotation, ...]
    reader: str


@cache
def reader() -> str:
    """The name of this reader with a hash of the code and the tables that make it what it is."""
    made_of = [fingerprint(package) for package in ("sayso.codebook", "sayso.reading", "sayso.claims")]
    return f"codebook-{sha256_of(' '.join(made_of))[:12]}"


def read(report: Report) -> Reading:
    """Read a report. Pure: the same report gives the same reading whatever is read beside it."""
    found = sentences(report)
    quotes = quotations(report.text, report.paragraphs)
    spoken = [list(speeches(report.text, sentence, quotes, report.outlet)) for sentence in found]
    _continue_quotations(found, quotes, spoken)
    return Reading(report, found, tuple(tuple(s) for s in spoken), quotes, reader())


def _continue_quotations(found: Sequence[Sentence], quotes: Sequence[Quotation], spoken: list[list[Speech]]) -> None:
    """Give quoted sentences that hold no cue of their own to the speaker of the quotation around them.

    "A. B," he said. "C." -- A and C are his as well; so is a quotation that goes on in the next paragraph.
    """
    for number, sentence in enumerate(found):
        inside = [q for q in quotes if q.overlap(sentence.span)]
        if spoken[number] or not inside or not _is_quotation(sentence, inside):
            continue
        if speech := _speaker_of(number, inside[0], found, spoken):
            content = (max(sentence.span[0], inside[0].start), min(sentence.span[1], inside[-1].end))
            spoken[number].append(replace(speech, content=(content,), hull=content))


def _is_quotation(sentence: Sentence, inside: Sequence[Quotation]) -> bool:
    """Whether quoted words fill the sentence, not only end it."""
    return sum(q.overlap(sentence.span) for q in inside) >= 0.8 * (sentence.span[1] - sentence.span[0])


def _speaker_of(
    number: int, quote: Quotation, found: Sequence[Sentence], spoken: Sequence[Sequence[Speech]]
) -> Speech | None:
    """The speech that owns a quotation: in a sentence that shares it, else just before, else just behind."""
    for other, sentence in enumerate(found):
        if other != number and spoken[other] and quote.overlap(sentence.span):
            return spoken[other][0]
    for other in (number - 1, number + 1):
        if 0 <= other < len(found) and spoken[other] and abs(found[other].paragraph - found[number].paragraph) <= 1:
            return spoken[other][-1] if other < number else spoken[other][0]
    return None
