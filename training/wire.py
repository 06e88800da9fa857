"""Wire copy made from patterns of our own: relays, unsure reports, tolls, denials, digests, which PolNeAR hardly has.

The patterns and the words are written for this project; nothing is taken from a report. A pattern marks spans as
``[label text]``: S1, C1, X1 are source, cue and content of attribution 1; a kind of mention marks a mention; several
labels are joined by commas, and brackets nest. ``{name}`` is a slot, filled from SLOTS.
"""

from __future__ import annotations

import random
import re

from training.passages import MENTION_KINDS, Attribution, Mention, Passage, Span

SLOTS: dict[str, tuple[str, ...]] = {
    "first": tuple("Omar Igor Salma Viktor Hassan Ibrahim Yusuf Daniel Amina Oleh Tariq Rana Pavel Musa Grace".split()),
    "last": tuple("Haddad Petrov Khalil Osman Bondar Sule Nasser Deng Karim Volkov Abdi Tesfaye Rahman Kone".split()),
    "person": ("[person {first} {last}]", "[person Colonel {last}]", "[person {first} al-{last}]"),
    "side": ("rebel", "government", "separatist", "Kurdish", "Russian", "Turkish", "Israeli", "Saudi", "Houthi"),
    "actor": (
        "[actor the army]",
        "[actor the {side} forces]",
        "[actor {side} troops]",
        "[actor the militia]",
        "[actor the rebels]",
        "[actor fighters of the {last} Brigade]",
        "[actor the Islamic State group]",
        "[actor the coalition]",
        "[actor the {last} Front]",
        "[actor the police]",
        "[actor gunmen]",
        "[actor {side} warplanes]",
    ),
    "body": (
        "[actor the defence ministry]",
        "[actor the {side} foreign ministry]",
        "[actor the coalition]",
        "[actor the army]",
        "[actor the United Nations]",
        "[actor the {last} Front]",
        "[actor the Observatory]",
        "[actor the Kremlin]",
        "[actor the Pentagon]",
        "[actor the health ministry]",
        "[actor Damascus]",
        "[actor Kyiv]",
        "[actor Moscow]",
    ),
    "speaker": (
        "{person}",
        "{body}",
        "a spokesman for {body}",
        "{person}, a spokesman for {body},",
        "army spokesman {person}",
        "the media wing of {actor}",
        "the governor of {place}",
        "activists",
        "residents",
        "a resident who fled",
        "local officials",
        "medics",
        "a monitoring group",
    ),
    "anonymous": (
        "a military source",
        "two unnamed officials",
        "an officer who asked not to be named",
        "a source in {body}",
        "local sources",
        "a security official",
        "anonymous sources",
        "a field commander",
    ),
    "agency": (
        "[actor Reuters]",
        "[actor AFP]",
        "[actor SANA]",
        "[actor TASS]",
        "[actor Interfax]",
        "[actor Anadolu]",
        "[actor Al Jazeera]",
        "[actor the Associated Press]",
        "[actor state television]",
        "[actor {last} News]",
        "the state news agency",
        "a pro-government channel",
        "local media",
        "the Telegram channel {last}",
    ),
    "place": (
        "[place Tadmir]",
        "[place Kafr Zeita]",
        "[place Lyman]",
        "[place al-Shaddadi]",
        "[place Wadi Hamra]",
        "[place Basra]",
        "[place Deir Hafer]",
        "[place Bakhmut]",
        "[place Goma]",
        "[place Marib]",
        "[place Raqqa]",
        "[place Avdiivka]",
    ),
    "site": (
        "[facility the airport]",
        "[facility an air base]",
        "[facility a hospital]",
        "[facility the power plant]",
        "[facility a school]",
        "[facility the prison]",
        "[facility a checkpoint]",
        "[facility the dam]",
    ),
    "number": ("four", "12", "at least nine", "more than 30", "dozens of", "some 80", "two", "17", "about 200"),
    "victims": ("people", "civilians", "soldiers", "fighters", "children", "officers", "villagers"),
    "time": ("[time on Thursday]", "[time overnight]", "[time at dawn]", "[time on 5 October]", "[time last week]"),
    "weapon": (
        "[weapon rockets]",
        "[weapon a drone]",
        "[weapon mortars]",
        "[weapon cluster bombs]",
        "[weapon a car bomb]",
        "[weapon artillery]",
    ),
    "deed": (
        "{actor} captured {place}",
        "{actor} retook {place} {time}",
        "{actor} shelled {place} with {weapon}",
        "{actor} withdrew from {place} {time}",
        "{actor} killed [count {number} {victims}] near {place}",
        "[count {number} {victims}] were killed in {place}",
        "[count {number} {victims}] were wounded when {weapon} hit {site}",
        "a strike on {site} in {place} killed [count {number} {victims}]",
        "{actor} stormed {site} {time}",
        "{actor} attacked a convoy outside {place}",
        "{actor} shot down an aircraft near {place}",
        "{actor} fired {weapon} at {site}",
    ),
    "noun": (
        "the attack on {place}",
        "the report",
        "any role in the strike",
        "the loss of {place}",
        "losing {place} to {actor}",
        "the shelling of {site}",
    ),
    "said": ("said", "announced", "reported", "claimed", "confirmed", "told reporters", "stated", "added", "insisted"),
    "that": ("that ", ""),
    "denied": ("denied", "rejected", "confirmed", "condemned", "claimed responsibility for", "disputed", "dismissed"),
    "cited": ("citing", "quoting"),
    "n": ("four", "12", "seven", "more than 30", "17"),
}

