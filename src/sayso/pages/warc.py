"""WARC (ISO 28500): what was fetched, kept as it came beside the ledger; and the records of any WARC, read back."""

import gzip
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from sayso.model import Page, Problem, sha256_of_bytes
from sayso.pages.fetch import Exchange, Fetched, Validators, page_of
from sayso.pages.taken import How, now

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

    from sayso.pages.daybook import Daybook

_STEP = 65_536
_SEARCHED = 1_000_000
_GZIP = b"\x1f\x8b"
_DEFLATED = _GZIP + b"\x08"
_MEMBER = 16 + zlib.MAX_WBITS
_END = b"\r\n\r\n"
_HEAD = re.compile(
    rb"WARC/(?:[^\r\n]+\r\n)*?Content-Length:[ \t]*(?P<length>\d{1,12})\r\n(?:[^\r\n]+\r\n)*\r\n", re.IGNORECASE
)
"""The head of a record, which says how long the rest is."""

FULL = 1_000_000_000
"""Bytes after which another file is begun, as archives do, so that one can still be copied and mailed around."""


def record_of(exchange: Exchange) -> bytes:
    """An exchange as one record, packed: a WARC is read from any record on, because each is a gzip member of its own.

    The response stands in it as it came, but for its transfer coding, which belongs to the connection: nobody could
    read the body by the header that names it.
    """
    kept = [pair for pair in exchange.headers if pair[0].lower() != b"transfer-encoding"]
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in kept)
    status = f"HTTP/1.1 {exchange.status} {exchange.reason}".rstrip().encode("latin-1", "replace")
    block = status + b"\r\n" + lines + b"\r\n" + exchange.body
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Date": exchange.at,
        "WARC-Target-URI": exchange.address,
        "WARC-IP-Address": exchange.number,
        "WARC-Payload-Digest": _digest(exchange.body),
        "WARC-Block-Digest": _digest(block),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    if exchange.status == 304:
        fields |= {"WARC-Type": "revisit", "WARC-Profile": _NOT_MODIFIED}
    return _packed(fields, block)


_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def _information(agent: str) -> bytes:
    block = f"software: {agent}\r\nformat: WARC File Format 1.1\r\nrobots: obeyed\r\n".encode()
    fields = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Date": now(),
        "Content-Type": "application/warc-fields",
        "Content-Length": str(len(block)),
    }
    return _packed(fields, block)


