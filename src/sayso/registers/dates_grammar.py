"""Finding times: where rows of the grammar match, with the words before them that belong to them, and ranges of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.model import Span
from sayso.registers.dates_reckoning import Between, Meaning, Since, Unfixed, Until
from sayso.registers.dates_rows import Found, any_row, classes, row
from sayso.registers.dates_tense import looks_ahead
from sayso.registers.dates_tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class Expression:
    """A time in its own words, and what they mean; `ahead`: whether its clause looks forward, None if nothing says.

    parts: the times inside of a range or behind "since", each in its own words.
    """

    text: str
    span: Span
    meaning: Meaning
    ahead: bool | None = None
    parts: tuple[Expression, ...] = ()


def find(text: str, span: Span | None = None) -> tuple[Expression, ...]:
    """The times of the text, or of a stretch of it, in their order. Spans are offsets into the whole text."""
    found = list(tokens(text, span or (0, len(text))))
    return tuple(_joined(text, found, list(_atoms(text, found))))


def _atoms(text: str, tokens: list[Token]) -> Iterator[tuple[int, int, Expression]]:
    seen = classes(tokens)
    at, floor = 0, 0
    while match := any_row().search(seen, at):
        pattern, handler = row(match.lastgroup or "")
        named = pattern.match(seen, match.start())
        meaning = handler(Found(tokens, named)) if named else None
        if meaning is None or named is None:
            at = match.start() + 1
            continue
        start, end = named.span()
        first = start
        while first > floor and tokens[first - 1].kind in _LEADING:
            first -= 1
        bound = next((tokens[k].kind for k in range(first, start) if tokens[k].kind in _BOUNDS), None)
        ahead = looks_ahead(tokens, start, end)
        inner = _expressed(text, tokens, start, end, meaning, ahead)
        if bound:
            outer = _expressed(text, tokens, first, end, _BOUNDS[bound](meaning), ahead)
            yield first, end, Expression(outer.text, outer.span, outer.meaning, ahead, (inner,))
        else:
            yield first, end, _expressed(text, tokens, first, end, meaning, ahead)
        at = floor = end


_LEADING = frozenset(
    "early earlier late later mid edge on in at of the during since until by also dash roughly".split()
)
"""What stands before a time and belongs to it: "late on", "since early", "the end of"."""
_BOUNDS: dict[str, Callable[[Meaning], Meaning]] = {"since": Since, "until": Until}


def _expressed(
    text: str, tokens: list[Token], first: int, end: int, meaning: Meaning, ahead: bool | None
) -> Expression:
    while tokens[first].kind in ("of", "dash", "also", "comma"):
        first += 1
    start, stop = tokens[first].span[0], tokens[end - 1].span[1]
    return Expression(text[start:stop], (start, stop), meaning, ahead)


def _joined(text: str, tokens: list[Token], atoms: list[tuple[int, int, Expression]]) -> Iterator[Expression]:
    """The atoms, two and two made a range where "from … to", "between … and" or a dash joins them."""
    k = 0
    while k < len(atoms):
        start, end, low = atoms[k]
        if k + 1 < len(atoms):
            next_start, next_end, high = atoms[k + 1]
            opener = tokens[start - 1].kind if start else None
            joiner = {t.kind for t in tokens[end:next_start]} | (
                {tokens[next_start].kind} if tokens[next_start].kind in ("until", "dash") else set()
            )
            if _makes_range(opener, joiner, low, high):
                inner = high.parts[0] if high.parts else high
                opened = start - 1 if opener in ("from", "between") else start
                whole = _expressed(text, tokens, opened, next_end, Between(low.meaning, inner.meaning), high.ahead)
                yield Expression(whole.text, whole.span, whole.meaning, whole.ahead, (low, inner))
                k += 2
                continue
        yield low
        k += 1


def _makes_range(opener: str | None, joiner: set[str | None], low: Expression, high: Expression) -> bool:
    if low.parts or len(joiner) != 1 or isinstance(high.meaning, Unfixed | Between) or isinstance(low.meaning, Between):
        return False
    kind = next(iter(joiner))
    if kind == "and":
        return opener == "between"
    if kind in ("to", "until"):
        return opener == "from" or type(low.meaning) is type(high.meaning)
    return kind == "dash" and type(low.meaning) is type(high.meaning)
