"""What only PostgreSQL does: how a database is opened and refused, locking, guards, roles, full text.

Guards stand on the server, so that they hold for every client: rows are only added, by those who may add to that
table; an entry must follow from the one before it; a row changes only in a transaction that seals a redaction.

Needs psycopg 3, the extra `sayso[team]`; SQLAlchemy is for `engine`. PostgreSQL 15 or newer.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sayso.ledger import words
from sayso.ledger.location import Server
from sayso.model.errors import LedgerError

if TYPE_CHECKING:
    import psycopg

LAYOUT = 2
"""The layout of the newest migration, as in a file. A database says its own in `sayso_ledger`."""

OLDEST_SERVER = 150_000
"""PostgreSQL 15 no longer lets everybody make tables in `public`, which the guards rely on."""

LOCK = 0x73617973
"""The advisory lock that whoever appends holds to the end of its transaction: one chain, one writer at a time."""

PATIENCE_S = 30
"""Seconds to wait for other writers, as in a file."""

ROLES = ("reader", "reviewer", "editor")
"""Each may do what the one before may. In the server they are named after the database: desk_reader."""


# Text of reports can hold the character 0, which PostgreSQL's text cannot. It is written as two others, the first of
# which no text should hold (Unicode keeps it for programs' own use); that one is then written as two others as well.
_MARK = "\U0010ffff"


def escaped(text: str) -> str:
    """The text as the server can keep it."""
    if "\0" in text or _MARK in text:
        return text.replace(_MARK, _MARK + "1").replace("\0", _MARK + "0")
    return text


def unescaped(text: str) -> str:
    """The text as it came."""
    return text.replace(_MARK + "0", "\0").replace(_MARK + "1", _MARK) if _MARK in text else text


def connect(server: Server) -> "psycopg.Connection[Any]":
    """A connection that speaks UTF-8 and keeps every character. Raises LedgerError where there is none to be had."""
    try:
        import psycopg
    except ImportError as error:
        raise LedgerError(f"{server} needs psycopg: install it with `pip install 'sayso[team]'`") from error
    with explained(server):
        connection = psycopg.connect(server.url, client_encoding="UTF8", connect_timeout=PATIENCE_S)
    if connection.info.server_version < OLDEST_SERVER:
        connection.close()
        raise LedgerError(f"{server} is older than PostgreSQL 15: a ledger needs that or newer")
    _keep_every_character(connection)
    return connection


def _keep_every_character(connection: "psycopg.Connection[Any]") -> None:
    from psycopg.types.string import StrDumperUnknown, TextLoader

    class Escaping(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(escaped(obj))

    class Unescaping(TextLoader):
        def load(self, data: Any) -> str:
            return unescaped(str(super().load(data)))

    connection.adapters.register_dumper(str, Escaping)
    connection.adapters.register_loader("text", Unescaping)


@contextmanager
def reading(server: Server) -> Iterator["psycopg.Connection[Any]"]:
    """A connection that cannot write, within one view of the ledger: what others write meanwhile stays unseen.

    Raises LedgerError where there is no ledger in the database, or an older one, or where it may not be read.
    """
    import psycopg

    with closing(connect(server)) as connection, explained(server):
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        layout = layout_of(connection, server)
        if not layout:
            raise LedgerError(f"{server} holds nothing yet: `sayso read` fills it, `--ledger` names another")
        if layout < LAYOUT:
            raise LedgerError(f"{server} has the older layout {layout}: one `sayso read` into it brings it up to date")
        yield connection


def layout_of(connection: "psycopg.Connection[Any]", server: Server) -> int:
    """The ledger's layout; 0 where the database is empty.

    Raises LedgerError where it holds another program's tables or a newer sayso's ledger.
    """
    ours, others = _row(
        connection,
        "SELECT to_regclass('sayso_ledger') IS NOT NULL, EXISTS ("
        "SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v', 'p'))",
    )
    if not ours:
        if others:
            raise LedgerError(f"{server} is not a ledger of sayso: name an empty database with --ledger")
        return 0
    (layout,) = _row(connection, "SELECT layout FROM sayso_ledger")
    if layout > LAYOUT:
        raise LedgerError(f"{server} was written by a newer sayso (layout {layout}, not {LAYOUT}): install that one")
    return int(layout)


def _row(connection: "psycopg.Connection[Any]", query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)


@contextmanager
def explained(server: Server) -> Iterator[None]:
    """Turn the server's errors about the ledger into LedgerError; let those about our own statements through."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        if (told := explain(error, server)) is None:
            raise
        raise told from error


