"""Who may do what with a ledger on a server. A file knows no persons: whoever may write the file may do all."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sayso.ledger import postgres
from sayso.ledger.location import Location, Server
from sayso.model.errors import LedgerError

if TYPE_CHECKING:
    import psycopg


def roles(location: Location) -> dict[str, tuple[str, ...]]:
    """Users of the server by role. Raises LedgerError of a file, and where the ledger cannot be asked."""
    with _asking(location) as connection:
        return postgres.members(connection)


def grant(location: Location, role: str, person: str) -> None:
    """Give one role. Raises LedgerError where the server has no such user, or this person may not."""
    with _asking(location) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [person]).fetchone():
            raise LedgerError(
                f"{location} has no user {person!r}: its owner makes one (CREATE ROLE … LOGIN PASSWORD …)"
            )
        postgres.grant(connection, role, person)


@contextmanager
def _asking(location: Location) -> "Iterator[psycopg.Connection[Any]]":
    if not isinstance(location, Server):
        raise LedgerError(f"{location} is a file, which has no roles: copy it to a server with `sayso ledger copy`")
    with closing(postgres.connect(location)) as connection, postgres.explained(location), connection:
        if not postgres.layout_of(connection, location):
            raise LedgerError(f"{location} holds nothing yet: `sayso ledger copy` or `sayso read` fills it")
        if len(postgres.members(connection)) < len(postgres.ROLES):
            # Its owner could make none when the ledger was made; here it is told if that is still so.
            from sayso.ledger.schema import REDACTABLE

            postgres.make_roles(connection, REDACTABLE | postgres.SEARCH_COLUMNS)
        yield connection
