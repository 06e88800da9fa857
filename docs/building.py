"""Lay the pages of the site out in one folder, from which MkDocs builds it: `python docs/building.py [FOLDER]`.

Pages that live elsewhere in the repository come in, notebooks become pages, and figures are filled in from the frozen
runs of the benchmarks, so that no page can tell another figure than the one we stand by. It is no plugin of MkDocs, so
that another builder can take its place.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FROZEN = ROOT / "benchmarks/frozen"
OUT = ROOT / "build/docs"
ELSEWHERE = {"changes.md": ROOT / "CHANGELOG.md", "data.md": ROOT / "benchmarks/data.md"}
WITH_FIGURES = ("limits.md", "measured.md")
FIGURE = re.compile(r"\{\{ (all )?(\w+)((?:\.\w+)*) \}\}")
"""`{{ claims.found.f }}` is one figure of benchmarks/frozen/claims.json, `{{ all claims }}` a table of all of them."""


def main(out: Path = OUT) -> int:
    """Lay everything out anew."""
    from sayso.http.openapi import document

    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(ROOT / "docs", out, ignore=shutil.ignore_patterns("*.py", "__pycache__", ".ipynb_checkpoints"))
    for name, source in ELSEWHERE.items():
        shutil.copyfile(source, out / name)
    for notebook in out.glob("notebooks/*.ipynb"):
        notebook.with_suffix(".md").write_text(notebook_page(notebook), encoding="utf-8")
    for page in out.glob(
        "how/*.md"
    ):  # where pages are read as files, a link to a notebook shows it; here its page does
        page.write_text(page.read_text(encoding="utf-8").replace(".ipynb)", ".md)"), encoding="utf-8")
    for page in (out / name for name in WITH_FIGURES):
        page.write_text(with_figures(page.read_text(encoding="utf-8")), encoding="utf-8")
    (out / "openapi.json").write_text(json.dumps(document(), indent=1), encoding="utf-8")
    return 0


def with_figures(markdown: str) -> str:
    """A page with every figure in its place. Raises LookupError for one that no frozen run holds."""
    return FIGURE.sub(lambda found: _filled(found[2], found[3][1:], whole=bool(found[1])), markdown)


def _filled(name: str, key: str, *, whole: bool) -> str:
    path = FROZEN / f"{name}.json"
    if not path.exists():
        raise LookupError(f"there is no frozen run {name}: benchmarks/frozen holds {', '.join(runs())}")
    figures = dict(leaves(json.loads(path.read_text(encoding="utf-8"))))
    if whole:
        return "\n".join(_table(name, figures))
    if key not in figures:
        raise LookupError(f"benchmarks/frozen/{name}.json holds no {key}")
    return told(figures[key])


def runs() -> list[str]:
    """The names of the frozen runs."""
    return sorted(path.stem for path in FROZEN.glob("*.json"))


def leaves(run: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure of a run with the way to it, with dots between."""
    if not isinstance(run, dict | list):
        yield key, run
        return
    for name, value in run.items() if isinstance(run, dict) else enumerate(run, 1):
        yield from leaves(value, f"{key}.{name}" if key else str(name))


def _table(name: str, figures: dict[str, Any]) -> Iterator[str]:
    yield f'??? note "All figures of `benchmarks/frozen/{name}.json`"\n'
    yield "    | figure | |"
    yield "    |---|---|"
    for key, value in figures.items():
        yield f"    | `{key}` | {told(value)} |"


def told(value: Any) -> str:
    """A figure as we write it: shares with two places and no 0 before the point, large numbers with commas."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and abs(value) < 100:
        return f"{value:.2f}".removeprefix("0") if 0 <= value <= 1 else f"{value:.3g}"
    return f"{value:,.0f}"


def notebook_page(path: Path) -> str:
    """A notebook as a page: its words, its code, and the way to itself."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = (("".join(cell["source"]), cell["cell_type"] == "code") for cell in cells)
    parts = [f"```python\n{text}\n```" if code else text for text, code in texts]
    return "\n\n".join([*parts, f"[This notebook as a file]({path.name})", ""])


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
