"""The pages of the documentation: their commands run, and their words and figures are those of the code."""

import contextlib
import importlib.util
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from tests import told

from benchmarks import all as benchmarks
from docs import building
from sayso.cli.main import main
from sayso.model import claim, event, incident, note

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TUTORIALS = ("start", "how/matrix", "how/spreadsheet", "how/frame", "codebook", "datasette", "security")
"""Pages that tell their readers what to type. docs/api.md has tests of its own, in tests/http."""
ALL_NEW = (*TUTORIALS, "index", "limits", "measured", "reference")
COMMAND = re.compile(r"^(?:    |\$ )((?:sayso|pip|make|python|datasette) .*)$", re.MULTILINE)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the examples in it, and nothing of the person who runs the tests."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    for name in ("SAYSO_LEDGER", "SAYSO_NAME", "SAYSO_DEBUG", "SAYSO_ACTORS", "SAYSO_PLACES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def follow(step: told.Step, folder: Path, names: dict[str, Any]) -> str:
    """Do what a step says, in this process; what it prints on both streams."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        if step.kind == "file":
            (folder / step.name).write_text(step.text, encoding="utf-8")
        elif step.kind == "python":
            exec(compile(step.text, "snippet", "exec"), names)
        else:
            command, *arguments = told.words(step.text, folder)
            assert command == "sayso", step.text
            status = main(arguments)
            assert status == 0, f"`{step.text}` ends with {status}:\n{printed.getvalue()}"
    return printed.getvalue()


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_page_can_be_followed_from_top_to_bottom(name: str, folder: Path) -> None:
    if "to_pandas" in page(name):
        pytest.importorskip("pandas", reason="no pandas here: pip install 'sayso[frames]'")
    names: dict[str, Any] = {}
    steps = list(told.steps(page(name)))
    assert steps
    for step in steps:
        told.check(step, follow(step, folder, names))


@pytest.mark.parametrize("name", ALL_NEW)
def test_a_command_that_is_not_run_says_so(name: str) -> None:
    text = page(name)
    run = {step.text for step in told.steps(text)} if name in TUTORIALS else set()
    for found in COMMAND.finditer(text):
        before = re.sub(r"(\n    .*|\n)+\Z", "", text[: found.start()])
        paragraph = before.rpartition("\n\n")[2]
        assert found[1] in run or "tests" in paragraph, f"docs/{name}.md: `{found[1]}` is not run"


def test_every_word_of_the_lists_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", page("codebook")))
    listed = (
        claim.Stance,
        claim.Basis,
        claim.SpeakerKind,
        event.EventType,
        event.Mode,
        incident.RelationKind,
        note.NoteKind,
    )
    for words in listed:
        assert set(get_args(words)) <= explained


def test_the_tables_of_the_codebook_exist() -> None:
    for name in re.findall(r"^\| `(\w+\.toml)`", page("codebook"), re.MULTILINE):
        assert (ROOT / "src/sayso/codebook" / name).is_file(), name


def test_every_frozen_run_is_told_whole_with_its_command() -> None:
    measured = page("measured")
    filled = building.with_figures(measured)
    assert "{{" not in filled
    for name in building.runs():
        assert f"{{{{ all {name} }}}}" in measured, f"benchmarks/frozen/{name}.json is not told"
        assert f"`python -m benchmarks.{name}`" in measured
    for name in re.findall(r"`python -m (benchmarks\.\w+)", measured):
        assert importlib.util.find_spec(name), name
    assert set(benchmarks.NAMES) <= set(building.runs()) <= {*benchmarks.NAMES, *benchmarks.LONG}


def test_a_figure_that_is_not_frozen_stops_the_build() -> None:
    with pytest.raises(LookupError, match=r"claims\.json holds no found\.x"):
        building.with_figures("{{ claims.found.x }}")
    with pytest.raises(LookupError, match="no frozen run nothing"):
        building.with_figures("{{ all nothing }}")


@pytest.mark.parametrize(
    ("value", "words"), [(0.8166, ".82"), (1.0, "1.00"), (0.0, ".00"), (24.3, "24.3"), (1723.07, "1,723"), (145, "145")]
)
def test_figures_are_written_as_the_readme_writes_them(value: float, words: str) -> None:
    assert building.told(value) == words


def test_the_site_is_built_of_all_pages_and_asks_nothing_of_the_net(
    tmp_path: Path, library: Callable[[str], Any]
) -> None:
    commands, config = library("mkdocs.commands.build"), library("mkdocs.config")
    library("material")
    library("mkdocstrings")
    building.main(tmp_path / "pages")
    loaded = config.load_config(
        str(ROOT / "mkdocs.yml"), docs_dir=str(tmp_path / "pages"), site_dir=str(tmp_path / "site"), strict=True
    )
    commands.build(loaded)
    built = sorted((tmp_path / "site").rglob("*.html"))
    assert len(built) > 40
    fetched = re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|object)\b[^>]*\b(?:src|href|data)=[\"']?(?:https?:)?//"
    )
    for path in built:
        text = path.read_text(encoding="utf-8")
        assert not fetched.search(text), path
        # The theme would fetch the program for diagrams, and shows nothing else that it does not bring along.
        assert 'class="mermaid"' not in text, path
        assert "{{" not in re.sub(r"<code>.*?</code>", "", text, flags=re.DOTALL), path
    for path in (tmp_path / "site").rglob("*.css"):
        assert not re.search(r"(?:url\(|@import )[\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path
    reference = (tmp_path / "site/reference/index.html").read_text(encoding="utf-8")
    assert "sayso.api.Ledger.claims" in reference
