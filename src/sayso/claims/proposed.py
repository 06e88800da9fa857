"""What another reader proposes, held against the text: words that do not stand there make no claim."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sayso.claims import by_hand
from sayso.model.claim import Claim
from sayso.model.errors import NotOfThisKind
from sayso.model.event import When
from sayso.model.problem import Problem
from sayso.model.reader import Proposed
from sayso.model.report import Report
from sayso.model.review import CorrectedSlot
from sayso.model.words import Span

TOLD = 100
"""Characters of rejected words that a problem repeats."""


def claims(
    report: Report, proposed: Iterable[Proposed | Problem], times: Sequence[When]
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims whose quote and speaker stand in the text, each once, and a problem for all else.

    A slot whose words do not stand there is left empty, with a problem; times: those of the report.
    """
    found: dict[str, Claim] = {}
    problems: list[Problem] = []
    for one in proposed:
        if isinstance(one, Problem):
            problems.append(one)
            continue
        try:
            claim = _claim(report, one, times, problems)
            found.setdefault(claim.id, claim)
        except NotOfThisKind as error:
            problems.append(Problem("not_in_text", f"rejected: {error}"))
    return tuple(sorted(found.values(), key=lambda c: (c.longest.span, c.id))), tuple(problems)


def _claim(report: Report, one: Proposed, times: Sequence[When], problems: list[Problem]) -> Claim:
    quote = _found(report, one.quote, 0)
    speaker = _found(report, one.speaker, quote[0]) if one.speaker else None
    claim = by_hand.claim(report, [quote], speaker, one.stance, one.type)
    for slot, words in _slots(one):
        spans = []
        for each in words:
            try:
                spans.append(_found(report, each, quote[0]))
            except NotOfThisKind as error:
                problems.append(Problem("not_in_text", f"rejected as {slot}: {error}", quote))
        if spans:
            claim = by_hand.correction(report, slot, sorted(set(spans)), None, times).applied(claim)
    return claim


def _slots(one: Proposed) -> Iterator[tuple[CorrectedSlot, tuple[str, ...]]]:
    yield "actor", one.actors
    yield "target", one.targets
    yield "place", one.places
    yield "when", (one.when,) if one.when else ()
    yield "killed", (one.killed,) if one.killed else ()
    yield "injured", (one.injured,) if one.injured else ()


def _found(report: Report, words: str, near: int) -> Span:
    """Where the words stand, letter for letter but for white space, nearest to an offset and not in furniture."""
    pieces = words.split()
    if not pieces:
        raise NotOfThisKind("it gives no words")
    pattern = r"\s+".join(map(re.escape, pieces))
    spans = [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", report.text)]
    told = [span for span in spans if not any(start < span[1] and span[0] < end for start, end in report.furniture)]
    if not told:
        where = "stands in furniture only" if spans else "does not stand in the text"
        raise NotOfThisKind(f"“{' '.join(pieces)[:TOLD]}” {where}")
    return min(told, key=lambda span: abs(span[0] - near))
