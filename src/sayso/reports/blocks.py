"""Blocks of a page, in order, to the text of a report with its paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.model import Paragraph, ParagraphKind, Published
from sayso.reports.furniture import ends_as_sentence, judge
from sayso.reports.published import page_dates

_SPACES = re.compile(r"\s+")
# C1 controls are what Windows-1252 quotes and dashes become under a wrong declaration; invisible marks carry no word.
_UNTIDY = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")

_HEADLINE_WORDS = 40
_HEADING_WORDS = 12
_STANDFIRST_WORDS = 8
_CLOSED = re.compile(r"""[.!?…:;,。！？]["'”’»)\]]*(?:\s*[(\[][^()\[\]]{2,40}[)\]])?$|[)\]]$""")
_CAPITALS = 0.9


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or bullet of a page, its white space collapsed."""

    kind: ParagraphKind
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What was found on a page: its blocks, furniture still among them, and what the page says of itself."""

    blocks: tuple[Block, ...]
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None


def tidy(text: str) -> str:
    """The text in one line, without control characters and invisible marks."""
    return _SPACES.sub(" ", _UNTIDY.sub(_tidied, text)).strip()


def _tidied(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xD800 <= number < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"
    return bytes([number]).decode("cp1252", "ignore") if 0x80 <= number < 0xA0 else ""


def likeness(line: str) -> str:
    """The line's letters and digits alone, small: equal for a headline and its repetition with other quotes."""
    return "".join(letter for letter in line.casefold() if letter.isalnum())


def without_furniture(article: Article) -> Article:
    """The article without the rows of the furniture table; authors of its bylines where the page names none."""
    kept: list[Block] = []
    authors: list[str] = []
    lines = [block.text for block in article.blocks]
    dates = page_dates(lines)
    for n, (block, verdict) in enumerate(zip(article.blocks, judge(lines), strict=True)):
        if n in dates:
            continue
        authors += [name for name in verdict.authors if name not in authors]
        if verdict.kept:
            kept.append(replace(block, text=block.text[slice(*verdict.kept)]))
    return replace(article, blocks=tuple(kept), authors=article.authors or tuple(authors))


def with_headline(article: Article) -> Article:
    """The article with its headline first and once; repetitions (a caption that is the headline) go."""
    title = article.title or _opening_headline(article.blocks)
    if not title:
        return article
    alike = likeness(title)
    rest = tuple(block for block in article.blocks if likeness(block.text) != alike)
    return replace(article, title=title, blocks=(Block("headline", title), *rest))


def _opening_headline(blocks: Sequence[Block]) -> str | None:
    """The first block where it is a heading, as in a page whose head says nothing."""
    first = blocks[0] if blocks else None
    return first.text if first and first.kind == "heading" else None


def compose(blocks: Sequence[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """The blocks as one text, a blank line between two, and where each stands in it."""
    paragraphs, at = [], 0
    for block in blocks:
        paragraphs.append(Paragraph((at, at + len(block.text)), _settled(block)))
        at += len(block.text) + 2
    return "\n\n".join(block.text for block in blocks), tuple(paragraphs)


def _settled(block: Block) -> ParagraphKind:
    if block.kind == "heading" and ends_as_sentence(block.text) and len(block.text.split()) >= _STANDFIRST_WORDS:
        return "prose"  # the sentence under a headline that sums up the report is often set as a heading
    if block.kind != "prose":
        return block.kind
    return "heading" if looks_like_heading(block.text) else "wire" if all_capitals(block.text) else "prose"


def all_capitals(text: str) -> bool:
    """Whether a paragraph is set in capitals, as wires send it: nine letters of ten, and more than a name or two."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 25 and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)


def looks_like_heading(line: str) -> bool:
    """A few words that no full stop closes: pages set their headings in bold prose as often as in heading tags."""
    return len(line.split()) <= _HEADING_WORDS and any(map(str.isalpha, line)) and not _CLOSED.search(line)


def looks_like_headline(line: str) -> bool:
    """Short, of two words or more, with letters, and not closed by a full stop, colon, comma or semicolon."""
    words = line.split()
    return (
        2 <= len(words) <= _HEADLINE_WORDS
        and len(line) <= 250
        and any(map(str.isalpha, line))
        and not line.rstrip("\"'”’)").endswith((".", ":", ",", ";", "…"))
        and not (len(words) > 25 and ends_as_sentence(line))
    )
