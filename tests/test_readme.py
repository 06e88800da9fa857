"""The README's commands run, and print what it says they print."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands() -> list[tuple[str, list[str]]]:
    """Each command of the README with the lines that it is said to print; "..." stands for lines left out."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def run(command: str, folder: Path) -> str:
    """What a command prints on both streams, in a folder that holds the examples."""
    words = shlex.split(command)
    if words[:2] == ["make", "demo"]:
        words = [sys.executable, "examples/demo.py", "--ledger", "demo.db"]
    else:
        assert words[0] == "sayso", command
        words = [sys.executable, "-m", "sayso", *words[1:]]
    paths = [name for word in words for name in (sorted(map(str, folder.glob(word))) if "*" in word else [word])]
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        paths, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with the examples in it, as a newcomer stands in the clone."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def test_every_command_prints_what_the_readme_says(folder: Path) -> None:
    told = commands()
    assert len(told) >= 5
    for command, lines in told:
        printed = run(command, folder)
        at = 0
        for line in lines:
            if line == "...":
                continue
            pattern = re.escape(line.rstrip()).replace(re.escape("..."), ".*")
            found = re.compile(rf"^{pattern}", re.MULTILINE).search(printed, at)
            assert found, f"`{command}` does not print {line!r} where the README says; it prints:\n{printed}"
            at = found.end()


def test_figures_are_the_frozen_ones() -> None:
    frozen = json.loads((ROOT / "benchmarks/frozen/claims.json").read_text(encoding="utf-8"))
    wanted = {
        "claims found, F1": (frozen["found"]["f"], frozen["floor"]["f"]),
        "right, with source, stance, type and actor, F1": (frozen["right"]["f"],),
        "right named source, of the named ones found": (frozen["of_found"]["named_source"],),
    }
    rows = [line.split("|")[1:] for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    told = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows if row}
    for name, figures in wanted.items():
        assert told[name][: len(figures)] == [f"{figure:.2f}".lstrip("0") for figure in figures]
