"""What is not as it was written. The standard library only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.ledger.view import View


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written. row: its id, or its number in the chain; None where it is no one row."""

    table: str
    row: str | None
    what: str
    expected: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        """One line for a person."""
        where = f"{self.table} {self.row}" if self.row else self.table
        told = [f"{name} {value}" for name, value in (("expected", self.expected), ("found", self.found)) if value]
        return f"{where}: {self.what}" + (f": {', '.join(told)}" if told else "")


Check = Callable[[View], Iterator[Fault]]
"""One thing to look at; it goes on to its end and tells every fault."""