PATTERNS: tuple[str, ...] = (
    "[S1 {speaker}] [C1 {said}] [X1 {that}{deed}].",
    "[X1 {deed}], [S1 {speaker}] [C1 {said}].",
    "[X1 {deed}], [C1 according to] [S1 {speaker}].",
    "[C1 According to] [S1 {speaker}], [X1 {deed}].",
    "[X1 “{deed},”] [C1 said] [S1 {speaker}].",
    "[S1 {speaker}] [C1 said:] [X1 “{deed}.”]",
    "[S1 {agency}], [C2 {cited}] [S2 {anonymous}], [C1 reported] [X1,X2 that {deed}].",
    "[S1 {agency}] [C1 reported], [C2 {cited}] [S2 {speaker}], [X1,X2 that {deed}].",
    "[X1,X2 {deed}], [S1 {agency}] [C1 reported], [C2 {cited}] [S2 {anonymous}].",
    "[S1 {agency}], [C2 {cited}] [S2 {anonymous}], [C1 put] [X1,X2 the toll at {n}].",
    "[S1 {speaker}] [C1 put] [X1 the number of dead at {n}].",
    "[X1 [X2 {deed}], [S2 {speaker}] [C2 {said}]], [S1 {agency}] [C1 reported].",
    "[X1 [X2 {deed}], [C2 according to] [S2 {speaker}]], [S1 {agency}] [C1 reported].",
    "[S1 {agency}] [C1 quoted] [S2 {anonymous}] [C2 as saying] [X1,X2 that {deed}].",
    "[S1 {speaker}] [C1 told] {agency} [X1 that {deed}].",
    "[S1 {anonymous}] [C1 told] {agency} [X1 that {deed}].",
    "[S1 {body}] [C1 {denied}] [X1 {noun}].",
    "[S1 {speaker}] [C1 {denied}] [X1 {noun}], while [S2 {body}] [C2 {said}] [X2 {that}{deed}].",
    "[S1 {speaker}] [C1 {said}] [X1 {that}{deed}], but [S2 {body}] [C2 denied] [X2 it].",
    "[S1 {body}] [C1 accused] [X1 {actor} of attacking {site}], [X2 a charge] that [S2 {body}] [C2 rejected].",
    "[X1 {actor}] [C1 allegedly] [X1 looted {site} in {place}].",
    "[X1 {actor}] [C1 reportedly] [X1 entered {place} {time}].",
    "[X1 {actor}] [C1 allegedly] [X1 tortured prisoners at {site}].",
    "[X1 [count {number} {victims}] were] [C1 reportedly] [X1 killed in {place} {time}].",
    "[C1 It is believed] [X1 that {deed}].",
    "[C1 It was not clear] [X1 whether {deed}].",
    "[C1 It is thought] [X1 {deed}].",
    "There were [C1 unconfirmed reports] [X1 that {deed}].",
    "[S1 {agency}][C1 :] [X1 {deed}]",
    "[S1 {body}][C1 :] [X1 {deed}]",
    "[X1 {deed}] [C1 -] [S1 {body}]",
    "• [S1 {speaker}] [C1 {said}] [X1 {deed}] ({agency})",
    "• [X1 {deed}], [S1 {speaker}] [C1 {said}]. ({agency})",
    "• {deed} ({agency})",
    "- [X1 {deed}], [C1 according to] [S1 {agency}].",
    "{deed}.",
    "{deed}, claiming the lives of [count {number} {victims}].",
    "{actor} advanced on {place} {time} and {deed}.",
    "[S1 {speaker}] [C1 did not say] [X1 who had fired {weapon}].",
    "[S1 {speaker}] [C1 vowed] [X1 to retake {place}].",
    "[S1 {body}] [C1 warned] [X1 that {actor} planned to attack {site}].",
    "[S1 {actor}] [C1 claimed] [X1 it] after [S1 {speaker}] [C2 blamed] [X2 {actor}].",
)

