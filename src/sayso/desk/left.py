"""Claims that a person leaves to others: they stay open, and come to this browser's queue no more.

Who could not read what is nobody's business: it stands in a cookie of the browser, and never in the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.codebook.graphic import graphic
from sayso.desk.desk import Desk
from sayso.ledger.catalogue import Catalogue, Line

COOKIE = "sayso_left"
PATH = "/queue"
DIGITS = 10
"""Of an id, by which a claim is known in the cookie."""
MOST = 300
"""Claims that a cookie holds: browsers take four kilobytes. The oldest come back first."""
GRAPHIC = "graphic"
A_YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Left:
    """What this browser leaves to others. claims: beginnings of ids, oldest first; all_graphic: every graphic claim."""

    claims: tuple[str, ...] = ()
    all_graphic: bool = False

    @classmethod
    def of(cls, request: Request) -> "Left":
        """As the cookie has it; what is no id is passed over."""
        words = request.cookies.get(COOKIE, "").split(".")
        ids = (word for word in words if len(word) == DIGITS and not word.strip("0123456789abcdef"))
        return cls(tuple(dict.fromkeys(ids)), GRAPHIC in words)

    def without(self, lines: Sequence[Line], catalogue: Catalogue) -> list[Line]:
        """The lines that are not left to others."""
        if not self.claims and not self.all_graphic:
            return list(lines)
        own = frozenset(self.claims)
        gone = graphic_ones(catalogue) if self.all_graphic else frozenset()
        return [line for line in lines if line.id[:DIGITS] not in own and line.id not in gone]


def graphic_ones(catalogue: Catalogue) -> frozenset[str]:
    """The ids of the claims whose own words are graphic."""
    return catalogue.remembered(GRAPHIC, lambda: frozenset(line.id for line in catalogue.lines if graphic(line.quote)))


async def leave(request: Request, _desk: Desk) -> Response:
    """Leave a claim, or all graphic ones, to others; or take everything back."""
    left = Left.of(request)
    async with request.form(max_files=0, max_fields=10) as form:
        on, what, back = (str(form.get(name, "")) for name in ("on", "what", "back"))
    answer = RedirectResponse(back if back.startswith(f"{PATH}?") else PATH, 303)
    if what == "back":
        answer.delete_cookie(COOKIE, PATH)
        return answer
    claims = left.claims if what == GRAPHIC else (*(one for one in left.claims if one != on[:DIGITS]), on[:DIGITS])
    all_graphic = left.all_graphic or what == GRAPHIC
    words = [*claims[-MOST:], *([GRAPHIC] if all_graphic else [])]
    answer.set_cookie(COOKIE, ".".join(words), max_age=A_YEAR_S, path=PATH, httponly=True, samesite="strict")
    return answer
