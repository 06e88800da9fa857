"""The encoder at run time: a text in, scores for every word piece out. NumPy, tokenizers and onnxruntime only."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.model.errors import WeightsError
from sayso.reading.windows import Pieces, Window, cut_ranks, cut_windows, split_pieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("weights")

CLS, SEP = 101, 102
# Pieces that a window answers for, and pieces on each side that it only looks at.
CORE, CONTEXT = 160, 12
# A longer text is read in stretches, so that memory is bounded: the scores of a piece take 4 KB.
STRETCH = 16_384


@dataclass(frozen=True, slots=True)
class Scheme:
    """Names of the labels, and the small matrices that join scores of pieces."""

    speech_tags: tuple[str, ...]
    mention_kinds: tuple[str, ...]
    upos: tuple[str, ...]
    relations: tuple[str, ...]
    chain_steps: Floats
    chain_first: Floats
    link_distance: Floats
    relation_weight: Floats
    relation_bias: Floats
    claim_roles: tuple[str, ...]
    claim_kinds: dict[str, tuple[str, ...]]
    role_distance: Floats
    role_inside: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of the n pieces of a stretch of text.

    speech (n, tags); link_query (n, 2, d) and link_key (n, 2, d + 1), source then content, the last entry of a key
    being its bias; mentions (n, kinds, 3) for outside, begin, inside; breaks (n, 2): a word begins, a sentence begins;
    upos (n, 17); arc_dependent (n, d), arc_head (n, d + 1); relation_dependent, relation_head (n, d).
    anchor (n, 1 + kinds): a claim hangs on the piece, then what kinds it is of; role_query (n, p, d), role_key
    (n, p, d + 1): the first and the last piece of a claim's quote, then each role.
    ``root_arc`` (w, d + 1) and ``root_relation`` (w, d) stand for the root as a head, ``window`` (n,) says which.
    """

    pieces: Pieces
    speech: Floats
    link_query: Floats
    link_key: Floats
    mentions: Floats
    breaks: Floats
    upos: Floats
    arc_dependent: Floats
    arc_head: Floats
    relation_dependent: Floats
    relation_head: Floats
    anchor: Floats
    role_query: Floats
    role_key: Floats
    root_arc: Floats
    root_relation: Floats
    window: NDArray[np.int64]


