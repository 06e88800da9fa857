"""Whether another claim is the better one to hold a claim against."""

import pytest

from sayso.weighing.among import LEAST, Chances, among


def test_what_has_no_chance_is_not_looked_at_again() -> None:
    assert among({("a", "b"): Chances(LEAST / 4, LEAST / 4, LEAST / 4)}) == {}


def test_the_nearer_telling_stands_between_the_first_and_the_third() -> None:
    """Three tellings of one proposition, each as like the others."""
    like = Chances(0.4, 0.01, 0.05)
    told = among({("a", "b"): like, ("a", "c"): like, ("b", "c"): like})
    over = {pair: row["backs_backs_between"] for pair, row in told.items()}
    assert over["a", "c"] > over["a", "b"] == over["b", "c"]


def test_a_claim_with_a_better_one_to_answer_says_so() -> None:
    told = among({("a", "c"): Chances(0.1, 0.3, 0.0), ("b", "c"): Chances(0.1, 0.6, 0.0)})
    assert told["b", "c"]["contradicts_first_before"] == 1
    assert told["a", "c"]["contradicts_first_before"] == 0
    assert told["a", "c"]["contradicts_rival_before"] == told["b", "c"]["contradicts"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_in_which_pairs_come_changes_nothing(turned: bool) -> None:
    pairs = [
        (("a", "b"), Chances(0.31, 0.01, 0.2)),
        (("a", "c"), Chances(0.17, 0.4, 0.1)),
        (("b", "c"), Chances(0.05, 0.02, 0.7)),
    ]
    assert among(dict(reversed(pairs) if turned else pairs)) == among(dict(pairs))
