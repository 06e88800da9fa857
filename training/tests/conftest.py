"""These tests need PyTorch and run by hand: `pytest training/tests` where the extra `training` is installed."""

from tests.reading.conftest import tokenizer

__all__ = ["tokenizer"]
