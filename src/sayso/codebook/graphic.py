"""Whether a passage tells of what a reader may rather not meet, by the rows of graphic.toml."""

import re
from functools import cache

from sayso.codebook.tables import table


def graphic(text: str) -> str | None:
    """What the passage tells of ("torture"), None where it is none of the rows."""
    return next(
        (why for why, words, beside in _rows() if words.search(text) and (beside is None or beside.search(text))), None
    )


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (row["why"], _pattern(row["words"]), _pattern(row["beside"]) if "beside" in row else None)
        for row in table("graphic")["graphic"]
    )


def _pattern(words: str) -> re.Pattern[str]:
    phrases = (re.escape(" ".join(phrase.split())) for phrase in words.split(","))
    found = "|".join(phrase.replace(r"\ ", r"\s+").replace(r"\*", r"\w*") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)
