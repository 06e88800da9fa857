"""Remove the words of a claim, a report or a name from a ledger for good, to protect a person.

Words are blacked out in texts, claims, titles and reviews, and the bytes of their pages removed. Hashes stay, with who
decided it and why, and `sayso verify` still passes. It cannot be undone. Files that you saved, exports, backups and
ledgers of others are not touched: the paths of the pages are printed, so that you can look after them.
"""

import argparse
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import safe
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.status import FAULT, FINE, WRONG_USAGE
from sayso.cli.terminal import Terminal

if TYPE_CHECKING:
    from sayso.ledger.redaction import Plan

EXAMPLES = """examples:
  sayso redact claim 3f9a2c18                    what would go; nothing is removed yet
  sayso redact claim 3f9a2c18 --as Ada --because "the witness was threatened" --yes
  sayso redact name "Hala al-Nader" --as Ada --because "asked by her lawyer" --yes
  sayso redact report 81d0… --as Ada --because "a court order" --yes
"""

WORDS = {
    "texts": ("text", "texts"),
    "page_bytes": ("page's bytes", "pages' bytes"),
    "claims": ("claim", "claims"),
    "reports": ("title or author", "titles or authors"),
    "notes": ("note", "notes"),
    "problems": ("problem", "problems"),
    "reviews": ("review", "reviews"),
    "pages": ("path or address", "paths or addresses"),
    "joined_entries": ("joined entry", "joined entries"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso redact` takes."""
    parser.add_argument("kind", choices=("claim", "report", "name"))
    parser.add_argument("what", metavar="WHAT", help="the beginning of an id, or the name as it is written")
    parser.add_argument("--as", dest="who", metavar="NAME", help="who decides it")
    parser.add_argument("--because", metavar="WHY", help="the reason, which is kept; never the name itself")
    parser.add_argument("--yes", action="store_true", help="remove it; without, only tell what would go")
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Tell what would go, or remove it."""
    ledger = api.open(ledger_path(options))
    what = options.what.strip() if options.kind == "name" else options.what.strip().lower()
    if not options.yes:
        _tell(ledger.redaction(options.kind, what), "would go", terminal)
        terminal.say("Nothing was removed: --yes removes it, and cannot be undone.")
        return FINE
    if not options.who or not options.because:
        terminal.complain("a redaction names who decided it and why: give --as and --because")
        return WRONG_USAGE
    plan, swept = ledger.redact(options.kind, what, who=options.who, because=options.because)
    _tell(plan, "removed", terminal)
    if not swept:
        terminal.complain(
            f"{ledger.path}: removed, but old copies lie in the server's files until its owner runs VACUUM FULL"
        )
    return FINE if swept else FAULT


def _tell(plan: "Plan", word: str, terminal: Terminal) -> None:
    counted = [telling.count(plan.count(table), *names) for table, names in WORDS.items() if plan.count(table)]
    terminal.tell([(f"{word}: ", "strong"), (f"words in {', '.join(counted)}", "plain")], 0, 2)
    for path in plan.paths:
        terminal.tell([(f"not touched where you keep it: {safe(path)}", "faint")], 2, 4)
