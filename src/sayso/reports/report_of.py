"""One Page to one Report: the whole way, in whichever process. No time limit is kept here."""

from sayso.model import Page, Paragraph, Problem, Published, Report, Span
from sayso.reports.blocks import Article, compose, with_headline, without_furniture
from sayso.reports.decoding import decode
from sayso.reports.furniture import ends_as_sentence
from sayso.reports.given import Given, shown
from sayso.reports.language import READ, language
from sayso.reports.opened import NotOpened
from sayso.reports.published import published

_SENTENCE = 36
_FEWEST = 72
"""Characters of a sentence (six words), and of all sentences of a report: counted so, and not in words, because some
scripts set no spaces. A page with less is a login wall, a list of links or an empty article."""


def report_of(page: Page, given: Given) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report of a page of text, and what stood in the way. What is `given` wins over what the page says."""
    try:
        kind, text, whole = _text(page)
    except NotOpened as error:
        return None, (Problem(error.code, f"{shown(page)}: {error}"),)
    problems = () if whole else (Problem("bad_encoding", f"{shown(page)}: {_LOST}"),)
    report = _plain(page, text, given) if kind == "text/plain" else _marked_up(page, text, given, kind)
    if report is None:
        return None, (*problems, Problem("no_report", f"{shown(page)}: {_NO_REPORT}"))
    if report.language not in (None, READ):
        message = f"{shown(page)}: in another language ({report.language}); kept and listed, but only English is read"
        problems = (*problems, Problem("another_language", message))
    return report, problems


def _text(page: Page) -> tuple[str | None, str, bool]:
    """What kind of text the page holds, the text, and whether it is whole. Raises NotOpened."""
    if page.kind == "application/pdf":
        from sayso.reports.pdf import text_of

        return "text/plain", text_of(page.content), True
    if page.kind == "multipart/related":
        from sayso.reports.mhtml import html_of

        return "text/html", *decode(*html_of(page.content))
    return page.kind, *decode(page.content, page.kind == "text/html", page.charset)


_LOST = "some characters could not be decoded and stand as \N{REPLACEMENT CHARACTER}; save the page again as UTF-8"
_NO_REPORT = "no report on this page (a list of links, a login wall or an empty article); save the article itself"


def body(report: Report) -> str:
    """The text of the article without its headline, paragraphs parted by blank lines."""
    return "\n\n".join(report.text[slice(*p.span)] for p in report.paragraphs if p.kind != "headline")


def _plain(page: Page, text: str, given: Given) -> Report | None:
    from sayso.reports.plain import read_plain

    found = read_plain(text)
    if not found.paragraphs:
        return None
    said = Article((), found.title, None, found.authors, found.published)
    return _report(page, text, said, given, found.paragraphs, found.furniture)


def _marked_up(page: Page, text: str, given: Given, kind: str | None) -> Report | None:
    html = kind == "text/html"
    if html:
        from sayso.reports.article import read_html as read
    elif kind == "text/x-wiki":
        from sayso.reports.wikitext import read_wikitext as read
    else:
        from sayso.reports.markdown import read_markdown as read
    article = read(text)
    article = without_furniture(article) if article else None
    if article is None or (html and not _is_report(article)) or not article.blocks:
        return None
    article = with_headline(article)
    cleaned, paragraphs = compose(article.blocks)
    return _report(page, cleaned, article, given, paragraphs, ())


def _is_report(article: Article) -> bool:
    """Whether there are sentences: lists of links and login walls have none, or a dozen words of them."""
    sentences = [len(block.text) for block in article.blocks if ends_as_sentence(block.text)]
    return sum(length for length in sentences if length >= _SENTENCE) >= _FEWEST


def _report(
    page: Page, text: str, said: Article, given: Given, paragraphs: tuple[Paragraph, ...], furniture: tuple[Span, ...]
) -> Report:
    return Report(
        page_sha256=page.sha256,
        text=text,
        title=said.title,
        outlet=given.outlet or said.outlet,
        authors=said.authors,
        published=_given_date(given) or said.published,
        language=language("\n".join(text[slice(*paragraph.span)] for paragraph in paragraphs)),
        paragraphs=paragraphs,
        furniture=furniture,
    )


def _given_date(given: Given) -> Published | None:
    return published(given.published, "given") if given.published else None
