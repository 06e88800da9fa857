"""Texts that share passages are found, whatever an editor did; formulas that everybody prints are no copy."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.weighing.copies import REPRINT, Wording, copies, shared

WIRE = (
    "Fighters entered the northern quarter of Tarim before dawn and raised their flag over the grain silo, three "
    "people who live near the bridge told the Kestrel News Agency by telephone. A column of pick-up trucks came "
    "from the quarry road, they said, and the garrison left without a shot. The governor later spoke of a planned"
    " withdrawal and denied that any soldier had been taken. Shops stayed shut all morning while two drones "
    "circled above the old market."
)
OTHER = (
    "The harvest in the Tarim valley is late this year. Farmers blame the price of diesel, which has doubled "
    "since the spring, and a canal that nobody has cleaned for a decade. The cooperative wants the ministry to "
    "act before winter, its chairman said in an interview, and expects half of last year's crop at best whatever "
    "happens now."
)


def wording(name: str, text: str) -> Wording:
    return Wording.of(name, text, [(0, len(text))])


def edited(text: str, rate: float, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join("otherwise" if chance.random() < rate else word for word in text.split())


def test_a_lightly_edited_copy_is_found_and_its_passages_hold_the_shared_words() -> None:
    copy = edited(WIRE, 0.15, 1)
    (found,) = copies([wording("b", copy), wording("a", WIRE), wording("c", OTHER)])
    assert (found.a, found.b) == ("a", "b")
    assert found.share > REPRINT
    for passage in found.passages:
        assert set(WIRE[slice(*passage.a)].split()) & set(copy[slice(*passage.b)].split())


def test_a_copy_put_into_another_article_is_found_by_its_passage() -> None:
    sentences = OTHER.split(". ")
    mixed = ". ".join([sentences[0], WIRE, *sentences[1:]])
    found = {(copy.a, copy.b) for copy in copies([wording("wire", WIRE), wording("mixed", mixed), wording("o", OTHER)])}
    assert found == {("mixed", "wire"), ("mixed", "o")}


def test_moved_paragraphs_are_still_a_copy() -> None:
    first, second = WIRE[: len(WIRE) // 2], WIRE[len(WIRE) // 2 :]
    found = shared(wording("a", WIRE), wording("b", f"{second} {first}"))
    assert found
    assert found.share > 0.9
    assert len(found.passages) == 2


def test_a_formula_is_no_copy() -> None:
    formula = "the Tarim Observatory for Human Rights said in a statement on"
    a = wording("a", f"{formula} Monday that shells hit a school. {OTHER}")
    b = wording("b", f"{formula} Friday that a bridge was closed. {WIRE}")
    assert list(copies([a, b])) == []


def test_words_outside_of_paragraphs_are_not_compared() -> None:
    text = f"{OTHER} {WIRE}"
    inside = Wording.of("a", text, [(0, len(OTHER))])
    assert shared(inside, wording("b", WIRE)) is None


def test_what_many_print_hangs_together() -> None:
    many = [wording(f"{n:03}", f"{edited(OTHER, 0.9, n)} {WIRE}") for n in range(40)]
    joined = {"000"}
    pairs = {(copy.a, copy.b) for copy in copies(many)}
    for _ in many:
        joined |= {b for a, b in pairs if a in joined} | {a for a, b in pairs if b in joined}
    assert len(joined) == 40


def test_no_text_and_short_texts_are_no_trouble() -> None:
    assert list(copies([])) == []
    assert list(copies([wording("a", ""), wording("b", "Two words"), wording("c", WIRE)])) == []


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_texts_changes_nothing(order: list[int]) -> None:
    texts = [WIRE, edited(WIRE, 0.1, 2), edited(WIRE, 0.2, 3), OTHER, f"{OTHER} {WIRE}", "Nothing here"]
    every = [wording(str(n), text) for n, text in enumerate(texts)]
    assert list(copies(every[n] for n in order)) == list(copies(every))
