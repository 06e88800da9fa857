"""The command as a whole process: streams, signals, colour, start-up."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = 60
STORY = "Rebel fighters captured village number {n} on Thursday, the River Monitor said. The army denied this.\n"


def sayso(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m sayso` to its end."""
    command = [sys.executable, "-m", "sayso", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, **environment}, timeout=120, check=False
    )


def page(number: int) -> str:
    """A small HTML page of an outlet, with furniture that all of its pages share."""
    story = "".join(f"<p>{STORY.format(n=number * 100 + n)}</p>" for n in range(6))
    return f"""<!doctype html><html lang="en"><head><title>Day {number}: villages change hands</title>
        <meta property="og:site_name" content="The Example Herald">
        <meta property="article:published_time" content="2024-05-{number % 27 + 1:02}T08:00:00Z"></head><body>
        <nav><a href="/">Home</a> <a href="/news">News</a></nav>
        <article><h1>Day {number}: villages change hands</h1>{story}</article>
        <footer>All rights reserved.</footer></body></html>"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small pages."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(PAGES):
        (folder / f"{number:03}.html").write_text(page(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ledger(archive: Path) -> Path:
    """That folder read in one call."""
    path = archive.parent / "archive.db"
    done = sayso("read", archive, "--ledger", path, "--format", "json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == PAGES
    assert all(line["claims"] for line in lines)
    assert f"{PAGES} files, " in done.stderr
    return path


def test_a_folder_is_read_in_one_call_and_is_whole(ledger: Path) -> None:
    checked = json.loads(sayso("verify", "--ledger", ledger, "--format", "json").stdout)
    assert (checked["pages"], checked["faults"]) == (PAGES, [])
    found = sayso("claims", "--ledger", ledger, "--about", "4203")
    assert found.stderr == "1 claim\n"


def test_colour_only_where_it_is_wanted(ledger: Path) -> None:
    question = ("claims", "--ledger", ledger, "--limit", "1")
    assert "\x1b" not in sayso(*question).stdout
    assert "\x1b" in sayso(*question, FORCE_COLOR="1").stdout
    assert "\x1b" not in sayso(*question, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_closed_pipe_ends_quietly(ledger: Path) -> None:
    command = [sys.executable, "-m", "sayso", "claims", "--limit", "all", "--ledger", str(ledger)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(100)
        running.stdout.close()
        told = running.stderr.read()
    assert b"Traceback" not in told
    assert b"Exception" not in told


def test_ctrl_c_ends_quietly_and_loses_nothing_read(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    command = [sys.executable, "-m", "sayso", "read", "-", str(archive), "--ledger", str(path), "--format", "json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(STORY.format(n=1))
        running.stdin.close()
        told = [running.stdout.readline()]
        running.send_signal(signal.SIGINT)
        told += running.stdout.readlines()
        complaint = running.stderr.read()
    assert running.returncode == 130, complaint
    assert "Traceback" not in complaint
    kept = [
        json.loads(line)["path"] for line in sayso("pages", "--ledger", path, "--format", "json").stdout.splitlines()
    ]
    printed = [json.loads(line)["path"] for line in told if line.endswith("}\n")]
    assert printed
    assert kept[: len(printed)] == printed
    assert sayso("verify", "--ledger", path).returncode == 0


def test_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sayso", "read", "-", "--no-ledger", "--format", "json"]
    done = subprocess.run(command, input=STORY.format(n=1).encode(), capture_output=True, cwd=tmp_path, check=True)
    told = json.loads(done.stdout)
    assert told["path"] == "-"
    assert told["report"]["text"] == STORY.format(n=1)


def test_asking_loads_none_of_what_reads(ledger: Path) -> None:
    program = (
        "import sys; from sayso.cli.main import main; "
        f"main(['claims', '--about', '4203', '--ledger', {str(ledger)!r}]); "
        "heavy = {'sqlalchemy', 'alembic', 'trafilatura', 'lxml', 'rich', 'py3langid', 'numpy', 'onnxruntime',"
        " 'tokenizers', 'subprocess', 'sayso.reading.reading', 'sayso.claims.assemble', 'asyncio',"
        " 'importlib.metadata'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
