"""Who speaks: from cues and quotations to speakers with the words they are given for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.codebook.tables import table
from sayso.model import Span, Stance, Words
from sayso.reading import phrases
from sayso.reading.cues import Cue, Frame, cues
from sayso.reading.phrases import Range, words_of
from sayso.reading.quotation import Quotation
from sayso.reading.sentences import Sentence
from sayso.reading.tokens import Token, word_class

_TELLING = 3
"""Fewer words than this are no content of their own."""
_LEAD = 14
"""How many tokens may stand between a cue and its "that" ("said in a statement on Monday that")."""


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A speech in token ranges, before it is tied to the text."""

    cue: Cue
    source: Range | None
    about: Range | None = None
    medium: Range | None = None
    listener: Range | None = None
    relay: Range | None = None
    content: tuple[Range, ...] = ()
    wraps: "_Found | None" = None
    """The speech that this voice passes on whole: "…, the agency said, according to the radio"."""


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(table("cues")["nouns"][name].split())


def speeches(text: str, sentence: Sentence, quotes: Sequence[Quotation], outlet: str | None) -> tuple[Speech, ...]:
    """Every speech whose cue stands in this sentence; quoted speech that runs on beyond it is added by `reading`."""
    tokens = sentence.tokens
    # A cue inside a quotation that nobody closed may well stand behind the words: "The convoy was hit, the mayor said.
    quoted = [any(q.closed and q.overlap(t.span) for q in quotes) for t in tokens]
    marks = cues(tokens, quoted)
    if not marks:
        return _colon_headline(text, sentence) or _colon_quotation(text, tokens, quoted)
    found: list[_Found] = []
    floor = 0
    for number, cue in enumerate(marks):
        stop = _stop(tokens, cue, marks[number + 1] if number + 1 < len(marks) else None)
        if (one := _frame(tokens, cue, floor, stop, found, quoted)) is None:
            continue
        found.append(one)
        if cue.frame != "citing":
            floor = stop if stop < len(tokens) else cue.end
    return _chained(text, tokens, [f for f in found if f.content or f.wraps or f.cue.frame == "citing"], outlet)


# --- one cue


def _stop(tokens: Sequence[Token], cue: Cue, following: Cue | None) -> int:
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


def _frame(
    tokens: Sequence[Token], cue: Cue, floor: int, stop: int, before: Sequence[_Found], quoted: Sequence[bool]
) -> _Found | None:
    if cue.frame == "prefix":
        return _prefix(tokens, cue, floor, stop, before)
    if cue.frame == "quotes":
        return _quoted_as_saying(tokens, cue, stop)
    if cue.frame == "impersonal":
        content = _trimmed(tokens, cue.end, stop)
        return _Found(cue, None, content=(content,)) if content else None
    if cue.frame == "citing":
        source = phrases.after(tokens, cue.end, stop)
        return _Found(cue, source) if source else None
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


def _subject(tokens: Sequence[Token], cue: Cue, floor: int, before: Sequence[_Found]) -> Range | None:
    """The speaker in front of the verb; a participle and a second verb ("said … and added") take the one before."""
    if tokens[cue.start].tag == "gerund":
        return before[-1].source if before else _main_subject(tokens, cue.start)
    k = cue.start - 1
    while k >= 0 and tokens[k].tag in ("adverb", "auxiliary"):
        k -= 1
    if k >= 0 and tokens[k].low in ("and", "but", ",") and before and k >= floor and tokens[k].text != ",":
        return before[-1].source
    span = phrases.before(tokens, cue.start)
    return span if span and span[0] >= floor and _can_speak(tokens, span) else None


def _main_subject(tokens: Sequence[Token], at: int) -> Range | None:
    verb = next((k for k in range(at) if tokens[k].tag == "verb"), None)
    return phrases.before(tokens, verb) if verb else None


