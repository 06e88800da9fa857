"""The two streams of a command: what was asked for goes to `out`, what is said about it to `err`."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TextIO

from sayso.cli import ink
from sayso.cli.layout import NARROWEST, READABLE, Run, Sheet

IN_A_PIPE = 80
"""Columns where there is no terminal to ask."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command writes. sheet, side: for lines that are read, on `out` and `err`; width: of all of `out`."""

    out: TextIO
    err: TextIO
    sheet: Sheet
    side: Sheet
    width: int = IN_A_PIPE

    @classmethod
    def here(cls) -> Self:
        """The streams of this process, as wide as its terminal (80 columns in a pipe; $COLUMNS overrides both)."""
        out, err = sys.stdout, sys.stderr
        whole = max(NARROWEST, _columns(out))
        width = min(READABLE, whole)
        sheets = Sheet(width, ink.wanted(out, os.environ)), Sheet(width, ink.wanted(err, os.environ))
        return cls(out, err, *sheets, whole)

    def write(self, text: str = "") -> None:
        """One line as it stands."""
        self.out.write(f"{text}\n")

    def tell(self, runs: Iterable[Run], indent: int = 0, hanging: int | None = None) -> None:
        """Wrapped lines on `out`."""
        for line in self.sheet.lines(runs, indent, hanging):
            self.write(line)

    def say(self, message: str) -> None:
        """One line about what was done, on `err`."""
        self.err.write(f"{message}\n")

    def complain(self, message: str) -> None:
        """One line about what went wrong, on `err`, however wide: so that it can be searched for and passed on."""
        name = ink.dye("sayso:", "fault") if self.side.colour else "sayso:"
        self.err.write(f"{name} {message}\n")


def _columns(out: TextIO) -> int:
    """As `shutil.get_terminal_size` tells it, whose module takes longer to load than all of this."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(out.fileno()).columns or IN_A_PIPE
    except (OSError, ValueError, AttributeError):
        return IN_A_PIPE
