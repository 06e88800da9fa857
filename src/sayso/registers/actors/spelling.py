"""Names cut into the tokens under which they are looked up: no case, no marks, no article, one key for spellings."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso.registers.places.spelling import fold

_WORD = re.compile(r"(?:[A-Z]\.){2,}|\d+\w*|[^\W_](?:[\w.]*\w)?(?:['’`‘](?!s\b)[^\W_]+)*(?:['’`‘]s?\b)?", re.UNICODE)
_ARTICLES = frozenset("al el ul il the ash as ad an at az ar".split())
"""Arabic articles and ours; those that are English words too are articles only before a hyphen."""
_ALWAYS = frozenset("al el ul the".split())


@dataclass(slots=True)
class Token:
    """A word of a text: its key, where it stands (without a possessive), its letters, whether a possessive follows, and
    whether it begins as a name does.
    """

    key: str
    start: int
    end: int
    text: str
    owns: bool = False
    capital: bool = False


def tokens(text: str) -> list[Token]:
    """The words of a text that may be parts of names, in order, without articles."""
    found = []
    for match in _WORD.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        owns = False
        if word.endswith(("'s", "’s", "`s", "‘s")):
            word, end, owns = word[:-2], end - 2, True
        elif word.endswith(("'", "’")) and len(word) > 1:
            word, end, owns = word[:-1], end - 1, word[-2] == "s"
        low = word.casefold()
        if low in _ARTICLES and (low in _ALWAYS or text[end : end + 1] in "-–"):
            continue
        found.append(Token(_key(word), start, end, word, owns, word[0].isupper() or word[0].isdigit()))
    return found


@lru_cache(maxsize=32768)
def _key(word: str) -> str:
    bare = word.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?\.?", word) else word
    return fold(bare) or bare.casefold()


@lru_cache(maxsize=8192)
def keys(name: str) -> tuple[str, ...]:
    """The keys of a name."""
    return tuple(token.key for token in tokens(name))
