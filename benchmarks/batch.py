"""An archive read in shards beside reading alone, shards loaded into a ledger, and many writers on one server.

`python -m benchmarks.batch [--pages N] [--workers N] [--ray] [--server URL --writers N --seconds S] [--json]`. The
pages are those of `benchmarks.ledger`, made here by a seed. Rates are pages per CPU-second, children included, so that
a busy machine does not change them; `busy` is CPU-seconds per second and worker.
"""

import argparse
import json
import multiprocessing
import os
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.ledger import page
from sayso import api


def _cpu_s() -> float:
    """Of this process and of children that have ended."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def shards(pages: int, workers: int, *, ray: bool) -> dict[str, Any]:
    """Reading alone, in shards, and loading. Each runs in a process of its own, so that its children are counted."""
    chance = random.Random(2024)
    with tempfile.TemporaryDirectory() as folder:
        saved, out = Path(folder, "saved"), Path(folder, "out")
        saved.mkdir()
        for number in range(pages):
            (saved / f"{number:06}.html").write_text(page(number, chance), encoding="utf-8")
        alone = _measured(_alone, str(saved))
        read = _measured(_in_shards, str(saved), str(out), workers, ray)
        load = _measured(_load, str(out), str(Path(folder, "a.db")))
        held = sum(file.stat().st_size for file in out.glob("*.parquet"))
        return {
            "pages": pages,
            "workers": workers,
            "alone_pages_per_cpu_s": pages / alone["cpu_s"],
            "shards_pages_per_cpu_s": pages / read["cpu_s"],
            "shards_pages_per_s": pages / read["s"],
            "busy": read["cpu_s"] / read["s"] / workers,
            "load_pages_per_cpu_s": pages / load["cpu_s"],
            "shards_mb": held / 1e6,
            "ledger_mb": Path(folder, "a.db").stat().st_size / 1e6,
            "claims": api.open(Path(folder, "a.db")).counts().claims,
        }


def _measured(work: Any, *arguments: Any) -> dict[str, float]:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_measure, args=(theirs, work, *arguments))
    process.start()
    found: dict[str, float] = ours.recv()
    process.join()
    return found


def _measure(pipe: Any, work: Any, *arguments: Any) -> None:
    began, cpu = time.perf_counter(), _cpu_s()
    work(*arguments)
    pipe.send({"s": time.perf_counter() - began, "cpu_s": _cpu_s() - cpu})


def _alone(saved: str) -> None:
    for _ in api.read(saved):
        pass


def _in_shards(saved: str, out: str, workers: int, ray: bool) -> None:
    from sayso.batch.engines import Cluster, Pool
    from sayso.batch.shard import Step, cut

    engine = Cluster() if ray else Pool(workers)
    lost = [outcome.failure for outcome in engine.map(Step(out), cut([saved])) if outcome.failure]
    assert not lost, lost


def _load(out: str, ledger: str) -> None:
    from sayso.batch.load import load
    from sayso.ledger.location import located

    for _ in load(out, located(ledger)):
        pass


def writing(server: str, writers: int, seconds: float) -> dict[str, Any]:
    """Many processes that record pages on one server until their time is up: what they had acknowledged, and kept."""
    context = multiprocessing.get_context("spawn")
    acknowledged = context.Queue()
    processes = [context.Process(target=_write, args=(server, n, seconds, acknowledged)) for n in range(writers)]
    for process in processes:
        process.start()
    told = [page for _ in processes for page in acknowledged.get()]
    for process in processes:
        process.join()
    kept = {page.sha256 for page in api.open(server).pages()}
    return {
        "writers": writers,
        "acknowledged": len(told),
        "lost": len(set(told) - kept),
        "twice": len(told) - len(set(told)),
        "faults": len(api.open(server).verify().faults),
        "pages_per_s": len(told) / seconds,
    }


def _write(server: str, number: int, seconds: float, acknowledged: Any) -> None:
    from sayso.ledger.ledger import Ledger
    from sayso.ledger.location import located
    from sayso.model import Page, Report

    done: list[str] = []
    with Ledger.open(located(server)) as ledger:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = f"Writer {number} says that village {len(done)} fell."
            kept = Page(f"https://example/{number}/{len(done)}", "2024-05-17T00:00:00Z", "text/plain", text.encode())
            report = Report(kept.sha256, text, None, None, (), None, "en", (), ())
            ledger.record(kept, report, (), (), (), "benchmark", "x")
            done.append(kept.sha256)
    acknowledged.put(done)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ray", action="store_true", help="on Ray instead of the pool")
    parser.add_argument("--server", metavar="URL", help="an empty PostgreSQL database: measure writers on it instead")
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.server:
        found = writing(options.server, options.writers, options.seconds)
    else:
        found = shards(options.pages, options.workers, ray=options.ray)
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24} {value:,.2f}" if isinstance(value, float) else f"{name:24} {value:,}")


if __name__ == "__main__":
    main()
