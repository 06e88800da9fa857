"""Texts go through the product's own reading and come back in their order, in the contract's keys."""

from benchmarks.readings import half_of, readings


def test_each_text_is_read_as_a_file_of_its_own() -> None:
    texts = ["Police in Lago said on Friday that rebels had shelled the town.", "", "Rebels shelled Vela on Monday."]
    first, empty, last = readings(texts)
    assert [read["report"]["text"] for read in (first, last)] == [texts[0], texts[2]]
    assert first["claims"]
    assert not empty["claims"]
    assert {"span", "quote", "stance", "basis", "source", "event"} <= set(last["claims"][0])


def test_a_case_stays_in_its_half() -> None:
    halves = [half_of(str(number)) for number in range(1000)]
    assert halves == [half_of(str(number)) for number in range(1000)]
    assert 450 < halves.count("look") < 550
