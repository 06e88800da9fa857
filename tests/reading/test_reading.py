"""Sentences, tokens and quotations: offsets that hold, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.claims.assemble import claims, notes
from sayso.model import Paragraph, Report
from sayso.reading.encoder import encoder
from sayso.reading.quotation import quotations
from sayso.reading.reading import _readable, read, reader
from sayso.reading.sentences import sentences

PIECES = st.sampled_from(
    """Rebels rebels the army said that captured killed 12 at least civilians "We , . " “ ” ( ) Reuters and but on
    Monday according to in town of Ostrel , he told denied it U.S. Gen. 's al-Hazm airstrikes US-backed - – not
    claimed responsibility for attack : accused of citing , reported 3 May 2024 \u00a0 \n\n 🙂 مدينة""".split(" ")
)


def report(text: str, kind: str = "prose") -> Report:
    """A text as one paragraph."""
    paragraph = Paragraph((0, len(text)), kind)  # type: ignore[arg-type]
    return Report("0" * 64, text, None, "The Example Herald", (), None, "en", (paragraph,), ())


def cut(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[slice(*sentence.span)] for sentence in sentences(report(text))]


def test_abbreviations_end_no_sentence() -> None:
    assert cut("Gen. Ruy Castell of the U.S. Army spoke. He left.") == [
        "Gen. Ruy Castell of the U.S. Army spoke.",
        "He left.",
    ]
    assert cut("It happened in the U.S. The army left.") == ["It happened in the U.S.", "The army left."]


def test_closing_marks_stay_with_their_sentence() -> None:
    assert cut('"We left." Then they came.') == ['"We left."', "Then they came."]


def test_an_agency_in_the_dateline_is_no_part_of_the_sentence() -> None:
    assert cut("DAMASCUS (Reuters) - Shells fell.") == ["Shells fell."]
    assert cut("KABUL, Afghanistan — Shells fell.") == ["Shells fell."]
    assert cut("The army (SAA) said so - twice.") == ["The army (SAA) said so - twice."]


def test_furniture_is_not_read() -> None:
    text = "Rebels left.\n\nDonate now."
    paragraphs = (Paragraph((0, 12), "prose"), Paragraph((14, 25), "prose"))
    page = Report("0" * 64, text, None, None, (), None, "en", paragraphs, ((14, 25),))
    assert [text[slice(*s.span)] for s in sentences(page)] == ["Rebels left."]


def test_the_encoder_sees_no_furniture_and_every_offset_stays() -> None:
    text = "Donate now, he said.\n\n• Rebels left, he said.\n\nMap: someone said it."
    begin, end = text.index("Rebels"), text.index("\n\nMap")
    first, told, last = (Paragraph(span, "bullet") for span in ((0, begin - 4), (begin, end), (end + 2, len(text))))
    page = Report("0" * 64, text, None, None, (), None, "en", (first, told, last), (first.span, last.span))
    assert _readable(page, sentences(page)) == " " * 20 + "\n\n• Rebels left, he said."


def test_a_long_text_is_read_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rebels shelled the port, the army said. " * 40
    whole = read(report(text))
    monkeypatch.setattr("sayso.reading.encoder.STRETCH", 300)
    stretches = read(report(text))
    read_so, read_else = ({c.longest for c in claims(reading)} for reading in (whole, stretches))
    # Only where one stretch ends and the next begins may a quote come out otherwise.
    assert len(read_so & read_else) >= 0.9 * len(read_so)


def test_what_was_read_before_changes_nothing() -> None:
    first = read(report("Rebels shelled the port, the army said."))
    read(report("The ministry denied that its jets had bombed Tolva. " * 30))
    assert read(report("Rebels shelled the port, the army said.")) == first


def test_other_weights_are_another_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    name = reader.__wrapped__()
    assert name == reader()
    monkeypatch.setitem(encoder().__dict__, "sha256", "0" * 64)
    assert reader.__wrapped__() != name


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = '"We never left the bridge at all.\n\n"Nor did they leave the tower," he said.'
    first, second = Paragraph((0, 33), "prose"), Paragraph((35, len(text)), "prose")
    found = quotations(text, (first, second))
    assert [(q.start, q.end, q.closed) for q in found] == [(0, 33, False), (35, 66, True)]


def test_scare_quotes_are_no_speech() -> None:
    text = 'The "moderate" rebels left the town.'
    assert quotations(text, (Paragraph((0, len(text)), "prose"),)) == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join), st.sampled_from(["prose", "headline", "bullet", "wire"]))
def test_every_span_holds_its_words_in_any_text(text: str, kind: str) -> None:
    page = report(text, kind)
    reading = read(page)
    found = claims(reading)
    assert all(claim.stands_in(text) for claim in found)
    assert all(note.words.stand_in(text) for note in notes(reading))
    assert len({claim.id for claim in found}) == len(found)
    assert [c.longest.span for c in found] == sorted(c.longest.span for c in found)
    assert claims(read(page)) == found


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(claim.stands_in(text) for claim in claims(read(report(text))))
