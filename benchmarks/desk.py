"""How quickly the desk answers over a large ledger, and how much a page weighs.

`python -m benchmarks.desk [--claims N] [--no-incidents] [--json]`. The claims are made here, by a seed, about invented
towns, without a reader. Times are the medians of five requests within one process, from the request to the last byte of
the answer, after one that is not counted; a decision is the request that writes it, synced to the disk. `opening_s` is
what the first screen waits for: the catalogue, read from the file. `weighing_s` is the weighing of all claims into
incidents, which comes once after something was read.
"""

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from sayso import api
from sayso.desk.app import app
from sayso.desk.desk import Desk
from sayso.desk.render import ASSETS, HERE
from sayso.desk.safety import Door
from sayso.ledger.ledger import Ledger
from sayso.model import Claim, Count, Event, Hop, Page, Paragraph, Party, Place, Published, Report, Toll, When, Words

CLAIMS = 100_000
A_REPORT = 20
ROUNDS = 5
TOWNS = [a + b for a in ("Os", "Kar", "Mir", "Tol", "Har", "Sel", "Dun") for b in ("trel", "na", "ova", "ra", "mo")]
SPEAKERS = [f"{who} {town}" for who in ("the council of", "residents of", "the garrison of") for town in TOWNS]
SIDES = ("the Hill Front", "government forces", "the River Brigades", "unidentified gunmen")
STANCES = ("asserted", "asserted", "asserted", "denied", "doubted", "planned", "claimed_responsibility")
TYPES = ("battle", "shelling_or_strike", "territory_gained", "abduction", "attack_on_civilians", "other")


def report_of(number: int, chance: random.Random) -> tuple[Page, Report, tuple[Claim, ...]]:
    """A report of twenty sentences, each a claim with speaker, sides, place, day and toll."""
    day = f"{2015 + number % 9}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    text, told = f"Fighting on day {number}", []
    for at in range(A_REPORT):
        speaker, side, other = chance.choice(SPEAKERS), *chance.sample(SIDES, 2)
        town, dead = chance.choice(TOWNS), chance.randint(2, 90)
        start = len(text) + 2
        head = f"{speaker} said that "
        words = f"{side} attacked {other} near {town} on that day and {dead} people were killed, line {number}.{at}"
        text += f"\n\n{head}{words}"
        told.append((start, head, words, speaker, side, other, town, dead))
    page = Page(f"file:///made/{number}.txt", "2024-01-01T00:00:00Z", "text/plain", text.encode())
    paragraphs = [Paragraph((0, len(text.split("\n")[0])), "headline")]
    paragraphs += [Paragraph((start, start + len(head + words)), "prose") for start, head, words, *_ in told]
    title, outlet = text.split("\n")[0], f"Outlet {number % 60}"
    published = Published(day, "day", "given")
    report = Report(page.sha256, text, title, outlet, (), published, "en", tuple(paragraphs), ())
    return page, report, tuple(_claim(report, day, chance, *each) for each in told)


