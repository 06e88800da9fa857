"""Compiles the gazetteer before a wheel is packed, also an editable one: docs/decisions/0009-places.md."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes src/sayso/registers/places/gazetteer.db, unless it was made of the same sources already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Run before hatchling collects the files."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from sayso.registers.places.build import build, is_current

        if not is_current():
            build()
