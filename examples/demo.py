"""Read five accounts of one captured town, and show who names which attacker, and through whom.

Everything here goes through sayso's public API; what is printed is what was read. `make demo` calls it.
"""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

import sayso

PAGES = sorted(Path(__file__).parent.glob("*.html"))
TOWN = "Qaryatayn"


def main() -> int:
    """Read the pages next to this file and print the table; the exit status is that of the reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", default="demo.db", metavar="FILE", help="where to keep what is read (demo.db)")
    ledger = sayso.open(parser.parse_args().ledger)

    print(f"\nFive accounts of one event, read into {ledger.path}:\n")
    accounts = list(ledger.read(*PAGES))
    for account in accounts:
        _tell_account(account)

    print(f"\nWho took al-{TOWN}?\n")
    _tell_attackers(ledger)

    _tell_what_next(ledger)
    return 1 if any(account.failed for account in accounts) else 0


def _tell_account(account: sayso.Account) -> None:
    report = account.report
    if report is None:
        print("  " + "; ".join(problem.message for problem in account.problems))
        return
    day = report.published.day if report.published else "undated"
    outlet = report.outlet or "an unnamed outlet"
    print(f"  {day}  {outlet:<20} {account.words:>4} words, {len(account.claims):>2} claims")


def _tell_attackers(ledger: sayso.Ledger) -> None:
    """One block for each attacker whom claims of the town's capture name, in the words of the reports."""
    voices: dict[str, list[str]] = {}
    for kept in ledger.claims(TOWN, type="territory_gained"):
        claim = kept.claim
        chain = " → ".join([*(hop.speaker.text for hop in claim.chain), kept.outlet or "an unnamed outlet"])
        words = " … ".join(fragment.text for fragment in claim.quote)
        told = f"{claim.stance.replace('_', ' ')} · {chain}\n“{words}”  [{claim.id[:8]}]"
        if attackers := "; ".join(party.text for party in claim.event.actors):
            voices.setdefault(attackers, []).append(told)
    for attackers, accounts in voices.items():
        print(f"  {attackers}")
        print(_indented(accounts))


def _indented(paragraphs: Iterable[str]) -> str:
    width = min(96, shutil.get_terminal_size().columns)
    lines = [line for paragraph in paragraphs for line in [*paragraph.splitlines(), ""]]
    return "\n".join(
        textwrap.fill(line, width, initial_indent=" " * 6, subsequent_indent=" " * 6, break_on_hyphens=False)
        for line in lines
    )


def _tell_what_next(ledger: sayso.Ledger) -> None:
    found = ledger.claims(TOWN, type="territory_gained", limit=1)
    first = found[0].claim.id[:8] if found else "ID"
    command = Path(sys.executable).parent / "sayso"
    sayso_here = command.relative_to(Path.cwd()) if command.is_relative_to(Path.cwd()) else command
    print("Nobody is called right here: these are claims, and each stands in its page. Try next:\n")
    for line in (
        f"claims --ledger {ledger.path} --about {TOWN} --stance denied",
        f"claims --ledger {ledger.path} --speaker SANA",
        f"show {first} --ledger {ledger.path}",
        f"verify --ledger {ledger.path}",
        "read YOUR-PAGE.html",
    ):
        print(f"  {sayso_here} {line}")
    print()


if __name__ == "__main__":
    sys.exit(main())
