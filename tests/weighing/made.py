"""Told claims made by hand: a sentence, and where its slots stand in it. Invented places and people."""

from sayso.model import Claim, Count, Event, EventType, Hop, Party, Place, Setting, Stance, Told, Toll, When, Words
from sayso.weighing.names import telling_words


class Page:
    """A report under way: every claim is a line of its text."""

    def __init__(self, key: str, published: str | None = None, outlet: str | None = None) -> None:
        self._key, self._published, self._outlet = key, published, outlet
        self._text = ""
        self._claims: list[Claim] = []

    def says(
        self,
        quote: str,
        kind: EventType = "shelling_or_strike",
        *,
        by: str | None = None,
        stance: Stance = "asserted",
        actor: str | None = None,
        target: str | None = None,
        place: str | None = None,
        day: str | None = None,
        killed: tuple[int | None, int | None] | None = None,
    ) -> "Page":
        """One line, with its speaker behind it."""
        start = len(self._text)
        line = quote + (f", {by} said" if by else "") + ".\n"
        self._text += line

        def words(told: str) -> tuple[str, tuple[int, int]]:
            at = start + line.index(told)
            return told, (at, at + len(told))

        event = Event(
            kind,
            actors=(Party(*words(actor)),) if actor else (),
            targets=(Party(*words(target)),) if target else (),
            places=(Place(*words(place), entry=f"made:{place}", precision=1),) if place else (),
            when=When("", (start, start), day, day, "day") if day else None,
            toll=Toll(killed=Count("", (start, start), *killed)) if killed else None,
        )
        chain = (Hop(Words(*words(by))),) if by else ()
        key = self._key.ljust(64, "0")
        spoken = Words(by, (start + line.index(by), start + line.index(by) + len(by))) if by else None
        self._claims.append(Claim(key, key, (Words(*words(quote)),), chain, stance, None, event, spoken, 0.5, "hand"))
        return self

    def told(self) -> list[Told]:
        """Its claims, their ids "KEY NUMBER"."""
        names = telling_words(self._text)
        setting = Setting(self._key, self._outlet, None, self._published, None, names, self._text)
        return [Told(f"{self._key} {number}", claim, setting) for number, claim in enumerate(self._claims)]
