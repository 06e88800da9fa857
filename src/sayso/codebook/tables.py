"""The one file that opens the codebook: TOML tables that a coder can read and change."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model.errors import CodebookError


@cache
def table(name: str) -> dict[str, Any]:
    """What stands in `codebook/NAME.toml`. Raises CodebookError naming the file where it is missing or no TOML."""
    try:
        return tomllib.loads(files("sayso.codebook").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CodebookError(f"the codebook has no {name}.toml: install sayso again") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"codebook/{name}.toml is no TOML: {error}") from error