def _claim(
    report: Report,
    day: str,
    chance: random.Random,
    start: int,
    head: str,
    quote: str,
    speaker: str,
    side: str,
    other: str,
    town: str,
    dead: int,
) -> Claim:
    def words(wanted: str, behind: int) -> Words:
        at = report.text.index(wanted, behind)
        return Words(wanted, (at, at + len(wanted)))

    body = start + len(head)
    place, number = words(town, body), words(str(dead), body)
    at = TOWNS.index(town)
    event = Event(
        chance.choice(TYPES),  # type: ignore[arg-type]
        actors=(Party(side, words(side, body).span),),
        targets=(Party(other, words(other, body).span),),
        places=(Place(town, place.span, f"made:{at}", 33 + at % 6 * 0.5, 36 + at // 6 * 0.6, 1 + at % 2),),
        when=When("on that day", words("on that day", body).span, day, day, "day", day),
        toll=Toll(killed=Count(number.text, number.span, dead, dead)),
    )
    return Claim(
        report.page_sha256,
        report.text_sha256,
        (words(quote, body),),
        (Hop(words(speaker, start), "official", cue=words("said", start)),),
        chance.choice(STANCES),  # type: ignore[arg-type]
        None,
        event,
        None,
        chance.random(),
        "made",
    )


def made(path: Path, claims: int) -> None:
    """Write the ledger, and a decision on every tenth claim of the first tenth of the reports."""
    chance = random.Random(2024)
    with Ledger.open(path) as ledger:
        for number in range(claims // A_REPORT):
            page, report, told = report_of(number, chance)
            ledger.record(page, report, told, (), (), "made", f"made/{number}.txt")


def figures(claims: int, *, incidents: bool) -> dict[str, Any]:
    """Milliseconds a screen and a decision; kilobytes a page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.db")
        made(path, claims)
        ledger = api.open(path)
        desk = Desk(ledger, "Lena")
        began = time.perf_counter()
        lines = desk.catalogue().lines
        opening = time.perf_counter() - began
        with TestClient(app(desk, Door(frozenset({"desk.test"}))), base_url="http://desk.test") as client:
            client.headers["origin"] = "http://desk.test"
            screens = {
                "claims": "/claims",
                "claims, filtered": "/claims?about=Ostrel&stance=denied&state=unreviewed",
                "claims, last page": "/claims?page=99999",
                "queue": "/queue",
                "queue, filtered": "/queue?place=Karna&type=battle",
                "reports": "/reports",
                "report": f"/reports/{lines[0].report}",
                "speakers": "/speakers",
                "speaker": "/speaker?name=residents+of+Karna",
                "history": "/history",
                "find": "/find?q=Ostrel",
            }
            weighing = None
            if incidents:
                began = time.perf_counter()
                client.get("/incidents")
                weighing = time.perf_counter() - began
                screens |= {"incidents": "/incidents", "incidents, filtered": "/incidents?place=Karna&type=battle"}
                screens["incident"] = f"/incidents/{lines[0].id}"
            answers = {name: _timed(client, address) for name, address in screens.items()}
            decisions = [_decided(client, line.id) for line in lines[:: max(1, len(lines) // 21)]][1:]
        return {
            "claims": claims,
            "opening_s": opening,
            "weighing_s": weighing,
            "screens_ms": {name: round(1000 * seconds, 1) for name, (seconds, _) in answers.items()},
            "decision_ms": round(1000 * statistics.median(decisions), 1),
            "decision_slowest_ms": round(1000 * max(decisions), 1),
            "page_kb": max(size for _, size in answers.values()) // 1000 + _beside() // 1000,
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }


def _timed(client: TestClient, address: str) -> tuple[float, int]:
    seconds, size = [], 0
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, (address, answer.text[:200])
        size = len(answer.content)
    return statistics.median(seconds[1:]), size


def _decided(client: TestClient, claim: str) -> float:
    began = time.perf_counter()
    answer = client.post("/decide", data={"on": claim, "decision": "accept"}, follow_redirects=False)
    assert answer.status_code == 303
    return time.perf_counter() - began


def _beside() -> int:
    """Bytes of styles, scripts and fonts, without the map."""
    fetched = [path for path in ASSETS.glob("*") if path.suffix == ".woff2" or path.name == "htmx.js"]
    return sum(path.stat().st_size for path in (*(HERE / "static").iterdir(), *fetched))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--no-incidents", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.claims, incidents=not options.no_incidents)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['claims']:,} claims: the desk opens in {found['opening_s']:.1f} s, peak {found['peak_mb']} MB")
    for name, each in found["screens_ms"].items():
        print(f"{name:22s} {each:7.0f} ms")
    print(f"a decision {found['decision_ms']:.0f} ms, at most {found['decision_slowest_ms']:.0f} ms")
    print(f"the heaviest page with all beside it but the map: {found['page_kb']:,} KB")


if __name__ == "__main__":
    main()
