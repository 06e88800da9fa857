"""Dumps to Pages: JSON Lines by a map of fields, and MediaWiki's XML export."""

import bz2
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from sayso.model import NotOfThisKind, Page, Problem, Stated
from sayso.pages.kinds import media_type
from sayso.pages.taken import How, Taken, now

if TYPE_CHECKING:
    from lxml.etree import _Element

Found = tuple[str, Taken | str]

FIELDS = ("text", "title", "address", "published", "outlet")
"""What a field of a dump can hold for us. `text` (plain or HTML) is needed."""

_LONGEST_LINE = 50_000_000
_HEAD = 65_536
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"


def plain_head(file: IO[bytes]) -> bytes:
    """The first bytes of a file, unpacked where it is packed with gzip or bzip2. Raises OSError."""
    head = file.read(4)
    file.seek(0)
    begun = file.read(_HEAD)
    try:
        if head.startswith(_GZIP):
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(begun, _HEAD)
        return bz2.BZ2Decompressor().decompress(begun, _HEAD) if head.startswith(_BZIP2) else begun
    except (OSError, zlib.error):
        return b""


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_GZIP):
        return cast("IO[bytes]", gzip.open(path))
    return bz2.open(path) if head.startswith(_BZIP2) else path.open("rb")


def field_map(stated: str) -> Mapping[str, str]:
    """`text=body,title=headline` as a map. Raises NotOfThisKind for what is none."""
    pairs = [pair.partition("=") for pair in stated.split(",")]
    found = {name.strip(): field.strip() for name, _, field in pairs}
    if not all(found.values()) or not set(found) <= set(FIELDS) or "text" not in found:
        known = ", ".join(FIELDS)
        raise NotOfThisKind(f"{stated!r} maps no fields: write it as text=body,title=headline (known: {known})")
    return found


# --- JSON Lines


def is_lines(head: bytes, path: str, how: How) -> bool:
    """JSON Lines are read where the person says which field holds what."""
    named = path.lower().removesuffix(".gz").removesuffix(".bz2").endswith((".jsonl", ".ndjson", ".json"))
    return how.fields is not None and named and head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{")


def lines(path: Path, after: str | None, how: How) -> Iterator[Found]:
    """One page a line; a place is the line's number."""
    fields = how.fields or {}
    try:
        with _opened(path) as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
                if line.strip() and number > int(after or 0):
                    yield str(number), _of_line(f"{path}:{number}", line, fields, how)
    except (EOFError, zlib.error) as error:
        raise OSError(str(error)) from error


def _of_line(shown: str, line: bytes, fields: Mapping[str, str], how: How) -> Taken:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Taken(shown, Problem("not_readable", f"{shown}: no JSON ({error}); mend the line or drop it"))
    held = {name: _value(record, field) for name, field in fields.items()}
    text = held.get("text")
    if not text:
        told = f"nothing under {fields['text']!r}; say with --fields text=… which field holds the text"
        return Taken(shown, Problem("empty", f"{shown}: {told}"))
    stated = Stated(held.get("published"), held.get("outlet"))
    return _page(shown, text, held.get("title"), held.get("address"), stated, how)


def _value(record: Any, path: str) -> str | None:
    """What stands under a field; `a.b` reaches into an object. Numbers of ten digits may be seconds since 1970."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    if isinstance(record, int) and not isinstance(record, bool):
        record = _instant(record) if 10**8 < record < 10**11 else str(record)
    return record.strip() or None if isinstance(record, str) else None


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _page(shown: str, text: str, title: str | None, address: str | None, stated: Stated, how: How) -> Taken:
    """The text of a record as a page, its title above it unless the text opens with it."""
    whole = f"{title}\n\n{text}" if title and not text.startswith(title) else text
    content = whole.encode("utf-8", "replace")
    kind = media_type(content, "")
    if kind == "text/html" and title:
        content = f"<!doctype html><title>{_escaped(title)}</title>{text}".encode("utf-8", "replace")
    if len(content) > how.limit:
        return Taken(shown, Problem("too_large", f"{shown}: more than {how.limit:,} bytes; split the record"))
    at = now()
    return Taken(shown, Page(address or f"record:{shown}", at, kind or "text/plain", content), stated)


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


# --- MediaWiki


def is_wiki(head: bytes, _path: str, _how: How) -> bool:
    """An XML export of MediaWiki (Wikinews, Wikipedia), packed or not."""
    return b"<mediawiki" in head[:2000]


def wiki(path: Path, after: str | None, how: How) -> Iterator[Found]:
    """One page an article, its wikitext as it came; a place is the number of the page element."""
    from lxml.etree import XMLSyntaxError, iterparse

    site: str | None = None
    base = "wiki:"
    number = 0
    with _opened(path) as file:
        try:
            for _, element in iterparse(file, tag=("{*}page", "{*}siteinfo"), resolve_entities=False, no_network=True):
                if element.tag.endswith("siteinfo"):
                    site = _under(element, "sitename")
                    base = (_under(element, "base") or base).rpartition("/")[0] + "/"
                    continue
                number += 1
                if number > int(after or 0):
                    yield str(number), _article(f"{path}#{number}", element, site, base, how)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (XMLSyntaxError, EOFError, zlib.error) as error:
            raise OSError(str(error)) from error


def _article(shown: str, element: "_Element", site: str | None, base: str, how: How) -> Taken | str:
    if (_under(element, "ns") or "0") != "0":
        return "page beside the articles"
    if element.find("{*}redirect") is not None:
        return "redirect"
    revisions = element.findall("{*}revision")
    text = _under(revisions[-1], "text") if revisions else None
    title = _under(element, "title")
    if not text or not title:
        return "article without text"
    content = f"= {title} =\n\n{text}".encode()
    if len(content) > how.limit:
        return Taken(shown, Problem("too_large", f"{shown}: {title}: more than {how.limit:,} bytes; leave it out"))
    at = _under(revisions[-1], "timestamp") or now()
    page = Page(base + title.replace(" ", "_"), at, "text/x-wiki", content)
    return Taken(shown, page, Stated(outlet=site))


def _under(element: "_Element", name: str) -> str | None:
    text = element.findtext(f"{{*}}{name}")
    return str(text) if text else None
