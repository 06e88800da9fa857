"""Where on this machine stands what a user added to a register."""

import os
from pathlib import Path


def added_to(register: str) -> Path:
    """The folder of one register ("places"): $SAYSO_PLACES, else sayso/places in the user's data folder."""
    if chosen := os.environ.get(f"SAYSO_{register.upper()}"):
        return Path(chosen)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "sayso" / register
