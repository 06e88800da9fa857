"""Files, folders and standard input to Pages. Nothing here raises for bad input: it becomes a Problem."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from urllib.parse import quote

from sayso.model import Page, Problem
from sayso.pages.kinds import NEVER_REPORTS, media_type, not_text
from sayso.pages.taken import PAGE_LIMIT, How, now

STANDARD_INPUT = "-"

_ARCHIVES = (".warc", ".warc.gz", ".wacz")
_MAY_BE = (*_ARCHIVES, ".gz", ".zip", ".xml", ".bz2", ".json", ".jsonl", ".ndjson")
"""Endings of what may be an archive when it is named; in a folder only the first three are opened."""

# What browsers call the folder of pictures and scripts that they save beside PAGE.html.
_ASSET_ENDINGS = ("_files", ".files", "_file", "-Dateien", "_fichiers", "_archivos", "-filer", "_soubory", "_bestanden")


def pages(paths: Iterable[str], limit: int = PAGE_LIMIT) -> Iterator[tuple[str, Page | Problem]]:
    """Each file's path, as given or as found under a folder, with its Page, or the Problem that kept it from one.

    A folder is walked to its end, in the order of names; hidden files and the asset folders of saved pages are not
    pages, and files there that are no reports are counted in one Problem per folder given. limit: bytes of one page.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield path, _standard_input(limit)
        elif path and _is_folder(path):
            yield from _folder(path, limit)
        else:
            yield path, _file(path, limit)


def handed(name: str, content: bytes, limit: int = PAGE_LIMIT) -> tuple[str, Page | Problem]:
    """The same of bytes that somebody handed over under a name, which is all that is known of where they lay."""
    return name, _page(f"handed:{quote(name)}", name, content, limit)


def count(paths: Iterable[str]) -> int:
    """How many files `pages` will open, for a progress bar, told without opening one.

    It can exceed what comes out, by files under a folder whose bytes turn out to be no text.
    """
    total = 0
    for path in paths:
        is_folder = path not in ("", STANDARD_INPUT) and _is_folder(path)
        total += sum(not _passed_by_name(found) for found in _walk(path, [])) if is_folder else 1
    return total


def may_be_archive(path: str) -> bool:
    """Whether a named file could hold many pages."""
    return path.lower().endswith(_MAY_BE) and not _is_folder(path)


def archives_under(folder: str) -> Iterator[str]:
    """The web archives in a folder, in the order of names."""
    if folder not in ("", STANDARD_INPUT) and _is_folder(folder):
        yield from (path for path in _walk(folder, []) if path.lower().endswith(_ARCHIVES))