SLOT = re.compile(r"\{(\w+)\}")
_OPEN = re.compile(r"\[([\w,]+) ")
# The comma that closes an apposition, before a mark that does so too.
_DOUBLE = re.compile(r",(\]*[,.])")


def wire_passages(seed: str, count: int) -> list[Passage]:
    """``count`` passages of some sentences, the same for the same seed."""
    rng = random.Random(seed)
    return [_passage(f"wire-{i}", rng) for i in range(count)]


def _passage(name: str, rng: random.Random) -> Passage:
    text = ""
    attributions: list[Attribution] = []
    mentions: list[Mention] = []
    joint = rng.choice((" ", " ", "\n\n", "\n"))
    for _ in range(rng.randint(2, 7)):
        plain, spans = parse(_filled(rng.choice(PATTERNS), rng))
        if plain.startswith(("•", "-")) and text:
            text = text.rstrip() + "\n"
        offset = len(text)
        attributions += _attributions(spans, offset)
        mentions += [Mention((s + offset, e + offset), k) for k, s, e in spans if k in MENTION_KINDS]
        text += plain + ("\n" if plain.startswith(("•", "-")) or not plain.endswith(".") else joint)
    return Passage(name, text, tuple(attributions), tuple(mentions), frozenset())


def _filled(pattern: str, rng: random.Random) -> str:
    while found := SLOT.search(pattern):
        pattern = pattern[: found.start()] + rng.choice(SLOTS[found[1]]) + pattern[found.end() :]
    return _DOUBLE.sub(r"\1", pattern)


def parse(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The plain text of a filled pattern and its (label, start, end); the first letter is made a capital."""
    plain = ""
    opened: list[tuple[str, int]] = []
    spans: list[tuple[str, int, int]] = []
    at = 0
    while at < len(marked):
        if found := _OPEN.match(marked, at):
            opened.append((found[1], len(plain)))
            at = found.end()
        elif marked[at] == "]":
            labels, start = opened.pop()
            # A comma that closes an apposition stands outside the name it follows.
            end = len(plain.rstrip(","))
            spans += [(label, start, end) for label in labels.split(",")]
            at += 1
        else:
            plain += marked[at]
            at += 1
    first = next(i for i, c in enumerate(plain) if c.isalpha())
    return plain[:first] + plain[first].upper() + plain[first + 1 :], spans


def _attributions(spans: list[tuple[str, int, int]], offset: int) -> list[Attribution]:
    numbers = sorted({label[1:] for label, _, _ in spans if label[0] in "SCX"})

    def role(letter: str, number: str) -> tuple[Span, ...]:
        return tuple(sorted((s + offset, e + offset) for label, s, e in spans if label == letter + number))

    return [Attribution(role("S", n), role("C", n), role("X", n)) for n in numbers]
