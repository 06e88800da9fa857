"""What stands after all reviews: a fold over them, oldest first, used by the desk and by every export.

A review is never taken away: an undo is a review on another one, and can itself be undone. So nothing here is deleted
either; what is undone is passed over when it is asked what stands.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Self

from sayso.model.canonical import from_json
from sayso.model.claim import Claim
from sayso.model.review import OF_ORIGINS, OF_THE_FIRST, CorrectedSlot, Correction, Decision, Review, Verdict

TOGETHER: frozenset[Decision] = frozenset({"same", "different", "unsure"})
"""Answers to the question whether claims belong together; "unsure" is one where it is on several."""

VERDICTS: tuple[Verdict, ...] = ("accept", "refuse", "unsure")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one claim stands. verdict: the newest of accept, refuse and unsure, None where nobody decided.

    by: the review that gave it; corrections: the newest of each slot; comments: oldest first. What was undone is left
    out everywhere.
    """

    verdict: Verdict | None = None
    by: Review | None = None
    corrections: tuple[tuple[CorrectedSlot, Correction], ...] = ()
    comments: tuple[Review, ...] = ()


UNDECIDED = Standing()


@dataclass(slots=True)
class Decided:
    """All reviews of a ledger, by what they are on. It only grows: `take` adds the newest."""

    reviews: dict[str, Review] = field(default_factory=dict)
    _on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _added: dict[str, str] = field(default_factory=dict)
    _of_names: list[str] = field(default_factory=list)
    _answered: dict[str, Review] | None = None

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> Self:
        """The state after these, which come oldest first."""
        decided = cls()
        for review in reviews:
            decided.take(review)
        return decided

    def copy(self) -> Self:
        """The same, to which more can be taken without a change to this one."""
        return type(self)(dict(self.reviews), dict(self._on), dict(self._added), list(self._of_names))

    def take(self, review: Review) -> None:
        """One more decision, newer than all taken before; one that was taken already changes nothing."""
        # An id is a hash of the whole: it is reckoned here, and nowhere again.
        review_id = review.id
        if review_id in self.reviews:
            return
        self._answered = None
        self.reviews[review_id] = review
        for one in review.on:
            self._on[one] = (*self._on.get(one, ()), review_id)
        if review.decision == "add" and review.value is not None:
            self._added[review.on[0]] = review_id
        if review.names:
            self._of_names.append(review_id)

    def on(self, one: str) -> tuple[Review, ...]:
        """Every review on this id, oldest first, also those that were undone."""
        return tuple(self.reviews[each] for each in self._on.get(one, ()))

    def stands(self, review: Review) -> bool:
        """Whether it was not undone (or its undoing was)."""
        return self._stands(review.id)

    def _stands(self, review_id: str) -> bool:
        on = self._on.get(review_id, ())
        return not any(self.reviews[undo].decision == "undo" and self._stands(undo) for undo in on)

    def _standing_on(self, one: str) -> list[Review]:
        return [self.reviews[each] for each in self._on.get(one, ()) if self._stands(each)]

    def standing(self, claim_id: str) -> Standing:
        """What stands of the reviews on this claim."""
        if claim_id not in self._on:
            return UNDECIDED
        standing = self._standing_on(claim_id)
        # "unsure" on two ids is an answer about the pair, not about this one; one accepted pattern is on many.
        decisive = [r for r in standing if r.decision in VERDICTS and (r.decision != "unsure" or len(r.on) == 1)]
        by = decisive[-1] if decisive else None
        verdict = next((one for one in VERDICTS if by and by.decision == one), None)
        corrections: dict[CorrectedSlot, Correction] = {}
        for review in standing:
            if review.decision == "correct" and review.value is not None:
                correction = from_json(Correction, review.value)
                corrections[correction.slot] = correction
        comments = tuple(review for review in standing if review.decision == "comment")
        return Standing(verdict, by, tuple(corrections.items()), comments)

    def claim(self, claim: Claim, claim_id: str | None = None) -> Claim:
        """The claim as corrected. Reviews stay on the id it was read with, which takes a hash where it is not given."""
        for _, correction in self.standing(claim_id or claim.id).corrections:
            claim = correction.applied(claim)
        return claim

    def answers(self) -> tuple[Review, ...]:
        """The decisions that stand, oldest first: of several that answer one question (are these the same, how good is
        this source) the latest.
        """
        return tuple(self.answered().values())

    def answered(self) -> dict[str, Review]:
        """The same by their ids."""
        if self._answered is None:
            self._answered = dict(reversed(list(self._newest_answers())))
        return self._answered

    def _newest_answers(self) -> Iterator[tuple[str, Review]]:
        said: set[tuple[frozenset[str], str | None]] = set()
        for review_id, review in reversed(self.reviews.items()):
            if review.decision == "undo" or not self._stands(review_id):
                continue
            if review.decision in TOGETHER or review.decision == "grade":
                # Two names are asked about by their keys, however they were spelt.
                first = review.on[0] if review.value == OF_THE_FIRST else None
                question = (frozenset(review.on), review.value if review.value == OF_ORIGINS else first)
                if question in said:
                    continue
                said.add(question)
            yield review_id, review

    def between(self, some: Collection[str], others: Collection[str]) -> Review | None:
        """The newest answer that stands on whether a claim of these tells of the same happening as one of those."""
        answers = [
            review
            for one in some
            for review_id in self._on.get(one, ())
            if (review := self.reviews[review_id]).of_happenings
            and not set(review.on).isdisjoint(others)
            and any(one in pair and not set(pair).isdisjoint(others) for pair in review.pairs())
            and self._stands(review_id)
        ]
        return max(answers, key=lambda review: review.when, default=None)

    def of_names(self) -> dict[frozenset[str], Review]:
        """What stands of the answers whether two names are one voice, by the keys of both; the newest of each pair."""
        return {frozenset(self.reviews[each].on): self.reviews[each] for each in self._of_names if self._stands(each)}

    def voices(self) -> dict[str, frozenset[str]]:
        """The names that persons joined, as all keys of the voice by each of them: same as the same is the same."""
        found: dict[str, frozenset[str]] = {}
        for pair, review in self.of_names().items():
            if review.decision == "same":
                whole = frozenset().union(*(found.get(key, {key}) for key in pair))
                found.update(dict.fromkeys(whole, whole))
        return found

    def newest(self, who: str | None = None, number: int = 1) -> list[Review]:
        """The last decisions (of this person) that stand and are no undoing, newest first."""
        found = (
            review
            for review_id, review in reversed(self.reviews.items())
            if who in (None, review.who) and review.decision != "undo" and self._stands(review_id)
        )
        return list(islice(found, number))

    def added(self) -> Iterator[tuple[Review, Claim]]:
        """The claims that were added by hand and stand, as they were added, with the review that did it."""
        for review_id in self._added.values():
            review = self.reviews[review_id]
            if review.value is not None and self._stands(review_id):
                yield review, from_json(Claim, review.value)

    def by_hand(self, claim_id: str) -> Claim | None:
        """The claim that was added by hand under this id, as it was added; None where none was, or it was undone."""
        review_id = self._added.get(claim_id)
        if review_id is None or not self._stands(review_id):
            return None
        value = self.reviews[review_id].value
        return from_json(Claim, value) if value is not None else None

    def refused(self) -> set[str]:
        """The claims on which "refuse" is the verdict that stands."""
        asked = {one for review in self.reviews.values() if review.decision == "refuse" for one in review.on}
        return {one for one in asked if self.standing(one).verdict == "refuse"}

    def corrected(self) -> Iterator[str]:
        """The ids of claims with a correction, standing or undone."""
        return (one for one, on in self._on.items() if any(self.reviews[each].decision == "correct" for each in on))

    def read_to_end(self, page_sha256: str, text_sha256: str) -> Review | None:
        """Who read this text to its end last, if anybody did and it was not undone."""
        found = [
            review
            for review in self._standing_on(text_sha256)
            if review.decision == "read_to_end" and page_sha256 in review.on
        ]
        return found[-1] if found else None
