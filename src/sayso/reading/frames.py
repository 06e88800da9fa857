"""One cue, one frame: which words carry the speaker, which the content, in token ranges."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.codebook.tables import table
from sayso.reading import phrases
from sayso.reading.cues import Cue
from sayso.reading.phrases import Range
from sayso.reading.tokens import Token

_TELLING = 3
"""Fewer words than this are no content of their own."""
_LEAD = 14
"""How many tokens may stand between a cue and its "that" ("said in a statement on Monday that")."""


@dataclass(frozen=True, slots=True)
class Found:
    """A speech in token ranges, before it is tied to the text."""

    cue: Cue
    source: Range | None
    about: Range | None = None
    medium: Range | None = None
    listener: Range | None = None
    relay: Range | None = None
    content: tuple[Range, ...] = ()
    wraps: "Found | None" = None
    """The speech that this voice passes on whole: "…, the agency said, according to the radio"."""


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(table("cues")["nouns"][name].split())


def stop_of(tokens: Sequence[Token], cue: Cue, following: Cue | None) -> int:
    """Where the words behind a cue end: at the sentence's end, or at the break before the next cue's clause."""
    if following is None:
        return len(tokens)
    if following.frame in ("prefix", "citing"):
        comma = following.start - 1
        return comma if comma > cue.end and tokens[comma].text == "," else following.start
    for k in range(following.start - 1, cue.end, -1):
        if tokens[k].low in ("but", "while", "although", "whereas", ";", ":") or (
            tokens[k].low == "and" and _is_clause_break(tokens, k, following.start)
        ):
            return k - 1 if tokens[k - 1].text == "," else k
        if tokens[k].text == "," and tokens[following.start].tag == "gerund":
            return k
    return len(tokens)


def _is_clause_break(tokens: Sequence[Token], at: int, cue: int) -> bool:
    """Whether the "and" at `at` joins what the next cue says, not two names before it."""
    between = tokens[at + 1 : cue]
    return all(t.tag not in ("verb", "subordinator") for t in between)


def frame_of(
    tokens: Sequence[Token], cue: Cue, floor: int, stop: int, before: Sequence[Found], quoted: Sequence[bool]
) -> Found | None:
    """The speech that one cue makes, None where it makes none.

    floor, stop: the tokens between which its words stand; before: the speeches already found in the sentence; quoted:
    of each token whether it stands in a quotation.
    """
    if cue.frame == "prefix":
        return _prefix(tokens, cue, floor, stop, before)
    if cue.frame == "quotes":
        return _quoted_as_saying(tokens, cue, stop)
    if cue.frame == "impersonal":
        content = trimmed(tokens, cue.end, stop)
        return Found(cue, None, content=(content,)) if content else None
    if cue.frame == "citing":
        source = phrases.after(tokens, cue.end, stop)
        return Found(cue, source) if source else None
    if _is_passive(tokens, cue):
        return _passive(tokens, cue, floor, stop)
    source = _subject(tokens, cue, floor, before)
    if cue.frame == "accuses":
        return _accusation(tokens, cue, source, stop)
    return _statement(tokens, cue, source, floor, stop, quoted)


def _is_passive(tokens: Sequence[Token], cue: Cue) -> bool:
    k = cue.start - 1
    while k >= 0 and tokens[k].tag == "adverb":
        k -= 1
    return (
        k >= 0
        and tokens[k].low in ("was", "were", "been", "being", "is", "are", "be")
        and tokens[cue.start].tag == "verb"
    )


def _subject(tokens: Sequence[Token], cue: Cue, floor: int, before: Sequence[Found]) -> Range | None:
    """The speaker in front of the verb; a participle and a second verb ("said … and added") take the one before."""
    if tokens[cue.start].tag == "gerund":
        return before[-1].source if before else _main_subject(tokens, cue.start)
    k = cue.start - 1
    while k >= 0 and tokens[k].tag in ("adverb", "auxiliary"):
        k -= 1
    if before and k >= floor and tokens[k].low in ("and", "but"):
        return before[-1].source
    span = phrases.before(tokens, cue.start)
    return span if span and span[0] >= floor and can_speak(tokens, span) else None


def _main_subject(tokens: Sequence[Token], at: int) -> Range | None:
    verb = next((k for k in range(at) if tokens[k].tag == "verb"), None)
    return phrases.before(tokens, verb) if verb else None


def can_speak(tokens: Sequence[Token], span: Range) -> bool:
    """Whether a phrase names somebody: "there" and a bare "some" do not, a pronoun does."""
    words = tokens[span[0] : span[1]]
    if len(words) == 1 and words[0].low in ("one", "some", "all"):
        return False
    return words[0].low not in ("there", "nothing", "which", "something") and any(
        t.tag in ("name", "noun", "pronoun") for t in words
    )


def _quoted_as_saying(tokens: Sequence[Token], cue: Cue, stop: int) -> Found | None:
    """ "X quoted Y as saying that CONTENT", "Y was quoted by X as saying that CONTENT"."""
    verb = next(
        (k for k in range(cue.start - 1, -1, -1) if tokens[k].low in ("quoted", "quotes", "cited", "cites")), None
    )
    content = trimmed(tokens, cue.end, stop)
    subject = phrases.before(tokens, verb) if verb else None
    if verb is None or subject is None or content is None:
        return None
    passive = any(t.low in ("was", "were", "been", "is") for t in tokens[subject[1] : verb])
    by = verb + 1 if tokens[verb + 1].low == "by" else verb
    other = phrases.after(tokens, by + 1, cue.start)
    source, relay = (subject, other) if passive else (other, subject)
    return Found(cue, source, relay=relay, content=(content,)) if source else None


def _prefix(tokens: Sequence[Token], cue: Cue, floor: int, stop: int, before: Sequence[Found]) -> Found | None:
    """ "According to X, CONTENT" and "CONTENT, according to X"."""
    source = phrases.after(tokens, cue.end, stop)
    if source is None:
        return None
    left = trimmed(tokens, floor, cue.start)
    opens = left is None or left[1] - left[0] < 3
    right_from = _skip_apposition(tokens, source[1], stop)
    right = trimmed(tokens, right_from, stop) if opens else None
    content = right if opens else left
    if content is None and before and before[-1].cue.frame == "says":
        return Found(cue, source, wraps=before[-1])
    return Found(cue, source, content=(content,) if content else ())


def _skip_apposition(tokens: Sequence[Token], at: int, stop: int) -> int:
    """From behind a speaker's name to behind the comma after it ("according to X, a group in London, …")."""
    comma = next((k for k in range(at, min(stop, at + 12)) if tokens[k].text == ","), None)
    return at if comma is None else comma + 1


