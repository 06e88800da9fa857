"""One shard: a few hundred files, or one archive, read into Parquet files and a mark that it is done.

The step is plain and idempotent, and all of its outcome is in files that we write: an engine only maps it over shards.
A shard that is cut short leaves no mark and is read by the next run; one that is done, by the reader of today and from
the files as they are, is passed over.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso import api
from sayso.api import Account
from sayso.ledger.rows import claim_row
from sayso.model.canonical import plain, to_json

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 100
"""Accounts that are gathered before they are written, so that memory does not grow with a shard."""

TABLES = ("reports", "claims", "problems")


@dataclass(frozen=True, slots=True)
class Shard:
    """Files in their order. name: the same for the same files, so that a later run knows what was done."""

    name: str
    paths: tuple[str, ...]

    @classmethod
    def of(cls, number: int, paths: Iterable[str]) -> "Shard":
        """The shard of this place in the run."""
        files = tuple(paths)
        return cls(f"{number:06}-{hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]}", files)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with every shard. out: the folder of the Parquet files, on a disk that every worker has.

    fields: of JSON Lines, which field holds what (see `pages.dumps.field_map`).
    """

    out: str
    published: str | None = None
    outlet: str | None = None
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a shard came to; `failed` counts files that could not be read. before: an earlier run had done it."""

    shard: str
    files: int
    claims: int
    failed: int
    before: bool = False


def cut(paths: Iterable[str]) -> Iterator[Shard]:
    """The shards of files, folders and archives, cut where one call of `sayso read` would begin another gathering.

    So lines that repeat over the pages of a host are found in the same company, and the claims are the same.
    """
    from sayso.pages.files import listed
    from sayso.pages.taken import is_full

    numbers = count()
    gathered, size = list[str](), 0
    for path, is_archive in listed(paths):
        if gathered and (is_archive or is_full(len(gathered), size)):
            yield Shard.of(next(numbers), gathered)
            gathered, size = [], 0
        if is_archive:
            yield Shard.of(next(numbers), [path])
        else:
            gathered.append(path)
            size += _size(path)
    if gathered:
        yield Shard.of(next(numbers), gathered)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - a path as the person gave it
    except OSError:
        return 0


def read_shard(step: Step, shard: Shard) -> Done:
    """Read a shard, unless it is done. Raises what reading raises (see `sayso.read`), and OSError about `out`."""
    from sayso.pages.taken import How
    from sayso.reading.reading import reader

    state = _state(step, shard, reader())
    if done := _done_before(step, shard, state):
        return done
    files = claims = failed = 0
    with _Tables(Path(step.out), shard.name) as tables:
        how = How(fields=step.fields)
        for account in api.read(*shard.paths, published=step.published, outlet=step.outlet, how=how):
            tables.add(account)
            files += 1
            claims += len(account.claims)
            failed += account.failed
    done = Done(shard.name, files, claims, failed)
    _write_whole(_mark(step.out, shard.name), json.dumps({"state": state, "done": asdict(done)}, indent=1).encode())
    return done


def marks(out: str | os.PathLike[str]) -> list[Path]:
    """The marks of all shards that are done, in their order."""
    return sorted(Path(out).glob("*.done.json"))


def table_of(mark: Path, table: str) -> Path:
    """The Parquet file of a shard, by its mark."""
    return mark.with_name(f"{mark.name.removesuffix('.done.json')}.{table}.parquet")


def _mark(out: str, name: str) -> Path:
    return Path(out) / f"{name}.done.json"


def _done_before(step: Step, shard: Shard, state: dict[str, Any]) -> Done | None:
    try:
        told = json.loads(_mark(step.out, shard.name).read_bytes())
    except (OSError, ValueError):
        return None
    if told.get("state") != state:
        return None
    return Done(**{**told["done"], "before": True})


def _state(step: Step, shard: Shard, reader: str) -> dict[str, Any]:
    """What the outcome depends on: who reads, what was said of the pages, and the files as the disk tells of them."""
    files = []
    for path in shard.paths:
        try:
            told = os.stat(path)  # noqa: PTH116
            files.append([path, told.st_size, told.st_mtime_ns])
        except OSError:
            files.append([path, None, None])
    fields = {"fields": dict(step.fields)} if step.fields else {}
    return {"reader": reader, "published": step.published, "outlet": step.outlet, "files": files, **fields}


def _write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing, also when the power fails."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


class _Tables:
    """The three Parquet files of a shard. They take their names when all is written."""

    def __init__(self, out: Path, name: str) -> None:
        self._out = out
        self._name = name
        self._rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        self._writers: dict[str, Any] = {}
        self._number = 0

    def __enter__(self) -> "_Tables":
        from pyarrow import parquet

        self._out.mkdir(parents=True, exist_ok=True)
        self._writers = {
            table: parquet.ParquetWriter(self._part(table), schema, compression="zstd")
            for table, schema in _schemas().items()
        }
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        for table, writer in self._writers.items():
            writer.close()
            if kind is None:
                self._settle(table)
            else:
                self._part(table).unlink(missing_ok=True)

    def _part(self, table: str) -> Path:
        return self._out / f"{self._name}.{table}.parquet.part"

    def _settle(self, table: str) -> None:
        part = self._part(table)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(part.with_suffix(""))

    def add(self, account: Account) -> None:
        """All that came of one file."""
        for table, rows in _rows(self._number, account).items():
            self._rows[table] += rows
        self._number += 1
        if self._number % ROWS_AT_ONCE == 0:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        for table, schema in _schemas().items():
            if rows := self._rows[table]:
                self._writers[table].write_table(pa.Table.from_pylist(rows, schema))
                self._rows[table] = []


def _rows(number: int, account: Account) -> dict[str, list[dict[str, Any]]]:
    """number: the file's place in the shard, by which its rows in the three tables belong together."""
    page, report = account.page, account.report
    body = plain(report) if report else None
    text = body.pop("text") if body else None
    told = {
        "number": number,
        "path": account.path,
        "page_sha256": page.sha256 if page else None,
        "address": page.address if page else None,
        "fetched": page.fetched if page else None,
        "media_type": page.media_type if page else None,
        "content": page.content if page else None,
        "report_id": report.id if report else None,
        "title": report.title if report else None,
        "outlet": report.outlet if report else None,
        "published": report.published.start if report and report.published else None,
        "language": report.language if report else None,
        "text": text,
        "body": to_json(body) if body else None,
        "reader": account.reader,
        "notes": [to_json(note) for note in account.notes],
    }
    outlet = report.outlet if report else None
    claims = [{"number": number, **claim_row(claim, outlet).columns} for claim in account.claims]
    problems = [
        {"number": number, "path": account.path, "code": p.code, "message": p.message, "body": to_json(p)}
        for p in account.problems
    ]
    return {"reports": [_printable(told)], "claims": claims, "problems": [_printable(row) for row in problems]}


def _printable(row: dict[str, Any]) -> dict[str, Any]:
    r"""File names may hold bytes that are no character; they are shown as \udcNN, as in a ledger."""
    return {
        name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }


def _schemas() -> "dict[str, pa.Schema]":
    import pyarrow as pa

    text, number = pa.string(), pa.int32()
    columns: dict[str, dict[str, Any]] = {
        "reports": {
            **dict.fromkeys(("path", "page_sha256", "address", "fetched", "media_type"), text),
            "content": pa.binary(),
            **dict.fromkeys(("report_id", "title", "outlet", "published", "language", "text", "body", "reader"), text),
            "notes": pa.list_(text),
        },
        "claims": dict.fromkeys(
            ("id", "quote", "speaker", "stance", "type", "place", "event_from", "event_to", "body"), text
        ),
        "problems": dict.fromkeys(("path", "code", "message", "body"), text),
    }
    return {table: pa.schema([("number", number), *kinds.items()]) for table, kinds in columns.items()}
