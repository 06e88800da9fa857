"""Links: read or refused rightly, politely, and never for longer than the limit."""

import itertools
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pages import site as sites
from tests.pages.site import STORY, Site, page, redirect, serving

from sayso.model import Page, Problem
from sayso.pages.fetch import Fetched, Fetcher, Limits, Validators, page_of
from sayso.pages.guarded import is_public
from sayso.pages.taken import How

LIMITS = Limits(seconds=1.5, delay=0.0, pauses=(0.05, 0.05))
RUSSIAN = "<html><body><p>Боевики захватили село, сообщили в четверг наблюдатели.</p></body></html>"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    answers = {
        "/robots.txt": page(b"User-agent: *\nDisallow: /private/\n", content_type="text/plain"),
        "/story": page(),
        "/packed": sites.packed(),
        "/private/story": page(),
        "/moved": redirect("/story", 301),
        "/far": redirect("/moved"),
        "/loop": redirect("/loop"),
        "/out": redirect("file:///etc/passwd"),
        "/to-private-page": redirect("/private/story"),
        "/drip": sites.dripping,
        "/drip-headers": sites.dripping_headers,
        "/silent": sites.silent,
        "/endless": sites.endless,
        "/cut": sites.cut_off,
        "/bomb": page(sites.bomb(), content_encoding="gzip"),
        "/huge": lambda handler: handler.give(b"x", length=10**10),
        "/strange": page(b"..", content_encoding="zzz"),
        "/broken": page(b"no gzip at all", content_encoding="gzip"),
        "/picture": page(b"\x89PNG", content_type="image/png"),
        "/empty": page(b""),
        "/flaky": sites.failing(2),
        "/down": sites.failing(99),
        "/busy": sites.failing(99, 429, Retry_After="3600"),
        "/latin": page(RUSSIAN.encode("cp1251"), content_type="text/html; charset=windows-1251"),
        "/lying": page(RUSSIAN.encode(), content_type="text/html; charset=windows-1251"),
        "/etag": sites.changed_when_asked('"one"'),
    }
    with serving(answers) as served:
        yield served


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(How(limit=1_000_000, allow_private=True), LIMITS) as one:
        yield one


def found(fetched: Fetched) -> Page:
    assert isinstance(fetched.found, Page), fetched.found
    return fetched.found


def refused(fetched: Fetched) -> tuple[str, str]:
    assert isinstance(fetched.found, Problem), fetched.found
    message = fetched.found.message
    assert message.startswith(fetched.link), "the link is named"
    assert "\n" not in message
    return fetched.found.code, message


@pytest.mark.parametrize("path", ["/story", "/packed"])
def test_a_page_comes_as_it_is_under_its_address(site: Site, fetcher: Fetcher, path: str) -> None:
    one = found(fetcher.fetch(f"{site.address}{path}#part"))
    assert (one.address, one.content, one.media_type) == (f"{site.address}{path}", STORY, "text/html")


