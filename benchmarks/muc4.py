"""Claims against the attack templates of MUC-4: `python -m benchmarks.muc4 [--data DIR] [--half H] [--json]`.

DIR holds docs.jsonl: one document a line with `doc_id`, `text` and `templates` by slot name. The texts are all in
capitals, as the wires of 1988-90 gave them, and are read as they stand. Documents that the corpus annotates are left
out: the reader learns from it.

Which claim meets which template. A claim fits where its type fits the template's incident (`muc4.toml`) and a party of
its actors shares a head word with a perpetrator, or one of its targets with a human or physical target. Two phrases
share a head word where a head of one stands in the head phrase of the other: "SHINING PATH GUERRILLAS" meets "SHINING
PATH". The head phrase ends before a comma, a relative word or a preposition other than "of"; its parts, joined by "of"
or "and" or set in brackets, have a head each, their last word: "TERRORISTS OF THE FMLN" has two. Pairs are one to one
within a document, best first: most slots right (perpetrators that are individuals and organisations are two, as in
MUC-4's alignment), then the order of the confidence table, then the order of the text. A template has one claim, so
what other claims of the report tell of the same incident does not count. A phrase that points back ("they") counts as
what it stands for.

Figures, each p, r, f. Of a slot, r counts over all templates that fill it; p over the *met* templates whose claim
fills it (MUC's "matched/missing" row): claims that meet nothing lower `template` p, no slot's p, because sayso does
not merge claims into incidents here and does not judge what MUC thought relevant.

template    templates met by a claim; p over all claims of a violent type
actor       the claim names a perpetrator, individual or organisation
target      the claim names a target
toll        killed, injured, and of kidnappings captured: one of the claim's numbers is the template's (a fill's own
            number, their sum, or TOTAL NUMBER). Named persons alone tell no number; a template with PLURAL alone is
            not counted
confidence  the claim names the perpetrating organisation, and stance, basis, mode and speaker give one of the
            template's PERP: ORGANIZATION CONFIDENCE. A claim that names only individuals, or a pronoun, answers nothing
stage       the same for STAGE OF EXECUTION

Optional templates and fills ("?", "OPTIONAL") count where they are met, and are not missed. *Published*, beside: the
best of MUC-4's 17 systems had R .29 and P .40 on this confidence slot and F .56 overall, with P over all templates they
gave, spurious ones too: not the same p as here. Takes 40 seconds on one core with the codebook reader (500,000 words).
"""

import argparse
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.counts import Tally, report
from benchmarks.readings import HALVES, Json, in_half, readings

DATA = Path("../shared/data/muc4")
TABLE = Path(__file__).with_suffix(".toml")
CORPUS = Path(__file__).parent.parent / "corpus" / "annotated" / "muc4"
PUBLISHED = {"p": 0.40, "r": 0.29}
"""PERP: ORGANIZATION CONFIDENCE of the best MUC-4 system, 1992, as the project's list of peers cites it."""
AUTHORITIES = ("government", "military", "official")

