"""How quickly the desk answers over a large ledger, and how much a page weighs.

`python -m benchmarks.desk [--claims N] [--json]`. The claims are those of `benchmarks.growth`, made by a seed; a
third are said by a force, every hundredth was decided.

opening_s, ready_s     what the first screen waits for: the catalogue, read from the file; and what the desk makes ready
                       of it in the background, before the figures below
weighing_s             all claims weighed into incidents, once after something was read, and the first list of them
weighing_again_s       the first list of incidents after two of them were joined
screens_ms, first_ms   the median of five requests, from the request to the last byte, within one process; the request
                       before them, where it takes more than 200 ms
usable_ms              until Chromium has loaded the screen over a socket, median of three; null without Chromium
decision_ms            the request that writes a decision, synced to the disk: the median of twenty of its kind
page_kb                the answer with styles, scripts and fonts, without the map
"""

import argparse
import json
import random
import resource
import shutil
import socket
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import uvicorn
from starlette.testclient import TestClient

from benchmarks import growth
from sayso import api
from sayso.desk.app import app
from sayso.desk.desk import Desk
from sayso.desk.opening import made_ready
from sayso.desk.render import ASSETS, HERE
from sayso.desk.safety import Door
from sayso.ledger.catalogue import Line
from sayso.ledger.ledger import Ledger
from sayso.model import Claim, Hop, Page, Paragraph, Published, Report, Review, Told, Toll, Words

CLAIMS = 100_000
ROUNDS = 5
SLOW_S = 5.0
"""What takes longer is asked for once."""
STANCES = ("asserted", "asserted", "asserted", "denied", "doubted", "planned", "claimed_responsibility")


def made(path: Path, claims: int) -> None:
    """Write the ledger: the reports of `benchmarks.growth`, with a decision on every hundredth claim."""
    chance = random.Random(2024)
    with Ledger.open(path) as ledger:
        for number, told in enumerate(growth.made(claims)):
            page, report, own = report_of(number, told, chance)
            ledger.record(page, report, own, (), (), "made", f"made/{number}.txt")
            if number % 7 == 0:
                when = f"2024-02-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}+00:00"
                decision = chance.choice(("accept", "accept", "unsure", "comment"))
                ledger.review(Review("Omar", when, (own[0].id,), decision, "as made"))  # type: ignore[arg-type]


def report_of(number: int, told: Sequence[Told], chance: random.Random) -> tuple[Page, Report, list[Claim]]:
    """A report of these claims, a line each; a third of them come from the force that they tell of."""
    text, setting = told[0].setting.text or "", told[0].setting
    page = Page(f"file:///made/{number}.txt", "2024-01-01T00:00:00Z", "text/plain", text.encode())
    published = Published(setting.published or "2013-01-01", "day", "given")
    paragraphs = tuple(Paragraph(each.claim.longest.span, "prose") for each in told)
    title = f"{told[0].claim.event.places[0].text}, day {number}"
    report = Report(page.sha256, text, title, setting.outlet, (), published, "en", paragraphs, ())
    return page, report, [_claim(each.claim, report, chance) for each in told]


def _claim(claim: Claim, report: Report, chance: random.Random) -> Claim:
    (force,), killed = claim.event.actors, claim.event.toll and claim.event.toll.killed
    assert killed
    # There the span holds the verb too.
    toll = Toll(killed=replace(killed, span=(killed.span[1] - len(killed.text), killed.span[1])))
    chain = (Hop(Words(force.text, force.span), "armed_group"),) if chance.random() < 1 / 3 else ()
    return replace(
        claim,
        page_sha256=report.page_sha256,
        text_sha256=report.text_sha256,
        event=replace(claim.event, toll=toll),
        chain=chain,
        stance=chance.choice(STANCES),  # type: ignore[arg-type]
        confidence=chance.random(),
    )


