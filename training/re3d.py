"""re3d: reports on Syria and Iraq with entities, by Dstl, under open government licences (BBC's part left out)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from training.passages import Mention, Passage
from training.universal import FACILITY_HEADS

_KINDS = {
    "Organisation": "actor",
    "Person": "person",
    "Location": "place",
    "Temporal": "time",
    "Quantity": "count",
    "Weapon": "weapon",
    "MilitaryPlatform": "weapon",
}
# A national adjective is sometimes an actor ("the Syrians"), sometimes none: left open.
_OPEN = frozenset({"Nationality", "Vehicle", "Money"})


def read_re3d(folder: Path) -> list[Passage]:
    """One passage a document, in the order of their names."""
    passages: list[Passage] = []
    for documents in sorted(folder.glob("*/documents.json")):
        entities = _by_document(documents.with_name("entities.json"))
        for line in documents.read_text(encoding="utf-8-sig").splitlines():
            document = json.loads(line)
            passages.append(_passage(document, entities.get(document["_id"], [])))
    return sorted(passages, key=lambda p: p.name)


def is_held_out(name: str) -> bool:
    """The fixed tenth of re3d's documents that measures and never trains."""
    return hashlib.sha256(name.encode()).digest()[0] % 10 == 0


def _by_document(path: Path) -> dict[str, list[dict[str, object]]]:
    grouped: dict[str, list[dict[str, object]]] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        entity = json.loads(line)
        grouped.setdefault(entity["documentId"], []).append(entity)
    return grouped


def _passage(document: dict[str, str], entities: list[dict[str, object]]) -> Passage:
    text = document["text"]
    mentions = {m for e in entities if (m := _mention(text, e)) is not None}
    return Passage(
        name=document["_id"],
        text=text,
        mentions=tuple(sorted(mentions, key=lambda m: (m.span, m.kind or ""))),
        exhaustive=frozenset({"actor", "person", "place", "time", "count", "weapon"}),
    )


def _mention(text: str, entity: dict[str, object]) -> Mention | None:
    kind = str(entity["type"])
    begin, end = int(str(entity["begin"])), int(str(entity["end"]))
    if text[begin:end] != entity["value"] or (kind not in _KINDS and kind not in _OPEN):
        return None
    mapped = _KINDS.get(kind)
    if mapped == "place" and text[begin:end].lower().rsplit(maxsplit=1)[-1] in FACILITY_HEADS:
        mapped = "facility"
    return Mention((begin, end), mapped)
