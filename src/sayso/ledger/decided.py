"""What stands after all reviews: a pure fold over them, oldest first, used by the desk and by every export.

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
    _on: dict[str, list[Review]] = field(default_factory=dict)
    _added: dict[str, str] = field(default_factory=dict)
    _of_names: list[Review] = field(default_factory=list)

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> Self:
        """The state after these, which come oldest first."""
        decided = cls()
        for review in reviews:
            decided.take(review)
        return decided

    def take(self, review: Review) -> None:
        """One more decision, newer than all taken before; one that was taken already changes nothing."""
        if review.id in self.reviews:
            return
        self.reviews[review.id] = review
        for one in review.on:
            self._on.setdefault(one, []).append(review)
        if review.decision == "add" and review.value is not None:
            self._added[review.on[0]] = review.id
        if review.names:
            self._of_names.append(review)

    def on(self, one: str) -> tuple[Review, ...]:
        """Every review on this id, oldest first, also those that were undone."""
        return tuple(self._on.get(one, ()))

    def stands(self, review: Review) -> bool:
        """Whether it was not undone (or its undoing was)."""
        return not any(undo.decision == "undo" and self.stands(undo) for undo in self._on.get(review.id, ()))

    def standing(self, claim_id: str) -> Standing:
        """What stands of the reviews on this claim."""
        found = self._on.get(claim_id)
        if not found:
            return UNDECIDED
        standing = [review for review in found if self.stands(review)]
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
        said: set[tuple[frozenset[str], str | None]] = set()
        found: list[Review] = []
        for review in reversed(self.reviews.values()):
            if review.decision == "undo" or not self.stands(review):
                continue
            if review.decision in TOGETHER or review.decision == "grade":
                # Two names are asked about by their keys, however they were spelt.
                first = review.on[0] if review.value == OF_THE_FIRST else None
                question = (frozenset(review.on), review.value if review.value == OF_ORIGINS else first)
                if question in said:
                    continue
                said.add(question)
            found.append(review)
        return tuple(reversed(found))

    def between(self, some: Collection[str], others: Collection[str]) -> Review | None:
        """The newest answer that stands on whether a claim of these tells of the same happening as one of those."""
        answers = [
            review
            for one in some
            for review in self._on.get(one, ())
            if review.of_happenings
            and not set(review.on).isdisjoint(others)
            and any(one in pair and not set(pair).isdisjoint(others) for pair in review.pairs())
            and self.stands(review)
        ]
        return max(answers, key=lambda review: review.when, default=None)

    def of_names(self) -> dict[frozenset[str], Review]:
        """What stands of the answers whether two names are one voice, by the keys of both; the newest of each pair."""
        return {frozenset(review.on): review for review in self._of_names if self.stands(review)}

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
            for review in reversed(self.reviews.values())
            if who in (None, review.who) and review.decision != "undo" and self.stands(review)
        )
        return list(islice(found, number))

    def added(self) -> Iterator[tuple[Review, Claim]]:
        """The claims that were added by hand and stand, as they were added, with the review that did it."""
        for review_id in self._added.values():
            review = self.reviews[review_id]
            if review.value is not None and self.stands(review):
                yield review, from_json(Claim, review.value)

    def corrected(self) -> Iterator[str]:
        """The ids of claims with a correction, standing or undone."""
        return (one for one, found in self._on.items() if any(review.decision == "correct" for review in found))

    def read_to_end(self, page_sha256: str, text_sha256: str) -> Review | None:
        """Who read this text to its end last, if anybody did and it was not undone."""
        found = [
            review
            for review in self._on.get(text_sha256, ())
            if review.decision == "read_to_end" and page_sha256 in review.on and self.stands(review)
        ]
        return found[-1] if found else None
