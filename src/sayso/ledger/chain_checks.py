"""The chain recomputed, on either engine, its entries against their rows, and the chains joined to it."""

from collections.abc import Iterator

from sayso.ledger.chain import START, Head, seal
from sayso.ledger.fault import Check, Fault
from sayso.ledger.redacted import Redacted, redactions
from sayso.ledger.rows import TABLE_OF
from sayso.ledger.view import View
from sayso.model.canonical import sha256_of


def newest(ledger: View) -> Head:
    """The head of the chain."""
    row = ledger.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head()


def chain(ledger: View) -> Iterator[Fault]:
    """Each entry follows from the one before it."""
    head = Head()
    for number, kind, row_id, body_sha256, found in ledger.stream(
        "SELECT number, kind, id, body_sha256, hash FROM entries ORDER BY number"
    ):
        if number != head.number + 1:
            # What the missing ones sealed is unknown, so this one's link cannot be looked at.
            yield missing_entries(head.number + 1, number - 1)
        else:
            expected = seal(number, str(kind), str(row_id), str(body_sha256), head.hash)
            if found != expected:
                yield Fault("entries", str(number), "its hash does not follow from what it seals", expected, str(found))
        head = Head(number, str(found))


def missing_entries(first: int, last: int) -> Fault:
    """Numbers that no entry has."""
    numbers = str(first) if first == last else f"{first} to {last}"
    return Fault("entries", numbers, "missing from the chain")


def expected_head(expected: str) -> Check:
    """Whether a head that was kept elsewhere is in this chain, or in one that was joined to it."""

    def expected_head(ledger: View) -> Iterator[Fault]:
        if expected == START or _stands(ledger, expected):
            return
        what = "the head that was kept is not in the chain: its end was cut off or the chain rewritten"
        yield Fault("entries", None, what, expected, newest(ledger).hash)

    return expected_head


def _stands(ledger: View, sealed: str) -> bool:
    query = "SELECT 1 FROM entries WHERE hash = ? UNION ALL SELECT 1 FROM joined_entries WHERE hash = ?"
    return ledger.execute(query, [sealed, sealed]).fetchone() is not None


def missing_rows(ledger: View) -> Iterator[Fault]:
    """Each entry has its row."""
    for kind, table in TABLE_OF.items():
        gone = f"SELECT number, id FROM entries WHERE kind = ? AND number NOT IN (SELECT entry FROM {table})"
        for number, row_id in ledger.stream(gone, [kind]):
            yield Fault(table, str(row_id), f"the row that entry {number} seals is missing")
    known = ", ".join("?" * len(TABLE_OF))
    strange = f"SELECT number, kind FROM entries WHERE kind NOT IN ({known})"
    for number, kind in ledger.stream(strange, list(TABLE_OF)):
        yield Fault("entries", str(number), f"{kind!r} is no kind of entry")


def joined_chains(ledger: View) -> Iterator[Fault]:
    """Chains that were joined go on unbroken from their start to the head that the join names, and lose nothing."""
    redacted = Redacted.of(redactions(ledger))
    for number, head in ledger.execute("SELECT entry, id FROM joins ORDER BY entry"):
        if not _stands(ledger, head):
            yield Fault("joined_entries", head, f"the chain that entry {number} joins has lost its head")
    query = (
        "SELECT joined.number, joined.kind, joined.id, joined.body_sha256, joined.previous, joined.hash, joined.body, "
        "before_it.number, "
        "(joined.kind, joined.id, joined.body_sha256) IN (SELECT kind, id, body_sha256 FROM entries) "
        "FROM joined_entries AS joined LEFT JOIN ("
        "SELECT number, hash FROM joined_entries UNION ALL SELECT number, hash FROM entries"
        ") AS before_it ON before_it.hash = joined.previous ORDER BY joined.number"
    )
    for number, kind, row_id, body_sha256, previous, found, body, before, own in ledger.stream(query):
        expected = seal(number, kind, row_id, body_sha256, previous)
        if found != expected:
            yield Fault("joined_entries", found, "its hash does not follow from what it seals", expected, found)
        if (before if previous != START else 0) != number - 1:
            yield Fault("joined_entries", found, "the entry before it is missing")
        if body is None:
            if not own and found not in redacted.joined and body_sha256 not in redacted.rows:
                yield Fault("joined_entries", found, f"the {kind} that it seals is missing")
        elif sha256_of(body) != body_sha256:
            yield Fault("joined_entries", found, f"the {kind} is not what it seals", body_sha256, sha256_of(body))