_PRONOUNS = frozenset("i he she it we they who that this these those".split())
_STRING = re.compile(r'"([^"]+)"')
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_ENDS_HEAD = re.compile(
    r"[,;:]|\b(?:in|on|at|near|from|to|by|for|with|who|whom|which|that|riding|wearing|linking|appointed|against)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[,;()\[\]/]|\b(?:of|and|or|the)\b|['’]s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """heads: the last word of each part; words: all words of the head phrase. Lower case, without the plural's s."""

    heads: frozenset[str]
    words: frozenset[str]

    def meets(self, other: "Phrase") -> bool:
        """Whether they share a head word."""
        return bool(self.heads & other.words or other.heads & self.words)


@dataclass(frozen=True, slots=True)
class Fill:
    """One filler of a slot: its alternatives as phrases; optional: no system was blamed for leaving it out."""

    value: str
    strings: tuple[str, ...]
    optional: bool

    def met_by(self, parties: Sequence[str]) -> bool:
        """Whether one of the parties shares a head word with one of the alternatives."""
        return any(phrase(mine).meets(phrase(party)) for mine in self.strings for party in parties)


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of the key. tolls: acceptable numbers by what happened, empty where only PLURAL is told."""

    incident: str
    optional: bool
    individuals: tuple[Fill, ...]
    organisations: tuple[Fill, ...]
    targets: tuple[Fill, ...]
    confidence: tuple[Fill, ...]
    stage: frozenset[str]
    tolls: dict[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One claim in the template's terms."""

    type: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    tolls: dict[str, frozenset[int]]
    confidence: str
    stage: str


Slot = Callable[[Answer, Template], tuple[bool, bool, bool]]
"""Of a met template: is it right, did the claim answer, does the key ask (True also where an optional fill is met)."""


@cache
def phrase(words: str) -> Phrase:
    """The head words of a phrase.

    "THE TERRORISTS OF THE NATIONAL FRONT [NF] IN SAN MIGUEL" has the heads terrorist, front and nf.
    """
    core = " ".join(words.split())
    core = re.sub(r"^(?:the|a|an)\s+", "", core, flags=re.IGNORECASE)
    end = _ENDS_HEAD.search(core, 1)
    parts = [_WORD.findall(part) for part in _PART.split(core[: end.start()] if end else core)]
    named = [[_singular(word.lower()) for word in part] for part in parts if part]
    return Phrase(frozenset(part[-1] for part in named), frozenset(word for part in named for word in part))


def _singular(word: str) -> str:
    """A word without the s of its plural; the same cut on both sides is all that comparing needs."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def documents(folder: Path, half: str | None = None) -> Iterator[tuple[str, tuple[Template, ...]]]:
    """Texts with their templates, without those of the corpus. Raises SystemExit where the file is missing."""
    learnt = {path.name.partition(".")[0] for path in CORPUS.glob("*.json")}
    path = folder / "docs.jsonl"
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give the folder that holds it by --data")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["doc_id"] not in learnt and in_half(row["doc_id"], half):
            yield row["text"], tuple(template(slots) for slots in row["templates"])


def template(slots: dict[str, list[str]]) -> Template:
    """One template of the key."""
    names = fills(slots["HUM TGT: NAME"])
    return Template(
        incident=slots["INCIDENT: TYPE"][0].partition(" / ")[0],
        optional="OPTIONAL" in slots["MESSAGE: TEMPLATE"][0],
        individuals=fills(slots["PERP: INDIVIDUAL ID"]),
        organisations=fills(slots["PERP: ORGANIZATION ID"]),
        targets=names + fills(slots["HUM TGT: DESCRIPTION"]) + fills(slots["PHYS TGT: ID"]),
        confidence=fills(slots["PERP: ORGANIZATION CONFIDENCE"]),
        stage=frozenset(value for fill in fills(slots["INCIDENT: STAGE OF EXECUTION"]) for value in _values(fill)),
        tolls=_tolls(slots, {string for name in names for string in name.strings}),
    )


def fills(values: Sequence[str]) -> tuple[Fill, ...]:
    """The fillers of a slot: `? VALUE: "ONE WAY" / "ANOTHER"` in any part. Of `"DESCRIPTION": "NAME"` both strings."""
    return tuple(
        Fill(
            value.partition('"')[0].strip("?( :)"),
            tuple(string for string in _STRING.findall(value) if string != "-"),
            optional=value.startswith(("?", "(")),
        )
        for value in values
    )


def _values(fill: Fill) -> list[str]:
    return [value.strip("?() ") for value in fill.value.split("/")]


_EFFECTS = {"DEATH": "killed", "INJURY": "injured"}


def _tolls(slots: dict[str, list[str]], names: set[str]) -> dict[str, frozenset[int]]:
    """Acceptable numbers of killed and injured, or of captured in a kidnapping."""
    numbers = {string: _numbers(fill.value) for fill in fills(slots["HUM TGT: NUMBER"]) for string in fill.strings}
    happened: dict[str, list[Fill]] = {}
    for fill in fills(slots["HUM TGT: EFFECT OF INCIDENT"]):
        for value in _values(fill):
            if value in _EFFECTS:
                happened.setdefault(_EFFECTS[value], []).append(fill)
    if slots["INCIDENT: TYPE"] == ["KIDNAPPING"]:
        happened["captured"] = list(fills(slots["HUM TGT: NUMBER"]))
    total = {n for value in slots["HUM TGT: TOTAL NUMBER"] for n in _numbers(value.partition('"')[0])}
    return {
        effect: _acceptable([numbers.get(fill.strings[0], frozenset()) for fill in counted], total)
        for effect, harmed in happened.items()
        if (counted := [fill for fill in harmed if fill.strings and not names & set(fill.strings)])
        or (len(harmed) > 1 and (counted := [fill for fill in harmed if fill.strings]))
    }


def _acceptable(told: Sequence[frozenset[int]], total: set[int]) -> frozenset[int]:
    """Each number, their sum where each is told, and the total."""
    sums = {sum(min(numbers) for numbers in told)} if all(told) else set()
    return frozenset().union(*told, sums, total)


def _numbers(value: str) -> frozenset[int]:
    """The numbers of a fill: "~30" is 30, "-80 / 57-" are 80 and 57, "PLURAL" is none."""
    return frozenset(int(number) for number in re.findall(r"\d+", value))


def answers(claims: Sequence[Json]) -> list[Answer]:
    """The claims in the key's terms, in the order of the text."""
    return [answer(claim) for claim in sorted(claims, key=lambda claim: claim["span"])]


def answer(claim: Json) -> Answer:
    """One claim in the key's terms."""
    event = claim["event"]
    actors = _named_in(event["actor"])
    tolls = {name: frozenset(pair) - {None} for name, pair in event["casualties"].items() if pair}
    return Answer(
        type=event["type"],
        actors=actors,
        targets=_named_in(event["target"]),
        tolls={name: numbers for name, numbers in tolls.items() if numbers},
        confidence=_valued("confidence", claim, actors),
        stage=_valued("stage", claim, actors),
    )


def _named_in(parties: Sequence[Json]) -> tuple[str, ...]:
    """What the parties are called: a phrase that points back ("they") by what it stands for, where that is known."""
    told = (party.get("stands_for") or party for party in parties)
    return tuple(party["text"] for party in told)


def _valued(slot: str, claim: Json, actors: Sequence[str]) -> str:
    """The value of the first row of a table that fits the claim."""
    facts = {"stance": {claim["stance"]}, "basis": {claim["basis"]}, "mode": {claim["event"]["mode"]}}
    speaker = claim["source"]
    roles = set()
    if speaker and speaker.get("kind") in AUTHORITIES:
        roles.add("authority")
    if speaker and any(phrase(name).meets(phrase(actor)) for name in _named_in([speaker]) for actor in actors):
        roles.add("actor")
    for row in _table()[slot]:
        if all(not (asked := row.get(name)) or has & set(asked) for name, has in facts.items()) and (
            "speaker" not in row or row["speaker"] in roles
        ):
            value: str = row["value"]
            return value
    raise AssertionError(f"the last row of [[{slot}]] fits everything")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _named(fills: Sequence[Fill], parties: Sequence[str]) -> tuple[bool, bool, bool]:
    right = any(fill.met_by(parties) for fill in fills)
    return right, bool(parties), right or any(fill.strings and not fill.optional for fill in fills)


def _actor(answer: Answer, template: Template) -> tuple[bool, bool, bool]:
    return _named(template.individuals + template.organisations, answer.actors)


def _organisation(answer: Answer, template: Template) -> tuple[bool, bool, bool]:
    return _named(template.organisations, answer.actors)


def _target(answer: Answer, template: Template) -> tuple[bool, bool, bool]:
    return _named(template.targets, answer.targets)


def _confidence(answer: Answer, template: Template) -> tuple[bool, bool, bool]:
    """Answered where an actor of the claim is neither a pronoun nor merely one of the template's individuals."""
    named, _, _ = _named(template.organisations, answer.actors)
    answered = named or not any(fill.met_by(answer.actors) for fill in template.individuals)
    answered &= any(actor.lower() not in _PRONOUNS for actor in answer.actors)
    right = any(
        answer.confidence in _values(fill) and fill.met_by(answer.actors) for fill in template.confidence if named
    )
    return right, answered, right or any(not fill.optional for fill in template.confidence)


def _stage(answer: Answer, template: Template) -> tuple[bool, bool, bool]:
    return answer.stage in template.stage, True, bool(template.stage)


def _toll(effect: str) -> Slot:
    def slot(answer: Answer, template: Template) -> tuple[bool, bool, bool]:
        told, asked = answer.tolls.get(effect), template.tolls.get(effect)
        if asked is not None and not asked:
            return False, False, False
        return bool(told and asked and told & asked), told is not None, asked is not None

    return slot


SLOTS: tuple[tuple[str, Slot], ...] = (
    ("actor", _actor),
    ("target", _target),
    *(("toll", _toll(effect)) for effect in ("killed", "injured", "captured")),
    ("confidence", _confidence),
    ("stage", _stage),
)
MEETING: tuple[Slot, ...] = (_actor, _organisation, _target, *(slot for name, slot in SLOTS if name == "toll"))
"""What decides which of several claims meets a template: as in MUC-4, whose alignment counted perpetrators that are
individuals and organisations in slots of their own. The values to be measured do not.
"""
NOTHING = Answer("", (), (), {}, "", "")


def meetings(claims: Sequence[Answer], templates: Sequence[Template]) -> dict[int, int]:
    """Template -> claim, one to one, best pairs first."""
    ranks = {row["value"]: n for n, row in reversed(list(enumerate(_table()["confidence"])))}
    pairs = []
    for t, template in enumerate(templates):
        for c, claim in enumerate(claims):
            fits = claim.type in _table()["fits"][template.incident]
            if fits and (_actor(claim, template)[0] or _target(claim, template)[0]):
                right = sum(slot(claim, template)[0] for slot in MEETING)
                pairs.append((-right, ranks[claim.confidence], c, t))
    met: dict[int, int] = {}
    for _, _, c, t in sorted(pairs):
        if t not in met and c not in met.values():
            met[t] = c
    return met


def score(tallies: dict[str, Tally], claims: Sequence[Answer], templates: Sequence[Template]) -> None:
    """Add one document to the tallies."""
    met = meetings(claims, templates)
    violent = {kind for kinds in _table()["fits"].values() for kind in kinds} - {"other"}
    told = {c for c, claim in enumerate(claims) if claim.type in violent} | set(met.values())
    tallies["template"].add(len(met), len(told), sum(t in met or not each.optional for t, each in enumerate(templates)))
    for t, template in enumerate(templates):
        if t not in met and template.optional:
            continue
        for name, slot in SLOTS:
            right, answered, asked = slot(claims[met[t]] if t in met else NOTHING, template)
            tallies[name].add(right and t in met, answered and t in met, asked)


def measure(folder: Path, half: str | None = None) -> dict[str, object]:
    """The figures over a folder."""
    given = list(documents(folder, half))
    tallies = {name: Tally() for name in ("template", *dict(SLOTS))}
    for (_, templates), read in zip(given, readings(text for text, _ in given), strict=True):
        score(tallies, answers(read["claims"]), templates)
    figures: dict[str, object] = {name: tally.figures() for name, tally in tallies.items()}
    return figures | {"published": PUBLISHED, "documents": len(given)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=HALVES, help="only this half of the documents")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    report(measure(chosen.data, chosen.half), chosen.json)


if __name__ == "__main__":
    main()
