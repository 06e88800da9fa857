"""Whether a clause looks forward, by its words around a time."""

from collections.abc import Sequence
from functools import cache

from sayso.codebook.tables import table
from sayso.registers.dates_tokens import Token
from sayso.registers.dates_words import AWAITED, FUTURE, FUTURE_TO, PAST, PROMISED

_CLAUSE = 16
"""Tokens to either side in which the tense is looked for."""


@cache
def _adjectives() -> frozenset[str]:
    """Participles that stand before nouns and tell no tense."""
    return frozenset(table("words")["describing"].split())


def looks_ahead(tokens: Sequence[Token], start: int, end: int) -> bool | None:
    """Whether the clause around tokens `start` to `end` does; None where nothing says.

    The nearest word of tense to the left in the sentence says so, else the nearest to the right.
    """
    if end < len(tokens) and tokens[end].low in ("'", "’"):
        # "Wednesday's ruling" is over whatever the verb; only "ahead of Sunday's vote" is not.
        return True if any(t.low in AWAITED for t in tokens[max(start - 2, 0) : start]) else None
    if (
        end < len(tokens)
        and tokens[end].kind is None
        and any(t.kind in ("the", "a") for t in tokens[max(start - 1, 0) : start + 1])
    ):
        # "The Aug. 7 bombings" are over, whatever they will lead to.
        return False
    for sides in (range(start - 1, max(start - _CLAUSE, 0) - 1, -1), range(end, min(end + _CLAUSE, len(tokens)))):
        infinitive = False
        for k in sides:
            if tokens[k].kind == "stop":
                break
            infinitive = infinitive or tokens[k].low == "to"
            tense = _tense(tokens, k, infinitive)
            if tense is not None:
                return tense
    return None


def _tense(tokens: Sequence[Token], k: int, infinitive: bool) -> bool | None:
    low = tokens[k].low
    behind = tokens[k + 1].low if k + 1 < len(tokens) else ""
    before = tokens[k - 1].low if k else ""
    if low in FUTURE or (low in FUTURE_TO and behind in ("to", "for")) or (low in PROMISED and infinitive):
        # What "was expected" may have come about.
        return None if before in ("was", "were", "been") and low not in ("postponed", "extended") else True
    if before in ("be", "been", "being") and low not in ("was", "were"):
        return None
    if low in PAST or (low.endswith("ed") and len(low) > 4 and low not in _adjectives()):
        return False
    return None