def test_redirects_are_followed_and_kept(site: Site, fetcher: Fetcher) -> None:
    fetched = fetcher.fetch(f"{site.address}/far")
    assert found(fetched).address == f"{site.address}/story"
    assert [exchange.status for exchange in fetched.exchanges] == [302, 301, 200]


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/private/story", "not_allowed", "robots.txt"),
        ("/to-private-page", "not_allowed", "robots.txt"),
        ("/loop", "not_fetched", "redirects"),
        ("/out", "not_allowed", "only http and https"),
        ("/nowhere", "not_fetched", "404"),
        ("/down", "not_fetched", "503"),
        ("/busy", "not_fetched", "429"),
        ("/cut", "not_fetched", "connection failed"),
        ("/huge", "too_large", "bytes"),
        ("/bomb", "too_large", "bytes"),
        ("/strange", "not_readable", "zzz"),
        ("/broken", "not_readable", "broken"),
        ("/picture", "binary", "a picture"),
        ("/empty", "empty", "nothing in it"),
        ("/drip", "took_too_long", "1.5 seconds"),
        ("/drip-headers", "took_too_long", "1.5 seconds"),
        ("/silent", "took_too_long", "1.5 seconds"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_within_the_limit(
    site: Site, fetcher: Fetcher, path: str, code: str, words: str
) -> None:
    began = time.monotonic()
    told = refused(fetcher.fetch(site.address + path))
    assert told[0] == code, told
    assert words in told[1]
    assert time.monotonic() - began < LIMITS.seconds + 5  # the seconds of a busy machine


def test_an_endless_page_ends_at_the_limit_of_its_bytes(site: Site) -> None:
    with Fetcher(How(limit=1_000_000, allow_private=True), Limits(seconds=30, delay=0)) as fetcher:
        assert refused(fetcher.fetch(f"{site.address}/endless"))[0] == "too_large"


def test_what_fails_for_a_moment_is_asked_for_again(site: Site, fetcher: Fetcher) -> None:
    assert found(fetcher.fetch(f"{site.address}/flaky")).content == STORY


def test_a_declared_charset_is_kept_where_the_bytes_need_it(site: Site, fetcher: Fetcher) -> None:
    right = found(fetcher.fetch(f"{site.address}/latin"))
    assert (right.kind, right.charset) == ("text/html", "windows-1251")
    assert found(fetcher.fetch(f"{site.address}/lying")).media_type == "text/html"


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    link = f"{site.address}/etag"
    first = fetcher.fetch(link)
    validators = Validators(link, first.exchanges[-1].header("ETag"), None)
    again = fetcher.fetch(link, validators)
    assert again.found is None
    assert [exchange.status for exchange in again.exchanges] == [304]


def test_the_site_is_told_who_reads_and_whom_to_write_to(site: Site) -> None:
    with Fetcher(How(allow_private=True, contact="desk@example.org"), LIMITS) as fetcher:
        fetcher.fetch(f"{site.address}/story")
    agents = [headers["User-Agent"] for path, headers in site.asked[-2:]]
    assert all(agent.startswith("sayso/") and "desk@example.org" in agent for agent in agents)
    assert not any("Cookie" in headers for _, headers in site.asked)


def test_one_host_is_asked_one_thing_at_a_time_with_a_rest_between() -> None:
    came: list[float] = []
    under_way = itertools.count()

    def note(handler: sites.Handler) -> None:
        came.append(time.monotonic())
        next(under_way)
        handler.give(STORY)

    with (
        serving({"/a": note, "/b": note, "/c": note}) as served,
        Fetcher(How(allow_private=True), Limits(delay=0.2)) as fetcher,
    ):
        links = [f"{served.address}/{name}" for name in "abc"]
        assert [fetched.link for fetched in fetcher.all(links, lambda _: None)] == links
    assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(came))


def test_a_crawl_delay_is_obeyed() -> None:
    rules = page(b"User-agent: *\nCrawl-delay: 0.4\n", content_type="text/plain")
    came: list[float] = []

    def note(handler: sites.Handler) -> None:
        came.append(time.monotonic())
        handler.give(STORY)

    with (
        serving({"/robots.txt": rules, "/a": note, "/b": note}) as served,
        Fetcher(How(allow_private=True), Limits(delay=0.0)) as fetcher,
    ):
        fetcher.fetch(f"{served.address}/a")
        fetcher.fetch(f"{served.address}/b")
    assert came[1] - came[0] >= 0.39


def test_a_robots_txt_that_cannot_be_had_forbids_for_now() -> None:
    with serving({"/robots.txt": sites.failing(99, 500), "/a": page()}) as served:
        with Fetcher(How(allow_private=True), LIMITS) as fetcher:
            code, message = refused(fetcher.fetch(f"{served.address}/a"))
        assert code == "not_fetched"
        assert "robots.txt" in message
        assert not served.paths()


def test_a_robots_txt_that_does_not_come_is_waited_for_once() -> None:
    with (
        serving({"/robots.txt": sites.silent, "/a": page()}) as served,
        Fetcher(How(allow_private=True), LIMITS) as fetcher,
    ):
        began = time.monotonic()
        assert {refused(fetcher.fetch(f"{served.address}/a"))[0] for _ in range(5)} == {"took_too_long"}
        assert time.monotonic() - began < 2 * LIMITS.seconds + 2
        assert not served.paths()


def test_a_robots_txt_that_could_not_be_had_is_asked_for_again_later() -> None:
    limits = Limits(seconds=5, delay=0.0, pauses=(), refusal_holds=0.1)
    with (
        serving({"/robots.txt": sites.failing(1, 500), "/a": page()}) as served,
        Fetcher(How(allow_private=True), limits) as fetcher,
    ):
        assert refused(fetcher.fetch(f"{served.address}/a"))[0] == "not_fetched"
        time.sleep(0.15)
        assert found(fetcher.fetch(f"{served.address}/a")).content == STORY


