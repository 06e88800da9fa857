"""Who speaks through whom in one sentence: cues that give the same words make one chain of voices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sayso.model import Span, Words
from sayso.reading import frames
from sayso.reading.cues import Frame
from sayso.reading.heard import Part
from sayso.reading.phrases import Range, words_of
from sayso.reading.sentences import Sentence
from sayso.reading.speech import Speech, hull, overlap, span_of, tokens_in
from sayso.reading.tokens import Token


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a speech is told. cue, verb: tokens of the cue and of its verb; lemma: as the codebook lists it."""

    text: str
    tokens: Sequence[Token]
    outlet: str | None
    cue: Range
    verb: int
    lemma: str

    def words(self, found: Range) -> Words:
        """The words of some tokens."""
        return words_of(self.text, self.tokens, found)


def spoken(text: str, sentence: Sentence, parts: Sequence[Part], outlet: str | None) -> list[Speech]:
    """The speeches of one sentence, in the order of their cues."""
    chains = sorted(_chains(parts), key=lambda chain: chain[0].cue.words.span)
    return [speech for chain in chains if (speech := _speech(text, sentence, chain, parts, outlet))]


def _chains(parts: Sequence[Part]) -> list[list[Part]]:
    """Cues that are given for the same words, the origin's first: the nearer a cue to the words, the nearer its voice.

    "X, Y claimed, Z reported", "X, Y said, according to Z".
    """
    chains: list[list[Part]] = []
    for part in sorted(parts, key=_distance):
        chain = next((c for c in chains if _share(c[0], part)), None)
        if chain:
            chain.append(part)
        else:
            chains.append([part])
    return chains


def _distance(part: Part) -> tuple[bool, int]:
    """How far cue and speaker stand from their words: in another sentence or not, and by how many characters."""
    voice = (part.cue.words.span, part.cue.source.span)
    return part.at is None, min(max(a - end, start - b, 0) for a, b in part.content for start, end in voice)


def _share(a: Part, b: Part) -> bool:
    """Whether half of the shorter content is the other's too, and neither cue stands in what the other gives."""
    if _holds(a, b) or _holds(b, a):
        return False
    shared = sum(overlap(x, y) for x in a.content for y in b.content)
    return 2 * shared >= min(sum(end - start for start, end in part.content) for part in (a, b))


def _holds(outer: Part, inner: Part) -> bool:
    """Whether a cue or its speaker stands inside what another cue gives: "X said that Y had denied it"."""
    own = (inner.cue.words.span, inner.cue.source.span)
    return outer is not inner and any(overlap(content, span) for content in outer.content for span in own)


def _speech(
    text: str, sentence: Sentence, chain: Sequence[Part], parts: Sequence[Part], outlet: str | None
) -> Speech | None:
    """One chain as a speech: first as the encoder has it, then with what the frame of its cue adds."""
    origin = chain[0]
    others = [*(p for p in chain[1:] if p.at), *(p for p in parts if _holds(p, origin))]
    voices = [span for p in chain if p.at for span in _voice(p, parts)]
    speech = Speech(
        source=origin.cue.source,
        relays=tuple(p.cue.source for p in others if p.cue.source != origin.cue.source),
        cue=origin.cue.words,
        medium=None,
        content=origin.content,
        stance=origin.cue.row.stance,
        frame=origin.cue.row.frame,
        about=None,
        hull=hull(sentence, [*origin.content, *voices]),
    )
    if origin.at is None:
        return speech
    place = _Place(text, sentence.tokens, outlet, origin.at, _verb(sentence.tokens, origin.at), origin.cue.row.lemma)
    framed = _FRAMES.get(speech.frame, _said)(place, speech)
    return _telling(place, _with_medium(place, framed)) if framed else None


def _voice(part: Part, parts: Sequence[Part]) -> list[Span]:
    """Where a cue stands, and its speaker, unless another cue between them has that speaker beside it."""
    cue, source = part.cue.words.span, part.cue.source.span
    between = (min(cue[1], source[1]), max(cue[0], source[0]))
    shared = any(p is not part and overlap(p.cue.words.span, between) for p in parts)
    return [cue] if shared else [cue, source]


