"""The noun phrases and pronouns of a report, by the word classes that the encoder gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.codebook.tables import table
from sayso.model import Span
from sayso.reading.tags import Tags

Form = Literal["name", "noun", "pronoun"]
Role = Literal["subject", "object", "oblique", "owner", "other"]

_NOUNS = frozenset({"NOUN", "PROPN"})
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "SYM"})
_VERBAL = frozenset({"VERB", "AUX"})
_STEPPED_OVER = frozenset({"ADV", "PART"})
"""What may stand between a phrase and its verb."""
POINTING = frozenset("the this that these those".split())
_LINKS = frozenset({"of", "for"})
"""What ties two halves of a name: "the Observatory for Human Rights"."""
_GLUE = frozenset({"-", "‐", "‑", "'", "’"})


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase without what hangs on it, or a pronoun.

    head: its last noun or name; noun: that in lower case, in the singular; names, nouns: all names and all common
    nouns of the phrase, folded alike; pointing: it begins with "the", "this" and their like; hangs: a phrase with "of"
    or a clause hangs on it, which says which one is meant; kind: by the encoder and the lists of the codebook;
    gender: "he" or "she" where a word of it tells; sentence: its number.
    """

    span: Span
    head: Span
    noun: str
    names: tuple[str, ...]
    nouns: frozenset[str]
    form: Form
    pointing: bool
    plural: bool
    hangs: bool
    kind: str | None
    role: Role
    gender: str | None
    sentence: int


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    low: str
    upos: str
    kind: str | None
    capital: bool


def nominals(text: str, sentences: Sequence[Span], tags: Sequence[Tags]) -> tuple[Nominal, ...]:
    """Every noun phrase and third-person pronoun of the sentences, in order of the text."""
    return tuple(
        nominal
        for number, words in enumerate(_by_sentence(text, sentences, tags))
        for nominal in _of_sentence(text, words, number)
    )


def _by_sentence(text: str, sentences: Sequence[Span], tags: Sequence[Tags]) -> Iterator[list[_Word]]:
    words = (word for stretch in tags for word in _words(stretch))
    word = next(words, None)
    for start, end in sentences:
        own: list[_Word] = []
        while word is not None and word[0] < end:
            if word[0] >= start:
                form = text[word[0] : word[1]]
                own.append(_Word(word[0], word[1], form.lower(), word[2], word[3], form[0].isupper()))
            word = next(words, None)
        yield own


def _words(stretch: Tags) -> Iterator[tuple[int, int, str, str | None]]:
    return zip(stretch.starts, stretch.ends, stretch.upos, stretch.kinds, strict=True)


def _of_sentence(text: str, words: Sequence[_Word], number: int) -> Iterator[Nominal]:
    at = 0
    while at < len(words):
        if words[at].low in _pronouns() and not text[words[at].start : words[at].end].isupper():
            yield _pronoun(words, at, number)
            at += 1
            continue
        end = _end(words, at)
        if end > at:
            yield _phrase(words, at, end, number)
        at = max(end, at + 1)


def _pronoun(words: Sequence[_Word], at: int, number: int) -> Nominal:
    word = words[at]
    owns = word.low in _possessive() and at + 1 < len(words) and words[at + 1].upos in _INSIDE
    role: Role = "owner" if owns else _role(words, at, at + 1)
    span = (word.start, word.end)
    plural = pronoun_class(word.low) == "they"
    return Nominal(span, span, word.low, (), frozenset(), "pronoun", True, plural, False, None, role, None, number)


def _end(words: Sequence[_Word], at: int) -> int:
    """Behind the last noun of the phrase that begins at a word; that word's number where none does."""
    if words[at].upos not in _INSIDE and not (words[at].upos == "DET" and words[at].low != "that's"):
        return at
    k, end = at + (words[at].upos == "DET"), at
    while k < len(words):
        upos = words[k].upos
        if upos in _NOUNS:
            end = k + 1
        elif (upos not in _INSIDE and not _joins(words, k, end > at)) or (
            upos in ("ADJ", "NUM") and end > at and words[k].start > words[k - 1].end and not words[k].capital
        ):
            break
        k += 1
    return end


def _joins(words: Sequence[_Word], at: int, named: bool) -> bool:
    """Whether a word that is no noun stands inside a phrase: a hyphen, "the armed group", "the newly formed unit"."""
    if at + 1 >= len(words):
        return False
    word, behind = words[at], words[at + 1]
    if word.low in _GLUE:
        return word.start == words[at - 1].end and behind.start == word.end
    if word.low == ".":
        return words[at - 1].upos == "PROPN" and word.start == words[at - 1].end and behind.upos == "PROPN"
    return not named and word.upos in ("VERB", "ADV", "DET") and behind.upos in (*_INSIDE, "VERB")


