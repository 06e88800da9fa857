"""Countries as the formats of the field code them: ISO's names and numbers, UCDP's, and both regions."""

from dataclasses import dataclass
from functools import cache

from sayso.exports.tables import table


@dataclass(frozen=True, slots=True)
class Country:
    """alpha2, alpha3: ISO 3166-1, or as its users agreed (Kosovo); number: ISO's; gw: Gleditsch and Ward's; None where
    they have none.
    """

    alpha2: str
    alpha3: str
    name: str
    official: str
    number: int | None
    gw: int | None
    acled_region: str | None
    ucdp_region: str | None


@cache
def country(alpha2: str | None) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code; None where there is none of that code."""
    import pycountry

    rows = table("countries")
    found = pycountry.countries.get(alpha_2=alpha2) if alpha2 else None
    if found:
        name, alpha3, number = getattr(found, "common_name", None) or found.name, found.alpha_3, int(found.numeric)
        official = getattr(found, "official_name", None) or found.name
    elif beyond := rows["beyond_iso"].get(alpha2):
        name, official, alpha3, number = beyond["name"], beyond["name"], beyond["alpha3"], None
    else:
        return None
    code = str(alpha2).upper()
    acled_region, ucdp_region = (_region(rows[field], code) for field in ("acled", "ucdp"))
    return Country(code, alpha3, name, official, number, rows["gw"].get(code), acled_region, ucdp_region)


def _region(regions: dict[str, str], alpha2: str) -> str | None:
    return next((region for region, codes in regions.items() if alpha2 in codes.split()), None)
