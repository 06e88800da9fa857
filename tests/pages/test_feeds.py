"""Feeds and sitemaps to their items."""

import gzip
import json

import pytest

from sayso.pages.feeds import NoFeed, feed

AT = "https://herald.example/rss"
RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Example Herald</title><link>https://herald.example/</link>
<item><title>Village &amp; town</title><link>/1</link><guid>a1</guid><pubDate>Fri, 17 May 2024 08:00:00 GMT</pubDate>
<source url="https://monitor.example/rss">River  Monitor</source></item>
<item><title>Elsewhere</title><link>https://other.example/2</link></item>
<item><title>No link</title><guid isPermaLink="false">a3</guid>
<content:encoded><![CDATA[<p>Fighters took Qasr.</p>]]></content:encoded></item>
<item><title>Nothing</title></item><item><title>Twice</title><link>/1</link><guid>a1</guid></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>w</id><entry><id>e1</id><title>T</title>
<link href="https://herald.example/e1"/><updated>2024-05-17T08:00:00Z</updated>
<source><title>River Monitor</title></source></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://herald.example/old</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>https://herald.example/new</loc><news:news><news:publication><news:name>The Herald</news:name>
</news:publication><news:publication_date>2024-05-17</news:publication_date><news:title>New</news:title></news:news></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://herald.example/a.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>https://herald.example/b.xml</loc><lastmod>2024-05-01</lastmod></sitemap></sitemapindex>"""


def test_rss_with_its_source_element() -> None:
    found = feed(RSS, AT)
    assert found.title == "The Example Herald"
    assert [item.id for item in found.items] == ["a1", "https://other.example/2", "a3"]
    first, elsewhere, held = found.items
    assert (first.link, first.source, first.outlet) == (
        "https://herald.example/1",
        "River Monitor",
        "The Example Herald",
    )
    assert first.published == "Fri, 17 May 2024 08:00:00 GMT"
    assert elsewhere.outlet is None, "a feed's title does not name who publishes on another site"
    assert held.content == "<p>Fighters took Qasr.</p>"
    assert held.link is None


def test_atom_with_its_source_element() -> None:
    (item,) = feed(ATOM, AT).items
    assert (item.link, item.source, item.published) == (
        "https://herald.example/e1",
        "River Monitor",
        "2024-05-17T08:00:00Z",
    )


def test_json_feed() -> None:
    items = [
        {"id": "1", "url": "https://herald.example/1", "title": "T", "date_published": "2024-05-17"},
        {"id": "2", "content_text": "Fighters took Qasr."},
        {"title": "nothing"},
        "rubbish",
    ]
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": items}
    first, second = feed(json.dumps(whole).encode(), AT).items
    assert (first.link, first.published) == ("https://herald.example/1", "2024-05-17")
    assert (second.link, second.content) == (None, "Fighters took Qasr.")


@pytest.mark.parametrize("content", [SITEMAP, gzip.compress(SITEMAP)])
def test_a_sitemap_newest_first(content: bytes) -> None:
    new, old = feed(content, AT).items
    assert (new.link, new.outlet, new.published) == ("https://herald.example/new", "The Herald", "2024-05-17")
    assert old.id == "https://herald.example/old 2024-01-01", "changed on another day it is another item"
    assert old.published is None, "the day of a change is no day of publication"


def test_a_sitemap_of_sitemaps() -> None:
    assert feed(INDEX, AT).lists == ("https://herald.example/b.xml", "https://herald.example/a.xml")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><p>A page.</p></body></html>",
        b"{}",
        b"{broken",
        b"words",
        b"",
        b"<urlset",
        b"\x1f\x8brubbish",
        b"<rss version='2.0'><channel><item><title>T</t",
    ],
)
def test_what_is_no_feed(content: bytes) -> None:
    with pytest.raises(NoFeed):
        feed(content, AT)


def test_entities_that_grow_and_files_of_this_machine_are_not_read() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    item = "<item><title>&l11;&f;</title><link>/1</link></item>"
    with pytest.raises(NoFeed, match="entities"):
        feed(f'<?xml version="1.0"?>{bomb}<rss version="2.0"><channel>{item}</channel></rss>'.encode(), AT)
