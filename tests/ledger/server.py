"""A PostgreSQL server of the tests' own, from the system's package: in a folder that goes with it, on no network."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from sayso.ledger.location import Server

OWNER = "postgres"
"""Also the system's account that runs the server where the tests run as root, which PostgreSQL refuses."""


def programs() -> Path | None:
    """The folder of initdb and postgres, of the newest server that is installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return installed[-1].parent if installed else None


def needed() -> Path:
    """The programs, or the test is skipped with the reason; under SAYSO_NOTHING_SKIPS it fails instead."""
    if found := programs():
        return found
    reason = "there is no PostgreSQL server here: install the package postgresql"
    if os.environ.get("SAYSO_NOTHING_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Running:
    """A server that runs. sync: whether its commits wait for the disk, which only a test of that needs."""

    folder: Path
    programs: Path
    sync: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    postmaster: subprocess.Popen[bytes] | None = None

    @classmethod
    def begun(cls, *, sync: bool = False) -> "Running":
        """A new server with nothing in it."""
        found = needed()
        folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
        server = cls(folder, found, sync)
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        server._run(
            [found / "initdb", "--pgdata", folder / "data", "--username", OWNER, "--auth", "trust", "--no-sync"]
        )
        server.start()
        return server

    def start(self) -> None:
        """Start it, again where it was killed, and wait until it answers."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "on" if self.sync else "off",
            "max_connections": "60",
            "shared_buffers": "32MB",
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        self.postmaster = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", *settings],
            stdout=log,
            stderr=log,
            **self._as_owner(),  # type: ignore[call-overload]
        )
        log.close()
        for _ in range(600):
            if self._answers():
                return
            time.sleep(0.1)
        pytest.fail((self.folder / "log").read_text())

    def kill(self) -> None:
        """As a cut of power would end it: no process of it lives on, nothing is put in order."""
        assert self.postmaster
        children = Path(f"/proc/{self.postmaster.pid}/task/{self.postmaster.pid}/children").read_text().split()
        for pid in (self.postmaster.pid, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        self.postmaster.wait()
        (self.folder / "data" / "postmaster.pid").unlink()

    def stop(self) -> None:
        """End it and take its folder away."""
        if self.postmaster:
            self.postmaster.send_signal(signal.SIGQUIT)
            self.postmaster.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self) -> str:
        """The name of a new, empty database."""
        name = f"desk_{next(self.numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        return name

    def schema(self) -> Server:
        """A new, empty schema, which is all that a ledger needs and made in no time."""
        name = f"desk_{next(self.numbers)}"
        self.sql(f"CREATE SCHEMA {name}")
        return Server(f"{self.named(OWNER).url}&options=-csearch_path%3D{name}")

    def named(self, database: str, person: str = OWNER) -> Server:
        """A database as one of the server's persons sees it."""
        return Server(f"postgresql://{person}@/{database}?host={self.folder}")

    def sql(self, statement: str, database: str = "postgres", person: str = OWNER) -> None:
        """Run one statement as the owner of the server."""
        import psycopg

        with psycopg.connect(self.named(database, person).url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.named("postgres").url).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, command: Sequence[str | Path]) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._as_owner())  # type: ignore[call-overload]

    def _as_owner(self) -> dict[str, object]:
        # The folder that the tests run in may be closed to that account.
        return {"user": OWNER, "group": OWNER, "extra_groups": [], "cwd": "/"} if os.geteuid() == 0 else {}
