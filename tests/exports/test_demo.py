"""The ledger of `make demo`, in every format and both profiles, each read by a reader of its own; and back again."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.exports.conftest import Exported
from tests.exports.test_formats import ACLED, RECORD, UCDP, quads, rows
from tests.exports.test_imports import OF_THE_ROW

from sayso import api
from sayso.exports.formats import FORMATS
from sayso.exports.tables import table

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.html"))
Load = Callable[[str], Any]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five pages, read."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    book = api.open(path)
    assert all(account.claims for account in book.read(*EXAMPLES))
    for kept in book.claims(about="captured"):
        book.decide("Rana", "accept", [kept.claim.id])
    return path


@pytest.fixture(scope="module", params=["public", "internal"])
def demo(request: pytest.FixtureRequest, ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """All of it under a profile."""
    folder = tmp_path_factory.mktemp(request.param)
    book = api.open(ledger)
    told = {form: book.export(form, folder / f"out.{form}", profile=request.param) for form in FORMATS}
    return Exported(folder, ledger, tuple(kept.claim for kept in book.claims()), told)


def test_tables_have_the_columns_and_words_of_the_field(demo: Exported) -> None:
    for form, columns in (("acled", ACLED), ("ucdp", UCDP)):
        with demo.path(form).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [name.strip() for name in columns.split(",")]
    kinds = {(row["event_type"], row["sub_event_type"]) for row in table("acled")["event"]}
    events = rows(demo.path("acled"))
    assert events
    assert {(row["event_type"], row["sub_event_type"]) for row in events} <= kinds
    assert rows(demo.path("ucdp")) == []  # nobody is said to have died


def test_json_of_each_kind_is_read_by_its_reader(demo: Exported, reader: Load) -> None:
    for line in demo.path("plover").read_text(encoding="utf-8").splitlines():
        reader("jsonschema").validate(json.loads(line), RECORD)
    shown = reader("geojson").loads(demo.path("geojson").read_text(encoding="utf-8"))
    assert shown.is_valid, shown.errors()
    told = quads(reader("pyld.jsonld"), json.loads(demo.path("annotations").read_text(encoding="utf-8")))
    assert told.count("<http://www.w3.org/ns/oa#Annotation>") == demo.manifests["annotations"].rows
    judged = json.loads(demo.path("claimreview").read_text(encoding="utf-8"))["@graph"]
    assert {each["@type"] for each in judged} == {"ClaimReview"}


def test_turtle_entities_and_parquet_are_read_by_their_readers(demo: Exported, reader: Load) -> None:
    graph = reader("rdflib").Graph().parse(demo.path("prov"), format="turtle")
    claims = list(graph.query("SELECT ?claim WHERE { ?claim a <urn:sayso:Claim> }"))
    assert len(claims) == demo.manifests["prov"].rows
    model = reader("followthemoney").model
    for line in demo.path("followthemoney").read_text(encoding="utf-8").splitlines():
        model.get(json.loads(line)["schema"]).validate(json.loads(line))
    parquet = reader("pyarrow.parquet").read_table(demo.path("parquet"))
    assert parquet.column("claim").to_pylist() == [row["claim"] for row in rows(demo.path("csv"))]


def test_its_rows_go_through_the_importer_and_come_back(ledger: Path, tmp_path: Path) -> None:
    """Claim by claim: a row that a policy made of several reports comes back as one claim, of all of them."""
    first, again, back = tmp_path / "first.csv", tmp_path / "again.csv", api.open(tmp_path / "back.db")
    api.open(ledger).export("acled", first, profile="internal", policy="each-claim")
    assert [row.fault for row, _ in back.bring(first, "acled") if row.fault] == []
    assert back.verify().faults == ()
    back.export("acled", again, profile="internal", policy="each-claim")
    went, came = (sorted(list(_told(row).items()) for row in rows(path)) for path in (first, again))
    assert went
    assert went == came


def _told(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name not in OF_THE_ROW}
