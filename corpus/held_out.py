"""Which reports of the corpus nothing is learnt from: split by outlet, series and month, not at random.

Two outlets, a department's releases, a winter of bullets and the later wires; and reports rich in relays, which are so
rare that chains of sources could not be measured without them.
"""

import tomllib
from functools import cache
from pathlib import Path

from corpus.texts import Text

_TABLE = Path(__file__).parent / "held_out.toml"


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {dataset: {how: frozenset(listed) for how, listed in row.items()} for dataset, row in rows.items()}


def is_held_out(source: Text) -> bool:
    """Whether a report is kept for measuring."""
    row = _table().get(source.dataset, {})
    none: frozenset[str] = frozenset()
    return (
        source.key in row.get("keys", none)
        or (source.outlet or "") in row.get("outlets", none)
        or any(source.key.startswith(start) for start in row.get("keys_from", none))
        or any((source.published or "").startswith(start) for start in row.get("months", none))
    )
