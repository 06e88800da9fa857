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
    "passed_over",
    "bad_encoding",
    "no_report",
    "took_too_long",
    "another_language",
    "reader_failed",
    "not_fetched",
    "not_allowed",
    "read_before",
    "not_in_text",
]

_NO_FAILURE: frozenset[ProblemCode] = frozenset(
    {"another_language", "passed_over", "bad_encoding", "read_before", "not_in_text"}
)
"""What is told without being a failure: kept and listed unread, no report by its kind, read with lost characters,
read by an earlier run, words that another reader made up."""


@dataclass(frozen=True, slots=True)
class Problem:
    """code: for programs; message: one line for a person: what, where, and how to mend it; span: where in the text."""

    code: ProblemCode
    message: str
    span: Span | None = None

    @property
    def fatal(self) -> bool:
        """Whether it means that the file failed, so that the exit status tells of it."""
        return self.code not in _NO_FAILURE
