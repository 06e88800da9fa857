"""Whose word a claim is: its first speaker as far as the words and the register name one, else through whom it came."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sayso.codebook.tables import table
from sayso.model.canonical import sha256_of
from sayso.model.claim import Hop
from sayso.model.errors import NotOfThisKind
from sayso.model.incident import Setting, Told
from sayso.model.words import Words

_WORD = re.compile(r"[^\W_]+")
_SHORT = re.compile(r"[A-Z][A-Z0-9]{2,}")
"""Letters that stand for a name: SANA, SOHR."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The first voice of a claim.

    label: the words that name it, as a person is shown them; name: what of them tells who it is, folded; short: the
    acronyms among them; named: whether another report's same words mean the same voice; points: they only point back to
    a voice of their report; entry: its id in the register; through: the name of the nearest voice behind it that is
    named, the outlet at last; own: the outlet itself speaks.
    """

    label: str
    name: frozenset[str]
    short: frozenset[str]
    named: bool
    points: bool
    entry: str | None
    through: frozenset[str]
    own: bool


def voice(told: Told) -> Voice:
    """Whose word the claim is. Where no origin speaks, it is that of whom the outlet credits, else the outlet's."""
    claim, setting = told.claim, told.setting
    hops = [_meant(hop) for hop in claim.chain if not hop.beside]
    behind = [_name(hop.speaker.text) for hop in hops[1:] if _is_named(hop)]
    outlet = publisher(setting)
    through = behind[0] if behind else _name(outlet)
    if not hops:
        name = _name(outlet)
        return Voice(outlet, name, _shorts(outlet), bool(name), points=False, entry=None, through=name, own=True)
    first, text = hops[0], hops[0].speaker.text
    words = _WORD.findall(text)
    name = _name(text)
    named = _is_named(first)
    return Voice(
        " ".join(text.split()),
        name,
        _shorts(text),
        named,
        points=not named and _points(words),
        entry=first.entry if named else None,
        through=through,
        own=False,
    )


def _meant(hop: Hop) -> Hop:
    """A voice that points back, by the words that it stands for: "the agency" is the Steppe News Agency."""
    return replace(hop, speaker=hop.stands_for) if hop.stands_for and points_back(hop.speaker.text) else hop


def publisher(setting: Setting) -> str:
    """The publisher's family where the codebook knows it, else the outlet, else the host; "" where nobody is named."""
    outlet = setting.outlet or ""
    host = (setting.host or "").casefold().removeprefix("www.")
    known = _families()
    by_host = (known.get("." + host[at:]) for at in _beginnings(host))
    return known.get(folded(outlet)) or next(filter(None, by_host), None) or outlet or host


def name_of(hop: Hop) -> frozenset[str]:
    """What of a voice's words tells who it is, folded."""
    return _name(hop.speaker.text)


def one_name(a: Voice, b: Voice) -> str | None:
    """Why two named voices of different reports are one, None where the words do not say so."""
    if a.entry and b.entry:
        return f"one entry of the register, {a.entry}" if a.entry == b.entry else None
    if not a.named or not b.named:
        return None
    if a.name == b.name:
        return "the same name"
    if both := a.short & b.short:
        return f"both are {min(both)}"
    less, more = sorted((a, b), key=lambda each: len(each.name))
    if less.name < more.name and len(less.name) > 1:
        return "one name is the other's shorter form"
    if _initials(more) & less.short or _initials(less) & more.short:
        return "one name is made of the other's first letters"
    return None


def name_key(name: str) -> str:
    """By which a name is known, whatever its capitals, marks and article. Raises NotOfThisKind for marks alone."""
    if not (own := folded(name)):
        raise NotOfThisKind(f"{name!r} is no name: it has no letter or figure")
    return sha256_of(own)


def points_back(name: str) -> bool:
    """Whether these words name nobody and only point to somebody: "it", "the group", "the source"."""
    return _points(_WORD.findall(name))


def alike(one: str, other: str, entries: tuple[str | None, str | None] = (None, None)) -> str | None:
    """Why two names may be one voice, None where nothing speaks for it. entries: of each in the register.

    Names alone: "an officer of the army" and "the army" stand under one entry and are two.
    """
    a, b = (_voice_of(name, entry) for name, entry in zip((one, other), entries, strict=True))
    return one_name(a, b) if a.named and b.named else None


