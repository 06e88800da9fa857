"""The problem: what could not be read, kept as data so that nothing is lost silently."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.words import Span

ProblemCode = Literal[
    "not_found",
    "not_readable",
    "empty",
    "binary",
    "too_large",
    "unknown_kind",
    "bad_encoding",
    "no_report",
    "took_too_long",
    "another_language",
    "reader_failed",
]

KEPT: frozenset[ProblemCode] = frozenset({"another_language"})
"""Problems that leave the page kept and listed, only unread; the others mean that the file failed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """code: for programs; message: one line for a person: what, where, and how to mend it; span: where in the text."""

    code: ProblemCode
    message: str
    span: Span | None = None

    @property
    def fatal(self) -> bool:
        """Whether nothing could be read because of it."""
        return self.code not in KEPT
