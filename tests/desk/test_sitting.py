"""Somebody sits at the desk: each screen in a real browser, by keys, in light, dark and narrow; pictures are kept.

Pictures go to $SAYSO_PICTURES where that is set. Accessibility is axe's, from npm's folder.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.desk.conftest import Sitting

from sayso.desk.build import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """axe.run({resultTypes: ["violations"]}).then(found => JSON.stringify(
    found.violations.map(each => [each.impact, each.id, each.nodes.map(node => node.html).slice(0, 3)])))"""
SCREENS = {
    "incidents": "/incidents",
    "incident": "INCIDENT",
    "claims": "/claims",
    "queue": "/queue",
    "happenings": "/queue/happenings",
    "names": "/queue/names",
    "parties": "/speakers?of=parties",
    "reports": "/reports",
    "report": "REPORT",
    "speakers": "/speakers",
    "speaker": "/speaker?name=a+commander",
    "history": "/history",
    "add": "/add",
    "find": "/find?q=Qasr",
}
WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 375, "height": 780}, "color_scheme": "light"},
    "twice as large": {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},
}


def report_of(sitting: Sitting, name: str = "qasr.txt") -> str:
    found = next(page.report_id for page in sitting.ledger.pages() if page.path.endswith(name))
    return f"/reports/{found}"


def addresses(sitting: Sitting) -> dict[str, str]:
    """Every screen of this ledger, by its name."""
    one, other = (sitting.ledger.claims(words)[0].claim.id for words in ("mortars", "fallen"))
    sitting.ledger.same("Omar", one, other)
    return SCREENS | {"report": report_of(sitting), "incident": f"/incidents/{one}"}


@pytest.mark.parametrize("window", WINDOWS)
def test_each_screen_fits_its_window(sitting: Sitting, window: str) -> None:
    folder = os.environ.get("SAYSO_PICTURES")
    sitting.ledger.decide("Omar", "refuse", [sitting.ledger.claims("guns")[0].claim.id], "another village")
    for name, path in addresses(sitting).items():
        sitting.open(path)
        wider = sitting.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{name} is {wider} pixels wider than a {window} window"
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            sitting.page.screenshot(path=Path(folder, f"{name}-{window.replace(' ', '-')}.png"))


@pytest.fixture
def context_options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The window that a test names, else a large light one."""
    called = getattr(request.node, "callspec", None)
    return WINDOWS[called.params["window"]] if called and "window" in called.params else WINDOWS["light"]


@pytest.mark.parametrize("window", ["light", "dark", "narrow"])
def test_no_serious_finding_of_axe(sitting: Sitting, window: str) -> None:
    if not AXE.exists() and not os.environ.get("SAYSO_NOTHING_SKIPS"):
        pytest.skip("axe is not here: npm ci")
    source = AXE.read_text(encoding="utf-8")
    for name, path in addresses(sitting).items():
        sitting.open(path)
        # Run by the debugger, not by the page, whose policy would refuse it.
        session = sitting.page.context.new_cdp_session(sitting.page)
        session.send("Runtime.evaluate", {"expression": source})
        found = session.send("Runtime.evaluate", {"expression": RUN_AXE, "awaitPromise": True})
        serious = [each for each in json.loads(found["result"]["value"]) if each[0] in ("serious", "critical")]
        assert serious == [], f"{name} in {window}"


def test_reviewing_by_keys(sitting: Sitting) -> None:
    sitting.open("/claims")
    sitting.press("r")
    assert "/queue" in sitting.page.url
    first = sitting.page.locator("[data-claim]").get_attribute("data-claim")
    sitting.press("a")
    assert sitting.page.locator("[data-claim]").get_attribute("data-claim") != first
    sitting.press("x", " ", "u")
    assert sitting.decisions() == ["accept", "refuse", "unsure"]
    sitting.press("z")
    assert sitting.decisions()[-1] == "undo"
    assert "5 open of 7" in sitting.page.inner_text(".progress")
    sitting.press("j", "k")
    assert sitting.page.locator("[data-claim]").count() == 1


