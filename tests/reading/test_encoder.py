"""Named stories that break other readers; each says who must be seen to say what."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sayso.model import WeightsError
from sayso.reading.decode import Attribution, attributions, mentions
from sayso.reading.encoder import WEIGHTS, Encoder
from sayso.reading.trees import sentences

# Name, text, and (source or None, words within the content) of attributions that must be found among others.
STORIES: tuple[tuple[str, str, tuple[tuple[str | None, str], ...]], ...] = (
    (
        "according to, behind",
        "The army retook the town on Thursday, according to the Hezbollah media wing in Syria.",
        (("the Hezbollah media wing", "retook the town"),),
    ),
    (
        "multi-paragraph quote",
        "“The shelling began at dawn,” said Omar Khalid, a baker.\n\n“We ran.”\n\nHe said that nobody had warned them",
        (("Omar Khalid", "The shelling began"), ("He", "nobody had warned them")),
    ),
    (
        "odd number of quotation marks",
        'General Salim said: "Our troops hold the bridge and will not leave it.\n\nThe ministry denied the report.',
        (("General Salim", "hold the bridge"), ("The ministry", "the report")),
    ),
    (
        "appositive after the speaker",
        "“No aircraft was lost,” said Igor Konashenkov, a spokesman for the defence ministry in Moscow.",
        (("Igor Konashenkov", "No aircraft was lost"),),
    ),
    (
        "pronoun speaker",
        "Rami Saleh works at the hospital. He said that twelve people had died of their wounds.",
        (("He", "twelve people had died"),),
    ),
    (
        "claimed and reported",
        "The militia shot down the drone, its spokesman claimed, Reuters reported.",
        (("its spokesman", "shot down the drone"),),
    ),
    (
        "citing unnamed officials",
        "Reuters, citing two unnamed officials, reported that the convoy had been hit by mistake.",
        (("Reuters", "the convoy had been hit"),),
    ),
    (
        "toll put by a source",
        "SANA, citing a military source, put the toll at four.",
        (("SANA", "the toll at four"),),
    ),
    ("allegedly", "The soldiers allegedly looted the shops in the market.", ((None, "looted the shops"),)),
    ("it is believed", "It is believed that the fighters left the city by night.", ((None, "the fighters left"),)),
    (
        "all capitals",
        "ARMY SAYS REBELS KILLED NINE SOLDIERS IN RAID ON AIR BASE. THE MINISTRY DENIED THE CLAIM.",
        (("ARMY", "REBELS KILLED NINE"),),
    ),
    (
        "no commas, hard line breaks",
        "The commander Ahmed Nur told reporters on\nMonday that his men had captured the\nairport in the north.",
        (("Ahmed Nur", "his men had captured"),),
    ),
    (
        "headline with a colon",
        "Syrian Observatory: strikes kill eleven in Deir ez-Zor",
        (("Syrian Observatory", "strikes kill eleven"),),
    ),
    (
        "hard spaces",
        "The\u00a0coalition said\u00a0that it had\u00a0struck a depot.",
        (("coalition", "struck a depot"),),
    ),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def read(encoder: Encoder, text: str) -> list[Attribution]:
    return [a for s in encoder.read(text) for a in attributions(s, encoder.scheme)]


@pytest.mark.parametrize(("name", "text", "expected"), [pytest.param(*s, id=s[0]) for s in STORIES])
def test_story(encoder: Encoder, name: str, text: str, expected: tuple[tuple[str | None, str], ...]) -> None:
    found = read(encoder, text)
    shown = [(text[slice(*a.source)] if a.source else None, [text[slice(*c)] for c in a.content]) for a in found]
    for source, words in expected:
        at = text.index(words), text.index(words) + len(words)
        fitting = [a for a in found if any(s <= at[0] and at[1] <= e for s, e in a.content)]
        assert fitting, (name, shown)
        if source is None:
            assert any(a.source is None for a in fitting), (name, shown)
        else:
            assert any(a.source and source in text[slice(*a.source)] for a in fitting), (name, shown)


def test_spans_are_those_of_the_text(encoder: Encoder) -> None:
    text = "«Ça suffit», said Zoë Ō. 𝒳 left Aleppo on 3 May.\u00a0Ten died."
    for stretch in encoder.read(text):
        for mention in mentions(stretch, encoder.scheme):
            start, end = mention.span
            assert text[start:end] == text[start:end].strip()
        words = [w for s in sentences(stretch, encoder.scheme) for w in s.words]
        joined = "".join(text[slice(*w.span)] for w in words)
        assert joined == "".join(text.split())


def test_a_sentence_longer_than_a_window_is_read_to_its_end(encoder: Encoder) -> None:
    names = ", ".join(f"the village of Kafr {i}" for i in range(150))
    text = f"The army said that it had taken {names} and the last bridge."
    (stretch,) = encoder.read(text)
    assert stretch.pieces.ends[-1] == len(text)
    assert any(text[slice(*a.source)] == "The army" for a in read(encoder, text) if a.source)


def test_nothing_is_loaded_at_import_or_in_a_constructor() -> None:
    code = (
        "import sys\nfrom sayso.reading import decode, encoder, reading, trees\nencoder.Encoder()\n"
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("file", ["reader.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x08\x07 cut off"], ids=["missing", "empty", "other", "cut"])
def test_missing_or_damaged_weights_are_named_in_one_line(tmp_path: Path, file: str, content: bytes | None) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(WEIGHTS / name)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(WeightsError, match=f"{file} is (missing|damaged)") as told:
        list(Encoder(tmp_path).read("Ann said so."))
    assert "\n" not in str(told.value)
