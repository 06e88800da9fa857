"""One sentence, several happenings: where what is said falls into propositions."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.claims.triggers import Trigger, triggers
from sayso.reading.phrases import Range
from sayso.reading.tokens import Token

_BREAKS = frozenset("and but while whereas although though".split())
_RELATIVES = frozenset("which who that after before when as".split())
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens start to end (exclusive) with the triggers among them, the leading one first."""

    start: int
    end: int
    triggers: tuple[Trigger, ...]

    @property
    def lead(self) -> Trigger | None:
        """The trigger that decides the type."""
        return self.triggers[0] if self.triggers else None


def clauses(tokens: Sequence[Token], span: Range) -> tuple[Clause, ...]:
    """Split a range at the joints between two verbs that each tell a happening of its own."""
    start, stop = span
    found = triggers(tokens, start, stop)
    told = [t for t in found if tokens[t.start].tag in ("verb", "gerund")]
    joints = [joint for a, b in itertools.pairwise(told) if (joint := _joint(tokens, a, b, start)) is not None]
    edges = [start, *joints, stop]
    parts = [_clause(tokens, a, b, found, joined=a != start) for a, b in itertools.pairwise(edges)]
    return tuple(part for part in parts if part is not None)


def clause_of(tokens: Sequence[Token], span: Range) -> Clause | None:
    """A range as one clause, without the joints and marks around it; None where nothing else stands in it."""
    return _clause(tokens, *span, triggers(tokens, *span), joined=True)


def _joint(tokens: Sequence[Token], a: Trigger, b: Trigger, start: int) -> int | None:
    """Where the second happening's clause begins, if there is a word between the two verbs that joins clauses."""
    killing = a.row.type == "kill"
    if killing and b.row.type == "kill":
        return None
    for k in range(b.start - 1, a.end - 1, -1):
        low = tokens[k].low
        if k - start < _SHORTEST:
            return None
        if (low in _BREAKS or tokens[k].text == ";") and tokens[k + 1].low != "to" and not _joins_nouns(tokens, k, b):
            return k if _differs(a, b) or _has_subject(tokens, k + 1, b.start) else None
        # "Six people are killed when gunmen attack a bus" is one happening with its cause.
        if low in _RELATIVES and a.row.type != b.row.type and not killing:
            return k
    return None


def _joins_nouns(tokens: Sequence[Token], at: int, b: Trigger) -> bool:
    """Whether the "and" only joins two nouns before a participle: "with women and children being evacuated"."""
    participle = tokens[b.start].tag == "gerund" or tokens[b.start - 1].low == "being"
    return tokens[at].low == "and" and participle and b.start > at + 1


def _differs(a: Trigger, b: Trigger) -> bool:
    return a.row.type != b.row.type and "kill" not in (a.row.type, b.row.type)


def _has_subject(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return any(t.tag in ("name", "noun", "pronoun") for t in tokens[start:stop])


_OPENERS = frozenset("and but while whereas although though that however meanwhile".split())
_JOINERS = frozenset("after before when as".split())


def _clause(tokens: Sequence[Token], start: int, stop: int, found: Sequence[Trigger], *, joined: bool) -> Clause | None:
    dropped = _OPENERS | _JOINERS if joined else _OPENERS
    while start < stop and (tokens[start].tag == "mark" or tokens[start].low in dropped):
        start += 1
    if 0 < start < stop and tokens[start - 1].text == "(":
        # "(AFP) Rebels took …": a credit in brackets before the sentence proper.
        closing = next((k for k in range(start, min(start + 6, stop)) if tokens[k].text == ")"), None)
        start = closing + 1 if closing is not None else start
    while stop > start and tokens[stop - 1].tag == "mark" and tokens[stop - 1].text not in (")", "]"):
        stop -= 1
    if start >= stop:
        return None
    inside = [t for t in found if start <= t.start and t.end <= stop]
    return Clause(start, stop, tuple(sorted(inside, key=lambda t: (-_weight(tokens, t, inside), t.start))))


def _weight(tokens: Sequence[Token], trigger: Trigger, inside: Sequence[Trigger]) -> int:
    """A purpose ("attacked the base to recapture it") and what is demanded or condemned weigh less than the deed."""
    purpose = trigger.start > 0 and tokens[trigger.start - 1].low == "to" and trigger is not inside[0]
    stated = trigger.part == "noun" and any(
        t.part != "noun" and t.row.type == "statement_or_position" and t.end <= trigger.start for t in inside
    )
    return trigger.row.weight - (4 if purpose or stated else 0)
