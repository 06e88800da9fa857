"""Ledgers as wholes: what changed at an address, joining two, copying one to a server and back, who may do what.

copy brings all of a ledger to an empty place; merge takes another ledger into the first one and keeps both chains;
versions lists what outlets added, dropped and altered in their reports; roles lists who reads, reviews and edits a
ledger on a server, and grant gives somebody one of these roles.
"""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import Run, safe
from sayso.cli.options import add_format, add_ledger, ledger_path
from sayso.cli.progress import Count
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports import contract
from sayso.model.claim import Claim

if TYPE_CHECKING:
    from sayso.ledger.history import Version

EXAMPLES = """examples:
  sayso ledger copy attack.db postgresql://desk.example/attack   a laptop's ledger becomes the team's
  sayso ledger merge mine.db ben.db                              all of ben.db, into mine.db
  sayso ledger versions                                          which reports their outlets changed, and how
  sayso ledger versions herald.example --format json
  sayso ledger grant reviewer ada --ledger postgresql://desk.example/attack
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso ledger` takes."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    copy = actions.add_parser("copy", help="all of a ledger, to an empty file or database")
    copy.add_argument("source", metavar="FROM", help="a file or postgresql://…")
    copy.add_argument("target", metavar="TO", help="a file that is not there yet, or an empty database")
    merge = actions.add_parser("merge", help="take another ledger in, and keep both chains")
    merge.add_argument("into", metavar="INTO", help="the ledger that grows")
    merge.add_argument("others", metavar="OTHER", nargs="+", help="a ledger that is taken in, and left as it is")
    versions = actions.add_parser("versions", help="what outlets changed in their reports")
    versions.add_argument("about", metavar="WORDS", nargs="?", help="of the address or the title, or a page's id")
    add_ledger(versions)
    add_format(versions)
    roles = actions.add_parser("roles", help="who reads, reviews and edits a ledger on a server")
    add_ledger(roles)
    grant = actions.add_parser("grant", help="give somebody a role of a ledger on a server")
    grant.add_argument("role", choices=("reader", "reviewer", "editor"))
    grant.add_argument("person", metavar="NAME", help="of the server's user")
    add_ledger(grant)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do the one thing that is asked."""
    return _ACTIONS[options.action](options, terminal)


def _copy(options: argparse.Namespace, terminal: Terminal) -> int:
    target = api.open(options.target)
    with Count(terminal, "rows copied") as count:
        entries, head = api.open(options.source).copy(target, count.reached)
    terminal.write(f"{safe(str(target.path))}: {telling.count(entries, 'entry', 'entries')} copied")
    terminal.write(f"head {head}")
    return FINE


def _merge(options: argparse.Namespace, terminal: Terminal) -> int:
    into = api.open(options.into)
    for name in options.others:
        other = api.open(name)
        with Count(terminal, "entries gone through") as count:
            merged = into.merge(other, count.reached)
        held = (
            telling.count(merged.pages, "page"),
            telling.count(merged.claims, "claim"),
            telling.count(merged.reviews, "review"),
        )
        told = ", ".join(held) + " new" if merged.entries else "nothing new"
        terminal.write(f"{safe(str(other.path))}: {told}")
    return FINE


def _versions(options: argparse.Namespace, terminal: Terminal) -> int:
    ledger = api.open(ledger_path(options))
    found = 0
    for version in ledger.versions(options.about):
        found += 1
        if options.format == "json":
            terminal.write(contract.line(_json(version)))
        else:
            _tell(version, terminal)
    terminal.out.flush()
    terminal.say(f"{telling.count(found, 'changed report')} in {ledger.path}" if found else "no report was changed")
    return FINE


def _tell(version: "Version", terminal: Terminal) -> None:
    changes = version.changes
    terminal.tell(telling.title(version.title, version.path))
    terminal.tell([(f"{safe(version.address)} · changed by {version.seen[:16].replace('T', ' ')}", "faint")], 2, 4)
    if changes.readers_differ:
        terminal.tell([("Two readers read the two versions: some of this may be theirs.", "warning")], 2, 4)
    for word, claims in (("added", changes.added), ("withdrawn", changes.dropped)):
        for claim in claims:
            terminal.tell([(f"{word}: ", "strong"), *_quote(claim)], 2, 6)
    for altered in changes.altered:
        terminal.tell([("altered: ", "strong"), *_quote(altered.after)], 2, 6)
        for name, before, after in altered.slots:
            told = f"{name}: {safe(before or 'not said')} → {safe(after or 'no longer said')}"
            terminal.tell([(told, "faint")], 6, 8)
    kept = f"{telling.count(len(changes.kept), 'claim')} as before"
    terminal.tell([(kept, "faint")], 2)
    terminal.write()


def _quote(claim: Claim) -> list[Run]:
    quote = " … ".join(words.text for words in claim.quote)
    return [(f"“{safe(quote)}”", "plain"), (f"  [{claim.id[:8]}]", "faint")]


def _json(version: "Version") -> contract.JSON:
    changes = version.changes
    return {
        "address": version.address,
        "page_sha256": version.page_sha256,
        "replaces": version.replaces,
        "seen": version.seen,
        "title": version.title,
        "added": [contract.claim_of(claim) for claim in changes.added],
        "withdrawn": [contract.claim_of(claim) for claim in changes.dropped],
        "altered": [
            {
                "before": contract.claim_of(altered.before),
                "after": contract.claim_of(altered.after),
                "slots": [{"slot": name, "before": old, "after": new} for name, old, new in altered.slots],
            }
            for altered in changes.altered
        ],
        "kept": [[before.id, after.id] for before, after in changes.kept],
        "readers_differ": changes.readers_differ,
    }


def _roles(options: argparse.Namespace, terminal: Terminal) -> int:
    for role, people in api.open(ledger_path(options)).roles().items():
        terminal.write(f"{role}: {', '.join(map(safe, people)) or 'nobody'}")
    return FINE


def _grant(options: argparse.Namespace, terminal: Terminal) -> int:
    ledger = api.open(ledger_path(options))
    ledger.grant(options.role, options.person)
    terminal.write(f"{safe(options.person)} is {options.role} of {safe(str(ledger.path))}")
    return FINE


_ACTIONS: dict[str, Callable[[argparse.Namespace, Terminal], int]] = {
    "copy": _copy,
    "merge": _merge,
    "versions": _versions,
    "roles": _roles,
    "grant": _grant,
}
