"""A planted ledger, exported once to every format in both profiles."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.exports import planted

from sayso import api
from sayso.exports.formats import FORMATS, Manifest
from sayso.model import Claim


@dataclass(frozen=True, slots=True)
class Exported:
    """Every format of one profile. claims: those of the ledger, as planted."""

    folder: Path
    ledger: Path
    claims: tuple[Claim, ...]
    manifests: dict[str, Manifest]

    def path(self, form: str) -> Path:
        """The main file of a format."""
        return self.folder / f"out.{form}"


def _exported(folder: Path, profile: str) -> Exported:
    ledger = folder / "planted.db"
    claims = planted.plant(ledger)
    out = folder / profile
    out.mkdir()
    manifests = {form: api.open(ledger).export(form, out / f"out.{form}", profile=profile) for form in FORMATS}
    return Exported(out, ledger, claims, manifests)


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """All of it under the profile "public"."""
    return _exported(tmp_path_factory.mktemp("exported"), "public")


@pytest.fixture(scope="session")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """All of it under the profile "internal"."""
    return _exported(tmp_path_factory.mktemp("exported"), "internal")


@pytest.fixture
def reader() -> Callable[[str], Any]:
    """A real reader of a format, or a skip with the reason."""

    def load(module: str) -> Any:
        try:
            return import_module(module)
        except ImportError:
            if os.environ.get("SAYSO_NOTHING_SKIPS"):
                raise
            pytest.skip(f"{module} is not installed: pip install --group formats")

    return load
