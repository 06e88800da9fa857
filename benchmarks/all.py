"""Every benchmark in one run, or those named: `python -m benchmarks.all [--freeze] [NAME …]`.

Those of `LONG` are only run where they are named.
Prints one JSON object a benchmark; with --freeze it also writes benchmarks/frozen/NAME.json, the figures that the
repository stands by.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

NAMES = (
    "claims",
    "pages",
    "speed",
    "ledger",
    "speech",
    "syntax",
    "mentions",
    "references",
    "muc4",
    "plover",
    "tolls",
    "reliability",
    "dates",
    "places",
    "actors",
    "copies",
    "incidents",
    "relations",
    "growth",
    "desk",
    "serve",
)
LONG = {"archives": (), "batch": ("--ray",)}
"""Those that take an hour, or more than the library, with what is said to them."""
FROZEN = Path(__file__).parent / "frozen"


def main() -> int:
    """Run all; the exit status is 1 if one failed, and the others still run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; else all")
    parser.add_argument("--freeze", action="store_true")
    options = parser.parse_args()
    failed = 0
    if unknown := set(options.names) - {*NAMES, *LONG}:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join((*NAMES, *LONG))}")
    for name in options.names or NAMES:
        command = [sys.executable, "-m", f"benchmarks.{name}", *LONG.get(name, ()), "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            failed += 1
            continue
        figures = json.loads(done.stdout)
        print(f"{name}: {json.dumps(figures)}", flush=True)
        if options.freeze:
            FROZEN.mkdir(exist_ok=True)
            (FROZEN / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
