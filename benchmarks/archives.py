"""Reading an archive: what it costs beside reading alone, whether it survives being killed, whether memory stays flat.

The benchmark writes a WARC of pages about invented villages, by a seed, each a short report, and reads it with the
command as a whole process: once, and once killed and started again at random. `reading alone` is a tenth of the same
pages as files of a folder, without a ledger, before and after the archive is read, so that a machine that others use
is as busy for both. CPU-seconds are those of the command and its children, less what it takes to start.

Counted: pages per CPU-second of both, and their ratio; claims lost, other than expected and more than once, and pages
read more than once after ten kills; how far resident memory (command and children) moved, after its first tenth.
"""

import argparse
import itertools
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sayso.pages.fetch import Exchange
from sayso.pages.warc import record_of

PAGES = 10_000
KILLS = 10
PARAGRAPHS = 2
_SIDES = ("Fighters of the Northern Front", "Soldiers of the Second Brigade", "Gunmen", "Units of the River Guard")
_DID = ("captured the village of {place}", "shelled {place} with mortars", "withdrew from {place}", "raided {place}")
_WHO = ("the River Monitor said", "a military spokesman said", "according to residents", "state media reported")
_LINE = "<p>{side} {did} on {day}, {who}. {rest}</p>"
_REST = (
    "At least {n} people were killed.",
    "The army denied this.",
    "The Northern Front claimed responsibility for the attack.",
    "Nobody could be reached for comment.",
    "It was not clear who fired first, and the roads to the town were closed until the evening.",
)


def page(number: int, paragraphs: int = PARAGRAPHS) -> bytes:
    """A page of some paragraphs with the furniture that all pages of its host share."""
    chosen = random.Random(number)
    lines = []
    for n in range(paragraphs):
        did = chosen.choice(_DID).format(place=f"Qasr {chosen.choice('ABCDEFGH')}{number}-{n}")
        rest = chosen.choice(_REST).format(n=chosen.randint(2, 40))
        day = chosen.choice(("Monday", "Thursday", "Sunday"))
        lines.append(_LINE.format(side=chosen.choice(_SIDES), did=did, day=day, who=chosen.choice(_WHO), rest=rest))
    whole = f"""<!doctype html><html lang="en"><head><title>Villages on day {number}</title>
<meta property="og:site_name" content="The Example Herald {number % 7}">
<meta property="article:published_time" content="2024-05-{number % 27 + 1:02}T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Villages on day {number}</h1>{"".join(lines)}
<p>Sign up for the morning letter of the Herald</p></article><footer>All rights reserved.</footer></body></html>"""
    return whole.encode()


def written(folder: Path, pages: int, paragraphs: int) -> tuple[Path, list[Path]]:
    """The WARC, and three folders with pages of it: its first, its first tenth and its last tenth."""
    warc = folder / "crawl.warc.gz"
    tenth = _tenth(pages)
    files = {folder / "one": range(1), folder / "first": range(tenth), folder / "last": range(pages - tenth, pages)}
    for place in files:
        place.mkdir()
    headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    with warc.open("wb") as out:
        for number in range(pages):
            body = page(number, paragraphs)
            address = f"https://herald{number % 7}.example/{number}"
            out.write(record_of(Exchange(address, None, "2024-06-01T00:00:00Z", 200, "OK", headers, body)))
            for place, numbers in files.items():
                if number in numbers:
                    (place / f"{number:06}.html").write_bytes(body)
    return warc, list(files)