def _packed(fields: Mapping[str, str | None], block: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return gzip.compress(b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n", 6, mtime=0)


def _digest(data: bytes) -> str:
    return f"sha256:{sha256_of_bytes(data)}"


class Kept:
    """The WARC files of a ledger: `sayso.db.1.warc.gz` beside `sayso.db`, and so on.

    A file is only written where the daybook says it ends: what a killed process left behind its end is half a record
    and is cut off; a file that the daybook does not know is never touched.
    """

    def __init__(self, daybook: "Daybook", how: How, agent: str) -> None:
        self._daybook = daybook
        self._how = how
        self._agent = agent
        self._folder = daybook.ledger.parent

    def validators(self, link: str) -> Validators | None:
        """By what a site can tell whether the page of a link has changed since it was last fetched."""
        rows = self._daybook.ask("SELECT address, etag, modified, warc FROM responses WHERE link = ?", link)
        known = rows and (rows[0]["etag"] or rows[0]["modified"]) and (self._folder / rows[0]["warc"]).exists()
        return Validators(rows[0]["address"], rows[0]["etag"], rows[0]["modified"]) if known else None

    def keep(self, fetched: Fetched) -> Page | Problem:
        """Write every response on the way, and give the page: where the site says "unchanged", the one kept before."""
        if fetched.exchanges:
            self._write(fetched)
        return self._before(fetched.link) if fetched.found is None else fetched.found

    def _write(self, fetched: Fetched) -> None:
        records = [record_of(exchange) for exchange in fetched.exchanges]
        last = fetched.exchanges[-1]
        with self._daybook.writing() as writing:
            name, at = self._end()
            if not at:
                records.insert(0, _information(self._agent))
            size = at + sum(map(len, records))
            with (self._folder / name).open("r+b" if at else "w+b") as file:
                file.seek(at)
                file.truncate()
                file.write(b"".join(records))
            writing.execute("INSERT OR REPLACE INTO warcs VALUES (?, ?)", (name, size))
            if isinstance(fetched.found, Page):
                validators = (last.header("etag"), last.header("last-modified"))
                row = (fetched.link, last.address, *validators, name, size - len(records[-1]), last.at)
                writing.execute("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _end(self) -> tuple[str, int]:
        """Which file is written on, and from where; 0 for one that is begun."""
        for row in self._daybook.ask("SELECT name, size FROM warcs ORDER BY rowid DESC LIMIT 1"):
            path = self._folder / row["name"]
            if row["size"] < FULL and path.exists() and path.stat().st_size >= row["size"]:
                return str(row["name"]), int(row["size"])
        number = 1
        while (self._folder / (name := f"{self._daybook.ledger.name}.{number}.warc.gz")).exists():
            number += 1
        return name, 0

    def _before(self, link: str) -> Page | Problem:
        rows = self._daybook.ask("SELECT warc, place FROM responses WHERE link = ?", link)
        for row in rows:
            with (self._folder / row["warc"]).open("rb") as file:
                file.seek(row["place"])
                for record in records(file):
                    found = taken_from(record, self._how)
                    if isinstance(found, Page):
                        return found
                    break
        told = "the site says that it has not changed, but what was fetched before is gone from the WARC"
        return Problem("not_readable", f"{link}: {told}; move the WARC back, or the daybook away")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a WARC, its payload read. place: of its first byte in the file; cut: whether its end is missing."""

    place: int
    type: str
    address: str | None
    at: str | None
    status: int | None
    content_type: str | None
    packing: str | None
    payload: bytes
    cut: bool


def records(file: IO[bytes], limit: int = 0) -> Iterator[Record]:
    """The records from where the file stands. limit: bytes of payload that are read, 0 for all.

    Raises OSError where the file is no WARC, or broken from some place on.
    """
    from fastwarc.warc import ArchiveIterator

    begun = last = file.tell()
    try:
        for record in ArchiveIterator(file, parse_http=True, auto_decode="transfer"):
            last = record.stream_pos
            yield _read(record, limit)
        whole = _ends_whole(file, last)
    except (EOFError, zlib.error) as error:  # of a file that is unpacked on the way
        raise OSError(str(error)) from error
    if not whole:
        raise OSError("it ends amid a record" if last > begun else "it holds no whole record")


def _ends_whole(file: IO[bytes], last: int) -> bool:
    """Whether the file ends where a record does, which a record cut off in its head does not show otherwise."""
    file.seek(last)
    chunk = file.read(_STEP)
    if not chunk.startswith(_GZIP):
        end = b""
        while chunk:
            end, chunk = (end + chunk)[-len(_END) :], file.read(_STEP)
        return end == _END
    while chunk:
        member = zlib.decompressobj(_MEMBER)
        while chunk and not member.eof:
            member.decompress(chunk, _STEP)
            chunk = member.unconsumed_tail or member.unused_data or file.read(_STEP)
    return member.eof


def within(file: IO[bytes]) -> IO[bytes]:
    """The file; or what is packed in it, where all of it was packed at once (`gzip crawl.warc`).

    A WARC has each record in a gzip member of its own, so that a place is a byte of the file. In one member of many
    records no record can be begun at: places are then bytes of what is unpacked, and going on unpacks up to there.
    """
    at, seen, first = file.tell(), 0, None
    member = zlib.decompressobj(_MEMBER)
    try:
        while not member.eof and (chunk := member.unconsumed_tail or file.read(_STEP)):
            text = member.decompress(chunk, _STEP)
            first = first or _HEAD.match(text)
            seen += len(text)
            if not first or seen > first.end() + int(first["length"]) + len(_END):
                break
    except zlib.error:  # not packed, or broken, which reading it will tell
        first = None
    file.seek(at)
    more = first and seen > first.end() + int(first["length"]) + len(_END)
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if more else file


def next_whole(file: IO[bytes], place: int) -> int | None:
    """Where the next whole record begins behind one in a damaged file; None where there is none.

    Only among records that are packed each for itself: their checksum tells that one is whole and no page's words.
    """
    file.seek(place)
    if file.read(len(_DEFLATED)) != _DEFLATED:
        return None
    at, seen = place + 1, b""
    file.seek(at)
    while chunk := file.read(_SEARCHED):
        seen += chunk
        found = -1
        while (found := seen.find(_DEFLATED, found + 1)) >= 0:
            if _is_whole(file, at + found):
                return at + found
        kept = seen[-2:]
        at += len(seen) - len(kept)
        seen = kept
        file.seek(at + len(kept))
    return None


def _is_whole(file: IO[bytes], place: int) -> bool:
    """Whether a gzip member that holds a record begins there, and comes to its end with the right checksum."""
    file.seek(place)
    member = zlib.decompressobj(_MEMBER)
    begun = b""
    try:
        while not member.eof and (chunk := member.unconsumed_tail or file.read(_STEP)):
            text = member.decompress(chunk, _STEP)
            begun = begun or text
            if not begun.startswith(b"WARC/"[: len(begun)]):
                return False
    except zlib.error:
        return False
    return member.eof


def _read(record: "WarcRecord", limit: int) -> Record:
    http = record.http_headers if record.is_http else None
    length = min(record.content_length, limit + 1) if limit else record.content_length
    kind = str(record.record_type)
    wanted = kind in ("response", "resource", "conversion")
    payload = record.reader.read(length) if wanted else b""
    chunked = http is not None and "chunked" in (http.get("Transfer-Encoding") or "").lower()
    headers = http if http is not None else record.headers
    status = http.status_code if http is not None else None
    return Record(
        place=record.stream_pos,
        type=kind,
        address=record.headers.get("WARC-Target-URI"),
        at=record.headers.get("WARC-Date"),
        status=status,
        content_type=headers.get("Content-Type"),
        packing=http.get("Content-Encoding") if http is not None else None,
        payload=payload,
        # A chunked body is shorter than its record: it says itself where it ends.
        cut=wanted and ((len(payload) < length and not chunked) or (http is not None and not status)),
    )


def taken_from(record: Record, how: How, shown: str | None = None) -> Page | Problem | str:
    """The page of a record; what kept a page from being one; or, as a word, what else than a page it is."""
    from sayso.pages.kinds import passed_by_type

    address = (record.address or "").strip("<> ")
    if record.type not in ("response", "resource", "conversion") or not address.startswith(("http://", "https://")):
        return record.type if record.type not in ("response", "resource") else "no link"
    if record.status not in (None, 200) and not record.cut:
        return f"status {record.status}"
    if passed := passed_by_type(record.content_type):
        return passed
    name = shown or address
    if record.cut:
        return Problem("not_readable", f"{name}: the record is cut off; fetch the page or its archive again")
    at = record.at or now()
    found = page_of(address, at, record.payload, record.packing, record.content_type, how, name)
    if isinstance(found, Problem) and found.code in ("binary", "unknown_kind"):
        return "no text"
    return found
