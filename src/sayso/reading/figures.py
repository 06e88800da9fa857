"""Whom and what a report tells of: noun phrases that name the same, gathered."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sayso.reading.nominals import Nominal, head_kind

_APPOSED = frozenset({",", "(", "–", "—"})
"""What may stand between a name and what explains it."""
_CLOSING = frozenset({",", ".", ")", "–", "—"})


@dataclass(slots=True)
class Figure:
    """Somebody or something told of. numbers: of the phrases that name it, rising; names, nouns: all words of those."""

    numbers: list[int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    kind: str | None = None
    plural: bool = False
    named: bool = False
    gender: str | None = None
    best: int = -1

    def add(self, number: int, nominal: Nominal) -> None:
        """Take in a phrase. best: the number of the one with most of the name, else of the first."""
        first = not self.numbers
        self.numbers.append(number)
        self.nouns |= nominal.nouns
        name = nominal.form == "name"
        if name:
            self.names.update(nominal.names)
            self.nouns.discard("")
        self.gender = self.gender or nominal.gender
        if nominal.kind and (self.kind is None or (name and not self.named)):
            self.kind = nominal.kind
        if first or (name and (not self.named or len(nominal.names) > self._length)):
            self.best, self._length, self.plural = number, len(nominal.names), nominal.plural
        self.named = self.named or name

    _length: int = 0

    def before(self, number: int) -> int:
        """How many of its phrases stand before the one of a number."""
        return bisect_left(self.numbers, number)


def is_pointing(nominal: Nominal) -> bool:
    """Whether a phrase points back more often than not: "the group", "these militants"; no name stands in it."""
    return nominal.form == "noun" and nominal.pointing and not nominal.names and head_kind(nominal.noun) is not None


def figures(text: str, nominals: Sequence[Nominal]) -> tuple[Figure | None, ...]:
    """For each phrase what it names; None for a pronoun, of which that is the question."""
    found: list[Figure | None] = []
    by_name: dict[str, list[Figure]] = {}
    by_noun: dict[str, Figure] = {}
    for number, nominal in enumerate(nominals):
        if nominal.form == "pronoun":
            found.append(None)
            continue
        if nominal.form == "name":
            figure = _of_name(nominal, by_name)
            for key in {nominal.noun, *_letters(nominal)}:
                if figure not in by_name.setdefault(key, []):
                    by_name[key].append(figure)
        else:
            figure = _of_noun(text, nominals, number, found, by_noun)
        figure.add(number, nominal)
        found.append(figure)
    return tuple(found)


def _of_name(nominal: Nominal, by_name: dict[str, list[Figure]]) -> Figure:
    """The last told whose name holds all of this one, or whose name this one holds."""
    own = set(nominal.names)
    for figure in reversed(by_name.get(nominal.noun, [])):
        if own <= figure.names or figure.names <= own or (len(own) == 1 and not nominal.nouns):
            return figure
    return Figure()


def _letters(nominal: Nominal) -> Iterator[str]:
    """The letters that a name of several words may be called by."""
    if len(nominal.names) > 2:
        yield "".join(name[0] for name in nominal.names if name)


def _of_noun(
    text: str, nominals: Sequence[Nominal], number: int, found: Sequence[Figure | None], by_noun: dict[str, Figure]
) -> Figure:
    """What stands explained right before ("X, a militant group"), or was called so before; else something new."""
    nominal = nominals[number]
    if number and (named := found[number - 1]) and _explains(text, nominals[number - 1], nominal):
        return named
    key = " ".join(sorted([*nominal.names, *nominal.nouns, str(nominal.plural), str(is_pointing(nominal))]))
    told = by_noun.get(key)
    if told is None or not nominal.pointing:
        told = Figure()
    by_noun[key] = told
    return told


def _explains(text: str, name: Nominal, nominal: Nominal) -> bool:
    """Whether a phrase stands explaining behind a name: "X, a militant group", "X, the head of"."""
    between = text[name.span[1] : nominal.span[0]].strip()
    if name.form != "name" or name.sentence != nominal.sentence or between not in _APPOSED or name.kind != nominal.kind:
        return False
    return not nominal.pointing or nominal.hangs or text[nominal.span[1] : nominal.span[1] + 1] in _CLOSING
