"""Colour: plain ANSI codes on a terminal, nothing in a pipe."""

import os
from collections.abc import Mapping
from typing import Literal, TextIO

Tone = Literal[
    "plain", "strong", "faint", "speaker", "cue", "words", "warning", "fault", "denied", "doubted", "planned", "owned"
]

# No green anywhere: nothing here may look approved. 16-colour codes only, so that the terminal's own theme decides.
CODES: dict[Tone, str] = {
    "plain": "",
    "strong": "1",
    "faint": "2",
    "speaker": "36",
    "cue": "36;2",
    "words": "1;4",
    "warning": "33",
    "fault": "31",
    "denied": "31",
    "doubted": "33",
    "planned": "34",
    "owned": "35",
}


def wanted(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour this stream: never under NO_COLOR, always under FORCE_COLOR, else where it is a terminal."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def dye(text: str, tone: Tone) -> str:
    """The text in its tone."""
    code = CODES[tone]
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text
