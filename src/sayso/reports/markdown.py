"""Markdown to blocks, with the front matter that note-taking tools and page savers write above it."""

import re
from collections.abc import Iterator

from sayso.model import ParagraphKind
from sayso.reports.blocks import Article, Block, tidy
from sayso.reports.published import published

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_ -]{2,30}):[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{1,500}>")
_TITLES = ("title", "headline")
_OUTLETS = ("outlet", "publisher", "site", "sitename", "publication")
_AUTHORS = ("author", "authors", "byline")
_DATES = ("date", "published", "date_published", "publish_date")


def read_markdown(text: str) -> Article | None:
    """Blocks and front matter; None where there is no word in it. Pictures and raw HTML tags leave no text."""
    front = _FRONT_MATTER.match(text)
    fields = {name.lower(): value.strip("\"' ") for name, value in _FIELD.findall(front[1])} if front else {}
    blocks = tuple(_blocks(text[front.end() :] if front else text))
    if not blocks:
        return None
    first = blocks[0] if blocks[0].kind == "heading" else None
    stated = _field(fields, _DATES)
    authors = (_field(fields, _AUTHORS) or "").strip("[]").split(",")
    return Article(
        blocks=blocks,
        title=_field(fields, _TITLES) or (first.text if first else None),
        outlet=_field(fields, _OUTLETS),
        authors=tuple(name for author in authors if (name := author.strip("\"' "))),
        published=published(stated, "meta") if stated else None,
    )


def _field(fields: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _blocks(text: str) -> Iterator[Block]:
    from markdown_it import MarkdownIt  # here: it takes a tenth of a second to load

    kind: ParagraphKind = "prose"
    lists = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            kind = "heading"
        elif token.type == "heading_close":
            kind = "prose"
        elif token.type in ("list_item_open", "list_item_close"):
            lists += token.nesting
        elif token.type == "inline":
            words = _inline(token)
        elif token.type in ("html_block", "fence", "code_block"):
            words = _TAG.sub(" ", token.content)
        else:
            continue
        if token.type in ("inline", "html_block", "fence", "code_block") and any(map(str.isalnum, words)):
            yield Block("bullet" if lists and kind == "prose" else kind, tidy(words))


def _inline(token: object) -> str:
    children = getattr(token, "children", None) or ()
    return "".join(_spoken(child) for child in children)


def _spoken(child: object) -> str:
    kind = getattr(child, "type", "")
    if kind in ("text", "code_inline"):
        return str(getattr(child, "content", ""))
    return " " if kind in ("softbreak", "hardbreak") else ""
