"""Words that point back ("he", "its", "the group", "the town") and what each stands for, or that it stands for nothing.

A learnt choice among whom and what the report has told of, "none of them" included. It is made for the words that are
asked about only, and for those that an answer leads over.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sayso.codebook.tables import table
from sayso.model import Span, Words
from sayso.reading.figures import Figure, figures, is_pointing
from sayso.reading.nominals import POINTING, Form, Nominal, head_kind, nominals, pronoun_class, singular
from sayso.reading.quotation import Quotation
from sayso.reading.reading import Reading
from sayso.reading.speech import Speech, overlap

REACH: dict[Form, int] = {"pronoun": 6, "noun": 25}
"""How many sentences back something may have been told last that a word stands for."""
PARTIES: frozenset[str | None] = frozenset({"person", "actor", "place", "facility"})
"""What can fill a slot of a claim. "it" that may stand for nothing else is right half again as often."""
PEOPLE: frozenset[str | None] = frozenset({"person", None})
SURE = {"person": 0.0, "it": 0.5, "noun": 0.5}
"""The least chance of a reference that is told, by the table it is chosen by: about four of five are right then (GUM's
train part, four folds). Of "they" half are wrong, however sure they seem: it is not told.
"""
MOST = 20
"""How many candidates are looked at, the nearest."""
Signs = Mapping[str, float]
Kinds = frozenset[str | None] | None
"""Kinds of mention, one of them None for what is of none; None for any."""
Weights = Mapping[str, Signs]
"""The weight of each sign, by the kind of phrase that points back."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point back, the words they stand for, and the chance of it."""

    words: Words
    stands_for: Words
    chance: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates for one phrase, nearest first, the signs of each, and last those of none of them."""

    figures: tuple[Figure, ...]
    signs: tuple[Signs, ...]


def references(reading: Reading, asked: Iterable[Span]) -> dict[Span, Reference]:
    """What those of the asked stretches stand for that are one pronoun or one phrase that points back."""
    text = reading.report.text
    wanted = sorted(span for span in set(asked) if _may_point(text[slice(*span)]))
    if not wanted:
        return {}
    told = Told.of(reading, wanted[-1][1])
    at = {nominal.span: number for number, nominal in enumerate(told.nominals)}
    found: dict[Span, Reference] = {}
    for span in wanted:
        number = at.get(span)
        if number is None or (weighed := told.weighed_as(number)) not in SURE:
            continue
        one = told.reference(number, PEOPLE if weighed == "person" else PARTIES)
        if one and one.chance >= SURE[weighed]:
            found[span] = one
    return found


def _may_point(words: str) -> bool:
    low = words.lower()
    first, _, rest = low.partition(" ")
    pointing = first in POINTING and rest != "" and head_kind(singular(rest.split()[-1])) is not None
    return pointing or pronoun_class(low) is not None


@cache
def _weights() -> Weights:
    return {name: dict(rows) for name, rows in table("references").items()}


@dataclass(slots=True)
class Told:
    """A report's phrases, and whom and what they name, made once a report."""

    text: str
    nominals: Sequence[Nominal]
    figures: Sequence[Figure | None]
    spoken: Sequence[Sequence[Speech]]
    quotations: Sequence[Sequence[Quotation]]
    weights: Weights = field(default_factory=_weights)
    chosen: dict[int | None, tuple[Figure | None, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, until: int | None = None) -> "Told":
        """Read off a reading, as far as the sentence that begins before an offset: what comes later tells nothing."""
        text = reading.report.text
        spans = [sentence.span for sentence in reading.sentences]
        found = nominals(text, [span for span in spans if until is None or span[0] < until], reading.tags)
        return cls(text, found, figures(text, found), reading.spoken, reading.quotations)

    def points(self, number: int) -> bool:
        """Whether a phrase is one that points back."""
        return self.nominals[number].form == "pronoun" or is_pointing(self.nominals[number])

    def reference(self, number: int, kinds: Kinds = None) -> Reference | None:
        """What the phrase of a number stands for; None where nothing, or nothing that says more than itself.

        kinds: those that it may be of.
        """
        best, chance = self.named(number, kinds)
        if best is None:
            return None
        own, words = self._words(number), self._words(best)
        more = self.nominals[number].form == "pronoun" or len(words.text.split()) > len(own.text.split())
        return Reference(own, words, chance) if more or self.nominals[best].form == "name" else None

    def _words(self, number: int) -> Words:
        return Words.of(self.text, *self.nominals[number].span)

    def named(self, number: int, kinds: Kinds = None) -> tuple[int | None, float]:
        """The number of what best names what a phrase stands for, over others that point back; its chance."""
        if not self.points(number):
            return None, 0.0
        figure, chance = self.choose(number, kinds)
        while figure is not None:
            best = figure.best if figure.best < number else figure.numbers[0]
            if not self.points(best):
                return best, chance
            further, sure = self.choose(best, kinds)
            if further is None:
                return best, chance
            number, figure, chance = best, further, chance * sure
        return None, chance

    def choose(self, number: int, kinds: Kinds = None) -> tuple[Figure | None, float]:
        """The likeliest of the candidates, those of these kinds only if any are given (None: none), and its chance."""
        for k in self._led_over(number):
            if k not in self.chosen and (k != number or kinds is None):
                self.chosen[k] = self._likeliest(k, PEOPLE if self.weighed_as(k) == "person" else None)
        return self.chosen[number] if kinds is None else self._likeliest(number, kinds)

    def _likeliest(self, number: int, kinds: Kinds) -> tuple[Figure | None, float]:
        choice = self.choice(number)
        weights = self.weights[self.weighed_as(number)]
        *scores, none = (sum(weights.get(name, 0.0) * value for name, value in each.items()) for each in choice.signs)
        able: list[tuple[float, Figure | None]] = [
            (score, figure)
            for score, figure in zip(scores, choice.figures, strict=True)
            if kinds is None or (figure.kind in kinds and not (kinds is PEOPLE and figure.plural))
        ]
        able.append((none, None))
        best, figure = max(able, key=lambda one: one[0])
        return figure, 1 / sum(math.exp(score - best) for score, _ in able)

    def _led_over(self, number: int) -> list[int]:
        """The pronouns of one class before this one, as long as each is within reach of the next, first to last."""
        chain = [number]
        while chain[-1] not in self.chosen and (before := self.echo(chain[-1])) is not None:
            chain.append(before)
        return chain[::-1]

    def echo(self, number: int) -> int | None:
        """The last pronoun of the same class before a pronoun."""
        own = self.nominals[number]
        if own.form != "pronoun":
            return None
        wanted = pronoun_class(own.noun)
        for k in range(number - 1, -1, -1):
            other = self.nominals[k]
            if other.sentence < own.sentence - REACH["pronoun"]:
                return None
            if other.form == "pronoun" and pronoun_class(other.noun) == wanted:
                return k
        return None

    def weighed_as(self, number: int) -> str:
        """The name of the table of weights for a phrase."""
        own = self.nominals[number]
        if own.form != "pronoun":
            return "noun"
        return {"he": "person", "she": "person"}.get(name := str(pronoun_class(own.noun)), name)

    # --- candidates and their signs

    def choice(self, number: int) -> Choice:
        """The candidates for a phrase, what the pronoun before it was chosen to stand for among them."""
        before = self.echo(number)
        echoed = self.chosen[before][0] if before in self.chosen else None
        candidates = self._candidates(number, echoed)
        around = _Around(self, number, echoed, before)
        signs = [around.signs(figure, rank) for rank, figure in enumerate(candidates)]
        return Choice(tuple(candidates), (*signs, around.none(candidates)))

    def _candidates(self, number: int, echoed: Figure | None) -> list[Figure]:
        own = self.nominals[number]
        found: list[Figure] = []
        for k in range(number - 1, -1, -1):
            if own.sentence - self.nominals[k].sentence > REACH[own.form] or len(found) >= MOST:
                break
            figure = self.figures[k]
            if figure is not None and not any(figure is other for other in found):
                found.append(figure)
        if echoed is not None and not any(echoed is other for other in found):
            found.append(echoed)
        return found


class _Around:
    """What is looked at around one phrase that points back."""

    def __init__(self, told: Told, number: int, echoed: Figure | None, before: int | None) -> None:
        self.told, self.number, self.echoed = told, number, echoed
        self.own = told.nominals[number]
        self.echo_far = self.own.sentence - told.nominals[before].sentence if before is not None else 0
        self.quoted = self.is_quoted(number)
        self.speaks = self.is_speaker(number)
        self.role = "subject" if self.speaks else self.own.role
        self.speakers = self._speakers()
        pronoun = pronoun_class(self.own.noun) if self.own.form == "pronoun" else None
        self.gender = pronoun if pronoun in ("he", "she") else None
        self.class_ = head_kind(self.own.noun) if self.own.form == "noun" else None

    def is_quoted(self, number: int) -> bool:
        nominal = self.told.nominals[number]
        return any(q.start <= nominal.span[0] < q.end for q in self.told.quotations[nominal.sentence])

    def is_speaker(self, number: int) -> bool:
        nominal = self.told.nominals[number]
        spoken = self.told.spoken[nominal.sentence]
        return any(s.source is not None and overlap(s.source.span, nominal.head) for s in spoken)

    def _speakers(self) -> tuple[Span, ...]:
        """Who speaks the words that the phrase stands in."""
        at = self.own.span[0]
        return tuple(
            s.source.span
            for s in self.told.spoken[self.own.sentence]
            if s.source and any(start <= at < end for start, end in s.content)
        )

    def signs(self, figure: Figure, rank: int) -> dict[str, float]:
        """What speaks for and against a candidate."""
        told, own = self.told, self.own
        count = figure.before(self.number)
        k = figure.numbers[count - 1]
        last = told.nominals[k]
        speaks = self.is_speaker(k)
        role = "subject" if speaks else last.role
        far = own.sentence - last.sentence
        found = {
            "far": math.log1p(far),
            "rank": math.log1p(rank),
            "told": math.log1p(count),
            f"role_{role}": 1.0,
            f"kind_{figure.kind}": 1.0,
        }
        if far < 2:
            found["same_sentence" if far == 0 else "sentence_before"] = 1.0
            if far == 0 and self.role == "object" and role == "subject":
                found["subject_of_it"] = 1.0
        flags = {
            "name": figure.named,
            "plural": figure.plural,
            "both_subjects": self.role == role == "subject",
            "opens": k == 0 or told.nominals[k - 1].sentence != last.sentence,
            "top": told.nominals[figure.numbers[0]].sentence < 2,
            "owned": own.role == "owner" and far == 0,
            "echo": figure is self.echoed,
            "new": self.echoed is not None and figure is not self.echoed,
            "other_gender": figure.gender is not None and self.gender is not None and figure.gender != self.gender,
            "gender": figure.gender is not None and figure.gender == self.gender,
            "points": told.points(figure.numbers[0]),
        }
        found |= {name: 1.0 for name, holds in flags.items() if holds}
        if figure is self.echoed:
            found["echo_far"] = math.log1p(self.echo_far)
        if speaks:
            found["both_speak" if self.speaks else "speaks"] = 1.0
        if any(overlap(span, last.head) for span in self.speakers):
            found["quotes_it" if self.quoted else "tells_it"] = 1.0
        if self.quoted != self.is_quoted(k):
            found["over_marks"] = 1.0
        if own.form == "noun":
            found |= self._called(figure)
        return found

    def _called(self, figure: Figure) -> dict[str, float]:
        """How far a candidate is called what a noun calls it."""
        own = self.own
        flags = {
            "same_noun": own.noun in figure.nouns,
            "in_name": own.noun in figure.names,
            "other_number": own.plural != figure.plural,
            f"{self.class_}_is_{figure.kind}": True,
            f"{self.class_}_name": figure.named,
        }
        more = own.nouns - {own.noun}
        found = {name: 1.0 for name, holds in flags.items() if holds}
        if more:
            found["described"] = len(more & (figure.nouns | figure.names)) / len(more)
        return found

    def none(self, candidates: Sequence[Figure]) -> dict[str, float]:
        """What says that the phrase stands for none of them."""
        own, text = self.own, self.told.text
        behind = text[own.span[1] : own.span[1] + 40].lower().split()
        found = {"none": 1.0, "none_of_few": 1.0 / (1 + len(candidates))}
        flags = {
            "none_is": bool(behind) and behind[0] in _BE,
            "none_is_that": bool(behind) and behind[0] in _BE and bool({"that", "to"} & set(behind[1:5])),
            "none_hangs": own.hangs,
            "none_top": own.sentence < 1,
            "none_quoted": self.quoted,
            f"none_{self.class_}": self.class_ is not None,
            "none_this": text[own.span[0] : own.span[0] + 3].lower() != "the" and own.form == "noun",
            "none_more": len(own.nouns) > 1,
            f"none_{self.role}": True,
            "none_echo": self.echoed is not None,
            "none_plural": own.plural,
        }
        return found | {name: 1.0 for name, holds in flags.items() if holds}


_BE = frozenset("is was 's ’s has seems seemed appears would will may might".split())
