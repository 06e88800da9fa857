"""Mentions to parties: `resolve(mentions, context, register)`. Pure.

A mention is tried in a row of ways (`_WAYS`), each a small function that answers or passes on: a name that stands there
whole, a phrase that a name or a state governs ("Russian warplanes", "a spokesman for the SDF"), a person whose office
the report tells, and words that refer back ("the group", "the army", "its allies").
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sayso.model.party import PartyEntry, RefusedParty, ResolvedParty, holds_on
from sayso.model.words import Words
from sayso.registers.actors.register import ALLIES, Borne, Register
from sayso.registers.actors.spelling import Token
from sayso.registers.actors.told import Found, Signs, Told, joined, scan, signs

Role = Literal["speaker", "actor", "target"]
REFUSED_KEPT = 5
_CLEAR = 0.4
"""The share of the votes that a country needs for "the army" to be its army."""
_NEAR = 0.05
"""Candidates whose signs differ by less are not told apart."""
_SHORT = 4
"""Letters so few that half the world bears them: they need a home in the report."""
_SPLIT = frozenset(
    "of from for in at to with who which that near on by inside against including whose affiliated such loyal fighting"
    " under within and or but while belonging operating across along before after during stationed".split()
)
"""Words that end the head of a phrase, outside of names."""
_JOINING = frozenset("of from for in at to within by belonging loyal with".split())
"""Those behind which stands whom the head belongs to."""
_DETERMINERS = frozenset(
    "the a an some several many two three four five six seven eight nine ten dozens hundreds thousands more other"
    " another any all both one most least at over around about its their his her our this these those no local"
    " senior top former acting deputy chief new alleged suspected unknown unidentified anonymous remaining"
    " advancing elite".split()
)
_OWNERS = frozenset("its their his her our".split())
_UNFIT = ("media", "monitor", "aid", "agency", "tribunal", "international")
"""Kinds that act everywhere: whoever they report on, the report's countries say nothing about them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name somebody, and what they do there. stands_for: the words that they point back to, if the reader
    could tell.
    """

    words: Words
    role: Role = "actor"
    stands_for: Words | None = None


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report says besides its mentions. day: of its publication, ISO 8601; homes: the countries of its places,
    ISO 3166-1 alpha-2, one entry a place.
    """

    text: str
    day: str | None = None
    homes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """An id or None, the reason, and who was refused, with the reason."""

    id: str | None
    reason: str
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Report:
    """Everything that the ways look at. persons: ids by the key of a person's last name."""

    context: ReportContext
    register: Register
    signs: Signs
    persons: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> Told:
        return self.signs.told

    def says(self, words: str, key: tuple[str, ...]) -> bool:
        """Whether a phrase is in a list of words.toml."""
        return key in self.register.words[words]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A mention cut: its tokens, the names in them, where its head ends, and how it begins."""

    tokens: Sequence[Token]
    found: Sequence[Found]
    head: int
    role: Role
    start: int
    definite: bool
    owner: bool

    @property
    def heads(self) -> Sequence[Token]:
        return self.tokens[: self.head]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(token.key for token in self.heads)


def resolve(mentions: Sequence[Mention], context: ReportContext, register: Register) -> tuple[ResolvedParty, ...]:
    """One answer for each mention, in order; `entry` None where nobody is named whom the register knows."""
    told = Told.of(context.text, register, context.homes)
    report = _Report(context, register, signs(told))
    report.persons.update(_persons(report))
    return tuple(_resolved(mention, report) for mention in mentions)


def _resolved(mention: Mention, report: _Report) -> ResolvedParty:
    answer = _pointed(mention, report) or _who(*mention.words.span, mention.role, report)
    entry = report.register.entry(answer.id) if answer.id else None
    refused = tuple(
        RefusedParty(other, why) for id_, why in answer.refused[:REFUSED_KEPT] if (other := report.register.entry(id_))
    )
    return ResolvedParty(mention.words, entry, answer.reason, refused)


def _pointed(mention: Mention, report: _Report) -> _Answer | None:
    """Whom the words name that a mention points back to."""
    if mention.stands_for is None:
        return None
    answer = _who(*mention.stands_for.span, mention.role, report)
    why = f"it stands for {' '.join(mention.stands_for.text.split())}: {answer.reason}"
    return _Answer(answer.id, why, answer.refused) if answer.id else None


def _who(start: int, end: int, role: Role, report: _Report, *, sure: bool = False) -> _Answer:
    """Who a stretch of the text names. sure: by its own words, without those that refer back."""
    phrase = _cut(start, end, role, report)
    if not phrase.tokens:
        return _Answer(None, "no name")
    for way in _WAYS[: _WAYS.index(_back)] if sure else _WAYS:
        if answer := way(phrase, report):
            return answer
    return _Answer(None, "no party of the register is called so")


def _cut(start: int, end: int, role: Role, report: _Report) -> _Phrase:
    text = report.told.text
    cut = report.told.between(start, end)
    lead = text[start : cut[0].start].casefold().split() if cut else []
    definite = "the" in lead or "al" in lead
    owner = False
    while len(cut) > 1 and _determines(cut[0]):
        owner = owner or cut[0].text.casefold() in _OWNERS
        definite = definite or cut[0].text.casefold() in ("this", "these", "that") or owner
        cut = cut[1:]
    found = list(scan(text, cut, report.register))
    inside = {k for one in found for k in range(one.i, one.j)}
    starts = {one.i for one in found}
    head = len(cut)
    for k in range(1, len(cut)):
        free = k not in inside or k in starts
        if free and (_ends(text, cut[k - 1], cut[k]) or (k not in inside and cut[k].text in _SPLIT)):
            head = k
            break
    return _Phrase(cut, found, head, role, start, definite, owner)


def _determines(token: Token) -> bool:
    """Whether a word before a name only counts, points or ranks; "US" and "ONE" are names."""
    return token.text.isdigit() or (token.text.casefold() in _DETERMINERS and not token.text.isupper())


def _ends(text: str, a: Token, b: Token) -> bool:
    return any(sign in text[a.end : b.start] for sign in (",", "(", "\n", ";", " – ", " - ", "—"))


# --- the ways --------------------------------------------------------------------------------------------------------


def _pronoun(phrase: _Phrase, report: _Report) -> _Answer | None:
    # "US" is no "us".
    spelt = len(phrase.tokens) == 1 and (len(phrase.tokens[0].text) == 1 or not phrase.tokens[0].text.isupper())
    if spelt and report.says("pronouns", phrase.key):
        return _Answer(None, "a pronoun")
    return None


def _learnt(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A name or letters that the report itself explains."""
    if phrase.key in report.signs.learnt and phrase.tokens[0].capital:
        return _explained(report.signs.learnt[phrase.key])
    return None


