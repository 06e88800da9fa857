"""Which claims are about one happening, and what persons say of it."""

import random

import pytest
from tests.weighing.made import Page

from sayso.model import Review, Told
from sayso.weighing import incidents as weighing
from sayso.weighing.incidents import Weighed, incidents


def strike_on_market(key: str, outlet: str, toll: int, day: str = "2019-03-04") -> Page:
    page = Page(key, "2019-03-05", outlet)
    page.says(
        f"Orlan jets bombed the Bazaar Vesna market in Tarsamin killing {toll} people",
        actor="Orlan jets",
        place="Tarsamin",
        day=day,
        killed=(toll, toll),
    )
    return page.says(
        "The grocer Ilmar Dovrek was among the dead of the Bazaar Vesna market",
        place=None,
        day=day,
        target="Ilmar Dovrek",
    )


def fight_elsewhere(key: str) -> Page:
    return Page(key, "2019-03-06", "Harbour Radio").says(
        "Kestrel brigade fighters clashed with border guards near Quendola",
        "battle",
        actor="Kestrel brigade fighters",
        place="Quendola",
        day="2019-03-05",
    )


def all_three() -> list[Told]:
    first, second = strike_on_market("a", "Daily Anchor", 12), strike_on_market("b", "Voice of Tarsamin", 14)
    return [*first.told(), *second.told(), *fight_elsewhere("c").told()]


def said(decision: str, *on: str, at: str = "2019-03-07T10:00:00Z") -> Review:
    return Review("Mira", at, on, decision, None)  # type: ignore[arg-type]


def together(found: tuple, *claims: str) -> bool:
    return any(set(claims) <= set(incident.claims) for incident in found)


def test_two_reports_of_one_strike_are_one_incident_and_a_fight_elsewhere_is_another() -> None:
    found = incidents(all_three())
    assert together(found, "a 0", "b 0")
    assert not together(found, "a 0", "c 0")


def test_every_claim_stands_in_one_incident() -> None:
    claims = sorted(claim for incident in incidents(all_three()) for claim in incident.claims)
    assert claims == sorted(told.id for told in all_three())


def test_the_link_says_why() -> None:
    (incident,) = [each for each in incidents(all_three()) if "a 0" in each.claims]
    told = {reason.on: reason.words for tie in incident.why("a 0") for reason in tie.reasons if "b 0" in (tie.a, tie.b)}
    assert told["when"] == "the same day"
    assert told["toll"] == "killed 12 and 14 differ"


def test_the_order_of_the_input_changes_nothing() -> None:
    given = all_three()
    expected = incidents(given)
    for seed in range(5):
        random.Random(seed).shuffle(given)
        assert incidents(given) == expected


def test_reports_added_one_at_a_time_give_the_same_incidents() -> None:
    weighed = Weighed()
    for page in (
        fight_elsewhere("c"),
        strike_on_market("b", "Voice of Tarsamin", 14),
        strike_on_market("a", "Daily Anchor", 12),
    ):
        weighed.with_more(page.told())
    assert weighed.incidents() == incidents(all_three())


def test_different_and_unsure_hold() -> None:
    for decision in ("different", "unsure"):
        assert not together(incidents(all_three(), [said(decision, "a 0", "b 0")]), "a 0", "b 0")


def test_same_holds_and_the_last_word_of_a_pair_counts() -> None:
    apart = said("different", "a 0", "c 0")
    later = said("same", "a 0", "c 0", at="2019-03-08T10:00:00Z")
    assert together(incidents(all_three(), [later, apart]), "a 0", "c 0")
    assert together(incidents(all_three(), [said("same", "a 0", "c 0")]), "a 0", "b 0", "c 0")


def test_claims_of_one_report_that_a_person_parted_stay_apart() -> None:
    assert not together(incidents(all_three(), [said("different", "a 0", "a 1")]), "a 0", "a 1")


def test_one_wrong_link_does_not_chain_two_happenings() -> None:
    """A round-up that tells of both strikes may join one of them, never both into one."""
    one = [strike_on_market(f"x{n}", f"Outlet {n}", 12) for n in range(3)]
    other = [
        Page(f"y{n}", "2019-06-20", f"Outlet {n}").says(
            "Rebels of the Sable Front shelled the Ferrowick clinic in Ostrava Dell killing 3 nurses",
            actor="Rebels of the Sable Front",
            place="Ostrava Dell",
            day="2019-06-19",
            killed=(3, 3),
        )
        for n in range(3)
    ]
    both = Page("z", "2019-06-25", "Review of the Year")
    both.says(
        "Orlan jets bombed the Bazaar Vesna market in Tarsamin", place="Tarsamin", actor="Orlan jets", day="2019-03-04"
    )
    both.says(
        "Rebels of the Sable Front shelled the Ferrowick clinic in Ostrava Dell", place="Ostrava Dell", day="2019-06-19"
    )
    found = incidents([told for page in (*one, *other, both) for told in page.told()])
    assert not together(found, "x0 0", "y0 0")


def struck(key: str, outlet: str, what: str) -> list[Told]:
    quote = f"{what} a market in the old town"
    return Page(key, "2019-03-05", outlet).says(quote, place="the old town", day="2019-03-04").told()


def test_what_weighing_cannot_settle_is_asked_of_a_person_until_somebody_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What counts as doubtful is the weights' affair; here everything is.
    monkeypatch.setattr(weighing, "DOUBT", 100.0)
    told = [*struck("a", "Daily Anchor", "Mortars struck"), *struck("b", "Harbour Radio", "Shells fell on")]
    (question,) = Weighed().with_more(told).questions()
    assert (question.a, question.b, question.of_a, question.of_b) == ("a 0", "b 0", ("a 0",), ("b 0",))
    assert question.together is together(incidents(told), "a 0", "b 0")
    assert question.reasons
    for decision in ("same", "different", "unsure"):
        answered = Weighed([said(decision, "a 0", "b 0")]).with_more(told)
        assert answered.questions() == ()
        assert together(answered.incidents(), "a 0", "b 0") is (decision == "same")


def test_an_incident_is_asked_about_with_all_that_stands_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "DOUBT", 100.0)
    told = all_three()
    asked = Weighed([said("different", "a 0", "b 0")]).with_more(told).questions()
    for question in asked:
        assert not {"a 0", "b 0"} <= {*question.of_a, *question.of_b}, "answered already"
    inside = Weighed().with_more(told).questions()
    sides = {frozenset({question.of_a, question.of_b}) for question in inside if question.together}
    assert frozenset({("a 0", "a 1"), ("b 0", "b 1")}) in sides


def test_a_clear_case_is_asked_of_nobody() -> None:
    assert Weighed().with_more(all_three()).questions() == ()
