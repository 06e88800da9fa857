"""A thousand pages read into one ledger in one call, and the time in which `sayso claims` answers on it.

`python -m benchmarks.ledger [--pages N] [--json]`. The pages are made here, by a seed, about invented towns. `claims_s`
is the median of five runs of the command as a whole process, from its start to its exit.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PAGES = 1000
TOWNS = [a + b for a in ("Os", "Kar", "Mir", "Tol", "Har", "Sel") for b in ("trel", "na", "ova", "va", "ra", "mo")]
SENTENCES = (
    "Rebels captured the town of {town} on Monday, killing {n} soldiers, the defence ministry said in a statement.",
    "According to the Tarim Observatory, government forces shelled the village of {other}, wounding {n} civilians.",
    "The army denied that its aircraft had bombed a hospital in {other} on Tuesday.",
    "Residents of {town} fled their homes after the fighting began, aid workers told reporters.",
    "The Hill Front claimed responsibility for the car bomb at the market of {other}.",
    "The two sides signed a ceasefire agreement in {town}, a mediator told the Kestrel News Agency.",
)


def page(number: int, chance: random.Random) -> str:
    """One saved page of eight paragraphs, with navigation and a footer around them."""
    town, other = chance.sample(TOWNS, 2)
    told = [chance.choice(SENTENCES).format(town=town, other=other, n=chance.randint(2, 90)) for _ in range(16)]
    body = "".join(f"<p>{told[k]} {told[k + 1]}</p>" for k in range(0, 16, 2))
    return (
        f"<html><head><title>Fighting around {town}, day {number}</title>"
        f'<meta property="og:site_name" content="Outlet {number % 40}">'
        f'<meta property="article:published_time" content="2024-05-{number % 28 + 1:02}T10:00:00Z"></head>'
        f"<body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav><article><h1>Fighting around {town}, day {number}"
        f"</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def figures(pages: int) -> dict[str, Any]:
    """Seconds and sizes; the reading runs in a process of its own, as a user's does."""
    chance = random.Random(2024)
    with tempfile.TemporaryDirectory() as folder:
        saved, ledger = Path(folder, "saved"), Path(folder, "ledger.db")
        saved.mkdir()
        for number in range(pages):
            (saved / f"{number:05}.html").write_text(page(number, chance), encoding="utf-8")
        began = time.perf_counter()
        _sayso("read", str(saved), "--ledger", str(ledger))
        read_s = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        asked = [_timed("claims", "--about", "Ostrel", "--ledger", str(ledger)) for _ in range(6)][1:]
        from sayso import api

        return {
            "pages": pages,
            "claims": api.open(ledger).counts().claims,
            "read_s": read_s,
            "pages_per_s": pages / read_s,
            "read_peak_mb": peak,
            "claims_s": statistics.median(asked),
            "ledger_mb": ledger.stat().st_size / 1e6,
        }


def _sayso(*arguments: str) -> None:
    subprocess.run([Path(sys.executable).with_name("sayso"), *arguments], capture_output=True, check=True)


def _timed(*arguments: str) -> float:
    began = time.perf_counter()
    _sayso(*arguments)
    return time.perf_counter() - began


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.pages)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['pages']:,} pages, {found['claims']:,} claims read in {found['read_s']:.1f} s")
    print(f"ledger {found['ledger_mb']:.0f} MB, peak of the reading {found['read_peak_mb']:.0f} MB")
    print(f"`sayso claims --about` answers in {1000 * found['claims_s']:.0f} ms (median of five, whole process)")


if __name__ == "__main__":
    main()
