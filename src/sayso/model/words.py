"""Words of a text and where they stand: the ground that everything else is tied to."""

from dataclasses import dataclass
from typing import Self

from sayso.model.errors import NotOfThisKind

Span = tuple[int, int]
"""Start and end in code points of `Report.text`, end exclusive."""


def check_span(span: Span) -> None:
    """Raise `NotOfThisKind` unless 0 <= start <= end."""
    start, end = span
    if not 0 <= start <= end:
        raise NotOfThisKind(f"a span must run forwards from 0 or later, not {start} to {end}")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a report's text, kept with its place: `report.text[span[0]:span[1]] == text`, always."""

    text: str
    span: Span

    def __post_init__(self) -> None:
        check_span(self.span)
        if self.span[1] - self.span[0] != len(self.text):
            raise NotOfThisKind(f"{len(self.text)} characters cannot stand at {self.span[0]} to {self.span[1]}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """The words of `text` from start to end, without the white space around them.

        Raises NotOfThisKind where the span is no span of this text.
        """
        check_span((start, end))
        if end > len(text):
            raise NotOfThisKind(f"the text ends at {len(text)}, before {end}")
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return cls(text[start:end], (start, end))

    def stand_in(self, text: str) -> bool:
        """Whether these very words stand in `text` at this very place."""
        return text[self.span[0] : self.span[1]] == self.text
