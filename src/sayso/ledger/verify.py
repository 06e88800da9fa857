"""Does the ledger still say what was written? Every hash, id, offset and link is computed again, and every fault told.

What this cannot see: entries that were taken off the end by somebody who also reset the file's counter (on a server by
its owner, whom no counter stops), or a chain that was rewritten whole. Keep the head that `verify` prints somewhere
else, and give it as `expect_head` later: then both are seen. Nothing is changed, and what others write meanwhile is
not looked at.
"""

import re
from dataclasses import dataclass
from functools import partial

from sayso.ledger import chain_checks, row_checks, sqlite_checks
from sayso.ledger.chain import START
from sayso.ledger.fault import Check, Fault
from sayso.ledger.location import Location
from sayso.ledger.redacted import redactions
from sayso.ledger.view import SqliteView, View, view
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.review import Review

__all__ = ["Fault", "Verified", "verify"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong. head: the newest entry's hash; all rows are counted, old readings too.

    redactions: what was removed on purpose, by whom and why: no fault, and told all the same. A file too damaged to
    count gives zeros and the head of an empty ledger, and says so in its faults.
    """

    entries: int
    pages: int
    reports: int
    claims: int
    head: str
    faults: tuple[Fault, ...]
    redactions: tuple[Review, ...] = ()


def verify(location: Location, expect_head: str | None = None) -> Verified:
    """Check the whole ledger. expect_head: a head that was kept earlier; the chain may have grown since.

    Raises LedgerError where there is no ledger, NotOfThisKind where `expect_head` is no hash.
    """
    if expect_head is not None and not re.fullmatch("[0-9a-f]{64}", expect_head):
        raise NotOfThisKind(f"{expect_head!r} is no head: it has 64 digits 0-9 and a-f, as `sayso verify` prints it")
    try:
        with view(location) as ledger:
            return _verified(ledger, expect_head)
    except LedgerError as error:
        if not sqlite_checks.is_damage(error.__cause__):
            raise
        return Verified(0, 0, 0, 0, START, (Fault("file", None, f"cannot be opened: {error.__cause__}"),))


_CHECKS: tuple[Check, ...] = (
    chain_checks.chain,
    chain_checks.missing_rows,
    chain_checks.joined_chains,
    row_checks.pages,
    row_checks.page_bytes,
    row_checks.texts,
    row_checks.reports,
    row_checks.readings,
    row_checks.claims,
    row_checks.notes,
    row_checks.problems,
    row_checks.reviews,
    row_checks.versions,
    row_checks.joins,
)


def _verified(ledger: View, expect_head: str | None) -> Verified:
    checks = [*_checks_of(ledger), *_CHECKS]
    if expect_head is not None:
        checks.append(chain_checks.expected_head(expect_head))
    faults = [fault for check in checks for fault in _to_the_end(ledger, check)]
    try:
        entries, pages, reports, claims = map(partial(_count, ledger), ("entries", "pages", "reports", "claims"))
        return Verified(
            entries, pages, reports, claims, chain_checks.newest(ledger).hash, tuple(faults), redactions(ledger)
        )
    except (ledger.broken, ValueError) as error:
        faults.append(Fault("file", None, f"cannot be counted: {error}"))
        return Verified(0, 0, 0, 0, START, tuple(faults))


def _checks_of(ledger: View) -> tuple[Check, ...]:
    if isinstance(ledger, SqliteView):
        # A flipped bit can make text that is no UTF-8: read on, the hash will not fit.
        ledger.connection.text_factory = lambda data: data.decode("utf-8", "replace")
        return sqlite_checks.CHECKS
    from sayso.ledger import postgres_checks

    return postgres_checks.CHECKS


def _to_the_end(ledger: View, check: Check) -> list[Fault]:
    """All faults of one check; where the ledger itself breaks off under it, that is one more."""
    faults: list[Fault] = []
    try:
        faults.extend(check(ledger))
    except (ledger.broken, NotOfThisKind, LookupError, ValueError) as error:
        faults.append(Fault("file", None, f"breaks off while {check.__name__.replace('_', ' ')} is checked: {error}"))
    return faults


def _count(ledger: View, table: str) -> int:
    return int(ledger.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