def test_a_comment_is_written_by_keys(sitting: Sitting) -> None:
    sitting.open("/queue?about=mortars")
    sitting.press("c")
    sitting.page.keyboard.type("axe? no: a mortar")
    sitting.press("Tab", "Enter")
    assert sitting.decisions() == ["comment"]
    assert "a mortar" in sitting.page.inner_text(".comment")


def test_a_slot_is_corrected_by_selecting_words_with_the_keyboard(sitting: Sitting) -> None:
    sitting.open("/queue?about=14+people")
    sitting.press("e", "8")
    assert sitting.page.locator("input[name=slot]:checked").get_attribute("value") == "killed"
    sitting.press("Home", "ArrowRight")
    for _ in range(30):
        if sitting.page.evaluate("getSelection().toString().trim()") == "14":
            break
        sitting.press("ArrowRight")
    sitting.press("Enter")
    assert sitting.decisions() == ["correct"]
    assert "14" in sitting.page.inner_text("tr[data-slot=killed]")


def test_words_selected_behind_an_emoji_become_a_claim(sitting: Sitting) -> None:
    sitting.open(report_of(sitting, "hostile.html"))
    sitting.page.locator(".text >> text=people were killed in").first.evaluate(
        """element => { const range = document.createRange(); const node = element.firstChild;
        const at = node.data.indexOf("people were");
        range.setStart(node, at); range.setEnd(node, at + 11);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    sitting.press("n")
    assert sitting.page.input_value("input[name=quote_words]") == "people were"
    sitting.page.locator("details[data-opens=add] button.plain").click()
    sitting.settle()
    catalogue = sitting.ledger.catalogue()
    catalogue.catch_up()
    assert [line.quote for line in catalogue.lines if line.hand] == ["people were"]


def test_words_and_cards_light_up_both_ways(sitting: Sitting) -> None:
    sitting.open(report_of(sitting))
    sitting.page.locator(".card").nth(1).hover()
    assert sitting.page.locator("mark.lit").count() > 0
    sitting.page.locator("mark.quote").first.hover()
    assert sitting.page.locator(".card.lit").count() >= 1


def test_a_report_is_reviewed_by_keys(sitting: Sitting) -> None:
    sitting.open(report_of(sitting))
    sitting.press("j", "j", "x")
    assert sitting.decisions() == ["refuse"]
    assert sitting.page.locator(".card.refuse").count() == 1
    sitting.press("z", "E")
    assert sitting.decisions() == ["refuse", "undo", "read_to_end"]


@pytest.mark.parametrize("window", ["narrow"])
def test_who_decides_in_a_narrow_window_stays_at_the_claim(sitting: Sitting, window: str) -> None:
    assert sitting.page.viewport_size == WINDOWS[window]["viewport"]
    sitting.open(report_of(sitting))
    last = sitting.page.locator(".card").last
    last.locator("button.refuse").click()
    sitting.settle()
    sitting.page.wait_for_timeout(60)
    assert sitting.decisions() == ["refuse"]
    box = sitting.page.locator(".card.refuse").bounding_box()
    assert box
    assert 0 < box["y"] < WINDOWS[window]["viewport"]["height"]


def test_the_kept_page_does_nothing(sitting: Sitting) -> None:
    sitting.open(report_of(sitting, "hostile.html"))
    sitting.press("p")
    frame = sitting.page.frame_locator("iframe")
    assert "Words that were kept." in frame.locator("body").inner_text()
    sitting.page.wait_for_timeout(200)
    assert sitting.page.title() != "taken"


def test_arabic_reads_from_the_right(sitting: Sitting) -> None:
    sitting.open("/claims?stance=asserted&speaker=الناطق")
    quote = sitting.page.locator(".quote").first
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_filters_by_the_form_stand_in_the_address(sitting: Sitting) -> None:
    sitting.open("/claims")
    sitting.press("/")
    sitting.page.keyboard.type("mortars")
    sitting.press("Enter")
    assert "about=mortars" in sitting.page.url
    assert "1 claim" in sitting.page.inner_text("h1")
    sitting.page.locator(".chips a").first.click()
    sitting.settle()
    assert "7 claims" in sitting.page.inner_text("h1")


def test_anything_is_found(sitting: Sitting) -> None:
    sitting.open("/history")
    sitting.press("Control+k")
    sitting.page.keyboard.type("bridge")
    sitting.press("Enter")
    assert sitting.page.locator(".claim").count() == 1


def test_keys_are_shown_and_bound_anew(sitting: Sitting) -> None:
    sitting.open("/queue")
    sitting.press("?")
    assert "Refuse" in sitting.page.inner_text("#keys")
    sitting.page.locator("#keys dt:text-is('Accept') + dd button").click()
    sitting.press("y", "Escape")
    sitting.press("y")
    assert sitting.decisions() == ["accept"]


def test_without_scripts_everything_is_there(browser: Any, listening: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{listening}/queue?about=mortars")
    page.locator("summary", has_text="Edit a slot").click()
    page.locator("input[name=words]").fill("the Example Agency")
    page.locator("button.plain", has_text="Correct").click()
    page.locator("button.accept").click()
    page.goto(f"{listening}/history")
    assert page.locator(".history li").count() == 2
    context.close()


def test_a_report_prints(sitting: Sitting) -> None:
    sitting.open(report_of(sitting))
    sitting.page.emulate_media(media="print")
    assert not sitting.page.locator(".top nav").is_visible()
    assert sitting.page.locator(".text").is_visible()
    assert len(sitting.page.pdf()) > 1000


def test_light_and_dark_are_kept(sitting: Sitting) -> None:
    sitting.open("/reports")
    sitting.press("L")
    sitting.open("/history")
    assert sitting.page.evaluate("document.documentElement.dataset.light") == "dark"


def test_two_incidents_are_called_one_and_parted_again(sitting: Sitting) -> None:
    one, other, third = (sitting.ledger.claims(words)[0].claim.id for words in ("mortars", "fallen", "guns"))
    sitting.ledger.same("Omar", one, other)
    sitting.ledger.same("Omar", third, sitting.ledger.claims("bridge")[0].claim.id)
    sitting.open("/incidents")
    sitting.press("j", "t", "m")
    assert "Tick two" in sitting.page.inner_text("#said")
    sitting.press("j", "t", "m")
    assert sitting.page.locator(".matrix").is_visible()
    assert sitting.page.locator(".origin .claim").count() == 4
    sitting.press("z")
    assert sitting.page.locator(".origin .claim").count() == 2
    sitting.press("j", "n")
    assert sitting.decisions()[-2:] == ["undo", "different"]


def test_who_else_says_so_is_one_key_away(sitting: Sitting) -> None:
    claim = sitting.ledger.claims("mortars")[0].claim.id
    sitting.ledger.same("Omar", claim, sitting.ledger.claims("fallen")[0].claim.id)
    for path in (f"/queue?at={claim}", "/claims?about=mortars", f"{report_of(sitting)}?claim={claim}"):
        sitting.open(path)
        sitting.press(*([] if "queue" in path or "report" in path else ["j"]), "i")
        assert sitting.page.locator(".matrix").is_visible(), path


def test_what_is_listed_is_exported_from_the_claims(sitting: Sitting) -> None:
    sitting.open("/claims?about=mortars")
    sitting.press("w")
    with sitting.page.expect_download() as saved:
        sitting.page.locator(".exporting button.plain").click()
    assert saved.value.suggested_filename.startswith("sayso-csv-")


def test_the_map_moves_where_it_was_asked_to(sitting: Sitting) -> None:
    sitting.open("/claims")
    button = sitting.page.locator("[data-moves]")
    if not button.count() and not os.environ.get("SAYSO_NOTHING_SKIPS"):
        pytest.skip("MapLibre is not here: make assets")
    button.click()
    sitting.page.locator(".moving canvas").wait_for()
    sitting.page.wait_for_timeout(500)
