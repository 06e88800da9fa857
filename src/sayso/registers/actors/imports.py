"""Parties that a user adds: a file of the layout of parties.toml, checked as a whole before anything is kept."""

from dataclasses import dataclass
from pathlib import Path

from sayso.model.errors import NotOfThisKind
from sayso.registers.actors.register import Register, added, check
from sayso.registers.actors.rows import read_rows


@dataclass(frozen=True, slots=True)
class Added:
    """What an import wrote: the file, and how many parties are in it."""

    path: Path
    parties: int


def add(path: Path, folder: Path | None = None) -> Added:
    """Add the parties of a file to the user's register; a file of the same name replaces what it added before.

    Raises NotOfThisKind where the file cannot be read or is no file of parties, naming file, line and mend.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotOfThisKind(f"{path} cannot be read: {error}") from error
    rows = read_rows(text, str(path))
    target = (folder or added()) / f"{path.stem.lower()}.toml"
    register = Register.open(target.parent, without=target.name, more=rows)
    for row in rows:
        check(row, register, str(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed: a reader never meets half a file.
        beside = target.with_suffix(".part")
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        raise NotOfThisKind(f"{target} cannot be written: {error}") from error
    return Added(target, len(rows))
