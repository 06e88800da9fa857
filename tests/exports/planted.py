"""A ledger with what must not leave in public planted in it: private names, plans, a clinic, a shelter, a witness."""

from pathlib import Path

from sayso.ledger.ledger import Ledger
from sayso.model import (
    Claim,
    Count,
    Event,
    Hop,
    Page,
    Paragraph,
    Party,
    Place,
    Published,
    Report,
    Review,
    Toll,
    When,
    Words,
)

TEXT = """Shelling kills Nawal Kettani, mother of two, near Palmyra

On Monday, government forces shelled the town of Palmyra, killing 12 civilians, army spokesman Tarek Selmi said on \
Telegram, according to the Kestrel News Agency.

Nawal Kettani, 34, was killed with her son Idir bin Kettani when a shell hit their house, relatives said.

Yto Berrada, who lives behind the bakery, said she saw rebels of the Tarim Brigade capture Palmyra.

A field hospital in the cellar of the Zenobia school at 35.1123, 39.4456 was hit by jets, the Tarim Observatory said.

The army will attack Hawsh from the Wadi Sufla road on Friday, a commander said.

A convoy of the Tarim Brigade is heading to Dayr Qamar by night, a commander said.

Hundreds shelter in the tunnel under Bab Rihan, residents said.

ISIS claimed responsibility for the bombing in Homs that killed at least 3 soldiers on Tuesday.

=HYPERLINK("https://evil.example") was seized by rebels in Homs on Monday, Yto Berrada wrote to @ytoberrada."""

PLANTED = (
    "Nawal",
    "Kettani",
    "Idir",
    "Yto",
    "Berrada",
    "ytoberrada",
    "nawal-kettani",
    "behind the bakery",
    "Zenobia",
    "cellar",
    "35.11",
    "39.44",
    "Hawsh",
    "Wadi Sufla",
    "Dayr Qamar",
    "Bab Rihan",
    "tunnel",
    "Mariam Osei",
    "/home/",
)
"""What no public export may hold, in any format."""

ALLOWED = ("Palmyra", "Tarek Selmi", "Kestrel News Agency", "Tarim Brigade", "ISIS")
"""What it may hold: places, bodies, and who speaks by office."""

ADDRESS = "https://herald.example/2024/05/nawal-kettani-killed-near-palmyra"


def words(wanted: str, after: str = "") -> Words:
    """The wanted words, the first behind `after`."""
    start = TEXT.index(wanted, TEXT.index(after))
    return Words(wanted, (start, start + len(wanted)))


def report(page: Page) -> Report:
    """TEXT as a report whose headline names a private person."""
    spans, start = [], 0
    for block in TEXT.split("\n\n"):
        spans.append((start, start + len(block)))
        start += len(block) + 2
    paragraphs = tuple(Paragraph(span, "prose") for span in spans)
    title = TEXT.split("\n")[0]
    published = Published("2024-05-14", "day", "json_ld")
    return Report(page.sha256, TEXT, title, "The Example Herald", (), published, "en", paragraphs, ())


def party(wanted: str, after: str = "") -> tuple[Party, ...]:
    """One party."""
    found = words(wanted, after)
    return (Party(found.text, found.span),)


def palmyra(after: str) -> tuple[Place, ...]:
    """The town, resolved."""
    found = words("Palmyra", after)
    return (Place(found.text, found.span, "geonames:163808", 34.5624, 38.2840, 1),)


def monday(after: str = "", *, day: str = "2024-05-13") -> When:
    """The day of most."""
    found = words("On Monday", after) if not after else words("on Monday", after)
    return When(found.text, found.span, day, day, "day", "2024-05-14")


def killed(number: str, low: int, high: int | None, who: str, after: str) -> Toll:
    """So many dead."""
    count = words(number, after)
    return Toll(killed=Count(count.text, count.span, low, high, words(who, after)))


