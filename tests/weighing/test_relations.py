"""Who backs, repeats, updates or contradicts whom, on which slot."""

from dataclasses import replace

import pytest
from tests.weighing.made import Page

from sayso.model import Incident, Relation, Told
from sayso.weighing.relations import relation, relations, standings
from sayso.weighing.signals import signals


def between(found: tuple[Relation, ...], a: str, b: str) -> Relation | None:
    return next((each for each in found if {each.a, each.b} == {a, b}), None)


def held(*pages: Page) -> tuple[Relation, ...]:
    told: list[Told] = [each for page in pages for each in page.told()]
    return relations(told, [Incident(tuple(sorted(each.id for each in told)))])


def test_a_denial_contradicts_what_it_denies() -> None:
    """The coalition says Orlan bombed the clinic; Orlan denies that its jets bombed the clinic."""
    page = Page("a")
    page.says(
        "Orlan bombed the clinic in Tarsamin", by="the coalition", actor="Orlan", target="the clinic", place="Tarsamin"
    )
    page.says(
        "denied that Orlan bombed the clinic", by="Orlan officials", stance="denied", actor="Orlan", target="the clinic"
    )
    found = between(held(page), "a 0", "a 1")
    assert found is not None
    assert (found.kind, found.slot) == ("contradicts", "stance")


def test_a_claim_that_the_reader_hardly_trusts_is_held_against_none_of_its_report() -> None:
    """Not even a denial; but against another report's, and where nobody says how sure the reader was, it is."""
    page = Page("a")
    page.says("Orlan bombed the clinic in Tarsamin", by="the coalition", actor="Orlan", target="the clinic")
    page.says("denied that Orlan bombed the clinic", by="Orlan officials", stance="denied", actor="Orlan")
    other = Page("b").says("Orlan bombed the clinic in Tarsamin", by="a doctor", actor="Orlan", target="the clinic")
    told, denied, elsewhere = (*page.told(), *other.told())

    def looked_at(sure: float | None) -> set[tuple[str, str]]:
        doubted = replace(denied, claim=replace(denied.claim, confidence=sure))
        every = (told, doubted, elsewhere)
        incident = Incident(tuple(sorted(each.id for each in every)))
        return {(each.pair.a.id, each.pair.b.id) for each in standings(every, [incident])}

    assert looked_at(None) == looked_at(0.5) == {("a 0", "a 1"), ("a 0", "b 0"), ("a 1", "b 0")}
    assert looked_at(0.1) == {("a 0", "b 0"), ("a 1", "b 0")}


def test_a_later_higher_toll_updates() -> None:
    first = Page("a", "2020-01-01").says(
        "The blast in Quendola killed at least 12 people", killed=(12, None), place="Quendola"
    )
    later = Page("b", "2020-01-02").says(
        "The blast in Quendola killed at least 20 people", killed=(20, None), place="Quendola"
    )
    found = between(held(first, later), "a 0", "b 0")
    assert found is not None
    assert (found.kind, found.slot, found.a, found.values) == (
        "updates",
        "killed",
        "b 0",
        ("at least 20", "at least 12"),
    )


def test_tolls_that_grow_from_day_to_day_never_contradict() -> None:
    """A series of day pages, each with a higher toll of the same blast."""
    pages = [
        Page(f"d{day}", f"2020-01-0{day}").says(
            f"The death toll of the blast in Quendola rises to {toll}", killed=(toll, toll), place="Quendola"
        )
        for day, toll in enumerate((12, 17, 30, 31, 44), 1)
    ]
    assert {each.kind for each in held(*pages)} == {"updates"}


def test_a_plan_is_not_its_execution() -> None:
    page = Page("a")
    page.says(
        "The Kestrel brigade will withdraw from Quendola",
        "movement_of_forces",
        stance="planned",
        actor="The Kestrel brigade",
        place="Quendola",
    )
    page.says(
        "The Kestrel brigade withdrew from Quendola",
        "movement_of_forces",
        actor="The Kestrel brigade",
        place="Quendola",
    )
    found = between(held(page), "a 0", "a 1")
    assert found is None or found.kind != "contradicts"


def test_silence_is_no_denial() -> None:
    """One names the attacker, the other does not."""
    first = Page("a").says("Orlan jets bombed the market in Tarsamin", actor="Orlan jets", place="Tarsamin")
    other = Page("b").says("The market in Tarsamin was bombed", place="Tarsamin")
    found = between(held(first, other), "a 0", "b 0")
    assert found is None or found.kind != "contradicts"


