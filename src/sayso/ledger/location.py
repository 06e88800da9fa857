"""Where a ledger is: a file, or a database of a PostgreSQL server. The standard library only."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Server:
    """A database of a PostgreSQL server, as its clients name it: postgresql://ada@desk.example/ledger."""

    url: str

    def __str__(self) -> str:
        """The same without a password: this is what is printed."""
        return re.sub(r"(?<=password=)[^&]*", "…", re.sub(r"(?<=//)([^/@:]*):[^@]*@", r"\1@", self.url))


Location = Path | Server


def located(name: str | os.PathLike[str] | Server) -> Location:
    """What a person wrote, as the ledger that is meant."""
    if isinstance(name, Server):
        return name
    text = os.fspath(name)
    return Server(text) if text.startswith(SCHEMES) else Path(text)


def beside(ledger: Location) -> Path:
    """The file beside which stands what belongs to this machine alone; for a server, one in the user's folder."""
    if isinstance(ledger, Path):
        return ledger
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(home) / "sayso" / "servers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / hashlib.sha256(str(ledger).encode()).hexdigest()[:16]
