"""What a page says of itself: title, outlet, authors, date of publication. Only what it states; guesses are marked."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from sayso.model import Published
from sayso.reports.blocks import likeness, tidy
from sayso.reports.published import published

# schema.org types whose headline, date and author are those of the page's report
_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|LiveBlog|NewsItem|WebPage$", re.IGNORECASE)
_DEEPEST = 8
"""Levels of JSON-LD that are walked: @graph, mainEntity, hasPart; a page that nests deeper is out to exhaust."""

_DATE_NAMES = """article:published_time og:article:published_time og:published_time article:published datepublished
    date.published publisheddate published_date published_time published published-date publish_date publish-date
    publishdate publication_date publication-date pubdate pub_date parsely-pub-date sailthru.date article.published
    dc.date.issued dcterms.issued dc.date.created dcterms.created dcterms.date dc.date dc.date.published
    citation_publication_date article_date_original cxenseparse:recs:publishtime rnews:datepublished
    originalpublicationdate article.created vr:published_time ptime date created"""
_DATE_METAS = tuple(_DATE_NAMES.split())
_OUTLET_METAS = ("og:site_name", "publisher", "article:publisher", "dc.publisher", "application-name")
_AUTHOR_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")

_TITLE_JOINT = re.compile(r"\s+[|–—\-:»•·]\s+")
_NO_NAME = re.compile(r"https?://|www\.|@|\.(?:com|org|net)\b", re.IGNORECASE)
_NOBODY = frozenset(
    {"admin", "administrator", "editor", "editors", "staff", "author", "unknown", "webmaster", "none", "news"}
)


class Head:
    """The metadata of one parsed page: its JSON-LD objects and meta tags, read once."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.objects = tuple(_objects(tree))
        self.metas = _metas(tree)

    def title(self) -> str | None:
        """The headline: as JSON-LD or og:title give it, else the page's h1 or title, without the outlet's name."""
        headings = [tidy(h.text_content()) for h in self.tree.iter("h1")]
        stated = [*self._of_articles("headline"), *self.metas.get("og:title", ()), *self._title_tag()]
        for title in stated:
            if title and (match := next((h for h in headings if h and likeness(h) == likeness(title)), None)):
                return match
        named = next((self._without_outlet(title) for title in stated if title), None)
        alone = headings[0] if len(headings) == 1 and len(headings[0].split()) > 2 else None
        return self._nearest(named, headings) or named or alone

    def outlet(self) -> str | None:
        """Who published: JSON-LD's publisher, else og:site_name and its like."""
        for item in self.objects:
            if _is_article(item) and (name := _name(item.get("publisher"))):
                return name
        return next(
            (m for name in _OUTLET_METAS for m in self.metas.get(name, ()) if m and not _NO_NAME.search(m)), None
        )

    def authors(self) -> tuple[str, ...]:
        """Persons and desks named as authors, in order, each once."""
        named = [name for item in self.objects if _is_article(item) for name in _names(item.get("author"))]
        if not named:
            named = [one for key in _AUTHOR_METAS for line in self.metas.get(key, ()) for one in _split(line)]
        return tuple(dict.fromkeys(name for name in named if _is_name(name)))

    def published(self) -> Published | None:
        """The stated date: JSON-LD's datePublished, else meta tags and microdata, else None."""
        for stated in self._of_articles("datePublished"):
            if found := published(stated, "json_ld"):
                return found
        for name in _DATE_METAS:
            for stated in self.metas.get(name, ()):
                if found := published(stated, "meta"):
                    return found
        return next((found for stated in self._microdata() if (found := published(stated, "meta"))), None)

    def _of_articles(self, key: str) -> list[str]:
        found = [item.get(key) for item in sorted(self.objects, key=_is_web_page) if _is_article(item)]
        return [tidy(_unescaped(value)) for value in found if isinstance(value, str) and value.strip()]

    def _title_tag(self) -> list[str]:
        return [tidy(t.text_content()) for t in self.tree.iter("title")][:1]

    def _microdata(self) -> Iterator[str]:
        for element in self.tree.xpath("//*[@itemprop='datePublished' or (self::time and @pubdate)]"):
            stated = element.get("datetime") or element.get("content") or element.text_content()
            yield tidy(stated)[:60]

    def _without_outlet(self, title: str) -> str:
        """The title without what stands behind its last joint, where that is the outlet's name ("... | The Daily")."""
        joints = list(_TITLE_JOINT.finditer(title))
        if not joints:
            return title
        front, back = title[: joints[-1].start()], title[joints[-1].end() :]
        outlet, tail = likeness(self.outlet() or ""), likeness(back)
        of_outlet = bool(outlet and tail) and (tail in outlet or outlet in tail)
        strong = title[joints[-1].start() : joints[-1].end()].strip() == "|"
        return front if len(front.split()) > 2 and (of_outlet or (strong and len(back.split()) <= 5)) else title

    @staticmethod
    def _nearest(title: str | None, headings: list[str]) -> str | None:
        """The h1 that the stated title is cut from, or adds its outlet to."""
        alike = likeness(title or "")
        for heading in headings:
            other = likeness(heading)
            if len(heading.split()) > 2 and alike and (alike.startswith(other) or other.startswith(alike)):
                return heading
        return None


