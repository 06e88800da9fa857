"""An incident as one row of events, by a policy that has a name, so that the same claims give the same row again.

A row is a projection, never a finding: each cell names the claims that it rests on and why they were taken, and what
the policy reckons itself (a share, a number of origins) is marked as derived. Denials, doubts and plans give no values,
unless nothing else is told; where origins are evenly divided a cell stays empty and says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.model.claim import Claim, Stance
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Count
from sayso.model.incident import EventCell, EventRow, Incident, Origin, Slot, Told
from sayso.weighing.matrix import Value, values
from sayso.weighing.voices import folded

SLOTS: tuple[Slot, ...] = ("type", "actor", "target", "place", "when")
COUNTS = ("killed", "injured", "captured", "displaced")
Figure = Literal["low", "best", "high"]
FIGURES: tuple[Figure, ...] = ("low", "best", "high")
FIELDS = (*SLOTS, *(f"{count}_{figure}" for count in COUNTS for figure in FIGURES), "origins", "reports")
"""The cells of a row, in order. `when` is one ISO 8601 day or "FIRST to LAST"; several actors are joined by "; "."""

TELLING: tuple[frozenset[Stance], ...] = (
    frozenset({"asserted", "claimed_responsibility"}),
    frozenset({"reported_unsure"}),
    frozenset({"planned"}),
)
"""Stances that give values, the surer first: a row is made of the first that the incident holds."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a slot: the claims that give it and the origins behind them (numbers, in the incident's order)."""

    key: str
    shown: str
    claims: tuple[str, ...]
    origins: frozenset[int]


