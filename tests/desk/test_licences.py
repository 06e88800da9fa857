"""What others made for the desk goes into the wheel with its licences."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

from sayso.desk import build

LOCK = build.ROOT / "package-lock.json"


def packages() -> dict[str, dict[str, Any]]:
    """Of the lock file, those that may stand in what is copied."""
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    return {place: package for place, package in locked.items() if place and not package.get("dev")}


def installed(root: Path, **texts: str) -> Path:
    """A folder as npm leaves it: maplibre-gl, made of two others; texts: what stands in their folders."""
    held = {"maplibre-gl": "BSD-3-Clause", "murmur": "MIT", "nameless": None}
    locked: dict[str, dict[str, Any]] = {
        f"node_modules/{name}": {"version": "1.0"} | ({"license": licence} if licence else {})
        for name, licence in held.items()
    }
    locked |= {"": {}, "node_modules/axe": {"version": "1", "dev": True}}
    (root / "package-lock.json").write_text(json.dumps({"packages": locked}))
    for name in held:
        (root / "node_modules" / name).mkdir(parents=True)
    for path, text in texts.items():
        (root / "node_modules" / path.replace("__", "/")).write_text(text)
    return root


def test_a_licence_is_a_file_or_a_chapter_and_its_want_is_told(tmp_path: Path) -> None:
    texts = {
        "maplibre-gl__LICENSE.txt": "Redistribution is permitted",
        "murmur__README.md": "# Hash\n\n## License (MIT)\n\nFree of charge",
    }
    told = build.licences(installed(tmp_path, **texts))
    maplibre, murmur, nameless = told.split("=" * 80)[1:]
    assert "maplibre-gl 1.0 (BSD-3-Clause)" in maplibre
    assert "Redistribution is permitted" in maplibre
    assert "Free of charge" in murmur
    assert "# Hash" not in murmur
    assert "no licence declared" in nameless
    assert "No text of a licence" in nameless
    assert "axe" not in told


def test_what_is_copied_without_a_licence_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="maplibre-gl comes without"):
        build.licences(installed(tmp_path))


def test_the_wheel_carries_a_licence_beside_each_asset() -> None:
    if not (build.ASSETS / build.LICENCES).exists() and not os.environ.get("SAYSO_NOTHING_SKIPS"):
        pytest.skip("the desk's assets are not here: make assets")
    carried = {file.distribution_path for file in WheelBuilder(str(build.ROOT)).recurse_included_files()}
    assert {f"sayso/desk/assets/{name}" for name in (*build.FILES, "borders.json", build.LICENCES)} <= carried
    told = (build.ASSETS / build.LICENCES).read_text(encoding="utf-8")
    for place, package in packages().items():
        assert f"{place.rpartition('node_modules/')[2]} {package['version']} (" in told
    for words in ("MapLibre contributors", "SIL OPEN FONT LICENSE", "Zero-Clause BSD", "Michael Bostock"):
        assert words in told
    # Only one package of MapLibre's tools, which stands in none of our files, says nothing of its licence.
    assert told.count("No text of a licence") == 1
