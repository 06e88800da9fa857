"""Profiles: what of a claim may leave the ledger, and the count of what may not, with the reason.

"internal" gives all. "public" withholds what could harm somebody: names of private persons, plans and movements, where
shelters and clinics are, who was a witness, and any place finer than a settlement. The words it looks for are rows of
`care.toml`. It errs on the side of withholding, because nothing that is published can be taken back.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from sayso.exports.atlas import Atlas
from sayso.exports.names import Names
from sayso.exports.outgoing import Imprint, Judged, Number, Outgoing, Passage, Voice, Where
from sayso.exports.tables import phrases, table
from sayso.ledger.decided import Decided, Standing
from sayso.ledger.tellings import Telling
from sayso.model.claim import Claim, Hop
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Count, Party, Toll, When
from sayso.model.report import Published

Profile = Literal["public", "internal"]

WITNESS, PLACE, WORDS, PERSON = "[witness withheld]", "[place withheld]", "[words withheld]", "[name withheld]"
TOLLS = ("killed", "injured", "captured", "displaced")
_CLOSED = frozenset(
    {"stance", "type", "since", "until", "limit", "offset", "state", "incident", "claim", "review", "disputed"}
)
"""Filters whose values are ids, days and words of the codebook."""
AROUND = 32
"""Characters before and behind a quote by which a reader of annotations finds it again, as the W3C's note advises."""

_COORDINATES = re.compile(
    r"\d{1,3}\.\d{3,}|\d{1,3},\d{4,}|\d{1,3}\s*°|\d+\s*['′]\s*\d+\s*[\"″]"
    r"|\b\d{1,2}[A-Z](?:\s?[A-Z]{2})\s?\d{4,}"  # 37S DV 12345 67890
    r"|\b[NSEW]\s?\d{1,3}(?:\s+\d{1,2}(?:\.\d+)?)+|\b\d{1,3}(?:\s+\d{1,2}(?:\.\d+)?){1,2}\s?[NSEW]\b"
    r"|\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b"  # a plus code
)


@dataclass(slots=True)
class Care:
    """What passes claims on under one profile.

    delay: how long after the news something may leave; now: UTC, against which it is counted. `withheld` counts by what
    and why; nothing in it names anybody.
    """

    profile: Profile
    atlas: Atlas
    decided: Decided = field(default_factory=Decided)
    delay: timedelta = timedelta()
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    withheld: Counter[tuple[str, str]] = field(default_factory=Counter)
    considered: int = 0

    def leaving(self, telling: Telling) -> Iterator[Outgoing]:
        """The claims of one report that may leave, as far as they may."""
        return filter(None, self.cleared(telling).values())

    def cleared(self, telling: Telling) -> dict[str, Outgoing | None]:
        """The claims of one report by their ids, each as far as it may leave; None where it may not."""
        cleared = _PROFILES[self.profile](self, telling)
        found: dict[str, Outgoing | None] = {}
        for claim in telling.claims:
            self.considered += 1
            claim_id = claim.id
            standing = self.decided.standing(claim_id)
            found[claim_id] = None
            if standing.verdict == "refuse":
                self.withheld["claim", "refused by a reviewer"] += 1
            elif self._too_early(telling, claim):
                self.withheld["claim", f"within the delay of {_hours(self.delay)}"] += 1
            else:
                found[claim_id] = cleared(claim, claim_id, standing)
        return found

    def whole(self, telling: Telling) -> Iterator[Outgoing]:
        """All claims of one report, refused ones too, nothing withheld: for whoever works on them."""
        cleared = _internal(self, telling)
        for claim in telling.claims:
            claim_id = claim.id
            if (outgoing := cleared(claim, claim_id, self.decided.standing(claim_id))) is not None:
                yield outgoing

    def asked(self, filters: Mapping[str, str]) -> dict[str, str]:
        """By what claims were chosen, as far as it may be told: who looked for a name has it in a filter."""
        return {name: self._asked(name, text) for name, text in filters.items()}

    def _asked(self, name: str, text: str) -> str:
        if self.profile == "internal" or name in _CLOSED:
            return text
        spelt = self.atlas.spelt if name == "place" else self.atlas.known
        as_name = " ".join(word[:1].upper() + word[1:] for word in text.split())
        told = Names(spelt).cleared(as_name) == as_name and not _why_not(text)
        return text if told else WORDS

    def _too_early(self, telling: Telling, claim: Claim) -> bool:
        """Counted from the end of the last day of what is told and of its publication; from our taking it, undated."""
        if not self.delay:
            return False
        when = claim.event.when
        known = [_end_of(day) for day in ((when.end or when.start) if when else None, _told_on(telling)) if day]
        return self.now < max(known or [_end_of(telling.fetched)]) + self.delay