def _passive(tokens: Sequence[Token], cue: Cue, floor: int, stop: int) -> Found | None:
    """ "The claim was denied by X", "X was accused by Y of …"; without "by" nobody is named and nothing is read."""
    if cue.needs_that or cue.lemma == "claim":
        return None
    by = next((k for k in range(cue.end, min(stop, cue.end + 4)) if tokens[k].low == "by"), None)
    subject = phrases.before(tokens, cue.start)
    source = phrases.after(tokens, by + 1, stop) if by is not None else None
    if source is None or subject is None or subject[0] < floor:
        return None
    if cue.frame == "accuses":
        about = _accusation(tokens, replace(cue, end=source[1]), source, stop)
        return Found(cue, source, about=subject, content=about.content) if about else None
    return Found(cue, source, content=((subject[0], source[1]),))


def _accusation(tokens: Sequence[Token], cue: Cue, source: Range | None, stop: int) -> Found | None:
    link = next(
        (
            k
            for k in range(cue.end, stop)
            if tokens[k].low in ("of", "for", "with")
            and (k + 1 < stop)
            and (tokens[k + 1].tag != "name" or k > cue.end + 6)
        ),
        None,
    )
    if source is None or link is None:
        return None
    about = phrases.after(tokens, cue.end, link) if link > cue.end else None
    content = trimmed(tokens, link + 1, stop)
    if content and about and content[1] - content[0] < _TELLING:
        # "blamed the rebels for it": alone the few words behind "for" would tell nothing.
        content = (about[0], content[1])
    return Found(cue, source, about=about, content=(content,) if content else ())


def _statement(
    tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int, stop: int, quoted: Sequence[bool]
) -> Found | None:
    listener, start = _listener(tokens, cue, stop)
    right = _right(tokens, cue, start, stop, quoted)
    if source is None:
        return _inverted(tokens, cue, floor, stop)
    left = _left(tokens, source[0], floor, closed=right is not None)
    if right is None and left is None:
        return None
    if right is not None and left is not None and not (quoted[right[0]] and quoted[left[1] - 1]):
        left = None
    medium = _medium(tokens, cue, right[0] if right else stop)
    if right and cue.stance == "denied" and right[1] - right[0] < _TELLING:
        # "Others deny this": alone the word behind the verb would tell nothing.
        right = (source[0], right[1])
    content = tuple(span for span in (left, right) if span)
    return Found(cue, source, medium=medium, listener=listener, content=content)


def _listener(tokens: Sequence[Token], cue: Cue, stop: int) -> tuple[Range | None, int]:
    if cue.lemma not in ("tell", "inform"):
        return None, cue.end
    span = phrases.after(tokens, cue.end, stop, frozenset({"of", "for"}))
    return (span, span[1]) if span else (None, cue.end)


