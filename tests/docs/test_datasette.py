"""A ledger opened in Datasette with the metadata file that comes with it."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import sayso

ROOT = Path(__file__).parents[2]
OF_SQLITE = ("alembic_version", "sqlite_sequence")
EXAMPLES = sorted((ROOT / "examples").glob("*.html"))


@pytest.fixture(scope="module")
def metadata(library: Callable[[str], Any]) -> dict[str, Any]:
    """docs/datasette.yml; without Datasette nothing is read for it."""
    library("datasette.app")
    read: dict[str, Any] = library("yaml").safe_load((ROOT / "docs/datasette.yml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's ledger, with a decision in it, as docs/datasette.md says."""
    folder = tmp_path_factory.mktemp("datasette")
    written = sayso.open(folder / "attack.db")
    for _ in written.read(*EXAMPLES):
        pass
    written.verdict("Rana", "accept", written.claims()[0].claim.id)
    written.copy(sayso.open(folder / "ledger.db"))
    return folder / "ledger.db"


@pytest.fixture(scope="module")
def answers(metadata: dict[str, Any], ledger: Path, library: Callable[[str], Any]) -> Iterator[Callable[[str], Any]]:
    """What Datasette answers to a path. Its own warnings are its own."""
    datasette = library("datasette.app").Datasette(immutables=[str(ledger)], metadata=metadata)
    # In a thread of its own: a browser driven by an earlier test may hold this one's event loop.
    with ThreadPoolExecutor(1) as thread:
        yield lambda path: thread.submit(asyncio.run, datasette.client.get(path, follow_redirects=True)).result()


def test_what_is_described_is_there_and_what_is_there_is_described(
    answers: Callable[[str], Any], metadata: dict[str, Any]
) -> None:
    held = answers("/ledger.json").json()
    columns = {table["name"]: set(table["columns"]) for table in held["tables"]}
    views = {view["name"] for view in held["views"]}
    described = metadata["databases"]["ledger"]["tables"]
    assert set(described) <= set(columns) | views
    for name, table in described.items():
        if name in columns and name not in OF_SQLITE:
            assert set(table["columns"]) == columns[name], name
            assert table["description"]
        for facet in (*table.get("facets", ()), *filter(None, [table.get("label_column"), table.get("sort")])):
            assert facet in columns[name], (name, facet)
    assert {name for name in columns if not name.startswith("claims_search")} == set(described) - views
    assert {table["name"] for table in held["tables"] if table["hidden"]} >= {"page_bytes", "alembic_version"}


def test_every_page_opens(answers: Callable[[str], Any], metadata: dict[str, Any]) -> None:
    described = metadata["databases"]["ledger"]
    for path in ("/", "/ledger", *(f"/ledger/{name}" for name in described["tables"])):
        page = answers(path)
        assert page.status_code == 200, path
    assert "Why, in the reviewer&#39;s words" in answers("/ledger/reviews").text
    assert "territory_gained" in answers("/ledger/claims?_facet=type").text


def test_a_claim_leads_to_its_page(answers: Callable[[str], Any]) -> None:
    (row,) = answers("/ledger/claims.json?_search=cells+Sleeper&_shape=array&_size=1").json()[:1]
    page = answers(f"/ledger/claims?entry={row['entry']}").text
    assert f'href="/ledger/readings/{row["reading"]}"' in page
    keys = {
        (key["column"], key["other_table"])
        for table in answers("/ledger.json").json()["tables"]
        for key in table["foreign_keys"]["outgoing"]
    }
    assert {("reading", "readings"), ("report_id", "reports"), ("page_sha256", "pages")} <= keys


def test_the_questions_are_answered(answers: Callable[[str], Any], ledger: Path) -> None:
    def asked(name: str, **given: str) -> list[dict[str, Any]]:
        query = "&".join(f"{key}={value}" for key, value in {"_shape": "array", **given}.items())
        found: list[dict[str, Any]] = answers(f"/ledger/{name}.json?{query}").json()
        return found

    claims = sayso.open(ledger).claims()
    assert {row["claim"] for row in asked("who_says_what", speaker="")} == {kept.claim.id[:8] for kept in claims}
    assert {row["outlet"] for row in asked("who_says_what", speaker="SANA")} == {"Borderland Wire"}
    assert sum(row["claims"] for row in asked("speakers")) == len(claims)
    assert "The Syrian army" in {row["speaker"] for row in asked("silence")}
