"""What was tried to get out of a public export: names, plans and positions in other spellings and in other slots."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.exports import planted

from sayso import api
from sayso.exports.atlas import Atlas
from sayso.exports.care import Care
from sayso.ledger.decided import Decided
from sayso.ledger.tellings import Telling
from sayso.model import Claim, Count, Event, Hop, Toll, Words
from sayso.registers.places.gazetteer import Gazetteer

MAN, DEAD = "a man", "jets hit Homs"


def words(text: str, wanted: str) -> Words:
    """Where they first stand."""
    start = text.index(wanted)
    return Words(wanted, (start, start + len(wanted)))


def left(
    text: str, *, address: str = "https://herald.example/a", medium: str | None = None, who: str | None = None
) -> str:
    """All that leaves of a report of one sentence, with what is said of why the rest does not."""
    quote = DEAD if DEAD in text else text
    chain = (Hop(words(text, MAN), None, medium=words(text, medium)),) if medium else ()
    toll = Toll(killed=Count("3", (0, 1), 3, 3, words(text, who))) if who else None
    digest = hashlib.sha256(text.encode()).hexdigest()
    event = Event("shelling_or_strike", toll=toll)
    claim = Claim("0" * 64, digest, (words(text, quote),), chain, "asserted", None, event, None, 0.5, "made")
    when = "2024-05-15T09:00:00Z"
    telling = Telling("r", None, "The Herald", None, "en", address, "p", when, "0" * 64, digest, text, (claim,))
    care = Care("public", Atlas(Gazetteer.open()), Decided(), timedelta())
    return f"{list(care.leaving(telling))} {dict(care.withheld)}"


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("NAWAL SAAD was killed by shells.", "nawal saad"),
        ("SAAD, 34, was killed by shells.", "saad"),
        ("Omar SAAD was killed by shells.", "omar saad"),
        ("Nawal Saad was killed. Neighbours call nawal saad a saint.", "nawal saad"),
        ("The Saads' car burned in Nawal Saad’s yard.", "nawal saad"),
        ("Nawa\u0302l Kett\u0327a\u0304ni was killed.", "nawa kett"),
        ("Ke\u200bttani met Ket\u00adtani.", "tani ttani"),
        ("Оксана Иваненко was killed.", "Оксана Иваненко"),
        ("ნინო was killed.", "ნინო"),
        ("May Haddad was killed in April.", "may haddad"),
        ("Paris Jordan, 34, was killed.", "paris jordan"),
        ("Rana State (34) was killed.", "rana"),
        ("Jets hit, see t.me/nawalsaad and maps.example/x1.", "nawalsaad x1"),
    ],
)
def test_a_name_leaves_in_no_spelling(text: str, private: str) -> None:
    told = left(text).casefold()
    assert "[name withheld]" in told
    assert [each for each in private.casefold().split() if each in told] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://herald.example/nawalkettani-dead",
        "https://herald.example/NawalKettani.html",
        "https://herald.example/x?q=nawal%2Dkettani",
        "https://nawal-kettani.example/a",
        "https://nawal@herald.example/a#nawal",
    ],
)
def test_a_name_leaves_in_no_address(address: str) -> None:
    assert "nawal" not in left("Nawal Kettani was killed.", address=address).casefold()


def test_an_address_in_another_script_is_read_before_it_leaves() -> None:
    assert "%D9" not in left("قال نوال", address="https://herald.example/%D9%86%D9%88%D8%A7%D9%84")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Jets hit a first-aid post in Zeno.", "post"),
        ("JETS HIT AN INFIRMARY IN ZENO.", "infirmary"),
        ("Jets hit a medical\npoint in Zeno.", "point in"),
        ("Jets hit N35 12.5 E39 44.1.", "12.5"),
        ("Jets hit 35 12 30 N, 39 26 44 E.", "35 12"),
        ("Jets hit 35,1123 39,4456.", "35,1123"),
        ("Jets hit 37S DV 12345 67890.", "12345"),
        ("Jets hit 8H56+X2 at noon.", "8H56"),
        ("The army is going to storm Homs.", "storm"),
        ("The army would attack Homs within days.", "attack Homs"),
        ("A column of tanks left Homs.", "tanks"),
    ],
)
def test_plans_and_positions_leave_in_no_wording(text: str, hidden: str) -> None:
    assert hidden.casefold() not in left(text).casefold()


def test_positions_leave_in_no_other_slot() -> None:
    said = f"{DEAD}, {MAN} said from the basement of a school; 3 patients of the clinic died."
    told = left(said, medium="from the basement of a school", who="patients of the clinic")
    assert DEAD in told
    assert "basement" not in told
    assert "patients of the clinic" not in told


@pytest.mark.parametrize("text", ["In Homs, 34 people were killed.", "Homs was hit by 1,234 shells from 5 to 10 May."])
def test_what_harms_nobody_is_told_as_it_is(text: str) -> None:
    assert text in left(text)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"about": "nawal kettani"}, "[words withheld]"),
        ({"speaker": "Kettani"}, "[words withheld]"),
        ({"about": "Zenobia field hospital"}, "[words withheld]"),
        ({"about": "shelling"}, "shelling"),
        ({"place": "palmyra"}, "palmyra"),
        ({"type": "battle"}, "battle"),
    ],
)
def test_a_filter_is_told_as_far_as_its_words_may_be(asked: dict[str, Any], told: str, tmp_path: Path) -> None:
    planted.plant(tmp_path / "planted.db")
    out = tmp_path / "out.csv"
    api.open(tmp_path / "planted.db").export("csv", out, **asked)
    manifest = json.loads(out.with_name("out.csv.manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["filters"].values()) == [told]
    api.open(tmp_path / "planted.db").export("csv", out, profile="internal", **asked)
    manifest = json.loads(out.with_name("out.csv.manifest.json").read_text(encoding="utf-8"))
    assert manifest["filters"] == asked