def _phrase(words: Sequence[_Word], start: int, end: int, number: int) -> Nominal:
    head = words[end - 1]
    # "The Observatory", "the Army": a capital makes no name of a general noun that stands alone.
    stop = _behind_link(words, end) if head.upos == "PROPN" else end
    alone = stop - start == 2 and words[start].low in POINTING and head_kind(head.low) is not None
    form: Form = "name" if head.upos == "PROPN" and not alone else "noun"
    inside = words[start:stop]
    named = (w for w in inside if w.upos == "PROPN" or (w.upos == "ADJ" and w.capital and w is not words[0]))
    names = () if alone else tuple(folded(w.low) for w in named)
    nouns = frozenset(singular(w.low) for w in inside if w.upos == "NOUN" or alone)
    noun = singular(head.low) if form == "noun" else folded(head.low)
    behind = words[stop] if stop < len(words) else None
    counted = any(w.upos == "NUM" and w.low not in ("one", "1") for w in inside[:-1])
    return Nominal(
        span=(words[start].start, words[stop - 1].end),
        head=(head.start, head.end),
        noun=noun,
        names=names,
        nouns=nouns,
        form=form,
        pointing=words[start].low in POINTING,
        plural=counted or (form == "noun" and is_plural(head.low)),
        hangs=behind is not None and behind.low in ("of", "who", "which", "that", "whose", "where"),
        kind=_kind(form, noun, head.kind),
        role=_role(words, start, stop),
        gender=next((g for w in inside if (g := _genders().get(singular(w.low)))), None),
        sentence=number,
    )


def _behind_link(words: Sequence[_Word], end: int) -> int:
    """Where a name ends that goes on behind "of" or "for" with another name."""
    k = end
    if k < len(words) and words[k].low in _LINKS:
        k += 1 + (k + 1 < len(words) and words[k + 1].low == "the")
        stop = k
        while stop < len(words) and words[stop].upos in _INSIDE and words[stop].capital:
            stop += 1
        return stop if stop > k else end
    return end


def _kind(form: Form, noun: str, seen: str | None) -> str | None:
    if form == "name":
        return seen
    listed = head_kind(noun)
    return "actor" if listed == "fighters" else listed or seen


def _role(words: Sequence[_Word], start: int, end: int) -> Role:
    """What a phrase is to the words beside it."""
    behind = next((w for w in words[end:] if w.upos not in _STEPPED_OVER or w.low in ("'s", "’s", "'")), None)
    before = next((w for w in reversed(words[:start]) if w.upos != "ADV"), None)
    if behind and behind.low in ("'s", "’s", "'", "’") and behind.upos == "PART":
        return "owner"
    if before and before.upos == "ADP":
        return "oblique"
    if behind and behind.upos in _VERBAL:
        return "subject"
    return "object" if before and before.upos in _VERBAL else "other"


# --- words


@cache
def _pronouns() -> dict[str, str]:
    rows: dict[str, str] = table("referring")["pronouns"]
    return {word: name for name, words in rows.items() if name != "possessive" for word in words.split()}


@cache
def _possessive() -> frozenset[str]:
    return frozenset(table("referring")["pronouns"]["possessive"].split())


def pronoun_class(low: str) -> str | None:
    """he, she, they or it; None for what is no pronoun of the third person."""
    return _pronouns().get(low)


@cache
def _genders() -> dict[str, str]:
    rows: dict[str, str] = table("referring")["genders"]
    return {word: name for name, words in rows.items() for word in words.split()}


@cache
def _heads() -> dict[str, str]:
    rows: dict[str, str] = table("referring")["heads"]
    return {word: kind for kind, words in rows.items() for word in words.split()}


def head_kind(noun: str) -> str | None:
    """What a general noun in the singular stands for: actor, fighters, place, person; None for any other noun."""
    return _heads().get(noun)


@cache
def _irregular() -> tuple[frozenset[str], dict[str, str], frozenset[str]]:
    rows: dict[str, str] = table("referring")["plural"]
    pairs = rows["singular"].split()
    return (
        frozenset(rows["irregular"].split()),
        dict(zip(pairs[::2], pairs[1::2], strict=True)),
        frozenset(rows["one"].split()),
    )


def is_plural(low: str) -> bool:
    """Whether a noun names several."""
    many, one_of, one = _irregular()
    return (
        low in many or low in one_of or (low.endswith("s") and not low.endswith(("ss", "us", "is")) and low not in one)
    )


def singular(low: str) -> str:
    """A noun as it stands for one."""
    one_of = _irregular()[1]
    if low in one_of:
        return one_of[low]
    if not is_plural(low) or not low.endswith("s"):
        return low
    return low[:-3] + "y" if low.endswith("ies") else low[:-2] if low.endswith(("ches", "shes", "sses")) else low[:-1]


def folded(low: str) -> str:
    """A name's word as names are compared."""
    return low.replace("’", "'").removesuffix("'s").strip("'.")
