"""Bodies of HTTP responses unpacked within a limit: a kilobyte can be packed to hold a gigabyte."""

import zlib
from collections.abc import Callable

STEP = 65_536
"""Bytes of output taken at once, so that a bomb is noticed a step after the limit and not when memory is full."""


class NotUnpacked(ValueError):
    """The body is broken, packed in a way that we do not know, or larger than the limit (`too_large`)."""

    def __init__(self, told: str, *, too_large: bool = False) -> None:
        super().__init__(told)
        self.too_large = too_large


def unpacked(body: bytes, encodings: str | None, limit: int) -> bytes:
    """The body without its Content-Encoding. encodings: that header's value; limit: bytes of what comes out.

    Raises NotUnpacked. A body cut short gives what there is of it: an article's end may be missing, its words are not
    wrong.
    """
    names = [name.strip().lower() for name in (encodings or "").split(",") if name.strip()]
    for name in reversed([name for name in names if name != "identity"]):
        unpack = _WAYS.get(name)
        if unpack is None:
            raise NotUnpacked(f"packed as {name[:20]}, which is not read")
        body = unpack(body, limit)
    return body


def _gzip(body: bytes, limit: int) -> bytes:
    return _zlib(body, limit, 16 + zlib.MAX_WBITS)


def _deflate(body: bytes, limit: int) -> bytes:
    """With the zlib header as the standard has it, or bare, as many servers send it."""
    try:
        return _zlib(body, limit, zlib.MAX_WBITS)
    except NotUnpacked as error:
        if error.too_large:
            raise
        return _zlib(body, limit, -zlib.MAX_WBITS)


def _zlib(body: bytes, limit: int, window: int) -> bytes:
    found = bytearray()
    while body:
        unpacker = zlib.decompressobj(window)
        try:
            while body and not unpacker.eof:
                found += unpacker.decompress(body, STEP)
                body = unpacker.unconsumed_tail
                _check(len(found), limit)
        except zlib.error as error:
            if found:
                break  # zeros or a footer behind the last member, as some servers append them
            raise NotUnpacked("broken: it could not be unpacked") from error
        found += unpacker.flush()
        body = unpacker.unused_data if unpacker.eof else b""
    _check(len(found), limit)
    return bytes(found)


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    found = bytearray()
    try:
        found += unpacker.process(body, output_buffer_limit=STEP)
        while not unpacker.is_finished() and not unpacker.can_accept_more_data():
            _check(len(found), limit)
            found += unpacker.process(b"", output_buffer_limit=STEP)
    except brotli.error as error:
        raise NotUnpacked("broken: it could not be unpacked") from error
    _check(len(found), limit)
    return bytes(found)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise NotUnpacked(f"more than {limit:,} bytes unpacked", too_large=True)


_WAYS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
