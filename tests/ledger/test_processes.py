"""Killed at any moment, and several at once: what was acknowledged is there, once, and the chain holds."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.ledger.stores import Store

from sayso.ledger import find

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("recording.py")


def writer(store: Store, first: int, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            str(SCRIPT),
            store.name,
            str(first),
            str(count),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
    )


def acknowledged(process: subprocess.Popen[str]) -> list[str]:
    """All whole lines that the process printed; one that was cut short acknowledges nothing."""
    with process:  # read as its first line was: `communicate` would not see what came with that
        out = process.stdout.read() if process.stdout else ""
    return [line for line in out.splitlines(keepends=True) if line.endswith("\n")]


def kept(store: Store) -> list[str]:
    return [page.sha256 + "\n" for page in find.pages(store.location)]


def test_a_killed_process_loses_nothing_that_it_acknowledged(store: Store) -> None:
    moments = random.Random(7)
    expected: set[str] = set()
    for start in range(0, 600_000, 100_000):
        process = writer(store, start, 0)
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(moments.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        expected |= {first, *acknowledged(process)}
        assert expected <= set(kept(store))
        assert store.verify().faults == ()
    store.keep_example()
    assert expected < set(kept(store))


def test_killed_while_it_makes_the_file_the_next_one_makes_it(store: Store) -> None:
    moments = random.Random(11)
    for _ in range(4):
        process = writer(store, 0, 1)
        time.sleep(moments.uniform(0.3, 0.8))
        process.kill()
        process.communicate()
    store.keep_example()
    assert store.verify().faults == ()


def all_at_once(store: Store, writers: int, pages: int) -> None:
    processes = [writer(store, 1_000 * number, pages) for number in range(writers)]
    expected = [sha256 for process in processes for sha256 in acknowledged(process)]
    assert [process.returncode for process in processes] == [0] * writers
    assert len(expected) == writers * pages
    assert sorted(kept(store)) == sorted(expected)
    verified = store.verify()
    assert (verified.pages, verified.claims, verified.faults) == (writers * pages, writers * pages * 3, ())


def test_two_writers_at_once_are_safe(store: Store) -> None:
    all_at_once(store, writers=2, pages=100)


def test_four_writers_that_all_find_no_file_are_safe(store: Store) -> None:
    all_at_once(store, writers=4, pages=10)


def test_the_same_pages_from_two_writers_are_kept_once(store: Store) -> None:
    processes = [writer(store, 0, 30) for _ in range(2)]
    told = [acknowledged(process) for process in processes]
    assert told[0] == told[1] == kept(store)
    assert store.verify().faults == ()
