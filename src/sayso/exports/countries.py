"""Countries as the formats of the field code them: ISO's names and numbers, UCDP's, and both regions."""

from dataclasses import dataclass
from functools import cache

from sayso.exports.tables import table


@dataclass(frozen=True, slots=True)
class Country:
    """alpha2, alpha3: ISO 3166-1; number: ISO's; gw: Gleditsch and Ward's, None where they have none."""

    alpha2: str
    alpha3: str
    name: str
    official: str
    number: int
    gw: int | None
    acled_region: str | None
    ucdp_region: str | None


@cache
def country(alpha2: str | None) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code; None where there is none of that code."""
    import pycountry

    found = pycountry.countries.get(alpha_2=alpha2) if alpha2 else None
    if found is None:
        return None
    name = getattr(found, "common_name", None) or found.name
    rows = table("countries")
    regions = (_region(rows[field], found.alpha_2) for field in ("acled", "ucdp"))
    acled_region, ucdp_region = regions
    official = getattr(found, "official_name", None) or found.name
    gw = rows["gw"].get(found.alpha_2)
    return Country(found.alpha_2, found.alpha_3, name, official, int(found.numeric), gw, acled_region, ucdp_region)


def _region(regions: dict[str, str], alpha2: str) -> str | None:
    return next((region for region, codes in regions.items() if alpha2 in codes.split()), None)
