"""The hash chain over everything written: each written row is an entry that seals the one before it.

An entry's hash is the SHA-256 of five lines joined by a line feed: its number (from 1), its kind, the id of the row,
the SHA-256 of the row's canonical JSON, and the hash of the entry before (64 zeros for the first). So anybody can
recompute it without this program. The standard library only: the command line reads ledgers without SQLAlchemy.

What a chain alone cannot show: somebody who rewrites every entry from some place on, or takes away the newest ones,
leaves a chain that holds. Only a head that was kept elsewhere shows that.
"""

from dataclasses import dataclass
from typing import Literal

from sayso.model.canonical import sha256_of

EntryKind = Literal["page", "report", "reading", "claim", "note", "problem", "review", "version", "join"]

START = "0" * 64
"""The hash before the first entry, and the head of an empty ledger."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. id: that of the row; body_sha256: that of the row's canonical JSON; hash: what the next one seals."""

    number: int
    kind: EntryKind
    id: str
    body_sha256: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry's number and hash."""

    number: int = 0
    hash: str = START

    def next(self, kind: EntryKind, row_id: str, body_sha256: str) -> Entry:
        """The entry that comes after this head."""
        number = self.number + 1
        return Entry(number, kind, row_id, body_sha256, seal(number, kind, row_id, body_sha256, self.hash))


def seal(number: int, kind: str, row_id: str, body_sha256: str, previous: str) -> str:
    """The hash of an entry: 64 lower-case hexadecimal digits."""
    return sha256_of("\n".join((str(number), kind, row_id, body_sha256, previous)))