def telling_parts(name: str) -> frozenset[str]:
    """What another name of the same voice would share: a word, or the letters that stand for its words."""
    own = _voice_of(name, None)
    return own.name | {short.casefold() for short in own.short | _initials(own)}


def _voice_of(name: str, entry: str | None) -> Voice:
    named = _is_named(Hop(Words(name, (0, len(name))), entry=entry))
    own = _name(name)
    return Voice(name, own, _shorts(name), named, points=False, entry=entry, through=own, own=False)


def _initials(voice: Voice) -> frozenset[str]:
    """The first letters of its words with capitals, if there are three or more."""
    letters = "".join(word[0] for word in _WORD.findall(voice.label) if word[0].isupper() and not _is_filler(word))
    return frozenset({letters} if len(letters) > 2 else ())


def _is_named(hop: Hop) -> bool:
    """Whether it is told who it is: a capital or an entry of the register, and no head that names nobody."""
    words = _WORD.findall(hop.speaker.text)
    folded = [word.casefold() for word in words]
    head = next((at for at, word in enumerate(folded) if word in _words("prepositions")), len(words))
    mouth = any(word in _words("mouths") for word in folded[:head])
    if not mouth and any(word in _words("unnamed") for word in folded[max(head - 1, 0) : head]):
        # "officials of the ministry" are somebody of it; "Hezbollah leader Hassan Nasrallah" has another head.
        return False
    if hop.kind in ("anonymous", "eyewitness") and not mouth:
        return False
    return bool(hop.entry) or any(_is_name(word, first=number == 0) for number, word in enumerate(words))


def _points(words: list[str]) -> bool:
    """Whether they only point back: "it", "the group", "the monitoring group", "the source"."""
    folded = [word.casefold() for word in words]
    if not folded or folded[0] in _words("pronouns"):
        return bool(folded)
    if folded[0] != "the":
        return False
    *described, head = folded[1:] or [""]
    return head in _words("unnamed") or (head in _words("institutions") and set(described) <= _words("describing"))


def _is_name(word: str, *, first: bool) -> bool:
    """A capital that no sentence's beginning explains."""
    return word[0].isupper() and (not first or bool(_SHORT.fullmatch(word)) or word.casefold() not in _common())


def _name(text: str) -> frozenset[str]:
    return frozenset(
        word.casefold()
        for word in _WORD.findall(text)
        if not _is_filler(word) and word.casefold() not in _words("mouths")
    )


def _is_filler(word: str) -> bool:
    return word.casefold() in _words("fillers") or word.casefold() in _words("pronouns")


def _shorts(text: str) -> frozenset[str]:
    return frozenset(_SHORT.findall(text))


def folded(text: str) -> str:
    """Words as they are compared: without capitals, marks and the article."""
    return " ".join(word.casefold() for word in _WORD.findall(text) if word.casefold() != "the")


def is_institution(voice: Voice) -> bool:
    """Whether a pointer is a pronoun or an institution, and so may mean a voice that shares none of its words."""
    return not voice.name & _words("unnamed")


def _beginnings(host: str) -> Iterable[int]:
    """Where a host and the domains that it stands under begin."""
    return [0, *(match.end() for match in re.finditer(r"\.", host))] if host else []


@cache
def _families() -> dict[str, str]:
    """By folded outlet, and by host with a dot before it."""
    rows: list[dict[str, Any]] = table("origins")["family"]
    outlets = {folded(outlet): row["name"] for row in rows for outlet in row["outlets"]}
    return outlets | {f".{host}": row["name"] for row in rows for host in row["hosts"]}


@cache
def _words(name: str) -> frozenset[str]:
    if name == "prepositions":
        return frozenset(table("words")["prepositions"].split())
    return frozenset(table("origins")["speakers"][name].split())


@cache
def _common() -> frozenset[str]:
    """Words of the codebook that are no names."""
    lists = (words for words in table("words").values() if isinstance(words, str))
    return frozenset(word for words in lists for word in words.split()) | _words("unnamed") | _words("fillers")
