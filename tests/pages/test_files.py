"""Files, folders and standard input to Pages: nothing silent, no noise, nothing raised."""

import gzip
import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sayso.model import Page, Problem
from sayso.pages.files import count, pages

HTML = b"<!doctype html><html><body><p>Troops entered the village.</p></body></html>"


def taken(*paths: object, limit: int = 1_000_000) -> dict[str, Page | Problem]:
    """What came of each path, by the path's last part."""
    return {Path(path).name: found for path, found in pages(map(str, paths), limit)}


def code(found: Page | Problem) -> str:
    """The problem's code; fails on a page."""
    assert isinstance(found, Problem)
    return found.code


def test_a_file_is_kept_byte_for_byte_under_its_absolute_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a b.html").write_bytes(HTML)
    monkeypatch.chdir(tmp_path)
    ((path, page),) = pages(["./a b.html"])
    assert path == "./a b.html"
    assert isinstance(page, Page)
    assert page.content == HTML
    assert page.address == (tmp_path / "a b.html").as_uri()
    assert page.fetched.endswith("Z")
    assert page.media_type == "text/html"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", b"Troops entered the village.", "text/plain"),
        ("a.txt", b"Losses were < 5 and > 2.\nOne <b>bold</b> word.", "text/plain"),
        ("a.txt", b"<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>", "text/html"),
        ("a", b"<?xml version='1.0'?><!-- saved --><HTML><p>x</HTML>", "text/html"),
        ("a.md", b"# Title\n\nText <b>here</b>.", "text/markdown"),
        ("a.md", b"# Title\n\n<div>one</div><div>two</div><div>three</div>", "text/markdown"),
        ("a.txt", "Zuhair said so.".encode("utf-16"), "text/plain"),
        ("a.html", HTML.decode().encode("utf-16-le"), "text/html"),
        ("a.html", HTML.replace(b"village", b"vil\0lage"), "text/html"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "application/pdf"),
        ("a", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", "multipart/related"),
    ],
)
def test_content_tells_the_media_type_before_the_suffix(
    tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    (tmp_path / name).write_bytes(content)
    found = taken(tmp_path / name)[name]
    assert isinstance(found, Page)
    assert found.media_type == media_type


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (gzip.compress(HTML, mtime=0), "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"abc\x01\x02\x03\x04" * 50, "binary"),
        (b"x" * 1001, "too_large"),
    ],
)
def test_what_is_no_page_is_a_problem_that_names_the_file_and_the_mend(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    (tmp_path / "a.html").write_bytes(content)
    found = taken(tmp_path / "a.html", limit=1000)["a.html"]
    assert isinstance(found, Problem)
    assert found.code == expected
    assert "a.html: " in found.message
    assert "\n" not in found.message


def test_missing_and_impossible_paths_are_problems(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    bad = ["nowhere.html", "", "nul\0byte", "x" * 5000, str(tmp_path / "file" / "below")]
    codes = [code(found) for _, found in pages(bad)]
    assert codes == ["not_found", "not_found", "not_found", "not_readable", "not_found"]


def test_a_folder_is_walked_in_order_without_hidden_files_and_assets(tmp_path: Path) -> None:
    for name in (
        "b.html",
        "a.txt",
        "sub/c.html",
        ".hidden.html",
        ".git/x.html",
        "b_files/frame.html",
        "sub/c.files/f.htm",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(HTML)
    found = [Path(path).relative_to(tmp_path).as_posix() for path, _ in pages([str(tmp_path)])]
    assert found == ["a.txt", "b.html", "sub/c.html"]


def test_what_a_folder_holds_beside_pages_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    for name in ("b.jpg", "c.jpg", "d.css", "noise"):
        (tmp_path / name).write_bytes(b"\x00\x01")
    found = list(pages([str(tmp_path)]))
    assert [Path(path).name for path, _ in found] == ["a.html", tmp_path.name]
    problem = found[-1][1]
    assert isinstance(problem, Problem)
    assert "4 files" in problem.message
    assert "2 .jpg" in problem.message


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    assert code(taken(tmp_path)[tmp_path.name]) == "empty"


def test_a_link_in_circles_and_a_link_to_nowhere_end(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.html").symlink_to(tmp_path / "nothing")
    assert code(taken(tmp_path)["gone.html"]) == "not_found"


def test_standard_input_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Troops entered.")))
    ((path, page),) = pages(["-"])
    assert path == "-"
    assert isinstance(page, Page)
    assert (page.address, page.media_type) == ("stdin:", "text/plain")


def test_count_is_what_a_progress_bar_needs(tmp_path: Path) -> None:
    for name in ("a.html", "b.txt", "c.jpg", ".d.html"):
        (tmp_path / name).write_bytes(HTML)
    assert count([str(tmp_path), str(tmp_path / "a.html"), "-", "nowhere"]) == 5


def test_a_name_that_is_no_text_gives_a_printable_message(tmp_path: Path) -> None:
    ((_, found),) = pages([str(tmp_path / "bad\udcff\nname")])
    assert isinstance(found, Problem)
    assert found.message.isprintable()
