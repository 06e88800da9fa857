"""An archive read in shards beside reading alone, shards loaded into a ledger, and many writers on one server.

`python -m benchmarks.batch [--pages N] [--workers N] [--ray] [--server URL --writers N --seconds S] [--json]`. The
pages are those of `benchmarks.ledger`, made here by a seed. Rates are pages per CPU-second, children included, so that
a busy machine does not change them. `same` is whether the shards hold the claims of reading alone byte for byte.

`busy` is the processor time of the workers by seconds times workers, from the first call of the engine to its end.
Where others use the machine that falls, whoever is at fault; `ready` also counts the time for which a worker stood in
line for a processor (Linux tells it). What is left is what the engine let lie. With `--ray` nothing is loaded.
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
from sayso.batch.shard import Done, Shard, Step, cut, marks, read_shard, table_of
from sayso.model import to_json


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
        out.mkdir()
        for number in range(pages):
            (saved / f"{number:06}.html").write_text(page(number, chance), encoding="utf-8")
        alone = _measured(_alone, str(saved), f"{folder}/alone.jsonl")
        read = _measured(_in_shards, str(saved), str(out), workers, ray)
        worked = _worked(out)
        told = {
            "pages": pages,
            "workers": workers,
            "alone_pages_per_cpu_s": pages / alone["cpu_s"],
            "shards_pages_per_cpu_s": pages / worked["cpu_s"],
            "shards_pages_per_s": pages / read["s"],
            "busy": worked["cpu_s"] / read["s"] / workers,
            "ready": (worked["cpu_s"] + worked["waited_s"]) / read["s"] / workers,
            "shards": int(worked["shards"]),
            "same": _claims_of(out) == Path(folder, "alone.jsonl").read_bytes(),
            "shards_mb": sum(file.stat().st_size for file in out.glob("*.parquet")) / 1e6,
        }
        if ray:
            return told
        load = _measured(_load, str(out), str(Path(folder, "a.db")))
        return told | {
            "load_pages_per_cpu_s": pages / load["cpu_s"],
            "ledger_mb": Path(folder, "a.db").stat().st_size / 1e6,
            "claims": api.open(Path(folder, "a.db")).counts().claims,
        }


def _measured(work: Any, *arguments: Any) -> dict[str, float]:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_measure, args=(theirs, work, *arguments))
    process.start()
    theirs.close()  # so that a process that fails ends the waiting
    found: dict[str, float] = ours.recv()
    process.join()
    return found


def _measure(pipe: Any, work: Any, *arguments: Any) -> None:
    began, cpu = time.perf_counter(), _cpu_s()
    work(*arguments)
    pipe.send({"s": time.perf_counter() - began, "cpu_s": _cpu_s() - cpu})


def _alone(saved: str, kept: str) -> None:
    with Path(kept).open("wb") as file:
        for account in api.read(saved):
            file.writelines(to_json(claim).encode() + b"\n" for claim in account.claims)


def _claims_of(out: Path) -> bytes:
    from pyarrow import parquet

    tables = (parquet.read_table(table_of(mark, "claims")) for mark in marks(out))
    return b"".join(body.encode() + b"\n" for table in tables for body in table.column("body").to_pylist())


def timed(step: Step, shard: Shard) -> Done:
    """The step, and next to its files how long its worker has worked, and stood in line, since it began."""
    done = read_shard(step, shard)
    told = {"pid": os.getpid(), "cpu_s": time.process_time(), "waited_s": _waited_s()}
    Path(step.out, f"{shard.name}.worked.json").write_text(json.dumps(told), encoding="utf-8")
    return done


def _waited_s() -> float:
    """For which the thread that reads was ready and had no processor; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except OSError:
        return 0.0


def _worked(out: Path) -> dict[str, float]:
    """Of all workers together: each has told of itself after every shard."""
    told = [json.loads(file.read_bytes()) for file in out.glob("*.worked.json")]
    last = {one["pid"]: one for one in sorted(told, key=lambda one: float(one["cpu_s"]))}
    sums = {name: sum(one[name] for one in last.values()) for name in ("cpu_s", "waited_s")}
    return {"shards": len(told), **sums}


def _in_shards(saved: str, out: str, workers: int, ray: bool) -> None:
    from benchmarks.batch import timed  # by its name: workers import it, and this module's own name is `__main__` here
    from sayso.batch.engines import Cluster, Pool

    engine = Cluster(work=timed) if ray else Pool(workers, timed)
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
    parser.add_argument("--pages", type=int, default=1200, help="shards are of 200: as many for each worker are best")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ray", action="store_true", help="on Ray, all its cores, instead of the pool")
    parser.add_argument("--server", metavar="URL", help="an empty PostgreSQL database: measure writers on it instead")
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.server:
        found = writing(options.server, options.writers, options.seconds)
    else:
        workers = (os.cpu_count() or 1) if options.ray else options.workers
        found = shards(options.pages, workers, ray=options.ray)
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24} {value:,.2f}" if isinstance(value, float) else f"{name:24} {value:,}")


if __name__ == "__main__":
    main()
