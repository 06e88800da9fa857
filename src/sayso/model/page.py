"""The page: what was handed to us, byte for byte."""

from dataclasses import dataclass

from sayso.model.canonical import sha256_of_bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page, feed item or text as it came.

    address: a file's URI, a link, or "stdin:"; fetched: the instant in UTC, ISO 8601, at which we took it;
    media_type: "text/html", "text/plain" or "text/markdown", None where it could not be told.
    """

    address: str
    fetched: str
    media_type: str | None
    content: bytes

    @property
    def sha256(self) -> str:
        """The id of the page: the hash of its bytes, so that the same page is the same page wherever it lies."""
        return sha256_of_bytes(self.content)
