"""A place is called by its name, wherever one report only says "the town"."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.desk import made

from sayso import api
from sayso.desk import charts
from sayso.ledger.catalogue import Spot
from sayso.ledger.ledger import Ledger


def spot(text: str) -> Spot:
    return Spot(text, "geonames:1", 34.2, 37.2, 1)


@pytest.mark.parametrize(
    "texts", [("the town", "near al-Hazm", "al-Hazm"), ("al-Hazm", "the town"), ("the al-Hazm", "al-Hazm")]
)
def test_the_map_names_the_place(texts: tuple[str, ...]) -> None:
    drawn = charts.places_of((charts.Mention(spot(text), f"{n}", "") for n, text in enumerate(texts)), {})
    assert drawn
    assert [dot.name for dot in drawn.dots] == ["al-Hazm"]


@pytest.fixture
def ledger(tmp_path: Path) -> api.Ledger:
    """Of the market of Hazm one paper tells by its name, another only as "the market"."""
    path = tmp_path / "places.db"
    with Ledger.open(path) as kept:
        made.paper(kept, 1, "The Anchor", "Shells fell on Hazm", "the mayor", place="Hazm", entry="geonames:1")
        made.paper(
            kept, 2, "The Lantern", "Shells fell on the market", "the mayor", place="the market", entry="geonames:1"
        )
    return api.open(path)


def test_an_incident_is_headed_by_the_name(client: TestClient, ledger: api.Ledger) -> None:
    market = ledger.claims("market")[0].claim.id
    assert "<bdi>Hazm</bdi></h1>" in client.get(f"/incidents/{market}").text
