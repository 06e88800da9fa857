"""The report: the text of a page that a person would read, with what the page says of itself."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.canonical import sha256_of
from sayso.model.words import Span, check_span

Granularity = Literal["instant", "day", "month", "year"]
DateSource = Literal["given", "json_ld", "meta", "guessed", "feed"]
ParagraphKind = Literal["headline", "heading", "prose", "bullet", "wire"]


@dataclass(frozen=True, slots=True)
class Published:
    """When the outlet published. start: ISO 8601, as exact as `granularity`; source: where the date was read.

    "given" by the person who reads, "json_ld" and "meta" stated by the page, "guessed" by htmldate from page and
    address, "feed" stated by the feed, dump or archive that led here.
    """

    start: str
    granularity: Granularity
    source: DateSource

    @property
    def day(self) -> str | None:
        """YYYY-MM-DD, or None where only month or year is known."""
        return self.start[:10] if self.granularity in ("instant", "day") else None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of report text that belongs together; hard-wrapped lines of one paragraph are one paragraph."""

    span: Span
    kind: ParagraphKind

    def __post_init__(self) -> None:
        check_span(self.span)


@dataclass(frozen=True, slots=True)
class Report:
    """All offsets are code points into `text`.

    For plain text, `text` is the given text unchanged and `furniture` lists the spans that no stage reads (donation
    bars, captions, share bars); for HTML and Markdown it is the cleaned text. What the page does not say is None.
    """

    page_sha256: str
    text: str
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: Published | None
    language: str | None
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Span, ...]

    def sheet(self, offset: int) -> int | None:
        """The page of the document, from 1, on which this place of the text stands; None where it has no pages.

        A form feed parts two pages in the text of a PDF, as it does in what printers and `pdftotext` write.
        """
        return self.text.count("\f", 0, offset) + 1 if "\f" in self.text else None

    @property
    def text_sha256(self) -> str:
        """What claims are tied to: it stays the same when a better date or outlet is learnt."""
        return sha256_of(self.text)

    @property
    def id(self) -> str:
        """The hash of everything the report holds: another date or outlet is another reading of the same page."""
        return sha256_of(self)
