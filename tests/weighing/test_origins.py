"""Origins as a careful reader counts them."""

from itertools import permutations

import pytest
from tests.weighing.telling import told

from sayso.model import Review, Told
from sayso.model.review import OF_ORIGINS
from sayso.weighing.origins import origins

TAKEN = "Fighters took Qasr"


def names(claims: list[Told], reviews: tuple[Review, ...] = ()) -> list[str | None]:
    return [origin.name for origin in origins(claims, reviews)]


def review(decision: str, *claims: Told) -> Review:
    ids = tuple(sorted(each.id for each in claims))
    return Review("Rana", "2026-01-01T00:00:00+00:00", ids, decision, "seen by me", OF_ORIGINS)  # type: ignore[arg-type]


def monitor(outlet: str, name: str, **more: object) -> Told:
    return told(outlet, f"{TAKEN}, {name} said ({outlet}).", quote=TAKEN, by=(name,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the River Monitor", "River Monitor"),
        ("the Syrian Observatory for Human Rights", "the Syrian Observatory"),
        ("the Syrian Observatory for Human Rights", "SOHR"),
        ("the Syrian state news agency SANA", "SANA"),
        ("the media wing of Hezbollah", "Hezbollah’s media wing"),
        ("a spokesman for the Defence Ministry", "the Defence Ministry"),
    ],
)
def test_two_outlets_that_quote_one_monitor_are_one_origin(one: str, other: str) -> None:
    (origin,) = origins([monitor("Courier", one), monitor("Herald", other)])
    assert len(origin.claims) == 2
    assert [step.by for step in origin.steps] == ["chain"]


@pytest.mark.parametrize(
    "name",
    ["local sources", "a military source", "US officials", "Residents", "an army officer", "two Syrian activists"],
)
def test_voices_without_a_name_are_each_their_own(name: str) -> None:
    assert len(names([monitor("Courier", name), monitor("Herald", name)])) == 2


def test_one_unnamed_voice_told_twice_in_a_report_is_one() -> None:
    text = "Fighters took Qasr, field sources said. The bridge fell too, field sources told the Agency."
    claims = [
        told("Courier", text, quote="Fighters took Qasr", by=("field sources",)),
        told("Courier", text, quote="The bridge fell too", by=("field sources", "the Agency")),
    ]
    assert len(names(claims)) == 1


def test_what_points_back_is_the_voice_before_it() -> None:
    text = "Fighters took Qasr, the River Monitor said. It said the garrison fled. The group added that shops shut."
    claims = [
        told("Courier", text, quote="Fighters took Qasr", by=("the River Monitor",)),
        told("Courier", text, quote="the garrison fled", by=("It",)),
        told("Courier", text, quote="shops shut", by=("The group",)),
    ]
    assert names(claims) == ["the River Monitor"]


def test_an_outlet_that_names_one_ground_has_it_from_there_and_one_that_names_two_is_asked_no_more() -> None:
    text = "Qasr falls. Fighters took Qasr, the River Monitor said. A lull followed, the Hill Front said."
    headline = told("Courier", text, quote="Qasr falls")
    first = told("Courier", text, quote="Fighters took Qasr", by=("the River Monitor",))
    second = told("Courier", text, quote="A lull followed", by=("the Hill Front",))
    assert names([headline, first]) == ["the River Monitor"]
    assert len(names([headline, first, second])) == 3


def test_a_denial_in_a_report_is_no_ground_for_what_its_outlet_says() -> None:
    text = "Qasr fell. The River Monitor denied that Qasr had fallen."
    own = told("Courier", text, quote="Qasr fell")
    denied = told("Courier", text, quote="Qasr had fallen", by=("The River Monitor",), stance="denied")
    assert len(names([own, denied])) == 2


WIRE = (
    "Fighters entered the northern quarter of Tarim before dawn and raised their flag over the grain silo, and the "
    "garrison left without a shot, while two drones circled above the old market until the early afternoon."
)


def test_copied_words_are_one_origin_whoever_prints_them() -> None:
    quote = "raised their flag over the grain silo"
    copy = WIRE.replace("entered", "moved into").replace("afternoon", "evening")
    claims = [
        told("Courier", WIRE, quote=quote),
        told("Herald", f"Our own correspondent reports. {copy}", quote=quote, published="2017-10-04"),
        told("Beacon", "Men raised their flag over the grain silo, we saw.", quote=quote),
    ]
    by_size = origins(claims)
    assert [len(origin.claims) for origin in by_size] == [2, 1]
    assert [(step.a, step.by) for step in by_size[0].steps] == [(claims[0].id, "copy")]
    assert "words around them stand in both reports" in by_size[0].steps[0].reason


def test_outlets_of_one_publisher_are_one_origin_in_their_own_voice_only() -> None:
    own = [told("Sputnik", f"{TAKEN}."), told("RIA Novosti", f"{TAKEN} today.", host="ria.ru")]
    assert [step.by for step in origins(own)[0].steps] == ["family"]
    quoting = [monitor("Sputnik", "the River Monitor"), monitor("RIA Novosti", "the Hill Front")]
    assert len(names(quoting)) == 2


def test_the_register_joins_what_words_do_not_and_parts_what_they_do() -> None:
    entries = {"ISIS": "party:is", "the Islamic State group": "party:is"}
    assert (
        len(names([monitor("A", "ISIS", entries=entries), monitor("B", "the Islamic State group", entries=entries)]))
        == 1
    )
    apart = [
        monitor("A", "the Front", entries={"the Front": "party:x"}),
        monitor("B", "the Front", entries={"the Front": "party:y"}),
    ]
    assert len(names(apart)) == 2


def test_a_person_joins_and_parts() -> None:
    claims = [monitor("Courier", "local sources"), monitor("Herald", "a trader")]
    joined = origins(claims, (review("same", *claims),))
    assert [(step.by, step.reason) for step in joined[0].steps] == [("review", "Rana says so: seen by me")]
    same = [monitor("Courier", "the River Monitor"), monitor("Herald", "the River Monitor")]
    assert len(names(same, (review("different", *same),))) == 2


def test_what_a_person_parted_is_not_joined_by_way_of_a_third() -> None:
    claims = [monitor(outlet, "the River Monitor") for outlet in ("Courier", "Herald", "Beacon")]
    found = origins(claims, (review("different", claims[0], claims[1]),))
    assert len(found) == 2
    assert not any({claims[0].id, claims[1].id} <= set(origin.claims) for origin in found)


def test_a_review_about_happenings_says_nothing_about_origins() -> None:
    claims = [monitor("Courier", "local sources"), monitor("Herald", "a trader")]
    about_happenings = Review("Rana", "2026", tuple(each.id for each in claims), "same", None)
    assert len(names(claims, (about_happenings,))) == 2


def test_the_order_of_claims_changes_nothing() -> None:
    claims = [
        monitor("Courier", "the River Monitor"),
        monitor("Herald", "River Monitor", published="2017-10-05"),
        told("Beacon", f"{TAKEN}."),
        monitor("Beacon Two", "local sources"),
    ]
    assert len({origins(order) for order in permutations(claims)}) == 1
