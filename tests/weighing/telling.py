"""Claims as an incident holds them, told in a line each."""

from sayso.model import Claim, Count, Event, Hop, Party, Place, Setting, Told, Toll, When, Words


def told(
    outlet: str | None,
    text: str,
    *,
    quote: str | None = None,
    by: tuple[str, ...] = (),
    stance: str = "asserted",
    type: str = "territory_gained",  # noqa: A002 - the word of the model
    actor: tuple[str, ...] = (),
    killed: tuple[str, int | None, int | None] | None = None,
    day: str | None = None,
    place: str | None = None,
    published: str | None = "2017-10-03",
    host: str | None = None,
    kind: str | None = None,
    entries: dict[str, str] | None = None,
) -> Told:
    """A claim of a report with this text. by: the voices, the origin first; entries: of parties, by their words."""

    def w(wanted: str) -> Words:
        start = text.index(wanted)
        return Words(wanted, (start, start + len(wanted)))

    ids = entries or {}
    hops = [Hop(w(name), kind if n == 0 else None, entry=ids.get(name), relay=n > 0) for n, name in enumerate(by)]  # type: ignore[arg-type]
    toll = Toll(Count(killed[0], w(killed[0]).span, killed[1], killed[2])) if killed else None
    event = Event(
        type,  # type: ignore[arg-type]
        actors=tuple(Party(name, w(name).span, ids.get(name)) for name in actor),
        places=(Place(place, w(place).span),) if place else (),
        when=When(day, (0, len(day)), day, day, "day") if day else None,
        toll=toll,
    )
    page = "".join(format(ord(c) % 16, "x") for c in f"{outlet}{host}{text}")[:64].ljust(64, "0")
    claim = Claim(page, page, (w(quote or text),), tuple(hops), stance, None, event, None, None, "by hand")  # type: ignore[arg-type]
    return Told(claim.id, claim, Setting(page, outlet, host, published, None, (), text))
