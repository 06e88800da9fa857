"""What only a file can have wrong: its own structure, its triggers and views, the counter of entries, the search."""

import sqlite3
from collections.abc import Iterator

from sayso.ledger import sqlite
from sayso.ledger.chain_checks import missing_entries, newest
from sayso.ledger.fault import Check, Fault
from sayso.ledger.view import View


def file(ledger: View) -> Iterator[Fault]:
    """The file as SQLite sees it."""
    for (said,) in ledger.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield Fault("file", None, f"SQLite finds it damaged: {said}")


def links(ledger: View) -> Iterator[Fault]:
    """Rows that point at others find them."""
    for table, row, parent, _ in ledger.execute("PRAGMA foreign_key_check"):
        yield Fault(table, f"at {row}", f"points at a row of {parent} that is not there")


def guards(ledger: View) -> Iterator[Fault]:
    """The triggers that forbid change, the search and the views are what they were."""
    standing = dict(ledger.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())
    ours = {**sqlite.TRIGGERS, "claims_search": sqlite.SEARCH, **sqlite.VIEWS}
    for name, statement in ours.items():
        if name not in standing:
            yield Fault("schema", name, "was dropped", expected=statement)
        elif standing[name] != statement:
            yield Fault("schema", name, "was altered", expected=statement, found=standing[name])
    triggers = ledger.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    for name, statement in triggers:
        if name not in ours:
            yield Fault("schema", name, "is a trigger that is none of ours", found=statement)


def counter(ledger: View) -> Iterator[Fault]:
    """SQLite remembers the highest number that it gave, so that an end cut off leaves a trace."""
    given = ledger.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    last, head = (given[0] if given else 0), newest(ledger)
    if last > head.number:
        yield missing_entries(head.number + 1, last)
    elif last < head.number:
        yield Fault("schema", "sqlite_sequence", "the counter of entries was set back", str(head.number), str(last))


def search(ledger: View) -> Iterator[Fault]:
    """The full-text index against one made anew from the table, word by word."""
    ledger.execute(
        f"CREATE VIRTUAL TABLE temp.anew USING fts5(quote, speaker, place, content='', tokenize='{sqlite.TOKENIZER}')"
    )
    ledger.execute(
        "INSERT INTO temp.anew (rowid, quote, speaker, place) SELECT entry, quote, speaker, place FROM claims"
    )
    ledger.execute("CREATE VIRTUAL TABLE temp.words_anew USING fts5vocab('temp', 'anew', 'instance')")
    ledger.execute("CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab('main', 'claims_search', 'instance')")
    for one, other, what in (
        ("words_anew", "words_kept", "the search does not find all of its words"),
        ("words_kept", "words_anew", "the search finds words that it does not hold"),
    ):
        difference = f"SELECT * FROM temp.{one} EXCEPT SELECT * FROM temp.{other}"
        differing = ledger.execute(
            f"SELECT doc, group_concat(DISTINCT term) FROM ({difference}) GROUP BY doc ORDER BY doc"
        )
        for entry, words in differing:
            yield Fault("claims_search", f"at {entry}", what, found=words)


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite stopped because the file is damaged, and not because it could not be had."""
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT


CHECKS: tuple[Check, ...] = (file, links, guards, counter, search)