def test_no_connection_is_made_to_a_private_address(site: Site) -> None:
    before = len(site.asked)
    with Fetcher(How(), LIMITS) as fetcher:
        for link in (f"{site.address}/story", "http://localhost:9/", "http://[::1]:9/", "http://0x7f.1:9/"):
            assert refused(fetcher.fetch(link))[0] in ("not_allowed", "not_fetched")
        assert "--allow-private" in refused(fetcher.fetch(f"{site.address}/story"))[1]
    assert len(site.asked) == before


def test_a_redirect_to_a_private_address_is_refused_though_the_first_host_is_public(site: Site) -> None:
    """The name of the first host resolves to the test site only because the check is told that it is public."""
    port = int(site.address.rpartition(":")[2])
    answers = {"public.example": ["127.0.0.1"], "inside.example": ["10.0.0.7"]}
    checked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        checked.append(host)
        return answers[host]

    site.answers["/inwards"] = redirect("http://inside.example/secret")
    with Fetcher(How(), LIMITS, resolve) as fetcher, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.pages.guarded.is_public", lambda number: number == "127.0.0.1")
        fetched = fetcher.fetch(f"http://public.example:{port}/inwards")
    assert refused(fetched)[0] == "not_allowed"
    assert [exchange.status for exchange in fetched.exchanges] == [302]
    assert checked[-1] == "inside.example"


def test_a_name_that_stands_for_a_public_and_a_private_number_is_refused() -> None:
    with Fetcher(How(), LIMITS, lambda _host, _port: ["93.184.215.14", "192.168.1.1"]) as fetcher:
        assert refused(fetcher.fetch("http://rebinding.example/"))[0] == "not_allowed"


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed: nothing to make a certificate with")
def test_a_certificate_is_checked_against_the_name_though_the_number_is_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
    made += ["-addext", "subjectAltName=DNS:news.example", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    holder = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    holder.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    how = How(allow_private=True)
    with serving({"/": page()}, holder) as served:
        port = served.address.rpartition(":")[2]
        links = [f"https://{name}.example:{port}/" for name in ("news", "other")]
        with Fetcher(how, LIMITS, lambda _host, _port: ["127.0.0.1"]) as fetcher:
            assert "certificate" in refused(fetcher.fetch(links[0]))[1]
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        monkeypatch.setattr("httpx.create_ssl_context", lambda **_: trusting)
        with Fetcher(how, LIMITS, lambda _host, _port: ["127.0.0.1"]) as fetcher:
            assert found(fetcher.fetch(links[0])).content == STORY
            assert "certificate" in refused(fetcher.fetch(links[1]))[1]


@pytest.mark.parametrize(
    "number",
    "127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 ::1 :: "
    "fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1".split(),
)
def test_numbers_that_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_numbers_that_are(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("ftp://example.org/a", "not_allowed"),
        ("http://", "not_fetched"),
        ("http://exa mple.org/", "not_fetched"),
        ("https://me:secret@example.org/", "not_allowed"),
        ("http://[::1/", "not_fetched"),
        ("http://example.org:99999/", "not_fetched"),
    ],
)
def test_what_is_no_link_of_the_web(fetcher: Fetcher, link: str, code: str) -> None:
    fetched = fetcher.fetch(link)
    assert refused(fetched)[0] == code
    assert not fetched.exchanges


def test_leaving_does_not_wait_for_what_is_under_way(site: Site) -> None:
    began = time.monotonic()
    with Fetcher(How(allow_private=True), Limits(seconds=20)) as fetcher:
        fetcher.start(f"{site.address}/silent")
        time.sleep(0.2)
    assert time.monotonic() - began < 10


def test_a_packed_page_cut_short_gives_what_there_is() -> None:
    import gzip

    whole = gzip.compress(STORY * 50, mtime=0)
    taken = page_of("https://example.org/", "2024-05-17T00:00:00Z", whole[:-30], "gzip", "text/html", How())
    assert isinstance(taken, Page)
    assert (STORY * 50).startswith(taken.content)
