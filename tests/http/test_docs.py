"""docs/api.md: its Python runs from top to bottom, its requests are answered by `sayso serve` as somebody starts it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sayso

ROOT = Path(__file__).parents[2]
TOLD = (ROOT / "docs/api.md").read_text(encoding="utf-8")
TOKEN = "a-token-of-the-tests"


def snippets(language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", TOLD, re.DOTALL)
    assert found
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader of the page stands: beside the examples, with a ledger of them."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", folder / "examples")
    for _ in sayso.open(folder / "attack.db").read(folder / "examples"):
        pass
    return folder


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """The address that `sayso serve` prints."""
    command = [sys.executable, "-m", "sayso", "serve", "attack.db", "--port", "0"]
    environment = {**os.environ, "SAYSO_TOKEN": TOKEN}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr
        line = serving.stderr.readline()
        yield line.split()[4]
        serving.terminate()


def test_the_python_runs(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas", reason="no pandas here: pip install 'sayso[frames]'")
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    for snippet in snippets("python"):
        exec(compile(snippet, "docs/api.md", "exec"), names)
    printed = capsys.readouterr().out
    assert "5 reports, " in printed
    assert re.search(r"[1-9] claims, 0 problems", printed), "the page's own reader finds something"


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_requests_are_answered(served: str, folder: Path) -> None:
    (snippet,) = snippets("sh")
    claim = sayso.open(folder / "attack.db").claims()[0].claim.id
    environment = {**os.environ, "SAYSO": served, "SAYSO_TOKEN": TOKEN, "CLAIM": claim}
    done = subprocess.run(
        ["sh", "-ec", snippet], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    claims, read, review = map(json.loads, done.stdout.splitlines())
    assert {each["stance"] for each in claims["items"]} == {"denied"}
    assert read["claims"][0]["source"]["text"] == "the River Monitor"
    assert (review["who"], review["on"]) == ("Lena", [claim])


def test_every_address_stands_in_the_table() -> None:
    from sayso.http.openapi import document

    table = TOLD.partition("| address |")[2]
    rows = {row.split("|")[1].strip(): row for row in table.splitlines()[1:] if row.startswith("| `")}
    for path, ways in document()["paths"].items():
        name = path.removeprefix("/api/v1").replace("{id}", "ID")
        row = next((row for key, row in rows.items() if not name or f"{name}`" in key), None)
        assert row, name
        for parameter in ways.get("get", {"parameters": []})["parameters"]:
            if parameter["in"] == "query" and parameter["name"] not in ("limit", "cursor"):
                known = f"`{parameter['name']}`" in row
                assert known or "as incidents" in row, (name, parameter["name"])
