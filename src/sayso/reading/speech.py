"""Who speaks: from cues and quotations to speakers with the words they are given for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.model import Span, Stance, Words
from sayso.reading import phrases
from sayso.reading.cues import Cue, Frame, cues
from sayso.reading.frames import Found, can_speak, frame_of, stop_of, trimmed
from sayso.reading.phrases import Range, words_of
from sayso.reading.quotation import Quotation
from sayso.reading.sentences import Sentence
from sayso.reading.tokens import Token, word_class


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody says something in one sentence (or in the quoted sentences that go on with it).

    source: the origin's words, None where nobody is named ("it is believed that"); relays: voices between origin and
    outlet, nearest the origin first; content: what is said, as spans; stance: what the cue says of it; about: whom an
    accusation names; hull: all words of the sentence that belong to this speech.
    """

    source: Words | None
    relays: tuple[Words, ...]
    cue: Words
    medium: Words | None
    content: tuple[Span, ...]
    stance: Stance
    frame: Frame
    about: Words | None
    hull: Span


def speeches(text: str, sentence: Sentence, quotes: Sequence[Quotation], outlet: str | None) -> tuple[Speech, ...]:
    """Every speech whose cue stands in this sentence; quoted speech that runs on beyond it is added by `reading`."""
    tokens = sentence.tokens
    # A cue inside a quotation that nobody closed may well stand behind the words: "The convoy was hit, the mayor said.
    quoted = [any(q.closed and q.overlap(t.span) for q in quotes) for t in tokens]
    marks = cues(tokens, quoted)
    if not marks:
        return _colon_headline(text, sentence) or _colon_quotation(text, tokens, quoted)
    found: list[Found] = []
    floor = 0
    for number, cue in enumerate(marks):
        stop = stop_of(tokens, cue, marks[number + 1] if number + 1 < len(marks) else None)
        if (one := frame_of(tokens, cue, floor, stop, found, quoted)) is None:
            continue
        found.append(one)
        if cue.frame != "citing":
            floor = stop if stop < len(tokens) else cue.end
    return _chained(text, tokens, [f for f in found if f.content or f.wraps or f.cue.frame == "citing"], outlet)


def _chained(text: str, tokens: Sequence[Token], found: Sequence[Found], outlet: str | None) -> tuple[Speech, ...]:
    """Tie frames to the text, and let "citing X", "told Y" and "according to Z" lengthen each other's chains."""
    cited = next((f.source for f in found if f.cue.frame == "citing"), None)
    spoken = [f for f in found if f.cue.frame != "citing"]
    if cited and not spoken:
        return _only_cited(text, tokens, found[0])
    result: list[Speech] = []
    for one in spoken:
        if one.wraps:
            continue
        relays = (
            [words_of(text, tokens, one.listener)] if one.listener and _is_medium(tokens, one.listener, outlet) else []
        )
        relays += [words_of(text, tokens, one.relay)] if one.relay else []
        relays += [words_of(text, tokens, o.source) for o in spoken if o is not one and o.source and _holds(o, one)]
        source = words_of(text, tokens, one.source) if one.source else None
        if cited and one is spoken[0]:
            relays = [source, *relays] if source else relays
            source = words_of(text, tokens, cited)
        result.append(_speech(text, tokens, one, source, tuple(relays)))
    return tuple(result)


def _holds(outer: Found, inner: Found) -> bool:
    """Whether one speech stands inside what another says."""
    inside = any(start <= inner.cue.start < end for start, end in outer.content)
    return (inside or outer.wraps is inner) and outer.source != inner.source


def _is_medium(tokens: Sequence[Token], span: Range, outlet: str | None) -> bool:
    words = list(tokens[span[0] : span[1]])
    if outlet and " ".join(t.low for t in words if t.tag != "determiner") in outlet.lower():
        return False
    return any(t.low in word_class("media_words") for t in words) and any(t.tag == "name" for t in words)


def _only_cited(text: str, tokens: Sequence[Token], citing: Found) -> tuple[Speech, ...]:
    content = trimmed(tokens, 0, citing.cue.start)
    if content is None or citing.source is None:
        return ()
    whole = replace(citing, content=(content,))
    return (_speech(text, tokens, whole, words_of(text, tokens, citing.source), ()),)


def _speech(text: str, tokens: Sequence[Token], one: Found, source: Words | None, relays: tuple[Words, ...]) -> Speech:
    ranges = [
        r for r in (one.source, (one.cue.start, one.cue.end), one.about, one.medium, one.listener, *one.content) if r
    ]
    hull = (min(tokens[r[0]].start for r in ranges), max(tokens[r[1] - 1].end for r in ranges))
    return Speech(
        source=source,
        relays=relays,
        cue=_cue_words(text, tokens, one.cue),
        medium=words_of(text, tokens, one.medium) if one.medium else None,
        content=tuple((tokens[a].start, tokens[b - 1].end) for a, b in one.content),
        stance=one.cue.stance,
        frame=one.cue.frame,
        about=words_of(text, tokens, one.about) if one.about else None,
        hull=hull,
    )


def _cue_words(text: str, tokens: Sequence[Token], cue: Cue) -> Words:
    """The verb with the auxiliaries and adverbs before it: "had claimed"."""
    start = cue.start
    while start > 0 and tokens[start - 1].tag == "auxiliary":
        start -= 1
    return words_of(text, tokens, (start, cue.end))


def _colon_quotation(text: str, tokens: Sequence[Token], quoted: Sequence[bool]) -> tuple[Speech, ...]:
    """X verb …: "quotation", whatever the verb: the colon says that the words are X's."""
    colon = next((k for k in range(len(tokens) - 1) if tokens[k].text == ":" and quoted[k + 1]), None)
    verb = next((k for k in range(colon or 0) if tokens[k].tag == "verb"), None)
    source = phrases.before(tokens, verb) if verb else None
    if colon is None or verb is None or source is None or not can_speak(tokens, source):
        return ()
    cue = Cue(verb, verb + 1, "says", "asserted", tokens[verb].low, needs_that=False)
    content = trimmed(tokens, colon + 1, len(tokens))
    found = Found(cue, source, content=(content,) if content else ())
    return (_speech(text, tokens, found, words_of(text, tokens, source), ()),) if content else ()


def _colon_headline(text: str, sentence: Sentence) -> tuple[Speech, ...]:
    """ "Observatory: town captured" and "Six killed in strike: monitor", in headlines only."""
    tokens = sentence.tokens
    colons = [k for k, t in enumerate(tokens) if t.text == ":"]
    if sentence.kind != "headline" or len(colons) != 1:
        return ()
    at = colons[0]
    before, behind = (0, at), (at + 1, len(tokens))
    for source, content in ((before, behind), (behind, before)):
        words = tokens[source[0] : source[1]]
        if any(t.low in word_class("labels") for t in words):
            continue
        verbal = any(t.tag in ("verb", "auxiliary", "preposition") for t in words)
        if 0 < len(words) <= 5 and not verbal and content[1] - content[0] >= 3:
            cue = Cue(at, at + 1, "says", "asserted", ":", needs_that=False)
            return (_speech(text, tokens, Found(cue, source, content=(content,)), words_of(text, tokens, source), ()),)
    return ()
