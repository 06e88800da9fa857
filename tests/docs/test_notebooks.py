"""The notebooks: kept without what they printed, and run from top to bottom by a kernel, as in Jupyter."""

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs/notebooks").glob("*.ipynb"))
SHOWN = {
    "contradictions": ("≠ actor", "Palmyra Road", "what one tells the other denies"),
    "ucdp": ("Anadan", "lowest", "2 rows again"),
}
"""What somebody who runs it must see."""


@pytest.fixture
def nbformat(library: Callable[[str], Any]) -> Any:
    return library("nbformat")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs(path: Path, nbformat: Any) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path, nbformat: Any, library: Callable[[str], Any], tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="no pandas here: pip install 'sayso[frames]'")
    library("ipykernel")
    client = library("nbclient").NotebookClient
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    notebook = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        # Jupyter's own parts warn about one another; what our code warns about, it warns about in the kernel.
        warnings.simplefilter("ignore")
        client(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "\n".join(
        output.get("text", "") + "".join(output.get("data", {}).values())
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )
    for words in SHOWN[path.stem]:
        assert words in shown, f"{path.name} shows no {words!r}; it shows:\n{shown}"
