"""The copy: words that stand in two texts, by which two reports are seen to be one origin printed twice."""

from dataclasses import dataclass

from sayso.model.errors import NotOfThisKind
from sayso.model.words import Span, check_span


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text `a` that stands, edited perhaps, in text `b`. words: how many of its words are the same."""

    a: Span
    b: Span
    words: int

    def __post_init__(self) -> None:
        check_span(self.a)
        check_span(self.b)


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts (a < b, by the ids they were given) with the passages that they share, in the order of `a`.

    share: how much of the shorter text stands in them, 0 to 1, counted in words.
    """

    a: str
    b: str
    passages: tuple[Passage, ...]
    share: float

    def __post_init__(self) -> None:
        if self.a >= self.b or not self.passages:
            raise NotOfThisKind("a copy holds two texts, the smaller id first, and what they share")