def _verb(tokens: Sequence[Token], cue: Range) -> int:
    """The cue's verb: its last word that is one, else its last word."""
    verbs = [k for k in range(*cue) if tokens[k].tag in ("verb", "gerund")]
    return verbs[-1] if verbs else cue[1] - 1


# --- what the frames add


def _said(place: _Place, speech: Speech) -> Speech:
    """ "Y told X that": X is a relay where it is a medium."""
    telling = place.lemma in ("tell", "inform")
    listener = frames.told(place.tokens, place.verb, place.outlet) if telling else None
    return replace(speech, relays=(place.words(listener), *speech.relays)) if listener else speech


def _accused(place: _Place, speech: Speech) -> Speech | None:
    """ "X accused Y of CONTENT"; no speech where nothing is said that Y did."""
    stop = tokens_in(place.tokens, speech.hull)[1]
    found = frames.accused(place.tokens, place.verb + 1, stop)
    if found is None:
        return None
    about, content = found
    named = place.words(about) if about else None
    return replace(speech, about=named, content=(span_of(place.tokens, content),))


def _quoted(place: _Place, speech: Speech) -> Speech:
    """ "X quoted Y as saying that CONTENT": Y is the origin, X passes it on."""
    found = frames.quoted_as_saying(place.tokens, place.cue[0])
    if found is None:
        return speech
    origin, relay = found
    return replace(speech, source=place.words(origin), relays=(place.words(relay),) if relay else ())


_FRAMES: dict[Frame, Callable[[_Place, Speech], Speech | None]] = {"accuses": _accused, "quotes": _quoted}


def _with_medium(place: _Place, speech: Speech) -> Speech:
    """ "in a statement", "on Telegram" between the verb and what is said."""
    opening = tokens_in(place.tokens, speech.content[-1])[0]
    found = frames.medium(place.tokens, place.verb, opening) if opening > place.verb else None
    return replace(speech, medium=place.words(found)) if found else speech


def _telling(place: _Place, speech: Speech) -> Speech:
    """ "Others deny this", "the claim was denied by X": alone the words that are denied would tell nothing."""
    if speech.stance != "denied":
        return speech
    first, end = tokens_in(place.tokens, speech.content[0])
    if end - first > 1 and place.tokens[first].low in ("this", "it", "that") and place.tokens[first + 1].text == ",":
        # "Others deny this, and the road remains closed": what goes on behind the comma nobody denies.
        return replace(speech, content=((speech.hull[0], place.tokens[first].end),))
    if _words(place.tokens, speech.content) >= frames.TELLING:
        return speech
    return replace(speech, content=(speech.hull,))


def _words(tokens: Sequence[Token], spans: Sequence[Span]) -> int:
    inside = [t for span in spans for t in tokens[slice(*tokens_in(tokens, span))]]
    return sum(t.tag not in ("mark", "quote") for t in inside)


def citing(text: str, sentence: Sentence, speeches: Sequence[Speech], quoted: Sequence[bool]) -> list[Speech]:
    """The speeches, the first with its origin as "citing X" names it; who cites is then a relay.

    quoted: of each token whether it is quoted.
    """
    tokens = sentence.tokens
    found = frames.cited(tokens, quoted)
    if not speeches or found is None:
        return list(speeches)
    at, named = found
    first, *rest = speeches
    origin = words_of(text, tokens, named)
    own = frames.beside(tokens, at)
    source = first.source if first.source and not overlap(first.source.span, origin.span) else None
    relay = source or (words_of(text, tokens, own) if own else None)
    around = hull(sentence, [first.hull, span_of(tokens, (at, named[1])), *([relay.span] if relay else [])])
    relays = (relay, *first.relays) if relay else first.relays
    return [replace(first, source=origin, relays=relays, hull=around), *rest]
