"""Pages to Reports through the child process: what comes out, and what a page can do to us."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import NotOfThisKind, Page, Problem, Report
from sayso.reports.report_of import body
from sayso.reports.reports import Given, ReportReader

STORY = [
    "The northern command said on Thursday that its units had taken Tell Zahra after two days of fighting.",
    "Residents reached by telephone said that shells had fallen on the market until the early morning.",
    "A spokesman of the council denied that its fighters had left the town, and spoke of a regrouping.",
    "Neither account could be checked, because roads into the district have been closed since Monday.",
]


def page(content: str | bytes, media_type: str | None = "text/html") -> Page:
    """A page of this content."""
    raw = content.encode() if isinstance(content, str) else content
    return Page("file:///desk/saved%20page.html", "2019-05-06T00:00:00Z", media_type, raw)


def html(head: str = "", top: str = "", foot: str = "", story: list[str] = STORY) -> str:
    """A news page around the story."""
    paragraphs = "".join(f"<p>{line}</p>" for line in story)
    return (
        f"<!doctype html><html><head>{head}</head><body><nav><a href=/>Home</a><a href=/w>World</a></nav>"
        f"<article>{top}{paragraphs}{foot}</article><footer>© 2019 Northern Press</footer></body></html>"
    )


def read(reader: ReportReader, content: str | bytes, media_type: str = "text/html", **given: str) -> Report:
    """The report, where nothing stands in its way."""
    report, problems = reader.report(page(content, media_type), Given(**given))
    assert problems == ()
    assert report is not None
    return report


def codes(found: tuple[Report | None, tuple[Problem, ...]]) -> list[str]:
    """The codes of the problems; each has a message of one line that names the page."""
    for problem in found[1]:
        assert problem.message.startswith("saved page.html: ")
        assert problem.message.isprintable()
    return [problem.code for problem in found[1]]


def test_an_article_is_its_headline_and_its_paragraphs(reader: ReportReader) -> None:
    foot = "<p>Click to see the full-size image</p><p>Do you like this content? Consider helping us!</p>"
    report = read(reader, html("<title>Army takes Tell Zahra | Northern Press</title>", foot=foot))
    assert report.text == "\n\n".join(["Army takes Tell Zahra", *STORY])
    assert [p.kind for p in report.paragraphs] == ["headline", *["prose"] * len(STORY)]
    assert report.furniture == ()
    assert body(report) == "\n\n".join(STORY)


def test_a_headline_that_stands_in_the_article_too_stands_there_once(reader: ReportReader) -> None:
    head = '<meta property="og:title" content="Council’s fighters leave Tell Zahra after talks">'
    top = "<h1>Council's fighters leave Tell Zahra after talks</h1>"
    foot = "<p>Council's Fighters Leave Tell Zahra After Talks</p>"
    report = read(reader, html(head, top, foot))
    assert report.text.lower().count("leave tell zahra after talks") == 1
    assert report.title == "Council's fighters leave Tell Zahra after talks"


def test_headings_bullets_and_line_breaks_keep_their_kind(reader: ReportReader) -> None:
    foot = (
        "<h2>What both sides say about it</h2><ul><li>The army says that it holds the town.</li>"
        "<li>The council says that it holds the bridge.</li></ul>"
        "<p>First the siren went off, she said.<br>Then the shells came down.<br><br>It lasted an hour or more.</p>"
    )
    report = read(reader, html("<title>Army takes Tell Zahra</title>", foot=foot))
    kinds = [(p.kind, report.text[slice(*p.span)]) for p in report.paragraphs[5:]]
    assert kinds == [
        ("heading", "What both sides say about it"),
        ("bullet", "The army says that it holds the town."),
        ("bullet", "The council says that it holds the bridge."),
        ("prose", "First the siren went off, she said."),
        ("prose", "Then the shells came down."),
        ("prose", "It lasted an hour or more."),
    ]


JSON_LD = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Army &amp; council",
  "datePublished": "2019-05-06T09:30:00+03:00", "author": [{"name": "Anna Petrov"}],
  "publisher": {"name": "Northern Press"}}]}</script>"""
