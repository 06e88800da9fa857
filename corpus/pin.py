"""From a draft, in which an annotator wrote words, to a stand-off file, in which offsets stand.

`python -m corpus.pin DRAFT.json...` writes corpus/annotated/DATASET/KEY.json; what another annotator read there before
is written over only with --again. A draft is
{"dataset", "key", "annotator", "claims": [...], "relations": [...]} with claims as in the gold reports: quote, source
("report" for the outlet's own voice), via, cue, medium, stance, basis, event {type, mode, weapon, actor, target, place,
date, date_text, casualties, detail}. Every word must stand in the text verbatim. Where a quote stands more than once,
"at" is the number of the one that is meant, counted from 0; other words are taken where they stand nearest to the
quote.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any, get_args

from corpus.texts import DATA, Text, text_of
from sayso.model import Basis, EventType, Stance

ANNOTATED = Path(__file__).parent / "annotated"
STANCES = frozenset(get_args(Stance))
TYPES = frozenset(get_args(EventType))
BASES = frozenset({None, *get_args(Basis)})
# Those that the annotators were given; the model has learnt more since.
MODES = frozenset({None, "accuse", "threaten", "demand", "refuse", "arrest", "withdraw"})
RELATIONS = frozenset({"contradicts", "supports", "same_event"})

Json = dict[str, Any]
Span = tuple[int, int]


class DraftError(ValueError):
    """A draft says something that its text does not hold. The message names the claim and the words."""


def pinned(draft: Json, source: Text) -> Json:
    """The stand-off annotation of a draft. Raises DraftError."""
    claims = [_claim(source.text, n, claim) for n, claim in enumerate(draft["claims"])]
    relations = draft.get("relations", [])
    for relation in relations:
        if relation["relation"] not in RELATIONS or not all(0 <= relation[end] < len(claims) for end in "ab"):
            raise DraftError(f"relation {relation}: a and b are numbers of claims, relation one of {sorted(RELATIONS)}")
    return {
        "dataset": source.dataset,
        "key": source.key,
        "text_sha256": hashlib.sha256(source.text.encode()).hexdigest(),
        "licence": source.licence,
        "annotator": draft["annotator"],
        "claims": claims,
        "relations": relations,
    }


def _claim(text: str, number: int, claim: Json) -> Json:
    where = f"claim {number}"
    event = claim["event"]
    quotes = claim["quote"] if isinstance(claim["quote"], list) else [claim["quote"]]
    spans = [_quote(text, where, quote, claim.get("at", 0)) for quote in quotes]
    main = max(spans, key=lambda span: span[1] - span[0])

    def near(words: str | None) -> Span | None:
        return None if words is None else _nearest(text, where, words, main)

    def all_near(words: list[str] | None) -> list[Span]:
        return [_nearest(text, where, each, main) for each in words or ()]

    for name, value, listed in (
        ("stance", claim["stance"], STANCES),
        ("type", event["type"], TYPES),
        ("basis", claim.get("basis"), BASES),
        ("mode", event.get("mode"), MODES),
    ):
        if value not in listed:
            raise DraftError(f"{where}: {value!r} is no {name}")
    toll = event.get("casualties") or {}
    source = claim.get("source")
    return {
        "quote": spans,
        "source": None if source in (None, "report") else near(source),
        "via": all_near(claim.get("via")),
        "via_mode": claim.get("via_mode"),
        "cue": near(claim.get("cue")),
        "medium": near(claim.get("medium")),
        "stance": claim["stance"],
        "basis": claim.get("basis"),
        "type": event["type"],
        "mode": event.get("mode"),
        "weapon": near(event.get("weapon")),
        "actor": all_near(event.get("actor")),
        "target": all_near(event.get("target")),
        "place": all_near(event.get("place")),
        "when": near(event.get("date_text")),
        "date": event.get("date"),
        "killed": _pair(where, toll.get("killed")),
        "injured": _pair(where, toll.get("injured")),
        "detail": event.get("detail"),
    }


def _pair(where: str, value: list[int | None] | None) -> list[int | None] | None:
    if value is not None and (len(value) != 2 or all(v is None for v in value)):
        raise DraftError(f"{where}: a toll is [low, high], one of them may be null")
    return value


def _quote(text: str, where: str, words: str, at: int) -> Span:
    found = [m.span() for m in re.finditer(re.escape(words), text)]
    if len(found) <= at:
        raise DraftError(f"{where}: the text holds {words!r} {len(found)} times, number {at} is wanted")
    return found[at]


def _nearest(text: str, where: str, words: str, main: Span) -> Span:
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    found = found or [m.span() for m in re.finditer(re.escape(words), text)]
    if not found:
        raise DraftError(f"{where}: {words!r} does not stand in the text")
    return min(found, key=lambda span: _farness(text, span, main))


def _farness(text: str, span: Span, main: Span) -> tuple[int, int, int]:
    """Words in its sentence come before words in its paragraph or bullet, these before all others; then distance."""
    between = text[min(span[1], main[1]) : max(span[0], main[0])]
    if main[0] <= span[0] and span[1] <= main[1]:
        rank = 0
    elif re.search(r"\n\s*\n|\n- ", between):
        rank = 3
    else:
        rank = 2 if re.search(r"[.!?]\W*\s", between) else 1
    return rank, max(0, main[0] - span[1], span[0] - main[1]), span[0]


def file_of(dataset: str, key: str, annotator: str) -> Path:
    """Where an annotation is kept: a second, blind reading stands beside the first as KEY.second.json."""
    name = re.sub(r"[^\w.-]+", "_", key).strip("_")[-80:]
    return ANNOTATED / dataset / f"{name}{'.second' if annotator.endswith('-second') else ''}.json"


def check_own(target: Path, annotator: str) -> None:
    """Raise DraftError where another annotator's reading stands at this place: a second one is NAME-second's."""
    if target.exists() and (other := json.loads(target.read_text(encoding="utf-8"))["annotator"]) != annotator:
        raise DraftError(
            f"{target} is {other}'s reading, not {annotator}'s: a second, blind one has an annotator that ends in "
            "-second; --again writes over it"
        )


def main() -> int:
    """Pin drafts; the exit status is 1 if one of them is wrong, and the others are still pinned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drafts", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--again", action="store_true", help="write over another annotator's reading too")
    options = parser.parse_args()
    failed = 0
    for path in options.drafts:
        try:
            draft = json.loads(path.read_text(encoding="utf-8"))
            done = pinned(draft, text_of(draft["dataset"], draft["key"], options.data))
            target = file_of(draft["dataset"], draft["key"], draft["annotator"])
            if not options.again:
                check_own(target, draft["annotator"])
        except (DraftError, KeyError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{target}: {len(done['claims'])} claims")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