def _right(tokens: Sequence[Token], cue: Cue, start: int, stop: int, quoted: Sequence[bool]) -> Range | None:
    """What is said behind the cue, past "in a statement", "on Monday" and "that"; None where nothing is."""
    if start + 1 < stop and tokens[start].low in _nouns("anaphors") and tokens[start + 1].low in (",", "and", "but"):
        return (start, start + 1)
    opening = _content_start(tokens, start, stop, quoted)
    if opening is not None:
        return trimmed(tokens, opening, stop)
    # "Announced a ceasefire", "demanded an inquiry": what is said can be a noun; what is told or added cannot.
    nominal = cue.frame == "calls" or cue.lemma in _nouns("said_of")
    if not nominal or not _has_object(tokens, start, stop):
        return None
    return trimmed(tokens, _past_preposition(tokens, start, cue), stop)


def _past_preposition(tokens: Sequence[Token], start: int, cue: Cue) -> int:
    return start + 1 if cue.frame == "calls" and start < len(tokens) and tokens[start].tag == "preposition" else start


def _has_object(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return start < stop and tokens[start].text != "," and not phrases.is_time(tokens, start, min(start + 2, stop))


def _content_start(tokens: Sequence[Token], start: int, stop: int, quoted: Sequence[bool]) -> int | None:
    for k in range(start, min(stop, start + _LEAD)):
        token = tokens[k]
        if token.low == "that" and k + 1 < stop:
            return k + 1
        if token.text == ":":
            return k + 1 if k + 1 < stop else None
        if quoted[k]:
            return k
        if token.tag in ("verb", "auxiliary", "pronoun"):
            return start if tokens[start].text != "," else None
        if token.text == "," and k == start and not any(quoted[k : k + 2]):
            return None
    return None


def _left(tokens: Sequence[Token], end: int, floor: int, *, closed: bool = True) -> Range | None:
    """What stands before the speaker as content: a clause that a comma or a quotation mark closes.

    Where nothing stands behind the cue the mark may be missing, as in much scraped text ("Shells killed 12 he said.").
    """
    if end - 1 < floor or (closed and tokens[end - 1].text not in (",", "?", "!") and tokens[end - 1].tag != "quote"):
        return None
    span = trimmed(tokens, _quoted_from(tokens, end, floor), end)
    if span is None or not any(
        t.tag in ("verb", "auxiliary", "gerund") or t.tag == "quote" for t in tokens[span[0] : span[1]]
    ):
        return None
    return span


def _quoted_from(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Where a quotation that closes just before `end` opens; what stands before it is not quoted. Else `floor`."""
    if not any(t.tag == "quote" for t in tokens[max(end - 2, floor) : end]):
        return floor
    opening = [k for k in range(floor, max(end - 3, floor)) if tokens[k].tag == "quote"]
    return opening[-1] if opening and len(opening) % 2 else floor


def _inverted(tokens: Sequence[Token], cue: Cue, floor: int, stop: int) -> Found | None:
    """ "CONTENT, said X": the speaker stands behind the verb."""
    left = _left(tokens, cue.start, floor)
    source = phrases.after(tokens, cue.end, stop) if left else None
    if left is None or source is None or not can_speak(tokens, source):
        return None
    return Found(cue, source, content=(left,))


def _medium(tokens: Sequence[Token], cue: Cue, stop: int) -> Range | None:
    """ "in a statement", "on Telegram" between cue and content; "a statement saying" before it."""
    if tokens[cue.start].tag == "gerund" and cue.start and tokens[cue.start - 1].low in _nouns("speech"):
        return phrases.before(tokens, cue.start)
    for k in range(cue.end, min(stop, len(tokens) - 1)):
        if tokens[k].low in ("in", "on", "via") and not phrases.is_time(tokens, k + 1, min(k + 3, len(tokens))):
            return phrases.after(tokens, k + 1, stop, frozenset({"of"}))
    return None


def trimmed(tokens: Sequence[Token], start: int, stop: int) -> Range | None:
    """A range without the commas, colons and conjunctions at its rim; None if no word is left."""
    while start < stop and (
        tokens[start].text in (",", ":", ";", ".", "-", "–", "—")
        or tokens[start].low in ("and", "but", "that", "however", "meanwhile", "moreover")
    ):
        start += 1
    while stop > start and tokens[stop - 1].text in (",", ":", ";", ".", "-", "–", "—", "("):
        stop -= 1
    return (start, stop) if any(t.tag not in ("mark", "quote") for t in tokens[start:stop]) else None
