"""What addresses showed one after the other, and what became of a claim in the next version of its report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.ledger.location import Location
from sayso.ledger.versions import Altered, Changes, changes
from sayso.ledger.view import View, view
from sayso.model.canonical import from_json
from sayso.model.claim import Claim

Standing = Literal["kept", "altered", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Version:
    """That at `seen` an address showed another text of a report than before, and what that changed."""

    address: str
    page_sha256: str
    replaces: str
    seen: str
    title: str | None
    path: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Fate:
    """What the outlet's next version says of a claim. now: the claim there, None where it was withdrawn.

    altered: how it differs, None where it does not; seen: when that version was.
    """

    standing: Standing
    seen: str
    now: Claim | None
    altered: Altered | None


def versions(location: Location, about: str | None = None) -> Iterator[Version]:
    """Every change of a version, oldest first. about: words of the address, the path or the title, or a page's id."""
    with view(location) as ledger:
        for address, page, replaces, seen, title, path in ledger.execute(_VERSIONS).fetchall():
            told = f"{address}\n{path}\n{title or ''}".casefold()
            if about is None or about.casefold() in told or page.startswith(about) or replaces.startswith(about):
                change = changes(_claims(ledger, replaces), _claims(ledger, page))
                yield Version(address, page, replaces, seen, title, path, change)


def fate(location: Location, claim: Claim) -> Fate | None:
    """What became of a claim whose page was replaced; None where its page is the newest version, or the only one."""
    with view(location) as ledger:
        replaced = ledger.execute(_REPLACED, [claim.page_sha256, claim.page_sha256]).fetchone()
        if replaced is None:
            return None
        page, seen = replaced
        found = changes(_claims(ledger, claim.page_sha256), _claims(ledger, page))
    for before, after in found.kept:
        if before.id == claim.id:
            return Fate("kept", seen, after, None)
    for altered in found.altered:
        if altered.before.id == claim.id:
            return Fate("altered", seen, altered.after, altered)
    return Fate("withdrawn", seen, None, None)


_VERSIONS = """
    SELECT versions.address, versions.page_sha256, versions.replaces, versions.seen, reports.title, pages.path
    FROM versions JOIN pages ON pages.sha256 = versions.page_sha256
    JOIN newest_readings ON newest_readings.page_sha256 = versions.page_sha256
    JOIN reports ON reports.id = newest_readings.report_id
    ORDER BY versions.address, versions.seen, versions.entry
"""

_REPLACED = """
    SELECT page_sha256, seen FROM versions WHERE replaces = ? AND seen >= coalesce(
        (SELECT max(seen) FROM versions WHERE page_sha256 = ?), '')
    ORDER BY seen, entry LIMIT 1
"""


def _claims(ledger: View, page: str) -> list[Claim]:
    query = (
        "SELECT claims.body FROM claims JOIN newest_readings ON newest_readings.entry = claims.reading "
        "WHERE newest_readings.page_sha256 = ? ORDER BY claims.entry"
    )
    return [from_json(Claim, body) for (body,) in ledger.execute(query, [page])]
