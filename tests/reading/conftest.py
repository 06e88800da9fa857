"""A small word-piece tokenizer, so that most tests need no weights."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """Splits like MiniLM's, every word into single letters."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    marks = ".,:;!?\"'()[]-“”‘’•*–"
    names = ["[UNK]", *letters, *(f"##{c}" for c in letters), *marks]
    tokenizer = Tokenizer(WordPiece({name: i for i, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer
