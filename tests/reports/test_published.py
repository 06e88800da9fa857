"""Dates as people and pages write them."""

import pytest

from sayso.reports.language import language
from sayso.reports.published import date_line, published


@pytest.mark.parametrize(
    ("words", "start", "granularity"),
    [
        ("2017-10-07", "2017-10-07", "day"),
        ("2017-10", "2017-10", "month"),
        ("2017", "2017", "year"),
        ("2017-10-07T09:12:00Z", "2017-10-07T09:12:00+00:00", "instant"),
        ("2017-10-07 09:12:00 +0300", "2017-10-07T09:12:00+03:00", "instant"),
        ("2017-10-07T00:00:00+03:00", "2017-10-07", "day"),
        ("Sat, 07 Oct 2017 12:00:00 GMT", "2017-10-07T12:00:00+00:00", "instant"),
        ("October 7, 2017", "2017-10-07", "day"),
        ("Sat Oct 7 2017", "2017-10-07", "day"),
        ("7th Oct. 2017", "2017-10-07", "day"),
        ("Published: Saturday, 7 October 2017, 14:05 GMT", "2017-10-07", "day"),
        ("07.10.2017", "2017-10-07", "day"),
    ],
)
def test_a_date_is_as_exact_as_its_words(words: str, start: str, granularity: str) -> None:
    found = published(words, "meta")
    assert found is not None
    assert (found.start, found.granularity) == (start, granularity)


@pytest.mark.parametrize(
    "words", ["", "soon", "2017-13", "31 June 2017", "1970-01-01", "2199-01-01", "7 October", "20171"]
)
def test_what_is_no_date_of_a_page_is_none(words: str) -> None:
    assert published(words, "meta") is None


@pytest.mark.parametrize("line", ["On 7 October 2017", "7 October 2017 was quiet", "Troops entered on 7 October 2017."])
def test_a_sentence_is_no_date_line(line: str) -> None:
    assert date_line(line) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ARMY SAYS THAT IT HAS TAKEN THE TOWN OF TELL ZAHRA FROM THE COUNCIL", "en"),
        ("Liwa Shuhada al-Zahra and Jaysh al-Nasr shelled the positions of the council at Tell Zahra.", "en"),
        ("Die Armee hat den Ort nach eigenen Angaben eingenommen, der Rat bestreitet das entschieden.", "de"),
        ("L'armée affirme avoir repris jeudi la ville, ce que le conseil dément dans un communiqué.", "fr"),
        ("Армия заявила, что вернула контроль над городом, совет это отрицает в своём сообщении.", "ru"),
        ("أعلن الجيش يوم الخميس سيطرته على البلدة بعد يومين من القتال بينما نفى المجلس ذلك في بيان له", "ar"),
        ("Tell Zahra", None),
        ("", None),
    ],
)
def test_languages_are_told_and_short_texts_are_not(text: str, code: str | None) -> None:
    assert language(text) == code
