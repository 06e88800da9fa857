"""A report, read: sentences, who speaks in them, and what each speaker is given for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile

from sayso.codebook.tables import fingerprint
from sayso.model import Report, Span, sha256_of
from sayso.reading.decode import Attribution, attributions
from sayso.reading.encoder import encoder
from sayso.reading.happenings import Happening, happenings
from sayso.reading.heard import Part, heard
from sayso.reading.quotation import Quotation, quotations
from sayso.reading.sentences import Sentence, sentences
from sayso.reading.speech import Speech
from sayso.reading.tags import Tags, tags
from sayso.reading.unheard import unheard
from sayso.reading.voices import citing, spoken

_BLACK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader sees in one report. spoken: for each sentence, the speeches with words in it.

    text_sha256 is the report's own, hashed once for all claims; happenings: for each sentence, those that hang on a
    word of it, in order; quotations: for each sentence, those with words in it; tags: the words, stretch by stretch.
    """

    report: Report
    text_sha256: str
    sentences: tuple[Sentence, ...]
    spoken: tuple[tuple[Speech, ...], ...]
    happenings: tuple[tuple[Happening, ...], ...]
    reader: str
    quotations: tuple[tuple[Quotation, ...], ...] = ()
    tags: tuple[Tags, ...] = field(default=(), repr=False)

    def kinds(self, span: Span) -> frozenset[str]:
        """The kinds of the mentions that words which begin in `span` stand in."""
        return frozenset(kind for stretch in self.tags for kind in stretch.kinds_in(span) if kind)


@cache
def reader() -> str:
    """The name of this reader with a hash of the weights, the code and the tables that make it what it is."""
    made_of = [fingerprint(package) for package in ("sayso.codebook", "sayso.reading", "sayso.claims")]
    return f"encoder-{sha256_of(' '.join([*made_of, encoder().sha256]))[:12]}"


def read(report: Report) -> Reading:
    """Read a report. Pure: the same report gives the same reading whatever is read beside it."""
    found = sentences(report)
    inside = _quotations_in(found, quotations(report.text, report.paragraphs))
    attributed: list[Attribution] = []
    told: list[Happening] = []
    tagged: list[Tags] = []
    for stretch in encoder().read(_readable(report, found)):
        attributed += attributions(stretch, encoder().scheme)
        told += happenings(stretch, encoder().scheme)
        tagged.append(tags(stretch, encoder().scheme))
    quoted = [_quoted(sentence, quotes) for sentence, quotes in zip(found, inside, strict=True)]
    parts = heard(report.text, found, attributed)
    by_sentence = [_speeches(report, *one) for one in zip(found, parts, quoted, strict=True)]
    _continue_quotations(found, inside, by_sentence)
    return Reading(
        report,
        report.text_sha256,
        found,
        spoken=tuple(map(tuple, by_sentence)),
        happenings=tuple(_hanging(told, sentence) for sentence in found),
        reader=reader(),
        quotations=tuple(inside),
        tags=tuple(tagged),
    )


def _hanging(told: Sequence[Happening], sentence: Sentence) -> tuple[Happening, ...]:
    """The happenings whose anchor stands in a sentence."""
    first, end = (bisect_left(told, at, key=lambda h: h.anchor[0]) for at in sentence.span)
    return tuple(told[first:end])


def _readable(report: Report, found: Sequence[Sentence]) -> str:
    """The text with blanks for all that stands outside the paragraphs that are read, so that offsets stay the same."""
    text, parts, done = report.text, [], 0
    for number in sorted({sentence.paragraph for sentence in found}):
        start, end = report.paragraphs[number].span
        parts += [_blank(text[done:start]), text[start:end]]
        done = end
    return "".join(parts)


def _blank(text: str) -> str:
    """Blanks for words; a line without any is a bullet or a rule, which tells where a paragraph begins."""
    lines = text.splitlines(keepends=True)
    return "".join(_BLACK.sub(" ", line) if any(map(str.isalnum, line)) else line for line in lines)


def _quoted(sentence: Sentence, quotes: Sequence[Quotation]) -> list[bool]:
    """Of each token whether it stands in a quotation that somebody closed: one left open may hold its own cue."""
    return [any(q.closed and q.overlap(t.span) for q in quotes) for t in sentence.tokens]


def _speeches(report: Report, sentence: Sentence, parts: Sequence[Part], quoted: Sequence[bool]) -> list[Speech]:
    """What the encoder heard, completed by the codebook; where it heard nothing, what the codebook sees by itself."""
    speaking = citing(report.text, sentence, spoken(report.text, sentence, parts, report.outlet), quoted)
    return speaking or unheard(report.text, sentence, quoted)


def _quotations_in(found: Sequence[Sentence], quotes: Sequence[Quotation]) -> list[tuple[Quotation, ...]]:
    """For each sentence the quotations that have words in it. Both run in the order of the text and none overlap."""
    ends = [quote.end for quote in quotes]
    inside: list[tuple[Quotation, ...]] = []
    for sentence in found:
        first = bisect_right(ends, sentence.span[0])
        inside.append(tuple(takewhile(lambda q, end=sentence.span[1]: q.start < end, quotes[first:])))  # type: ignore[misc]
    return inside


def _continue_quotations(
    found: Sequence[Sentence], quoted: Sequence[tuple[Quotation, ...]], spoken: list[list[Speech]]
) -> None:
    """Give quoted sentences that hold no cue of their own to the speaker of the quotation around them.

    "A. B," he said. "C." -- A and C are his as well; so is a quotation that goes on in the next paragraph.
    """
    for number, sentence in enumerate(found):
        inside = quoted[number]
        if spoken[number] or not inside or not _is_quotation(sentence, inside):
            continue
        if speech := _speaker_of(number, inside[0], found, quoted, spoken):
            content = (max(sentence.span[0], inside[0].start), min(sentence.span[1], inside[-1].end))
            spoken[number].append(replace(speech, content=(content,), hull=content))


def _is_quotation(sentence: Sentence, inside: Sequence[Quotation]) -> bool:
    """Whether quoted words fill the sentence, not only end it."""
    return sum(q.overlap(sentence.span) for q in inside) >= 0.8 * (sentence.span[1] - sentence.span[0])


def _speaker_of(
    number: int,
    quote: Quotation,
    found: Sequence[Sentence],
    quoted: Sequence[tuple[Quotation, ...]],
    spoken: Sequence[Sequence[Speech]],
) -> Speech | None:
    """The speech that owns a quotation: in a sentence that shares it, else just before, else just behind."""
    before = takewhile(lambda k: quote in quoted[k], range(number - 1, -1, -1))
    behind = takewhile(lambda k: quote in quoted[k], range(number + 1, len(found)))
    for other in sorted((*before, *behind)):
        if spoken[other]:
            return spoken[other][0]
    for other in (number - 1, number + 1):
        if 0 <= other < len(found) and spoken[other] and abs(found[other].paragraph - found[number].paragraph) <= 1:
            return spoken[other][-1] if other < number else spoken[other][0]
    return None
