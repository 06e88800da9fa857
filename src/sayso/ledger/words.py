"""The words of a text as the search of a PostgreSQL ledger keeps them: what FTS5 makes of them in a file.

Runs of letters and digits, case and diacritics folded. Made here and not by the server, whose own parser takes
"al-Hazm" or "2,000" apart by the rules of the language that it was set up with. The standard library only.
"""

import re
import unicodedata

_RUN = re.compile("[^\\W_\ue000-\uf8ff]+|[\ue000-\uf8ff]+")

LONGEST = 500
"""Letters of a word that count: the server keeps no word of more than 2,046 bytes."""
FARTHEST = 16_383
"""The last place that the server tells apart; words beyond it stand there together."""


def folded(text: str) -> list[str]:
    """The words in order: `Šabāb, al-Hazm` is sabab, al, hazm."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter) != "Mn")
    return [word[:LONGEST] for word in _RUN.findall("".join(bare).casefold())]


def indexed(text: str | None) -> str:
    """The text as a `tsvector`: each word with its places."""
    return " ".join(f"'{word}':{min(place, FARTHEST)}" for place, word in enumerate(folded(text or ""), 1))


def asked(words: list[str], *, prefixes: bool) -> str | None:
    """All of a person's words as a `tsquery`; one that falls into several is a phrase. None where no word is left.

    prefixes: the last part of each, if it has three letters or more, may also begin a longer word.
    """
    phrases = [_phrase(parts, prefix=prefixes and len(word) >= 3) for word in words if (parts := folded(word))]
    return " & ".join(phrases) or None


def _phrase(parts: list[str], *, prefix: bool) -> str:
    quoted = [f"'{part}'" for part in parts]
    if prefix:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"
