"""Copies what others made for the desk (fonts, htmx, MapLibre, borders) from npm's folder into the package.

`python -m sayso.desk.build`, at set-up and when a wheel is built. Versions and hashes are npm's (package-lock.json);
nothing of it is kept in the repository. Beside them stand the licences of all that went into them. Without npm the desk
works all the same: with the system's fonts, whole pages instead of parts of them, and the SVG map without borders.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).with_name("assets")
ROOT = Path(__file__).parents[3]
MEND = "install Node.js with npm, then run `make assets`"

FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "maplibre.js": "maplibre-gl/dist/maplibre-gl-csp.js",
    "maplibre-worker.js": "maplibre-gl/dist/maplibre-gl-csp-worker.js",
    "maplibre.css": "maplibre-gl/dist/maplibre-gl.css",
    "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "serif.woff2": "@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2",
    "serif-ext.woff2": "@fontsource-variable/source-serif-4/files/source-serif-4-latin-ext-opsz-normal.woff2",
}
"""By the name it is served under. MapLibre's build for strict content policies makes no worker out of a string."""

BORDERS = "world-atlas/countries-50m.json"
LICENCES = "licences.txt"
_IS_LICENCE = re.compile(r"(licen[cs]e|copying|notice)\b", re.IGNORECASE)
_CHAPTER = re.compile(r"^#+ *licen[cs]e.*", re.IGNORECASE | re.MULTILINE | re.DOTALL)


def is_current(root: Path = ROOT) -> bool:
    """Whether the assets were made of this very lock file."""
    made = ASSETS / "made-of.json"
    whole = made.exists() and (ASSETS / LICENCES).exists()
    return whole and made.read_bytes() == (root / "package-lock.json").read_bytes()


def build(root: Path = ROOT) -> None:
    """Fetch by the lock file and copy. Raises OSError or CalledProcessError where npm is missing or fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=root, check=True)
    modules = root / "node_modules"
    ASSETS.mkdir(exist_ok=True)
    for name, source in FILES.items():
        shutil.copyfile(modules / source, ASSETS / name)
    topology = json.loads((modules / BORDERS).read_text(encoding="utf-8"))
    (ASSETS / "borders.json").write_text(json.dumps(lines(topology), separators=(",", ":")), encoding="utf-8")
    (ASSETS / LICENCES).write_text(licences(root), encoding="utf-8")
    shutil.copyfile(root / "package-lock.json", ASSETS / "made-of.json")


def licences(root: Path) -> str:
    """The licence of every package of the lock file, but for the tests' own: MapLibre is made of many others.

    Raises FileNotFoundError for a package of which files are copied and that comes without a licence's text.
    """
    locked = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    copied = [f"node_modules/{source}" for source in (*FILES.values(), BORDERS)]
    told = [
        "Others made these files, or what they are made of; the borders are Natural Earth's, in the public domain.\n"
    ]
    for place, package in sorted(locked.items()):
        if not place or package.get("dev"):
            continue
        name, text = place.rpartition("node_modules/")[2], _licence(root / place)
        if not text and any(path.startswith(f"{place}/") for path in copied):
            raise FileNotFoundError(f"{name} comes without the text of its licence")
        words = text or "No text of a licence comes with this package."
        declared = package.get("license", "no licence declared")
        told.append(f"{name} {package['version']} ({declared})\n\n{words}\n")
    return f"\n{'=' * 80}\n\n".join(told)


def _licence(folder: Path) -> str:
    """The text of a package's licence: a file of its own, else a chapter of its README."""
    if found := sorted(path for path in folder.iterdir() if _IS_LICENCE.match(path.name)):
        return "\n\n".join(_read(path).strip() for path in found)
    chapters = (_CHAPTER.search(_read(path)) for path in folder.glob("README*"))
    return next((chapter[0].strip() for chapter in chapters if chapter), "")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def lines(topology: dict[str, Any]) -> list[list[list[float]]]:
    """The arcs of a TopoJSON file as lines of [longitude, latitude]: each border once, whoever's it is."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    drawn = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([round(x * scale[0] + shift[0], 2), round(y * scale[1] + shift[1], 2)])
        drawn.append(line)
    return drawn


def main() -> int:
    """Build unless it was built; a machine without npm is told, and is no failure."""
    if is_current():
        return 0
    try:
        build()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"sayso: the desk goes without maps to zoom and its own fonts ({error}): {MEND}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
