"""PDF, MHTML, wikitext, and what servers, feeds and dumps state of a page."""

import pytest
from tests.reports.documents import mhtml, pdf

from sayso.model import Page, Problem, Report, Stated
from sayso.reports.decoding import decode
from sayso.reports.given import Given
from sayso.reports.report_of import report_of
from sayso.reports.stated import completed

FIRST = (
    "United Observers for Qasr                                              Page 1",
    "Situation report 14",
    "The mission recorded the shelling of two villages in the north of the valley on Thursday, and",
    "interviewed eleven residents who said that the rounds came from positions of the Second Bri-",
    "gade, which denied it.",
    "A second team was turned back at the bridge of Qasr by armed men who did not say to which side",
)
SECOND = (
    "United Observers for Qasr                                              Page 2",
    "they belonged. The team returned to its base before dark and reported no loss to anybody.",
    "The ministry said that it would look into the matter within ten days of the report.",
)
THIRD = (
    "United Observers for Qasr                                              Page 3",
    "Nobody was killed in the shelling, according to the hospital of the district of Qasr.",
)


def read(content: bytes, media_type: str, given: Given = Given()) -> tuple[Report | None, tuple[Problem, ...]]:  # noqa: B008
    return report_of(Page("https://herald.example/1", "2024-05-18T00:00:00Z", media_type, content), given)


def report(content: bytes, media_type: str) -> Report:
    found, problems = read(content, media_type)
    assert found, problems
    return found


def test_the_text_of_a_pdf_with_the_page_of_every_word() -> None:
    found = report(pdf(FIRST, SECOND, THIRD), "application/pdf")
    assert "United Observers" not in found.text, "a running head is no word of the report"
    for words, sheet in (("eleven residents", 1), ("they belonged", 2), ("The ministry", 2), ("hospital", 3)):
        assert found.sheet(found.text.index(words)) == sheet
    paragraphs = [found.text[slice(*p.span)] for p in found.paragraphs]
    assert any("Thursday, and interviewed eleven residents" in one for one in paragraphs)
    across = next(one for one in paragraphs if "to which side" in one)
    assert "to which side they belonged. The team returned" in " ".join(across.split())
    assert any(one.strip().startswith("Nobody was killed") for one in paragraphs)


def test_a_text_without_pages_has_no_sheets() -> None:
    assert report(b"Fighters took the village of Qasr on Thursday, it was said.", "text/plain").sheet(3) is None


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (pdf((), ()), "no_report", "text layer"),
        (b"%PDF-1.4\nrubbish", "not_readable", "broken PDF"),
        (pdf(FIRST)[:200], "not_readable", "broken PDF"),
    ],
)
def test_a_pdf_without_text_says_how_to_mend_it(content: bytes, code: str, words: str) -> None:
    found, (problem,) = read(content, "application/pdf")
    assert found is None
    assert problem.code == code
    assert words in problem.message


HTML = (
    "<html><head><title>Village changes hands</title></head><body><article><h1>Village changes hands</h1><p>Fighters "
    "of the Northern Front captured the village of Qasr on Thursday, the commander “Zuhaïr” said.</p><p>The army "
    "denied that it had lost the village to anybody.</p></article></body></html>"
)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_mhtml_is_read_as_the_page_in_it(charset: str) -> None:
    found = report(mhtml(HTML.encode(charset), charset), "multipart/related")
    assert found.title == "Village changes hands"
    assert "the commander “Zuhaïr” said" in found.text
    assert "advertisement" not in found.text


def test_mhtml_without_a_page_says_so() -> None:
    content = mhtml(b"").replace(b"text/html", b"text/calendar")
    found, (problem,) = read(content, "multipart/related")
    assert found is None
    assert problem.code == "no_report"


WIKITEXT = """= Village taken =

{{date|May 17, 2024}}
[[File:Qasr.jpg|thumb|The ''bridge'' at [[Qasr]] before the war.]]
'''Fighters''' of the [[Northern Front (militia)|Northern Front]] captured the town of [[Qasr]] on Friday.<ref>x</ref>

The army denied that it had lost the village, a commander told {{w|River Agency|the Agency}}.
{{Quote|We never left|the commander}}

{| class="wikitable"
| a || cell
|}
== Reactions ==
* The ministry said nothing.
== Sources ==
* {{source|url=https://herald.example|title=A title}}
[[Category:War]]
"""


def test_wikitext_is_its_words_up_to_the_sources() -> None:
    found = report(WIKITEXT.encode(), "text/x-wiki")
    assert found.title == "Village taken"
    assert found.published
    assert found.published.start == "2024-05-17"
    assert "Fighters of the Northern Front captured the town of Qasr on Friday." in found.text
    assert "told the Agency." in found.text
    assert "“We never left” (the commander)" in found.text
    assert found.paragraphs[0].kind == "headline"
    for gone in ("File", "bridge", "cell", "Sources", "Category", "{{", "[["):
        assert gone not in found.text
    assert "Reactions" in found.text


@pytest.mark.parametrize(
    ("served", "meta", "encoding"),
    [
        ("windows-1251", "", "cp1251"),
        ("koi8-r", "windows-1251", "koi8-r"),
        ("iso-8859-1", "windows-1251", "cp1251"),
        ("utf-8", "windows-1251", "cp1251"),
        ("no-such-thing", "windows-1251", "cp1251"),
        (None, "windows-1251", "cp1251"),
    ],
)
def test_what_a_server_declares_is_believed_unless_it_says_so_of_everything(
    served: str | None, meta: str, encoding: str
) -> None:
    words = "Боевики захватили село"
    page = f'<meta charset="{meta}"><p>{words}</p>'.encode(encoding)
    assert words in decode(page, declared=True, served=served)[0]


def test_what_is_stated_fills_what_a_page_leaves_open() -> None:
    bare = report(HTML.encode(), "text/html")
    found, credited = completed(bare, Stated("Fri, 17 May 2024 08:00:00 GMT", "The Wire"))
    assert found.published
    assert (found.published.start, found.published.source) == ("2024-05-17T08:00:00+00:00", "feed")
    assert (found.outlet, credited) == ("The Wire", None)
    assert completed(found, Stated("2020-01-01", "Another"))[0] == found


def test_the_source_that_a_feed_names_stands_at_the_end_of_the_text_among_the_furniture() -> None:
    bare = report(HTML.encode(), "text/html")
    found, credited = completed(bare, Stated(source="River \n Monitor"))
    assert credited
    assert found.text == f"{bare.text}\n\nSource: River Monitor"
    assert credited.stand_in(found.text)
    assert found.furniture[-1] == (len(bare.text) + 2, len(found.text))
    assert found.paragraphs == bare.paragraphs


def test_a_source_that_is_the_outlet_is_no_further_voice() -> None:
    bare, _ = completed(report(HTML.encode(), "text/html"), Stated(outlet="The River Monitor"))
    assert completed(bare, Stated(source="the river monitor")) == (bare, None)
