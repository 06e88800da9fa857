"""Links, archives, documents and feeds, as the command takes them."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Sayso
from tests.pages import site as sites
from tests.pages.site import STORY, Site, page, serving
from tests.reports.documents import pdf

from sayso.pages.fetch import Exchange
from sayso.pages.warc import record_of

LINES = (
    "Fighters of the Northern Front captured the village of Qasr on Thursday, the River Monitor said, and",
    "the army denied that it had lost the village to anybody.",
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({"/1": page(), "/etag": sites.changed_when_asked('"1"')}) as served:
        yield served


def warc(path: Path, pages: int) -> Path:
    headers = ((b"Content-Type", b"text/html"),)
    exchanges = [
        Exchange(f"https://a.example/{n}", None, "2024-05-18T00:00:00Z", 200, "OK", headers, STORY + b"<!-- %d -->" % n)
        for n in range(pages)
    ]
    path.write_bytes(b"".join(map(record_of, exchanges)))
    return path


def test_a_link_is_read_and_its_response_kept_beside_the_ledger(sayso: Sayso, site: Site, tmp_path: Path) -> None:
    for _ in range(2):
        status, out, _ = sayso("read", f"{site.address}/etag", "--allow-private", "--format", "json")
        line = json.loads(out)
        assert status == 0
        assert line["claims"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sayso.db", "sayso.db-daybook", "sayso.db.1.warc.gz"]
    assert json.loads(sayso("pages", "--format", "json")[1])["address"] == f"{site.address}/etag"


def test_without_a_ledger_nothing_is_kept(sayso: Sayso, site: Site, tmp_path: Path) -> None:
    assert sayso("read", f"{site.address}/1", "--allow-private", "--no-ledger")[0] == 0
    assert not list(tmp_path.iterdir())


def test_a_link_that_fails_costs_no_other(sayso: Sayso, site: Site) -> None:
    links = [f"{site.address}/none", "gopher://a.example/", f"{site.address}/1"]
    status, out, err = sayso("read", *links, "--allow-private", "--format", "json")
    assert status == 1
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["path"] for line in lines] == links
    assert [bool(line["report"]) for line in lines] == [False, False, True]
    assert "404" in err
    assert "gopher" in err


def test_an_archive_is_read_once_and_its_manifest_written(sayso: Sayso, tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc.gz", 3)
    status, out, _ = sayso("read", archive, "--format", "json", "--manifest", "m.jsonl")
    assert (status, len(out.splitlines())) == (0, 3)
    manifest = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    assert manifest[0]["state"] == "finished"
    assert [line["outcome"] for line in manifest[1:]] == ["read"] * 3
    status, out, err = sayso("read", archive, "--format", "json")
    assert (status, out) == (0, "")
    assert "its 3 pages were read before; --again" in err


def test_a_pdf_tells_on_which_page_a_claim_stands(sayso: Sayso, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf(("Situation report", "Nothing was reported this week."), LINES))
    status, out, _ = sayso("read", "report.pdf", "--format", "json")
    line = json.loads(out)
    assert status == 0
    shown = sayso("show", next(claim["id"] for claim in line["claims"] if "captured" in claim["quote"]))[1]
    assert "2 of the document" in shown


def test_follow_once(sayso: Sayso, site: Site, tmp_path: Path) -> None:
    item = "<item><title>T</title><link>/1</link></item>"
    site.answers["/rss"] = page(f'<rss version="2.0"><channel><title>W</title>{item}</channel></rss>'.encode())
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\naddress = "{site.address}/rss"\n', encoding="utf-8")
    status, out, err = sayso("follow", "feeds.toml", "--once", "--allow-private", "--format", "json")
    assert status == 0
    assert json.loads(out)["path"] == f"{site.address}/1"
    assert f"{site.address}/rss: 1 new item, 1 to read" in err
    assert sayso("follow", "feeds.toml", "--once", "--allow-private")[1] == ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("read a.jsonl --fields body", "--fields: 'body' maps no fields"),
        ("read a.warc.gz --no-ledger --manifest m", "--manifest and --no-ledger"),
        ("follow nowhere.toml", "nowhere.toml: No such file"),
    ],
)
def test_wrong_usage(sayso: Sayso, arguments: str, complaint: str) -> None:
    status, out, err = sayso(*arguments.split())
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert complaint in err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills by other means")
def test_an_archive_whose_reading_is_killed_ends_with_the_same_claims(tmp_path: Path, sayso: Sayso) -> None:
    archive = warc(tmp_path / "a.warc.gz", 12)
    command = [sys.executable, "-m", "sayso", "read", str(archive), "--format", "json", "--ledger"]
    with subprocess.Popen([*command, "cut.db"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as cut:
        assert cut.stdout
        cut.stdout.readline()
        cut.kill()
    for ledger in ("cut.db", "whole.db"):
        assert sayso("read", archive, "--ledger", ledger, "--format", "json")[0] == 0
    cut_off, whole = (sayso("claims", "--ledger", name, "--format", "json")[1] for name in ("cut.db", "whole.db"))
    assert sorted(cut_off.splitlines()) == sorted(whole.splitlines())
    checked = json.loads(sayso("verify", "--ledger", "cut.db", "--format", "json")[1])
    assert (checked["pages"], checked["reports"], checked["faults"]) == (12, 12, [])
