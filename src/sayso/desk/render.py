"""Templates to answers."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.codebook.graphic import graphic
from sayso.desk.asked import STATES, TYPES
from sayso.exports.wording import STANCES, count, published, spaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from sayso.desk.charts import Map
    from sayso.desk.desk import Desk

HERE = Path(__file__).parent
ASSETS = HERE / "assets"


SCREENS = (
    ("/incidents", "Incidents"),
    ("/claims", "Claims"),
    ("/queue", "Review"),
    ("/reports", "Reports"),
    ("/speakers", "Speakers"),
    ("/history", "History"),
)
"""The bar at the top."""


def _exact(text: str) -> Markup:
    """Text of which the browser keeps every character, so that offsets hold: it would drop what HTML may not say."""
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd"))


def _drawn_dots(drawn: "Map", query: "Callable[..., str]") -> list[dict[str, Any]]:
    """The places for the map that can be zoomed."""
    return [
        {
            "lat": dot.lat,
            "lon": dot.lon,
            "radius": dot.radius,
            "told": dot.told,
            "name": dot.name,
            "several": dot.several,
            "ring": dot.ring,
            "disputed": dot.disputed,
            "extent": dot.extent,
            "to": query(place=dot.name),
        }
        for dot in drawn.dots
    ]


@cache
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["exact"] = _exact
    environment.globals.update(count=count, spaced=spaced, published=published, screens=SCREENS, drawn_dots=_drawn_dots)
    environment.globals["graphic"] = graphic
    environment.globals.update(
        zooms=(ASSETS / "maplibre.js").exists(), all_stances=STANCES, all_types=TYPES, states=STATES
    )
    for name in ("parts", "text", "editing"):
        environment.globals[name] = environment.get_template(f"{name}.html").module
    return environment


def page(request: Request, template: str, desk: "Desk", status: int = 200, **given: Any) -> Response:
    """A whole page. given: what the template shows beside what every page has."""
    made = templates().get_template(template)
    common = {
        "path": request.url.path,
        "who": desk.who,
        "ledger": str(desk.ledger.path).rpartition("/")[2],
        "fetched": {name: (ASSETS / name).exists() for name in ("htmx.js", "maplibre.js", "inter.woff2")},
    }
    return HTMLResponse(made.render(**common, **given), status)
