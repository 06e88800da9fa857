"""Presupposed support: "US-backed X" claims, in the mouth of whoever says it, that the US backs X."""

import re
from collections.abc import Iterator, Sequence

from sayso.claims import roles as role
from sayso.model import Event, Party, Words
from sayso.reading.phrases import Range, words_of
from sayso.reading.tokens import Token

_BACKED = re.compile(r"^(.+)[-‐‑](?:backed|supported|sponsored|armed|funded|aligned)$", re.IGNORECASE)


def backer(text: str, words: Words) -> Words | None:
    """Who backs, where the words are a description like "US-backed" alone."""
    match = _BACKED.match(words.text)
    return Words.of(text, words.span[0], words.span[0] + match.end(1)) if match and " " not in words.text else None


def backings(text: str, tokens: Sequence[Token], span: Range) -> Iterator[tuple[Words, Event]]:
    """The words of each such description between two tokens, and the support it presupposes."""
    for k in range(*span):
        match = _BACKED.match(tokens[k].text)
        end = _described(tokens, k + 1, span[1])
        if match and end > k + 1:
            start = tokens[k].start
            backer = Party(match.group(1), (start, start + len(match.group(1))))
            targets = role.parties(text, tokens, role.split(tokens, (k + 1, end)))
            trigger = words_of(text, tokens, (k, k + 1))
            event = Event("support_or_supply", trigger=trigger, actors=(backer,), targets=targets)
            yield words_of(text, tokens, (k, end)), event


def _described(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Where the description ends: "US-backed Liwa Shuhada Mahin and Liwa Aswad" backs both."""
    end = start
    while end < stop and (tokens[end].tag in ("noun", "name", "number") or _joins_names(tokens, end, stop)):
        end += 1
    return end


def _joins_names(tokens: Sequence[Token], at: int, stop: int) -> bool:
    return tokens[at].low == "and" and at + 1 < stop and tokens[at + 1].tag == "name" == tokens[at - 1].tag
