"""The README's commands run, and print what it says they print."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests import told

ROOT = Path(__file__).parent.parent


def run(command: str, folder: Path) -> str:
    """What a command prints on both streams, in a folder that holds the examples."""
    words = told.words(command, folder)
    if words[:2] == ["make", "demo"]:
        words = [sys.executable, "examples/demo.py", "--ledger", "demo.db"]
    else:
        assert words[0] == "sayso", command
        words = [sys.executable, "-m", "sayso", *words[1:]]
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        words, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with the examples in it, as a newcomer stands in the clone."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def test_every_command_prints_what_the_readme_says(folder: Path) -> None:
    commands = list(told.steps((ROOT / "README.md").read_text(encoding="utf-8")))
    assert len(commands) >= 5
    for command in commands:
        told.check(command, run(command.text, folder))


def test_figures_are_the_frozen_ones() -> None:
    frozen = json.loads((ROOT / "benchmarks/frozen/claims.json").read_text(encoding="utf-8"))
    wanted = {
        "claims found, F1": (frozen["found"]["f"], frozen["floor"]["f"]),
        "right, with source, stance, type and actor, F1": (frozen["right"]["f"],),
        "right named source, of the named ones found": (frozen["of_found"]["named_source"],),
    }
    rows = [line.split("|")[1:] for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    printed = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows if row}
    for name, figures in wanted.items():
        assert printed[name][: len(figures)] == [f"{figure:.2f}".lstrip("0") for figure in figures]
