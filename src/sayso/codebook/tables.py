"""The one file that opens the codebook: TOML tables that a coder can read and change."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sayso.model.canonical import sha256_of, sha256_of_bytes
from sayso.model.errors import CodebookError

# As the weights and the gazetteer are, tables are plain files beside the code: `importlib.resources` would load what
# opens zip files.
_CODEBOOK = Path(__file__).parent


@cache
def fingerprint(package: str) -> str:
    """The SHA-256 of a package's code and tables, so that a claim can say exactly what read it."""
    folder = _CODEBOOK.parent.joinpath(*package.split(".")[1:])
    found = sorted(file for file in folder.iterdir() if file.suffix in (".py", ".toml"))
    return sha256_of({file.name: sha256_of_bytes(file.read_bytes()) for file in found})


@cache
def table(name: str) -> dict[str, Any]:
    """What stands in `codebook/NAME.toml`. Raises CodebookError naming the file where it is missing or no TOML."""
    try:
        return tomllib.loads((_CODEBOOK / f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CodebookError(f"the codebook has no {name}.toml: install sayso again") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"codebook/{name}.toml is no TOML: {error}") from error