def _tenth(pages: int) -> int:
    """How many pages are read alone at a time: a tenth, but not so few that starting outweighs them."""
    return max(pages // 10, min(pages, 200))


def command(*arguments: str | Path) -> list[str]:
    """`sayso read` as a process, one thread."""
    return [sys.executable, "-m", "sayso", "read", *map(str, arguments), "--format", "json"]


def _begun(arguments: list[str], out: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    streams = {"stdout": out, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(arguments, env={**os.environ, **threads}, start_new_session=True, **streams)  # type: ignore[call-overload,no-any-return]


def run(arguments: list[str]) -> tuple[float, list[int]]:
    """CPU-seconds of a run to its end, and its resident memory in MB, twice a second."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = _begun(arguments)
    memory = []
    while process.poll() is None:
        memory.append(_resident(process.pid))
        time.sleep(0.5)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, [mb for mb in memory if mb]


def _resident(pid: int) -> int:
    """MB of the process and its children, where the system tells (Linux).

    A child that was forked and has not begun its own program yet lives in its parent's memory, which counts once.
    """
    named = _told(pid, "cmdline")
    children = (int(child) for child in _told(pid, f"task/{pid}/children").split())
    counted = (pid, *(child for child in children if _told(child, "cmdline") != named))
    pages = sum(int((_told(one, "statm").split() or [b"0", b"0"])[1]) for one in counted)
    return pages * resource.getpagesize() // 1_000_000


def _told(pid: int, what: str) -> bytes:
    """What the system tells of a process; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


def killed(arguments: list[str], pages: int, kills: int, seed: int = 8) -> int:
    """Start, kill when it has told of so many pages, start again; at last run to the end. How many kills hit.

    The numbers are chosen so that all lives together seldom reach the end; a part of a second more lets the kill
    fall anywhere in what comes after the page was told.
    """
    chosen = random.Random(seed)
    hit = 0
    for _ in range(kills):
        life, more = chosen.uniform(0, 2 * pages / kills), chosen.random()
        process = _begun(arguments, subprocess.PIPE)
        assert process.stdout is not None
        told = sum(1 for _ in itertools.islice(process.stdout, int(life)))
        time.sleep(more)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            hit += 1
        process.stdout.close()
        process.wait()
        _tell(f"life {hit}: {told} pages told")
    run(arguments)
    return hit


def claims_in(ledger: Path) -> tuple[Counter[tuple[str, str]], int]:
    """Each claim of the ledger, id and all that it says, with how often it is there; readings beyond one a page."""
    with sqlite3.connect(ledger) as connection:
        claims = Counter(connection.execute("SELECT id, body FROM claims"))
        (again,) = connection.execute("SELECT count(*) - count(DISTINCT page_sha256) FROM readings").fetchone()
    return claims, int(again)


def _tell(line: str) -> None:
    """A line for who waits."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def figures(pages: int, kills: int, paragraphs: int) -> dict[str, Any]:
    """All of it, in a folder that is removed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warc, (one, first, last) = written(folder, pages, paragraphs)
        run(command(one, "--no-ledger"))  # so that what starting loads is at hand for all
        start, _ = run(command(one, "--no-ledger"))
        before, _ = run(command(first, "--no-ledger"))
        _tell(f"started in {start:.2f} CPU-s; a tenth alone {before:.1f}")
        whole = folder / "whole.db"
        spent, memory = run(command(warc, "--ledger", whole))
        after, _ = run(command(last, "--no-ledger"))
        alone = 2 * _tenth(pages) / (before + after - 2 * start)
        archived = pages / (spent - start)
        _tell(f"archive {spent:.1f} CPU-s; a tenth alone {after:.1f}; ratio {archived / alone:.3f}")
        cut = folder / "cut.db"
        hit = killed(command(warc, "--ledger", cut), pages, kills)
        expected, _ = claims_in(whole)
        found, again = claims_in(cut)
        steady = memory[len(memory) // 10 :]
        return {
            "pages": pages,
            "paragraphs": paragraphs,
            "alone_pages_per_cpu_s": alone,
            "pages_per_cpu_s": archived,
            "ratio": archived / alone,
            "kills": hit,
            "claims": expected.total(),
            "lost": len(expected.keys() - found.keys()),
            "more": len(found.keys() - expected.keys()),
            "twice": found.total() - len(found),
            "read_again": again,
            "memory_mb": max(steady, default=0),
            "memory_moved_mb": max(steady, default=0) - min(steady, default=0),
        }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of a page; two sentences each")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.pages, options.kills, options.paragraphs)
    if options.json:
        print(json.dumps(found))
        return
    for key, value in found.items():
        print(f"{key:24s} {value:,.2f}" if isinstance(value, float) else f"{key:24s} {value:,}")


if __name__ == "__main__":
    main()
