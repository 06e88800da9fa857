"""Every format, read back by a reader of its own, and what all of them owe: ids, traces, safe cells, a manifest."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.exports import planted
from tests.exports.conftest import Exported

from sayso import api
from sayso.exports import acled, geojson, plover, ucdp
from sayso.exports.formats import FORMATS, delay_of
from sayso.exports.outgoing import Passage, Where
from sayso.exports.tables import table
from sayso.model import ExportError, NotOfThisKind

Load = Callable[[str], Any]

ACLED = """event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1,
assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country,
admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, fatalities,
tags, timestamp"""
UCDP = """id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name,
dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id,
side_b, number_of_sources, source_article, source_office, source_date, source_headline, source_original,
where_prec, where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid,
country, country_id, region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b,
deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob"""


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_acled_has_its_31_columns_and_its_own_words(internal: Exported) -> None:
    found = rows(internal.path("acled"))
    assert list(found[0]) == [name.strip() for name in ACLED.split(",")]
    shelled = next(row for row in found if row["sub_event_type"] == "Shelling/artillery/missile attack")
    told = {name: value for name, value in shelled.items() if value}
    assert told | {"event_id_cnty": "", "tags": "", "timestamp": "", "notes": ""} == {
        "event_id_cnty": "",
        "event_date": "2024-05-13",
        "year": "2024",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "government forces",
        "inter1": "State forces",
        "actor2": "civilians",
        "inter2": "Civilians",
        "interaction": "State forces-Civilians",
        "civilian_targeting": "Civilian targeting",
        "iso": "760",
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Homs",
        "location": "Palmyra",
        "latitude": "34.5624",
        "longitude": "38.2840",
        "geo_precision": "1",
        "source": "The Example Herald",
        "notes": "",
        "fatalities": "12",
        "tags": "",
        "timestamp": "",
    }
    assert re.fullmatch(r"SYR\d+", shelled["event_id_cnty"])
    assert internal.claims[0].id in shelled["tags"]
    kinds = {(row["event_type"], row["sub_event_type"]) for row in table("acled")["event"]}
    assert {(row["event_type"], row["sub_event_type"]) for row in found} <= kinds


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ((1, 2), "State forces-Rebel group"),
        ((7, 8), "External/Other forces-Civilians"),
        ((3, None), "Political militia only"),
    ],
)
def test_acled_joins_the_sides_lower_code_first_but_78(codes: tuple[int, int | None], told: str) -> None:
    assert acled.interaction(*codes) == told
    assert acled.interaction(*reversed(codes)) == told


def test_ucdp_has_its_49_columns_and_names_who_was_relied_on(internal: Exported) -> None:
    found = rows(internal.path("ucdp"))
    assert list(found[0]) == [name.strip() for name in UCDP.split(",")]
    shelled, bombed = sorted(found, key=lambda row: -int(row["best"]))
    assert (shelled["best"], shelled["low"], shelled["high"], shelled["deaths_civilians"]) == ("12", "12", "12", "12")
    assert shelled["source_original"] == "army spokesman Tarek Selmi"
    assert (shelled["type_of_violence"], shelled["country_id"], shelled["priogrid_gid"]) == ("3", "652", "179717")
    assert (bombed["low"], bombed["best"], bombed["deaths_unknown"]) == ("3", "3", "3")
    for row in found:
        sides = sum(int(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown"))
        assert sides == int(row["best"])
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
        assert row["relid"].removeprefix("sayso ") in {claim.id for claim in internal.claims}


def test_priogrid_is_counted_as_ucdp_counts_it() -> None:
    assert ucdp.priogrid(34.802462, 36.707602) == 179714


RECORD = {
    "type": "object",
    "required": ["id", "date", "actor", "event"],
    "properties": {
        "date": {"pattern": r"^\d{4}-\d\d-\d\d$"},
        "actor": {"type": "array", "minItems": 1, "items": {"required": ["sector", "entity_text"]}},
        "event": {"type": "array", "items": {"enum": list(table("plover")["quad"])}},
        "mode": {"type": "array"},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_scale": {"type": "number", "minimum": -10, "maximum": 10},
        "event_loc": {"properties": {"resolution": {"enum": [1, 2, 3, 4, 5]}}},
    },
}
"""What PLOVER's manual asks of a record."""


