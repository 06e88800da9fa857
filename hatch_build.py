"""Compiles the gazetteer and the register of parties and gathers the desk's assets before a wheel is packed.

So also before an editable one.

See docs/decisions/0009-places.md and 0018-desk.md.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what is not kept in the repository, unless it was made of the same sources already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Run before hatchling collects the files."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from sayso.registers.places.build import build, is_current

        if not is_current():
            build()
        from sayso.registers.actors.build import main as compile_parties

        compile_parties()
        from sayso.desk.build import main as gather_assets

        gather_assets()
