"""Events as rows of a field's table, with the trace of their cells beside them."""

from collections.abc import Callable, Iterable
from typing import Any

from sayso.exports.files import Files
from sayso.exports.happening import Happening
from sayso.exports.sheet import Sheet

TRACE = ("event", "cell", "claim")
"""Columns of the file beside it: on which claims each cell rests."""


def write(
    happenings: Iterable[Happening],
    files: Files,
    sheet: Sheet,
    columns: tuple[str, ...],
    row_of: Callable[[Happening, Sheet], dict[str, Any] | None],
) -> int:
    """How many rows were written. columns: the table's, its event's id first; row_of: None where it has no room."""
    written = 0
    with files.rows(columns) as rows, files.rows(TRACE, "trace") as trace:
        for happening in happenings:
            row = row_of(happening, sheet)
            if row is None:
                continue
            rows.write(row)
            for cell, claims in happening.trace:
                for claim in claims:
                    trace.write({"event": row[columns[0]], "cell": cell, "claim": claim})
            written += 1
    return written
