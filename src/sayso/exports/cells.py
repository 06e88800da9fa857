"""Cells that are safe in a spreadsheet: none is taken for a formula, and none says more than the value does."""

import re
from typing import Any

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%\t\r]")
"""What Excel, LibreOffice and Google Sheets take for the beginning of a formula or a command, full-width signs too."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GUARDED = re.compile(r"'\s*[=+\-@＝＋－＠|%\t\r]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def safe(value: Any) -> str:
    """The value as a cell. Words that a spreadsheet would take for a formula get a ' in front, as it writes itself."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = _CONTROL.sub("\ufffd", value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def told(cell: str) -> str:
    """What `safe` made a cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell


def together(values: Any) -> str | None:
    """Several values in one cell, each once, as the field joins them; None where there is none."""
    distinct = list(dict.fromkeys(" ".join(str(value).split()).replace(";", ",") for value in values if value))
    return "; ".join(distinct) or None
