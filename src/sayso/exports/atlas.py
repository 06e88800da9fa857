"""What the registers say beside a claim on its way out: where a place lies, and which names they know."""

from collections.abc import Callable, Collection
from functools import lru_cache
from math import inf

from sayso.exports.countries import country
from sayso.exports.outgoing import Passage, Where
from sayso.model.event import Place
from sayso.model.place import PlaceEntry, PlaceKind
from sayso.registers.places.gazetteer import Candidate, Gazetteer

LARGE = 50_000
"""People of a town whose name is told wherever it stands. Smaller places share their names with too many families; they
are told where they were read as places."""

SAME_PLACE_DEGREES = 0.05
"""Some 5 km: two gazetteers set the middle of one town no farther apart."""

_AREAS = frozenset({"country", "region", "continent", "province", "water"})


_KIND_WORDS: dict[str, PlaceKind | None] = {
    **dict.fromkeys(("governorate", "province", "state", "region", "oblast"), "province"),
    **dict.fromkeys(("district", "county", "area", "raion"), "district"),
    **dict.fromkeys(("village", "town", "city", "locality", "municipality")),
}
"""What datasets write behind a name ("Homs Governorate"), and the kind of area that it tells of."""


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

    def find(
        self, name: str, country_name: str | None, province: str | None, lat: float | None, lon: float | None
    ) -> str | None:
        """The entry that a dataset means: of this name, in its country, nearest to its degrees; None where unsure."""
        kind, bare, wider = _kind_told(name), _bare(name), _bare(province) if province else None
        named = {each.entry.id: each for spelt in {name, bare} for each in self._gazetteer.find(spelt)}
        found = [each.entry for each in named.values() if each.spelt != "people"]
        if country_name is not None:
            found = [each for each in found if _of_country(each.country, country_name)]
        if kind is None and lat is not None and lon is not None:
            apart = [(_apart(each, lat, lon), each.id) for each in found if each.point is not None]
            return min((pair for pair in apart if pair[0] <= SAME_PLACE_DEGREES), default=(0.0, None))[1]
        # An area that shares its name with the province that the row names is that province, not its district.
        kind = kind or ("province" if bare == wider else "country" if bare == country_name else "district")
        held = [each for each in found if each.kind == kind and wider in (None, self._holder(each, "province"))]
        return held[0].id if len(held) == 1 else None

    def names(self, name: str, entries: Collection[str]) -> bool:
        """Whether this is a name of one of these very entries."""
        return bool(entries) and any(candidate.entry.id in entries for candidate in self._gazetteer.find(name))

    def spelt(self, name: str) -> bool:
        """Whether it is the name of any place, however small."""
        return any(candidate.spelt in ("name", "other name") for candidate in self._gazetteer.find(name))

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


def _kind_told(name: str) -> PlaceKind | None:
    return _KIND_WORDS.get(name.rpartition(" ")[2].casefold())


def _bare(name: str) -> str:
    """Without the word for its kind."""
    before, _, last = name.rpartition(" ")
    return before if before and last.casefold() in _KIND_WORDS else name


def _of_country(alpha2: str | None, name: str) -> bool:
    """Whether a country of a dataset is this one; datasets write "Yemen (North Yemen)" and "DR Congo (Zaire)"."""
    found = country(alpha2)
    return found is not None and (
        found.name.casefold() in name.casefold() or name.casefold() in found.official.casefold()
    )


def _apart(entry: PlaceEntry, lat: float, lon: float) -> float:
    """Degrees between an entry's point and this one."""
    point = entry.point or (inf, inf)
    return max(abs(point[0] - lat), abs(point[1] - lon))
