"""Add the places of a country to the gazetteer, from a file that you downloaded.

FILE is a country dump of GeoNames (SY.zip or SY.txt, from its download page; CC BY 4.0) or an extract of Who's On First
(a table with a header, named by the country's code: sy.tsv). What you add stays in your data folder ($SAYSO_PLACES,
else ~/.local/share/sayso/places), one file a country; adding a file again replaces it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.layout import safe
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress

EXAMPLES = """examples:
  sayso places add SY.zip          every village of Syria that GeoNames knows
  sayso places add sy.tsv ua.tsv   extracts of Who's On First
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso places` takes."""
    parser.add_argument("action", choices=["add"], help="add: import files into your gazetteer")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a country dump or an extract")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Import one file after the other."""
    from sayso.registers.places.imports import add

    for path in options.files:
        with _Count(terminal, path) as count:
            done = add(path, progress=count.reached)
        terminal.write(f"{safe(path.name)}: {done.places:,} places added ({safe(str(done.path))})")
    return FINE


class _Count:
    """A number that grows on `err`, where that is a terminal."""

    def __init__(self, terminal: Terminal, path: Path) -> None:
        self._progress = _progress(terminal, path) if terminal.err.isatty() else None

    def __enter__(self) -> "_Count":
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    def reached(self, places: int) -> None:
        """So many places are written."""
        if self._progress:
            self._progress.update(self._progress.task_ids[0], completed=places)


def _progress(terminal: Terminal, path: Path) -> "Progress":
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(file=terminal.err, no_color=not terminal.side.colour)
    told = TextColumn(f"{safe(path.name)}: " + "{task.completed:,} places")
    progress = Progress(SpinnerColumn(), told, console=console, transient=True)
    progress.add_task("", total=None)
    return progress
