"""A bar for a long read, on a terminal only."""

from time import monotonic
from typing import TYPE_CHECKING

from sayso.account import Step
from sayso.cli.terminal import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress

_PAUSE = 0.1
"""Seconds between two drawings: faster than the eye wants, slower than costs anything."""


class Bar:
    """Counts steps, two a file. It is drawn on `err`, where that is a terminal and more than one file is read.

    files: how many, None where nobody can tell.
    """

    def __init__(self, terminal: Terminal, files: int | None) -> None:
        self._terminal = terminal
        self._files = files
        self._drawn = 0.0
        self._progress = self._made() if files != 0 and files != 1 and terminal.err.isatty() else None

    def step(self, step: Step) -> None:
        """One step of one file is done."""
        if self._progress is None:
            return
        task = self._progress.task_ids[0]
        read = 1 if step == "read" else 0
        self._progress.advance(task)
        self._progress.update(task, read=self._progress.tasks[0].fields["read"] + read)
        if monotonic() - self._drawn > _PAUSE:
            self._progress.start()
            self._progress.refresh()
            self._drawn = monotonic()

    def clear(self) -> None:
        """Take the bar off, so that something else can be written."""
        if self._progress is not None:
            self._progress.stop()

    def _made(self) -> "Progress":
        # Loaded here: a call that reads one file, or into a pipe, shall not wait for it.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=self._terminal.err, no_color=not self._terminal.side.colour)
        of = "" if self._files is None else f" of {self._files:,}"
        read = TextColumn("{task.fields[read]:,}" + of + " read")
        columns = (BarColumn(24), read, TimeRemainingColumn())
        progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
        progress.add_task("", total=2 * self._files if self._files else None, read=0)
        return progress


class Count:
    """A number that grows on `err`, where that is a terminal: of work whose end nobody knows."""

    def __init__(self, terminal: Terminal, what: str) -> None:
        self._terminal = terminal
        self._what = what
        self._progress: Progress | None = None

    def __enter__(self) -> "Count":
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def reached(self, number: int) -> None:
        """So much is done."""
        if not self._terminal.err.isatty():
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn

            console = Console(file=self._terminal.err, no_color=not self._terminal.side.colour)
            told = TextColumn("{task.completed:,} " + self._what)
            self._progress = Progress(SpinnerColumn(), told, console=console, transient=True)
            self._progress.add_task("", total=None)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], completed=number)
