"""Signals of how two claims of one report stand to each other: each row of the table is one small function of a pair.

The weights beside them are learnt (codebook/weighing.toml); a signal is 0 where it does not apply.
"""

import math
import re
from collections.abc import Callable
from functools import cached_property

from sayso.codebook.tables import table
from sayso.weighing import features, names
from sayso.weighing.traits import Named, Traits, Where

ELSEWHERE = 2
"""How far apart claims of two reports are taken to stand, once an incident joins the two."""

_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s|\n")
_ANAPHOR = re.compile(
    r"(?:this|these|those|that|it|its|they|he|she|his|her|their|the (?:attack|strike|incident|explosion|blast|raid|"
    r"operation|group|assault|bombing|fighting|clash|shelling|agreement|move|deal|truce|ceasefire|statement)\w*)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|however|although|though|while|whereas|despite|contrary|instead|contradict\w*|disput\w*|reject\w*|"
    r"den(?:y|ied|ies|ying)|refut\w*|dismiss\w*|earlier|previous\w*|initial\w*)\b",
    re.IGNORECASE,
)
_DENYING = re.compile(
    r"\b(?:den(?:y|ied|ies|ying|ials?)|reject\w*|refut\w*|dismiss\w*|false\w*|baseless|untrue|lies?|lying|allegations?|"
    r"accusations?|fabricat\w*|disput\w*|rebuff\w*|contradict\w*)\b",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(?:another|others?|further|separate\w*|also|meanwhile|similar\w*|elsewhere|previous\w*|second|third|later|"
    r"last (?:week|month|year)|in addition|additional\w*|too|as well)\b",
    re.IGNORECASE,
)
_CONFIRMING = re.compile(
    r"\b(?:confirm\w*|same|acknowledg\w*|corroborat\w*|admit\w*|verif\w*|evidence|proof|prov\w*)\b", re.IGNORECASE
)
_PLACING = re.compile(
    r"\b(?:tak(?:e|es) place|took place|occur\w*|happen\w*|came|comes|carried out|began|followed|lasted|hit|caused by|"
    r"was the work)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:among (?:the|them|those)|includ\w+|of (?:them|whom)|the (?:dead|victims|wounded|injured)|those killed|"
    r"were (?:all )?(?:civilians|children|women))\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:toll|number of|casualt\w+|earlier|initial\w*|rose|risen|raised|updat\w*|revis\w*)\b", re.IGNORECASE
)
_BLAMING = re.compile(
    r"\b(?:blam\w*|accus\w*|responsib\w*|behind|perpetrat\w*|culprit|guilty|carried out|instead|rather|not by|"
    r"false flag)\b",
    re.IGNORECASE,
)
_ENDINGS = frozenset(table("words")["endings"].split())
_QUOTE_MARK = re.compile(r"[\"“”]")
_BULLET = re.compile(r"\s*[-*•]")
_BEFORE = 60
"""Characters before a quote in which a word of contrast is looked for."""


class Pair:
    """Two claims, `a` told before `b`. rank_a, rank_b: their numbers in the order of their report."""

    def __init__(self, a: Traits, b: Traits, rank_a: int, rank_b: int) -> None:
        self.a, self.b = a, b
        self.one_report = a.report == b.report
        self.rank_a = rank_a
        self.distance = rank_b - rank_a if self.one_report else ELSEWHERE

    @cached_property
    def text(self) -> str:
        return self.a.told.setting.text or ""

    @cached_property
    def between(self) -> str:
        return self.text[self.a.end : self.b.start] if self.one_report else "\n"

    @cached_property
    def overlapping(self) -> bool:
        return self.one_report and self.b.start < self.a.end

    @cached_property
    def one_sentence(self) -> bool:
        return self.overlapping or not _SENTENCE_END.search(self.between)

    @cached_property
    def one_paragraph(self) -> bool:
        return "\n" not in self.between

    @cached_property
    def from_headline(self) -> bool:
        """Whether `a` stands in the first line and `b` below it."""
        if not self.one_report:
            return False
        first = self.text.find("\n") if "\n" in self.text else len(self.text)
        return (self.rank_a == 0 or self.a.start < first) and self.b.start >= first

    @cached_property
    def one_voice(self) -> bool:
        """Whether one speaker says both; two outlets are two voices."""
        a, b = self.a.speaker, self.b.speaker
        if a is None or b is None:
            return a is b and (self.one_report or (self.a.outlet is not None and self.a.outlet == self.b.outlet))
        return features.parties(a, b).score > 0.6

    @cached_property
    def one_type(self) -> bool:
        return self.a.type == self.b.type

    @cached_property
    def told(self) -> bool:
        """Whether both tell of something that happened, surely or not."""
        return _told(self.a) and _told(self.b)

    @cached_property
    def actor(self) -> features.Found | None:
        return features.compare_actor(self.a, self.b)

    @cached_property
    def target(self) -> features.Found | None:
        return features.compare_target(self.a, self.b)

    @cached_property
    def place(self) -> features.Found | None:
        return features.compare_place(self.a, self.b)

    @cached_property
    def when(self) -> features.Found | None:
        return features.compare_when(self.a, self.b)

    @cached_property
    def toll(self) -> features.Found | None:
        return features.compare_toll(self.a, self.b)

    @cached_property
    def words(self) -> float:
        return names.overlap(self.a.words, self.b.words)[0]

    @cached_property
    def shared_words(self) -> float:
        return math.log1p(sum(map(names.weight, self.a.words & self.b.words)))

    @cached_property
    def slots(self) -> float:
        """Words shared by all that fills the slots, whichever slot it fills."""
        return names.overlap(_slot_words(self.a), _slot_words(self.b))[0]

    @cached_property
    def crossed(self) -> float:
        """Whether one's actor is the other's target: each blames the other."""
        return max(_best(self.a.actors, self.b.targets), _best(self.a.targets, self.b.actors))

    @cached_property
    def contrast(self) -> bool:
        """Whether the words before `b`, or its first ones, set it against what was told."""
        if not self.one_report:
            return False
        return bool(_CONTRAST.search(self.text[max(0, self.b.start - _BEFORE) : self.b.start + 25]))

    @cached_property
    def denial(self) -> Traits | None:
        """The claim that denies, where the other tells or suspects."""
        return _against(self.a, self.b, "denied")

    @cached_property
    def denial_fits(self) -> bool:
        """Whether nothing keeps a denial by another voice from being of this: neither type, nor place, nor target."""
        apart = _differs(self.place) or _differs(self.target) or _differs(self.actor)
        return self.denial is not None and not self.one_voice and self.kin >= 0.5 and not apart

    @cached_property
    def doubt(self) -> Traits | None:
        """The claim that doubts, where the other tells or suspects."""
        return _against(self.a, self.b, "doubted")

    @cached_property
    def denying_words(self) -> bool:
        """Whether a person denies in so many words, and not the outlet by a mere "no" ("no one was hurt")."""
        claim = self.denial.told.claim if self.denial else None
        if claim is None:
            return False
        told = " ".join(words.text for words in claim.quote)
        return bool(_DENYING.search(f"{claim.cue.text if claim.cue else ''} {told}"))

    @cached_property
    def accused(self) -> bool:
        """Whether the one who denies is the one of whom it is told."""
        if self.denial is None or self.denial.speaker is None:
            return False
        other = self.b if self.denial is self.a else self.a
        return _best((self.denial.speaker,), other.actors) > 0.5

    @cached_property
    def rivals(self) -> bool:
        """Whether two voices name two actors for one kind of happening."""
        return self.told and self.one_type and not self.one_voice and self.actor is not None and self.actor.score < 0.2

    @cached_property
    def other_toll(self) -> bool:
        return self.told and self.one_type and self.toll is not None and self.toll.score == 0

    @cached_property
    def one_negated(self) -> bool:
        return self.told and self.a.negated != self.b.negated

    @cached_property
    def one_ended(self) -> bool:
        """Whether one tells that a support or a truce ended, the other that there is one."""
        lasting = self.one_type and self.a.type in ("support_or_supply", "agreement_or_truce")
        return self.told and lasting and _ended(self.a) != _ended(self.b)

    @cached_property
    def kin(self) -> float:
        """How well the types fit; one that says nothing leaves it open."""
        reason = features.compare_type(self.a, self.b)
        return reason.score if reason else 0.3

    @cached_property
    def deeds(self) -> float:
        """Words shared beside those of the slots and numbers: what was done, and not to whom."""
        return names.overlap(_deed_words(self.a), _deed_words(self.b))[0]

    @cached_property
    def one_name(self) -> bool:
        """Whether one name speaks, in the same words."""
        a, b = self.a.speaker, self.b.speaker
        return a is not None and b is not None and a.text.casefold() == b.text.casefold()

    @cached_property
    def one_cue(self) -> bool:
        """Whether both stand under one and the same cue."""
        a, b = self.a.told.claim.cue, self.b.told.claim.cue
        return self.one_report and a is not None and b is not None and a.span == b.span

    @cached_property
    def killed(self) -> int:
        """Whether the second kills more (1) or fewer (-1) than the first; 0 where one gives no number."""
        a, b = self.a.toll.get("killed"), self.b.toll.get("killed")
        if not a or not b:
            return 0
        before, after = (count[0] or count[1] or 0 for count in (a, b))
        return (after > before) - (after < before)

    @cached_property
    def one_actor(self) -> bool:
        """Whether the register knows one actor of both."""
        return _one_entry(self.a.actors, self.b.actors)

    @cached_property
    def one_place(self) -> bool:
        """Whether the gazetteer knows one place of both."""
        return _one_entry(self.a.places, self.b.places)

    @cached_property
    def one_target(self) -> bool:
        """Whether one target stands in both, in the same words."""
        return _one_text(self.a.targets, self.b.targets)

    @cached_property
    def turns(self) -> float:
        """Whether whom it hit is who acts next."""
        return _best(self.a.targets, self.b.actors)

    @cached_property
    def lead(self) -> str:
        """How `b` begins, from the start of its sentence."""
        before = self.b.told.setting.text or ""
        before = before[max(0, self.b.start - 90) : self.b.start]
        return before[max(before.rfind(". "), before.rfind("\n")) + 1 :] + " " + self.quote[:60]

    @cached_property
    def quote(self) -> str:
        return _quote(self.b)

    @cached_property
    def said(self) -> str:
        """The words of `b`, its cue and its speaker."""
        cue = self.b.told.claim.cue
        return f"{self.quote} {cue.text if cue else ''} {self.b.speaker.text if self.b.speaker else ''}"

    @cached_property
    def other_again(self) -> bool:
        """Whether `b` is told as a happening of its own: "another", "separately"."""
        return bool(_NEW.search(self.lead))

    @cached_property
    def confirming(self) -> bool:
        return bool(_CONFIRMING.search(self.said))

    @cached_property
    def placing(self) -> bool:
        """Whether `b` says when, where or how it came about."""
        return bool(_PLACING.search(self.quote))

    @cached_property
    def part(self) -> bool:
        """Whether `b` counts some of those whom `a` counts."""
        return bool(_PART.search(self.quote))

    @cached_property
    def counting(self) -> bool:
        return bool(_COUNTING.search(self.said))

    @cached_property
    def blaming(self) -> bool:
        return bool(_BLAMING.search(self.said))

    @cached_property
    def blames(self) -> bool:
        """Whether both blame, in two voices."""
        return self.blaming and bool(_BLAMING.search(_quote(self.a))) and not self.one_name and self.one_type

    @cached_property
    def in_one_quotation(self) -> bool:
        """Whether no quotation ends between them, or one ends and begins again."""
        return self.one_report and len(self.between) < 300 and len(_QUOTE_MARK.findall(self.between)) % 2 == 0

    def stances(self, one: str, other: str) -> bool:
        """Whether these are the polarities, in this order."""
        return self.a.polarity == one and self.b.polarity == other


def _quote(claim: Traits) -> str:
    return " ".join(words.text for words in claim.told.claim.quote)


def _ended(claim: Traits) -> bool:
    return not _ENDINGS.isdisjoint(_quote(claim).lower().split())


def _deed_words(claim: Traits) -> frozenset[str]:
    return claim.words - _slot_words(claim) - claim.numbers


def _one_entry(a: tuple[Named, ...] | tuple[Where, ...], b: tuple[Named, ...] | tuple[Where, ...]) -> bool:
    return not {x.entry for x in a if x.entry}.isdisjoint(y.entry for y in b)


def _one_text(a: tuple[Named, ...], b: tuple[Named, ...]) -> bool:
    return not {x.text.casefold() for x in a}.isdisjoint(y.text.casefold() for y in b)


def _told(claim: Traits) -> bool:
    return claim.polarity in ("told", "unsure")


def _against(a: Traits, b: Traits, polarity: str) -> Traits | None:
    one = a if a.polarity == polarity else b if b.polarity == polarity else None
    return one if one is not None and _told(b if one is a else a) else None


def _best(a: tuple[Named, ...], b: tuple[Named, ...]) -> float:
    return max((features.parties(x, y).score for x in a for y in b), default=0.0)


def _slot_words(claim: Traits) -> frozenset[str]:
    parties = frozenset[str]().union(*(party.stems for party in (*claim.actors, *claim.targets)))
    return parties.union(*(place.stems for place in claim.places))


def _value(reason: features.Found | None) -> float:
    return reason.score if reason else 0.0


def _differs(reason: features.Found | None) -> bool:
    return reason is not None and reason.score < 0.2


def _one(pair: Pair, polarity: str) -> bool:
    return (pair.a.polarity == polarity) != (pair.b.polarity == polarity)


def _near(pair: Pair) -> bool:
    return pair.distance < 4


def _next(pair: Pair) -> bool:
    return pair.distance == 1


def _anaphor(pair: Pair) -> bool:
    return bool(_ANAPHOR.match(pair.b.told.claim.quote[0].text))


def _new_bullet(pair: Pair) -> bool:
    start = pair.text.rfind("\n", 0, pair.b.start) + 1
    return not pair.one_paragraph and bool(_BULLET.match(pair.text[start : pair.b.start + 1]))


SIGNALS: dict[str, Callable[[Pair], float]] = {
    "next": _next,
    "second": lambda p: p.distance == 2,
    "third": lambda p: p.distance == 3,
    "some_way": lambda p: 4 <= p.distance <= 6,
    "far": lambda p: p.distance >= 7,
    "distance": lambda p: math.log(p.distance),
    "overlapping": lambda p: p.overlapping,
    "one_sentence": lambda p: p.one_sentence,
    "one_paragraph": lambda p: p.one_paragraph,
    "next_in_sentence": lambda p: _next(p) and p.one_sentence,
    "next_in_paragraph": lambda p: _next(p) and p.one_paragraph,
    "next_bullet": lambda p: _next(p) and _new_bullet(p),
    "new_bullet": _new_bullet,
    "from_headline": lambda p: p.from_headline,
    "from_headline_near": lambda p: p.from_headline and _near(p),
    "anaphor": _anaphor,
    "next_anaphor": lambda p: _next(p) and _anaphor(p),
    "one_voice": lambda p: p.one_voice,
    "two_voices": lambda p: not p.one_voice and p.a.speaker is not None and p.b.speaker is not None,
    "outlet_alone": lambda p: p.a.speaker is None and p.b.speaker is None,
    "next_one_voice": lambda p: _next(p) and p.one_voice,
    "one_type": lambda p: p.one_type,
    "next_one_type": lambda p: _next(p) and p.one_type,
    "both_other": lambda p: p.a.type == p.b.type == "other",
    "both_statements": lambda p: p.a.type == p.b.type == "statement_or_position",
    "both_agreements": lambda p: p.a.type == p.b.type == "agreement_or_truce",
    "both_told": lambda p: p.a.polarity == p.b.polarity == "told",
    "one_stance": lambda p: p.a.polarity == p.b.polarity,
    "one_planned": lambda p: _one(p, "planned"),
    "one_unsure": lambda p: _one(p, "unsure"),
    "one_denied": lambda p: _one(p, "denied"),
    "one_doubted": lambda p: _one(p, "doubted"),
    "words": lambda p: p.words,
    "shared_words": lambda p: p.shared_words,
    "words_one_type": lambda p: p.words * p.one_type,
    "words_two_voices": lambda p: p.words * (not p.one_voice),
    "words_headline": lambda p: p.words * p.from_headline,
    "words_far": lambda p: p.words * (p.distance > 3),
    "next_words": lambda p: p.words * _next(p),
    "slots": lambda p: p.slots,
    "slots_one_type": lambda p: p.slots * p.one_type,
    "slots_headline": lambda p: p.slots * p.from_headline,
    "slots_far": lambda p: p.slots * (p.distance > 3),
    "actor_told": lambda p: p.actor is not None,
    "actor": lambda p: _value(p.actor),
    "actor_differs": lambda p: _differs(p.actor),
    "target_told": lambda p: p.target is not None,
    "target": lambda p: _value(p.target),
    "target_differs": lambda p: _differs(p.target),
    "place_told": lambda p: p.place is not None,
    "place": lambda p: _value(p.place),
    "place_differs": lambda p: _differs(p.place),
    "place_differs_one_type": lambda p: _differs(p.place) and p.one_type,
    "next_place_differs": lambda p: _next(p) and _differs(p.place),
    "day_same": lambda p: p.when is not None and p.a.days == p.b.days,
    "day_differs": lambda p: p.when is not None and p.when.score <= 0.5,
    "crossed": lambda p: p.crossed,
    "crossed_two_voices": lambda p: p.crossed * (p.told and not p.one_voice),
    "toll_one": lambda p: bool(p.a.toll) != bool(p.b.toll),
    "next_toll_one": lambda p: _next(p) and bool(p.a.toll) != bool(p.b.toll),
    "toll_equal": lambda p: p.toll is not None and p.toll.score == 1,
    "toll_equal_one_type": lambda p: p.toll is not None and p.toll.score == 1 and p.one_type,
    "toll_fits": lambda p: p.toll is not None and 0 < p.toll.score < 1,
    "toll_differs": lambda p: p.toll is not None and p.toll.score == 0,
    "other_toll": lambda p: p.other_toll,
    "other_toll_two_voices": lambda p: p.other_toll and not p.one_voice,
    "other_toll_near": lambda p: p.other_toll and _near(p),
    "other_toll_headline": lambda p: p.other_toll and p.from_headline,
    "other_toll_target": lambda p: p.other_toll * _value(p.target),
    "other_toll_place": lambda p: p.other_toll * _value(p.place),
    "other_toll_place_differs": lambda p: p.other_toll and _differs(p.place),
    "other_toll_words": lambda p: p.other_toll * p.words,
    "other_toll_contrast": lambda p: p.other_toll and p.contrast,
    "numbers": lambda p: bool(p.a.numbers & p.b.numbers),
    "contrast": lambda p: p.contrast,
    "contrast_near": lambda p: p.contrast and _near(p),
    "contrast_two_voices": lambda p: p.contrast and not p.one_voice,
    "contrast_slots": lambda p: p.contrast * p.slots,
    "denial": lambda p: p.denial is not None,
    "denial_in_words": lambda p: p.denying_words,
    "denial_in_words_near": lambda p: p.denying_words and _near(p),
    "denial_in_words_one_type": lambda p: p.denying_words and p.one_type,
    "denial_by_accused": lambda p: p.accused,
    "denial_by_accused_one_type": lambda p: p.accused and p.one_type,
    "denial_two_voices": lambda p: p.denial is not None and not p.one_voice,
    "denial_next": lambda p: p.denial is not None and _next(p),
    "denial_one_type": lambda p: p.denial is not None and p.one_type,
    "denial_one_type_near": lambda p: p.denial is not None and p.one_type and _near(p),
    "denial_actor": lambda p: (p.denial is not None) * _value(p.actor),
    "denial_actor_differs": lambda p: p.denial is not None and _differs(p.actor),
    "denial_target": lambda p: (p.denial is not None) * _value(p.target),
    "denial_words": lambda p: (p.denial is not None) * p.words,
    "denial_words_two_voices": lambda p: (p.denial is not None and not p.one_voice) * p.words,
    "denial_fits": lambda p: p.denial_fits,
    "denial_fits_far": lambda p: p.denial_fits and p.distance > 3,
    "denial_fits_actor": lambda p: p.denial_fits and _value(p.actor) > 0.9,
    "denial_fits_target": lambda p: p.denial_fits and _value(p.target) > 0.9,
    "denial_fits_place": lambda p: p.denial_fits and _value(p.place) > 0.9,
    "denial_fits_slots": lambda p: p.denial_fits and p.slots > 0.3,
    "doubt": lambda p: p.doubt is not None,
    "doubt_near": lambda p: p.doubt is not None and _near(p),
    "doubt_one_type": lambda p: p.doubt is not None and p.one_type,
    "doubt_one_type_near": lambda p: p.doubt is not None and p.one_type and _near(p),
    "doubt_actor": lambda p: (p.doubt is not None) * _value(p.actor),
    "doubt_words": lambda p: (p.doubt is not None) * p.words,
    "rivals": lambda p: p.rivals,
    "rivals_near": lambda p: p.rivals and _near(p),
    "rivals_target": lambda p: p.rivals * _value(p.target),
    "rivals_slots": lambda p: p.rivals * p.slots,
    "rivals_words": lambda p: p.rivals * p.words,
    "rivals_contrast": lambda p: p.rivals and p.contrast,
    "one_negated_words": lambda p: p.one_negated * p.words,
    "one_negated_slots": lambda p: p.one_negated * p.slots,
    "one_ended": lambda p: p.one_ended,
    "one_ended_near": lambda p: p.one_ended and _near(p),
    "one_ended_two_voices": lambda p: p.one_ended and not p.one_voice,
    "one_ended_target": lambda p: p.one_ended * _value(p.target),
    "jaccard": lambda p: names.overlap(p.a.words, p.b.words)[1],
    "jaccard_one_type": lambda p: names.overlap(p.a.words, p.b.words)[1] * p.one_type,
    "deeds": lambda p: p.deeds,
    "deeds_one_type": lambda p: p.deeds * p.one_type,
    "kin": lambda p: p.kin,
    "next_kin": lambda p: p.kin * _next(p),
    "fewer_killed": lambda p: p.killed < 0,
    "more_killed": lambda p: p.killed > 0,
    "part_of_killed": lambda p: p.killed < 0 and p.part,
    "part": lambda p: p.part,
    "part_near": lambda p: p.part and p.one_type and p.distance <= 2,
    "counting_more": lambda p: p.counting and p.killed > 0 and p.one_type,
    "counting_fewer": lambda p: p.counting and p.killed < 0 and p.one_type,
    "other_again": lambda p: p.other_again,
    "other_again_one_type": lambda p: p.other_again and p.one_type,
    "next_other_again": lambda p: p.other_again and _next(p),
    "confirming": lambda p: p.confirming,
    "confirming_one_type": lambda p: p.confirming and p.one_type,
    "next_confirming": lambda p: p.confirming and _next(p),
    "placing": lambda p: p.placing,
    "placing_near": lambda p: p.placing and p.one_type and p.distance <= 3,
    "placing_short": lambda p: p.placing and len(p.b.words) < 6,
    "short": lambda p: len(p.b.words) < 4,
    "next_short": lambda p: _next(p) and len(p.b.words) < 4,
    "short_a": lambda p: len(p.a.words) < 4,
    "blaming": lambda p: p.blaming,
    "blaming_one_type": lambda p: p.blaming and p.one_type,
    "blaming_near": lambda p: p.blaming and _near(p),
    "blames": lambda p: p.blames,
    "one_name": lambda p: p.one_name,
    "next_one_name": lambda p: p.one_name and _next(p),
    "one_cue": lambda p: p.one_cue,
    "next_one_cue": lambda p: p.one_cue and _next(p),
    "inside": lambda p: p.overlapping and p.b.end <= p.a.end,
    "inside_one_type": lambda p: p.overlapping and p.b.end <= p.a.end and p.one_type,
    "second_in_sentence": lambda p: p.one_sentence and p.distance == 2,
    "far_in_sentence": lambda p: p.one_sentence and p.distance > 2,
    "from_first": lambda p: p.one_report and p.rank_a == 0,
    "from_second": lambda p: p.one_report and p.rank_a == 1,
    "next_from_first": lambda p: p.one_report and p.rank_a == 0 and _next(p),
    "early": lambda p: p.one_report and p.rank_a + p.distance < 4,
    "one_place": lambda p: p.one_place,
    "one_place_one_type": lambda p: p.one_place and p.one_type,
    "next_one_place": lambda p: p.one_place and _next(p),
    "one_actor": lambda p: p.one_actor,
    "one_actor_one_type": lambda p: p.one_actor and p.one_type,
    "next_one_actor": lambda p: p.one_actor and p.one_type and _next(p),
    "turns": lambda p: p.turns,
    "next_turns": lambda p: p.turns * _next(p),
    "one_target": lambda p: p.one_target,
    "one_target_one_type": lambda p: p.one_target and p.one_type,
    "next_slots": lambda p: p.slots * _next(p),
    "second_slots": lambda p: p.slots * (p.distance == 2),
    "slots_one_type_apart": lambda p: p.slots * (p.one_type and p.distance > 1),
    "in_one_quotation": lambda p: p.in_one_quotation,
    "both_planned": lambda p: p.stances("planned", "planned"),
    "told_then_planned": lambda p: p.stances("told", "planned"),
    "planned_then_told": lambda p: p.stances("planned", "told"),
    "both_denied": lambda p: p.stances("denied", "denied"),
    "unsure_then_told": lambda p: p.stances("unsure", "told"),
    "told_then_unsure": lambda p: p.stances("told", "unsure"),
    "told_then_denied": lambda p: p.stances("told", "denied"),
    "denied_then_told": lambda p: p.stances("denied", "told"),
    "told_then_denied_slots": lambda p: p.slots * (p.stances("told", "denied") and p.one_type),
    "denied_then_told_slots": lambda p: p.slots * (p.stances("denied", "told") and p.one_type),
    "denied_short": lambda p: p.b.polarity == "denied" and len(p.b.words) < 5,
    "length_a": lambda p: math.log(len(p.a.words) + 1),
    "length_b": lambda p: math.log(len(p.b.words) + 1),
}


def signals(pair: Pair) -> dict[str, float]:
    """Every signal of a pair, by name."""
    return {name: float(signal(pair)) for name, signal in SIGNALS.items()}
