"""Archives to Pages: WARC, WACZ and the dumps, record by record, and resumed where a run was cut off.

A batch of an archive is always the same records, wherever a run was cut off: which lines repeat over the pages of a
host is seen side by side, and a claim must not hang on when somebody pressed Ctrl-C. So the place that is kept is the
end of a batch, and a batch that was not finished is read again whole; the ledger adds nothing twice.
"""

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sayso.model import Problem
from sayso.pages import dumps, telegram
from sayso.pages.taken import Gathering, How, Outcome, Taken, is_full

if TYPE_CHECKING:
    from sayso.pages.daybook import Daybook

Found = tuple[str, Taken | str]
"""The place of a record and what it holds; for what is no page, a word that says what it is."""

Opened = Callable[[Path, str | None, How], Iterator[Found]]
"""What an archive holds behind a place (None: from its beginning). Raises OSError where it is broken."""


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive. path: as the person named it."""

    path: str
    opened: Opened

    def found(self, after: str | None, how: How) -> Iterator[Found]:
        """Its records behind a place."""
        return self.opened(Path(self.path), after, how)


def archive(path: str, how: How) -> Archive | None:
    """The archive at a path; None where the file is a page or cannot be opened, which reading it as one will tell."""
    if not path.lower().endswith(_SUFFIXES):
        return None
    try:
        with Path(path).open("rb") as file:
            head = dumps.plain_head(file)
    except (OSError, ValueError):
        return None
    return next((Archive(path, opened) for is_one, opened in _KINDS if is_one(head, path, how)), None)


def gatherings(archive: Archive, how: How, daybook: "Daybook | None", reading: str) -> Iterator[Gathering]:
    """The batches of an archive that are not read yet, and last a problem that counts what is no page.

    daybook: where the place is kept, None to read all; reading: what else makes a reading (who reads, which date and
    outlet were given): under another one the archive is read anew.
    """
    progress = _Progress.of(archive, how, daybook, reading)
    if progress.told:
        yield Gathering((Taken(archive.path, Problem("read_before", f"{archive.path}: {progress.told}")),))
    if progress.finished:
        return
    batch = _Batch()
    try:
        for place, found in archive.found(progress.after, how):
            batch.add(place, found)
            if is_full(len(batch.taken), batch.size):
                yield progress.gathering(batch)
                batch = _Batch()
    except (OSError, zipfile.BadZipFile) as error:
        if batch.places:
            yield progress.gathering(batch)
        told = f"broken {_behind(batch.last or progress.after, error)}; fetch or export it again"
        yield Gathering((Taken(archive.path, Problem("not_readable", f"{archive.path}: {told}")),))
        return
    yield progress.gathering(batch, last=True)
    if problem := progress.passed_over():
        yield Gathering((Taken(archive.path, problem),))


def _behind(place: str | None, error: Exception) -> str:
    """Where, and why in one line: some parsers draw a picture of it."""
    why = " ".join(str(error).partition("\n")[0].split())
    return (
        f"behind its record at {place} ({why}): what stands before it was read"
        if place
        else f"from its beginning ({why})"
    )


@dataclass(slots=True)
class _Batch:
    """Records until they are enough."""

    taken: list[Taken] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    size: int = 0
    last: str | None = None

    def add(self, place: str, found: Taken | str) -> None:
        self.last = place
        if isinstance(found, str):
            self.passed[found] += 1
            return
        self.taken.append(found)
        self.places.append(place)
        self.size += found.size


@dataclass(slots=True)
class _Progress:
    """How far one reading of an archive has come. told: what an earlier run read, for the person."""

    archive: Archive
    daybook: "Daybook | None"
    id: str
    after: str | None = None
    finished: bool = False
    told: str | None = None
    passed: Counter[str] = field(default_factory=Counter)
    pages: int = 0

    @classmethod
    def of(cls, archive: Archive, how: How, daybook: "Daybook | None", reading: str) -> "_Progress":
        if daybook is None:
            return cls(archive, None, "")
        sha256 = _sha256(Path(archive.path))
        fields = ",".join(f"{name}={field}" for name, field in sorted((how.fields or {}).items()))
        key = hashlib.sha256(f"{sha256}\n{reading}\n{fields}".encode()).hexdigest()
        progress = cls(archive, daybook, key)
        with daybook.writing() as writing:
            if how.again:
                for table, column in (("records", "archive"), ("passed", "archive"), ("archives", "id")):
                    writing.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))
            begun = datetime.now(UTC).isoformat(timespec="seconds")
            writing.execute(
                "INSERT OR IGNORE INTO archives (id, path, sha256, reading, begun) VALUES (?, ?, ?, ?, ?)",
                (key, archive.path, sha256, reading, begun),
            )
        progress.recall(daybook)
        return progress

    def recall(self, daybook: "Daybook") -> None:
        """What earlier runs have read."""
        (row,) = daybook.ask("SELECT place, finished FROM archives WHERE id = ?", self.id)
        (read,) = daybook.ask(
            "SELECT count(*) AS pages, count(*) FILTER (WHERE outcome = 'not_readable') AS broken "
            "FROM records WHERE archive = ?",
            self.id,
        )
        self.after, self.finished, self.pages = row["place"], bool(row["finished"]), read["pages"]
        rows = daybook.ask("SELECT reason, records FROM passed WHERE archive = ?", self.id)
        self.passed = Counter({row["reason"]: row["records"] for row in rows})
        if self.finished:
            broken = f", {read['broken']:,} could not be (--manifest names them)" if read["broken"] else ""
            whole = self.pages - read["broken"]
            self.told = f"its {whole:,} pages were read before{broken}; --again reads them once more"
        elif self.after:
            self.told = f"{self.pages:,} pages were read before; going on behind them"

    def gathering(self, batch: _Batch, *, last: bool = False) -> Gathering:
        """The batch, and what to keep when all of it is in the ledger."""
        self.passed += batch.passed
        self.pages += len(batch.taken)

        def done(outcomes: Sequence[Outcome]) -> None:
            self.keep(batch, outcomes, last)

        return Gathering(tuple(batch.taken), done)

    def keep(self, batch: _Batch, outcomes: Sequence[Outcome], last: bool) -> None:
        """The place, and a line of the manifest for each page, in one transaction."""
        if self.daybook is None:
            return
        self.daybook.after_ledger()
        rows = [
            (self.id, place, outcome.address, outcome.sha256, outcome.problem or "read")
            for place, outcome in zip(batch.places, outcomes, strict=True)
        ]
        with self.daybook.writing() as writing:
            writing.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", rows)
            moved = writing.execute(
                "UPDATE archives SET place = coalesce(?, place), finished = ? WHERE id = ? AND place IS ?",
                (batch.last, last, self.id, self.after),
            )
            if moved.rowcount:  # else another process reads the same archive and has counted this batch
                writing.executemany(
                    "INSERT INTO passed VALUES (?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET records = records + excluded.records",
                    [(self.id, reason, count) for reason, count in batch.passed.items()],
                )
        self.after = batch.last or self.after

    def passed_over(self) -> Problem | None:
        """What the archive holds beside pages, counted."""
        total = sum(self.passed.values())
        kinds = ", ".join(f"{count:,} {reason}" for reason, count in self.passed.most_common(5))
        if not self.pages:
            held = f"only {kinds}" if kinds else "no record at all"
            return Problem("empty", f"{self.archive.path}: no page in this archive, {held}; name one that holds pages")
        if not total:
            return None
        records = "1 record that is" if total == 1 else f"{total:,} records that are"
        return Problem("passed_over", f"{self.archive.path}: {records} no page passed over ({kinds})")


def manifest(daybook: "Daybook", paths: Sequence[str]) -> Iterator[dict[str, str | int | None]]:
    """What was and was not read of these archives: a line for each, each kind passed over, and each page."""
    marks = ",".join("?" * len(paths))
    for row in daybook.ask(f"SELECT * FROM archives WHERE path IN ({marks}) ORDER BY begun, id", *paths):
        finished = "finished" if row["finished"] else "unfinished"
        yield {"archive": row["path"], "sha256": row["sha256"], "begun": row["begun"], "state": finished}
        yield from map(dict, daybook.ask("SELECT * FROM passed WHERE archive = ? ORDER BY reason", row["id"]))
        yield from map(dict, daybook.ask("SELECT * FROM records WHERE archive = ?", row["id"]))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- WARC and WACZ


def _warc(path: Path, after: str | None, how: How) -> Iterator[Found]:
    with path.open("rb") as file:
        yield from _warc_records(file, str(path), int(after) if after else None, how)


def _warc_records(file: IO[bytes], shown: str, after: int | None, how: How) -> Iterator[Found]:
    """A place is the first byte of a record that was read; with a minus, of one to go on from behind damage."""
    from sayso.pages.warc import next_whole, records, taken_from, within

    file = within(file)
    begun: int | None = abs(after or 0)
    while begun is not None:
        last = begun
        file.seek(begun)
        try:
            for record in records(file, how.limit_of("application/pdf")):
                last = record.place
                if record.place == after:
                    continue
                path = f"{shown}@{record.place}"
                found = taken_from(record, how, f"{path} {record.address}")
                yield str(record.place), found if isinstance(found, str) else Taken(path, found)
            begun = None
        except OSError as error:
            begun = next_whole(file, last)
            if begun is None:
                raise
            told = f"broken {_behind(str(last), error)}, and again from the one at {begun} on; fetch it again"
            yield f"-{begun}", Taken(shown, Problem("not_readable", f"{shown}: {told}"))


def _wacz(path: Path, after: str | None, how: How) -> Iterator[Found]:
    """The WARCs in a WACZ, one after the other: one that is broken costs no other.

    A place is the number of the WARC and that of the record in it.
    """
    number, _, place = (after or "0:").partition(":")
    with zipfile.ZipFile(path) as packed:
        names = sorted(name for name in packed.namelist() if _is_warc_name(name))
        for n, name in enumerate(names):
            if n < int(number):
                continue
            last = place if n == int(number) else ""
            try:
                with packed.open(name) as file:
                    for where, found in _warc_records(file, f"{path}/{name}", int(last) if last else None, how):
                        last = where
                        yield f"{n}:{where}", found
            except (OSError, zipfile.BadZipFile, zlib.error) as error:
                if n + 1 == len(names):
                    raise OSError(str(error)) from error
                told = f"{path}/{name}: broken {_behind(last, error)}; fetch it again"
                yield f"{n + 1}:", Taken(f"{path}/{name}", Problem("not_readable", told))


def _is_warc_name(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


# --- which is which


def _is_warc(head: bytes, _path: str, _how: How) -> bool:
    return head.startswith(b"WARC/")


def _is_wacz(head: bytes, path: str, _how: How) -> bool:
    if not head.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return any(map(_is_warc_name, packed.namelist())) or path.lower().endswith(".wacz")
    except (OSError, zipfile.BadZipFile):
        return path.lower().endswith(".wacz")


_SUFFIXES = (".warc", ".gz", ".zst", ".wacz", ".zip", ".xml", ".bz2", ".json", ".jsonl", ".ndjson")
_KINDS: tuple[tuple[Callable[[bytes, str, How], bool], Opened], ...] = (
    (_is_warc, _warc),
    (_is_wacz, _wacz),
    (dumps.is_wiki, dumps.wiki),
    (dumps.is_lines, dumps.lines),
    (telegram.is_export, telegram.messages),
)
