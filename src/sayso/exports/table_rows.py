"""Tables on their way in: CSV read row by row, whatever spreadsheet wrote it, with every fault told by its line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.exports.cells import told
from sayso.model.errors import ImportFault

LONGEST_CELL = 10_000_000
"""Characters: an article pasted into a cell fits, a file without line ends does not."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row. number: of its last line in the file, from 1; empty cells are left out."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str | None:
        return self.cells.get(column)


def lines(path: Path, needed: tuple[str, ...]) -> Iterator[Line]:
    """The rows of a CSV file in UTF-8, by the names in its first row, in small letters.

    Raises ImportFault, which names file, line and mend, where it is no such file or a needed column is missing.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(rows, [])]
            _check_header(path, header, needed)
            for row in rows:
                cells = {name: told(cell.strip()) for name, cell in zip(header, row, strict=False) if cell.strip()}
                if len(row) > len(header):
                    raise ImportFault(
                        f"{path}, line {rows.line_num}: {len(row)} cells under {len(header)} names: mend the row"
                    )
                if cells:
                    yield Line(rows.line_num, cells)
    except OSError as error:
        raise ImportFault(f"{path}: {error.strerror or error}; check the path") from error
    except UnicodeDecodeError as error:
        raise ImportFault(f"{path} is not UTF-8 (byte {error.start:,}): save it as CSV UTF-8") from error
    except csv.Error as error:
        raise ImportFault(f"{path}, line {rows.line_num}: {error}: it is no CSV, or damaged there") from error


def _check_header(path: Path, header: list[str], needed: tuple[str, ...]) -> None:
    if not any(header):
        raise ImportFault(f"{path} is empty: the first row must name the columns")
    if missing := [name for name in needed if name not in header]:
        raise ImportFault(f"{path} has no column {', '.join(missing)}: its first row must name the columns")
    if twice := {name for name in header if name and header.count(name) > 1}:
        raise ImportFault(f"{path} names the column {', '.join(sorted(twice))} twice: rename one")
