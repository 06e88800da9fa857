"""What the registers say beside a claim on its way out: where a place lies, and which names they know."""

from collections.abc import Callable
from functools import lru_cache

from sayso.exports.outgoing import Passage, Where
from sayso.model.event import Place
from sayso.model.place import PlaceEntry
from sayso.registers.places.gazetteer import Candidate, Gazetteer

LARGE = 50_000
"""People of a town whose name is told wherever it stands. Smaller places share their names with too many families; they
are told where they were read as places."""

_AREAS = frozenset({"country", "region", "continent", "province", "water"})


class Atlas:
    """Look-ups in the gazetteer, each kept for the next claim. known_party: whether a name is in the register."""

    def __init__(self, gazetteer: Gazetteer, known_party: Callable[[str], bool] = lambda _: False) -> None:
        self._gazetteer = gazetteer
        self._known_party = known_party
        self._entry = lru_cache(20_000)(gazetteer.entry)
        self.known = lru_cache(20_000)(self._known)

    def where(self, place: Place) -> Where:
        """The place with what its entry says."""
        words = Passage(place.text, place.span, place.entry)
        entry = self._entry(place.entry) if place.entry else None
        if entry is None:
            return Where(words, place.lat, place.lon, place.precision)
        return Where(
            words,
            place.lat,
            place.lon,
            place.precision,
            entry.name,
            entry.kind,
            entry.country,
            self._holder(entry, "province"),
            self._holder(entry, "district"),
        )

    def names(self, name: str, entry: str) -> bool:
        """Whether this is a name of this very entry."""
        return any(candidate.entry.id == entry for candidate in self._gazetteer.find(name))

    def _holder(self, entry: PlaceEntry, kind: str) -> str | None:
        """The name of the province or district that an entry lies in, or is."""
        if entry.kind == kind:
            return entry.name
        holder: str | None = getattr(entry, kind)
        found = self._entry(holder) if holder else None
        return found.name if found else None

    def _known(self, name: str) -> bool:
        return self._known_party(name) or any(map(_large, self._gazetteer.find(name)))


def _large(candidate: Candidate) -> bool:
    if candidate.spelt == "people":
        return True
    entry = candidate.entry
    named = candidate.spelt in ("name", "other name")
    return named and (entry.kind in _AREAS or entry.capital or (entry.population or 0) >= LARGE)
