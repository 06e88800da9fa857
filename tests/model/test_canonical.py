"""Canonical JSON: what goes in comes out, and equal nouns have equal bytes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import (
    Claim,
    Count,
    Event,
    Hop,
    Note,
    NotOfThisKind,
    Paragraph,
    Party,
    Place,
    Problem,
    Published,
    Relation,
    Report,
    Review,
    Toll,
    When,
    Words,
    from_json,
    plain,
    sha256_of,
    to_json,
)

SHA = "0" * 64
words = st.builds(
    lambda text, start: Words(text, (start, start + len(text))), st.text(min_size=1, max_size=9), st.integers(0, 99)
)
party = st.builds(lambda w, entry: Party(w.text, w.span, entry), words, st.none() | st.text(min_size=1, max_size=3))
place = st.builds(
    lambda w, lat, p: Place(w.text, w.span, None, lat, lat, p),
    words,
    st.none() | st.floats(-90, 90),
    st.none() | st.integers(1, 7),
)
count = st.builds(
    lambda w, low, more: Count(w.text, w.span, low, low + more), words, st.integers(0, 99), st.integers(0, 9)
)
toll = st.builds(Toll, st.none() | count, st.none() | count, st.none() | count, st.none() | count)
when = st.builds(lambda w, day: When(w.text, w.span, str(day), str(day), "day"), words, st.dates())
event = st.builds(
    Event,
    type=st.sampled_from(["battle", "abduction", "other"]),
    trigger=st.none() | words,
    actors=st.lists(party, max_size=2).map(tuple),
    places=st.lists(place, max_size=2).map(tuple),
    when=st.none() | when,
    toll=st.none() | toll,
)
hop = st.builds(
    Hop, words, st.sampled_from([None, "media"]), st.none() | words, relay=st.booleans(), beside=st.booleans()
)
claim = st.builds(
    Claim,
    page_sha256=st.just(SHA),
    text_sha256=st.just(SHA),
    quote=st.lists(words, min_size=1, max_size=2).map(tuple),
    chain=st.lists(hop, max_size=2).map(tuple),
    stance=st.sampled_from(["asserted", "denied"]),
    basis=st.sampled_from([None, "witnessed"]),
    event=event,
    cue=st.none() | words,
    confidence=st.none() | st.floats(0, 1),
    reader=st.just("test-1"),
)
report = st.builds(
    Report,
    page_sha256=st.just(SHA),
    text=st.text(max_size=40),
    title=st.none() | st.text(min_size=1),
    outlet=st.none() | st.text(min_size=1),
    authors=st.lists(st.text(min_size=1), max_size=2).map(tuple),
    published=st.none() | st.dates().map(lambda d: Published(str(d), "day", "given")),
    language=st.sampled_from([None, "en"]),
    paragraphs=st.just((Paragraph((0, 0), "prose"),)),
    furniture=st.just(((0, 0),)),
)
nouns = st.one_of(
    words,
    event,
    claim,
    report,
    st.builds(Note, st.just("no_comment"), st.none() | words, words),
    st.builds(Problem, st.just("empty"), st.text()),
    st.builds(Relation, st.just("a"), st.just("b"), st.just("backs"), st.sampled_from([None, "actor"]), st.text()),
    st.builds(Review, st.text(), st.text(), st.just(("a",)), st.just("accept"), st.none() | st.text()),
)


@given(nouns)
def test_json_brings_every_noun_back(noun: Any) -> None:
    text = to_json(noun)
    assert from_json(type(noun), text) == noun
    assert to_json(from_json(type(noun), text)) == text


@given(claim)
def test_the_id_is_of_words_speaker_stance_and_type_only(one: Claim) -> None:
    assert replace(one, reader="another-2", confidence=0.5, basis=None).id == one.id
    assert replace(one, stance="planned").id != one.id
    assert replace(one, page_sha256="1" * 64).id != one.id
    assert len(one.id) == 64
    assert set(one.id) <= set("0123456789abcdef")


def test_canonical_form_is_sorted_and_spare() -> None:
    assert to_json(Words("Ḥims", (3, 7))) == '{"span":[3,7],"text":"Ḥims"}'
    assert sha256_of({"b": 1, "a": [2]}) == sha256_of({"a": [2], "b": 1})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"span": [0]}, "2 values are needed"),
        ({"span": "0,1"}, "is not a list"),
        ({"text": 1}, "is not str"),
        ({"colour": "red"}, "unknown field colour"),
        ({"span": [5, 4]}, "must run forwards"),
        ({"span": [0, 9]}, "cannot stand at"),
        ({"span": [True, 1]}, "is not int"),
    ],
)
def test_what_is_no_such_noun_is_told(change: dict[str, Any], message: str) -> None:
    data = plain(Words("a", (0, 1))) | change
    with pytest.raises(NotOfThisKind, match=message):
        from_json(Words, json.dumps(data))


def test_missing_fields_and_broken_json_are_told() -> None:
    with pytest.raises(NotOfThisKind, match="the field span is missing"):
        from_json(Words, '{"text":"a"}')
    with pytest.raises(NotOfThisKind, match="not JSON"):
        from_json(Words, "{")
    with pytest.raises(NotOfThisKind, match="is not one of"):
        from_json(Problem, '{"code":"sunny","message":"","span":null}')


def test_nouns_refuse_what_they_cannot_be() -> None:
    with pytest.raises(NotOfThisKind):
        Count("5", (0, 1), 5, 4)
    with pytest.raises(NotOfThisKind):
        Relation("a", "a", "backs", None, "")
    with pytest.raises(NotOfThisKind):
        Words.of("abc", 1, 9)
    with pytest.raises(TypeError):
        to_json({"bytes": b""})


def test_words_are_cut_without_white_space() -> None:
    found = Words.of("  rebels \n", 0, 10)
    assert (found.text, found.span) == ("rebels", (2, 8))
    assert found.stand_in("  rebels \n")
    assert not found.stand_in("no rebels")


def test_a_field_that_joined_later_leaves_what_was_written_before_as_it_was() -> None:
    before = '{"entry":null,"span":[0,2],"text":"he"}'
    assert to_json(Party("he", (0, 2))) == before
    assert from_json(Party, before) == Party("he", (0, 2))
    told = Party("he", (9, 11), None, Words("Malo", (0, 4)))
    assert from_json(Party, to_json(told)) == told
    with pytest.raises(NotOfThisKind, match="unknown field"):
        from_json(Party, before.replace("entry", "entri"))
