"""Archives: what is a page and what is not, where a run goes on, what is broken."""

import json
import zipfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.pages.site import STORY

from sayso.model import NotOfThisKind, Page, Problem
from sayso.pages import taken
from sayso.pages.archives import archive, gatherings, manifest
from sayso.pages.daybook import Daybook
from sayso.pages.dumps import field_map
from sayso.pages.fetch import Exchange
from sayso.pages.sources import gatherings as of_paths
from sayso.pages.taken import Gathering, How, Outcome, Taken
from sayso.pages.warc import record_of


def response(number: int, kind: bytes = b"text/html", status: int = 200, body: bytes = STORY) -> bytes:
    address = f"https://herald.example/{number}"
    content = body + b"<!-- %d -->" % number
    headers = ((b"Content-Type", kind),)
    return record_of(Exchange(address, None, "2024-05-17T06:00:00Z", status, "OK", headers, content))


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    path = tmp_path / "crawl.warc.gz"
    pages = [response(n) for n in range(7)]
    path.write_bytes(b"".join([*pages[:3], response(90, b"image/png"), *pages[3:], response(91, status=404)]))
    return path


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken, "GATHERED_PAGES", 3)


def read(gathering: Gathering) -> None:
    """As whoever has kept all pages of the batch."""
    gathering.done([outcome(one) for one in gathering.taken])


def outcome(one: Taken) -> Outcome:
    if isinstance(one.page, Problem):
        return Outcome(one.path, None, None, one.page.code)
    return Outcome(one.path, one.page.address, one.page.sha256, None)


def all_of(path: Path, how: How = How(), daybook: Daybook | None = None, reading: str = "") -> list[Gathering]:  # noqa: B008
    found = archive(str(path), how)
    assert found
    done = []
    for gathering in gatherings(found, how, daybook, reading):
        read(gathering)
        done.append(gathering)
    return done


def begin(path: Path, daybook: Daybook) -> Generator[Gathering, None, None]:
    """An archive of which the first batch was read, and no more yet."""
    found = archive(str(path), How())
    assert found
    begun = gatherings(found, How(), daybook, "")
    read(next(begun))
    return begun


def numbers(batches: Sequence[Gathering]) -> list[list[str]]:
    return [[one.page.address[-1] for one in b.taken if isinstance(one.page, Page)] for b in batches]


def problems(batches: Sequence[Gathering]) -> list[Problem]:
    return [one.page for batch in batches for one in batch.taken if isinstance(one.page, Problem)]


def test_a_warc_gives_its_pages_and_counts_the_rest(warc: Path) -> None:
    batches = all_of(warc)
    assert numbers(batches) == [["0", "1", "2"], ["3", "4", "5"], ["6"], []]
    first = batches[0].taken[0]
    assert isinstance(first.page, Page)
    assert (first.page.fetched, first.page.media_type) == ("2024-05-17T06:00:00Z", "text/html")
    assert first.path == f"{warc}@0"
    (told,) = problems(batches)
    assert told.code == "passed_over"
    assert "2 records" in told.message
    assert "1 a picture" in told.message
    assert "1 status 404" in told.message


def test_a_reading_that_was_cut_off_goes_on_behind_its_last_whole_batch(warc: Path, tmp_path: Path) -> None:
    with Daybook.beside(tmp_path / "sayso.db") as daybook:
        begun = begin(warc, daybook)
        next(begun)  # taken and never finished
        begun.close()
        again = all_of(warc, daybook=daybook)
        assert numbers(again) == [[], ["3", "4", "5"], ["6"], []]
        told = problems(again)
        assert [problem.code for problem in told] == ["read_before", "passed_over"]
        assert "3 pages were read before" in told[0].message
        assert "2 records" in told[1].message, "what the first run passed over is counted once"
        third = problems(all_of(warc, daybook=daybook))
        assert [problem.code for problem in third] == ["read_before"]
        assert "7 pages" in third[0].message


