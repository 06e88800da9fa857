"""Everything that `sayso read` can be given (files, folders, archives, links) to batches of pages, in order.

Nothing heavy is imported at the top: what fetches and what opens archives is loaded where there is one to open.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sayso.model import Problem
from sayso.pages import files
from sayso.pages.taken import Gathering, How, Taken, gathered, is_link

if TYPE_CHECKING:
    from sayso.pages.daybook import Daybook

_Kind = Literal["link", "archive", "file"]


def gatherings(
    paths: Sequence[str], how: How, ledger: Path | None = None, reading: Callable[[], str] = str
) -> Iterator[Gathering]:
    """The batches of all paths. ledger: beside which the WARC and the daybook are kept, None to keep nothing.

    reading: what makes a reading of an archive, asked for only where there is one. Raises LedgerError where the
    daybook cannot be used.
    """
    with ExitStack() as opened:
        daybook: Daybook | None = None
        for kind, several in groupby(_expanded(paths), lambda one: one[0]):
            if kind != "file" and ledger and daybook is None:
                from sayso.pages.daybook import Daybook as Book

                daybook = opened.enter_context(Book.beside(ledger))
            group = [path for _, path in several]
            if kind == "archive":
                for path in group:
                    yield from _of_archive(path, how, daybook, reading)
            else:
                taken = _of_links(group, how, daybook) if kind == "link" else _of_files(group, how)
                yield from (Gathering(batch) for batch in gathered(taken))


def count(paths: Sequence[str]) -> int | None:
    """How many pages there are, told without opening one; None where there is an archive, which does not say."""
    if any(kind == "archive" for kind, _ in _expanded(paths)):
        return None
    links = [path for path in paths if is_link(path)]
    return len(links) + files.count(path for path in paths if path not in links)


def _expanded(paths: Sequence[str]) -> Iterator[tuple[_Kind, str]]:
    """Each path with its kind; behind a folder the archives that lie in it."""
    for path in paths:
        if is_link(path) and not path.lower().startswith("file:"):
            yield "link", path
        elif files.may_be_archive(path):
            yield "archive", path
        else:
            yield "file", path
            yield from (("archive", inside) for inside in files.archives_under(path))


def _of_files(paths: Sequence[str], how: How) -> Iterator[Taken]:
    return (Taken(path, page) for path, page in files.pages(paths, how.limit))


def _of_archive(path: str, how: How, daybook: "Daybook | None", reading: Callable[[], str]) -> Iterator[Gathering]:
    from sayso.pages import archives

    found = archives.archive(path, how)
    if found:
        yield from archives.gatherings(found, how, daybook, reading())
    elif path.lower().endswith((".jsonl", ".ndjson")) and not how.fields:
        told = "say which field holds the text: --fields text=body,title=headline,published=date"
        yield Gathering((Taken(path, Problem("unknown_kind", f"{path}: {told}")),))
    else:
        yield from (Gathering(batch) for batch in gathered(_of_files([path], how)))


def _of_links(links: Sequence[str], how: How, daybook: "Daybook | None") -> Iterator[Taken]:
    from sayso.pages.fetch import Fetcher, user_agent
    from sayso.pages.warc import Kept

    kept = Kept(daybook, how, user_agent(how.contact)) if daybook else None
    with Fetcher(how) as fetcher:
        for fetched in fetcher.all(links, kept.validators if kept else lambda _: None):
            found = kept.keep(fetched) if kept else fetched.found
            assert found is not None, "without validators a site has nothing to call unchanged"
            yield Taken(fetched.link, found)