def test_plover_records_hold_what_the_manual_asks(internal: Exported, reader: Load) -> None:
    found = [json.loads(line) for line in internal.path("plover").read_text(encoding="utf-8").splitlines()]
    for record in found:
        reader("jsonschema").validate(record, RECORD)
    assert found[0]["event"] == ["ASSAULT"]
    assert found[0]["mode"] == ["heavy-weapons"]
    assert found[0]["size"] == {"dead": 12}


@pytest.mark.parametrize(
    ("stance", "mode"), [("denied", "negation"), ("planned", "future"), ("doubted", "hypothetical")]
)
def test_stances_are_plovers_auxiliary_modes(stance: str, mode: str) -> None:
    assert table("plover")["auxiliary"][stance] == mode
    assert plover.VERSION == "0.8"


def test_geojson_is_read_and_valid(internal: Exported, reader: Load) -> None:
    library = reader("geojson")
    found = library.loads(internal.path("geojson").read_text(encoding="utf-8"))
    assert found.is_valid, found.errors()
    assert {tuple(claim for claim in each["properties"]["claims"]) for each in found["features"]} <= {
        (claim.id,) for claim in internal.claims
    }
    points = [each["geometry"]["coordinates"] for each in found["features"] if each["geometry"]]
    assert [38.284, 34.5624] in points


def where(precision: int, lat: float | None = 34.5, lon: float | None = 38.2) -> Where:
    """A place of one precision."""
    return Where(Passage("X", (0, 1)), lat, lon, precision)


def test_geometry_says_no_more_than_the_place() -> None:
    assert (geojson.geometry(where(1)) or {})["type"] == "Point"
    assert [geojson.geometry(where(precision)) for precision in range(3, 8)] == [None] * 5
    assert geojson.geometry(where(1, None, None)) is None
    assert geojson.geometry(where(2, 10, 179.99)) is None


def test_near_is_a_closed_ring_turning_left_around_its_place() -> None:
    (ring,) = (geojson.geometry(where(2)) or {})["coordinates"]
    assert ring[0] == ring[-1]
    assert len(ring) > 8
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
    assert area > 0
    assert max(y for _, y in ring) - 34.5 == pytest.approx(geojson.NEAR_KM / 111.2, rel=0.01)


