"""Bytes to text. Nothing is changed on the way, so that offsets are code points of the text as it was given."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark opens with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)

# What pages call an encoding and what they are written in (WHATWG Encoding Standard, "Names and labels").
_IN_TRUTH = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "x-gbk": "gb18030",
    "windows-874": "cp874",
    "utf-16": "utf-8",  # a declaration that could be read byte by byte is not in UTF-16
    "unicode": "utf-8",
}


def decode(content: bytes, declared: bool, served: str | None = None) -> tuple[str, bool]:
    """The text, and whether it is whole (False: characters were lost, U+FFFD stands in their place).

    Tried in turn: the byte order mark, which is not part of the text; UTF-8; UTF-16 without a mark; what the server
    said (`served`); where `declared`, what the page says in its meta tag; the Western code page of most old English
    pages; a detector by statistics. A server that says Latin-1 says what it says of all its pages: the meta tag is
    asked before it.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _with_losses(content[len(mark) :], name)
    if wide := _utf16_without_mark(content):
        return _with_losses(content, wide)
    if (text := _strict(content, "utf-8")) is not None:
        return text, True
    if _mostly_utf8(content):
        return _with_losses(content, "utf-8")
    named = _declared_name(content) if declared else None
    told = _in_truth(served) if served else None
    first = (named, told) if told == "cp1252" else (told, named)
    for guess in (*first, _western(content)):
        if guess and (text := _strict(content, guess)) is not None:
            return text, True
    if (detected := _detected(content)) and (text := _strict(content, detected)) is not None:
        return text, True
    return _with_losses(content, "cp1252")


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _with_losses(content: bytes, name: str) -> tuple[str, bool]:
    text = content.decode(name, "replace")
    return text, _strict(content, name) is not None


def _utf16_without_mark(content: bytes) -> str | None:
    """Text of Latin letters in UTF-16 has a NUL at every other byte, always on the same side."""
    head = content[:4096]
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd == 0 else None


def _mostly_utf8(content: bytes) -> bool:
    """UTF-8 with a few broken bytes (a page cut off, a stray character) rather than another encoding."""
    text = content.decode("utf-8", "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    foreign = sum(1 for letter in text if ord(letter) > 127) - lost
    return foreign > 4 * lost


def _declared_name(content: bytes) -> str | None:
    found = _DECLARED.search(content[:8192])
    if not found:
        return None
    return _in_truth(found[1].decode("ascii", "replace"))


def _in_truth(name: str) -> str:
    return _IN_TRUTH.get(name.lower(), name.lower())


def _western(content: bytes) -> str | None:
    """Windows-1252 where next to nothing but English letters and its quotes and dashes stands: detectors miss those."""
    high = sum(1 for byte in content if byte > 127)
    punctuation = sum(content.count(byte) for byte in b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa9\xab\xbb\xe9")
    return "cp1252" if high < 0.03 * len(content) and punctuation >= 0.5 * high else None


def _detected(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # here: it takes a tenth of a second to load and is seldom needed

    best = from_bytes(content[:200_000]).best()
    return best.encoding if best else None
