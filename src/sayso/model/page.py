"""The page: what was handed to us, byte for byte."""

from dataclasses import dataclass

from sayso.model.canonical import sha256_of_bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page, feed item or text as it came.

    address: a file's URI, a link, or "stdin:"; fetched: the instant in UTC, ISO 8601, at which we (or the archive that
    held it) took it; media_type: "text/html", "text/plain", "text/markdown", "text/x-wiki", "application/pdf" or
    "multipart/related" (MHTML), None where it could not be told. Where its bytes are not UTF-8 and a server said what
    they are, that stands behind it: "text/html; charset=windows-1251".
    """

    address: str
    fetched: str
    media_type: str | None
    content: bytes

    @property
    def kind(self) -> str | None:
        """The media type without its charset."""
        return self.media_type.partition(";")[0] if self.media_type else None

    @property
    def charset(self) -> str | None:
        """The encoding that a server declared, where the bytes do not tell it themselves."""
        return self.media_type.partition("charset=")[2] or None if self.media_type else None

    @property
    def sha256(self) -> str:
        """The id of the page: the hash of its bytes, so that the same page is the same page wherever it lies."""
        return sha256_of_bytes(self.content)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a feed, a dump or an archive states of a page that it holds or leads to; it fills what the page leaves open.

    published: a date in any form that `reports.published` reads; outlet: a name; source: whom the feed names as the
    source of the item, the last voice before the outlet.
    """

    published: str | None = None
    outlet: str | None = None
    source: str | None = None


NOTHING_STATED = Stated()
