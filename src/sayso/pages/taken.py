"""What comes out of every source: a page or the problem that kept it from one, and what was stated of it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sayso.model import NOTHING_STATED, Page, Problem, Stated

PAGE_LIMIT = 10_000_000
"""Bytes. The largest of 181 news pages measured was 1.9 MB; beyond ten it is a dump or a film, not an article."""

DOCUMENT_LIMIT = 50_000_000
"""Bytes of a PDF or MHTML: pictures stand in them. UN reports with maps run to thirty."""

GATHERED_PAGES = 200
GATHERED_BYTES = 64_000_000
"""How much is extracted before reading starts: lines that repeat over the pages of a host show only side by side, and
memory must not grow with the call."""

DOCUMENTS = frozenset({"application/pdf", "multipart/related"})


@dataclass(frozen=True, slots=True)
class Taken:
    """One file, link, record or item. path: as the person named it, or as the archive calls it."""

    path: str
    page: Page | Problem
    stated: Stated = NOTHING_STATED

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.page.content) if isinstance(self.page, Page) else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page of a gathering, for the manifest. problem: a code, None where it was read."""

    path: str
    address: str | None
    sha256: str | None
    problem: str | None


def _nothing(_: Sequence[Outcome]) -> None:
    return


@dataclass(frozen=True, slots=True)
class Gathering:
    """Pages that are looked at side by side. done: to be called when all of them are kept."""

    taken: tuple[Taken, ...]
    done: Callable[[Sequence[Outcome]], None] = field(default=_nothing, compare=False)


@dataclass(frozen=True, slots=True)
class How:
    """How sources are opened.

    limit: bytes of one page; allow_private: whether links may lead into private networks; contact: whom a site may
    write to, told in the User-Agent; fields: of a dump of JSON Lines, which field holds what; again: read archives
    from their beginning even where an earlier run read them.
    """

    limit: int = PAGE_LIMIT
    allow_private: bool = False
    contact: str | None = None
    fields: Mapping[str, str] | None = None
    again: bool = False

    def limit_of(self, kind: str | None) -> int:
        """Bytes of one page of this media type: documents hold pictures."""
        return max(self.limit, DOCUMENT_LIMIT) if kind in DOCUMENTS and self.limit >= PAGE_LIMIT else self.limit


def now() -> str:
    """The present instant as pages carry it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def is_link(path: str) -> bool:
    """Whether a path is meant as a link: it opens with a scheme and two slashes."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", path) is not None


def gathered(taken: Iterator[Taken]) -> Iterator[tuple[Taken, ...]]:
    """The pages in batches, by number and bytes alone, so that the same pages always make the same batches."""
    batch: list[Taken] = []
    size = 0
    for one in taken:
        batch.append(one)
        size += one.size
        if is_full(len(batch), size):
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def is_full(pages: int, size: int) -> bool:
    """Whether a batch of so many pages and bytes is to be read before more is taken."""
    return pages >= GATHERED_PAGES or size > GATHERED_BYTES
