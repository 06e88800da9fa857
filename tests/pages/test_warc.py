"""What was fetched is kept as it came, and found again."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pages import site as sites
from tests.pages.site import STORY, Site, page, redirect, serving

from sayso.model import Page, Problem
from sayso.pages.daybook import Daybook
from sayso.pages.fetch import Exchange, Fetcher, Limits
from sayso.pages.taken import How
from sayso.pages.warc import Kept, record_of, records, taken_from

HOW = How(allow_private=True)
LIMITS = Limits(seconds=5, delay=0.0, pauses=(0.05,))


@pytest.fixture
def site() -> Iterator[Site]:
    answers = {"/story": page(), "/packed": sites.packed(), "/moved": redirect("/story"), "/gone": sites.missing}
    with serving(answers) as served:
        yield served


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "sayso.db"


def kept_links(ledger: Path, *links: str) -> list[Page | Problem]:
    with Daybook.beside(ledger) as daybook, Fetcher(HOW, LIMITS) as fetcher:
        kept = Kept(daybook, HOW, "sayso/test")
        return [kept.keep(fetched) for fetched in fetcher.all(links, kept.validators)]


def warcs(ledger: Path) -> list[Path]:
    return sorted(ledger.parent.glob("*.warc.gz"))


def test_every_response_stands_in_the_warc_as_it_came_with_its_hash(site: Site, ledger: Path) -> None:
    kept_links(ledger, *(f"{site.address}/{name}" for name in ("packed", "moved", "gone")))
    (warc,) = warcs(ledger)
    assert warc.name == "sayso.db.1.warc.gz"
    text = gzip.decompress(warc.read_bytes())
    body = gzip.compress(STORY, mtime=0)
    digest = hashlib.sha256(body).hexdigest()
    assert f"WARC-Payload-Digest: sha256:{digest}\r\n".encode() in text
    assert b"\r\ncontent-encoding: gzip\r\n" in text.lower()
    with warc.open("rb") as file:
        found = list(records(file))
    assert [record.type for record in found] == ["warcinfo", "response", "response", "response", "response"]
    assert [record.status for record in found[1:]] == [200, 302, 200, 404]
    assert found[1].payload == body


def test_the_archive_is_read_by_another_library(site: Site, ledger: Path) -> None:
    iterator = pytest.importorskip("warcio.archiveiterator", reason="warcio is not installed")
    kept_links(ledger, f"{site.address}/packed")
    with warcs(ledger)[0].open("rb") as file:
        found = [one for one in iterator.ArchiveIterator(file, check_digests="raise") if one.rec_type == "response"]
        assert [one.http_headers.get_statuscode() for one in found] == ["200"]


def test_a_page_that_has_not_changed_comes_from_the_warc(ledger: Path) -> None:
    with serving({"/etag": sites.changed_when_asked('"one"')}) as site:
        link = f"{site.address}/etag"
        first, second = (kept_links(ledger, link)[0] for _ in range(2))
        assert isinstance(first, Page)
        assert isinstance(second, Page)
        assert (first.content, first.fetched) == (second.content, second.fetched)
        assert site.asked[-1][1]["If-None-Match"] == '"one"'
    with warcs(ledger)[0].open("rb") as file:
        assert [record.type for record in records(file)] == ["warcinfo", "response", "revisit"]


def test_half_a_record_of_a_killed_process_is_cut_off(site: Site, ledger: Path) -> None:
    kept_links(ledger, f"{site.address}/story")
    (warc,) = warcs(ledger)
    whole = warc.read_bytes()
    warc.write_bytes(whole + whole[:100])
    kept_links(ledger, f"{site.address}/packed")
    with warc.open("rb") as file:
        assert [record.status for record in records(file)] == [None, 200, 200]
    assert warc.read_bytes().startswith(whole)


def test_a_file_that_the_daybook_does_not_know_is_left_alone(site: Site, ledger: Path) -> None:
    stranger = ledger.with_name("sayso.db.1.warc.gz")
    stranger.write_bytes(b"somebody's")
    kept_links(ledger, f"{site.address}/story")
    assert stranger.read_bytes() == b"somebody's"
    assert [path.name for path in warcs(ledger)] == ["sayso.db.1.warc.gz", "sayso.db.2.warc.gz"]


def test_a_warc_that_is_gone_is_not_asked_for(ledger: Path) -> None:
    with serving({"/etag": sites.changed_when_asked('"one"')}) as tagged:
        kept_links(ledger, f"{tagged.address}/etag")
        warcs(ledger)[0].unlink()
        (again,) = kept_links(ledger, f"{tagged.address}/etag")
        assert isinstance(again, Page)
        assert "If-None-Match" not in tagged.asked[-1][1]


@pytest.mark.parametrize(
    ("status", "content_type", "body", "expected"),
    [
        (200, "text/html", STORY, Page),
        (404, "text/html", STORY, "status 404"),
        (200, "image/png", b"\x89PNG", "a picture"),
        (200, "application/octet-stream", b"\0\1\2\3" * 50, "no text"),
        (200, "text/html", b"", Problem),
    ],
)
def test_a_record_is_a_page_or_told_what_else_it_is(
    tmp_path: Path, status: int, content_type: str, body: bytes, expected: object
) -> None:
    headers = ((b"Content-Type", content_type.encode()),)
    (tmp_path / "a.warc.gz").write_bytes(
        record_of(Exchange("https://example.org/a", None, "2024-05-17T00:00:00Z", status, "", headers, body))
    )
    with (tmp_path / "a.warc.gz").open("rb") as file:
        (record,) = records(file)
    found = taken_from(record, How())
    assert found == expected if isinstance(expected, str) else isinstance(found, expected)  # type: ignore[arg-type]


def test_bodies_in_chunks_and_packed_bodies_of_other_tools_are_read(tmp_path: Path) -> None:
    import brotli

    chunks = b"".join(b"%x\r\n%s\r\n" % (len(STORY[n : n + 99]), STORY[n : n + 99]) for n in range(0, len(STORY), 99))
    bodies = {"Transfer-Encoding: chunked": chunks + b"0\r\n\r\n", "Content-Encoding: br": brotli.compress(STORY)}
    whole = b""
    for header, body in bodies.items():
        block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://a.example/>\r\nContent-Type: application/http"
        )
        whole += f"{head}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(whole)
    with (tmp_path / "a.warc").open("rb") as file:
        found = [taken_from(record, How()) for record in records(file)]
    assert [page.content for page in found if isinstance(page, Page)] == [STORY, STORY]


def test_a_database_of_another_kind_is_no_daybook(ledger: Path) -> None:
    import sqlite3

    from sayso.model import LedgerError

    path = ledger.with_name("sayso.db-daybook")
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE birds (name TEXT)")
    other.close()
    with pytest.raises(LedgerError, match="daybook"):
        Daybook.beside(ledger)