def _explained(id_: str | None) -> _Answer:
    return _Answer(id_, "the report says whom it stands for" if id_ else "the report explains it by an unknown name")


def _whole(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A name at the end of the head, with nothing before it that makes it another's."""
    last = next((one for one in phrase.found if one.j == phrase.head), None)
    if last is None or (last.i and not _plain_before(phrase, last, report)):
        return None
    if last.kind == "name":
        return _chosen(last.borne, phrase.tokens[last.i : last.j], report)
    if last.i and last.kind != "state":
        return None
    if last.kind == "state":
        return _Answer(last.value, "the state's name")
    if last.kind == "capital":
        if phrase.role == "target":
            refused = ((f"{last.value}.government", "it is a target here"),)
            return _Answer(None, "a town, and not who rules from it", refused)
        return _Answer(f"{last.value}.government", "a capital stands for its government")
    if phrase.definite and phrase.head == 1:
        return _Answer(last.value, "its people stand for the state")
    return _Answer(None, "people of a country, not its state", ((last.value, "its people, not itself"),))


def _plain_before(phrase: _Phrase, last: Found, report: _Report) -> bool:
    """Whether only words that leave a name what it is stand before it ("the Britain-based", "terrorist group")."""
    names = {k for one in phrase.found if one is not last for k in range(one.i, one.j)}
    before = phrase.tokens[: last.i]
    if any(t.text.casefold() in ("pro", "anti", "non", "ex") for t in before[-1:]):
        return False
    return all(
        k in names or not token.capital or report.says("titles", (token.key,)) or report.says("bodies", (token.key,))
        for k, token in enumerate(before)
    )


def _governed(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A head behind a name or a state: "Russian warplanes", "SDF fighters", "Kremlin spokesman Dmitry Peskov"."""
    for one in reversed(phrase.found):
        if one.j >= phrase.head or _only_modifies(phrase, one, report):
            continue
        rest = phrase.tokens[one.j : phrase.head]
        if answer := _of_state(one, rest, report) if one.kind != "name" else _of_party(phrase, one, rest, report):
            return answer
    return None


def _only_modifies(phrase: _Phrase, one: Found, report: _Report) -> bool:
    """Whether a name says whose friend the head is ("US-backed", "pro-Assad") and not whose it is."""
    text = report.told.text
    behind = phrase.tokens[one.j] if one.j < len(phrase.tokens) else None
    before = phrase.tokens[one.i - 1] if one.i else None
    hyphen = ("-", "–", " ")
    if behind and text[phrase.tokens[one.j - 1].end : behind.start] in hyphen and report.says("backed", (behind.key,)):
        return behind.text.islower()
    return bool(before and before.text.casefold() in ("pro", "anti", "non", "ex"))


def _of_state(one: Found, rest: Sequence[Token], report: _Report) -> _Answer | None:
    """The office of a state that the head calls, a person's name behind it aside."""
    office = _office(rest, report)
    if office is None:
        return None
    id_ = f"{one.value}.{office}"
    return _Answer(id_, "an office of the state", ((one.value, "one of its offices is meant"),))


def _office(rest: Sequence[Token], report: _Report) -> str | None:
    """The office that tokens call: the longest phrase of them, before a name or a word for its members."""
    for first in range(len(rest)):
        for last in range(len(rest), first, -1):
            office = report.register.office_called(tuple(t.key for t in rest[first:last]))
            if office and _tail(rest[last:], report):
                return office
        if rest[first].capital and not report.says("titles", (rest[first].key,)):
            # "Federal Aviation Administration" is an administration, but not the administration.
            return None
    return None


def _tail(rest: Sequence[Token], report: _Report) -> bool:
    """Whether tokens behind an office or a party leave it what it is: a member's word, then a person's name."""
    for size in (3, 2, 1, 0):
        key = tuple(t.key for t in rest[:size])
        if len(key) == size and (not size or report.says("members", key) or report.says("titles", key)):
            return all(t.capital or report.says("members", (t.key,)) for t in rest[size:])
    return False


def _belongs(rest: Sequence[Token], report: _Report) -> bool:
    """Whether tokens behind a party's name stay with it: "ISIL gang leader", "Lashkar-e-Taiba Islamist group"."""
    if _tail(rest, report):
        return True
    last = (rest[-1].key,)
    return not rest[-1].capital and (report.says("members", last) or report.says("bodies", last))


def _of_party(phrase: _Phrase, one: Found, rest: Sequence[Token], report: _Report) -> _Answer | None:
    key = tuple(t.key for t in rest)
    chosen = _chosen(one.borne, phrase.tokens[one.i : one.j], report)
    if chosen.id is None:
        return chosen
    state = report.register.state_of(chosen.id)
    if state and chosen.id in (f"{state}.government", f"{state}.presidency") and (office := _office(rest, report)):
        return _Answer(f"{state}.{office}", "an office of the state", ((chosen.id, "one of its offices is meant"),))
    if report.says("allies", key[-1:]):
        return _Answer(chosen.id + ALLIES, "allies that stay unnamed")
    return chosen if _belongs(rest, report) else None


def _belonging(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A head whose owner stands behind it: "fighters of the Islamic State", "the ministry of defence of Russia"."""
    office, after = _office_first(phrase, report)
    if after < len(phrase.tokens) and phrase.tokens[after].text.casefold() in _JOINING:
        owner = _who(phrase.tokens[after].end, phrase.tokens[-1].end, "speaker", report)
        state = report.register.state_of(owner.id) if owner.id else None
        if office and state and owner.id in (state, f"{state}.government", f"{state}.presidency"):
            return _Answer(f"{state}.{office}", "an office of the state", owner.refused)
        key = phrase.key
        if owner.id and (report.says("members", key[-1:]) or report.says("members", key[-2:]) or office):
            return _Answer(owner.id, "it belongs to " + owner.id, owner.refused)
    return None


_BEHIND = re.compile(
    r"\s+(?:loyal to|belonging to|of|from|affiliated (?:to|with)|allied (?:to|with))\s+(?=(?:the\s+)?[A-Z])"
)
_BEHIND_WORDS = 6


def _belonging_behind(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A bare head whose owner stands right behind the mention: "[forces] loyal to President Bashar al-Assad"."""
    text, end = report.told.text, phrase.tokens[-1].end
    owned = _BEHIND.match(text, end) if phrase.head == len(phrase.tokens) and not phrase.found else None
    if owned is None or not report.says("members", phrase.key[-1:]):
        return None
    behind = report.told.between(owned.end(), owned.end() + 80)[:_BEHIND_WORDS]
    for size in range(len(behind), 0, -1):
        if all(joined(text, a, b) for a, b in pairwise(behind[:size])):
            owner = _who(owned.end(), behind[size - 1].end, "speaker", report)
            if owner.id:
                return _owned(phrase, owner, report)
    return None


def _owned(phrase: _Phrase, owner: _Answer, report: _Report) -> _Answer:
    """Who the head is of an owner: a ruler's forces are the state's."""
    state = report.register.state_of(owner.id) if owner.id else None
    office = report.register.office_called(phrase.key)
    if office and state and owner.id in (state, f"{state}.government", f"{state}.presidency"):
        return _Answer(f"{state}.{office}", "an office of the state", owner.refused)
    return _Answer(owner.id, f"it belongs to {owner.id}", owner.refused)


def _office_first(phrase: _Phrase, report: _Report) -> tuple[str | None, int]:
    """An office at the head's beginning, over "of" too ("ministry of defence"), and its end; else None, the head's."""
    if not phrase.found or phrase.found[0].i >= phrase.head:
        for last in range(min(len(phrase.tokens), 7), 0, -1):
            if office := report.register.office_called(tuple(t.key for t in phrase.tokens[:last])):
                return office, last
    return None, phrase.head


def _allied(phrase: _Phrase, report: _Report) -> _Answer | None:
    """Those who stay unnamed: "its allies", "pro-government militias", "allied forces"."""
    pro = phrase.tokens[0].text.casefold() == "pro" and len(phrase.tokens) > 2
    if pro:
        whose = _who(phrase.tokens[1].start, phrase.tokens[1].end, "speaker", report)
        if whose.id is None:
            land = _land("government", phrase.start, report)
            whose = _Answer(f"{land}.government" if land and phrase.tokens[1].key in _GOVERNING else None, "")
        return _Answer(whose.id + ALLIES, "allies that stay unnamed") if whose.id else None
    if phrase.owner and report.says("allies", phrase.key):
        whose_id = _before(phrase.start, report, lambda entry: entry.kind not in _UNFIT)
        if whose_id is None:
            return _Answer(None, "whose is not told")
        return _Answer(whose_id + ALLIES, "allies that stay unnamed")
    return None


_GOVERNING = frozenset(("gofernment", "government", "regime", "rejime"))


def _person(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A person whose office or party the report tells elsewhere."""
    heads = phrase.heads
    if 0 < len(heads) <= 4 and all(t.capital for t in heads) and heads[-1].key in report.persons:
        return _Answer(report.persons[heads[-1].key], "the report says for whom this person speaks")
    return None


def _apposed(phrase: _Phrase, report: _Report) -> _Answer | None:
    """What stands behind a name that nobody knows: "Rami Abdel Rahman, head of the Observatory"."""
    if phrase.head < len(phrase.tokens) and all(t.capital for t in phrase.heads):
        a, b = phrase.tokens[phrase.head - 1], phrase.tokens[phrase.head]
        if "," in report.told.text[a.end : b.start] or "(" in report.told.text[a.end : b.start]:
            answer = _who(a.end, phrase.tokens[-1].end, phrase.role, report)
            return answer if answer.id else None
    return None


def _alone(phrase: _Phrase, report: _Report) -> _Answer | None:
    """ "the army", "the foreign ministry": an office of the country that the report is about."""
    office, after = _office_first(phrase, report)
    if office is None or not (phrase.head <= after or after == len(phrase.tokens)):
        office = _office_with_person(phrase, report)
        if office is None:
            return None
    elif phrase.key not in report.register.offices[office].alone and not phrase.definite:
        return None
    if not any(phrase.key[: len(p)] == p for p in report.register.offices[office].alone):
        return None
    land = _land(office, phrase.start, report)
    if land is None:
        return _Answer(None, "the report does not tell of which country")
    return _Answer(f"{land}.{office}", "of the country that the report is about")


def _office_with_person(phrase: _Phrase, report: _Report) -> str | None:
    """The office of "President Bashar", "army spokesman Richard Kasonga"."""
    if not phrase.found or phrase.found[0].i >= phrase.head:
        for last in range(min(phrase.head, 4), 0, -1):
            office = report.register.office_called(tuple(t.key for t in phrase.tokens[:last]))
            if office and _tail(phrase.tokens[last : phrase.head], report):
                return office
    return None


def _land(office: str, start: int, report: _Report) -> str | None:
    """The country whose office is meant: that of the last such office named before, else the report's."""
    before = [one for one in report.signs.offices if one.start < start and one.office == office]
    if before:
        return before[-1].state
    votes = report.signs.votes
    best = max(votes, key=lambda land: votes[land], default=None)
    return best if best and votes[best] >= _CLEAR * sum(votes.values()) else None


def _back(phrase: _Phrase, report: _Report) -> _Answer | None:
    """Words that refer back to the last party that they may mean: "the group", "the outlet", "the coalition"."""
    for key in _without_modifiers(phrase, report):
        for words, fits in _BACK.items():
            if report.says(words, key) and (phrase.definite or words not in _DEFINITE):
                return fits(phrase, report)
    return None


_DEFINITE = ("group", "outlet")
"""What refers back only with an article: "a group" is a new one."""


def _without_modifiers(phrase: _Phrase, report: _Report) -> Iterator[tuple[str, ...]]:
    """The key of the head, then without the words before it that only describe ("the Britain-based watchdog")."""
    if any(one.j <= phrase.head and not _only_modifies(phrase, one, report) for one in phrase.found):
        return
    for first in range(phrase.head):
        yield phrase.key[first:]


def _same_again(phrase: _Phrase, report: _Report) -> _Answer | None:
    """ "the source", "the spokesman": of whom the last such words were ("a source in the SAA")."""
    if not phrase.definite or phrase.found or len(phrase.heads) != 1 or not report.says("members", phrase.key):
        return None
    cut, text = report.told.tokens, report.told.text
    for k in range(bisect_left(report.told.starts, phrase.tokens[0].start) - 1, -1, -1):
        if cut[k].key != phrase.key[0]:
            continue
        first = cut[_phrase_start(k, cut, text, report)].start
        for end in range(k, min(len(cut), k + _BEHIND_WORDS)):
            if end > k and not joined(text, cut[end - 1], cut[end]):
                break
            if (owner := _who(first, cut[end].end, "speaker", report, sure=True)).id:
                return _Answer(owner.id, "such words stood for it before", owner.refused)
    return None


def _last(*kinds: str, words: str = "") -> Callable[[_Phrase, _Report], _Answer | None]:
    """A way back to the last party of these kinds, or of those called so, before the mention."""

    def fits(phrase: _Phrase, report: _Report) -> _Answer | None:
        def may(entry: PartyEntry) -> bool:
            called = report.register.called(entry.id.removeprefix("party:"))
            return entry.kind in kinds or (words != "" and words in called)

        id_ = _before(phrase.start, report, may)
        if id_ is None:
            return _Answer(None, "nobody before it fits the words")
        if "armed_group" in kinds and _named_since(id_, phrase.start, report):
            return _Answer(None, "the last name before it is of a group that nobody knows", ((id_, "named earlier"),))
        return _Answer(id_, "the last party before it that the words fit")

    return fits


def _coalition(phrase: _Phrase, report: _Report) -> _Answer | None:
    def may(entry: PartyEntry) -> bool:
        return any(w in ("coalition", "alliance") for w in report.register.called(entry.id.removeprefix("party:")))

    if id_ := _before(phrase.start, report, may):
        return _Answer(id_, "the last coalition before it")
    best = max(_COALITIONS, key=lambda c: _fit(report.register.entry(c), report), default=None)
    if best and _fit(report.register.entry(best), report) > 0:
        return _Answer(best, "the coalition that acts where the report is about")
    return _Answer(None, "no coalition is named")


_COALITIONS = ("us-coalition", "saudi-coalition")


def _rebels(phrase: _Phrase, report: _Report) -> _Answer | None:
    """Rebels of a country whose rebels have a row of their own; elsewhere the last rebels named."""
    votes = report.signs.votes
    for land, id_ in _REBELS.items():
        if votes.get(land, 0) >= _CLEAR * sum(votes.values()):
            return _Answer(id_, "rebels of the country that the report is about")
    return _last(words="rebels")(phrase, report) if phrase.definite else None


_REBELS = {"sy": "syrian-opposition-fighters"}


def _opposition(_: _Phrase, report: _Report) -> _Answer | None:
    votes = report.signs.votes
    if votes.get("sy", 0) >= _CLEAR * sum(votes.values()):
        return _Answer("syrian-opposition", "the opposition of the country that the report is about")
    return None


_BACK: dict[str, Callable[[_Phrase, _Report], _Answer | None]] = {
    "monitor": _last("monitor"),
    "outlet": _last("media"),
    "coalition": _coalition,
    "rebels": _rebels,
    "opposition": _opposition,
    "group": _last("armed_group"),
}


def _misspelt(phrase: _Phrase, report: _Report) -> _Answer | None:
    """A long name but for a letter or two."""
    heads = phrase.tokens
    if len(heads) < _LONG_NAME or not all(t.capital or t.text in _SPLIT for t in heads[-_LONG_NAME:]):
        return None
    for first in range(len(heads) - _LONG_NAME + 1):
        id_ = report.register.nearly(tuple(t.key for t in heads[first:]))
        if id_:
            return _Answer(id_, "a name that it bears, misspelt")
    return None


_LONG_NAME = 3
"""Words that a name needs before a letter more or less may be forgiven."""


def _nobody(phrase: _Phrase, report: _Report) -> _Answer | None:
    if not phrase.found and report.says("nobody", phrase.key):
        return _Answer(None, "words for people of no party")
    return None


_WAYS: tuple[Callable[[_Phrase, _Report], _Answer | None], ...] = (
    _pronoun, _learnt, _whole, _governed, _belonging, _belonging_behind, _allied, _person, _apposed, _back,
    _same_again, _misspelt, _alone, _nobody,
)  # fmt: skip
"""In this order; the first answer holds."""


# --- choosing --------------------------------------------------------------------------------------------------------


def _before(start: int, report: _Report, may: Callable[[PartyEntry], bool]) -> str | None:
    """The last party before a place in the text of which something holds."""
    tokens = report.told.tokens
    for one in reversed(report.told.found):
        if tokens[one.i].start >= start:
            continue
        if one.kind != "name":
            id_: str | None = one.value if one.kind != "capital" else None
        else:
            id_ = _chosen(one.borne, tokens[one.i : one.j], report).id
        entry = report.register.entry(id_) if id_ else None
        if id_ and entry and may(entry):
            return id_
    return None


def _named_since(id_: str, start: int, report: _Report) -> bool:
    """Whether a group that the register does not know is named between the last naming of a party and a place."""
    tokens = report.told.tokens
    named = [one for one in report.told.found if any(b.id == id_ for b in one.borne) and tokens[one.i].start < start]
    last = named[-1].j if named else 0
    inside = {k for one in report.told.found for k in range(one.i, one.j)}
    for k in range(last, bisect_left(report.told.starts, start)):
        if tokens[k].capital and k not in inside and report.says("groups", (tokens[k].key,)):
            beside = [tokens[j] for j in (k - 1, k + 1) if 0 <= j < len(tokens) and j not in inside]
            if any(
                t.capital and joined(report.told.text, *sorted((t, tokens[k]), key=lambda x: x.start)) for t in beside
            ):
                return True
    return False


def _chosen(borne: Sequence[Borne], name: Sequence[Token], report: _Report) -> _Answer:
    """Whose a name is: borne on the day, at home where the report is about, and a first name before others."""
    key = tuple(token.key for token in name)
    if key in report.signs.learnt and name[0].text.isupper():
        return _explained(report.signs.learnt[key])
    refused: list[tuple[str, str]] = []
    ranked: list[tuple[float, Borne]] = []
    for one in borne:
        why = _refused(one, report)
        if why:
            refused.append((one.id, why))
        else:
            ranked.append((_weight(one, report), one))
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked:
        return _Answer(None, "nobody who bears that name fits", tuple(refused))
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _NEAR:
        refused += [(one.id, "others bear the name as well, and the report does not tell which") for _, one in ranked]
        return _Answer(None, "several parties bear the name", tuple(refused))
    refused += [(one.id, "the report is about another country") for _, one in ranked[1:]]
    return _Answer(ranked[0][1].id, "its name" if ranked[0][1].usual else "a name that it bears", tuple(refused))


def _refused(one: Borne, report: _Report) -> str | None:
    day = report.context.day
    if day and one.name.since and one.name.since[: len(day)] > day:
        return f"it bears that name since {one.name.since} only"
    entry = report.register.entry(one.id)
    if entry is None:
        return "no such row"
    if day and report.register.state_of(one.id) and not holds_on(one.name, day):
        return f"it bore that name until {one.name.until}"
    few = one.name.short and len(one.name.text) < _SHORT
    if few and report.signs.votes and entry.kind not in _UNFIT and entry.homes and not _fit(entry, report):
        return "letters that many bear, and the report is not about its country"
    return None


def _weight(one: Borne, report: _Report) -> float:
    entry = report.register.entry(one.id)
    weight = _fit(entry, report) + 0.1 * one.usual
    return weight if holds_on(one.name, report.context.day) else weight - 0.2


def _fit(entry: PartyEntry | None, report: _Report) -> float:
    """The share of the report's signs that point to the countries where a party acts."""
    votes = report.signs.votes
    total = sum(votes.values())
    return sum(votes.get(home.lower(), 0.0) for home in entry.homes) / total if entry and total else 0.0


# --- persons ---------------------------------------------------------------------------------------------------------


def _persons(report: _Report) -> Iterator[tuple[str, str]]:
    """Who speaks for whom, as the report tells it: "SDF spokesman Talal Silo", "Rami Abdel Rahman, head of the …"."""
    cut, text = report.told.tokens, report.told.text
    named = {k for one in report.told.found for k in range(one.i, one.j)}
    for k, token in enumerate(cut):
        if not report.says("titles", (token.key,)):
            continue
        name = _name_at(k + 1, cut, text, named, report)
        if name:
            first = _phrase_start(k, cut, text, report)
            answer = _who(cut[first].start, token.end, "speaker", report, sure=True)
            if answer.id:
                yield cut[name - 1].key, answer.id
        elif k + 1 < len(cut) and cut[k + 1].text in ("of", "for"):
            yield from _behind_name(k, cut, text, report)


def _name_at(k: int, cut: Sequence[Token], text: str, named: set[int], report: _Report) -> int:
    """Where the person's name ends that begins at k; 0 where none does."""
    end = k
    while end < len(cut) and end < k + 5 and cut[end].text[0].isupper() and end not in named:
        gap = text[cut[end - 1].end : cut[end].start]
        if not (joined(text, cut[end - 1], cut[end]) or gap == ". " or (gap == ", " and end == k)):
            break
        end += 1
    if end > k and all(report.says("titles", (t.key,)) for t in cut[k:end]):
        return 0
    return end if end > k else 0


def _phrase_start(k: int, cut: Sequence[Token], text: str, report: _Report) -> int:
    """Where the phrase begins that ends in a title."""
    first = k
    while first and first > k - 7 and joined(text, cut[first - 1], cut[first]):
        before = cut[first - 1]
        known = report.register.office_called((before.key,)) or report.says("members", (before.key,))
        titled = report.says("titles", (before.key,)) or before.text in ("foreign", "affairs")
        if not (before.capital or known or titled):
            break
        first -= 1
    return first


def _behind_name(k: int, cut: Sequence[Token], text: str, report: _Report) -> Iterator[tuple[str, str]]:
    """ "NAME, head of X": the name stands before a comma."""
    first = k
    while first and first > k - 4 and joined(text, cut[first - 1], cut[first]) and not cut[first - 1].capital:
        first -= 1
    if not first or "," not in text[cut[first - 1].end : cut[first].start] or not cut[first - 1].capital:
        return
    end = next((j for j in range(k + 2, min(k + 12, len(cut))) if not joined(text, cut[j - 1], cut[j])), k + 8)
    answer = _who(cut[k].start, cut[min(end, len(cut)) - 1].end, "speaker", report, sure=True)
    if answer.id:
        yield cut[first - 1].key, answer.id
