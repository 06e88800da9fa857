"""Who speaks and who is told of: claims by the names of voices and parties, as persons joined these names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from sayso.exports.wording import UNNAMED
from sayso.ledger.catalogue import Catalogue, Line
from sayso.model.errors import NotOfThisKind

MOST_ALIKE = 40
"""Names that share a word and are still held against each other: commoner words tell no name apart."""


@dataclass(frozen=True, slots=True)
class Heard:
    """By the key of a name: the lines that come from it, those in which it is an actor or target, how it is spelt most
    often, and its entry in the register.
    """

    said: Mapping[str, list[Line]]
    told: Mapping[str, list[Line]]
    spelt: Mapping[str, str]
    entries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, with how many claims come from it, how many of them deny, and from how many reports; also: its other
    names, as a person joined them.
    """

    name: str
    claims: int
    denied: int
    reports: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Who is told of: in how many claims it did something, did not do it, and was the target."""

    name: str
    did: int
    did_not: int
    target: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names that may be one voice, and why; keys: of the names; claims: that come from each."""

    keys: tuple[str, str]
    names: tuple[str, str]
    reason: str
    claims: tuple[int, int]


@cache
def key_of(name: str) -> str:
    """As the weighing has it; a name of marks alone, as a page may have it, is its own key."""
    from sayso.weighing.voices import name_key

    try:
        return name_key(name)
    except NotOfThisKind:
        return name


@cache
def points(name: str) -> bool:
    """Whether it names nobody and only points to one who is named elsewhere: "they", "the group"."""
    from sayso.weighing.voices import points_back

    return points_back(name)


def heard(catalogue: Catalogue) -> Heard:
    """All of a catalogue, reckoned once until other claims stand there."""
    return catalogue.remembered("heard", lambda: _heard(catalogue))


def _heard(catalogue: Catalogue) -> Heard:
    said, told = catalogue.parted("said", _sayers), catalogue.parted("told", _parties_of)

    def known(key: str) -> tuple[str, str | None]:
        spelt = Counter(_speaker_of(line) for line in said.get(key, ()))
        spelt.update(_parties_of(line)[key] for line in told.get(key, ()))
        return spelt.most_common(1)[0][0], next((line.voice for line in said.get(key, ()) if line.voice), None)

    names = catalogue.of_parts("names", known, said, told)
    spelt = {key: name for key, (name, _) in names.items()}
    return Heard(said, told, spelt, {key: entry for key, (_, entry) in names.items() if entry})


def _speaker_of(line: Line) -> str:
    return line.speaker or line.outlet or UNNAMED


def _sayers(line: Line) -> Iterator[str]:
    if not points(name := _speaker_of(line)):
        yield key_of(name)


def _parties_of(line: Line) -> dict[str, str]:
    """The parties of a claim by their keys, as they are spelt there last."""
    return {key_of(each): each for each in (*line.actors, *line.targets) if not points(each)}


def speakers(catalogue: Catalogue) -> list[Speaker]:
    """The origins of all claims, those that say most first; outlets stand for themselves where they assert."""
    found = heard(catalogue)
    single = catalogue.of_parts("speakers", lambda key: _speaker(found, [key]), found.said, found.told)
    voices = catalogue.decided.voices()
    joined = [_speaker(found, keys) for keys in _known(voices, found.said)]
    alone = (single[key] for key in found.said if key not in voices)
    return sorted([*joined, *alone], key=lambda row: (-row.claims, row.name))


def parties(catalogue: Catalogue) -> list[Party]:
    """Who is told of, those that most is told of first."""
    found = heard(catalogue)
    single = catalogue.of_parts("parties", lambda key: _party(found, [key]), found.told, found.said)
    voices = catalogue.decided.voices()
    joined = [_party(found, keys) for keys in _known(voices, found.told)]
    alone = (single[key] for key in found.told if key not in voices)
    return sorted([*joined, *alone], key=lambda row: (-(row.did + row.did_not + row.target), row.name))