def claims(of: Report) -> tuple[Claim, ...]:
    """One claim a paragraph."""
    relayed = (
        Hop(words("army spokesman Tarek Selmi"), "military", medium=words("on Telegram"), cue=words("said")),
        Hop(words("the Kestrel News Agency"), "media", cue=words("according to")),
    )
    shelled = Event(
        "shelling_or_strike",
        actors=party("government forces"),
        targets=party("civilians"),
        places=palmyra("the town of"),
        when=monday(),
        toll=killed("12", 12, 12, "civilians", "killing"),
    )
    private = Event("attack_on_civilians", targets=party("Nawal Kettani, 34", "Nawal Kettani, 34"))
    seen = Event("territory_gained", actors=party("rebels of the Tarim Brigade"), places=palmyra("Brigade capture"))
    school = words("the Zenobia school at 35.1123, 39.4456")
    clinic = Event(
        "shelling_or_strike",
        actors=party("jets"),
        targets=party("A field hospital"),
        places=(Place(school.text, school.span, None, 35.1123, 39.4456, 1),),
    )
    road = words("the Wadi Sufla road")
    plan = Event("battle", actors=party("The army", "The army will"), places=(Place(road.text, road.span),))
    moving = words("Dayr Qamar")
    convoy = Event("movement_of_forces", actors=party("A convoy"), places=(Place(moving.text, moving.span),))
    tunnel = words("the tunnel under Bab Rihan")
    shelter = Event("displacement", targets=party("Hundreds"), places=(Place(tunnel.text, tunnel.span),))
    homs = words("Homs", "bombing in")
    tuesday = words("on Tuesday")
    owned = Event(
        "explosion_or_bomb",
        actors=party("ISIS"),
        places=(Place("Homs", homs.span, "geonames:169577", 34.7240, 36.7256, 1),),
        when=When(tuesday.text, tuesday.span, "2024-05-14", "2024-05-14", "day", "2024-05-14"),
        toll=killed("at least 3", 3, None, "soldiers", "bombing"),
    )
    formula = words('=HYPERLINK("https://evil.example")')
    seized = Event(
        "territory_gained",
        actors=party("rebels", "seized by"),
        targets=(Party(formula.text, formula.span),),
        when=monday("seized by"),
    )
    said = (Hop(words("a commander", "Friday,"), "military"),)
    told: list[tuple[str, tuple[Hop, ...], str, Event]] = [
        (
            "On Monday, government forces shelled the town of Palmyra, killing 12 civilians",
            relayed,
            "asserted",
            shelled,
        ),
        (
            "Nawal Kettani, 34, was killed with her son Idir bin Kettani when a shell hit their house",
            (Hop(words("relatives"), "eyewitness"),),
            "asserted",
            private,
        ),
        (
            "she saw rebels of the Tarim Brigade capture Palmyra",
            (Hop(words("Yto Berrada, who lives behind the bakery"), "eyewitness"),),
            "asserted",
            seen,
        ),
        (
            "A field hospital in the cellar of the Zenobia school at 35.1123, 39.4456 was hit by jets",
            (Hop(words("the Tarim Observatory"), "monitor"),),
            "asserted",
            clinic,
        ),
        ("The army will attack Hawsh from the Wadi Sufla road on Friday", said, "planned", plan),
        ("A convoy of the Tarim Brigade is heading to Dayr Qamar by night", said, "asserted", convoy),
        ("Hundreds shelter in the tunnel under Bab Rihan", (Hop(words("residents")),), "asserted", shelter),
        (
            "claimed responsibility for the bombing in Homs that killed at least 3 soldiers on Tuesday",
            (Hop(words("ISIS"), "armed_group"),),
            "claimed_responsibility",
            owned,
        ),
        (
            '=HYPERLINK("https://evil.example") was seized by rebels in Homs on Monday',
            (Hop(words("Yto Berrada", "rebels in Homs"), None, medium=words("@ytoberrada")),),
            "asserted",
            seized,
        ),
    ]
    return tuple(
        Claim(of.page_sha256, of.text_sha256, (words(quote),), chain, stance, None, event, None, 0.75, "hand-made")  # type: ignore[arg-type]
        for quote, chain, stance, event in told
    )


def plant(path: Path) -> tuple[Claim, ...]:
    """The ledger at `path`, two of its claims judged."""
    page = Page(ADDRESS, "2024-05-15T09:00:00Z", "text/plain", TEXT.encode())
    of = report(page)
    found = claims(of)
    with Ledger.open(path) as ledger:
        ledger.record(page, of, found, (), (), "hand-made", "/home/mariam/Nawal Kettani.html")
        for claim, why in ((found[0], "as Nawal Kettani's brother told us"), (found[7], None)):
            ledger.review(Review("Mariam Osei", "2024-05-16T10:00:00Z", (claim.id,), "accept", why))
    return found
