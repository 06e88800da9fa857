"""PolNeAR: attributions in US political news, in brat's stand-off format. It states no licence: read, never ship."""

from __future__ import annotations

import re
from pathlib import Path

from training.passages import Attribution, Passage, Span

_SPAN_LINE = re.compile(r"^(T\d+)\t(\w+) ([\d ;]+)(?:\t|$)")
_EVENT_LINE = re.compile(r"^E\d+\t(.+)$")


def read_polnear(folder: Path) -> list[Passage]:
    """Read ``folder`` (text/, attributions/). Of an article with several annotators the first file counts."""
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [_read_article(folder / "text" / f"{name}.txt", path) for name, path in sorted(first.items())]


def _read_article(text_path: Path, annotation_path: Path) -> Passage:
    with text_path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    with annotation_path.open(encoding="utf-8", newline="") as file:
        attributions = parse_annotations(file.read())
    return Passage(name=text_path.stem, text=text, attributions=attributions)


def parse_annotations(brat: str) -> tuple[Attribution, ...]:
    """The attributions of one .ann file. Lines that are neither spans nor events continue a quoted text: skipped."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[str] = []
    for line in brat.split("\n"):
        if found := _SPAN_LINE.match(line):
            spans[found[1]] = tuple(_fragment(part) for part in found[3].split(";"))
        elif found := _EVENT_LINE.match(line):
            events.append(found[1])
    return tuple(_attribution(event, spans) for event in events)


def _fragment(part: str) -> Span:
    start, end = part.split()
    return int(start), int(end)


def _attribution(event: str, spans: dict[str, tuple[Span, ...]]) -> Attribution:
    roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
    for argument in event.split():
        role, _, identifier = argument.partition(":")
        roles.get(role.rstrip("0123456789"), []).extend(spans.get(identifier, ()))
    return Attribution(*(tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content")))