def figures(claims: int, kept: Path | None = None) -> dict[str, Any]:
    """Milliseconds a screen and a decision; kilobytes a page. kept: a ledger that was made before."""
    with tempfile.TemporaryDirectory() as folder:
        path = kept or Path(folder, "large.db")
        if not path.exists():
            made(path, claims)
        desk = Desk(api.open(path), "Lena")
        lines, opening = _once(lambda: desk.catalogue().lines)
        ready = _once(lambda: made_ready(desk))[1]
        with TestClient(app(desk, Door(frozenset({"desk.test"}))), base_url="http://desk.test") as client:
            client.headers["origin"] = "http://desk.test"
            weighing = _once(lambda: client.get("/incidents"))[1]
            screens = _screens(lines)
            answers = {name: _timed(client, address) for name, address in screens.items()}
            usable = _usable(desk, screens)
            decisions = _decisions(client, desk, [line.id for line in lines[:: max(1, len(lines) // 20)][:20]])
            pair = desk.incidents(None, 2).shown
            joined = {"claim": [laid.matrix.incident.claims[0] for laid in pair]}
            decisions["join two incidents"] = [_once(lambda: _sent(client, "/same", joined))[1]]
            again = _once(lambda: client.get("/incidents"))[1]
        return {
            "claims": len(lines),
            "opening_s": round(opening, 2),
            "ready_s": round(ready, 2),
            "weighing_s": round(weighing, 1),
            "weighing_again_s": round(again, 1),
            "screens_ms": {
                name: _ms(statistics.median(each.seconds[1:] or each.seconds)) for name, each in answers.items()
            },
            "first_ms": {name: _ms(each.seconds[0]) for name, each in answers.items() if each.seconds[0] > 0.2},
            "usable_ms": usable,
            "decision_ms": {name: _ms(statistics.median(each)) for name, each in decisions.items()},
            "decision_slowest_ms": {name: _ms(max(each)) for name, each in decisions.items()},
            "page_kb": {name: (each.size + _beside()) // 1000 for name, each in answers.items()},
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }


def _screens(lines: Sequence[Line]) -> dict[str, str]:
    """The address of every screen, and of some with filters, about the commonest place, party and voice."""
    towns, forces = (Counter(getattr(line, name)[0] for line in lines) for name in ("places", "actors"))
    town, force = (urlencode({"": each.most_common(1)[0][0]})[1:] for each in (towns, forces))
    outlet = urlencode({"": Counter(line.outlet for line in lines).most_common(1)[0][0]})[1:]
    return {
        "incidents": "/incidents",
        "incidents, filtered": f"/incidents?place={town}&type=battle",
        "incidents, disputed": "/incidents?disputed=yes",
        "incident": f"/incidents/{lines[0].id}",
        "claims": "/claims",
        "claims, filtered": f"/claims?about={town}&stance=denied&state=unreviewed",
        "claims, last page": "/claims?page=99999",
        "queue": "/queue",
        "queue, filtered": f"/queue?place={town}&type=battle",
        "same happening?": "/queue/happenings",
        "same voice?": "/queue/names",
        "reports": "/reports",
        "report": f"/reports/{lines[0].report}",
        "kept page": f"/reports/{lines[0].report}/page",
        "speakers": "/speakers",
        "speaker": f"/speaker?name={outlet}",
        "speaker, how often alone": f"/speaker?name={outlet}&alone=yes",
        "parties": "/speakers?of=parties",
        "party": f"/speaker?name={force}",
        "history": "/history",
        "history, filtered": "/history?who=Omar&decision=comment&page=2",
        "find": f"/find?q={town}",
        "add": "/add",
        "export of an incident": f"/export?format=csv&incident={lines[0].id}",
        "export of a filter": f"/export?format=csv&place={town}&type=battle&from=2016&to=2016",
    }


def _decisions(client: TestClient, desk: Desk, claims: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each decision, by its kind, on these claims."""
    kinds: dict[str, tuple[str, dict[str, str]]] = {
        "accept": ("/decide", {"decision": "accept"}),
        "comment": ("/decide", {"decision": "comment", "reason": "as made"}),
        "refuse": ("/decide", {"decision": "refuse"}),
        "correct": ("/correct", {"slot": "target", "empty": "yes"}),
    }
    taken = {
        kind: [_once(lambda: _sent(client, path, {"on": claim, **given}))[1] for claim in claims]  # noqa: B023 - called at once
        for kind, (path, given) in kinds.items()
    }
    newest = [review.id for review in desk.catalogue().decided.newest("Lena", 2 * len(claims))]
    return taken | {"undo": [_once(lambda: _sent(client, "/undo", {"review": one}))[1] for one in newest]}  # noqa: B023


def _sent(client: TestClient, path: str, given: Mapping[str, object]) -> None:
    answer = client.post(path, data=given, follow_redirects=False)
    assert answer.status_code == 303, (path, answer.text[:500])


Given = TypeVar("Given")


def _once(ask: Callable[[], Given]) -> tuple[Given, float]:
    """What comes of it, and the seconds it takes."""
    began = time.perf_counter()
    given = ask()
    return given, time.perf_counter() - began


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


@dataclass(frozen=True, slots=True)
class Answered:
    """Seconds of each request, the first one too; bytes of the answer."""

    seconds: tuple[float, ...]
    size: int


def _timed(client: TestClient, address: str) -> Answered:
    seconds: list[float] = []
    size = 0
    while len(seconds) <= ROUNDS and (not seconds or seconds[0] < SLOW_S):
        answer, taken = _once(lambda: client.get(address))
        assert answer.status_code == 200, (address, answer.text[:200])
        seconds.append(taken)
        size = len(answer.content)
    return Answered(tuple(seconds), size)


def _usable(desk: Desk, screens: Mapping[str, str]) -> dict[str, float] | None:
    """Milliseconds until a screen is loaded in Chromium; None where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    at = socket.create_server(("127.0.0.1", 0))
    port = at.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app(desk, Door.local(port)), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]}, daemon=True)
    thread.start()
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for name, address in screens.items():
            if address.startswith("/export"):
                continue
            times = []
            for _ in range(3):
                page.goto(f"http://127.0.0.1:{port}{address}", wait_until="load")
                times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
            found[name] = round(statistics.median(times), 1)
        browser.close()
    server.should_exit = True
    thread.join(timeout=10)
    at.close()
    return found


def _beside() -> int:
    """Bytes of styles, scripts and fonts, without the map."""
    fetched = [path for path in ASSETS.glob("*") if path.suffix == ".woff2" or path.name == "htmx.js"]
    return sum(path.stat().st_size for path in (*(HERE / "static").iterdir(), *fetched))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--ledger", type=Path, help="made here by an earlier run, or to be made here and kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.claims, options.ledger)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['claims']:,} claims: the desk opens in {found['opening_s']:.1f} s, peak {found['peak_mb']} MB")
    print(f"what is shown of them all is ready in {found['ready_s']:.1f} s more")
    print(f"weighed in {found['weighing_s']:.1f} s, and again in {found['weighing_again_s']:.1f} s")
    for name, each in found["screens_ms"].items():
        loaded = (found["usable_ms"] or {}).get(name)
        told = "" if loaded is None else f", loaded in {loaded:.0f} ms"
        print(f"{name:26s} {each:7.0f} ms, {found['page_kb'][name]:,} KB{told}")
    for name, each in found["decision_ms"].items():
        print(f"{name:26s} {each:7.0f} ms, at most {found['decision_slowest_ms'][name]:.0f} ms")


if __name__ == "__main__":
    main()