def _can_speak(tokens: Sequence[Token], span: Range) -> bool:
    words = tokens[span[0] : span[1]]
    if len(words) == 1 and words[0].low in ("one", "some", "all"):
        return False
    return words[0].low not in ("there", "nothing", "which", "something") and any(
        t.tag in ("name", "noun", "pronoun") for t in words
    )


def _quoted_as_saying(tokens: Sequence[Token], cue: Cue, stop: int) -> _Found | None:
    """ "X quoted Y as saying that CONTENT", "Y was quoted by X as saying that CONTENT"."""
    verb = next(
        (k for k in range(cue.start - 1, -1, -1) if tokens[k].low in ("quoted", "quotes", "cited", "cites")), None
    )
    content = _trimmed(tokens, cue.end, stop)
    subject = phrases.before(tokens, verb) if verb else None
    if verb is None or subject is None or content is None:
        return None
    passive = any(t.low in ("was", "were", "been", "is") for t in tokens[subject[1] : verb])
    by = verb + 1 if tokens[verb + 1].low == "by" else verb
    other = phrases.after(tokens, by + 1, cue.start)
    source, relay = (subject, other) if passive else (other, subject)
    return _Found(cue, source, relay=relay, content=(content,)) if source else None


def _prefix(tokens: Sequence[Token], cue: Cue, floor: int, stop: int, before: Sequence[_Found]) -> _Found | None:
    """ "According to X, CONTENT" and "CONTENT, according to X"."""
    source = phrases.after(tokens, cue.end, stop)
    if source is None:
        return None
    left = _trimmed(tokens, floor, cue.start)
    opens = left is None or left[1] - left[0] < 3
    right_from = _skip_apposition(tokens, source[1], stop)
    right = _trimmed(tokens, right_from, stop) if opens else None
    content = right if opens else left
    if content is None and before and before[-1].cue.frame == "says":
        return _Found(cue, source, wraps=before[-1])
    return _Found(cue, source, content=(content,) if content else ())


def _skip_apposition(tokens: Sequence[Token], at: int, stop: int) -> int:
    """From behind a speaker's name to behind the comma after it ("according to X, a group in London, …")."""
    comma = next((k for k in range(at, min(stop, at + 12)) if tokens[k].text == ","), None)
    return at if comma is None else comma + 1


def _passive(tokens: Sequence[Token], cue: Cue, floor: int, stop: int) -> _Found | None:
    """ "The claim was denied by X", "X was accused by Y of …"; without "by" nobody is named and nothing is read."""
    by = next((k for k in range(cue.end, min(stop, cue.end + 4)) if tokens[k].low == "by"), None)
    if cue.needs_that or cue.lemma == "claim":
        return None
    subject = phrases.before(tokens, cue.start)
    source = phrases.after(tokens, by + 1, stop) if by is not None else None
    if source is None or subject is None or subject[0] < floor:
        return None
    if cue.frame == "accuses":
        about = _accusation(tokens, replace(cue, end=source[1]), source, stop)
        return _Found(cue, source, about=subject, content=about.content) if about else None
    return _Found(cue, source, content=((subject[0], source[1]),))


def _accusation(tokens: Sequence[Token], cue: Cue, source: Range | None, stop: int) -> _Found | None:
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
    content = _trimmed(tokens, link + 1, stop)
    if content and about and content[1] - content[0] < _TELLING:
        # "blamed the rebels for it": alone the few words behind "for" would tell nothing.
        content = (about[0], content[1])
    return _Found(cue, source, about=about, content=(content,) if content else ())


