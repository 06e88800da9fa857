"""Feeds and lists to their items: RSS, Atom, JSON Feed, and sitemaps with those that a sitemap points at."""

import io
import json
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.sax import SAXException

from sayso.pages.unpacking import NotUnpacked, unpacked

LIMIT = 50_000_000
"""Bytes of an unpacked sitemap, as its standard has it."""


class NoFeed(ValueError):
    """The bytes are no feed that we read; the words say what they are."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. id: by which the feed tells it from others; content: its text or HTML, where the feed holds it;
    published: as the feed writes it; outlet: who publishes, as far as the feed can say; source: its source element.
    """

    id: str
    link: str | None
    title: str | None = None
    content: str | None = None
    published: str | None = None
    outlet: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says. items: newest first, as far as it dates them; lists: sitemaps that it points at, likewise."""

    title: str | None
    items: tuple[Item, ...]
    lists: tuple[str, ...] = ()


def feed(content: bytes, address: str) -> Feed:
    """The feed in these bytes. address: where it came from, against which its links are resolved. Raises NoFeed."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = unpacked(content, "gzip", LIMIT)
        except NotUnpacked as error:
            raise NoFeed(str(error)) from error
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"{"):
        return _json(content, address)
    if b"<!ENTITY" in content:
        raise NoFeed("it declares entities of its own, as no feed needs and bombs do")
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _sitemap(content, address)
    return _xml(content, address)


def _link(link: Any, address: str) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    whole = urljoin(address, link.strip())
    return whole if whole.startswith(("http://", "https://")) else None


def _own(link: str | None, address: str) -> bool:
    """Whether a link stays with the feed's own site, so that the feed's title names who publishes there."""
    hosts = [(urlsplit(one).hostname or "").split(".")[-2:] for one in (link or address, address)]
    return hosts[0] == hosts[1]


def _words(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


# --- RSS and Atom


def _xml(content: bytes, address: str) -> Feed:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # feedparser's own, about its own past
        import feedparser

        read = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not read.get("version") and not read.get("entries"):
        raise NoFeed("no RSS, Atom, JSON Feed or sitemap")
    title = _words(read.feed.get("title"))
    items = _once(_entry(entry, title, address) for entry in read.entries)
    if not items and isinstance(error := read.get("bozo_exception"), SAXException):
        raise NoFeed(f"a broken feed without a whole item ({error.getMessage()})")
    return Feed(title, items)


def _entry(entry: Any, title: str | None, address: str) -> Item | None:
    link = _link(entry.get("link"), address)
    contents = [part.get("value") for part in entry.get("content", ())] or [entry.get("summary")]
    content = next((part for part in contents if part), None)
    key = entry.get("id") or link
    if not key or not (link or content):
        return None
    source = entry.get("source") or {}
    named = _words(source.get("title"))
    return Item(
        id=str(key),
        link=link,
        title=_words(entry.get("title")),
        content=content,
        published=entry.get("published") or entry.get("updated"),
        outlet=title if named or _own(link, address) else None,
        source=named,
    )


def _once(items: Iterable[Item | None]) -> tuple[Item, ...]:
    """Each item once, in the feed's order, which is newest first by custom."""
    first: dict[str, Item] = {}
    for item in items:
        if item:
            first.setdefault(item.id, item)
    return tuple(first.values())


# --- JSON Feed


def _json(content: bytes, address: str) -> Feed:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NoFeed(f"broken JSON ({error})") from error
    if not isinstance(read, dict) or "jsonfeed.org/version" not in str(read.get("version")):
        raise NoFeed("JSON, but no JSON Feed")
    title = _words(read.get("title"))
    listed = read.get("items")
    items = (_json_item(one, title, address) for one in listed if isinstance(one, dict)) if listed else iter(())
    return Feed(title, _once(items))


def _json_item(one: dict[str, Any], title: str | None, address: str) -> Item | None:
    link = _link(one.get("url"), address)
    content = one.get("content_html") or one.get("content_text")
    key = one.get("id") or link
    if not key or not (link or content):
        return None
    return Item(
        id=str(key),
        link=link,
        title=_words(one.get("title")),
        content=content if isinstance(content, str) else None,
        published=_words(one.get("date_published")),
        outlet=title if _own(link, address) else None,
    )


# --- sitemaps


def _sitemap(content: bytes, address: str) -> Feed:
    from lxml.etree import XMLSyntaxError, iterparse

    items: list[tuple[str, Item]] = []
    lists: list[tuple[str, str]] = []
    try:
        wanted = ("{*}url", "{*}sitemap")
        for _, element in iterparse(io.BytesIO(content), tag=wanted, resolve_entities=False, no_network=True):
            link = _link(element.findtext("{*}loc"), address)
            changed = _words(element.findtext("{*}lastmod")) or ""
            published = _words(element.findtext("{*}news/{*}publication_date"))
            if link and element.tag.endswith("sitemap"):
                lists.append((changed, link))
            elif link:
                outlet = _words(element.findtext("{*}news/{*}publication/{*}name"))
                title = _words(element.findtext("{*}news/{*}title"))
                # What changed since it was last read is an item of its own: its link and that day together.
                items.append(
                    (published or changed, Item(f"{link} {changed}".strip(), link, title, None, published, outlet))
                )
            element.clear()
    except XMLSyntaxError as error:
        if not items and not lists:
            raise NoFeed(f"a broken sitemap ({error})") from error
    newest = sorted(items, key=lambda one: one[0], reverse=True)
    return Feed(
        None,
        tuple(item for _, item in newest),
        tuple(link for _, link in sorted(lists, key=lambda one: one[0], reverse=True)),
    )