def test_two_processes_at_one_archive_count_what_they_pass_over_once(warc: Path, tmp_path: Path) -> None:
    with Daybook.beside(tmp_path / "sayso.db") as one, Daybook.beside(tmp_path / "sayso.db") as other:
        found = archive(str(warc), How())
        assert found
        for first, second in zip(gatherings(found, How(), one, ""), gatherings(found, How(), other, ""), strict=True):
            read(first)
            read(second)
        lines = list(manifest(one, [str(warc)]))
    assert lines[0]["state"] == "finished"
    assert [line["records"] for line in lines if "reason" in line] == [1, 1]


def test_another_reader_or_date_reads_an_archive_anew_and_again_reads_it_again(warc: Path, tmp_path: Path) -> None:
    with Daybook.beside(tmp_path / "sayso.db") as daybook:
        for how, reading in ((How(), "one"), (How(), "two"), (How(again=True), "two")):
            assert sum(map(len, numbers(all_of(warc, how, daybook, reading)))) == 7
        lines = list(manifest(daybook, [str(warc)]))
    archives = [line for line in lines if "archive" in line and "sha256" in line]
    assert [line["state"] for line in archives] == ["finished", "finished"]
    assert sum(line.get("outcome") == "read" for line in lines) == 14
    assert {line["reason"] for line in lines if "reason" in line} == {"a picture", "status 404"}


@pytest.mark.parametrize("cut", [20, 300])
def test_a_warc_cut_off_gives_what_is_whole_and_says_what_is_not(warc: Path, cut: int) -> None:
    whole = warc.read_bytes()
    last = len(response(91, status=404)) + len(response(6))
    warc.write_bytes(whole[: len(whole) - last + cut])
    batches = all_of(warc)
    assert numbers(batches)[:2] == [["0", "1", "2"], ["3", "4", "5"]]
    assert any(problem.fatal for problem in problems(batches))


def test_rubbish_in_a_warc_is_told_with_its_place(warc: Path) -> None:
    warc.write_bytes(response(0) + b"rubbish" * 50)
    batches = all_of(warc)
    assert numbers(batches)[0] == ["0"]
    (problem,) = problems(batches)
    assert problem.code == "not_readable"
    assert "crawl.warc.gz: broken behind its record at 0" in problem.message


def test_damage_amid_a_warc_costs_its_record_and_none_behind_it(warc: Path, tmp_path: Path) -> None:
    records = [bytearray(response(n)) for n in range(7)]
    records[1][100:130] = bytes(30)
    records[4][-6] ^= 255  # all of it can be unpacked, and its checksum tells that it is not what was packed
    warc.write_bytes(b"".join(records))
    with Daybook.beside(tmp_path / "sayso.db") as daybook:
        begin(warc, daybook).close()
        rest = all_of(warc, daybook=daybook)
        whole = all_of(warc)
        assert numbers(rest)[1:] == numbers(whole)[1:] == [["3", "5"], ["6"]]
        assert numbers(whole)[0] == ["0", "2"]
        told, damaged = problems(whole)
        assert "broken behind its record at" in damaged.message
        again = sum(len(record) for record in records[:2])
        assert told.code == "not_readable"
        assert "crawl.warc.gz: broken behind its record at 0 " in told.message
        assert f"again from the one at {again} on; fetch it again" in told.message
        (after,) = problems(all_of(warc, daybook=daybook))
        assert "its 5 pages were read before, 2 could not be (--manifest names them)" in after.message


def test_a_warc_packed_at_once_goes_on_where_it_was_cut_off(warc: Path, tmp_path: Path) -> None:
    import gzip

    warc.write_bytes(gzip.compress(gzip.decompress(warc.read_bytes())))
    with Daybook.beside(tmp_path / "sayso.db") as daybook:
        begin(warc, daybook).close()
        again = all_of(warc, daybook=daybook)
        assert numbers(again) == [[], ["3", "4", "5"], ["6"], []]
        assert [problem.code for problem in problems(again)] == ["read_before", "passed_over"]
    warc.write_bytes(warc.read_bytes()[:-40])
    assert "amid" in problems(all_of(warc))[-1].message or "ended before" in problems(all_of(warc))[-1].message


