"""Silver mentions from the links of Wikipedia's current events (CC BY-SA): a link's target tells what its words name.

Only targets whose kind a rule can tell are used, and only their words: what is not linked stays open.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from training.passages import Mention, Passage
from training.universal import FACILITY_HEADS

_PLACE_ENDS = frozenset(
    "province oblast governorate district county state region river island islands prefecture raion city peninsula "
    "territory department municipality valley strait sea".split()
)
_ACTOR_WORDS = frozenset(
    "army forces force police party ministry government council organization organisation front union court parliament "
    "senate agency committee navy guard guards brigade militia movement command corps authority nations association "
    "commission congress assembly department bureau federation alliance coalition cartel service taliban hamas nato "
    "hezbollah houthis tatmadaw isis company group times news".split()
)
_WEAPON_WORDS = frozenset(
    "missile missiles rifle rifles tank tanks artillery bomb bombs device grenade grenades mortar mortars rocket "
    "rockets drone drones uav uavs howitzer ammunition machete machetes pistol handgun shotgun warhead torpedo".split()
)
# Words before a name that say that a person follows.
_PERSON_BEFORE = frozenset(
    "president minister leader general spokesman spokesperson spokeswoman senator governor king queen prince sheikh "
    "chancellor journalist activist ambassador secretary commander singer actor actress lawyer mayor politician "
    "candidate businessman footballer director premier pope judge officer opposition".split()
)
_NO_NAME = re.compile(r"\d|_of_|_in_|^List|election|protest|war\b|attack|offensive|pandemic|vaccine", re.IGNORECASE)
_BULLETS_A_PASSAGE = 5


@dataclass(frozen=True, slots=True)
class _Link:
    target: str
    span: tuple[int, int]
    before: str


def read_bullets(path: Path) -> list[Passage]:
    """Passages of a few bullets each, in the order of the file; bullets without a typed link are left out."""
    bullets = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    links = [_links(b["text"], b["links"]) for b in bullets]
    kinds = _kinds(links, [b["text"] for b in bullets])
    marked = [(b["text"], found) for b, own in zip(bullets, links, strict=True) if (found := _marked(own, kinds))]
    return [
        _passage(f"bullets-{i}", marked[i : i + _BULLETS_A_PASSAGE]) for i in range(0, len(marked), _BULLETS_A_PASSAGE)
    ]


def _links(text: str, given: Sequence[dict[str, str]]) -> list[_Link]:
    found: list[_Link] = []
    at = 0
    for link in given:
        start = text.find(link["text"], at)
        if link["text"] and start >= 0:
            at = start + len(link["text"])
            words = text[:start].split()
            found.append(_Link(unquote(link["wiki"]), (start, at), words[-1] if words else ""))
    return found


def _kinds(links: Sequence[Sequence[_Link]], texts: Sequence[str]) -> dict[str, str]:
    """The kind of each target that has one: by the words of its title, else by what stands before its links."""
    before: dict[str, Counter[str]] = {}
    capital: Counter[str] = Counter()
    for own, text in zip(links, texts, strict=True):
        for link in own:
            before.setdefault(link.target, Counter())[link.before.lower().strip(",.;:\"'“”‘’")] += 1
            capital[link.target] += text[link.span[0]].isupper()
    kinds = {}
    for target, words in before.items():
        kind = _kind(target, words, capital[target] == words.total())
        if kind is not None:
            kinds[target] = kind
    return kinds


def _kind(target: str, before: Counter[str], capital: bool) -> str | None:
    title = target.split(",_")[0].split("_(")[0]
    words = [w.lower() for w in title.split("_")]
    if words[-1] in _WEAPON_WORDS:
        return "weapon"
    if words[-1] in FACILITY_HEADS:
        return "facility"
    if not capital or _NO_NAME.search(target):
        return None
    if any(w in _ACTOR_WORDS for w in words):
        return "actor"
    places = before["in"] + before["near"]
    if words[-1] in _PLACE_ENDS or 10 * places >= 3 * before.total():
        return "place"
    people = sum(count for word, count in before.items() if word in _PERSON_BEFORE)
    return "person" if len(words) in (2, 3) and 2 * people >= before.total() else None


def _marked(links: Sequence[_Link], kinds: dict[str, str]) -> list[tuple[_Link, str]]:
    return [(link, kinds[link.target]) for link in links if link.target in kinds]


def _passage(name: str, bullets: Sequence[tuple[str, list[tuple[_Link, str]]]]) -> Passage:
    text, mentions = "", []
    for bullet, links in bullets:
        mentions += list(_mentions(bullet, links, len(text)))
        text += bullet + "\n"
    return Passage(name=name, text=text, mentions=tuple(mentions))


def _mentions(bullet: str, links: Sequence[tuple[_Link, str]], offset: int) -> Iterator[Mention]:
    for link, kind in links:
        start, end = link.span
        # re3d counts the article in; links mostly leave it out.
        if link.before.lower() == "the":
            start = bullet.rindex(link.before, 0, start)
        yield Mention((offset + start, offset + end), kind)
