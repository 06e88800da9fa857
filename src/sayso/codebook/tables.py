"""The one file that opens the codebook: TOML tables that a coder can read and change."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model.canonical import sha256_of, sha256_of_bytes
from sayso.model.errors import CodebookError


@cache
def fingerprint(package: str) -> str:
    """The SHA-256 of a package's code and tables, so that a claim can say exactly what read it."""
    found = sorted((f.name, f) for f in files(package).iterdir() if f.name.endswith((".py", ".toml")))
    return sha256_of({name: sha256_of_bytes(file.read_bytes()) for name, file in found})


@cache
def table(name: str) -> dict[str, Any]:
    """What stands in `codebook/NAME.toml`. Raises CodebookError naming the file where it is missing or no TOML."""
    try:
        return tomllib.loads(files("sayso.codebook").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CodebookError(f"the codebook has no {name}.toml: install sayso again") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"codebook/{name}.toml is no TOML: {error}") from error
