"""Add parties to the register of actors, from a TOML file that you write.

A row is a party: its kind, its id, its name and where you read it; the rest may be left out. A side is allied_with,
backed_by, media_arm_of or against another party's id, states by their codes (sy, us), a state's offices as
sy.military. What you add stays in your data folder ($SAYSO_ACTORS, else ~/.local/share/sayso/actors), one file each;
adding a file of the same name again replaces it.
"""

import argparse
from pathlib import Path

from sayso.cli.layout import safe
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso actors add mahin.toml      with, for instance, these lines in it:

    [armed_group.shuhada-mahin]
    name = "Liwa Shuhada Mahin"
    names = "Martyrs of Mahin Brigade [2013..]; LSM"
    homes = "SY"
    part_of = "fsa"
    sides = ["against islamic-state [2014..] | our desk, 12 May"]
    source = "our desk"
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso actors` takes."""
    parser.add_argument("action", choices=["add"], help="add: import files into your register")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a TOML file of parties")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Import one file after the other."""
    from sayso.registers.actors.imports import add

    for path in options.files:
        done = add(path)
        parties = "party" if done.parties == 1 else "parties"
        terminal.write(f"{safe(path.name)}: {done.parties:,} {parties} added ({safe(str(done.path))})")
    return FINE
