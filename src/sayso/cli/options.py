"""Arguments that several commands share."""

import argparse
import os
from typing import get_args

from sayso.ledger.location import Location, located
from sayso.model.claim import Stance
from sayso.model.event import EventType

LEDGER = "sayso.db"


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """--ledger, which every command takes."""
    parser.add_argument(
        "--ledger",
        metavar="FILE",
        help="the ledger, a file or postgresql://…; else $SAYSO_LEDGER, else ./sayso.db",
    )


def ledger_path(options: argparse.Namespace) -> Location:
    """The ledger that is meant."""
    return located(options.ledger or os.environ.get("SAYSO_LEDGER") or LEDGER)


def add_format(parser: argparse.ArgumentParser) -> None:
    """--format: for a person, or for a program."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON lines")


def add_network(parser: argparse.ArgumentParser) -> None:
    """--allow-private and --contact, of every command that fetches."""
    parser.add_argument(
        "--allow-private", action="store_true", help="follow links into private networks and to this machine too"
    )
    parser.add_argument("--contact", metavar="ADDRESS", help="told to the sites visited; else $SAYSO_CONTACT")


def contact(options: argparse.Namespace) -> str | None:
    """Whom sites may write to, on one line."""
    stated = options.contact or os.environ.get("SAYSO_CONTACT") or ""
    return "".join(filter(str.isprintable, stated)).strip("() ") or None


def listed(word: str) -> str:
    """A word of a closed list as a person may write it: `claimed-responsibility` is `claimed_responsibility`."""
    return word.strip().lower().replace("-", "_").replace(" ", "_")


def add_claim_filters(parser: argparse.ArgumentParser) -> None:
    """Which claims are meant: what is asked must hold all together."""
    parser.add_argument("--about", metavar="TEXT", help="words of the claim itself")
    parser.add_argument("--speaker", metavar="TEXT", help="words of any voice in the chain, or of the outlet")
    parser.add_argument("--stance", type=listed, help=", ".join(sorted(get_args(Stance))))
    parser.add_argument("--type", type=listed, help=", ".join(sorted(get_args(EventType))))
    parser.add_argument("--place", metavar="TEXT", help="words of the event's place")
    parser.add_argument("--from", dest="since", metavar="D", help="the event's first day: 2017-10-05, 2017-10 or 2017")
    parser.add_argument("--to", dest="until", metavar="D", help="the event's last day, included")
