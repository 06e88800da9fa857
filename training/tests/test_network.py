"""The network's sums are right, and what leaves as ONNX answers like PyTorch, whatever is read beside it."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from sayso.reading.encoder import Encoder
from sayso.reading.windows import Window, split_pieces

torch = pytest.importorskip("torch")

from training.examples import batches, collate, examples  # noqa: E402
from training.export import HEADS, build  # noqa: E402
from training.losses import losses  # noqa: E402
from training.narrow import narrowed, worth  # noqa: E402
from training.network import Network, Shape, TagChain  # noqa: E402
from training.passages import Attribution, Mention, Passage, Word  # noqa: E402
from training.train import Plan, optimizer_of, rate, step, timetable  # noqa: E402

SMALL = Shape(
    vocabulary=120,
    positions=260,
    width=32,
    layers=2,
    attention_heads=4,
    inner=64,
    link=8,
    arc=8,
    relation_inner=8,
    relations=2,
)


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(3)
    network = Network(SMALL, dropout=0.0).eval()
    for weight in network.parameters():
        torch.nn.init.normal_(weight, std=0.2)
    return network


@pytest.fixture(scope="module")
def folder(network: Network, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    for file, quantised in (("reader.onnx", True), ("full.onnx", False)):
        (folder / file).write_bytes(build(network, ["dep", "root"], quantised).SerializeToString(deterministic=True))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def passage() -> Passage:
    words = (Word((0, 3), 1, "dep", "NOUN"), Word((4, 8), -1, "root", "VERB"))
    speech = Attribution(((0, 3),), ((4, 8),), ((9, 15),))
    kinds = frozenset({"actor"})
    return Passage("x", "Ann said it was", (speech,), (Mention((0, 3), "actor"),), kinds, (words,))


def test_chain_loss_is_that_of_all_paths() -> None:
    torch.manual_seed(1)
    chain = TagChain(3)
    torch.nn.init.normal_(chain.steps)
    torch.nn.init.normal_(chain.first)
    scores, gold = torch.randn(2, 4, 3), torch.randint(0, 3, (2, 4))
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]], dtype=torch.bool)
    expected = torch.tensor(0.0)
    for row, length in enumerate((4, 2)):

        def total(path: tuple[int, ...], row: int = row) -> torch.Tensor:
            own = sum(scores[row, t, tag] for t, tag in enumerate(path))
            return chain.first[path[0]] + own + sum(chain.steps[a, b] for a, b in itertools.pairwise(path))

        every = torch.stack([total(p) for p in itertools.product(range(3), repeat=length)])
        expected = expected + torch.logsumexp(every, 0) - total(tuple(gold[row, :length].tolist()))
    assert chain.loss(scores, gold, mask).item() == pytest.approx(expected.item(), abs=1e-4)


def test_every_layer_is_learnt_and_fits(tokenizer: Tokenizer) -> None:
    torch.manual_seed(2)
    network, plan = Network(SMALL, dropout=0.0), Plan(encoder_rate=3e-3, head_rate=1e-2)
    optimizer = optimizer_of(network, plan)
    rows = list(examples(passage(), tokenizer, {"dep": 0, "root": 1}, core=60))
    batch = collate([*rows, *rows])
    first = step(network, optimizer, batch, 1.0)
    for _ in range(60):
        last = step(network, optimizer, batch, 1.0)
    assert set(last) == {"speech", "links", "mentions", "breaks", "arcs", "relations", "upos"}
    assert all(last[name] < first[name] / 2 for name in last if name != "upos")


def test_padding_changes_no_loss(network: Network, tokenizer: Tokenizer) -> None:
    own = list(examples(passage(), tokenizer, {"dep": 0, "root": 1}, core=60))
    alone = losses(network, collate(own))
    longer = Passage("y", "Bob " * 20, attributions=(), mentions=(), sentences=())
    beside = losses(network, collate([*own, *own]))
    padded = losses(network, collate([*own, *examples(longer, tokenizer, {}, core=200)]))
    for name in ("links", "arcs", "relations"):
        assert alone[name].item() == pytest.approx(beside[name].item(), rel=1e-4)
        assert alone[name].item() == pytest.approx(padded[name].item(), rel=1e-4)


def test_full_precision_graph_answers_like_pytorch(network: Network, folder: Path, tokenizer: Tokenizer) -> None:
    text = "Ann said it was late. NATO left\n\nat 10"
    pieces = split_pieces(text, tokenizer)
    (scores,) = Encoder(folder, file="full.onnx").read(text)
    ids = torch.from_numpy(np.concatenate(([101], pieces.ids, [102])))[None]
    cases, gaps = (torch.from_numpy(np.pad(a, 1))[None] for a in (pieces.cases, pieces.gaps))
    with torch.no_grad():
        hidden = network(ids, cases, gaps, torch.ones_like(ids, dtype=torch.bool))
        arcs = network.heads.arcs(hidden)[0, 1:-1].numpy()
        expected = {name: getattr(network.heads, name)(hidden)[0, 1:-1].numpy() for name in HEADS}
    n = len(pieces)
    assert scores.speech == pytest.approx(expected["speech"], abs=2e-4)
    assert scores.mentions.reshape(n, -1) == pytest.approx(expected["mentions"], abs=2e-4)
    assert scores.link_key.reshape(n, -1) == pytest.approx(expected["link_key"], abs=2e-4)
    own = scores.arc_dependent @ scores.arc_head[:, :-1].T + scores.arc_head[:, -1]
    assert own == pytest.approx(arcs[:, 1:-1], abs=5e-4)


def test_a_window_is_read_alike_whatever_is_beside_it(folder: Path) -> None:
    encoder = Encoder(folder)
    text = " ".join(f"word {i} said." for i in range(60))
    pieces = split_pieces(text, encoder.tokenizer)
    windows = [Window(0, 90, 0, 80), Window(70, 200, 80, 190), Window(180, 300, 190, 300)]
    together, alone = encoder.score(pieces, windows), encoder.score(pieces, windows[1:2])
    assert np.array_equal(together.speech[80:190], alone.speech)
    assert np.array_equal(together.link_key[80:190], alone.link_key)


def test_no_answer_depends_on_texts_read_before(folder: Path) -> None:
    encoder = Encoder(folder)
    (first,) = encoder.read("Ann said so.")
    list(encoder.read("Other words, much longer ones. " * 40))
    (again,) = encoder.read("Ann said so.")
    assert np.array_equal(first.speech, again.speech)


def test_long_texts_come_in_stretches_that_tile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.reading.encoder.STRETCH", 400)
    encoder = Encoder(folder)
    text = "Ann said that it was so. " * 120
    stretches = list(encoder.read(text))
    assert len(stretches) > 2
    starts = np.concatenate([s.pieces.starts for s in stretches])
    assert np.array_equal(starts, split_pieces(text, encoder.tokenizer).starts)


def test_export_has_the_same_bytes_each_time(network: Network) -> None:
    first, again = (build(network, ["dep", "root"], True).SerializeToString(deterministic=True) for _ in range(2))
    assert first == again


def test_reading_needs_no_pytorch(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sayso.reading import decode, encoder\n"
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules), 'loaded at import'\n"
        f"e = encoder.Encoder(Path({str(folder)!r}))\n"
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules), 'loaded in the constructor'\n"
        "found = [decode.attributions(s, e.scheme) for s in e.read('Ann said so.')]\n"
        "assert not {'torch', 'transformers', 'spacy'} & set(sys.modules), 'a heavy package at run time'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)


def test_batches_hold_every_row_once(tokenizer: Tokenizer) -> None:
    rows = [r for n in (3, 9, 30) for r in examples(Passage("x", "ab " * n), tokenizer, {}, core=40)]
    groups = batches(rows, 64, random.Random(1))
    assert sorted(id(r) for g in groups for r in g) == sorted(map(id, rows))
    assert all(len(g) == 1 or sum(len(r.ids) for r in g) <= 64 for g in groups)


def test_rate_rises_then_falls_to_nothing() -> None:
    plan = Plan()
    assert rate(0.0, plan) == 0.0
    assert rate(plan.warm_up, plan) == pytest.approx(1.0)
    assert rate(1.0, plan) == pytest.approx(0.0)


def test_timetable_is_the_same_for_the_same_seed() -> None:
    first, again = (list(itertools.islice(timetable(["polnear", "ewt"], Plan(seed=4)), 50)) for _ in range(2))
    assert first == again
    assert set(first) == {"polnear", "ewt"}


def test_a_cut_leaves_the_units_of_most_worth_and_what_hangs_on_them(tokenizer: Tokenizer) -> None:
    torch.manual_seed(5)
    network = Network(SMALL, dropout=0.0).eval()
    for layer in network.encoder.layers:
        # The last half of the units say nothing: no loss would miss them.
        layer.outer.weight.data[:, SMALL.inner // 2 :] = 0
    rows = examples(passage(), tokenizer, {"dep": 0, "root": 1}, 40, random.Random(1))
    batch = collate(batches(rows, 64, random.Random(1))[0])
    found = worth(network, [batch])
    kept = [units.topk(SMALL.inner // 2).indices.sort().values for units in found]
    assert [units.tolist() for units in kept] == [list(range(SMALL.inner // 2))] * SMALL.layers
    smaller = narrowed(network, kept).eval()
    assert smaller.shape.inner == SMALL.inner // 2
    given = (batch.ids, batch.cases, batch.gaps, batch.mask)
    assert torch.allclose(smaller(*given), network(*given), atol=1e-5)