def test_a_warc_of_a_wacz_that_is_cut_off_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "saved.wacz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("archive/a.warc.gz", (response(1) + response(2))[:-100])
        packed.writestr("archive/b.warc.gz", response(8) + response(9))
    batches = all_of(path)
    assert [number for batch in numbers(batches) for number in batch] == ["1", "8", "9"]
    cut, broken = problems(batches)
    assert "the record is cut off" in cut.message
    assert "saved.wacz/archive/a.warc.gz: broken behind its record at" in broken.message


def test_a_wacz_without_a_warc_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "saved.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
    (problem,) = problems(all_of(tmp_path / "saved.wacz"))
    assert "no page in this archive" in problem.message


def test_a_wacz_is_the_warcs_in_it_and_goes_on_among_them(warc: Path, tmp_path: Path) -> None:
    path = tmp_path / "saved.wacz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(warc, "archive/a.warc.gz")
        packed.writestr("archive/b.warc.gz", response(8) + response(9))
        packed.writestr("datapackage.json", "{}")
    with Daybook.beside(tmp_path / "sayso.db") as daybook:
        begin(path, daybook).close()
        assert list(filter(None, numbers(all_of(path, daybook=daybook)))) == [
            ["3", "4", "5"],
            ["6", "8", "9"],
        ]
        assert numbers(all_of(path, daybook=daybook)) == [[]]


def test_a_folder_gives_its_pages_and_then_its_archives(warc: Path) -> None:
    (warc.parent / "a.html").write_bytes(STORY)
    found = [one for gathering in of_paths([str(warc.parent)], How()) for one in gathering.taken]
    assert [Path(one.path).name.partition("@")[0] for one in found][:2] == ["a.html", "crawl.warc.gz"]
    assert sum(isinstance(one.page, Page) for one in found) == 8


def test_an_archive_without_a_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(response(1, b"image/png"))
    (problem,) = problems(all_of(tmp_path / "a.warc.gz"))
    assert problem.code == "empty"
    assert "only 1 a picture" in problem.message


# --- dumps


def lines_of(path: Path, *records: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), encoding="utf-8")
    return path


FIELDS = How(fields=field_map("text=content.body, title=head, address=url, published=ts, outlet=by"))


def test_json_lines_are_read_by_a_map_of_fields(tmp_path: Path) -> None:
    record = {
        "head": "Village changes hands",
        "content": {"body": "Fighters took Qasr."},
        "url": "https://herald.example/1",
        "ts": 1715932800,
        "by": "The Example Herald",
    }
    path = lines_of(tmp_path / "news.jsonl", record, "", {"head": "no text"}, "{broken")
    batch, *_ = all_of(path, FIELDS)
    first, empty, broken = batch.taken
    assert isinstance(first.page, Page)
    assert first.page.content == b"Village changes hands\n\nFighters took Qasr."
    assert first.page.address == "https://herald.example/1"
    assert (first.stated.published, first.stated.outlet) == ("2024-05-17T08:00:00+00:00", "The Example Herald")
    assert isinstance(empty.page, Problem)
    assert "news.jsonl:3" in empty.page.message
    assert "'content.body'" in empty.page.message
    assert isinstance(broken.page, Problem)
    assert "news.jsonl:4: no JSON" in broken.page.message


def test_packed_json_lines_of_html(tmp_path: Path) -> None:
    import gzip

    body = "<p>One.</p><p>Two.</p><p>Three.</p>"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps({"body": body, "t": "A & B"}).encode()))
    (batch,) = all_of(tmp_path / "a.jsonl.gz", How(fields=field_map("text=body,title=t")))
    page = batch.taken[0].page
    assert isinstance(page, Page)
    assert page.media_type == "text/html"
    assert b"<title>A &amp; B</title>" in page.content


def test_json_lines_without_a_map_ask_for_one(tmp_path: Path) -> None:
    path = lines_of(tmp_path / "news.jsonl", {"a": 1})
    ((one,),) = (gathering.taken for gathering in of_paths([str(path)], How()))
    assert isinstance(one.page, Problem)
    assert "--fields" in one.page.message


@pytest.mark.parametrize("stated", ["", "body", "text=", "words=body", "title=a"])
def test_what_maps_no_fields(stated: str) -> None:
    with pytest.raises(NotOfThisKind, match="text=body"):
        field_map(stated)


