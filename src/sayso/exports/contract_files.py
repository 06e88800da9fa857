"""Files of the contract read back into nouns, so that claims read by others, or elsewhere, can be held against ours.

Lenient where a person may have written the file: a slot may be a string instead of {"text", "span"}, a day may stand as
`date`, spans may be missing. What weighing needs must be there: a quote, and an event with its type.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from sayso.model.canonical import sha256_of
from sayso.model.claim import Claim, Hop, Stance
from sayso.model.errors import NotOfThisKind
from sayso.model.event import Count, Event, EventType, Party, Place, Toll, When
from sayso.model.words import Span, Words

JSON = Mapping[str, Any]
_OUTLET_ITSELF = ("", "report")


@dataclass(frozen=True, slots=True)
class ContractFile:
    """One line of the contract: what the report says of itself, and its claims beside the ids that the file gives them.

    An id that is missing is "STEM:N", the file's name and the claim's number, as the scorer counts them.
    """

    path: str
    text: str
    title: str | None
    outlet: str | None
    published: str | None
    ids: tuple[str, ...]
    claims: tuple[Claim, ...]


def contract_files(path: Path) -> Iterator[ContractFile]:
    """Every report of a file: one JSON object, or one a line. Raises NotOfThisKind naming file, place and mend."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or error
        raise NotOfThisKind(f"{path}: {why}; give files that `sayso read --format json` wrote") from error
    except UnicodeDecodeError as error:
        raise NotOfThisKind(f"{path}: not UTF-8 at byte {error.start}; write it again as UTF-8") from error
    found = False
    for where, data in _objects(path, content):
        found = True
        yield contract_file(str(path), data, where)
    if not found:
        raise NotOfThisKind(f"{path}: empty; give a file that `sayso read --format json` wrote")


def _objects(path: Path, content: str) -> Iterator[tuple[str, Any]]:
    try:
        yield str(path), json.loads(content)
    except ValueError:
        for number, line in enumerate(content.split("\n"), 1):
            if line.strip():
                yield f"{path}, line {number}", _object(f"{path}, line {number}", line)