def guessed_date(tree: HtmlElement, address: str | None) -> Published | None:
    """A guess by htmldate from the page's markup, text and address: a day, or the year where that is all it had."""
    from htmldate import find_date

    found = find_date(tree, original_date=True, outputformat="%Y-%m-%d", url=address)
    if not found:
        return None
    if found.endswith("-01-01") and not _new_year(tree, found[:4]):
        return published(found[:4], "guessed")  # htmldate writes 1 January for a year alone (a copyright line)
    return published(found, "guessed")


def link(tree: HtmlElement) -> str | None:
    """The address under which the page says it was published."""
    found = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((str(address) for address in found if str(address).startswith("http")), None)


def _new_year(tree: HtmlElement, year: str) -> bool:
    month = r"Jan(?:uary|\.)?"
    day = (
        rf"{year}[-/.]0?1[-/.]0?1\b|\b0?1[-/.]0?1[-/.]{year}|{month} 0?1(?:st)?,? {year}|\b0?1(?:st)? {month},? {year}"
    )
    return bool(re.search(day, tree.text_content()[:500_000], re.IGNORECASE))


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            data = json.loads(
                re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text or ""), strict=False
            )
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common; meta tags say the same
        yield from _walk(data, _DEEPEST)


def _walk(data: Any, levels: int) -> Iterator[dict[str, Any]]:
    if levels and isinstance(data, list):
        for item in data:
            yield from _walk(item, levels - 1)
    elif levels and isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _walk(data.get(key), levels - 1)


def _is_article(item: dict[str, Any]) -> bool:
    return bool(_ARTICLE_TYPES.search(_type(item)))


def _is_web_page(item: dict[str, Any]) -> bool:
    return _type(item).endswith("WebPage")


def _type(item: dict[str, Any]) -> str:
    stated = item.get("@type")
    return " ".join(map(str, stated)) if isinstance(stated, list) else str(stated or "")


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    name = _name(value)
    return list(_split(name)) if name else []


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value if (name := _name(item))), None)
    name = value.get("name") if isinstance(value, dict) else value
    return (tidy(_unescaped(name)) or None) if isinstance(name, str) and not _NO_NAME.search(name) else None


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _split(line: str) -> Iterator[str]:
    line = re.sub(r"^(?:by|von|par)\s+", "", line.strip(), flags=re.IGNORECASE)
    yield from (name.strip() for name in re.split(r"\s*;\s*|\s+and\s+|,\s+and\s+|\s+&\s+|,\s+(?=\S+\s\S+)", line))


def _is_name(name: str) -> bool:
    return 1 < len(name) <= 80 and name.lower() not in _NOBODY and not _NO_NAME.search(name)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if key and content and (value := tidy(content)):
            found.setdefault(key.strip().lower(), []).append(value)
    return found