def listed(paths: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each file that would be opened, in that order and without opening one, and whether it may hold many pages.

    Of a folder its pages, without pictures and scripts, and behind them its web archives.
    """
    for path in paths:
        if path and path != STANDARD_INPUT and _is_folder(path):
            for found in _walk(path, []):
                if not _passed_by_name(found) and not found.lower().endswith(_ARCHIVES):
                    yield found, False
            yield from ((one, True) for one in archives_under(path))
        else:
            yield path, may_be_archive(path)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


@dataclass(slots=True)
class _PassedOver:
    """What a folder held beside pages: suffixes and how often, and folders that would not open."""

    suffixes: Counter[str] = field(default_factory=Counter)
    closed: list[str] = field(default_factory=list)

    def problem(self, folder: str) -> Problem | None:
        if self.closed:
            shown = ", ".join(map(_shown, self.closed[:3])) + (" and others" if len(self.closed) > 3 else "")
            return Problem("not_readable", f"{_shown(folder)}: {shown} would not open; change its permissions")
        if not self.suffixes:
            return None
        total = sum(self.suffixes.values())
        kinds = ", ".join(f"{n} {suffix}" for suffix, n in self.suffixes.most_common(4))
        files = "1 file that is" if total == 1 else f"{total} files that are"
        return Problem(
            "passed_over", f"{_shown(folder)}: {files} no report passed over ({kinds}); name one to have it read"
        )


def _folder(folder: str, limit: int) -> Iterator[tuple[str, Page | Problem]]:
    passed = _PassedOver()
    found_any = False
    for path in _walk(folder, passed.closed):
        suffix = PurePath(path).suffix.lower() or "without suffix"
        if path.lower().endswith(_ARCHIVES):
            found_any = True  # it comes behind the pages, as a source of its own
            continue
        if _passed_by_name(path):
            passed.suffixes[suffix] += 1
            continue
        taken = _file(path, limit)
        if isinstance(taken, Problem) and taken.code in ("binary", "unknown_kind"):
            passed.suffixes[suffix] += 1
            continue
        found_any = True
        yield path, taken
    if problem := passed.problem(folder):
        yield folder, problem
    if not found_any:
        yield folder, Problem("empty", f"{_shown(folder)}: no page in this folder; name a folder that holds some")


def _walk(folder: str, closed: list[str]) -> Iterator[str]:
    """Paths of the plain files under a folder. Folders that are links are not followed: they can lead in circles."""

    def note(error: OSError) -> None:
        closed.append(str(error.filename))

    for where, folders, names in os.walk(folder, onerror=note):
        stems = {PurePath(name).stem for name in names if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))}
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _holds_assets(f, stems))
        for name in sorted(names):
            path = os.path.join(where, name)  # noqa: PTH118 - "./a" must stay "./a": the path as the user gave it
            if not name.startswith(".") and _is_plain_file(path):
                yield path


def _is_plain_file(path: str) -> bool:
    """A link that leads nowhere counts: its Problem says so. Sockets, pipes and devices do not: they may never end."""
    return Path(path).is_file() or Path(path).is_symlink()


def _holds_assets(folder: str, stems: set[str]) -> bool:
    return any(folder.endswith(ending) and folder.removesuffix(ending) in stems for ending in _ASSET_ENDINGS)


def _passed_by_name(path: str) -> bool:
    return PurePath(path).suffix.lower() in NEVER_REPORTS


def _file(path: str, limit: int) -> Page | Problem:
    shown = _shown(path)
    try:
        with Path(path or "\0").open("rb") as opened:
            content = opened.read(limit + 1)
            if len(content) > limit:
                content += opened.read(_limit(path, content, limit) - limit)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Problem("not_found", f"{shown}: no such file; check the path")
    except IsADirectoryError:
        return Problem("not_readable", f"{shown}: a folder that would not open; check its permissions")
    except PermissionError:
        return Problem("not_readable", f"{shown}: permission denied; make it readable (chmod +r FILE)")
    except OSError as error:
        return Problem("not_readable", f"{shown}: {error.strerror or 'cannot be read'}; check the file and its disk")
    return _page(Path(os.path.abspath(path)).as_uri(), path, content, limit)  # noqa: PTH100 - resolve() follows links


def _standard_input(limit: int) -> Page | Problem:
    try:
        content = sys.stdin.buffer.read(limit + 1)
    except (OSError, ValueError, AttributeError):
        return Problem("not_readable", "standard input: cannot be read; name a file instead of -")
    return _page("stdin:", STANDARD_INPUT, content, limit)


def _limit(path: str, content: bytes, limit: int) -> int:
    """Documents hold pictures and may be larger than pages."""
    return How(limit).limit_of(media_type(content, path))


def _page(address: str, path: str, content: bytes, limit: int) -> Page | Problem:
    limit = _limit(path, content, limit)
    shown = "standard input" if path == STANDARD_INPUT else _shown(path)
    if len(content) > limit:
        return Problem("too_large", f"{shown}: more than {limit:,} bytes; save the article alone, or split the file")
    if not content.strip(b" \t\r\n\f\x0b\x00\xef\xbb\xbf\xff\xfe"):
        return Problem("empty", f"{shown}: nothing in it; save the page again")
    if reason := not_text(content):
        code, what = reason
        return Problem(code, f"{shown}: {what}")
    fetched = now()
    return Page(address, fetched, media_type(content, path), content)


def _shown(path: str) -> str:
    """The path as one printable line: names on a disk may hold line breaks and bytes that are no text."""
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in path)
    return line or "an empty path"
