"""HTML to the blocks of its article: trafilatura's standard mode, told apart into paragraphs, headings and bullets."""

import re
from collections.abc import Iterator

from lxml.etree import _Element, iterwalk

from sayso.model import ParagraphKind
from sayso.reports.blocks import Article, Block, tidy
from sayso.reports.furniture import ends_as_sentence
from sayso.reports.metadata import Head, guessed_date, link

_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "div", "row", "table", "list", "code", "body", "ab"})
_KINDS: dict[str, ParagraphKind] = {"head": "heading", "item": "bullet"}
_BREAK = "\x1e"
"""Stands for a line break of the page (ASCII record separator): line ends in the source of a page are but spaces."""
_CELL_WORDS = 12
"""A table cell of more words is a paragraph of a page that is laid out in tables; fewer are data of a row."""


def read_html(text: str) -> Article | None:
    """Blocks and metadata of a page; None where nothing on it could be an article.

    Slow pages are the caller's business: a page of 5 MB of links takes trafilatura half a minute.
    """
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    # A NUL ends a parse early, and the break mark must be ours alone: the page is read as if they were not there.
    tree = load_html(text.replace("\0", "").replace(_BREAK, ""))
    if tree is None:
        return None
    head = Head(tree)
    stated = head.published() or guessed_date(tree, link(tree))
    title, outlet, authors = head.title(), head.outlet(), head.authors()
    found = bare_extraction(tree, include_comments=False)
    body = getattr(found, "body", None)
    blocks = tuple(_blocks(body)) if body is not None else ()
    return Article(blocks, title, outlet, authors, stated) if blocks else None


def _blocks(body: _Element) -> Iterator[Block]:
    for kind, text in _texts(body):
        for piece in _pieces(text):
            if any(map(str.isalnum, piece)):
                yield Block(kind, piece)


def _texts(body: _Element) -> Iterator[tuple[ParagraphKind, str]]:
    """Each stretch of text that no block breaks, with the kind of the block it stands in."""
    kinds: list[ParagraphKind] = ["prose"]
    gathered: list[str] = []
    walk = iterwalk(body, events=("start", "end"))
    for event, node in walk:
        breaks = node.tag in _BLOCKS
        if breaks:
            yield kinds[-1], "".join(gathered)
            gathered = []
        if event == "end":
            kinds = kinds[:-1] if breaks else kinds
            gathered.append(node.tail or "")
            continue
        if breaks:
            kinds.append(_KINDS.get(node.tag, kinds[-1]))
        if node.tag == "row" and (data := _data_row(node)):
            gathered.append(data)
            walk.skip_subtree()
        else:
            gathered.append(_BREAK if node.tag == "lb" else node.text or "")
    yield kinds[-1], "".join(gathered)


def _data_row(row: _Element) -> str | None:
    """The cells of a row of data in one line; None where the row is layout and its cells hold paragraphs."""
    cells = [tidy("".join(map(str, cell.itertext()))) for cell in row if cell.tag == "cell"]
    return " | ".join(filter(None, cells)) if all(len(cell.split()) <= _CELL_WORDS for cell in cells) else None


def _pieces(text: str) -> Iterator[str]:
    """The paragraphs of one block: line breaks part them where a sentence has ended, two in a row always."""
    for stretch in re.split(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*", text):
        begun = ""
        for line in filter(None, map(tidy, stretch.split(_BREAK))):
            if begun and (ends_as_sentence(begun) or begun.endswith(":")):
                yield begun
                begun = line
            else:
                begun = f"{begun} {line}".strip()
        if begun:
            yield begun
