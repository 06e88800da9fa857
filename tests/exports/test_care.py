"""The public profile: what is planted in a ledger leaks in no format, and what may be told is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.exports import planted
from tests.exports.conftest import Exported

from sayso.exports.atlas import Atlas
from sayso.exports.care import Care
from sayso.exports.formats import FORMATS
from sayso.exports.names import Names
from sayso.ledger import find
from sayso.ledger.decided import Decided
from sayso.ledger.tellings import Telling, tellings
from sayso.model import Review
from sayso.registers.places.gazetteer import Gazetteer


def all_of(form: str, exported: Exported) -> str:
    """Every byte that an export of this format wrote, its manifest too."""
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in _files(form, exported))


def _files(form: str, exported: Exported) -> list[Path]:
    return [path for path in exported.folder.iterdir() if f".{form}" in path.name]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "parquet"])
def test_nothing_planted_leaks(public: Exported, form: str) -> None:
    told = all_of(form, public).casefold()
    assert told
    assert [each for each in planted.PLANTED if each.casefold() in told] == []


def test_nothing_planted_leaks_from_parquet(public: Exported) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    for path in _files("parquet", public):
        if path.suffix == ".parquet":
            told = str(parquet.read_table(path).to_pylist()).casefold()
            assert [each for each in planted.PLANTED if each.casefold() in told] == []


def test_internal_gives_all(internal: Exported) -> None:
    told = all_of("csv", internal)
    assert [each for each in planted.PLANTED if each not in told and each != "Mariam Osei"] == []


def test_what_harms_nobody_is_still_told(public: Exported) -> None:
    told = all_of("csv", public)
    assert [each for each in planted.ALLOWED if each not in told] == []


def test_the_manifest_says_what_was_withheld_and_why(public: Exported) -> None:
    withheld = {(row["what"], row["why"]) for row in public.manifests["csv"].withheld}
    assert {
        ("claim", "plan"),
        ("claim", "movement"),
        ("words, places and parties of a claim", "clinic"),
        ("words, places and parties of a claim", "shelter"),
        ("speaker", "witness"),
        ("quote", "private person"),
        ("title", "private person"),
        ("address", "its path spells what is withheld"),
    } <= withheld
    assert public.manifests["csv"].rows == len(public.claims) - 2


def test_a_claim_on_a_clinic_stays_without_its_position(public: Exported) -> None:
    clinic = next(claim for claim in public.claims if "hospital" in claim.longest.text)
    line = next(
        line for line in public.path("csv").read_text(encoding="utf-8").splitlines() if line.startswith(clinic.id)
    )
    assert "[place withheld]" in line
    assert "the Tarim Observatory" in line


STORY = """Fierce shelling in Homs
Shelling of Nawal Kettani's house in Homs killed her son Idir bin Kettani on Monday, the Tarim Observatory for Human \
Rights said. Hope Miller, 34, fled. Army spokesman Tarek Selmi denied it; Selmi said Russian jets flew. General Salim \
Idrissi left. Samir Aita, the chairman of the council, spoke to Zaynab Mernissi, wife of the governor. Foreign \
Minister Sergei Lavrov and the SAA agreed. US-led jets hit Homs. قال نوال. Call +963 11 234 5678 or write to @nawal."""


def names() -> Names:
    """Of STORY; only Homs and the Russians are known."""
    found = Names(lambda name: name in ("Homs", "Russian"))
    found.read(STORY)
    return found


@pytest.mark.parametrize(
    "private", ["Nawal", "Kettani", "Idir", "Hope", "Miller", "Zaynab", "Mernissi", "نوال", "234 5678", "@nawal"]
)
def test_a_private_name_is_taken_out(private: str) -> None:
    assert private not in names().cleared(STORY)


@pytest.mark.parametrize(
    "told",
    """Homs,Shelling of,Tarim Observatory for Human Rights,Tarek Selmi,Selmi said,General Salim Idrissi,Samir Aita,
    Foreign Minister Sergei Lavrov,the SAA,US-led jets,Monday,Russian jets,Fierce shelling""".split(","),
)
def test_a_stated_office_a_body_a_known_name_stay(told: str) -> None:
    assert told.strip() in names().cleared(STORY)


def test_headlines_with_capitals_everywhere() -> None:
    assert (
        names().cleared("Killed In Shelling Of House: Nawal Kettani And Her Son", heading=True)
        == "Killed In Shelling Of House: [name withheld] And Her Son"
    )
    assert "KETTANI" not in names().cleared("NAWAL KETTANI KILLED IN SHELLING OF HER HOUSE", heading=True)


def test_an_address_is_looked_through_for_names() -> None:
    assert names().spelt_in("https://x.example/2024/nawal-kettani-dead")
    assert not names().spelt_in("https://x.example/2024/shelling-in-homs")


def telling(ledger: Path) -> Telling:
    """The one report of the planted ledger."""
    with tellings(ledger) as view:
        return next(view.tellings(find.Wanted()))


def care(now: str, delay: timedelta = timedelta(), *reviews: Review) -> Care:
    """The profile "internal" at a time."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    return Care("internal", Atlas(Gazetteer.open()), Decided.of(reviews), delay, moment)


def test_a_delay_counts_from_the_end_of_the_day_told(internal: Exported) -> None:
    told = telling(internal.ledger)  # published on the 14th
    assert list(care("2024-05-17T23:59:00", timedelta(hours=72)).leaving(told)) == []
    assert len(list(care("2024-05-18T00:00:00", timedelta(hours=72)).leaving(told))) == len(internal.claims)
    undated = replace(told, published=None, claims=told.claims[1:2])  # nothing dates it: counted from our taking it
    assert list(care("2024-05-18T08:59:00", timedelta(hours=72)).leaving(undated)) == []
    assert len(list(care("2024-05-18T09:00:00", timedelta(hours=72)).leaving(undated))) == 1


def test_what_a_reviewer_refused_stays_and_is_counted(internal: Exported) -> None:
    told = telling(internal.ledger)
    refused = Review("M", "2024-05-16T10:00:00Z", (told.claims[0].id,), "refuse", None)
    one = care("2024-06-01", timedelta(), refused)
    assert told.claims[0].id not in [claim.id for claim in one.leaving(told)]
    assert one.withheld == {("claim", "refused by a reviewer"): 1}
