"""What documents say that happens: commands and snippets in their order, and the lines that they are said to print."""

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)


@dataclass(slots=True)
class Step:
    """kind: "console" (one command), "python" (a snippet) or "file" (to be written under `name`).

    lines: what is said to be printed; "..." stands for lines, or the rest of a line, left out.
    """

    kind: str
    text: str
    name: str = ""
    lines: list[str] = field(default_factory=list)


def steps(document: str) -> Iterator[Step]:
    """All that a reader of a document is told to do. A ```text behind a snippet is what the snippet prints."""
    for language, title, body in FENCE.findall(document):
        if language == "console":
            yield from _commands(body)
        elif language == "python":
            yield Step("python", body, lines=_printed_behind(document, body))
        elif title:
            yield Step("file", body, title)


def _commands(body: str) -> Iterator[Step]:
    told: list[Step] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            told.append(Step("console", line[2:]))
        else:
            told[-1].lines.append(line)
    yield from told


def _printed_behind(document: str, body: str) -> list[str]:
    behind = document.partition(f"```python\n{body}```\n")[2]
    found = re.match(r"\n```text\n(.*?)```", behind, re.DOTALL)
    return found[1].splitlines() if found else []


def words(command: str, folder: Path) -> list[str]:
    """A command taken apart as a shell would, with the files that a * stands for."""
    names: list[str] = []
    for word in shlex.split(command):
        names += sorted(os.path.relpath(path, folder) for path in folder.glob(word)) if "*" in word else [word]
    return names


def check(step: Step, printed: str) -> None:
    """Fail where a line that is said to be printed is not, or not there."""
    printed = printed.replace("\N{NO-BREAK SPACE}", " ")
    at = 0
    for line in step.lines:
        if line == "...":
            continue
        pattern = re.escape(line.rstrip()).replace(re.escape("..."), ".*")
        found = re.compile(rf"^{pattern}", re.MULTILINE).search(printed, at)
        assert found, f"`{step.text}` does not print {line!r} where the page says; it prints:\n{printed}"
        at = found.end()
