"""What the tests of the documentation share."""

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="session")
def library() -> Callable[[str], Any]:
    """A library of the group `docs`, or a skip with the reason."""

    def load(module: str) -> Any:
        try:
            return import_module(module)
        except ImportError:
            if os.environ.get("SAYSO_NOTHING_SKIPS"):
                raise
            return pytest.skip(f"{module} is not installed: make .venv/.docs")

    return load