def explain(error: BaseException | None, server: Server) -> LedgerError | None:
    """What the server's error means for the person at the keyboard; None where it is a mistake of this program."""
    import psycopg
    from psycopg import errors

    mends: tuple[tuple[type[psycopg.Error], str], ...] = (
        (errors.InsufficientPrivilege, "does not let you do this: ask its owner for the role (`sayso ledger roles`)"),
        (errors.LockNotAvailable, f"stayed locked by another writer for {PATIENCE_S} s: try again when it is done"),
        (errors.DiskFull, "could not be written, as the server's disk is full: what was kept before is still there"),
        (errors.ReadOnlySqlTransaction, "is a copy that cannot be written: name the first server with --ledger"),
    )
    for kind, mend in mends:
        if isinstance(error, kind):
            return LedgerError(f"{server} {mend}")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        said = " ".join(str(error).split()) or type(error).__name__
        return LedgerError(f"{server} cannot be reached, or broke off: {said}; what was acknowledged is kept there")
    return None


APPEND_ONLY = "never_changed"
FOLLOWS = "follows"

FUNCTIONS = {
    APPEND_ONLY: """
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF EXISTS (
            SELECT FROM reviews WHERE decision = 'redact' AND entry = (SELECT max(number) FROM entries)
            AND xmin = pg_current_xact_id()::xid
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a ledger is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
END""",
    FOLLOWS: """
DECLARE
    before_it entries%ROWTYPE;
    expected text;
BEGIN
    SELECT * INTO before_it FROM entries ORDER BY number DESC LIMIT 1;
    expected := encode(sha256(convert_to(concat_ws(E'\\n', NEW.number, NEW.kind, NEW.id, NEW.body_sha256,
        coalesce(before_it.hash, repeat('0', 64))), 'UTF8')), 'hex');
    IF NEW.number <> coalesce(before_it.number, 0) + 1 OR NEW.hash <> expected THEN
        RAISE EXCEPTION 'entry % does not follow from the one before it', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind <> 'review' AND NOT has_table_privilege('readings', 'INSERT') THEN
        RAISE EXCEPTION 'a reviewer adds reviews only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END""",
    "redacts": """
BEGIN
    IF NEW.decision = 'redact' AND NOT has_column_privilege('texts', 'content', 'UPDATE') THEN
        RAISE EXCEPTION 'a redaction is for an editor' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END""",
}
"""Bodies of the trigger functions, word for word, so that `verify` can tell whether one was altered."""


def triggers(tables: tuple[str, ...]) -> dict[str, str]:
    """By name, what guards each table."""
    guards = {
        f"{table}_never_{name}": (
            f"CREATE TRIGGER {table}_never_{name} BEFORE {events} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {APPEND_ONLY}()"
        )
        for table in tables
        for name, events, each in (("changed", "DELETE OR UPDATE", "ROW"), ("emptied", "TRUNCATE", "STATEMENT"))
    }
    guards["entries_follow"] = (
        f"CREATE TRIGGER entries_follow BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION {FOLLOWS}()"
    )
    guards["reviews_redact"] = (
        "CREATE TRIGGER reviews_redact BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION redacts()"
    )
    return guards


def beside_the_tables(views: tuple[str, ...], tables: tuple[str, ...]) -> Iterator[str]:
    """The statements that turn the tables that all engines share into a ledger of this one."""
    yield "CREATE TABLE sayso_ledger (layout integer NOT NULL)"
    yield f"INSERT INTO sayso_ledger VALUES ({LAYOUT})"
    yield from views
    yield (
        "CREATE TABLE claims_search (entry bigint PRIMARY KEY REFERENCES claims (entry), "
        "quote tsvector NOT NULL, speaker tsvector NOT NULL, place tsvector NOT NULL)"
    )
    for column in ("quote", "speaker", "place"):
        yield f"CREATE INDEX ix_claims_search_{column} ON claims_search USING gin ({column})"
    # A person's own temporary table must never stand in for one of ours when a guard looks something up.
    yield "SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)"
    for name, body in FUNCTIONS.items():
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT "
            f"AS $guard${body}$guard$"
        )
    yield from triggers((*tables, "claims_search")).values()


