"""Which names of one report may be told in public, and the words with the others taken out.

No list of people's names is complete, so it is asked the other way round: what stands in capitals is a name, and a name
is told only where something says that it is no private person's: the gazetteer or the register of parties knows it, it
names a body of people ("Brigade", "Agency"), or the report itself states the office that its bearer holds. What is in a
script without capitals cannot be told apart and is not told at all.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from sayso.exports.tables import listed, table

WITHHELD = "[name withheld]"

_UNSEEN = r"\u0300-\u036f\u00ad\u200b-\u200f\u2060"
"""Accents that stand behind their letter, and what shows nothing at all: neither ends a word."""
_WORD = re.compile(rf"[^\W\d_]+(?:(?:['’‘ʿʾʼ`´.\-‐‑]|[{_UNSEEN}]+)[^\W\d_]+)*[{_UNSEEN}]*")
_CONTACT = re.compile(
    r"(?:https?://|www\.)\S+"  # a link may hold a name, or lead to one
    r"|(?<![\w@])(?:[\w-]+\.)+[a-z]{2,}/\S+"  # the same without its beginning: t.me/…
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|(?<!\w)@\w+"
    r"|(?<!\w)(?!\d{4}-\d\d-\d\d)\+?\d[\d\s().-]{7,}\d"  # telephone numbers
)
_STOPS = frozenset(".!?…:;\"“”«»„‘’'([–—-•*|")
_AGE = re.compile(r"(?:['’]s)?(?:\s*,\s*(?:aged\s+)?\d{1,3}\b|\s*\(\d{1,3}\))")
_AGED = re.compile(r"\s*(?:,\s*(?:aged\s+)?\d{1,3}(?=\s*(?:[,.;:)]|$)|\s+(?:and|from|is|was|who)\b)|\(\d{1,3}\))")
"""Behind a name: its bearer's age, and so a person. "In Homs, 34 people" is none."""
_APPOSITION = re.compile(r"\s*,\s*([^,.;:!?\n]{3,80})")
_LONGEST_ACRONYM = 6
_TELLING = 4
"""Letters of a name by which it is known within a longer word ("nawalsaad"): three are in too many."""
_JOINING = frozenset({"of", "for", "and", "the"})
"""Between the words of a body's name ("Observatory for Human Rights"), never of a person's."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in capitals that stand together. first: a stop or nothing stands before, so that its capital says little.

    starts: where each word begins; end: of the last one.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    end: int
    first: bool

    def after(self, words: int) -> "_Run":
        """The run without its first words."""
        return _Run(self.words[words:], self.starts[words:], self.end, first=False)


@dataclass(slots=True)
class Names:
    """The names of one report.

    known: whether these words are a place or a party that the registers know.
    """

    known: Callable[[str], bool]
    _ordinary: set[str] = field(default_factory=set)
    _told: list[frozenset[str]] = field(default_factory=list)
    _private: set[str] = field(default_factory=set)
    _hidden: set[str] = field(default_factory=set)
    _whole: set[str] = field(default_factory=set)
    _may: dict[tuple[tuple[str, ...], bool], bool] = field(default_factory=dict)
    _cleared: dict[tuple[str, bool], str] = field(default_factory=dict)

    def tell(self, name: str) -> None:
        """Let a name be told, whatever is in it: the outlet's."""
        self._told.append(frozenset(map(_plain, _WORD.findall(name))))

    def read(self, *texts: str) -> None:
        """Learn from the report's text and title whose offices they state and which words they also have in small
        letters.
        """
        self._ordinary = self._ordinary.union(*map(_small_words, texts))
        runs = [(text, run) for text in texts for run in _runs(text)]
        self._told += [office for text, run in runs if (office := _in_office(text, run))]
        self._may.clear()
        self._cleared.clear()
        for text, run in runs:
            named = self._named(text, run)
            if not self._may_be_told(text, named):
                self._private |= {_plain(word) for word in named.words if not self._part_may((word,))}
                self._whole |= {" ".join(map(_plain, named.words))} if len(named.words) > 1 else set()
        self._private -= _common().union(*self._told)
        self._hidden = {word for word in self._private - self._ordinary if len(word) > 2}

    def cleared(self, text: str, *, heading: bool = False) -> str:
        """The words with every name taken out that may not be told, and links, handles and numbers to call.

        heading: every word of it may have a capital.
        """
        known = self._cleared.get((text, heading))
        if known is None:
            pieces, done = [], 0
            for start, end in _joined(self._taken_out(text, heading)):
                pieces += [text[done:start], WITHHELD]
                done = end
            known = self._cleared[text, heading] = "".join([*pieces, text[done:]])
        return known

    def spelt_in(self, address: str) -> bool:
        """Whether an address spells out one of the private names of the report, also within a longer word."""
        spelt = {_plain(word) for word in re.findall(r"[^\W\d_]+", address)}
        parts = {part for word in self._private for part in re.split(r"\W", word) if len(part) > 2}
        return not parts.isdisjoint(spelt) or any(
            part in word for part in parts if len(part) >= _TELLING for word in spelt
        )

    def _taken_out(self, text: str, heading: bool) -> Iterator[tuple[int, int]]:
        yield from (found.span() for found in _CONTACT.finditer(text))
        small = self._ordinary | _common() if heading else frozenset()
        for run in _runs(text, small):
            named = self._named(text, run)
            if not self._may_be_told(text, named):
                yield named.starts[0], named.end
        # Known from elsewhere in the report, and written small here. Most texts have none, which is sooner seen.
        small_text = _folded(text)
        if any(word in small_text for word in self._hidden):
            yield from (found.span() for found in _WORD.finditer(text) if _plain(found[0]) in self._hidden)
        for name in self._whole:
            if name in small_text and len(small_text) == len(text):
                yield from (found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", small_text))

    def _named(self, text: str, run: _Run) -> _Run:
        """The words that are names: without the first of a sentence where it is a word like others.

        "Shelling of Rana Haddad's house" begins with a common word; "Hope Miller" does not, though hope is one.
        """
        first, alone = _plain(run.words[0]), len(run.words) == 1
        if not run.first or (alone and _AGE.match(text, run.end)) or (not alone and first in _borne()):
            return run
        return run.after(1) if first in _common() or (alone and first in self._ordinary) else run

    def _may_be_told(self, text: str, run: _Run) -> bool:
        if not run.words:
            return True
        key = run.words, run.words[0].isupper() and _shouted(text, run.starts[0])
        if key not in self._may:
            self._may[key] = self._may_these(*key)
        return self._may[key] and (not _AGED.match(text, run.end) or self._in_office(run.words))

    def _may_these(self, named: tuple[str, ...], shouted: bool) -> bool:
        if self.known(" ".join(named)):
            return True
        if _caseless(named):
            return False
        if self._in_office(named):
            return True
        plain = set(map(_plain, named))
        if shouted:
            return plain <= _common()
        if len(named) > 1 and all(map(_is_acronym, named)) and not any(map(self.known, named)):
            return False  # a name that is written in capitals: bodies are rarely told side by side
        return bool(plain & _body()) or self._each_part_may(named)

    def _in_office(self, named: tuple[str, ...]) -> bool:
        plain = set(map(_plain, named)) - _nobody()
        return any(plain <= told for told in self._told)

    def _each_part_may(self, named: tuple[str, ...]) -> bool:
        """Whether it falls into parts that the registers know or that name nobody ("Kurdish YPG")."""
        return not named or any(
            self._part_may(named[:cut]) and self._each_part_may(named[cut:]) for cut in range(len(named), 0, -1)
        )

    def _part_may(self, part: tuple[str, ...]) -> bool:
        if len(part) == 1 and (_plain(part[0]) in _nobody() or _is_acronym(part[0])):
            return True
        # "US-led", "Russian-backed": a word with small letters behind a name that may be told.
        head, dash, behind = part[-1].partition("-")
        if dash and behind.islower():
            return self._part_may((*part[:-1], head))
        return self.known(" ".join(part))


def _runs(text: str, small: Iterable[str] = ()) -> Iterator[_Run]:
    """Words in capitals with at most a space or a particle ("bin") between them. small: those whose capital is none."""
    found = list(_WORD.finditer(text))
    capital = [_capital(word[0]) and _plain(word[0]) not in small for word in found]
    done = 0
    for at in [n for n, is_capital in enumerate(capital) if is_capital]:
        if at < done:
            continue
        run = [at]
        while (following := _next_of_name(text, found, capital, run)) is not None:
            run.append(following)
        done = run[-1] + 1
        words = [found[n] for n in run]
        before = text[: words[0].start()].rstrip(" \u00a0")
        first = not before or before[-1] in _STOPS or before[-1] == "\n"
        yield _Run(
            tuple(_bare(word[0]) for word in words), tuple(word.start() for word in words), words[-1].end(), first
        )


def _next_of_name(text: str, found: list[re.Match[str]], capital: list[bool], run: list[int]) -> int | None:
    """The word that goes on with the name, past up to two particles; None where the name ends."""
    last = run[-1]
    for following in range(last + 1, min(last + 4, len(found))):
        gap = text[found[following - 1].end() : found[following].start()]
        dotted = gap.strip(" \u00a0") == "." and _abbreviated(found[following - 1][0])
        if gap.strip(" \u00a0") and not dotted:
            return None
        if capital[following]:
            return following
        word = found[following][0].casefold()
        joined = word in _JOINING and any(_plain(found[n][0]) in _body() for n in run)
        if word not in _particles() and not joined:
            return None
    return None


def _abbreviated(word: str) -> bool:
    """Whether a stop behind the word ends no sentence ("J. Smith", "Gen. Idris")."""
    return len(word) == 1 or word.casefold() in _list("common", "abbreviations")


def _small_words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        if (
            found[0][0].islower()
            and not _without_case(found[0][0])
            and text[found.start() - 1 : found.start()] not in tuple("@/.#-_")
        ):
            yield _plain(found[0])


@lru_cache(50_000)
def _capital(word: str) -> bool:
    """Whether a word is written as a name: with a capital in it ("al-Hazm"), or in a script that has none."""
    return any(map(str.isupper, word)) or _caseless((word,))


def _caseless(named: Iterable[str]) -> bool:
    return any(not word.isascii() and any(map(_without_case, word)) for word in named)


def _without_case(letter: str) -> bool:
    """Georgian letters have a case by the book, which nobody writes."""
    return unicodedata.category(letter) == "Lo" or "\u10d0" <= letter <= "\u10ff"


def _is_acronym(word: str) -> bool:
    return word.replace(".", "").isupper() and 1 < len(word) <= _LONGEST_ACRONYM


def _shouted(text: str, at: int) -> bool:
    """Whether a line is all in capitals, so that short words need not be acronyms."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    letters = [each for each in text[start : end if end >= 0 else len(text)] if each.isalpha()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _in_office(text: str, run: _Run) -> frozenset[str] | None:
    """The names in a run whose office stands in it, before it or behind it; None where none does."""
    plain = list(map(_plain, run.words))
    holding = [n for n, word in enumerate(plain) if word in _office()]
    if holding and holding[-1] + 1 < len(plain):
        return frozenset(plain[holding[-1] + 1 :])
    before = text[max(0, run.starts[0] - 60) : run.starts[0]].rstrip(" \u00a0")
    if before[-1:].isalpha() and _plain(_WORD.findall(before)[-1]) in _office():
        return frozenset(plain)
    behind = _APPOSITION.match(text, run.end)
    return frozenset(plain) if behind and _states_office(behind[1]) else None


def _states_office(apposition: str) -> bool:
    """The army's spokesman does; the wife of the governor, or somebody killed by a commander, does not."""
    words = list(map(_plain, _WORD.findall(apposition)))
    first = next((n for n, word in enumerate(words) if word in _office()), None)
    return first is not None and not set(words[:first]) & _no_office()


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlap, as one."""
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last


def _bare(word: str) -> str:
    """Without the genitive."""
    return re.sub("['’]s$", "", word)


@lru_cache(50_000)
def _plain(word: str) -> str:
    return _folded(_bare(word))


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'")


@cache
def _list(section: str, name: str) -> frozenset[str]:
    return frozenset(listed(table("care")[section][name]))


def _common() -> frozenset[str]:
    return _list("common", "words")


def _particles() -> frozenset[str]:
    return _list("common", "particles")


def _body() -> frozenset[str]:
    return _list("body", "words")


def _office() -> frozenset[str]:
    return _list("office", "words")


def _no_office() -> frozenset[str]:
    return _list("office", "not_after")


def _borne() -> frozenset[str]:
    return _list("common", "borne")


@cache
def _nobody() -> frozenset[str]:
    return (_common() | _list("body", "alone") | _office()) - {"will"}
