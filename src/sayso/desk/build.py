"""Copies what others made for the desk (fonts, htmx, MapLibre, borders) from npm's folder into the package.

`python -m sayso.desk.build`, at set-up and when a wheel is built. Versions and hashes are npm's (package-lock.json);
nothing of it is kept in the repository. Without npm the desk works all the same: with the system's fonts, whole pages
instead of parts of them, and the SVG map without borders.
"""

import json
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


def is_current(root: Path = ROOT) -> bool:
    """Whether the assets were made of this very lock file."""
    made = ASSETS / "made-of.json"
    return made.exists() and made.read_bytes() == (root / "package-lock.json").read_bytes()


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
    shutil.copyfile(root / "package-lock.json", ASSETS / "made-of.json")


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
