"""Small pages, reports and claims, made for the ledger's tests."""

from sayso.model import Claim, Event, Hop, Page, Paragraph, Place, Published, Report, When, Words, to_json

TEXT = """Town changes hands

On Thursday, the army recaptured al-Hazm near Qaryatayn, according to the media wing of the party.

Villagers in Šabāb denied that any shelling of the old bridge took place."""


def page(content: str | bytes = TEXT, address: str = "file:///report.txt") -> Page:
    """A page of plain text."""
    data = content.encode() if isinstance(content, str) else content
    return Page(address, "2017-10-08T09:00:00+00:00", "text/plain", data)


def report(of: Page, outlet: str | None = "Local Herald", day: str | None = None, language: str = "en") -> Report:
    """The page's text as its report, a paragraph for each block."""
    text = of.content.decode()
    spans, start = [], 0
    for block in text.split("\n\n"):
        spans.append((start, start + len(block)))
        start += len(block) + 2
    return Report(
        page_sha256=of.sha256,
        text=text,
        title=text.split("\n")[0] or None,
        outlet=outlet,
        authors=(),
        published=Published(day, "day", "given") if day else None,
        language=language,
        paragraphs=tuple(Paragraph(span, "prose") for span in spans),
        furniture=(),
    )


def words(text: str, wanted: str) -> Words:
    """The first place of the wanted words in the text."""
    start = text.index(wanted)
    return Words(wanted, (start, start + len(wanted)))


def claim(
    of: Report,
    quote: str,
    speaker: str | None = None,
    place: str | None = None,
    when: tuple[str, str | None, str | None] | None = None,
    reader: str = "reader-1",
    **other: object,
) -> Claim:
    """A claim whose words are looked up in the report. when: words, start, end; other: stance, type, confidence."""
    text = of.text
    places = (Place(place, words(text, place).span),) if place else ()
    time = When(when[0], words(text, when[0]).span, when[1], when[2], "day") if when else None
    kind = other.pop("type", "territory_gained")
    fields = {"stance": "asserted", "confidence": 0.5, **other}
    return Claim(
        page_sha256=of.page_sha256,
        text_sha256=of.text_sha256,
        quote=(words(text, quote),),
        chain=(Hop(words(text, speaker), "media"),) if speaker else (),
        basis=None,
        event=Event(kind, places=places, when=time),  # type: ignore[arg-type]
        cue=None,
        reader=reader,
        **fields,  # type: ignore[arg-type]
    )


def two_claims(of: Report, reader: str = "reader-1") -> tuple[Claim, Claim]:
    """The claims of TEXT: a dated capture by a speaker, and an undated denial by the outlet."""
    gained = claim(
        of,
        "the army recaptured al-Hazm near Qaryatayn",
        "the media wing of the party",
        "al-Hazm",
        ("On Thursday", "2017-10-05", "2017-10-05"),
        reader,
    )
    denied = claim(
        of,
        "any shelling of the old bridge took place",
        place="Šabāb",
        reader=reader,
        stance="denied",
        type="shelling_or_strike",
    )
    return gained, denied


def many_sentences(number: int, claims: int = 15) -> tuple[Page, Report, tuple[Claim, ...]]:
    """A page of its own number with that many claims, for speed and for writers that must not meet."""
    lines = [
        f"On day {n} of month {number} the army of the north took village {number}x{n} from its foes."
        for n in range(claims)
    ]
    one = page("\n\n".join(lines), f"file:///many/{number}.txt")
    read = report(one)
    return (
        one,
        read,
        tuple(
            claim(
                read,
                line,
                "the army of the north" if n else None,
                f"village {number}x{n}",
                (f"day {n} of month {number}", "2017-10-05", None),
            )
            for n, line in enumerate(lines)
        ),
    )


def body_of(kept: Claim) -> str:
    """The claim as the ledger stores it."""
    return to_json(kept)


READ = report(page(), day="2017-10-07")
"""TEXT as a dated report."""
