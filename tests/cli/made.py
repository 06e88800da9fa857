"""A small report with claims made by hand, so that tests of the face do not depend on how well the reader reads."""

from sayso.api import Account
from sayso.model import (
    Claim,
    Count,
    Event,
    Hop,
    Note,
    Page,
    Paragraph,
    Party,
    Place,
    Problem,
    Published,
    Report,
    Toll,
    When,
    Words,
)

TEXT = """Village changes hands

On Thursday, fighters of the Northern Front took Qasr and killed at least twelve soldiers with mortars, a commander \
said on Telegram, according to the Example Agency and the River Monitor.

“The guns,” the mayor said, “were heard at dawn.”

The army denied that Qasr had fallen.

قال الناطق باسم الجيش إن القرية آمنة.

軍の報道官は村は安全だと述べた。

The ministry could not be reached."""

READER = "hand-made"


def page(text: str = TEXT, name: str = "qasr.txt") -> Page:
    """The page of a text."""
    return Page(f"file:///saved/{name}", "2024-05-18T09:00:00Z", "text/plain", text.encode())


def report(of: Page) -> Report:
    """Every block a paragraph, the first one a headline."""
    text = of.content.decode()
    paragraphs, start = [], 0
    for block in text.split("\n\n"):
        paragraphs.append(Paragraph((start, start + len(block)), "prose" if start else "headline"))
        start += len(block) + 2
    published = Published("2024-05-17", "day", "json_ld")
    title = text.split("\n")[0]
    return Report(of.sha256, text, title, "The Example Herald", (), published, "en", tuple(paragraphs), ())


def words(text: str, wanted: str) -> Words:
    """The first place of the wanted words."""
    start = text.index(wanted)
    return Words(wanted, (start, start + len(wanted)))


def claims(of: Report) -> tuple[Claim, ...]:
    """A relayed claim with every slot, one in two fragments, a denial, one right to left, one in wide characters."""

    def w(wanted: str) -> Words:
        return words(of.text, wanted)

    taken = Event(
        "territory_gained",
        trigger=w("took"),
        weapon=w("mortars"),
        actors=(Party("fighters of the Northern Front", w("fighters of the Northern Front").span),),
        targets=(Party("soldiers", w("soldiers").span),),
        places=(Place("Qasr", w("Qasr").span),),
        when=When("On Thursday", w("On Thursday").span, "2024-05-16", "2024-05-16", "day", "2024-05-17"),
        toll=Toll(killed=Count("at least twelve", w("at least twelve").span, 12, None)),
    )
    relayed = (
        Hop(w("a commander"), "military", medium=w("on Telegram"), cue=w("said")),
        Hop(w("the Example Agency"), "media", cue=w("according to")),
        Hop(w("the River Monitor"), "monitor", beside=True),
    )
    first = w("On Thursday, fighters of the Northern Front took Qasr and killed at least twelve soldiers with mortars")
    told: list[tuple[tuple[Words, ...], tuple[Hop, ...], str, Event]] = [
        ((first,), relayed, "claimed_responsibility", taken),
        ((w("The guns,"), w("were heard at dawn.")), (Hop(w("the mayor"), "official"),), "asserted", Event("battle")),
        ((w("Qasr had fallen"),), (Hop(w("The army"), "military"),), "denied", Event("territory_lost")),
        ((w("إن القرية آمنة"),), (Hop(w("الناطق باسم الجيش"), "military"),), "asserted", Event("other")),
        ((w("村は安全だと述べた"),), (), "reported_unsure", Event("other")),
    ]
    return tuple(
        Claim(of.page_sha256, of.text_sha256, quote, chain, stance, None, event, None, 0.75, READER)  # type: ignore[arg-type]
        for quote, chain, stance, event in told
    )


def account() -> Account:
    """All of it, as `sayso.read` gives it."""
    of = report(page())
    note = Note(
        "could_not_be_reached", words(of.text, "The ministry"), words(of.text, "The ministry could not be reached.")
    )
    return Account("saved/qasr.txt", page(), of, claims(of), (note,), (), READER)


def failed_account() -> Account:
    """A file that was not there."""
    return Account("gone.html", None, problems=(Problem("not_found", "gone.html: no such file; check the path"),))
