"""How reports and claims are told in a terminal: their words in quotes, the rest in ours, and nothing called true."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from sayso.cli.ink import Tone
from sayso.cli.layout import Run, safe
from sayso.cli.terminal import Terminal
from sayso.exports import wording
from sayso.model.canonical import from_json
from sayso.model.claim import Claim, Hop, Stance
from sayso.model.event import Event
from sayso.model.note import Note
from sayso.model.report import Published
from sayso.model.review import OF_ORIGINS, OF_THE_FIRST, Decision, Review

count, type_name, day, UNNAMED = wording.count, wording.spaced, wording.day, wording.UNNAMED

SHORT = 8
"""Digits of an id that a person is shown; enough for a few ten thousand claims, and `show` takes more where needed."""

_TONES: dict[Stance, Tone] = {
    "denied": "denied",
    "doubted": "doubted",
    "planned": "planned",
    "claimed_responsibility": "owned",
    "reported_unsure": "doubted",
}

_OPENING, _CLOSING = '“"«„', '”"»“'

_ARROW: Run = (" → ", "faint")
_DOT: Run = (" · ", "faint")


def short(identity: str) -> str:
    """The first digits of an id."""
    return identity[:SHORT]


def title(title: str | None, path: str) -> list[Run]:
    """The headline over a report; its file's name where it has none."""
    return [(safe(title or ("standard input" if path == "-" else path)), "strong")]


def tell_claim(terminal: Terminal, claim: Claim, outlet: str | None) -> None:
    """The words, the chain, the event in a line; the id's first digits in the margin, or above where there is none."""
    name: Run = (short(claim.id), "faint")
    margin = SHORT + 3
    if terminal.sheet.width < 4 * margin:
        margin = 2
        terminal.tell([name], margin)
        terminal.tell(quoted(claim), margin)
    else:
        terminal.tell([name, (" ", "plain"), *quoted(claim)], 2, margin)
    terminal.tell(chain(claim.chain, outlet), margin)
    terminal.tell(happening(claim), margin)
    terminal.write()


def quoted(claim: Claim) -> list[Run]:
    """The claim's fragments in quotation marks."""
    words = " … ".join(safe(fragment.text) for fragment in claim.quote)
    bare = words[:1] not in _OPENING or words[-1:] not in _CLOSING
    return [(f"“{words}”" if bare else words, "plain")]


def chain(hops: tuple[Hop, ...], outlet: str | None) -> list[Run]:
    """`ISIS → the media outlet → South Front`: from origin to outlet, which itself speaks where no one else does."""
    last: Run = (safe(outlet) if outlet else UNNAMED, "speaker")
    if not hops:
        return [last, (", in its own voice", "faint")]
    runs: list[Run] = []
    for hop in hops:
        if runs:
            runs.append((" + ", "faint") if hop.beside else _ARROW)
        runs.append((safe(hop.speaker.text), "speaker"))
        if hop.medium:
            runs.append((f" ({safe(hop.medium.text)})", "faint"))
    return [*runs, _ARROW, last]


def stance(claim: Claim) -> Run:
    """The stance in a person's words."""
    return wording.STANCES[claim.stance], _TONES.get(claim.stance, "plain")


def happening(claim: Claim) -> list[Run]:
    """Stance, type and slots in one line."""
    event = claim.event
    runs: list[Run] = [stance(claim), _DOT, (type_name(event.type), "strong")]
    for name, words in slots(event):
        runs += [_DOT, (f"{name} ", "faint"), (words, "plain")]
    return runs


def slots(event: Event) -> Iterator[tuple[str, str]]:
    """(name, words) of each filled slot."""
    return ((name, safe(words)) for name, words in wording.slots(event))


def published(when: Published | None) -> str:
    """The day of publication, and where it was read."""
    return safe(wording.published(when))


def imprint(outlet: str | None, when: Published | None) -> list[Run]:
    """Who published, when, and where the date was read."""
    return [(safe(outlet) if outlet else UNNAMED, "speaker"), (f" · {published(when)}", "faint")]


DECIDED: dict[Decision, str] = {
    "accept": "accepted",
    "refuse": "refused",
    "unsure": "unsure",
    "correct": "corrected",
    "comment": "commented on",
    "add": "added",
    "same": "the same",
    "different": "different",
    "redact": "redacted",
    "read_to_end": "read to its end",
    "undo": "undone",
    "grade": "graded",
}


def decided(review: Review) -> str:
    """A decision in one line: `5d20c7aa: 3f9a2c18 and 77ab01d4 are the same, says Rana: both mean the dawn attack`."""
    on = [one if review.decision == "grade" and len(one) < 64 else short(one) for one in review.on]
    what = " and ".join(on)
    if review.value == OF_THE_FIRST:
        what = f"{on[0]} and each of {', '.join(on[1:])}"
    if names := review.names:
        what = f"the names “{safe(names.one)}” and “{safe(names.other)}”"
    of = " as origins" if review.value == OF_ORIGINS else ""
    of += f" {from_json(str, review.value)}" if review.decision == "grade" and review.value else ""
    reason = f": {safe(review.reason)}" if review.reason else ""
    return f"{short(review.id)}: {what} {DECIDED[review.decision]}{of}, says {safe(review.who)}{reason}"


def silence(note: Note) -> list[Run]:
    """Reported silence in the report's words, which is not denial."""
    words: Run = (f"“{safe(note.words.text)}”", "plain")
    if note.kind == "could_not_be_checked":
        return [("unchecked: ", "faint"), words]
    return [("silence: ", "faint"), words, (" (which is no denial)", "faint")]


def marked(text: str, start: int, spans: Iterable[tuple[tuple[int, int], Tone]], brackets: bool) -> list[Run]:
    """A stretch of a report that begins at offset `start`, with some spans of the report set off in their tones.

    The first of two overlapping spans wins. brackets: set off "words" by » « too, for where there is no colour.
    """
    tones: list[Tone] = ["plain"] * len(text)
    for (first, last), tone in reversed(list(spans)):
        for index in range(max(first - start, 0), min(last - start, len(text))):
            tones[index] = tone
    return [
        _set_off("".join(character for character, _ in same), tone, brackets)
        for tone, same in groupby(zip(text, tones, strict=True), itemgetter(1))
    ]


def _set_off(text: str, tone: Tone, brackets: bool) -> Run:
    head, tail = text[:1].isspace(), text[-1:].isspace()
    words = safe(text)
    if brackets and tone == "words":
        words = f"»{words}«"
    return f"{' ' if head else ''}{words}{' ' if tail and words else ''}", tone