@dataclass(frozen=True, slots=True)
class _Public:
    """The profile "public" at one report."""

    names: Names
    imprint: Imprint
    care: Care

    @classmethod
    def of(cls, telling: Telling, care: Care) -> "_Public":
        places = {p.entry for claim in telling.claims for p in claim.event.places if p.entry}
        parties = {_plain(p.text) for claim in telling.claims for p in _parties(claim) if p.entry}

        def known(words: str) -> bool:
            return _plain(words) in parties or care.atlas.names(words, places) or care.atlas.known(words)

        names = Names(cache(known))
        if telling.outlet:
            names.tell(telling.outlet)
        names.read(telling.text, telling.title or "")
        imprint = _imprint(telling)
        public = cls(names, imprint, care)
        return cls(names, public._cleared_imprint(imprint), care)

    def _cleared_imprint(self, imprint: Imprint) -> Imprint:
        title = self._told(imprint.title, "title", heading=True) if imprint.title else None
        if imprint.title and (why := _why_not(imprint.title)):
            self.care.withheld["title", why] += 1
            title = WORDS
        return replace(imprint, title=title, address=self._address(imprint.address), path=None)

    def _address(self, address: str | None) -> str | None:
        """A link; only its host where its path spells a name or what is withheld; nothing of a file on a disk."""
        parts = urlsplit(address or "")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        if self.names.spelt_in(parts.hostname):
            self.care.withheld["address", "its host spells what is withheld"] += 1
            return None
        slug = re.sub(r"[\W_]+", " ", unquote(f"{parts.path} {parts.query}"))
        if self.names.spelt_in(slug) or _why_not(slug):
            self.care.withheld["address", "its path spells what is withheld"] += 1
            return f"{parts.scheme}://{parts.hostname}/"
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" + f"?{parts.query}" * bool(parts.query)

    def cleared(self, claim: Outgoing) -> Outgoing | None:
        """The claim as far as it may leave; None where it may not at all."""
        told = " ".join([*(passage.text for passage in claim.quote), claim.weapon or ""])
        if why := _why_not_at_all(claim, told):
            self.care.withheld["claim", why] += 1
            return None
        why_place = _why_no_position(told, claim)
        reasons: list[str] = []
        if why_place:
            self.care.withheld["words, places and parties of a claim", why_place] += 1
            reasons.append(why_place)
        before = self.care.withheld.copy()
        may: dict[str, Any] = {
            "quote": () if why_place else tuple(self._passage(each, "quote") for each in claim.quote),
            "chain": tuple(self._voice(voice, claim, first=n == 0) for n, voice in enumerate(claim.chain)),
            "weapon": self._words(claim.weapon, why_place),
            "actors": tuple(self._party(each, why_place) for each in claim.actors),
            "targets": tuple(self._party(each, why_place) for each in claim.targets),
            "places": tuple(self._place(each, why_place) for each in claim.places),
            "when": self._when(claim.when),
            "judged": self._judged(claim.judged),
            **{name: self._number(getattr(claim, name), why_place) for name in TOLLS},
        }
        if self.care.withheld != before:
            reasons += sorted({why for _, why in self.care.withheld - before})
        return replace(claim, imprint=self.imprint, around=None, withheld=tuple(reasons), **may)

    def _told(self, text: str, what: str, *, heading: bool = False) -> str:
        cleared = self.names.cleared(text, heading=heading)
        if cleared != text:
            self.care.withheld[what, "private person"] += 1
        return cleared

    def _passage(self, passage: Passage, what: str) -> Passage:
        text = self._told(passage.text, what)
        return passage if text == passage.text else replace(passage, text=text, whole=False)

    def _words(self, text: str | None, why: str | None) -> str | None:
        return None if text is None or why else self._told(text, "weapon")

    def _number(self, number: Number | None, why: str | None) -> Number | None:
        if number is None or number.who is None:
            return number
        why = why or _why_not(number.who)
        return replace(number, who=WORDS if why else self._told(number.who, "who was harmed"))

    def _voice(self, voice: Voice, claim: Outgoing, *, first: bool) -> Voice:
        """A witness is told as one; a body or an office that the register knows may be told by its words."""
        rows = table("care")["witness"]
        medium = self._told(voice.medium, "medium") if voice.medium else None
        if medium and (why := _why_not(medium)):
            self.care.withheld["medium", why] += 1
            medium = WORDS
        tells = voice.kind in rows["kinds"] or (first and claim.basis in rows["bases"])
        if not voice.speaker.entry and (tells or phrases(rows["words"]).search(voice.speaker.text)):
            self.care.withheld["speaker", "witness"] += 1
            return replace(voice, speaker=Passage(WITNESS, voice.speaker.span, None, whole=False), medium=medium)
        speaker = self._passage(voice.speaker, "speaker")
        if why := _why_not(speaker.text):
            self.care.withheld["speaker", why] += 1
            speaker = replace(speaker, text=WORDS, whole=False)
        return replace(voice, speaker=speaker, medium=medium)

    def _party(self, party: Passage, why: str | None) -> Passage:
        if party.entry is None and (why or _why_not(party.text)):
            return replace(party, text=WORDS, whole=False)
        return self._passage(party, "party")

    def _place(self, place: Where, why: str | None) -> Where:
        """Not finer than a settlement; where a clinic or a shelter is told of, not even that."""
        if why:
            return Where(replace(place.words, text=PLACE, entry=None, whole=False), None, None, None)
        if place.kind is None and _finer(place.words.text):
            self.care.withheld["place", "finer than a settlement"] += 1
            return Where(replace(place.words, text=PLACE, entry=None, whole=False), None, None, None)
        if place.lat is not None and place.kind != "settlement":
            self.care.withheld["coordinates", "finer than a settlement"] += 1
            place = replace(place, lat=None, lon=None)
        # A resolved place is told by what it is resolved to: its words may say more ("the Haddads' farm near Homs").
        if place.kind is not None:
            return place if self.care.atlas.known(place.words.text) else replace(place, words=self._of_entry(place))
        return replace(place, words=self._passage(place.words, "place"))

    def _of_entry(self, place: Where) -> Passage:
        same = _plain(place.words.text) == _plain(place.name or "")
        return place.words if same else self._passage(place.words, "place")

    def _when(self, when: When | None) -> When | None:
        """The day, not the hour; the words as far as they name nobody."""
        if when is None:
            return None
        start, end = (day[:10] if day else None for day in (when.start, when.end))
        granularity = "day" if when.granularity == "instant" else when.granularity
        return replace(when, start=start, end=end, granularity=granularity, text=self._told(when.text, "time"))

    def _judged(self, judged: Judged | None) -> Judged | None:
        if judged is None:
            return None
        reason = None if judged.reason is None or _why_not(judged.reason) else self._told(judged.reason, "reason")
        return replace(judged, who=PERSON, reason=reason)