SEARCH_COLUMNS = {"claims_search": "quote, speaker, place"}
"""The search follows its claims in a redaction."""

SEARCHABLE = "INSERT INTO claims_search VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector)"
SEARCHED_ANEW = (
    "UPDATE claims_search SET quote = anew.quote, speaker = anew.speaker, place = anew.place FROM "
    "(SELECT %s::bigint AS entry, %s::tsvector AS quote, %s::tsvector AS speaker, %s::tsvector AS place) AS anew "
    "WHERE claims_search.entry = anew.entry"
)


def search_row(claim: dict[str, Any]) -> tuple[Any, ...]:
    """What the search keeps of a claim's columns."""
    return (claim["entry"], *(words.indexed(claim[column]) for column in ("quote", "speaker", "place")))


def owns(connection: "psycopg.Connection[Any]") -> bool:
    """Whether the tables are this person's own."""
    (owned,) = _row(connection, "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'entries'::regclass")
    return bool(owned)


def may_make_roles(connection: "psycopg.Connection[Any]") -> bool:
    """Whether this person may make roles; a ledger of one person needs none."""
    (may,) = _row(connection, "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(may)


def role(database: str, name: str) -> str:
    """The server's name of a role of a ledger."""
    return f"{database}_{name}"


def make_roles(connection: "psycopg.Connection[Any]", redactable: Mapping[str, str]) -> None:
    """Make the three roles of this database where they are missing, and give them their rights.

    redactable: the columns that an editor may change, by table, which the guards allow within a redaction only. Rights,
    not this program, keep a reader from writing and a reviewer from adding pages.
    """
    from psycopg import sql

    database, schema = _row(connection, "SELECT current_database(), current_schema()")
    names = {name: sql.Identifier(role(database, name)) for name in ROLES}
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for name in ROLES:
        if role(database, name) not in known:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(names[name]))
    where = sql.Identifier(schema)
    grants = [
        sql.SQL("GRANT {} TO {}").format(names["reader"], names["reviewer"]),
        sql.SQL("GRANT {} TO {}").format(names["reviewer"], names["editor"]),
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(where, names["reader"]),
        sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(where, names["reader"]),
        sql.SQL("GRANT INSERT ON entries, reviews TO {}").format(names["reviewer"]),
        sql.SQL("GRANT INSERT ON ALL TABLES IN SCHEMA {} TO {}").format(where, names["editor"]),
        sql.SQL("REVOKE INSERT ON sayso_ledger FROM {}").format(names["editor"]),
        *(
            sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(
                sql.SQL(", ").join(map(sql.Identifier, columns.split(", "))), sql.Identifier(table), names["editor"]
            )
            for table, columns in redactable.items()
        ),
    ]
    for grant in grants:
        connection.execute(grant)


def members(connection: "psycopg.Connection[Any]") -> dict[str, tuple[str, ...]]:
    """Who has which role of this ledger by name; a role that was not made yet is missing."""
    (database,) = _row(connection, "SELECT current_database()")
    found: dict[str, tuple[str, ...]] = {}
    for name in ROLES:
        row = connection.execute(
            "SELECT coalesce(array_agg(member.rolname ORDER BY member.rolname) FILTER ("
            "WHERE member.rolname IS NOT NULL AND NOT member.rolname = ANY (%s)), '{}') FROM pg_roles AS role "
            "LEFT JOIN pg_auth_members AS given ON given.roleid = role.oid "
            "LEFT JOIN pg_roles AS member ON member.oid = given.member WHERE role.rolname = %s GROUP BY role.oid",
            [[role(database, each) for each in ROLES], role(database, name)],
        ).fetchone()
        if row:
            found[name] = tuple(map(str, row[0]))
    return found


def grant(connection: "psycopg.Connection[Any]", name: str, person: str) -> None:
    """Give a person of the server this role, and take the ledger's others away, so that each has one."""
    from psycopg import sql

    (database,) = _row(connection, "SELECT current_database()")
    for other in ROLES:
        given = sql.SQL("GRANT {} TO {}") if other == name else sql.SQL("REVOKE {} FROM {}")
        connection.execute(given.format(sql.Identifier(role(database, other)), sql.Identifier(person)))
