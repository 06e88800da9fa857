"""Who, where and when: the words of a report's claims as the registers have them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sayso.model.canonical import sha256_of
from sayso.model.claim import Claim, Hop
from sayso.model.event import Party, Place, When
from sayso.model.report import Report
from sayso.model.words import Span, Words

if TYPE_CHECKING:
    from sayso.model.party import ResolvedParty
    from sayso.model.place import ResolvedPlace
    from sayso.registers.actors.register import Register
    from sayso.registers.places.gazetteer import Gazetteer


def times_of(report: Report) -> tuple[When, ...]:
    from sayso.registers.dates import times

    return times(report.text, report.published.day if report.published else None)


def places_of(found: tuple[Claim, ...], text: str) -> "tuple[ResolvedPlace, ...]":
    """What the places of a text's claims name, and lands that it names outright: all chosen side by side."""
    asked = {_naming(place) for claim in found for place in claim.event.places if place.entry is None}
    named = sorted((words for words in asked if words.stand_in(text)), key=lambda words: words.span)
    return places_named(text, named) if named else ()


def _naming(one: Place) -> Words:
    """The words that name it: those that it stands for, or its own."""
    return one.stands_for or Words(one.text, one.span)


def places_named(text: str, own: list[Words]) -> "tuple[ResolvedPlace, ...]":
    """What these words name, chosen beside all lands that the text names outright."""
    from sayso.registers.places.outright import named_outright
    from sayso.registers.places.resolve import ReportContext, resolve

    mentions = sorted([*own, *named_outright(text, open_gazetteer(), own)], key=lambda words: words.span)
    return resolve(mentions, ReportContext(text), open_gazetteer())


def found_places(answers: "Iterable[ResolvedPlace]") -> "dict[Span, ResolvedPlace]":
    """Those that were found and are no people's name, by their spans."""
    return {answer.words.span: answer for answer in answers if answer.entry and not answer.demonym}


def with_places(found: tuple[Claim, ...], answers: "tuple[ResolvedPlace, ...]") -> tuple[Claim, ...]:
    """The claims with their places as the gazetteer has them."""
    placed = found_places(answers)
    return tuple(
        replace(
            claim, event=replace(claim.event, places=tuple(at_entry(place, placed) for place in claim.event.places))
        )
        for claim in found
    )


def at_entry(place: Place, placed: "Mapping[Span, ResolvedPlace]") -> Place:
    answer = placed.get(_naming(place).span)
    if answer is None or answer.entry is None:
        return place
    lat, lon = answer.entry.point or (None, None)
    return replace(place, entry=answer.entry.id, lat=lat, lon=lon, precision=answer.precision)


def with_parties(
    found: tuple[Claim, ...], text: str, day: str | None, places: "tuple[ResolvedPlace, ...]"
) -> tuple[Claim, ...]:
    """The claims with who speaks, acts and suffers as the register has them."""
    answers = parties_of(found, text, day, places)
    entries = {answer.words.span: answer.entry.id for answer in answers if answer.entry}

    def party(one: Party) -> Party:
        return replace(one, entry=entries.get(one.span))

    def hop(one: Hop) -> Hop:
        return replace(one, entry=entries.get(one.speaker.span))

    return tuple(
        replace(
            claim,
            chain=tuple(map(hop, claim.chain)),
            event=replace(
                claim.event,
                actors=tuple(map(party, claim.event.actors)),
                targets=tuple(map(party, claim.event.targets)),
            ),
        )
        for claim in found
    )


def parties_of(
    found: tuple[Claim, ...], text: str, day: str | None, places: "tuple[ResolvedPlace, ...]" = ()
) -> "tuple[ResolvedParty, ...]":
    """Who speaks, acts and suffers in a report's claims, each stretch of words once; who speaks is asked as a speaker.

    day: its publication's; places: what its places name; their countries tell whose "the army" is.
    """
    from sayso.model.words import Words
    from sayso.registers.actors.resolve import Mention, ReportContext, resolve

    mentions: dict[Span, Mention] = {}
    for claim in found:
        for one in claim.event.targets:
            mentions.setdefault(one.span, Mention(Words(one.text, one.span), "target", one.stands_for))
    for claim in found:
        for one in claim.event.actors:
            mentions[one.span] = Mention(Words(one.text, one.span), "actor", one.stands_for)
    for claim in found:
        for hop in claim.chain:
            mentions[hop.speaker.span] = Mention(hop.speaker, "speaker", hop.stands_for)
    homes = tuple(answer.entry.country for answer in places if answer.entry and answer.entry.country)
    stand = [one for span, one in sorted(mentions.items()) if text[slice(*span)] == one.words.text]
    return resolve(stand, ReportContext(text, day, homes), open_register())


def is_party(name: str) -> bool:
    """Whether the register knows a name by itself, without a report around it."""
    from sayso.registers.actors.resolve import Mention, ReportContext, resolve

    (answer,) = resolve([Mention(Words(name, (0, len(name))), "actor")], ReportContext(name), open_register())
    return answer.entry is not None


@cache
def reader_with(read_by: str) -> str:
    """The reader's name with a hash of the registers, what the user added included: with another register it is another
    reader, and what it resolves is kept beside what was resolved before.
    """
    from sayso.codebook.tables import fingerprint
    from sayso.model.canonical import sha256_of_bytes
    from sayso.registers import actors, places
    from sayso.registers.actors.register import added as own_actors
    from sayso.registers.places.gazetteer import added as own_places

    shipped = [fingerprint(package) for package in ("sayso.registers", actors.__name__, places.__name__)]
    parties = [[path.name, sha256_of_bytes(path.read_bytes())] for path in sorted(own_actors().glob("*.toml"))]
    # A country's places are many megabytes: their size has to do.
    land = [[path.name, path.stat().st_size] for path in sorted(own_places().glob("*.db"))]
    return f"{read_by}-{sha256_of([shipped, parties, land])[:8]}"


@cache
def open_register() -> "Register":
    from sayso.registers.actors.register import Register

    return Register.open()


@cache
def open_gazetteer() -> "Gazetteer":
    from sayso.registers.places.gazetteer import Gazetteer

    return Gazetteer.open()
