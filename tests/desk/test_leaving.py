"""What leaves from the page: the export of the command, as one file, under the profile that was asked for."""

import io
import json
import zipfile
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import Sitting

from sayso import api
from sayso.exports.formats import FORMATS


def saved(client: TestClient, **asked: str) -> dict[str, str]:
    """The files of an export, by the ends of their names."""
    answer = client.get("/export", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        return {name.partition(".")[2]: whole.read(name).decode("utf-8", "replace") for name in whole.namelist()}


def manifest(files: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(next(text for name, text in files.items() if name.endswith("manifest.json")))
    return told


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_saved_with_its_manifest(client: TestClient, name: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    told = manifest(saved(client, format=name))
    assert (told["format"], told["profile"], told["claims"] > 0) == (name, "public", True)


def test_the_address_says_what_leaves(client: TestClient) -> None:
    files = saved(client, format="csv", stance="denied", profile="internal")
    assert manifest(files)["claims"] == 1
    assert manifest(files)["filters"] == {"stance": "denied"}
    assert files["csv"].count("denied") == 1
    assert manifest(saved(client, format="csv", state="accept"))["claims"] == 0
    assert manifest(saved(client, format="csv", party="bridge", profile="internal"))["filters"] == {"party": "bridge"}


def test_what_is_disputed_leaves_alone(client: TestClient, ledger: api.Ledger) -> None:
    one, other = (ledger.claims(words)[0].claim.id for words in ("mortars", "fallen"))
    ledger.same("Omar", one, other)
    disputed = {
        claim for laid in ledger.incidents().shown if laid.matrix.disputed for claim in laid.matrix.incident.claims
    }
    assert manifest(saved(client, format="csv", disputed="yes", profile="internal"))["claims"] == len(disputed)
    assert manifest(saved(client, format="csv", incident=one, profile="internal"))["claims"] == 2
    assert manifest(saved(client, format="geojson", incident=one))["filters"] == {"incident": one}


@pytest.mark.parametrize(
    "asked",
    [
        {"format": "pdf"},
        {},
        {"format": "csv", "profile": "secret"},
        {"format": "acled", "policy": "guess"},
        {"format": "csv", "delay": "soon"},
        {"format": "csv", "stance": "sure"},
    ],
)
def test_what_cannot_leave_is_told_in_a_line(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/export", params=asked)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert client.get("/export", params={"format": "csv", "incident": "0" * 64}).status_code == 404


def test_an_incident_is_saved_by_keys_and_printed(sitting: Sitting) -> None:
    one, other = (sitting.ledger.claims(words)[0].claim.id for words in ("mortars", "fallen"))
    sitting.ledger.same("Omar", one, other)
    for path in (f"/incidents/{one}", "/incidents?about=mortars"):
        sitting.open(path)
        sitting.press("w")
        assert sitting.page.evaluate("document.activeElement.name") == "format"
        sitting.page.keyboard.type("geoj")
        assert sitting.page.locator("select[name=profile]").input_value() == "public"
        with sitting.page.expect_download() as saving:
            sitting.page.locator(".exporting button.plain").press("Enter")
        assert saving.value.suggested_filename.startswith("sayso-geojson-")
        sitting.page.evaluate("window.print = () => { document.title = 'printed' }")
        sitting.press("Escape", "P")
        assert sitting.page.title() == "printed"
        sitting.page.emulate_media(media="print")
        for gone in (".top nav", ".actions", ".rail"):
            assert not sitting.page.locator(gone).first.is_visible()
        assert sitting.page.locator(".claim").first.is_visible()
        assert len(sitting.page.pdf()) > 1000
        sitting.page.emulate_media(media="screen")
