"""CITATION.cff: what the format 1.2.0 asks for, and the same facts as the package."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ASKED = {"cff-version", "message", "title", "authors"}
ALLOWED = ASKED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url",
    "preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type",
    "url", "version",
}  # fmt: skip
"""The keys at the top of the schema of Citation File Format 1.2.0."""
OF_AN_ENTITY = {"name", "address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location"} | {
    "orcid", "post-code", "region", "tel", "website",
}  # fmt: skip


def test_it_is_a_citation_file_of_this_version(library: Callable[[str], Any]) -> None:
    cited = library("yaml").safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert set(cited) >= ASKED
    assert set(cited) <= ALLOWED
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    for author in cited["authors"]:
        assert "name" in author
        assert set(author) <= OF_AN_ENTITY
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == package["version"]
    assert cited["license"] == package["license"]
    assert cited["keywords"] == package["keywords"]