def _known(voices: Mapping[str, frozenset[str]], known: Mapping[str, list[Line]]) -> list[list[str]]:
    """The names that persons joined, by voice, as far as they stand here."""
    found = (sorted(key for key in voice if key in known) for voice in set(voices.values()))
    return [keys for keys in found if keys]


def _speaker(found: Heard, keys: Sequence[str]) -> Speaker:
    lines = lines_of(found.said, keys)
    denied, reports = sum(line.stance == "denied" for line in lines), len({line.report for line in lines})
    name, *also = names_of(found, found.said, keys)
    return Speaker(name, len(lines), denied, reports, tuple(also))


def _party(found: Heard, keys: Sequence[str]) -> Party:
    lines, own = lines_of(found.told, keys), set(keys)
    did = [line for line in lines if own & {key_of(party) for party in line.actors}]
    did_not = sum(line.stance == "denied" for line in did)
    target = sum(bool(own & {key_of(party) for party in line.targets}) for line in lines)
    name, *also = names_of(found, found.told, keys)
    return Party(name, len(did) - did_not, did_not, target, tuple(also))


def lines_of(by_key: Mapping[str, list[Line]], keys: Iterable[str]) -> list[Line]:
    """The lines of several names, each once, by day as a catalogue has them."""
    found = {line.id: line for key in keys for line in by_key.get(key, ())}
    return sorted(found.values(), key=lambda line: (line.since or "~", line.entry or 1 << 60, line.id))


def names_of(found: Heard, by_key: Mapping[str, list[Line]], keys: Iterable[str]) -> list[str]:
    """How these names are spelt, the one of most claims first."""
    ordered = sorted(keys, key=lambda key: (-len(by_key.get(key, ())), found.spelt.get(key, "")))
    return [found.spelt[key] for key in ordered if key in found.spelt]


def proposals(catalogue: Catalogue, keys: Iterable[str] | None = None) -> list[Proposal]:
    """Names that may be one voice's and that nobody decided on, of the voices that say most first. keys: with these."""
    found = heard(catalogue)
    all_alike = catalogue.remembered("alike", lambda: list(_alike(found)))
    voices, wanted = catalogue.decided.voices(), None if keys is None else set(keys)
    answered = {frozenset(voices.get(key, frozenset({key})) for key in pair) for pair in catalogue.decided.of_names()}

    def is_open(proposal: Proposal) -> bool:
        """Whether it is wanted, and nobody answered for these two names, or for others of the same two voices."""
        if wanted is not None and wanted.isdisjoint(proposal.keys):
            return False
        return frozenset(voices.get(key, frozenset({key})) for key in proposal.keys) not in answered

    return [proposal for proposal in all_alike if is_open(proposal)]


def _alike(found: Heard) -> Iterator[Proposal]:
    from sayso.weighing.voices import alike, telling_parts

    blocks: dict[str, list[str]] = defaultdict(list)
    for key in found.said:
        for part in telling_parts(found.spelt[key]):
            blocks[part].append(key)
    # Names of one entry are each held against the one of most claims: joined to it, they are joined to each other.
    by_entry: dict[str, list[str]] = defaultdict(list)
    for key in sorted(found.entries, key=lambda key: (-len(found.said[key]), key)):
        by_entry[found.entries[key]].append(key)
    of_one_entry = {(min(first, other), max(first, other)) for first, *others in by_entry.values() for other in others}
    met = {pair for keys in blocks.values() if len(keys) <= MOST_ALIKE for pair in combinations(sorted(keys), 2)}
    kept = []
    for pair in of_one_entry | {(a, b) for a, b in met if found.entries.get(a) is None or found.entries.get(b) is None}:
        names, entries = [found.spelt[key] for key in pair], [found.entries.get(key) for key in pair]
        if reason := alike(names[0], names[1], (entries[0], entries[1])):
            counts = len(found.said[pair[0]]), len(found.said[pair[1]])
            kept.append(Proposal(pair, (names[0], names[1]), reason, counts))
    yield from sorted(kept, key=lambda proposal: (-sum(proposal.claims), proposal.names))
