"""What all formats know of the export that they are a part of."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sayso.model.incident import Relation
from sayso.model.party import PartyEntry


@dataclass(slots=True)
class Sheet:
    """One export. head: the hash of the ledger's newest entry; exported: UTC, ISO 8601.

    parties: those of the register, by their ids; relations: between claims that leave, asked for by the
    formats that give them; left_out: counts what a format has no room for, by the reason.
    """

    head: str
    profile: str
    policy: str
    exported: str
    parties: Mapping[str, PartyEntry] = field(default_factory=dict)
    relations: Callable[[], Iterable[Relation]] = tuple
    left_out: Counter[str] = field(default_factory=Counter)
