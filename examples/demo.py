"""Read five accounts of one captured town, and lay them side by side: who names which attacker, and through whom.

Everything here goes through sayso's public API, and is printed as `sayso compare` prints it. `make demo` calls it.
"""

import argparse
import sys
from pathlib import Path

import sayso
from sayso.cli import laying
from sayso.cli.terminal import Terminal

PAGES = sorted(Path(__file__).parent.glob("*.html"))
TOWN = "Qaryatayn"


def main() -> int:
    """Read the pages next to this file and print the matrix; the exit status is that of the reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", default="demo.db", metavar="FILE", help="where to keep what is read (demo.db)")
    ledger = sayso.open(parser.parse_args().ledger)

    print(f"\nFive accounts of one event, read into {ledger.path}:\n")
    accounts = list(ledger.read(*PAGES))
    for account in accounts:
        _tell_account(account)

    print(f"\nWho took al-{TOWN}?\n", flush=True)
    found = ledger.incidents(TOWN, type="territory_gained", limit=1)
    for laid in found.shown:
        laying.tell(laid, Terminal.here())

    _tell_what_next(ledger, [laid.matrix.incident.id for laid in found.shown])
    return 1 if any(account.failed for account in accounts) else 0


def _tell_account(account: sayso.Account) -> None:
    report = account.report
    if report is None:
        print("  " + "; ".join(problem.message for problem in account.problems))
        return
    day = report.published.day if report.published else "undated"
    outlet = report.outlet or "an unnamed outlet"
    print(f"  {day}  {outlet:<20} {account.words:>4} words, {len(account.claims):>2} claims")


def _tell_what_next(ledger: sayso.Ledger, incidents: list[str]) -> None:
    command = Path(sys.executable).parent / "sayso"
    sayso_here = command.relative_to(Path.cwd()) if command.is_relative_to(Path.cwd()) else command
    print("\nNobody is called right here: these are claims, and each stands in its page. Try next:\n")
    for line in (
        *(f"compare {incident[:8]} --ledger {ledger.path} --grades airwars" for incident in incidents),
        f"incidents --ledger {ledger.path}",
        f"claims --ledger {ledger.path} --speaker SANA",
        f"verify --ledger {ledger.path}",
        "read YOUR-PAGE.html",
    ):
        print(f"  {sayso_here} {line}")
    print()


if __name__ == "__main__":
    sys.exit(main())
