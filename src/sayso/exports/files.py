"""The files of one export: written beside their names and put in place together, so that none is ever half there."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TextIO

from sayso.exports.cells import safe
from sayso.model.errors import ExportError

BOM = "\ufeff"


class Files:
    """What one export writes at and beside `out`. A context manager: leaving it without an error puts all in place.

    excel: CSV begins with the mark by which Excel knows UTF-8.
    """

    def __init__(self, out: Path, *, excel: bool = False) -> None:
        self.out = out
        self.excel = excel
        self._parts: dict[Path, Path] = {}
        self._open: list[BinaryIO] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for file in self._open:
            file.close()
        for path, part in self._parts.items():
            if kind is None:
                part.replace(path)
            else:
                part.unlink(missing_ok=True)

    def named(self, name: str | None = None) -> Path:
        """Where a file of this export stands: `out` itself, or beside it, as attack.chains.csv beside attack.csv."""
        return self.out if name is None else self.out.with_name(f"{self.out.stem}.{name}{self.out.suffix}")

    def binary(self, path: Path) -> BinaryIO:
        """A new file that will stand at `path`. Raises ExportError where it cannot be written."""
        part = path.with_name(f"{path.name}.part")
        try:
            file = part.open("wb")
        except OSError as error:
            raise ExportError(f"{path} cannot be written ({error.strerror}): name another place with -o") from error
        self._parts[path] = part
        self._open.append(file)
        return file

    @contextmanager
    def text(self, path: Path) -> Iterator[TextIO]:
        """The same in UTF-8, lines ending as they are written."""
        with TextIOWrapper(self.binary(path), "utf-8", newline="") as file:
            yield file

    @contextmanager
    def rows(self, columns: Iterable[str], name: str | None = None) -> Iterator["Rows"]:
        """A CSV file (RFC 4180) with these columns, every cell of it safe in a spreadsheet."""
        with self.text(self.named(name)) as file:
            if self.excel:
                file.write(BOM)
            rows = Rows(file, tuple(columns))
            yield rows

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file, by its name; all are closed by it."""
        for file in self._open:
            file.close()
        return {path.name: _sha256(part) for path, part in self._parts.items()}


class Rows:
    """Rows of one CSV file."""

    def __init__(self, file: TextIO, columns: tuple[str, ...]) -> None:
        self._writer = csv.writer(file)
        self._columns = columns
        self._writer.writerow(columns)

    def write(self, row: dict[str, Any]) -> None:
        """One row by column; what it does not name is empty, and so is None."""
        self._writer.writerow([safe(row.get(column)) for column in self._columns])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
