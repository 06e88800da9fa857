"""What stands after reviews: the newest verdict, corrections slot by slot, and undoing at any depth."""

from hypothesis import given
from hypothesis import strategies as st
from tests.ledger import made

from sayso.ledger.decided import Decided
from sayso.model import Correction, Party, Place, Review, to_json
from sayso.model.review import OF_THE_FIRST

PAGE = made.page()
REPORT = made.report(PAGE)
CLAIM = made.two_claims(REPORT)[0]


def review(number: int, decision: str, on: str, value: Correction | None = None) -> Review:
    when = f"2024-05-18T09:{number // 60:02}:{number % 60:02}+00:00"
    return Review("Lena", when, (on,), decision, None, to_json(value) if value else None)  # type: ignore[arg-type]


def party(words: str) -> Party:
    return Party(words, made.words(REPORT.text, words).span)


def test_the_newest_verdict_stands_until_it_is_undone() -> None:
    first, second = review(1, "accept", CLAIM.id), review(2, "refuse", CLAIM.id)
    undo = review(3, "undo", second.id)
    decided = Decided.of([first, second])
    assert decided.standing(CLAIM.id).verdict == "refuse"
    decided.take(undo)
    assert decided.standing(CLAIM.id).verdict == "accept"
    decided.take(review(4, "undo", undo.id))
    assert decided.standing(CLAIM.id).verdict == "refuse"


def test_corrections_of_two_slots_are_undone_apart() -> None:
    actor = review(1, "correct", CLAIM.id, Correction("actor", parties=(party("the party"),)))
    place = Place("Qaryatayn", made.words(REPORT.text, "Qaryatayn").span)
    where = review(2, "correct", CLAIM.id, Correction("place", places=(place,)))
    decided = Decided.of([actor, where, review(3, "undo", actor.id)])
    corrected = decided.claim(CLAIM)
    assert corrected.event.actors == CLAIM.event.actors
    assert corrected.event.places == (place,)
    assert corrected.stands_in(REPORT.text)


def test_a_correction_of_the_stance_leaves_the_reviews_on_the_claim() -> None:
    decided = Decided.of([review(1, "correct", CLAIM.id, Correction("stance", stance="denied"))])
    assert decided.claim(CLAIM).stance == "denied"
    assert decided.claim(CLAIM).id != CLAIM.id
    assert decided.standing(CLAIM.id).corrections


def test_unsure_of_a_pair_is_no_verdict_on_either() -> None:
    pair = Review("Lena", "2024-05-18T09:00:00+00:00", (CLAIM.id, "f" * 64), "unsure", None)
    assert Decided.of([pair]).standing(CLAIM.id).verdict is None


def test_the_first_is_told_apart_from_each_other_and_nothing_is_said_of_the_others() -> None:
    first, b, c = CLAIM.id, "b" * 64, "c" * 64
    together = Review("Lena", "2024-05-18T09:00:00+00:00", (b, c, first), "same", None)
    out = Review("Lena", "2024-05-18T09:01:00+00:00", (first, b, c), "different", None, OF_THE_FIRST)
    decided = Decided.of([together, out])
    assert list(decided.answers()) == [together, out], "both stand: the older one still says that b is c"
    assert decided.between([first], [c]) == out
    assert decided.between([b], [c]) == together
    assert out.names is None


def test_one_decision_may_be_on_many() -> None:
    many = Review("Lena", "2024-05-18T09:00:00+00:00", (CLAIM.id, "f" * 64), "accept", "a pattern")
    assert Decided.of([many]).standing("f" * 64).verdict == "accept"


@given(st.lists(st.sampled_from(["accept", "refuse", "unsure", "undo"]), max_size=12))
def test_taking_twice_is_taking_once_and_a_fold_is_its_steps(decisions: list[str]) -> None:
    taken: list[Review] = []
    for number, decision in enumerate(decisions):
        on = taken[-1].id if decision == "undo" and taken else CLAIM.id
        taken.append(review(number, "accept" if decision == "undo" and not taken else decision, on))
    whole, twice, stepwise = Decided.of(taken), Decided.of([*taken, *taken]), Decided()
    for each in taken:
        stepwise.take(each)
    assert whole.standing(CLAIM.id) == twice.standing(CLAIM.id) == stepwise.standing(CLAIM.id)
