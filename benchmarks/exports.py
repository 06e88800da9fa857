"""A ledger of 100,000 claims exported to each format: seconds and the peak of memory, each in a process of its own.

`python -m benchmarks.exports [--claims N] [--profile public] [--only FORMAT] [--json]`. The claims are made here, by a
seed, about invented parties at real places, with chains of one to three voices, days and tolls; no reader is asked. A
few of them have been judged by a person, so that ClaimReview has something to write. `seconds` and `peak_mb` are of the
whole process, start and exit included; `cpu_s` is its processor time. Rows of events are made with the policy
each-claim: weighing has a benchmark of its own.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sayso.exports.formats import FORMATS
from sayso.ledger.ledger import Ledger
from sayso.model import (
    Claim,
    Count,
    Event,
    EventType,
    Hop,
    Page,
    Paragraph,
    Party,
    Place,
    Published,
    Report,
    Review,
    Toll,
    When,
    Words,
)

CLAIMS = 100_000
A_REPORT = 15
TOWNS = (("Palmyra", "geonames:163808", 34.5624, 38.2840), ("Homs", "geonames:169577", 34.7240, 36.7256))
GROUPS = ("the Hill Front", "the army", "rebels of the Tarim Brigade", "gunmen", "government forces", "ISIS fighters")
VOICES = (
    "the defence ministry",
    "the Tarim Observatory for Human Rights",
    "a commander",
    "Colonel Idris Tal",
    "residents",
)
RELAYS = ("the Kestrel News Agency", "state television")
ACTS: tuple[tuple[EventType, str], ...] = (
    ("territory_gained", "captured positions of"),
    ("shelling_or_strike", "shelled posts of"),
    ("attack_on_civilians", "attacked the families of"),
    ("battle", "clashed with"),
)
MEASURE = """
import resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "sayso", *sys.argv[1:]], stderr=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(done.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


class _Written:
    """A report as it is written: each piece of it knows where it stands."""

    def __init__(self, title: str) -> None:
        self.text = f"{title}\n\n"

    def add(self, words: str, glue: str = " ") -> Words:
        """These words at the end."""
        start = len(self.text)
        self.text += f"{words}{glue}"
        return Words(words, (start, start + len(words)))


def made(claims: int) -> Iterator[tuple[Page, Report, list[Claim]]]:
    """Pages, reports and claims, a report at a time."""
    chance = random.Random(2026)
    for number in range(0, claims, A_REPORT):
        title = f"Fighting, part {number}"
        written = _Written(title)
        told = [_told(written, chance) for _ in range(min(A_REPORT, claims - number))]
        text = written.text
        page = Page(f"https://herald.example/{number}", "2024-05-20T09:00:00Z", "text/plain", text.encode())
        published = Published("2024-05-17", "day", "given")
        paragraph = Paragraph((0, len(text)), "prose")
        report = Report(page.sha256, text, title, "The Example Herald", (), published, "en", (paragraph,), ())
        digest = report.text_sha256
        yield (
            page,
            report,
            [
                Claim(page.sha256, digest, (quote,), chain, "asserted", None, event, None, 0.7, "made")
                for quote, chain, event in told
            ],
        )


def _told(written: _Written, chance: random.Random) -> tuple[Words, tuple[Hop, ...], Event]:
    """One sentence: who did what to whom, where, how many were killed, and by whose word."""
    kind, act = chance.choice(ACTS)
    actor, target = chance.sample(GROUPS, 2)
    name, entry, lat, lon = chance.choice(TOWNS)
    killed = chance.randint(2, 40)
    start = len(written.text)
    when, who = written.add("On Monday"), written.add(actor)
    written.add(act)
    whom = written.add(target)
    written.add("in")
    where = written.add(name, ", ")
    written.add("killing")
    count = written.add(str(killed), ", ")
    quote = Words.of(written.text, start, len(written.text) - 2)
    voices = [chance.choice(VOICES), *chance.sample(RELAYS, chance.randint(0, 2))]
    chain = [Hop(written.add(voice, " said, cited by ")) for voice in voices]
    written.add("others.", "\n\n")
    event = Event(
        kind,
        actors=(Party(who.text, who.span),),
        targets=(Party(whom.text, whom.span),),
        places=(Place(name, where.span, entry, lat, lon, 1),),
        when=When(when.text, when.span, "2024-05-13", "2024-05-13", "day", "2024-05-17"),
        toll=Toll(killed=Count(count.text, count.span, killed, killed)),
    )
    return quote, tuple(chain), event


def filled(path: Path, claims: int) -> None:
    """The ledger, and a decision on a claim of every fiftieth report: each is synced to the disk."""
    with Ledger.open(path) as ledger:
        for n, (page, report, found) in enumerate(made(claims)):
            ledger.record(page, report, found, (), (), "made", f"{n}.txt")
            for claim in found[:1] if n % 50 == 0 else ():
                ledger.review(Review("Reviewer", "2024-05-21T09:00:00Z", (claim.id,), "accept", None))


def figures(claims: int, profile: str, formats: Sequence[str]) -> dict[str, Any]:
    """Seconds, megabytes and bytes of each format."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder, "ledger.db")
        filled(ledger, claims)
        found: dict[str, Any] = {"claims": claims, "profile": profile, "ledger_mb": ledger.stat().st_size / 1e6}
        for name in formats:
            out = Path(folder, f"out.{name}")
            asked = (
                "export",
                name,
                "--ledger",
                str(ledger),
                "--profile",
                profile,
                "--policy",
                "each-claim",
                "-o",
                str(out),
            )
            done = subprocess.run([sys.executable, "-c", MEASURE, *asked], capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{name}: {done.stderr}")
            seconds, cpu, peak = map(float, done.stdout.split())
            rows = json.loads(Path(f"{out}.manifest.json").read_text(encoding="utf-8"))["rows"]
            found[name] = {
                "seconds": seconds,
                "cpu_s": cpu,
                "peak_mb": peak,
                "rows": rows,
                "mb": out.stat().st_size / 1e6,
            }
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--profile", default="public", choices=("public", "internal"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=tuple(FORMATS), action="append", help="this format, and others so named")
    options = parser.parse_args()
    formats = options.only or tuple(FORMATS)
    found = figures(options.claims, options.profile, formats)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['claims']:,} claims in a ledger of {found['ledger_mb']:.0f} MB, profile {found['profile']}")
    for name in formats:
        one = found[name]
        spent = f"{one['seconds']:>7.1f} s{one['cpu_s']:>7.1f} s CPU{one['peak_mb']:>6.0f} MB"
        print(f"  {name:<15}{one['rows']:>9,} rows{spent}")


if __name__ == "__main__":
    main()
