"""Incidents as they were last weighed, kept beside a ledger: an index that can be thrown away at any time.

It stands in a file of its own, FILE-incidents, and not in the ledger: what is reckoned is no record, a ledger may lie
where nobody may write, and asking it shall not change it. It says which readings, decisions and rules it was made of;
where these are others now it is made anew, or of itself where only some decisions are (`Change`): with the incidents
stand the tellings and ties that they were made of. A small ledger has none: to weigh it takes no longer than to open a
file.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from sayso.ledger.location import Location, beside
from sayso.model.canonical import from_json, sha256_of, to_json
from sayso.model.incident import Filed, Incident, Question, Tie

FROM_CLAIMS = 2_000
"""Claims from which on incidents are kept: about a second of weighing."""


PATIENCE_S = 0.25
"""How long a change waits for those who read: longer than any screen takes, shorter than anybody notices."""


class Counted(NamedTuple):
    """An incident with the number of the reports that tell of it and of the origins behind them; voices: the keys of
    the names of these, by which a decision on names finds it.
    """

    incident: Incident
    reports: int
    origins: int
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What weighing rests on. newest: the newest reading; rules: a hash of code and tables; refused: ids of claims;
    changed, said: ids of reviews that stand, on the slots of claims and on what belongs together.
    """

    newest: str
    rules: str
    refused: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A hash of it all."""
        return sha256_of(self)


@dataclass(frozen=True, slots=True)
class Change:
    """What another weighing has otherwise.

    gone, filed: tellings; ungrouped: tellings whose incidents are no more, and untied: pairs that are tied no more,
    beside those of the gone ones; tied: new ties; incidents: all of the tellings whose incidents are no more, and of
    the new ones.
    """

    filed: Iterable[Filed] = ()
    tied: Iterable[Tie] = ()
    incidents: Iterable[Counted] = ()
    gone: Sequence[str] = ()
    ungrouped: Sequence[str] = ()
    untied: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class KeptIncidents:
    """Incidents that can be asked for by member, by id and by size. Close it when done; it is a context manager."""

    _connection: sqlite3.Connection

    @classmethod
    def made(
        cls,
        incidents: Iterable[Counted],
        questions: Sequence[Question],
        basis: Basis,
        path: Path | None = None,
        filed: Iterable[Filed] = (),
        ties: Iterable[Tie] = (),
    ) -> Self:
        """In memory, or in a new file at `path`. questions: in the order of asking; filed, ties: all of them."""
        connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        connection.executescript(_TABLES)
        kept = cls(connection)
        kept.change(Change(filed, ties, incidents), basis, questions)
        return kept

    def change(self, change: Change, basis: Basis, questions: Sequence[Question] | None = None) -> None:
        """Bring it up to `basis`: in memory or in a file that was opened to be written. questions: None where they are
        not known yet.
        """
        self._connection.execute("BEGIN EXCLUSIVE")
        self._change(change, basis, questions)
        self._connection.execute("COMMIT")

    def changed(self, change: Change, since: Basis, basis: Basis) -> bool:
        """The same where it still rests on `since`; False where somebody else changed it in the meantime."""
        self._connection.execute("BEGIN EXCLUSIVE")
        (stands,) = self._connection.execute("SELECT key FROM about").fetchone()
        if stands == since.key:
            self._change(change, basis, None)
        self._connection.execute("COMMIT")
        return bool(stands == since.key)

    def _change(self, change: Change, basis: Basis, questions: Sequence[Question] | None) -> None:
        run, many = self._connection.execute, self._connection.executemany
        run("DELETE FROM about")
        run("INSERT INTO about VALUES (?, ?, ?)", [basis.key, to_json(basis), questions is not None])
        ended = {one for telling in (*change.gone, *change.ungrouped) for one in self._incidents_of(telling)}
        for table in ("incidents WHERE id", "members WHERE incident", "voices WHERE incident"):
            many(f"DELETE FROM {table} = ?", [(one,) for one in ended])
        numbers = [run("SELECT number FROM tellings WHERE id = ?", [one]).fetchone() for one in change.gone]
        for one, number in zip(change.gone, numbers, strict=True):
            for key in self.filed(one).keys:
                run("DELETE FROM blocks WHERE key = ? AND telling = ?", [key, *number])
            run("DELETE FROM tellings WHERE number = ?", number)
            run("DELETE FROM told WHERE telling = ?", [one])
        many("DELETE FROM ties WHERE a = ? AND b = ?", change.untied)
        for filed in change.filed:
            day = filed.order[0]
            row = filed.id, filed.report, day, json.dumps(filed.claims), json.dumps(filed.keys)
            number = run("INSERT INTO tellings VALUES (NULL, ?, ?, ?, ?, ?)", row).lastrowid
            many("INSERT INTO blocks VALUES (?, ?, ?)", [(key, day, number) for key in filed.keys])
            many("INSERT OR REPLACE INTO told VALUES (?, ?)", [(claim, filed.id) for claim in filed.claims])
        many("INSERT OR REPLACE INTO ties VALUES (?, ?, ?)", ((tie.a, tie.b, tie.score) for tie in change.tied))
        for incident, reports, origins, voices in change.incidents:
            incident_id = incident.id
            values = incident_id, len(incident.claims), reports, origins, to_json(incident)
            run("INSERT INTO incidents VALUES (?, ?, ?, ?, ?)", values)
            many("INSERT INTO members VALUES (?, ?)", [(claim, incident_id) for claim in incident.claims])
            many("INSERT INTO voices VALUES (?, ?)", [(voice, incident_id) for voice in voices])
        run("DELETE FROM questions")
        many("INSERT INTO questions VALUES (?, ?)", enumerate(map(to_json, questions or ())))

    @classmethod
    def found(cls, path: Path, key: str | None = None) -> Self | None:
        """What stands at `path`, None where nothing does or where it rests on something else than this key.

        As it stands now: what others change later is not seen, so that all answers fit together.
        """
        if not path.is_file():
            return None
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            connection.execute("BEGIN")
            (stands,) = connection.execute("SELECT key FROM about WHERE basis IS NOT NULL").fetchone()
            if key in (None, stands):
                return cls(connection)
            connection.close()
        except (sqlite3.Error, TypeError):
            # Half a file, or somebody else's: it is only an index, and made anew.
            pass
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def take(self, other: sqlite3.Connection) -> None:
        """All of another one, in place of its own."""
        other.backup(self._connection)

    def claims(self) -> int:
        """How many claims were weighed."""
        return int(self._connection.execute("SELECT count(*) FROM members").fetchone()[0])

    def of_claim(self, claim: str) -> Incident | None:
        """The incident of a claim, None where the claim was not weighed."""
        return next(self._bodies("WHERE id = (SELECT incident FROM members WHERE claim = ?)", [claim]), None)

    def incident_of_each(self, among: Collection[str] | None = None) -> dict[str, str]:
        """The incident of every claim; among: only of incidents that hold one of these."""
        query = "SELECT claim, incident FROM members WHERE incident IN (SELECT id FROM incidents {among})"
        return dict(self._connection.execute(query.format(among=_AMONG), self._given(among)))

    def members(self, claim: str) -> tuple[str, ...]:
        """The claims of the incident of a claim, sorted; none where the claim was not weighed."""
        query = (
            "SELECT claim FROM members WHERE incident = (SELECT incident FROM members WHERE claim = ?) ORDER BY claim"
        )
        return tuple(one for (one,) in self._connection.execute(query, [claim]))

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

    def questions(self) -> tuple[Question, ...] | None:
        """What a person is asked, the most doubtful first; None where that was not reckoned since the last change."""
        if not self._connection.execute("SELECT asked FROM about").fetchone()[0]:
            return None
        bodies = self._connection.execute("SELECT body FROM questions ORDER BY number")
        return tuple(from_json(Question, body) for (body,) in bodies)

    def every(self, among: Collection[str] | None = None) -> Iterator[Incident]:
        """All, by their ids; among: those that hold one of these claims."""
        return self._bodies(f"{_AMONG} ORDER BY id", self._given(among))

    def basis(self) -> Basis:
        """What it rests on."""
        return from_json(Basis, self._connection.execute("SELECT basis FROM about").fetchone()[0])

    def filed(self, telling: str) -> Filed:
        """A telling."""
        query = "SELECT report, day, claims, keys FROM tellings WHERE id = ?"
        report, day, claims, keys = self._connection.execute(query, [telling]).fetchone()
        return Filed(telling, report, tuple(json.loads(claims)), (day, telling), tuple(json.loads(keys)))

    def of_reports(self, reports: Collection[str]) -> list[str]:
        """The tellings of these reports."""
        query = "SELECT id FROM tellings WHERE report IN (SELECT value FROM json_each(?))"
        return [one for (one,) in self._connection.execute(query, [json.dumps(list(reports))])]

    def telling_of(self, claim: str) -> str | None:
        """The telling of a claim, None where the claim was not weighed."""
        found = self._connection.execute("SELECT telling FROM told WHERE claim = ?", [claim]).fetchone()
        return str(found[0]) if found else None

    def mates(self, telling: str) -> list[str]:
        """The tellings of its incident, itself among them."""
        query = (
            "SELECT DISTINCT telling FROM members JOIN told ON told.claim = members.claim WHERE incident = "
            "(SELECT incident FROM members WHERE claim = ?)"
        )
        return [one for (one,) in self._connection.execute(query, [telling])]

    def ties(self, telling: str) -> list[Tie]:
        """All ties of a telling, without their reasons."""
        query = "SELECT * FROM ties WHERE a = ? UNION ALL SELECT * FROM ties WHERE b = ?"
        return [Tie(*row) for row in self._connection.execute(query, [telling, telling])]

    def block(self, key: str) -> list[tuple[int, str]]:
        """Days and ids of the tellings of a block, sorted."""
        query = "SELECT blocks.day, tellings.id FROM blocks JOIN tellings ON number = telling WHERE key = ?"
        return sorted(self._connection.execute(query, [key]).fetchall())

    def every_tie(self) -> Iterator[Tie]:
        """All ties between tellings, without their reasons: they are many."""
        return (Tie(*row) for row in self._connection.execute("SELECT * FROM ties"))

    def claims_of(self) -> dict[str, tuple[str, ...]]:
        """The claims of every telling."""
        rows = self._connection.execute("SELECT id, claims FROM tellings")
        return {telling: tuple(json.loads(claims)) for telling, claims in rows}

    def groups(self) -> list[list[str]]:
        """The tellings of each incident."""
        found: dict[str, list[str]] = {}
        query = "SELECT incident, id FROM tellings JOIN members ON claim = id ORDER BY id"
        for incident, telling in self._connection.execute(query):
            found.setdefault(incident, []).append(telling)
        return list(found.values())

    def voiced(self, one: str, other: str) -> list[Incident]:
        """Incidents in which voices of both of these names speak."""
        both = "SELECT a.incident FROM voices AS a JOIN voices AS b USING (incident) WHERE a.voice = ? AND b.voice = ?"
        return list(self._bodies(f"WHERE id IN ({both})", [one, other]))

    def counted(self, incident: Incident) -> Counted | None:
        """An incident as it was counted, None where it was none or had other ties."""
        query = "SELECT reports, origins, body FROM incidents WHERE id = ?"
        reports, origins, body = self._connection.execute(query, [incident.id]).fetchone() or (0, 0, "")
        if body != to_json(incident):
            return None
        voices = self._connection.execute("SELECT voice FROM voices WHERE incident = ? ORDER BY voice", [incident.id])
        return Counted(incident, reports, origins, tuple(voice for (voice,) in voices))

    def _incidents_of(self, telling: str) -> list[str]:
        query = "SELECT DISTINCT incident FROM members JOIN told ON told.claim = members.claim WHERE telling = ?"
        return [one for (one,) in self._connection.execute(query, [telling])]

    def _given(self, among: Collection[str] | None) -> list[str | None]:
        return [None, None] if among is None else ["", json.dumps(list(among))]

    def _bodies(self, where: str, values: Sequence[str | int | None]) -> Iterator[Incident]:
        for (body,) in self._connection.execute(f"SELECT body FROM incidents {where}", values):
            yield from_json(Incident, body)


_AMONG = "WHERE (? IS NULL OR id IN (SELECT incident FROM members WHERE claim IN (SELECT value FROM json_each(?))))"
_TABLES = """
    CREATE TABLE about (key TEXT NOT NULL, basis TEXT NOT NULL, asked INTEGER NOT NULL);
    CREATE TABLE incidents (
        id TEXT PRIMARY KEY, size INTEGER NOT NULL, reports INTEGER NOT NULL, origins INTEGER NOT NULL,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE members (claim TEXT PRIMARY KEY, incident TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX members_of ON members (incident);
    CREATE TABLE voices (voice TEXT, incident TEXT, PRIMARY KEY (voice, incident)) WITHOUT ROWID;
    CREATE INDEX voices_of ON voices (incident);
    CREATE TABLE tellings (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report TEXT NOT NULL, day INTEGER NOT NULL,
        claims TEXT NOT NULL, keys TEXT NOT NULL
    );
    CREATE INDEX tellings_of ON tellings (report);
    CREATE TABLE told (claim TEXT PRIMARY KEY, telling TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX told_in ON told (telling);
    CREATE TABLE blocks (
        key TEXT, day INTEGER, telling INTEGER, PRIMARY KEY (key, telling)
    ) WITHOUT ROWID;
    CREATE TABLE ties (a TEXT, b TEXT, score REAL NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE INDEX ties_of ON ties (b);
    CREATE TABLE questions (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
"""


def kept_at(ledger: Location) -> Path:
    """Where the incidents of a ledger are kept."""
    local = beside(ledger)
    return local.with_name(f"{local.name}-incidents")


def keep(
    ledger: Location,
    incidents: Collection[Counted],
    questions: Sequence[Question],
    basis: Basis,
    filed: Iterable[Filed] = (),
    ties: Iterable[Tie] = (),
) -> None:
    """Write them beside the ledger, whole or not at all; where nobody may write nothing is kept."""

    def write(new: Path) -> None:
        with KeptIncidents.made(incidents, questions, basis, new, filed, ties):
            pass

    _replaced(ledger, basis, write)


def renew(ledger: Location, change: Change, since: Basis, basis: Basis) -> bool:
    """Bring what is kept from one basis up to another; who reads it meanwhile reads it as it was.

    Where it is being read for long, a copy takes its place. False where nobody may write, or somebody else did.
    """
    at = kept_at(ledger)
    try:
        with _to_write(at) as kept:
            return kept.changed(change, since, basis)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
    done = []

    def write(new: Path) -> None:
        with (
            closing(sqlite3.connect(f"{at.absolute().as_uri()}?mode=ro", uri=True)) as old,
            _to_write(new, "rwc") as kept,
        ):
            kept.take(old)
            done.append(kept.changed(change, since, basis))

    return _replaced(ledger, basis, write) and all(done)


def _to_write(path: Path, mode: str = "rw") -> KeptIncidents:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return KeptIncidents(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE_S))


def _replaced(ledger: Location, basis: Basis, write: Callable[[Path], None]) -> bool:
    target = kept_at(ledger)
    new = target.with_name(f"{target.name}-{basis.key[:8]}")
    try:
        new.unlink(missing_ok=True)
        write(new)
        # What a killed process left half done belongs to the file that goes, and would be undone in the one that comes.
        target.with_name(f"{target.name}-journal").unlink(missing_ok=True)
        new.replace(target)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            new.unlink(missing_ok=True)
        return False
    return True