METAS = """<meta property="article:published_time" content="2019-05-06T00:00:00Z">
  <meta property="og:site_name" content="Northern Press">
  <meta name="author" content="By Anna Petrov and Omar Haddad">"""
BROKEN = """<script type="application/ld+json">{"broken": </script><meta name="date" content="6 May 2019">"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (JSON_LD, ("2019-05-06T09:30:00+03:00", "instant", "json_ld", "Northern Press", ("Anna Petrov",))),
        (METAS, ("2019-05-06", "day", "meta", "Northern Press", ("Anna Petrov", "Omar Haddad"))),
        (BROKEN, ("2019-05-06", "day", "meta", None, ())),
    ],
)
def test_metadata_keep_their_source_and_precision(
    reader: ReportReader, head: str, expected: tuple[str, str, str, str | None, tuple[str, ...]]
) -> None:
    report = read(reader, html(head))
    assert report.published is not None
    date = report.published
    assert (date.start, date.granularity, date.source, report.outlet, report.authors) == expected


def test_a_date_in_the_page_alone_is_a_guess(reader: ReportReader) -> None:
    report = read(reader, html(top="<div class='date'>Published: 6 May 2019</div>"))
    assert report.published is not None
    assert (report.published.day, report.published.source) == ("2019-05-06", "guessed")


def test_a_page_without_a_date_has_none(reader: ReportReader) -> None:
    assert read(reader, html().replace("© 2019 Northern Press", "")).published is None


def test_what_is_given_wins(reader: ReportReader) -> None:
    report = read(reader, html(METAS), published="2019-05", outlet="Desk")
    assert report.published is not None
    assert (report.published.start, report.published.granularity, report.published.source) == (
        "2019-05",
        "month",
        "given",
    )
    assert report.published.day is None
    assert report.outlet == "Desk"


@pytest.mark.parametrize("words", ["yesterday", "2019-13", "2019-02-30", ""])
def test_a_given_date_that_is_none_is_refused_at_once(words: str) -> None:
    with pytest.raises(NotOfThisKind, match="is no date"):
        Given(published=words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso8859-15"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "nonsense-7", ""])
def test_html_of_any_charset_and_any_declaration_is_decoded(reader: ReportReader, encoding: str, declared: str) -> None:
    head = (
        f'<meta charset="{declared}"><title>The café in Tell Zahra</title>'
        if declared
        else "<title>The café in Tell Zahra</title>"
    )
    report = read(reader, html(head).encode(encoding))
    assert report.title == "The café in Tell Zahra"


def test_lost_characters_are_a_problem_beside_the_report(reader: ReportReader) -> None:
    report, problems = found = reader.report(
        page(html("<title>Café, über, naïve, señor</title>").encode() + b"<p>\xff</p>")
    )
    assert codes(found) == ["bad_encoding"]
    assert report is not None
    assert len(problems) == 1


def test_another_language_is_kept_and_listed(reader: ReportReader) -> None:
    story = [
        "Das Nordkommando teilte am Donnerstag mit, seine Einheiten hätten den Ort nach zwei Tagen eingenommen."
    ] * 3
    report, _ = found = reader.report(page(html(story=story)))
    assert codes(found) == ["another_language"]
    assert report is not None
    assert report.language == "de"


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>" + "<li><a href=/x>Ten things to know about the truce</a></li>" * 40 + "</body></html>",
        "<html><body><h1>Army takes town</h1><p>Log in to continue reading.</p><p>Subscribe now.</p></body></html>",
        "<html><head><title>Army takes town</title></head><body></body></html>",
        "<div>" * 50_000,
        "<html><script>" + "var a = 1;" * 10_000 + "</script></html>",
    ],
)
def test_a_page_without_sentences_is_no_report(reader: ReportReader, content: str) -> None:
    found = reader.report(page(content))
    assert found[0] is None
    assert codes(found) == ["no_report"]


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"", "text/html", "empty"),
        (b"\xef\xbb\xbf \n", "text/plain", "empty"),
        (b"\x00\x01", None, "binary"),
        (b"{}", "application/json", "unknown_kind"),
        (b"x" * 2001, "text/plain", "too_large"),
        (b"12\n\n34", "text/plain", "no_report"),
    ],
)
def test_other_pages_are_refused_without_a_child(content: bytes, media_type: str | None, code: str) -> None:
    with ReportReader(byte_limit=2000) as reader:
        assert codes(reader.report(page(content, media_type))) == [code]


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    links = "".join(f"<div><a href='/n/{n}'>Story number {n} of a town and a river</a></div>" for n in range(40_000))
    with ReportReader(time_limit=1.5) as reader:
        begun = time.monotonic()
        assert codes(reader.report(page(f"<html><body>{links}</body></html>"))) == ["took_too_long"]
        assert time.monotonic() - begun < 6
        reader.time_limit = 20
        assert read(reader, html()).text


def test_a_child_that_is_killed_is_replaced() -> None:
    with ReportReader() as reader:
        read(reader, html())
        child = reader._child  # noqa: SLF001 - what must be killed here is nobody else's business
        assert child is not None
        child.kill()
        child.wait()
        assert read(reader, html()).text
    assert reader._child is None  # noqa: SLF001


def test_markdown_is_read_with_its_front_matter(reader: ReportReader) -> None:
    text = (
        "---\ntitle: Army takes Tell Zahra\ndate: 2019-05-06\nauthor: Anna Petrov\noutlet: Northern Press\n---\n\n"
        "# Army takes Tell Zahra\n\nThe *northern command*\nsaid [so](https://example.org) on Thursday.\n\n"
        "- One soldier was hurt.\n\n![a bridge](b.png)\n\n> Nobody fired, he said.\n"
    )
    report = read(reader, text, "text/markdown")
    prose = ["The northern command said so on Thursday.", "One soldier was hurt.", "Nobody fired, he said."]
    assert report.text == "\n\n".join(["Army takes Tell Zahra", *prose])
    assert [p.kind for p in report.paragraphs] == ["headline", "prose", "bullet", "prose"]
    assert report.published is not None
    assert (report.published.start, report.published.source) == ("2019-05-06", "meta")
    assert (report.outlet, report.authors) == ("Northern Press", ("Anna Petrov",))


def test_a_long_plain_text_is_read_like_a_short_one(reader: ReportReader) -> None:
    text = "\r\n\r\n".join(f"{n}: {STORY[n % 4]}" for n in range(3000))
    assert len(text) > 200_000
    report = read(reader, text, "text/plain")
    assert report.text == text
    assert len(report.paragraphs) == 3000


def test_the_same_page_gives_the_same_report_in_every_process(reader: ReportReader) -> None:
    first = read(reader, html())
    with ReportReader() as other:
        assert read(other, html()).id == first.id


tags = st.sampled_from(
    ["p", "div", "h1", "h2", "li", "ul", "blockquote", "td", "br", "a", "b", "!--", "article", "/p", "/div"]
)
bits = st.one_of(
    tags.map(lambda tag: f"<{tag}>"), st.sampled_from([*STORY, "Share this", "2,500 $"]), st.text(max_size=20)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(bits, max_size=25))
def test_spans_of_any_page_run_forwards_and_lie_in_the_text(parts: list[str]) -> None:
    from sayso.reports.report_of import report_of

    content = f"<html><body>{''.join(parts)}</body></html>".encode("utf-8", "replace")
    report, _ = report_of(page(content), Given())
    at = 0
    for paragraph in report.paragraphs if report else ():
        start, end = paragraph.span
        assert at <= start < end <= len(report.text if report else "")
        at = end


def test_starting_up_loads_nothing_heavy() -> None:
    heavy = "{'trafilatura', 'lxml', 'htmldate', 'markdown_it', 'py3langid', 'numpy', 'subprocess', 'multiprocessing'}"
    code = f"import sys, sayso.reports.reports, sayso.pages.files; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