def _object(where: str, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise NotOfThisKind(f"{where}: no JSON ({error}); one object a file or a line is read") from error


def contract_file(path: str, data: Any, where: str | None = None) -> ContractFile:
    """One report of a file, already parsed. Raises NotOfThisKind naming where and what."""
    where = where or path
    if not isinstance(data, dict) or not isinstance(data.get("claims"), list):
        raise NotOfThisKind(f"{where}: no object with a list of claims; `sayso read --format json` writes them")
    report = data.get("report") or data
    text = report.get("text") or ""
    stem = Path(data.get("path") or path).stem
    claims = tuple(_Taken(f"{where}, claim {number}", text).claim(claim) for number, claim in enumerate(data["claims"]))
    ids = tuple(str(claim.get("id") or f"{stem}:{number}") for number, claim in enumerate(data["claims"]))
    published = report.get("published")
    return ContractFile(
        path, text, report.get("title"), report.get("outlet"), str(published) if published else None, ids, claims
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """One claim of a file being read: where it stands, for complaints, and its report's text, for spans."""

    where: str
    text: str

    def claim(self, data: Any) -> Claim:
        if not isinstance(data, dict) or not isinstance(data.get("event"), dict):
            raise NotOfThisKind(f"{self.where}: a claim is an object with a quote and an event")
        quote = data.get("quote")
        if not isinstance(quote, str) or not quote:
            raise NotOfThisKind(f"{self.where}: its quote is missing")
        try:
            return self._claim(data, self._words({"text": quote, "span": data.get("span")}, 0))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NotOfThisKind(f"{self.where}: a field is not as the contract has it ({error})") from error

    def _claim(self, data: JSON, main: Words) -> Claim:
        text_sha256 = sha256_of(self.text)
        return Claim(
            page_sha256=text_sha256,
            text_sha256=text_sha256,
            quote=self._fragments(data, main),
            chain=self._chain(data, main.span[0]),
            stance=self._listed("stance", data.get("stance"), get_args(Stance)),
            basis=data.get("basis"),
            event=self._event(data["event"], main.span[0]),
            cue=self._words(data["cue"], main.span[0]) if data.get("cue") else None,
            confidence=data.get("confidence"),
            reader=str(data.get("reader") or "file"),
        )

    def _listed(self, name: str, value: Any, listed: Sequence[str]) -> Any:
        if value not in listed:
            raise NotOfThisKind(f"{self.where}: {value!r} is no {name}; it is one of {', '.join(listed)}")
        return value

    def _fragments(self, data: JSON, main: Words) -> tuple[Words, ...]:
        spans = [(int(start), int(end)) for start, end in data.get("spans") or ()]
        told = tuple(Words(self.text[start:end], (start, end)) for start, end in spans if end <= len(self.text))
        return told or (main,)

    def _words(self, value: Any, near: int) -> Words:
        """Words as the file gives them. Where their span is missing or wrong, the nearest place where they stand."""
        told, span = (value, None) if isinstance(value, str) else (value["text"], value.get("span"))
        if span and self.text[span[0] : span[1]] == told:
            return Words(told, (int(span[0]), int(span[1])))
        start = _nearest(self.text, told, near)
        return Words(told, (start, start + len(told)))

    def _span(self, value: Any, near: int) -> tuple[str, Span]:
        words = self._words(value, near)
        return words.text, words.span

    def _chain(self, data: JSON, near: int) -> tuple[Hop, ...]:
        source = data.get("source")
        named = source["text"] if isinstance(source, dict) else source
        voices = [] if named is None or named.casefold() in _OUTLET_ITSELF else [self._hop(source, near, relay=False)]
        return (*voices, *(self._hop(via, near, relay=True) for via in data.get("via") or ()))

    def _hop(self, value: Any, near: int, *, relay: bool) -> Hop:
        beside = value if isinstance(value, dict) else {}
        return Hop(
            self._words(value, near),
            beside.get("kind"),
            entry=beside.get("id"),
            relay=relay,
            stands_for=self._stands_for(value, near),
        )

    def _stands_for(self, value: Any, near: int) -> Words | None:
        told = value.get("stands_for") if isinstance(value, dict) else None
        return self._words(told, near) if told else None

    def _event(self, data: JSON, near: int) -> Event:
        return Event(
            type=self._listed("type", data.get("type"), get_args(EventType)),
            trigger=self._words(data["trigger"], near) if data.get("trigger") else None,
            mode=data.get("mode"),
            weapon=self._words(data["weapon"], near) if data.get("weapon") else None,
            actors=tuple(self._party(each, near) for each in data.get("actor") or ()),
            targets=tuple(self._party(each, near) for each in data.get("target") or ()),
            places=tuple(self._place(each, near) for each in data.get("place") or ()),
            when=self._when(data, near),
            toll=self._toll(data.get("casualties") or {}, near),
        )

    def _party(self, value: Any, near: int) -> Party:
        entry = value.get("id") if isinstance(value, dict) else None
        return Party(*self._span(value, near), entry, self._stands_for(value, near))

    def _place(self, value: Any, near: int) -> Place:
        text, span = self._span(value, near)
        if isinstance(value, str):
            return Place(text, span)
        point = (value.get("lat"), value.get("lon"), value.get("precision"))
        return Place(text, span, value.get("id"), *point, self._stands_for(value, near))

    def _when(self, data: JSON, near: int) -> When | None:
        told = data.get("when") or {}
        first = told.get("start") or data.get("date")
        words = told.get("text") or data.get("date_text") or ""
        if not first and not words:
            return None
        text, span = self._span(told if told.get("text") else words, near)
        start, end = days_of(first) if first else (None, None)
        _, last = days_of(told["end"]) if told.get("end") else (None, end)
        return When(text, span, start, last, told.get("granularity"), told.get("anchor"))

    def _toll(self, data: JSON, near: int) -> Toll | None:
        counts = {
            name: Count("", (near, near), *pair)
            for name in ("killed", "injured", "captured", "displaced")
            if (pair := data.get(name))
        }
        return Toll(**counts) if counts else None


def days_of(date: str) -> tuple[str, str]:
    """First and last day of a day, month or year in ISO 8601. Raises ValueError for what is none."""
    from calendar import monthrange
    from datetime import date as day

    numbers = [int(part) for part in date[:10].split("-")]
    if len(numbers) == 1:
        return f"{numbers[0]:04}-01-01", f"{numbers[0]:04}-12-31"
    if len(numbers) == 2:
        year, month = numbers
        return day(year, month, 1).isoformat(), day(year, month, monthrange(year, month)[1]).isoformat()
    whole = day.fromisoformat(date[:10]).isoformat()
    return whole, whole


def _nearest(text: str, words: str, near: int) -> int:
    """Where the words stand nearest to a place; 0 where they stand nowhere."""
    before, after = text.rfind(words, 0, near + len(words)), text.find(words, near)
    return min((place for place in (before, after) if place >= 0), key=lambda place: abs(place - near), default=0)