Choice = tuple[Option | None, str]
"""The option taken, None for none, and why."""
Choose = Callable[[Sequence[Option]], Choice]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a row is chosen. slot: of the values of a slot; figures: of the figures of a toll, for low, best and high."""

    name: str
    slot: Choose
    figures: Mapping[Figure, Choose]


def row(
    policy: str, incident: Incident, told: Iterable[Told], origins: Sequence[Origin], order: Sequence[str] = ()
) -> EventRow:
    """The incident by this policy. order: of "order-of-sources", names of speakers or outlets, the preferred first.

    Raises NotOfThisKind where there is no such policy, or no order for the one that needs it.
    """
    chosen = _policy(policy, order, {each.id: each for each in told})
    by_id = {each.id: each for each in told if each.id in set(incident.claims)}
    telling = _telling(by_id.values())
    origin_of = {claim: number for number, origin in enumerate(origins) for claim in origin.claims}
    cells = [_slot_cell(slot, chosen, telling, origin_of) for slot in SLOTS]
    for count in COUNTS:
        cells += _count_cells(count, chosen, telling, origin_of)
    reports = {each.setting.report for each in by_id.values()}
    cells.append(EventCell("origins", len(origins), incident.claims, derived=True, reason="counted, see the steps"))
    cells.append(EventCell("reports", len(reports), incident.claims, derived=True, reason="counted"))
    return EventRow(incident.id, policy, tuple(cells))


def check(policy: str, order: Sequence[str] = ()) -> None:
    """Raise NotOfThisKind where there is no such policy, or no order for the one that needs it."""
    _policy(policy, order, {})


def _telling(told: Iterable[Told]) -> tuple[Told, ...]:
    claims = sorted(told, key=lambda each: each.id)
    groups = (tuple(each for each in claims if each.claim.stance in stances) for stances in TELLING)
    return next(filter(None, groups), ())


def _slot_cell(slot: Slot, policy: Policy, told: Sequence[Told], origin_of: Mapping[str, int]) -> EventCell:
    options = _options([(each.id, _joined(values(slot, each.claim))) for each in told], origin_of)
    option, reason = policy.slot(options)
    if option is None:
        return EventCell(slot, None, (), reason=reason)
    value = option.key if slot == "type" else option.shown
    return EventCell(slot, value, option.claims, derived=slot in ("type", "when"), reason=reason)


def _joined(given: Sequence[Value]) -> Value | None:
    """All that one claim gives for a slot, as one value: "A; B"."""
    if not given:
        return None
    return Value("; ".join(sorted(v.key for v in given)), "; ".join(v.shown for v in given), None)


def _count_cells(count: str, policy: Policy, told: Sequence[Told], origin_of: Mapping[str, int]) -> Iterator[EventCell]:
    given = [(each.id, people) for each in told if (people := _count(count, each.claim))]
    for figure in FIGURES:
        option, reason = policy.figures[figure](_figures(given, figure, origin_of))
        name = f"{count}_{figure}"
        if option is None:
            yield EventCell(name, None, (), reason=reason)
        else:
            yield EventCell(name, int(option.key), option.claims, reason=reason)


def _count(name: str, claim: Claim) -> Count | None:
    toll = claim.event.toll
    count: Count | None = getattr(toll, name) if toll else None
    return count if count and (count.low is not None or count.high is not None) else None


def _figures(given: Iterable[tuple[str, Count]], figure: Figure, origin_of: Mapping[str, int]) -> tuple[Option, ...]:
    """The number that each claim gives for this end: "12 or more" has no high end, and 12 for a best figure."""
    ends: dict[Figure, Callable[[Count], int | None]] = {
        "low": lambda count: count.low if count.low is not None else count.high,
        "best": lambda count: count.low if count.low is not None else count.high,
        "high": lambda count: count.high if count.high is not None else count.low,
    }
    numbers = [(claim, ends[figure](count)) for claim, count in given]
    return _options([(c, Value(str(n), str(n), None)) for c, n in numbers if n is not None], origin_of)


def _options(given: Iterable[tuple[str, Value | None]], origin_of: Mapping[str, int]) -> tuple[Option, ...]:
    """Equal values together, those of the most origins first, then of the most claims, then by their words."""
    claims: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for claim, value in given:
        if value:
            claims.setdefault(value.key, []).append(claim)
            shown[value.key] = min(shown.get(value.key, value.shown), value.shown, key=_wordy)
    options = [
        Option(key, shown[key], tuple(sorted(ids)), frozenset(origin_of[each] for each in ids))
        for key, ids in claims.items()
    ]
    return tuple(sorted(options, key=lambda option: (-len(option.origins), -len(option.claims), option.key)))


def _wordy(shown: str) -> tuple[bool, int]:
    """How far words are from a short name: "the town" names nothing where others write al-Qaryatayn."""
    return not any(map(str.isupper, shown)), len(shown)


def majority(options: Sequence[Option]) -> Choice:
    """The value of the most origins; none where two have as many."""
    if not options:
        return None, "nobody says"
    first, *others = options
    if others and len(others[0].origins) == len(first.origins):
        even = [option.shown for option in options if len(option.origins) == len(first.origins)]
        return None, f"origins are evenly divided between {_listed(even)}"
    behind = len(frozenset[int]().union(*(option.origins for option in options)))
    return first, f"{len(first.origins)} of {behind} origins" if others else "the only value"


def lowest(options: Sequence[Option]) -> Choice:
    """The lowest figure."""
    return _extreme(options, min, "the lowest")


def highest(options: Sequence[Option]) -> Choice:
    """The highest figure."""
    return _extreme(options, max, "the highest")


def best(options: Sequence[Option]) -> Choice:
    """The figure of the most origins; where they are evenly divided the lowest of theirs."""
    option, reason = majority(options)
    if option or not options:
        return option, reason
    even = [each for each in options if len(each.origins) == len(options[0].origins)]
    return min(even, key=lambda each: int(each.key)), f"{reason}: the lowest of them"


def _extreme(options: Sequence[Option], end: Callable[..., Option], which: str) -> Choice:
    if not options:
        return None, "nobody says"
    taken = end(options, key=lambda option: int(option.key))
    return taken, f"{which} of {len(options)} figures" if len(options) > 1 else "the only figure"


def by_order(order: Sequence[str], told: Mapping[str, Told]) -> Choose:
    """The value of the first of these sources that gives one; none where none of them does."""
    names = [folded(name) for name in order]

    def choose(options: Sequence[Option]) -> Choice:
        for name, written in zip(names, order, strict=True):
            for option in options:
                taken = tuple(claim for claim in option.claims if name in _sources(told[claim]))
                if taken:
                    return Option(option.key, option.shown, taken, option.origins), f"{written} says so"
        return None, "none of the sources in the order says" if options else "nobody says"

    return choose


def _sources(told: Told) -> set[str]:
    """The names by which an order may call a claim's voices."""
    chain = told.claim.chain
    named = [*(hop.speaker.text for hop in chain), *(hop.entry for hop in chain if hop.entry)]
    kin = [party.name for party in told.kin if any(hop.entry == party.id for hop in chain)]
    return {folded(name) for name in (*named, *kin, told.setting.outlet, told.setting.host) if name}


def _listed(texts: Sequence[str]) -> str:
    return " and ".join([", ".join(texts[:-1]), texts[-1]])


_SIMPLE: dict[str, Policy] = {
    "lowest": Policy("lowest", majority, {"low": lowest, "best": lowest, "high": lowest}),
    "low-best-high": Policy("low-best-high", majority, {"low": lowest, "best": best, "high": highest}),
    "majority-of-origins": Policy("majority-of-origins", majority, dict.fromkeys(FIGURES, majority)),
}
ORDERED = "order-of-sources"
POLICIES = (*_SIMPLE, ORDERED)


def _policy(name: str, order: Sequence[str], told: Mapping[str, Told]) -> Policy:
    if name == ORDERED:
        if not order:
            raise NotOfThisKind(f"the policy {ORDERED} needs an order: name sources, the preferred first")
        choose = by_order(order, told)
        return Policy(name, choose, dict.fromkeys(FIGURES, choose))
    if name not in _SIMPLE:
        raise NotOfThisKind(f"{name!r} is no policy: it is one of {', '.join(POLICIES)}")
    return _SIMPLE[name]
