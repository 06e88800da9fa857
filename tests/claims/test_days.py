"""Which day a claim has whose own words name none: another one's of its report, or one counted from it."""

import pytest
from tests.ledger.made import claim, page, report
from tests.stories import Story

from sayso.claims.days_apart import apart
from sayso.claims.same_day import dated
from sayso.model import Claim

MONDAY = ("on Monday", "2017-03-06", "2017-03-06")


def day(of: Claim) -> str | None:
    return of.event.when.start if of.event.when else None


@pytest.mark.parametrize(
    ("text", "other", "counted"),
    [
        (
            "Jets struck Saraq on Monday, a day after shelling killed nine in Ariha.",
            "shelling killed nine",
            "2017-03-05",
        ),
        ("Jets struck Saraq on Monday, 2 days before rebels took the hill.", "rebels took the hill", "2017-03-08"),
        ("A week after the ambush at Tolva, jets struck Saraq on Monday.", "ambush at Tolva", "2017-02-27"),
        ("Jets struck Saraq on Monday. A day after shelling killed nine, talks began.", "shelling killed nine", None),
        ("Jets struck Saraq on Monday, days after shelling killed nine in Ariha.", "shelling killed nine", None),
    ],
)
def test_a_day_after_is_counted_from_what_the_sentence_tells_beside(text: str, other: str, counted: str | None) -> None:
    told = report(page(text))
    main = claim(told, text[text.lower().index("jets") :].split(" on")[0], when=MONDAY)
    claims = sorted((main, claim(told, other)), key=lambda one: one.longest.span)
    found = {one.longest.text: one for one in apart(claims, text, [False, False])}
    assert day(found[other]) == counted
    assert day(found[main.longest.text]) == "2017-03-06"
    assert all(one.stands_in(text) for one in found.values())


def test_a_day_of_its_own_is_kept_and_a_lent_one_is_not() -> None:
    text = "Jets struck Saraq on Monday, a day after shelling on Friday killed nine in Ariha."
    told = report(page(text))
    main = claim(told, "Jets struck Saraq", when=MONDAY)
    own = claim(told, "shelling on Friday", when=("on Friday", "2017-03-03", "2017-03-03"))
    assert day(apart([main, own], text, [False, False])[1]) == "2017-03-03"
    assert day(apart([main, own], text, [False, True])[1]) == "2017-03-05"


def test_what_goes_on_about_one_blast_has_its_day() -> None:
    text = "A bomb killed nine people in Tolva on Monday. The blast wrecked the market in Tolva. Talks will open."
    told = report(page(text))
    bomb = claim(told, "A bomb killed nine people in Tolva", when=MONDAY, type="explosion_or_bomb")
    blast = claim(told, "The blast wrecked the market in Tolva", type="explosion_or_bomb")
    talks = claim(told, "Talks will open", type="agreement_or_truce", stance="planned")
    of_any_day = [frozenset[str]()] * 3
    days = [day(one) for one in dated([bomb, blast, talks], "2017-03-06", of_any_day)]
    assert days == ["2017-03-06", "2017-03-06", None]
    # "The blast on 2 March wrecked" would not be Monday's.
    days = [day(one) for one in dated([bomb, blast, talks], "2017-03-06", [frozenset({"2017-03-02"})] * 3)]
    assert days == ["2017-03-06", None, None]


def test_since_tells_no_day_but_that_of_what_happened_then() -> None:
    plain = Story.of("The army has held the town of Tolva since July 2015.")
    assert all(one.event.when is None or one.event.when.start is None for one in plain.claims)
    then = Story.of("It is the worst loss since July 2015, when the army seized the town of Tolva.")
    assert day(then.claim("seized the town")) == "2015-07-01"