class Encoder:
    """Reads texts with the weights in a folder (reader.onnx, tokenizer.json). Nothing is loaded before it is used.

    Whatever needs them raises WeightsError, naming the file, where they are missing or damaged.
    """

    def __init__(self, folder: Path = WEIGHTS, *, file: str = "reader.onnx", threads: int = 1) -> None:
        self.folder, self.file, self.threads = folder, file, threads
        self._loading = RLock()

    def load(self) -> None:
        """Load the weights and hash them now, not when they are first asked for."""
        with self._loading:
            _ = self._opened, self._hashed

    @cached_property
    def sha256(self) -> str:
        """The hash of the weights' bytes, a part of the reader's id."""
        with self._loading:
            return self._hashed

    @cached_property
    def _hashed(self) -> str:
        with _weights(self.folder / self.file) as path, path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The word-piece tokenizer, which neither truncates nor pads."""
        from tokenizers import Tokenizer

        with _weights(self.folder / "tokenizer.json") as path:
            tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def scheme(self) -> Scheme:
        """Labels and matrices that the weights carry with them."""
        carried = self._session.get_modelmeta().custom_metadata_map
        with _weights(self.folder / self.file):
            stored = json.loads(carried["scheme"])
            kinds = {kind: tuple(names) for kind, names in stored.pop("claim_kinds")}
            fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else unpacked(v) for k, v in stored.items()}
            return Scheme(**fields, claim_kinds=kinds)

    @property
    def _session(self) -> InferenceSession:
        with self._loading:
            return self._opened

    @cached_property
    def _opened(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        # The graph is written as it is to run: the optimiser takes time at each start and changes nothing.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # Spinning threads would burn the CPU seconds that the desk pays for.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        with _weights(self.folder / self.file) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def read(self, text: str) -> Iterator[Scores]:
        """Scores of the whole text, stretch by stretch; one stretch unless it is very long, none if it is blank."""
        pieces = split_pieces(text, self.tokenizer)
        windows = list(cut_windows(cut_ranks(text, pieces), CORE, CONTEXT))
        begin = 0
        while begin < len(windows):
            end = begin + 1
            while end < len(windows) and windows[end].core_last - windows[begin].core_first <= STRETCH:
                end += 1
            yield self.score(pieces, windows[begin:end])
            begin = end

    def score(self, pieces: Pieces, windows: list[Window]) -> Scores:
        """Run ``windows``, whose cores adjoin, each by itself, so that no answer depends on its neighbours."""
        answers = [self._run(pieces, window) for window in windows]
        first, last = windows[0].core_first, windows[-1].core_last
        n = last - first

        def joined(name: str) -> Floats:
            return np.concatenate([answer[name][1:] for answer in answers])

        sizes = [w.core_last - w.core_first for w in windows]
        return Scores(
            pieces=_slice(pieces, first, last),
            speech=joined("speech"),
            link_query=joined("link_query").reshape(n, 2, -1),
            link_key=joined("link_key").reshape(n, 2, -1),
            mentions=joined("mentions").reshape(n, -1, 3),
            breaks=joined("breaks"),
            upos=joined("upos"),
            arc_dependent=joined("arc_dependent"),
            arc_head=joined("arc_head"),
            relation_dependent=joined("relation_dependent"),
            relation_head=joined("relation_head"),
            anchor=joined("anchor"),
            role_query=joined("role_query").reshape(n, 2 + len(self.scheme.claim_roles), -1),
            role_key=joined("role_key").reshape(n, 2 + len(self.scheme.claim_roles), -1),
            root_arc=np.stack([a["arc_head"][0] for a in answers]),
            root_relation=np.stack([a["relation_head"][0] for a in answers]),
            window=np.repeat(np.arange(len(windows)), sizes),
        )

    def _run(self, pieces: Pieces, window: Window) -> dict[str, Floats]:
        """What the sign before the window answers, which stands for the root, and then each piece of its core."""
        seen = slice(window.first, window.last)
        ids = np.concatenate(([CLS], pieces.ids[seen], [SEP]))[None]
        looks = np.concatenate(([0], 4 * pieces.cases[seen] + pieces.gaps[seen], [0]))[None]
        core = np.arange(window.core_first, window.core_last) - window.first + 1
        inputs = {"ids": ids, "looks_index": looks, "answering": np.concatenate(([0], core))}
        outputs = self._session.run(self._outputs, inputs)
        return {name: output[0] for name, output in zip(self._outputs, outputs, strict=True)}

    @cached_property
    def _outputs(self) -> list[str]:
        return [output.name for output in self._session.get_outputs()]


@cache
def encoder() -> Encoder:
    """The encoder with the weights that come with sayso."""
    return Encoder()


@cache
def load_ahead() -> None:
    """Begin to load those weights, once, in a thread of its own: for whoever takes pages apart before reading them.

    What loads and hashes them leaves Python to others meanwhile, so that the wait is over by the time they are needed.
    """

    def load() -> None:
        # Whoever reads then meets the same error, and can tell it.
        with suppress(Exception):
            encoder().load()

    Thread(target=load, name="weights").start()


@contextmanager
def _weights(path: Path) -> Iterator[Path]:
    """A file of the weights. Whatever its loading raises (each library has its own errors) becomes one WeightsError."""
    if not path.is_file():
        raise WeightsError(f"{path} is missing: install sayso again")
    try:
        yield path
    except Exception as error:
        raise WeightsError(f"{path} is damaged or of another version: install sayso again") from error


def _slice(pieces: Pieces, first: int, last: int) -> Pieces:
    part = slice(first, last)
    return Pieces(
        pieces.ids[part],
        pieces.starts[part],
        pieces.ends[part],
        pieces.words[part],
        pieces.cases[part],
        pieces.gaps[part],
    )


def unpacked(stored: dict[str, Any]) -> Floats:
    """A matrix that the weights carry with them as text."""
    return np.frombuffer(base64.b64decode(stored["data"]), dtype="<f4").reshape(stored["shape"])
