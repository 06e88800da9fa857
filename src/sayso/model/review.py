"""The review: a person's decision, which is a new row and never an edit."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.canonical import sha256_of

Decision = Literal[
    "accept", "refuse", "unsure", "correct", "add", "same", "different", "redact", "read_to_end", "undo", "grade"
]

OF_ORIGINS = '"origins"'
"""The value by which "same" and "different" are said of origins, not of happenings."""


@dataclass(frozen=True, slots=True)
class Review:
    """who decided, when (UTC, ISO 8601), on what (ids, in order), what, and why.

    `value` holds canonical JSON where the decision carries one: a corrected slot, a claim added by hand, a grade.
    """

    who: str
    when: str
    on: tuple[str, ...]
    decision: Decision
    reason: str | None
    value: str | None = None

    @property
    def id(self) -> str:
        """The hash of the whole decision."""
        return sha256_of(self)