WIKI = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><sitename>Wikinews</sitename>
<base>https://en.wikinews.example/wiki/Main_Page</base></siteinfo>
<page><title>Village taken</title><ns>0</ns><revision><timestamp>2024-05-18T00:00:00Z</timestamp>
<text>{{date|May 17, 2024}} Fighters took [[Qasr]].</text></revision></page>
<page><title>Talk:Village</title><ns>1</ns><revision><text>chat</text></revision></page>
<page><title>Old name</title><ns>0</ns><redirect title="x"/><revision><text>#REDIRECT</text></revision></page>
<page><title>Second</title><ns>0</ns><revision><text>More.</text></revision></page></mediawiki>"""


def test_a_mediawiki_export_gives_its_articles(tmp_path: Path) -> None:
    import bz2

    (tmp_path / "dump.xml.bz2").write_bytes(bz2.compress(WIKI.encode()))
    first, second = (one for batch in all_of(tmp_path / "dump.xml.bz2") for one in batch.taken if one.stated.outlet)
    assert isinstance(first.page, Page)
    assert first.page.address == "https://en.wikinews.example/wiki/Village_taken"
    assert first.page.media_type == "text/x-wiki"
    assert first.page.content.startswith(b"= Village taken =\n\n{{date|")
    assert first.stated.outlet == "Wikinews"
    assert isinstance(second.page, Page)


def test_a_dump_that_breaks_off_says_so(tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text(WIKI[:-300], encoding="utf-8")
    batches = all_of(tmp_path / "dump.xml")
    assert [problem.code for problem in problems(batches)] == ["not_readable"]
    assert len(batches[0].taken) == 1


# --- Telegram


def export(kind: str, *messages: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Qasr News", "type": kind, "id": 77, "messages": list(messages)}


POST = {
    "id": 5,
    "type": "message",
    "date": "2024-05-17T11:00:00",
    "date_unixtime": "1715932800",
    "text": ["Fighters took ", {"type": "bold", "text": "Qasr"}, "."],
    "forwarded_from": "River Monitor",
}


def test_a_channel_gives_its_messages_with_whom_they_were_forwarded_from(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    notice = {"id": 6, "type": "service", "date": "2024-05-17T11:00:00", "action": "pin_message"}
    path.write_text(json.dumps(export("public_channel", POST, notice, {**POST, "id": 7, "text": ""})))
    batches = all_of(path)
    one = batches[0].taken[0]
    assert isinstance(one.page, Page)
    assert one.page.content == b"Fighters took Qasr."
    assert one.page.address == "https://t.me/c/77/5"
    assert (one.stated.published, one.stated.outlet) == ("2024-05-17T08:00:00+00:00", "Qasr News")
    assert one.stated.source == "River Monitor"
    (told,) = problems(batches)
    assert "1 notice of the channel" in told.message


def test_an_export_that_breaks_off_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(export("public_channel", POST, {**POST, "id": 7}))[:-20])
    batches = all_of(path)
    assert sum(isinstance(one.page, Page) for batch in batches for one in batch.taken) == 1
    (told,) = problems(batches)
    assert "result.json: broken behind its record at 1 " in told.message
    assert told.message.endswith("fetch or export it again")
    assert "\n" not in told.message


@pytest.mark.parametrize(
    "kind", ["personal_chat", "private_channel", "private_group", "public_supergroup", "saved_messages"]
)
def test_a_private_chat_is_refused_with_a_reason_and_nothing_of_it_taken(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(export(kind, POST)))
    (problem,) = problems(all_of(path))
    assert problem.code == "not_allowed"
    assert "only public channels" in problem.message
    assert "Qasr" not in problem.message


def test_of_an_account_only_its_public_channels_are_read(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    chats = [export("personal_chat", POST, POST), export("public_channel", POST), export("private_group", POST)]
    path.write_text(json.dumps({"about": "x", "personal_information": {"user_id": 1}, "chats": {"list": chats}}))
    found = [one for batch in all_of(path) for one in batch.taken]
    assert [one.page.code if isinstance(one.page, Problem) else "page" for one in found] == [
        "not_allowed",
        "page",
        "not_allowed",
    ]
