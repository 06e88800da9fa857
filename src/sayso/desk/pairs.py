"""Questions of two in the review queue: do these tell of one happening, are these names one voice?

One pair at a time, side by side; the answers are the API's `same`, `different` and `undo`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from sayso.desk import views
from sayso.desk.desk import Desk
from sayso.desk.render import page
from sayso.exports.wording import spaced
from sayso.ledger.catalogue import Catalogue
from sayso.model.incident import Compared, Question

MOST_BESIDE = 4
"""Other claims of a side whose words are shown."""

COMPARED: dict[Compared, str] = {
    "type": "what happened",
    "when": "when",
    "place": "where",
    "actor": "who did it",
    "target": "whom it met",
    "toll": "the toll",
    "words": "their words",
    "names": "rare names of the reports",
    "page": "all that the pages say",
    "rare": "rare words of the pages",
    "published": "days of publication",
}


@dataclass(frozen=True, slots=True)
class Side:
    """A claim of a question, and what stands with it: other claims' words, the number of all, the reports of all."""

    card: views.Card
    beside: tuple[str, ...]
    claims: int
    reports: int


@dataclass(frozen=True, slots=True)
class Row:
    """A slot of both claims. alike: whether they say the same; None where one is silent."""

    name: str
    values: tuple[str | None, str | None]
    alike: bool | None


Pair = TypeVar("Pair")


def happenings(request: Request, desk: Desk) -> Response:
    """Two claims of two incidents that nearly are one, or of one that barely holds; the most doubtful first."""
    questions, catalogue = desk.questions(), desk.catalogue()
    given = common(desk, "Same happening?", len(questions))
    number = at(request, questions, _named)
    if number is None:
        return page(request, "happenings.html", desk, asked=None, **given)
    asked = questions[number]
    sides = _sides(asked, catalogue)
    return page(
        request,
        "happenings.html",
        desk,
        asked=asked,
        name=_named(asked),
        sides=sides,
        rows=list(_rows(*(side.card for side in sides))),
        reasons=[(COMPARED[reason.on], reason.score, spaced(reason.words)) for reason in asked.reasons],
        **steps(questions, number, _named),
        **given,
    )


def _named(question: Question) -> str:
    return f"{question.a}-{question.b}"


def common(desk: Desk, title: str, number: int) -> dict[str, Any]:
    """What every queue of pairs shows beside the pair. number: of open questions."""
    last = next(iter(desk.catalogue().decided.newest(desk.who)), None)
    return {"title": title, "open": number, "last": last}


def at(request: Request, pairs: Sequence[Pair], name: Callable[[Pair], str]) -> int | None:
    """Which pair the address names (`at`, or `after`, which is the next); the first where that is not open any more.

    after comes with `number`: where the pair stood that was just answered, and where the next has moved up to.
    """
    if not pairs:
        return None
    names = [name(pair) for pair in pairs]
    named, after, number = (request.query_params.get(each, "") for each in ("at", "after", "number"))
    if named in names:
        return names.index(named)
    if after in names:
        return (names.index(after) + 1) % len(names)
    return int(number) % len(names) if number.isdecimal() and len(number) < 7 else 0


def steps(pairs: Sequence[Pair], at: int, name: Callable[[Pair], str]) -> dict[str, Any]:
    """The pairs before and behind this one, and where it stands."""
    return {
        "number": at,
        "previous": name(pairs[at - 1]) if at else None,
        "following": name(pairs[at + 1]) if at + 1 < len(pairs) else None,
    }


def _sides(asked: Question, catalogue: Catalogue) -> tuple[Side, Side]:
    def side(claim: str, ids: Sequence[str]) -> Side:
        lines = [line for each in ids if (line := catalogue.line(each))]
        (own,) = views.cards(catalogue, [line for line in lines if line.id == claim])
        others = sorted((line for line in lines if line.id != claim), key=lambda line: line.report != own.report)
        beside = tuple(dict.fromkeys(line.quote for line in others))
        return Side(own, beside[:MOST_BESIDE], len(lines), len({line.report for line in lines}))

    return side(asked.a, asked.of_a), side(asked.b, asked.of_b)


def _rows(one: views.Card, other: views.Card) -> Iterator[Row]:
    for a, b in zip(one.slots, other.slots, strict=True):
        if a.value or b.value:
            alike = a.value.casefold() == b.value.casefold() if a.value and b.value else None
            yield Row(a.name, (a.value, b.value), alike)
