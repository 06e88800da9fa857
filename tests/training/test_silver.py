"""Mentions from links and from re3d: what a rule can tell is marked, the rest stays open."""

from __future__ import annotations

import json
from pathlib import Path

from training.bullets import read_bullets
from training.passages import ROLES
from training.re3d import is_held_out, read_re3d
from training.wire import PATTERNS, SLOT, SLOTS, parse, wire_passages

BULLETS = [
    ("Clashes break out in Tadmir.", [("Clashes", "Battle"), ("Tadmir", "Tadmir")]),
    (
        "Shelling hits the Odesa International Airport.",
        [("Odesa International Airport", "Odesa_International_Airport")],
    ),
    ("President Ann Bell visits the Free Army.", [("Ann Bell", "Ann_Bell"), ("Free Army", "Free_Army")]),
    ("A cruise missile falls in Tadmir.", [("cruise missile", "Cruise_missile"), ("Tadmir", "Tadmir")]),
    ("The 2021 protests go on.", [("2021 protests", "2021_protests")]),
]


def test_kinds_come_from_titles_and_from_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "bullets.jsonl"
    lines = [json.dumps({"text": text, "links": [{"text": t, "wiki": w} for t, w in links]}) for text, links in BULLETS]
    path.write_text("\n".join(lines))
    (only,) = read_bullets(path)
    assert {(only.text[slice(*m.span)], m.kind) for m in only.mentions or ()} == {
        ("Tadmir", "place"),
        ("the Odesa International Airport", "facility"),
        ("Ann Bell", "person"),
        ("the Free Army", "actor"),
        ("cruise missile", "weapon"),
    }
    assert "protests" not in only.text
    assert only.exhaustive == frozenset()


def test_re3d_maps_its_types_and_drops_offsets_that_do_not_match(tmp_path: Path) -> None:
    folder = tmp_path / "Paper"
    folder.mkdir()
    text = "The Army hit Raqqa air base; Syrians fled."
    (folder / "documents.json").write_text(json.dumps({"_id": "d1", "text": text}), encoding="utf-8")
    given = [("Organisation", 0, 8), ("Location", 13, 27), ("Nationality", 29, 36), ("Weapon", 1, 3)]
    rows = [{"documentId": "d1", "type": t, "begin": b, "end": e, "value": text[b:e]} for t, b, e in given]
    rows[-1]["value"] = "gun"
    (folder / "entities.json").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (only,) = read_re3d(tmp_path)
    assert [(m.span, m.kind) for m in only.mentions or ()] == [
        ((0, 8), "actor"),
        ((13, 27), "facility"),
        ((29, 36), None),
    ]


def test_the_held_out_tenth_is_fixed() -> None:
    names = [f"document {i}" for i in range(1000)]
    assert 70 <= sum(map(is_held_out, names)) <= 130
    assert [is_held_out(n) for n in names[:20]] == [is_held_out(n) for n in names[:20]]


def test_patterns_mark_what_they_say() -> None:
    plain, spans = parse("[S1 [actor the army]], [C2 citing] [S2 a guard], [C1 reported] [X1,X2 that [place Ur] fell].")
    assert plain == "The army, citing a guard, reported that Ur fell."
    assert {(label, plain[s:e]) for label, s, e in spans} == {
        ("S1", "The army"),
        ("actor", "The army"),
        ("C2", "citing"),
        ("S2", "a guard"),
        ("C1", "reported"),
        ("X1", "that Ur fell"),
        ("X2", "that Ur fell"),
        ("place", "Ur"),
    }


def test_wire_copy_is_the_same_for_the_same_seed_and_holds_its_spans() -> None:
    passages = wire_passages("7", 60)
    assert passages == wire_passages("7", 60)
    for passage in passages:
        assert not set("[]{}") & set(passage.text)
        for attribution in passage.attributions or ():
            assert attribution.cue
            assert attribution.content
            for role in ROLES:
                for start, end in attribution.role(role):
                    assert passage.text[start:end] == passage.text[start:end].strip() != ""


def test_every_pattern_can_be_filled() -> None:
    names = {
        name for text in (*PATTERNS, *(v for values in SLOTS.values() for v in values)) for name in SLOT.findall(text)
    }
    assert names <= set(SLOTS)
