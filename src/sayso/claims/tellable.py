"""Which clauses tell something that can be claimed, and of whom a clause says that it does not hold."""

from collections.abc import Sequence

from sayso.claims.clauses import Clause
from sayso.claims.parts import has_verb
from sayso.claims.silence import is_silence
from sayso.claims.told import Told
from sayso.reading import phrases
from sayso.reading.phrases import Range
from sayso.reading.sentences import Sentence
from sayso.reading.tokens import Token, is_negation

_FEWEST = 3
"""A clause of fewer words tells nothing that can be compared."""


def is_topic(sentence: Sentence) -> bool:
    """A heading without a verb names a topic and claims nothing: "Armed conflicts and attacks"."""
    return sentence.kind == "heading" and not any(t.tag in ("verb", "gerund") for t in sentence.tokens)


def tells(told: Told) -> bool:
    """A clause tells something if it has a trigger; without one, if somebody is given for it and it has a verb.

    What is called for needs none: "demanded immediate elections".
    """
    words = sum(t.tag not in ("mark", "quote") for t in told.own)
    if words < _FEWEST or is_open(told) or is_silence(told.quote.text) or nobody_claims(told):
        return False
    speech = told.speech
    return bool(told.clause.triggers) or (speech is not None and (speech.frame == "calls" or has_verb(told.own)))


def is_kept_silent(told: Told, at: int) -> bool:
    """Whether the sentence only says that somebody would not tell it: "refused to say whether its jets hit it"."""
    if at > told.span[1]:
        return False
    return told.speech is None or told.speech.cue.span[0] <= at or told.span[0] <= at


def is_open(told: Told) -> bool:
    """A question of the outlet's own, or a clause that only says if: neither claims anything."""
    asked = told.speech is None and told.tokens[-1].text == "?"
    return asked or told.own[0].low in ("if", "unless", "whether", "should", "had")


def nobody_claims(told: Told) -> bool:
    """ "No group has claimed responsibility" is silence of everybody."""
    named = any(trigger.row.type == "responsibility" for trigger in told.clause.triggers)
    return named and any(map(is_negation, told.own))


def tail(tokens: Sequence[Token], end: int) -> int:
    """Where a clause that ends at `end` does with the exception behind it: "…, and not X"."""
    at = end
    while at < len(tokens) and tokens[at].low in (",", "and", "but"):
        at += 1
    if at == end or at + 1 >= len(tokens) or tokens[at].low != "not":
        return end
    name = phrases.after(tokens, at + 2 if tokens[at + 1].low in ("by", "from") else at + 1, len(tokens))
    closed = name is not None and (name[1] == len(tokens) or tokens[name[1]].tag == "mark")
    return name[1] if name and closed else end


def excepted(tokens: Sequence[Token], clause: Clause) -> tuple[int, Range] | None:
    """X of whom the clause does not hold ("…, and not X", "A, not X, did …"), and where the claim of the others ends.

    Both are claims: what is said of the others is denied of X.
    """
    for k in range(clause.start + 1, clause.end - 1):
        if tokens[k].low != "not" or tokens[k - 1].low not in (",", "and", "but"):
            continue
        name = phrases.after(tokens, k + 2 if tokens[k + 1].low in ("by", "from") else k + 1, clause.end)
        if name is None:
            continue
        if name[1] == clause.end:
            start = k
            while tokens[start - 1].low in (",", "and", "but"):
                start -= 1
            return start, name
        if tokens[name[1]].text == "," and tokens[k - 1].text == ",":
            return clause.end, name
    return None
