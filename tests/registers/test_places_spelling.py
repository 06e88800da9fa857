"""One key for the spellings of a name."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.registers.places.spelling import consonants, fold, plain, readings, without_article


@pytest.mark.parametrize(
    "spellings",
    [
        "al-Qaryatayn|Qaryatein|Al Qaryatain|Kariatein",
        "Deir ez-Zor|Dayr az Zawr|Deir al-Zour|Дейр-эз-Зор",
        "Khan Sheikhoun|Khān Shaykhūn|Khan Shaykhun",
        "Ma'arrat al-Nu'man|Ma`arrat an Nu`mān|Maaret al-Numan",
        "Raqqa|Ar-Raqqah|Raqqah|Rakka",
        "القريتين|القَرْيَتَين|قريتين",
        "Артёмовск|Артемовск",
        "Saint-Denis|St. Denis",
    ],
)
def test_spellings_of_one_name_share_a_key(spellings: str) -> None:
    assert len({fold(name) for name in spellings.split("|")}) == 1


@pytest.mark.parametrize("pair", [("Homs", "Hama"), ("Goma", "Guam"), ("Mahin", "Manbij"), ("Tall", "Al-Bab")])
def test_names_of_two_places_do_not(pair: tuple[str, str]) -> None:
    assert fold(pair[0]) != fold(pair[1])


def test_consonants_join_scripts_and_vowels() -> None:
    assert consonants("Qaryatayn") == consonants("القريتين") == consonants("Quraytin")
    assert consonants(plain("Karjatain").replace("j", "y")) == consonants("Qaryatayn")


def test_an_article_written_as_one_word() -> None:
    assert without_article("Alqaryatayn") == fold("Qaryatayn")
    assert without_article("Aleppo City") is None


def test_a_bearing_before_a_name_is_read_as_the_arabic_one_behind_it() -> None:
    assert "ghariyah sharqi" in readings("eastern ghariyah")
    assert "baghuz" in readings("baghuz tahtani")


@given(st.text(max_size=40))
@example("㎐")
def test_any_text_has_a_key_that_stays_when_case_changes(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert fold(plain(name)) == fold(name)
