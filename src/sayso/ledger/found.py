"""Claims as a ledger's answer holds them. Apart from `find`, as who only reads pages asks a ledger nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from sayso.model.claim import Claim
from sayso.model.report import Published


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim with what a listing says of its report. current: the newest reading of its page makes it too."""

    claim: Claim
    report_id: str
    title: str | None
    outlet: str | None
    published: Published | None
    address: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Found(Sequence[KeptClaim]):
    """The claims, at most `limit` of them, by the event's first day (undated last), then report, then place in it.

    matching: how many there are without a limit; undated: how many more fit but for since and until, as nothing dates
    their event (0 where neither was asked).
    """

    claims: tuple[KeptClaim, ...]
    matching: int
    undated: int

    @overload
    def __getitem__(self, index: int) -> KeptClaim: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[KeptClaim, ...]: ...
    def __getitem__(self, index: int | slice) -> KeptClaim | tuple[KeptClaim, ...]:
        return self.claims[index]

    def __len__(self) -> int:
        return len(self.claims)