_Clearing = Callable[[Claim, str, Standing], Outgoing | None]
"""From a claim, its id (a hash, made once) and where it stands after all reviews to what may leave of it, if it may."""


def _internal(care: Care, telling: Telling) -> _Clearing:
    imprint = _imprint(telling)

    def cleared(claim: Claim, claim_id: str, standing: Standing) -> Outgoing:
        return _outgoing(care.decided.claim(claim, claim_id), claim_id, telling, imprint, standing, care)

    return cleared


def _public(care: Care, telling: Telling) -> _Clearing:
    public, whole = _Public.of(telling, care), _internal(care, telling)

    def cleared(claim: Claim, claim_id: str, standing: Standing) -> Outgoing | None:
        outgoing = whole(claim, claim_id, standing)
        return public.cleared(outgoing) if outgoing else None

    return cleared


_PROFILES: dict[Profile, Callable[[Care, Telling], _Clearing]] = {"public": _public, "internal": _internal}


def check_profile(profile: str) -> Profile:
    """The profile of this name. Raises NotOfThisKind where there is none."""
    for known in _PROFILES:
        if known == profile:
            return known
    raise NotOfThisKind(f"{profile!r} is no profile: it is one of {', '.join(_PROFILES)}")


def _imprint(telling: Telling) -> Imprint:
    return Imprint(
        telling.report_id,
        telling.title,
        telling.outlet,
        telling.published,
        telling.address,
        telling.path,
        telling.fetched,
        telling.page_sha256,
        telling.text_sha256,
    )