def test_one_voice_again_repeats_and_another_backs() -> None:
    first = Page("a").says(
        "Orlan jets bombed the Vesna market in Tarsamin", by="the Lantern Monitor", actor="Orlan jets", place="Tarsamin"
    )
    again = Page("b").says(
        "Orlan jets bombed the Vesna market in Tarsamin", by="the Lantern Monitor", actor="Orlan jets", place="Tarsamin"
    )
    another = Page("c").says(
        "Orlan jets bombed the Vesna market in Tarsamin", by="residents", actor="Orlan jets", place="Tarsamin"
    )
    found = held(first, again, another)
    repeated, backed = between(found, "a 0", "b 0"), between(found, "a 0", "c 0")
    assert repeated is not None
    assert backed is not None
    assert (repeated.kind, backed.kind) == ("repeats", "backs")


@pytest.mark.parametrize("turned", [False, True])
def test_contradiction_is_symmetric(turned: bool) -> None:
    one = Page("a", "2020-01-01").says(
        "The army shelled Ostrava Dell", by="the opposition", actor="The army", place="Ostrava Dell"
    )
    other = Page("b", "2020-01-01").says(
        "denied that the army shelled Ostrava Dell",
        by="the army command",
        stance="denied",
        actor="the army",
        place="Ostrava Dell",
    )
    pages = (other, one) if turned else (one, other)
    found = between(held(*pages), "a 0", "b 0")
    assert found is not None
    assert found.kind == "contradicts"


def test_a_third_telling_answers_one_of_the_others_far_more_than_both() -> None:
    """A headline, the lead and a witness tell of one raid: a chain, and no clique."""
    page = Page("a", "2020-01-01")
    page.says("Orlan jets bombed the Vesna market", actor="Orlan jets", target="the Vesna market")
    page.says(
        "Orlan jets bombed the Vesna market in Tarsamin",
        by="the Lantern Monitor",
        actor="Orlan jets",
        target="the Vesna market",
        place="Tarsamin",
    )
    page.says(
        "Orlan jets bombed the Vesna market on Friday",
        by="residents of Tarsamin",
        actor="Orlan jets",
        target="the Vesna market",
    )
    found = held(page)
    backed = {each.b: each.score or 0.0 for each in found if each.kind in ("backs", "repeats") and each.a == "a 2"}
    assert backed["a 1"] > 2 * backed.get("a 0", 0.0)


@pytest.mark.parametrize(
    ("later", "ended"), [("is still under Marvan's protection", 1.0), ("lost Marvan's support", 0.0)]
)
def test_support_that_ended_stands_against_support_that_goes_on(later: str, ended: float) -> None:
    page = Page("a")
    page.says("Marvan suspended its support for the Adro Front", "support_or_supply", by="Marvan", actor="Marvan")
    page.says(f"the Adro Front {later}", "support_or_supply" if ended else "battle", actor="Marvan")
    (pair,) = (each.pair for each in standings(page.told()))
    assert signals(pair)["one_ended"] == ended


@pytest.mark.parametrize(("place", "fits"), [("Tarsamin", 1.0), ("Ostrava Dell", 0.0)])
def test_a_denial_fits_what_nothing_keeps_apart_from_it(place: str, fits: float) -> None:
    page = Page("a")
    page.says("Orlan bombed the clinic", by="the coalition", actor="Orlan", place=None)
    page.says(f"Orlan shelled {place}", by="the coalition", actor="Orlan", place=place)
    page.says("denied that Orlan had shelled Tarsamin", by="Orlan", stance="denied", actor="Orlan", place="Tarsamin")
    found = {(each.pair.a.id, each.pair.b.id): signals(each.pair) for each in standings(page.told())}
    assert found["a 1", "a 2"]["denial_fits"] == fits


def test_no_slot_is_named_where_both_say_the_same_of_all() -> None:
    page = Page("a", "2020-01-01")
    for by in ("Orlan", "the mayor"):
        page.says("the army took Ostrava Dell", by=by, actor="the army", place="Ostrava Dell")
    (stands,) = standings(page.told())
    found = relation(stands._replace(contradicts=1.0, backs=0.0))
    assert found is not None
    assert (found.kind, found.slot, found.values) == ("contradicts", None, None)
