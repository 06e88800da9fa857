"""An export from the page: what its address asks for, in a format of the field, as one file to keep.

It is the export of the command, with its profiles and its manifest; a folder made for it holds it until it was sent.
"""

import shutil
import tempfile
import zipfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from sayso.desk.asked import FIELDS, asked
from sayso.desk.desk import Desk
from sayso.exports.formats import FORMATS, POLICIES, delay_of
from sayso.ledger.catalogue import Asked
from sayso.model.errors import NotOfThisKind

PROFILES = {"public": "public: withholds what could harm somebody", "internal": "internal: all, for your own desk"}
DELAYS = {"0h": "nothing", "24h": "a day", "72h": "three days", "1w": "a week"}
ORDERED = "order-of-sources"
"""The policy that asks for names in an order, which only the command takes."""


def choices() -> dict[str, Any]:
    """What the form of an export offers; Parquet where this machine can write it."""
    able = (name for name in FORMATS if name != "parquet" or find_spec("pyarrow"))
    formats = {name: f"{name}: {FORMATS[name].told}" for name in able}
    policies = {name: name for name in POLICIES if name != ORDERED}
    return {"formats": formats, "profiles": PROFILES, "delays": DELAYS, "policies": policies}


def export(request: Request, desk: Desk) -> Response:
    """What an address asks for, as a ZIP file of the format's files and their manifest."""
    given = request.query_params
    name = given.get("format", "")
    if name not in FORMATS:
        raise NotOfThisKind(f"{name!r} is no format: it is one of {', '.join(FORMATS)}")
    among, told = _among(request, desk)
    stem = f"sayso-{name}-{datetime.now(UTC):%Y-%m-%d}"
    folder = Path(tempfile.mkdtemp(prefix="sayso-export-"))
    try:
        desk.ledger.export(
            name,
            folder / f"{stem}.{FORMATS[name].suffix}",
            among=among,
            told=told,
            profile=given.get("profile") or "public",
            policy=given.get("policy") or POLICIES[1],
            delay=delay_of(given.get("delay") or "0h"),
            excel=given.get("excel") == "yes",
        )
        written = sorted(folder.iterdir())
        packed = folder / f"{stem}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
            for path in written:
                whole.write(path, path.name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(packed, media_type="application/zip", filename=packed.name, background=gone)


def _among(request: Request, desk: Desk) -> tuple[list[str] | None, dict[str, str]]:
    """The claims that the screen's address asks for (None: all), and how it asks."""
    given = request.query_params
    if incident := given.get("incident"):
        return list(desk.ledger.compare(incident).matrix.incident.claims), {"incident": incident}
    wanted = asked(given)
    told = {field: value for field in FIELDS if (value := getattr(wanted, field)) is not None}
    among = None if wanted == Asked() else [line.id for line in desk.catalogue().chosen(wanted)]
    if given.get("disputed") != "yes":
        return among, told
    disputed = (laid.matrix for laid in desk.ledger.incidents(among=among).shown if laid.matrix.disputed)
    within = {claim for matrix in disputed for claim in matrix.incident.claims}
    return sorted(within if among is None else within.intersection(among)), {**told, "disputed": "yes"}