def _outgoing(
    claim: Claim, claim_id: str, telling: Telling, imprint: Imprint, standing: Standing, care: Care
) -> Outgoing:
    """All of a claim, under the id with which it was read; corrected slots as corrected."""
    event, toll = claim.event, claim.event.toll or Toll()
    by = standing.by
    start, end = claim.quote[0].span[0], claim.quote[-1].span[1]
    return Outgoing(
        id=claim_id,
        imprint=imprint,
        quote=tuple(Passage(words.text, words.span) for words in claim.quote),
        position=tuple(words.span for words in claim.quote),
        around=(telling.text[max(0, start - AROUND) : start], telling.text[end : end + AROUND]),
        chain=tuple(map(_voice_of, claim.chain)),
        stance=claim.stance,
        basis=claim.basis,
        confidence=claim.confidence,
        reader=claim.reader,
        type=event.type,
        mode=event.mode,
        weapon=event.weapon.text if event.weapon else None,
        actors=tuple(map(_party_of, event.actors)),
        targets=tuple(map(_party_of, event.targets)),
        places=tuple(map(care.atlas.where, event.places)),
        when=event.when,
        killed=_number_of(toll.killed),
        injured=_number_of(toll.injured),
        captured=_number_of(toll.captured),
        displaced=_number_of(toll.displaced),
        judged=Judged(by.who, by.when, standing.verdict, by.reason) if by and standing.verdict else None,
        corrected=tuple(slot for slot, _ in standing.corrections),
    )


def _party_of(party: Party) -> Passage:
    # "The group", "regime forces": without a capital letter it is no name.
    refers = party.stands_for is not None or party.text.islower()
    return Passage(party.text, party.span, party.entry, refers=refers)


def _voice_of(hop: Hop) -> Voice:
    speaker = Passage(hop.speaker.text, hop.speaker.span, hop.entry)
    return Voice(speaker, hop.kind, hop.medium.text if hop.medium else None, hop.relay, hop.beside)


def _number_of(count: Count | None) -> Number | None:
    if count is None:
        return None
    bare = int(count.text) if count.text.isascii() and count.text.isdigit() else None
    return Number(count.low, count.high, count.who.text if count.who else None, bare)


def _parties(claim: Claim) -> Iterable[Party]:
    return (*claim.event.actors, *claim.event.targets)


def _why_not_at_all(claim: Outgoing, told: str) -> str | None:
    """Why a claim is withheld whole; None where it may leave."""
    for row in table("care")["claim"]:
        if claim.stance in row.get("stance", ()) or claim.type in row.get("type", ()):
            return str(row["why"])
    return _why("claim", told)


def _why_no_position(told: str, claim: Outgoing) -> str | None:
    """Why neither words nor places nor parties of a claim may leave; None where they may."""
    slots = [party.text for party in (*claim.actors, *claim.targets) if not party.entry]
    return _why_hidden(" | ".join([told, *slots, *(place.words.text for place in claim.places if not place.kind)]))


@lru_cache(20_000)
def _why_not(text: str) -> str | None:
    """Why words that stand by themselves (a title, a speaker) may not leave: they tell of what any row withholds."""
    return _why("claim", text) or _why_hidden(text)


def _why_hidden(text: str) -> str | None:
    return _why("position", text) or ("finer than a settlement" if _COORDINATES.search(text) else None)


def _why(rows: str, text: str) -> str | None:
    """The first row that has one of its words in the text. Nearly all texts have none, which one look tells."""
    every, each = _patterns(rows)
    return next((why for why, words in each if words.search(text)), None) if every.search(text) else None


@cache
def _patterns(rows: str) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    listed = table("care")[rows]
    return phrases(", ".join(row["words"] for row in listed)), tuple(
        (row["why"], phrases(row["words"])) for row in listed
    )


def _finer(text: str) -> bool:
    """Whether a place that no register knows is told by more than a name, or by numbers."""
    return bool(_why_hidden(text)) or any(map(str.isdigit, text))


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def _told_on(telling: Telling) -> str | None:
    published: Published | None = telling.published
    return published.start if published else None


def _end_of(day: str) -> datetime:
    """The last moment of an ISO 8601 day, month or year; an instant is itself. UTC where nothing else is said."""
    if len(day) > 10:
        instant = datetime.fromisoformat(day)
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    year, month, date = ([int(part) for part in day.split("-")] + [0, 0])[:3]
    if date:
        return datetime(year, month, date, tzinfo=UTC) + timedelta(days=1)
    return datetime(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1, tzinfo=UTC)


def _hours(delay: timedelta) -> str:
    return f"{delay.total_seconds() / 3600:g} h"
