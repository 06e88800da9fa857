"""Grouped anew after a person's word: the same as all grouped from nothing, on made-up ties of every density."""

import random
from collections.abc import Collection
from dataclasses import dataclass

import pytest

from sayso.model.incident import Filed, Reason, Tie
from sayso.weighing import incidents
from sayso.weighing.incidents import Said, joined
from sayso.weighing.renewing import renewed

IDS = [f"{number:02}" for number in range(24)]


@dataclass
class Stood:
    """What stands of a weighing of claims that are all alone in their reports."""

    tied: dict[str, dict[str, float]]
    groups: list[list[str]]

    def filed(self, telling: str) -> Filed:
        return Filed(telling, f"report of {telling}", (telling,), (0, telling), ())

    def of_reports(self, _reports: Collection[str]) -> list[str]:
        return []

    def telling_of(self, claim: str) -> str | None:
        return claim

    def mates(self, telling: str) -> list[str]:
        return next(group for group in self.groups if telling in group)

    def ties(self, telling: str) -> list[Tie]:
        return [Tie(min(telling, o), max(telling, o), score) for o, score in self.tied[telling].items()]

    def block(self, _key: str) -> list[tuple[int, str]]:
        return []


def linked(edges: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    return {one: {b if a == one else a for a, b in edges if one in (a, b)} for one in IDS}


@pytest.mark.parametrize("density", [0.08, 0.2, 0.5])
def test_grouped_anew_is_as_grouped_from_nothing(density: float, monkeypatch: pytest.MonkeyPatch) -> None:
    chances: dict[tuple[str, str], float] = {}

    def grouped(tied: dict[str, dict[str, float]], said: Said) -> list[list[str]]:
        def tie(a: str, b: str) -> float:
            return chances[min(a, b), max(a, b)]

        return sorted(joined(IDS, tied, tie, linked(said.same), linked(said.apart)))

    monkeypatch.setattr(incidents, "chance_of", lambda a, b, _least=0.0: chances[min(a, b), max(a, b)])
    monkeypatch.setattr("sayso.weighing.renewing._read", lambda *_: [])
    monkeypatch.setattr("sayso.weighing.renewing._Known.__missing__", lambda _self, telling: telling)
    monkeypatch.setattr(incidents.Weighed, "_why", lambda *_: (Reason("words", 1.0, "made up"),))
    spread = 0
    for seed in range(60):
        chance = random.Random(seed)
        pairs = [(a, b) for a in IDS for b in IDS if a < b]
        tied: dict[str, dict[str, float]] = {one: {} for one in IDS}
        for a, b in pairs:
            chances[a, b] = chance.uniform(0.3, 0.9) if chance.random() < density else chance.uniform(0.0, 0.3)
            if chances[a, b] >= 0.3:
                tied[a][b] = tied[b][a] = chances[a, b]
        edges = chance.sample(pairs, 5)
        before = Said(frozenset(edges[:1]), frozenset(edges[1:2]))
        after = chance.choice(
            (
                Said(before.same | {edges[2]}, before.apart),
                Said(before.same, before.apart | {edges[3]}),
                Said(frozenset(), before.apart | {edges[4]}),
                Said(before.same, frozenset()),
            )
        )
        stood = Stood(tied, grouped(tied, before))
        new = renewed(stood, before, after, [], lambda _reports: [])
        kept = [group for group in stood.groups if not set(group) & set(new.ungrouped)]
        assert sorted([*kept, *(sorted(group) for _, group in new.groups)]) == grouped(tied, after), seed
        said = {one for edge in (before.same ^ after.same) | (before.apart ^ after.apart) for one in edge}
        spread += len(new.ungrouped) > sum(len(group) for group in stood.groups if said & set(group))
    assert spread, "no decision ever reached beyond its own groups: nothing was tested"
