"""These tests need PyTorch and run by hand: `pytest training/tests` where the extra `training` is installed."""

from tests.training.conftest import tokenizer

__all__ = ["tokenizer"]
