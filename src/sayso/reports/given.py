"""What the person who reads states about a page, and how a page is named to them."""

from dataclasses import dataclass

from sayso.model import NotOfThisKind, Page

_FIRST_YEAR, _LAST_YEAR = 1800, 2100
"""What a person states may be a paper of another century; beyond these years it is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a page does not say, or says wrongly. published: a date as `--date` takes it; outlet: a name.

    Raises NotOfThisKind where `published` is no date.
    """

    published: str | None = None
    outlet: str | None = None

    def __post_init__(self) -> None:
        if self.published is None:
            return
        from sayso.reports.published import published

        found = published(self.published, "given")
        if found is None or not _FIRST_YEAR <= int(found.start[:4]) <= _LAST_YEAR:
            raise NotOfThisKind(f"{self.published!r} is no date: write it as 2017-10-07, 2017-10 or 2017")


def shown(page: Page) -> str:
    """The page as a person knows it: the file's name, the link, or standard input."""
    if page.address == "stdin:":
        return "standard input"
    if not page.address.startswith("file:"):
        return page.address
    from urllib.parse import unquote

    name = unquote(page.address.rsplit("/", 1)[-1])
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
