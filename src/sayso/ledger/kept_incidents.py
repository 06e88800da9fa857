"""Incidents as they were last weighed, kept beside a ledger: an index that can be thrown away at any time.

It stands in a file of its own, FILE-incidents, and not in the ledger: what is reckoned is no record, a ledger may lie
where nobody may write, and asking it shall not change it. It says which readings, decisions and rules it was made of;
where these are others now it is made anew. A small ledger has none: to weigh it takes no longer than to open a file.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from sayso.ledger.location import Location, beside
from sayso.model.canonical import from_json, to_json
from sayso.model.incident import Incident, Question

FROM_CLAIMS = 2_000
"""Claims from which on incidents are kept: about a second of weighing."""


class Counted(NamedTuple):
    """An incident with the number of the reports that tell of it and of the origins behind them."""

    incident: Incident
    reports: int
    origins: int


@dataclass(frozen=True, slots=True)
class KeptIncidents:
    """Incidents that can be asked for by member, by id and by size. Close it when done; it is a context manager."""

    _connection: sqlite3.Connection

    @classmethod
    def made(
        cls, incidents: Iterable[Counted], questions: Sequence[Question], key: str, path: Path | None = None
    ) -> Self:
        """In memory, or in a new file at `path`. questions: in the order of asking; key: what all of it rests on."""
        connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO about VALUES (?)", [key])
        for incident, reports, origins in incidents:
            row = incident.id, len(incident.claims), reports, origins, to_json(incident)
            connection.execute("INSERT INTO incidents VALUES (?, ?, ?, ?, ?)", row)
            connection.executemany("INSERT INTO members VALUES (?, ?)", [(claim, row[0]) for claim in incident.claims])
        connection.executemany("INSERT INTO questions VALUES (?, ?)", enumerate(map(to_json, questions)))
        connection.execute("COMMIT")
        return cls(connection)

    @classmethod
    def found(cls, path: Path, key: str) -> Self | None:
        """What stands at `path`, None where nothing does or where it rests on something else."""
        if not path.is_file():
            return None
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            if connection.execute("SELECT key FROM about").fetchone() == (key,):
                return cls(connection)
            connection.close()
        except sqlite3.Error:
            # Half a file, or somebody else's: it is only an index, and made anew.
            pass
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def claims(self) -> int:
        """How many claims were weighed."""
        return int(self._connection.execute("SELECT count(*) FROM members").fetchone()[0])

    def of_claim(self, claim: str) -> Incident | None:
        """The incident of a claim, None where the claim was not weighed."""
        return next(self._bodies("WHERE id = (SELECT incident FROM members WHERE claim = ?)", [claim]), None)

    def beginning(self, prefix: str) -> list[Incident]:
        """Incidents whose ids begin so, two at most."""
        # "g" sorts after every hexadecimal digit.
        return list(self._bodies("WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", [prefix, prefix + "g"]))

    def counts(self, among: Collection[str] | None = None) -> tuple[int, int]:
        """(incidents of two claims or more, claims that stand alone), of those that hold one of these claims."""
        rows = self._connection.execute(
            f"SELECT sum(size > 1), sum(size = 1) FROM incidents {_AMONG}", self._given(among)
        )
        several, alone = rows.fetchone()
        return int(several or 0), int(alone or 0)

    def several(
        self, among: Collection[str] | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[Incident]:
        """Incidents of two claims or more that hold one of these: those with the most reports first, then claims."""
        order = f"{_AMONG} AND size > 1 ORDER BY reports DESC, size DESC, id LIMIT ? OFFSET ?"
        return self._bodies(order, [*self._given(among), -1 if limit is None else limit, offset])

    def alone(self, among: Collection[str]) -> tuple[int, int]:
        """(those of these claims of whose happening no other origin tells, those of them that were weighed)."""
        rows = self._connection.execute(
            "SELECT sum(origins = 1), count(*) FROM members JOIN incidents ON incidents.id = members.incident "
            "WHERE claim IN (SELECT value FROM json_each(?))",
            [json.dumps(list(among))],
        )
        alone, weighed = rows.fetchone()
        return int(alone or 0), int(weighed)

    def questions(self) -> Iterator[Question]:
        """What a person is asked, the most doubtful first."""
        for (body,) in self._connection.execute("SELECT body FROM questions ORDER BY number"):
            yield from_json(Question, body)

    def every(self, among: Collection[str] | None = None) -> Iterator[Incident]:
        """All, by their ids; among: those that hold one of these claims."""
        return self._bodies(f"{_AMONG} ORDER BY id", self._given(among))

    def _given(self, among: Collection[str] | None) -> list[str | None]:
        return [None, None] if among is None else ["", json.dumps(list(among))]

    def _bodies(self, where: str, values: Sequence[str | int | None]) -> Iterator[Incident]:
        for (body,) in self._connection.execute(f"SELECT body FROM incidents {where}", values):
            yield from_json(Incident, body)


_AMONG = "WHERE (? IS NULL OR id IN (SELECT incident FROM members WHERE claim IN (SELECT value FROM json_each(?))))"
_TABLES = """
    CREATE TABLE about (key TEXT NOT NULL);
    CREATE TABLE incidents (
        id TEXT PRIMARY KEY, size INTEGER NOT NULL, reports INTEGER NOT NULL, origins INTEGER NOT NULL,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE members (claim TEXT PRIMARY KEY, incident TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE questions (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
"""


def kept_at(ledger: Location) -> Path:
    """Where the incidents of a ledger are kept."""
    local = beside(ledger)
    return local.with_name(f"{local.name}-incidents")


def keep(ledger: Location, incidents: Collection[Counted], questions: Sequence[Question], key: str) -> None:
    """Write them beside the ledger, whole or not at all; where nobody may write nothing is kept."""
    target = kept_at(ledger)
    new = target.with_name(f"{target.name}-{key[:8]}")
    try:
        new.unlink(missing_ok=True)
        with KeptIncidents.made(incidents, questions, key, new):
            pass
        new.replace(target)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            new.unlink(missing_ok=True)
