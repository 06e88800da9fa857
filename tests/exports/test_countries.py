"""What the formats of the field ask of a country: against UCDP's own rows, and whole in itself."""

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

from sayso.exports.countries import country
from sayso.exports.tables import table

UCDP = Path("../shared/data/ucdp_ged")
needs_ucdp = pytest.mark.skipif(
    not UCDP.is_dir() and not os.environ.get("SAYSO_NOTHING_SKIPS"),
    reason="UCDP's rows are not in the repository: they stand in ../shared/data",
)
RANGES = {
    "Americas": range(2, 200),
    "Europe": range(200, 400),
    "Africa": range(400, 627),
    "Middle East": range(630, 699),
    "Asia": range(700, 1000),
}
"""UCDP's regions by Gleditsch and Ward's numbers."""
NO_STATES = """AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC
NF NU PF PM PN PR PS RE SH SJ SX TC TF TK UM VA VG VI WF YT"""
"""Land with a code of ISO's to which Gleditsch and Ward give no number."""


@pytest.mark.parametrize(
    ("code", "number"), [("SY", 652), ("GB", 200), ("GR", 350), ("CZ", 316), ("DE", 260), ("XK", 347), ("YE", 678)]
)
def test_a_state_has_its_number(code: str, number: int) -> None:
    told = country(code)
    assert told
    assert told.gw == number


def test_every_state_has_a_number_of_its_own_and_no_other_land_has_one() -> None:
    numbers = table("countries")["gw"]
    assert {each.alpha_2 for each in pycountry.countries} - set(numbers) == set(NO_STATES.split())
    assert len(set(numbers.values())) == len(numbers)


def test_regions_follow_the_numbers() -> None:
    for code, number in table("countries")["gw"].items():
        told = country(code)
        assert told, code
        assert number in RANGES[told.ucdp_region or ""], code
        assert told.acled_region, code


@needs_ucdp
@pytest.mark.parametrize("path", sorted(UCDP.glob("*.csv.gz")), ids=lambda path: path.name)
def test_every_row_of_ucdp_has_the_same_numbers_and_region(path: Path) -> None:
    told = set(_numbered(path))
    assert told
    for name, number in told:
        known = country(pycountry.countries.lookup(name).alpha_2)
        assert known
        assert number == known.gw, name
    for name, region in {(row["country"], row["region"]) for row in _rows(path)}:
        known = country(pycountry.countries.lookup(name).alpha_2)
        assert known
        assert region == known.ucdp_region


def _numbered(path: Path) -> Iterator[tuple[str, int]]:
    """Names of states, each with the number that a row gives it: of the country, and of the sides that govern one."""
    for row in _rows(path):
        yield row["country"], int(float(row["country_id"]))
        for side, number in (("side_a", "gwnoa"), ("side_b", "gwnob")):
            if row.get(number):
                yield row[side].removeprefix("Government of "), int(float(row[number]))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