ANNO = {
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "id": "@id",
    "type": "@type",
    **{
        name: f"oa:{name}"
        for name in ("Annotation", "TextQuoteSelector", "TextPositionSelector", "TimeState", "describing")
    },
    "Dataset": "http://purl.org/dc/dcmitype/Dataset",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix", "start", "end", "sourceDate")},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "state": {"@id": "oa:hasState", "@type": "@id"},
    "cached": {"@id": "oa:cachedSource", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    "created": "dcterms:created",
    "name": "http://xmlns.com/foaf/0.1/name",
}
"""The terms of the W3C's context that are used here, so that nothing is fetched."""


def quads(jsonld: Any, document: Any) -> str:
    """A JSON-LD document of annotations as N-Quads; nothing is fetched for it."""
    served = {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": "",
        "document": {"@context": ANNO},
    }
    options = {"documentLoader": lambda _url, _options: served, "format": "application/n-quads"}
    return str(jsonld.to_rdf(document, options))


def test_annotations_expand_as_json_ld_and_stand_on_their_words(internal: Exported, reader: Load) -> None:
    document = json.loads(internal.path("annotations").read_text(encoding="utf-8"))
    triples = quads(reader("pyld.jsonld"), document)
    assert triples.count("<http://www.w3.org/ns/oa#Annotation>") == len(internal.claims)
    assert triples.count("<http://www.w3.org/ns/oa#hasTarget>") == len(internal.claims)
    assert "<urn:sayso:stance>" in triples
    text = hashlib.sha256(planted.TEXT.encode()).hexdigest()
    for item in document["items"]:
        (target,) = item["target"]
        quote, position = target["selector"]
        assert planted.TEXT[position["start"] : position["end"]] == quote["exact"]
        assert position["textSha256"] == text
        around = f"{quote.get('prefix', '')}{quote['exact']}{quote.get('suffix', '')}"
        assert planted.TEXT.count(around) == 1


def test_prov_is_read_and_the_chain_can_be_walked(internal: Exported, reader: Load) -> None:
    rdflib = reader("rdflib")
    graph = rdflib.Graph().parse(internal.path("prov"), format="turtle")
    walked = graph.query(
        """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?relay ?origin WHERE {
          ?claim a <urn:sayso:Claim> ; prov:wasQuotedFrom ?told . ?told prov:hadPrimarySource ?first .
          ?told prov:wasAttributedTo/rdfs:label ?relay . ?first prov:wasAttributedTo/rdfs:label ?origin }"""
    )
    assert [(str(relay), str(origin)) for relay, origin in walked] == [
        ("the Kestrel News Agency", "army spokesman Tarek Selmi")
    ]


def test_followthemoney_takes_every_entity(internal: Exported, reader: Load) -> None:
    model = reader("followthemoney").model
    schemata = []
    for line in internal.path("followthemoney").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        model.get(told["schema"]).validate(told)
        entity = model.get_proxy(told)
        assert entity.to_dict()["properties"].keys() == told["properties"].keys()
        schemata.append(entity.schema.name)
    assert schemata.count("Event") == len(internal.claims)
    assert schemata.count("Article") == 1


def test_claimreview_holds_only_what_a_person_judged_and_no_verdict_on_the_event(internal: Exported) -> None:
    found = json.loads(internal.path("claimreview").read_text(encoding="utf-8"))["@graph"]
    assert [each["itemReviewed"]["identifier"] for each in found] == [internal.claims[0].id, internal.claims[7].id]
    for each in found:
        assert each["@type"] == "ClaimReview"
        assert each["claimReviewed"]
        assert each["author"]["name"] == "Mariam Osei"
        assert "ratingValue" not in each["reviewRating"]
        assert "Whether it is so was not reviewed" in each["reviewRating"]["alternateName"]
    assert internal.manifests["claimreview"].left_out == {"no person has judged it": 7}


def test_csv_and_parquet_are_the_same_table(internal: Exported, reader: Load) -> None:
    parquet = reader("pyarrow.parquet")
    told = parquet.read_table(internal.path("parquet")).to_pylist()
    for row, cells in zip(told, rows(internal.path("csv")), strict=True):
        assert row["claim"] == cells["claim"]
        assert {name: value for name, value in row.items() if value is not None}.keys() == {
            name for name, value in cells.items() if value
        }
    assert told[0]["killed_low"] == 12
    chains = rows(internal.path("csv").with_name("out.chains.csv"))
    assert [row["speaker"] for row in chains[:2]] == ["army spokesman Tarek Selmi", "the Kestrel News Agency"]


@pytest.mark.parametrize("form", ["acled", "ucdp", "csv"])
def test_no_cell_starts_a_formula(internal: Exported, form: str) -> None:
    for path in internal.folder.glob("*.csv" if form == "csv" else f"out*.{form}"):
        for row in rows(path):
            assert not [
                cell for cell in row.values() if cell[:1] in "=+-@\t\r" and cell and not re.fullmatch(r"-?[\d.]+", cell)
            ]


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_every_cell_is_traced_to_claims(internal: Exported, form: str) -> None:
    trace = rows(internal.folder / f"out.trace.{form}")
    ids = {claim.id for claim in internal.claims}
    assert {row["claim"] for row in trace} <= ids
    events = {row.get("event_id_cnty") or row["id"] for row in rows(internal.path(form))}
    assert {row["event"] for row in trace} == events
    assert {"type", "when", "actor"} <= {row["cell"] for row in trace}


@pytest.mark.parametrize("form", FORMATS)
def test_the_manifest_tells_what_the_export_is(internal: Exported, form: str) -> None:
    kept = json.loads(internal.path(form).with_name(f"out.{form}.manifest.json").read_text(encoding="utf-8"))
    assert kept["ledger_head"] == api.open(internal.ledger).verify().head
    assert (kept["format"], kept["profile"], kept["claims"]) == (form, "internal", len(internal.claims))
    assert kept["rows"] > 0
    for name, digest in kept["files"].items():
        assert hashlib.sha256((internal.folder / name).read_bytes()).hexdigest() == digest


def test_what_is_denied_or_planned_is_no_event(internal: Exported) -> None:
    plan = next(claim for claim in internal.claims if claim.stance == "planned")
    for form in ("acled", "ucdp", "geojson"):
        assert plan.id not in internal.path(form).read_text(encoding="utf-8")
        assert internal.manifests[form].left_out["planned: no event by itself"] == 1


def test_a_policy_makes_one_row_of_an_incident_and_each_claim_makes_one_of_each(tmp_path: Path) -> None:
    ledger = tmp_path / "two.db"
    claims: list[str] = []
    told = "On Monday, rebels of the Tarim Brigade shelled the town of Palmyra, killing {n} civilians, the mayor said."
    for n, outlet in ((12, "Herald"), (15, "Courier")):
        page = tmp_path / f"{outlet}.txt"
        page.write_text(told.format(n=n), encoding="utf-8")
        for account in api.read(page, ledger=ledger, published="2024-05-14", outlet=outlet):
            claims += [claim.id for claim in account.claims]
    book = api.open(ledger)
    book.export("ucdp", tmp_path / "one.csv", profile="internal")
    book.export("ucdp", tmp_path / "each.csv", profile="internal", policy="each-claim")
    (one,) = rows(tmp_path / "one.csv")
    assert (one["low"], one["best"], one["high"], one["number_of_sources"]) == ("12", "12", "15", "2")
    assert sorted(one["relid"].split()[1:]) == sorted(claims)
    assert {"12", "15"} <= {row["best"] for row in rows(tmp_path / "each.csv")}
    with pytest.raises(NotOfThisKind, match="no policy"):
        book.export("ucdp", tmp_path / "x.csv", policy="loudest")


def test_filters_choose_and_an_empty_export_is_valid(public: Exported, tmp_path: Path) -> None:
    ledger = api.open(public.ledger)
    some = ledger.export("csv", tmp_path / "some.csv", place="Homs", profile="internal")
    assert (some.rows, some.filters) == (1, {"place": "Homs"})
    none = ledger.export("geojson", tmp_path / "none.geojson", about="nothing-like-it")
    assert none.rows == 0
    assert json.loads((tmp_path / "none.geojson").read_text(encoding="utf-8"))["features"] == []


def test_what_cannot_be_written_is_told_and_leaves_nothing(public: Exported, tmp_path: Path) -> None:
    ledger = api.open(public.ledger)
    before = public.ledger.read_bytes()
    for out in (public.ledger, tmp_path, tmp_path / "gone" / "x.csv"):
        with pytest.raises(ExportError, match=r"-o|make it first"):
            ledger.export("csv", out)
    assert public.ledger.read_bytes() == before
    with pytest.raises(NotOfThisKind, match="no format"):
        ledger.export("xls", tmp_path / "x.xls")
    with pytest.raises(NotOfThisKind, match="no profile"):
        ledger.export("csv", tmp_path / "x.csv", profile="secret")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_the_older_export(
    public: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "claims.csv"
    out.write_text("older")

    def broken(_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr("sayso.exports.columns.claim_row", broken)
    with pytest.raises(OSError, match="disk"):
        api.open(public.ledger).export("csv", out)
    assert [path.name for path in tmp_path.iterdir()] == ["claims.csv"]
    assert out.read_text() == "older"


@pytest.mark.parametrize(("text", "hours"), [("72h", 72), ("3d", 72), ("90m", 1.5), ("2w", 336)])
def test_delays_as_people_write_them(text: str, hours: float) -> None:
    assert delay_of(text).total_seconds() / 3600 == hours
    with pytest.raises(NotOfThisKind, match="72h"):
        delay_of(f"{text} ago")
