"""The README's four pictures, taken at the desk of the demo: small enough to be kept, and of what they say they show.

SAYSO_README_PICTURES=docs/pictures takes them anew; without it they are only taken and looked at.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from tests.desk.conftest import Sitting

from sayso import api

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

ROOT = Path(__file__).parents[2]
LARGEST = 150_000
"""Bytes of one picture."""
WIDE, LOW = {"width": 1360, "height": 820}, {"width": 1000, "height": 560}
TAKEN: dict[str, tuple[Literal["light", "dark"], "ViewportSize", str]] = {
    "incidents": ("light", WIDE, "territory gained, al-Qaryatayn"),
    "incident": ("light", WIDE, "Sleeper cells of ISIS"),
    "report": ("dark", LOW, "read to the end"),
    "review": ("dark", LOW, "open of"),
}
"""By name: light or dark, the window, and words that must be in it. Dense pages are lower, as each letter costs."""


@pytest.fixture
def ledger(tmp_path: Path) -> api.Ledger:
    """The ledger of `make demo`."""
    ledger = api.open(tmp_path / "demo.db")
    assert not any(account.failed for account in ledger.read(*sorted((ROOT / "examples").glob("*.html"))))
    return ledger


def test_the_pictures_of_the_readme(sitting: Sitting, tmp_path: Path) -> None:
    (laid,) = sitting.ledger.incidents("Qaryatayn", type="territory_gained", limit=1).shown
    claim = max(laid.matrix.columns[1].claims, key=lambda each: len(laid.told[each].claim.longest.text))
    report = laid.told[claim].setting.report
    addresses = {
        "incidents": "/incidents",
        "incident": f"/incidents/{claim}",
        "report": f"/reports/{report}?claim={claim}",
        "review": f"/queue?at={claim}",
    }
    folder = ROOT / kept if (kept := os.environ.get("SAYSO_README_PICTURES")) else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    for name, (light, window, told) in TAKEN.items():
        sitting.page.emulate_media(color_scheme=light)
        sitting.page.set_viewport_size(window)
        sitting.open(addresses[name])
        assert told.casefold() in sitting.page.inner_text("main").casefold()
        sitting.page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size < LARGEST
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/pictures/{name}.png" in readme for name in TAKEN)
