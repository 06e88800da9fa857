"""What the commands share by which a person decides."""

import argparse
import getpass
import os

from sayso.model.errors import NotOfThisKind


def add_who(parser: argparse.ArgumentParser) -> None:
    """--as and --because, which every decision takes."""
    parser.add_argument("--as", dest="who", metavar="NAME", help="who decides; else $SAYSO_NAME, else your login name")
    parser.add_argument("--because", metavar="TEXT", help="why, for whoever reads it years later")


def who(options: argparse.Namespace) -> str:
    """The name under which a decision is kept. Raises NotOfThisKind where there is none."""
    if options.who is not None and not options.who.strip():
        raise NotOfThisKind("a decision needs a name: --as NAME")
    name: str = (options.who or os.environ.get("SAYSO_NAME") or _login()).strip()
    if not name:
        raise NotOfThisKind("nobody is logged in by name: say who decides, by --as NAME")
    return name


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
