"""Readers that are not ours, by the names under which packages offer them: entry points of `sayso.readers`."""

from importlib.metadata import entry_points

from sayso.model.errors import NotOfThisKind
from sayso.model.reader import Reader

GROUP = "sayso.readers"


def named(name: str) -> Reader:
    """The reader of this name, made. Raises NotOfThisKind where no package offers one."""
    offered = {point.name: point for point in entry_points(group=GROUP)}
    if name not in offered:
        some = f"it is one of {', '.join(sorted(offered))}" if offered else "no package here offers one"
        raise NotOfThisKind(f"{name!r} is no reader: {some}")
    reader: Reader = offered[name].load()()
    return reader
