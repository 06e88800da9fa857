"""From the lemmas of a codebook row to the forms that stand in a text."""

import re
from collections.abc import Mapping

_VOWELS = "aeiou"
_DOUBLING = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")


def forms(lemma: str, irregular: Mapping[str, str]) -> frozenset[str]:
    """All forms of an English verb, itself included. `irregular` maps a lemma to its other forms, space between."""
    if lemma in irregular:
        return frozenset({lemma, *irregular[lemma].split()})
    return frozenset({lemma, _third(lemma), *_past_and_ing(lemma)})


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _past_and_ing(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("e"):
        return (lemma + "d", lemma + "ing" if lemma.endswith("ee") else lemma[:-1] + "ing")
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return (lemma[:-1] + "ied", lemma + "ing")
    if len(lemma) <= 4 and _DOUBLING.search(lemma):
        return (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")
    return (lemma + "ed", lemma + "ing")
