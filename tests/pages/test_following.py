"""Feeds followed: a place is kept, restarts lose nothing, what failed is told and tried again."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pages import site as sites
from tests.pages.site import STORY, Site, page, serving

import sayso
from sayso.api import Account
from sayso.model import NotOfThisKind, Page, Problem
from sayso.pages import following
from sayso.pages.daybook import Daybook
from sayso.pages.fetch import Fetcher, Limits
from sayso.pages.following import Followed, Follower, Visit, feed_list
from sayso.pages.taken import Gathering, How, Outcome
from sayso.pages.warc import Kept

HOW = How(allow_private=True)
LIMITS = Limits(seconds=2, delay=0.0, pauses=())


def rss(*numbers: int, source: str = "") -> bytes:
    credit = f'<source url="https://m.example">{source}</source>' if source else ""
    items = "".join(f"<item><title>T{n}</title><link>/{n}</link><guid>g{n}</guid>{credit}</item>" for n in numbers)
    return f'<rss version="2.0"><channel><title>The Wire</title>{items}</channel></rss>'.encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({f"/{n}": page(STORY.replace(b"Qasr", b"Qasr%d" % n)) for n in range(9)}) as served:
        served.answers["/rss"] = page(rss(3, 2, 1), content_type="application/rss+xml")
        yield served


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000.0]
    monkeypatch.setattr(following.time, "time", lambda: now[0])
    return now


class Desk:
    """One process that follows, without reading."""

    def __init__(self, ledger: Path, fetcher: Fetcher, *feeds: Followed) -> None:
        self.daybook = Daybook.beside(ledger)
        self.follower = Follower(feeds, self.daybook, fetcher, Kept(self.daybook, HOW, "sayso/test"))

    def follow(self, *, finish: bool = True) -> tuple[list[Visit], list[str]]:
        """All that is due: visits, and the links of items that came as pages."""
        visits, links = [], []
        while True:
            with self.follower.taken() as feed:
                if feed is None:
                    return visits, links
                visits.append(self.follower.visit(feed))
                for gathering in self.follower.gatherings(feed):
                    links += [one.path for one in gathering.taken if isinstance(one.page, Page)]
                    if not finish:
                        return visits, links
                    finished(gathering)


def finished(gathering: Gathering) -> None:
    gathering.done(
        [
            Outcome(one.path, None, None, one.page.code)
            if isinstance(one.page, Problem)
            else Outcome(one.path, one.page.address, one.page.sha256, None)
            for one in gathering.taken
        ]
    )


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(HOW, LIMITS) as one:
        yield one


@pytest.fixture
def desk(site: Site, tmp_path: Path, fetcher: Fetcher, clock: list[float]) -> Desk:
    assert clock
    return Desk(tmp_path / "sayso.db", fetcher, Followed(f"{site.address}/rss", every=600.0, newest=2))


def test_the_newest_of_a_first_visit_then_only_what_is_new(site: Site, desk: Desk, clock: list[float]) -> None:
    ((visit,), links) = desk.follow()
    assert (visit.new, visit.waiting, visit.problem) == (2, 2, None)
    assert links == [f"{site.address}/{n}" for n in (2, 3)]
    assert desk.follow() == ([], []), "not due yet"
    clock[0] += 601
    assert desk.follow()[1] == []
    site.answers["/rss"] = page(rss(5, 4, 3, 2))
    clock[0] += 601
    assert desk.follow()[1] == [f"{site.address}/{n}" for n in (4, 5)]


def test_a_process_that_dies_amid_its_items_loses_none(
    site: Site, desk: Desk, clock: list[float], tmp_path: Path, fetcher: Fetcher
) -> None:
    _, links = desk.follow(finish=False)
    assert len(links) == 2
    after = Desk(tmp_path / "sayso.db", fetcher, Followed(f"{site.address}/rss", every=600.0, newest=2))
    clock[0] += 1
    (visit,), links = after.follow()
    assert visit.new == 0
    assert len(links) == 2


def test_a_lease_keeps_others_away_and_ends_by_itself(
    site: Site, desk: Desk, clock: list[float], tmp_path: Path, fetcher: Fetcher
) -> None:
    other = Desk(tmp_path / "sayso.db", fetcher, Followed(f"{site.address}/rss"))
    with desk.follower.taken() as feed:
        assert feed
        assert other.follow() == ([], [])
        clock[0] += following.LEASE_S + 1
        assert len(other.follow()[0]) == 1


def test_an_item_that_fails_is_told_and_tried_again_and_then_given_up(
    site: Site, desk: Desk, clock: list[float]
) -> None:
    site.answers["/3"] = sites.failing(2)
    assert desk.follow()[1] == [f"{site.address}/2"]
    clock[0] += following.PAUSES_S[0] + 1
    assert desk.follow()[1] == []
    clock[0] += following.PAUSES_S[1] + 1
    assert desk.follow()[1] == [f"{site.address}/3"]
    site.answers |= {"/rss": page(rss(8)), "/8": sites.failing(99)}
    for wait in (601, *following.PAUSES_S, 10**6):
        clock[0] += wait + 1
        desk.follow()
    (row,) = desk.daybook.ask("SELECT state, attempts, told FROM items WHERE id = 'g8'")
    assert tuple(row) == ("failed", 4, "not_fetched")


def test_a_feed_that_fails_is_visited_less_and_less(site: Site, desk: Desk, clock: list[float]) -> None:
    site.answers["/rss"] = sites.missing
    (visit,), _ = desk.follow()
    assert visit.problem
    assert "404" in visit.problem.message
    clock[0] += 601
    assert desk.follow() == ([], [])
    assert 590 < desk.follower.pause() < 600
    site.answers["/rss"] = page(rss(1))
    clock[0] += 600
    assert desk.follow()[1] == [f"{site.address}/1"]


def test_a_page_that_is_no_feed_says_so(site: Site, desk: Desk) -> None:
    site.answers["/rss"] = page()
    (visit,), _ = desk.follow()
    assert visit.problem
    assert "no RSS" in visit.problem.message


def test_a_sitemap_of_sitemaps_is_followed_down(site: Site, tmp_path: Path, fetcher: Fetcher) -> None:
    locs = "".join(f"<url><loc>{site.address}/{n}</loc></url>" for n in (1, 2))
    site.answers["/map.xml"] = page(
        f"<sitemapindex><sitemap><loc>{site.address}/a.xml</loc></sitemap></sitemapindex>".encode()
    )
    site.answers["/a.xml"] = page(f"<urlset>{locs}</urlset>".encode())
    desk = Desk(tmp_path / "sayso.db", fetcher, Followed(f"{site.address}/map.xml"))
    assert sorted(desk.follow()[1]) == [f"{site.address}/1", f"{site.address}/2"]


def test_follow_reads_into_the_ledger_with_the_feeds_source_in_the_chain(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = page(rss(1, 2, source="River Valley Observer"))
    site.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /2", content_type="text/plain")
    listed = tmp_path / "feeds.toml"
    listed.write_text(f'[[feed]]\naddress = "{site.address}/rss"\n', encoding="utf-8")
    ledger = sayso.open(tmp_path / "sayso.db")
    came = list(ledger.follow(feed_list(listed), once=True, how=HOW, ended=threading.Event()))
    assert isinstance(came[0], Visit)
    accounts = sorted((one for one in came if isinstance(one, Account)), key=lambda one: one.path)
    read, refused = accounts
    assert refused.failed
    assert read.claims
    assert read.report
    assert read.report.outlet == "The Example Herald"
    for claim in read.claims:
        assert claim.chain[-1].speaker.text == "River Valley Observer"
        assert claim.chain[-1].relay
        assert claim.stands_in(read.report.text)
    assert not ledger.verify().faults
    again = list(ledger.follow(feed_list(listed), once=True, how=HOW, ended=threading.Event()))
    assert again == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[feed]\n", "no TOML"),
        ("", "no feed in it"),
        ("[[feed]]\n", "feed 1: no address"),
        ('[[feed]]\naddress = "herald"\n', "feed 1: no address"),
        ('[[feed]]\naddress = "https://a.example"\nevery = "soon"\n', "every is 'soon'"),
        ('[[feed]]\naddress = "https://a.example"\nnewest = 0\n', "newest is 0"),
        ('[[feed]]\naddress = "https://a.example"\nname = "x"\n', "'name' is not known"),
        ('feeds = ["https://a.example"]\n', "'feeds' is not known"),
    ],
)
def test_a_list_of_feeds_that_is_wrong_says_where_and_how_to_mend_it(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotOfThisKind) as raised:
        feed_list(path)
    assert str(path) in str(raised.value)
    assert words in str(raised.value)


def test_what_stands_above_the_feeds_holds_for_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        'contact = "a@b.example"\nevery = "2h"\n[[feed]]\naddress = "https://a.example"\n', encoding="utf-8"
    )
    listed = feed_list(path)
    assert listed.contact == "a@b.example"
    assert listed.feeds == (Followed("https://a.example", 7200.0),)