def _statement(
    tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int, stop: int, quoted: Sequence[bool]
) -> _Found | None:
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
    return _Found(cue, source, medium=medium, listener=listener, content=content)


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
    if opening is None:
        nominal = cue.lemma not in ("say", "tell", "add", "note") and not cue.needs_that and cue.frame != "says"
        transitive = cue.lemma in (
            "report",
            "announce",
            "confirm",
            "deny",
            "claim",
            "admit",
            "acknowledge",
            "reject",
            "refute",
            "dismiss",
            "allege",
            "disavow",
            "doubt",
            "question",
            "dispute",
            "declare",
            "reveal",
            "write",
        )
        return (
            _trimmed(tokens, _past_preposition(tokens, start, cue), stop)
            if (nominal or transitive) and _has_object(tokens, start, stop)
            else None
        )
    return _trimmed(tokens, opening, stop)


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
    span = _trimmed(tokens, _quoted_from(tokens, end, floor), end)
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


def _inverted(tokens: Sequence[Token], cue: Cue, floor: int, stop: int) -> _Found | None:
    """ "CONTENT, said X": the speaker stands behind the verb."""
    left = _left(tokens, cue.start, floor)
    source = phrases.after(tokens, cue.end, stop) if left else None
    if left is None or source is None or not _can_speak(tokens, source):
        return None
    return _Found(cue, source, content=(left,))


def _medium(tokens: Sequence[Token], cue: Cue, stop: int) -> Range | None:
    """ "in a statement", "on Telegram" between cue and content; "a statement saying" before it."""
    if tokens[cue.start].tag == "gerund" and cue.start and tokens[cue.start - 1].low in _nouns("speech"):
        return phrases.before(tokens, cue.start)
    for k in range(cue.end, min(stop, len(tokens) - 1)):
        if tokens[k].low in ("in", "on", "via") and not phrases.is_time(tokens, k + 1, min(k + 3, len(tokens))):
            return phrases.after(tokens, k + 1, stop, frozenset({"of"}))
    return None


def _trimmed(tokens: Sequence[Token], start: int, stop: int) -> Range | None:
    """A range without the commas, colons and conjunctions at its rim; None if no word is left."""
    while start < stop and (
        tokens[start].text in (",", ":", ";", ".", "-", "–", "—")
        or tokens[start].low in ("and", "but", "that", "however", "meanwhile", "moreover")
    ):
        start += 1
    while stop > start and tokens[stop - 1].text in (",", ":", ";", ".", "-", "–", "—", "("):
        stop -= 1
    return (start, stop) if any(t.tag not in ("mark", "quote") for t in tokens[start:stop]) else None


# --- from cues to chains


def _chained(text: str, tokens: Sequence[Token], found: Sequence[_Found], outlet: str | None) -> tuple[Speech, ...]:
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


def _holds(outer: _Found, inner: _Found) -> bool:
    """Whether one speech stands inside what another says."""
    inside = any(start <= inner.cue.start < end for start, end in outer.content)
    return (inside or outer.wraps is inner) and outer.source != inner.source


def _is_medium(tokens: Sequence[Token], span: Range, outlet: str | None) -> bool:
    words = list(tokens[span[0] : span[1]])
    if outlet and " ".join(t.low for t in words if t.tag != "determiner") in outlet.lower():
        return False
    return any(t.low in word_class("media_words") for t in words) and any(t.tag == "name" for t in words)


def _only_cited(text: str, tokens: Sequence[Token], citing: _Found) -> tuple[Speech, ...]:
    content = _trimmed(tokens, 0, citing.cue.start)
    if content is None or citing.source is None:
        return ()
    whole = replace(citing, content=(content,))
    return (_speech(text, tokens, whole, words_of(text, tokens, citing.source), ()),)


def _speech(text: str, tokens: Sequence[Token], one: _Found, source: Words | None, relays: tuple[Words, ...]) -> Speech:
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
    if colon is None or verb is None or source is None or not _can_speak(tokens, source):
        return ()
    cue = Cue(verb, verb + 1, "says", "asserted", tokens[verb].low, needs_that=False)
    content = _trimmed(tokens, colon + 1, len(tokens))
    found = _Found(cue, source, content=(content,) if content else ())
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
            return (_speech(text, tokens, _Found(cue, source, content=(content,)), words_of(text, tokens, source), ()),)
    return ()
