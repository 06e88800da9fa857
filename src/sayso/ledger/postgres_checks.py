"""What only a server's database can have wrong: its triggers and their functions, its views, its rights, the search."""

from collections.abc import Iterator

from sayso.ledger import postgres, sqlite
from sayso.ledger.fault import Check, Fault
from sayso.ledger.view import View


def guards(ledger: View) -> Iterator[Fault]:
    """The triggers that forbid change are there, switched on, and call what they did."""
    ours = postgres.triggers((*sqlite.APPEND_ONLY, "claims_search"))
    standing = {
        name: (definition, enabled)
        for name, definition, enabled in ledger.execute(
            "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), tgenabled FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal"
        )
    }
    for name, statement in ours.items():
        definition, enabled = standing.pop(name, (None, "O"))
        if definition is None:
            yield Fault("schema", name, "was dropped", expected=statement)
        elif definition != statement:
            yield Fault("schema", name, "was altered", expected=statement, found=definition)
        if enabled not in ("O", "A"):
            yield Fault("schema", name, "was switched off")
    for name, (definition, _) in sorted(standing.items()):
        yield Fault("schema", name, "is a trigger that is none of ours", found=definition)


def functions(ledger: View) -> Iterator[Fault]:
    """What the triggers call."""
    query = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    standing = dict(ledger.execute(query).fetchall())
    for name, body in postgres.FUNCTIONS.items():
        if standing.get(name) != body:
            yield Fault("schema", name, "the function was altered", expected=body, found=standing.get(name))


def views(ledger: View) -> Iterator[Fault]:
    """Which readings are current. The server words a view anew, so that only the readings can be compared."""
    for name, statement in sqlite.VIEWS.items():
        query = statement.split(" AS ", 1)[1]
        difference = f"(SELECT entry FROM {name} EXCEPT SELECT entry FROM ({query}) AS ours)"
        other_way = f"(SELECT entry FROM ({query}) AS ours EXCEPT SELECT entry FROM {name})"
        for (entry,) in ledger.execute(f"{difference} UNION ALL {other_way}"):
            yield Fault("schema", name, "the view was altered", found=f"reading {entry}")
            break


def rights(ledger: View) -> Iterator[Fault]:
    """Nobody but the owner may delete, or change a row outside a redaction's columns."""
    query = (
        "SELECT DISTINCT grantee::text, table_name::text, privilege_type::text "
        "FROM information_schema.role_table_grants WHERE table_schema = current_schema() "
        "AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER') AND grantee <> grantor ORDER BY 1, 2, 3"
    )
    for person, table, right in ledger.execute(query):
        yield Fault("schema", table, f"{person} was given the right to {right}")


def search(ledger: View) -> Iterator[Fault]:
    """The words that the search keeps of each claim against those of its columns."""
    query = (
        "SELECT claims.entry, claims.quote, claims.speaker, claims.place, claims_search.entry IS NOT NULL, "
        "claims_search.quote::text, claims_search.speaker::text, claims_search.place::text "
        "FROM claims LEFT JOIN claims_search ON claims_search.entry = claims.entry ORDER BY claims.entry"
    )
    for entry, quote, speaker, place, kept, *words in ledger.stream(query):
        if not kept:
            yield Fault("claims_search", f"at {entry}", "the search does not find it")
            continue
        row = postgres.search_row({"entry": entry, "quote": quote, "speaker": speaker, "place": place})[1:]
        same = "SELECT ?::tsvector = ?::tsvector AND ?::tsvector = ?::tsvector AND ?::tsvector = ?::tsvector"
        pairs = [value for pair in zip(row, words, strict=True) for value in pair]
        if not ledger.execute(same, pairs).fetchone()[0]:
            yield Fault("claims_search", f"at {entry}", "the search finds other words than it holds")


CHECKS: tuple[Check, ...] = (guards, functions, views, rights, search)
