"""Wikitext (Wikinews, Wikipedia) to blocks: templates, files, references and tables left out, links as their words."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.model import ParagraphKind, Published
from sayso.reports.blocks import Article, Block, tidy
from sayso.reports.published import published

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Template
    from mwparserfromhell.wikicode import Wikicode

_TITLE = re.compile(r"\A= (.+) =\n")
_NOT_TEXT = re.compile(r"(?:file|image|media|category|datei|[a-z]{2,3}):", re.IGNORECASE)
_ENDS = frozenset(
    "sources source references notes external_links see_also related_news sister_links further_reading".split()
)
_DATES = ("date", "byline")
_INLINE = frozenset("w wikipedia l wn lang nowrap nobr small abbr transl".split())
"""Templates whose last word is what a reader sees: {{w|Reuters}}, {{w|Homs Governorate|Homs}}, {{lang|ar|…}}."""
_QUOTES = frozenset("quote blockquote cquote quotation qb".split())


def read_wikitext(text: str) -> Article | None:
    """The blocks before the sources, and the date that a news template gives; None where there is no word."""
    import mwparserfromhell

    title = _TITLE.match(text)
    code = mwparserfromhell.parse(text[title.end() :] if title else text)
    stated = _date(code)
    for template in code.filter_templates(recursive=False):
        if words := _words(template):
            code.replace(template, words)
    for link in code.filter_wikilinks():
        if _NOT_TEXT.match(str(link.title).strip()):
            code.remove(link)
    for tag in code.filter_tags(matches=lambda node: str(node.tag).lower() in ("ref", "table", "gallery", "math")):
        if code.contains(tag):
            code.remove(tag)
    blocks = tuple(_blocks(str(code.strip_code(normalize=True, collapse=True, keep_template_params=False)), code))
    return Article(blocks, title[1] if title else None, published=stated) if blocks else None


def _words(template: "Template") -> str | None:
    """The words of a template that stands amid a sentence or holds a quotation; None of all others."""
    name = str(template.name).strip().lower()
    said = [str(parameter.value).strip() for parameter in template.params if not parameter.showkey]
    if not said:
        return None
    if name in _QUOTES:
        by = f" ({said[1]})" if len(said) > 1 else ""
        return f"“{said[0]}”{by}"
    return said[-1] if name in _INLINE else None


def _date(code: "Wikicode") -> Published | None:
    for template in code.filter_templates():
        if str(template.name).strip().lower() in _DATES:
            for field in ("date", "1"):
                if template.has(field) and (found := published(str(template.get(field).value), "meta")):
                    return found
    return None


def _blocks(text: str, code: "Wikicode") -> Iterator[Block]:
    headings = {tidy(str(heading.title.strip_code())) for heading in code.filter_headings()}
    for line in text.splitlines():
        words = tidy(line.lstrip("*#:; "))
        if words in headings and words.lower().replace(" ", "_") in _ENDS:
            return
        if any(map(str.isalnum, words)):
            kind: ParagraphKind = "heading" if words in headings else "bullet" if line.startswith("*") else "prose"
            yield Block(kind, words)
