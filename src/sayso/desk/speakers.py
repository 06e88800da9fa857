"""Speakers and parties: what each voice claimed and denied, what others say of it, and by which names it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from sayso.desk import charts, pairs, views, voices
from sayso.desk.asked import PAGE_OF, page_of, query
from sayso.desk.desk import Desk
from sayso.desk.render import page
from sayso.ledger.catalogue import Asked, Catalogue, Line
from sayso.model.review import Review
from sayso.weighing.grades import blamed

NO_DEED = ("denied", "planned")
"""Stances in which nobody says that the actor did it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Claims under one heading: how many, and the first of them."""

    heading: str
    number: int
    cards: Sequence[views.Card]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of this voice, with how many claims come from it, and the review that says so."""

    name: str
    claims: int
    by: Review | None


def several(request: Request, desk: Desk) -> Response:
    """Who speaks in this ledger, or who is told of."""
    catalogue = desk.catalogue()
    told_of = request.query_params.get("of") == "parties"
    found: Sequence[voices.Speaker | voices.Party]
    found = voices.parties(catalogue) if told_of else voices.speakers(catalogue)
    sought = request.query_params.get("about", "").strip()
    if sought:
        low = sought.casefold()
        found = [each for each in found if any(low in name.casefold() for name in (each.name, *each.also))]
    number = min(page_of(request.query_params), max(1, -(-len(found) // PAGE_OF)))
    kept = {"of": "parties"} if told_of else {}
    return page(
        request,
        "speakers.html",
        desk,
        title="Parties" if told_of else "Speakers",
        told_of=told_of,
        rows=found[(number - 1) * PAGE_OF : number * PAGE_OF],
        found=len(found),
        number=number,
        pages=max(1, -(-len(found) // PAGE_OF)),
        sought=sought,
        query=lambda **changes: "?" + urlencode({**kept, "about": sought, **changes}),
    )


def one(request: Request, desk: Desk) -> Response:
    """One voice or party, under all its names."""
    catalogue, name = desk.catalogue(), request.query_params.get("name", "").strip()
    found = voices.heard(catalogue)
    key = voices.key_of(name)
    keys = catalogue.decided.voices().get(key, frozenset({key}))
    said = voices.lines_of(found.said, keys)
    alone = desk.alone([line.id for line in said]) if said and request.query_params.get("alone") == "yes" else None
    proposed = voices.proposals(catalogue, keys)
    return page(
        request,
        "speaker.html",
        desk,
        title=name or "Speaker",
        name=name,
        said=len(said),
        denied=sum(line.stance == "denied" for line in said),
        reports=len({line.report for line in said}),
        alone=alone,
        parts_of=[part for part in _parts(said, voices.lines_of(found.told, keys), keys, catalogue) if part.number],
        aliases=_aliases(name, keys, found, catalogue),
        proposed=[(proposal, *_own_first(proposal, keys)) for proposal in proposed],
        timeline=charts.timeline(said),
        query=lambda **changes: query(Asked(speaker=name), **changes),
        here=f"/speaker?{urlencode({'name': name})}",
        last=next(iter(catalogue.decided.newest(desk.who)), None),
    )


def _parts(said: Sequence[Line], told: Sequence[Line], keys: frozenset[str], catalogue: Catalogue) -> list[Part]:
    own = {line.id for line in said}
    by_others = [line for line in told if line.id not in own]
    did = [line for line in by_others if any(voices.key_of(party) in keys for party in line.actors)]
    done = {line.id for line in did}
    wrong = [line for line in did if line.type in blamed() and line.stance not in NO_DEED]
    accused = {line.id for line in wrong}
    listed = (
        ("It denied", "", [line for line in said if line.stance == "denied"]),
        ("It is accused of", "by other voices, of what an actor is blamed for", wrong),
        ("It claimed", "", [line for line in said if line.stance != "denied"]),
        ("Others say it did, did not, or will do", "", [line for line in did if line.id not in accused]),
        ("Others say it was the target", "", [line for line in by_others if line.id not in done]),
    )
    return [Part(name, len(lines), views.cards(catalogue, lines[:PAGE_OF]), told) for name, told, lines in listed]


def _aliases(name: str, keys: frozenset[str], found: voices.Heard, catalogue: Catalogue) -> list[Alias]:
    """The other names, each with the review that joined it (to this name, or to one that is this voice's)."""
    by = {}
    for pair, review in catalogue.decided.of_names().items():
        if review.decision == "same" and pair <= keys:
            by.update(dict.fromkeys(pair, review))
    others = keys - {voices.key_of(name)}
    listed = [
        Alias(found.spelt[key], len(found.said.get(key, ())), by.get(key)) for key in others if key in found.spelt
    ]
    return sorted(listed, key=lambda alias: (-alias.claims, alias.name))


def _own_first(proposal: voices.Proposal, keys: frozenset[str]) -> tuple[str, str]:
    """The name on this screen, and the other one."""
    one, other = proposal.names
    return (one, other) if proposal.keys[0] in keys else (other, one)


def names(request: Request, desk: Desk) -> Response:
    """Two names at a time that may be one voice's, with some of what each says."""
    catalogue = desk.catalogue()
    found, proposed = voices.heard(catalogue), voices.proposals(catalogue)
    given = pairs.common(desk, "Same voice?", len(proposed))
    at = pairs.at(request, proposed, _named)
    if at is None:
        return page(request, "names.html", desk, asked=None, **given)
    asked = proposed[at]
    sides = [
        (name, number, views.cards(catalogue, found.said[key][: pairs.MOST_BESIDE]))
        for key, name, number in zip(asked.keys, asked.names, asked.claims, strict=True)
    ]
    steps = pairs.steps(proposed, at, _named)
    return page(request, "names.html", desk, asked=asked, name=_named(asked), sides=sides, **steps, **given)


def _named(proposal: voices.Proposal) -> str:
    return "-".join(key[:16] for key in proposal.keys)
