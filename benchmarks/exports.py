"""A ledger of 100,000 claims exported to each format: seconds and the peak of memory, each in a process of its own.

`python -m benchmarks.exports [--claims N] [--ledger FILE] [--profile P] [--policy P] [--only FORMAT] [--json]`. The
claims are those of `benchmarks.desk`, made by a seed; every hundredth was decided, so that ClaimReview has something to
write. Rows of events and the table of relations are made of incidents. The first command that asks for them weighs
them, once after something was read: that is done before, and `benchmarks.growth` tells what it takes.

Of each format: rows written; seconds by the clock and cpu_s of the processor, start and exit included; peak_mb of
memory; mb of its first file. Each is printed to standard error as soon as it is known.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import desk
from sayso.exports.formats import FORMATS, POLICIES

MEASURE = """
import resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "sayso", *sys.argv[1:]], stdout=-3, stderr=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(done.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def figures(claims: int, profile: str, policy: str, formats: Sequence[str], kept: Path | None = None) -> dict[str, Any]:
    """Rows, seconds, megabytes of each format. kept: a ledger that was made before, or is to be made and kept."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = kept or Path(folder, "large.db")
        if not ledger.exists():
            desk.made(ledger, claims)
        _measured("incidents", "--limit", "1", "--ledger", str(ledger))
        found = {}
        for name in formats:
            found[name] = _exported(name, ledger, Path(folder), profile, policy)
            print(name, json.dumps(found[name]), file=sys.stderr, flush=True)
        return {
            "claims": max((each.pop("claims") for each in found.values()), default=0),
            "profile": profile,
            "policy": policy,
            "ledger_mb": round(ledger.stat().st_size / 1e6),
            "formats": found,
        }


def _exported(name: str, ledger: Path, folder: Path, profile: str, policy: str) -> dict[str, Any]:
    out = folder / f"out.{name}"
    spent = _measured("export", name, "--ledger", str(ledger), "--profile", profile, "--policy", policy, "-o", str(out))
    manifest = json.loads(Path(f"{out}.manifest.json").read_text(encoding="utf-8"))
    return {
        "claims": manifest["claims"],
        "rows": manifest["rows"],
        **spent,
        "mb": round(out.stat().st_size / 1e6, 1),
    }


def _measured(*command: str) -> dict[str, float]:
    """What a command of sayso's takes. Ends the benchmark where it fails."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    seconds, cpu, peak = map(float, done.stdout.split())
    return {"seconds": round(seconds, 1), "cpu_s": round(cpu, 1), "peak_mb": round(peak)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=desk.CLAIMS)
    parser.add_argument("--ledger", type=Path, help="made here by an earlier run, or to be made here and kept")
    parser.add_argument("--profile", default="public", choices=("public", "internal"))
    parser.add_argument("--policy", default="low-best-high", choices=POLICIES)
    parser.add_argument("--only", choices=tuple(FORMATS), action="append", help="this format, and others so named")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.claims, options.profile, options.policy, options.only or tuple(FORMATS), options.ledger)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['claims']:,} claims in a ledger of {found['ledger_mb']} MB, profile {found['profile']}")
    for name, one in found["formats"].items():
        spent = f"{one['seconds']:>7.1f} s{one['cpu_s']:>7.1f} s CPU{one['peak_mb']:>6.0f} MB"
        print(f"  {name:<15}{one['rows']:>9,} rows{spent}")


if __name__ == "__main__":
    main()
