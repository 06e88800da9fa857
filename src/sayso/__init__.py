"""Who says so? War reporting, read into a ledger of claims.

The public names of `sayso.api`, loaded when one is first used, so that a command pays only for what it needs.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.api import Account, Claims, Incidents, Ledger, Reader, SideBySide, compare, open, read  # noqa: A004

__all__ = ["Account", "Claims", "Incidents", "Ledger", "Reader", "SideBySide", "compare", "open", "read"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    from sayso import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
