"""A bar of one line for a long read, written by hand: loading a library for it would take longer than a page does."""

from time import monotonic

from sayso.api import Step
from sayso.cli.ink import dye
from sayso.cli.terminal import Terminal

_BAR = 24
_PAUSE = 0.1
"""Seconds between two drawings: faster than the eye wants, slower than costs anything."""


class Bar:
    """Counts steps, two a file. It is drawn on `err`, where that is a terminal and more than one file is read."""

    def __init__(self, terminal: Terminal, files: int) -> None:
        self._terminal = terminal
        self._files = files
        self._steps = {"extracted": 0, "read": 0}
        self._begun = monotonic()
        self._drawn = 0.0
        self._shown = files > 1 and terminal.err.isatty()

    def step(self, step: Step) -> None:
        """One step of one file is done."""
        self._steps[step] += 1
        if self._shown and monotonic() - self._drawn > _PAUSE:
            self._draw()

    def clear(self) -> None:
        """Take the bar off, so that something else can be written."""
        if self._shown and self._drawn:
            self._terminal.err.write("\r\x1b[K")
            self._terminal.err.flush()
            self._drawn = 0.0

    def _draw(self) -> None:
        done = sum(self._steps.values()) / (2 * self._files)
        filled = min(_BAR, round(done * _BAR))
        bar = "━" * filled + "─" * (_BAR - filled)
        if self._terminal.side.colour:
            bar = dye("━" * filled, "speaker") + dye("─" * (_BAR - filled), "faint")
        told = f"{self._steps['read']:,} of {self._files:,} read{self._left(done)}"
        # A line that is too long for the terminal would not be taken off again.
        room = self._terminal.side.width - len(told) > _BAR + 1
        self._terminal.err.write(f"\r\x1b[K{bar} {told}" if room else f"\r\x1b[K{told}")
        self._terminal.err.flush()
        self._drawn = monotonic()

    def _left(self, done: float) -> str:
        spent = monotonic() - self._begun
        if spent < 2 or not 0 < done < 1:
            return ""
        left = round(spent / done - spent)
        return f", {left // 60}:{left % 60:02} left"
