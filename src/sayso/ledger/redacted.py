"""What redactions took out of a ledger, as the reviews that did it tell: the chain seals what is left as well.

A redaction is a review whose value names, by the hash that the chain sealed when it was written, each row, text and
page that it changed, and the hash of what stands there since. So what is left can be checked like anything else, and
nobody can change more under cover of a redaction. The standard library only.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from sayso.ledger.rows import PLACE_COLUMNS
from sayso.ledger.view import View
from sayso.model.canonical import from_json, sha256_of, to_json
from sayso.model.review import Review

GONE = "redacted"
"""The packing of a page whose bytes were removed."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """rows: the hash of a row's columns by the hash that was sealed; texts: of a text by its own; pages, joined: ids.

    pages: whose bytes are gone; joined: entries of joined chains whose bodies are.
    """

    rows: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> Self:
        """All that these reviews removed, the later ones last."""
        rows: dict[str, str] = {}
        texts: dict[str, str] = {}
        pages: set[str] = set()
        joined: set[str] = set()
        for review in reviews:
            if review.decision == "redact" and review.value:
                told = json.loads(review.value)
                rows |= told["rows"]
                texts |= told["texts"]
                pages |= set(told["pages"])
                joined |= set(told["joined"])
        return cls(rows, texts, frozenset(pages), frozenset(joined))

    @property
    def value(self) -> str:
        """As a review's value."""
        return to_json(
            {
                "rows": dict(self.rows),
                "texts": dict(self.texts),
                "pages": sorted(self.pages),
                "joined": sorted(self.joined),
            }
        )


def redactions(ledger: View) -> tuple[Review, ...]:
    """The reviews that redacted something, oldest first."""
    query = "SELECT body FROM reviews WHERE decision = 'redact' ORDER BY entry"
    return tuple(from_json(Review, body) for (body,) in ledger.execute(query))


def digest(columns: Mapping[str, Any]) -> str:
    """The hash of what a row says, wherever in a chain it stands."""
    return sha256_of({name: value for name, value in columns.items() if name not in PLACE_COLUMNS})
