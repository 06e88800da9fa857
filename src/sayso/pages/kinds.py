"""What kind of file a stretch of bytes is: by content first, then by the name's suffix."""

import re
from pathlib import PurePath

from sayso.model import ProblemCode

SNIFFED = 65_536
"""Bytes of a file that are looked at; a page that hides its kind for longer is none that a browser saved."""

BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""UTF-8, UTF-16 and (by its first two bytes) UTF-32. A text that opens with one may hold NULs and is still a text."""

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})

# What a folder holds beside reports: files of these suffixes are opened only where they are named.
_PICTURES_AND_FILMS = """.jpg .jpeg .png .gif .webp .avif .ico .bmp .tif .tiff .svg .mp3 .mp4 .m4a .ogg .webm .wav .avi
    .mov .mkv .swf .woff .woff2 .ttf .otf .eot .srt .vtt"""
_PACKED_AND_OFFICE = """.zip .gz .bz2 .xz .zst .7z .tar .doc .docx .xls .xlsx .ppt .pptx .odt .rtf .epub
    .webarchive .part .crdownload .eml .ics .vcf"""
_CODE_AND_DATA = """.css .js .mjs .map .json .jsonl .ndjson .csv .tsv .xml .rss .atom .toml .yaml .yml .ini .cfg .conf
    .lock .log .py .pyc .ipynb .sh .bat .c .h .cpp .java .go .rs .ts .tsx .sql .tex .bib .db .db-wal .db-shm .sqlite
    .ann .conllu .tml .geojson .kml .gpx .sha256 .asc .sig .exe .dll .so .bin .o .a .pkl .npy .onnx .parquet"""
NEVER_REPORTS = frozenset(f"{_PICTURES_AND_FILMS} {_PACKED_AND_OFFICE} {_CODE_AND_DATA}".split())

_MAGIC = (
    (b"\x1f\x8b", "packed with gzip: unpack it first (gunzip FILE)"),
    (b"PK\x03\x04", "a ZIP archive or an office document: unpack it, or save it as plain text"),
    (b"BZh", "packed with bzip2: unpack it first (bunzip2 FILE)"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it first (unxz FILE)"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first (unzstd FILE)"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document: save it as plain text"),
    (b"{\\rtf", "rich text: save it as plain text"),
    (b"SQLite format 3\x00", "a database, not a page"),
    (b"bplist", "a web archive or property list: save the page as HTML"),
    (b"\x89PNG", "a picture, not a page"),
    (b"\xff\xd8\xff", "a picture, not a page"),
    (b"GIF8", "a picture, not a page"),
)

_OPENS_AS_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|(?><!--.*?-->)|\s)*+<(?:!doctype\s+html|html|head|body|meta|title|div|article|p|h1|table|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_END = re.compile(rb"</(?:p|div|body|head|article|section|table|tr|ul|ol|li|h[1-6]|script)\s*>", re.IGNORECASE)
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"


def media_type(content: bytes, name: str) -> str | None:
    """text/html, text/markdown, text/plain, application/pdf or multipart/related; None where it is no text at all.

    A text with three or more closed block tags is HTML whatever its suffix says; a Markdown file may hold that many
    and stays Markdown unless it opens as HTML does.
    """
    head = content[:SNIFFED]
    if document := _document(head):
        return document
    narrow = _narrow(head)
    if _is_html(narrow, markdown := PurePath(name).suffix.lower() in MARKDOWN):
        return "text/html"
    if not head.startswith(BOMS) and narrow is head and not_text(content):
        return None
    return "text/markdown" if markdown else "text/plain"


def _document(head: bytes) -> str | None:
    """A PDF, which may stand behind a few stray bytes, or a page with its pictures as browsers save it (MHTML)."""
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return "multipart/related" if _MHTML.search(head[:4096]) else None


def passed_by_type(content_type: str | None) -> str | None:
    """What a server's Content-Type tells is no page ("a picture"); None where it may be one."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return _NO_PAGES.get(kind) or _NO_PAGES.get(kind.partition("/")[0])


def with_charset(kind: str | None, content: bytes, content_type: str | None) -> str | None:
    """The media type with the charset that the server declared, where the bytes are not UTF-8 and it can matter."""
    found = _CHARSET.search(content_type or "")
    if not found or kind not in ("text/html", "text/plain") or content.startswith(BOMS):
        return kind
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return f"{kind}; charset={found[1].lower()}"
    return kind


_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_NO_PAGES = {
    "image": "a picture",
    "video": "a film",
    "audio": "a recording",
    "font": "a font",
    "text/css": "a style sheet",
    "text/javascript": "a script",
    "application/javascript": "a script",
    "application/x-javascript": "a script",
    "application/wasm": "a script",
    "application/zip": "a ZIP archive",
    "application/x-shockwave-flash": "a film",
}


def not_text(content: bytes) -> tuple[ProblemCode, str] | None:
    """Why these bytes are no text (the code, and what they are with the mend); None where they may be one."""
    for magic, what in _MAGIC:
        if content.startswith(magic):
            return "binary", what
    head = content[:SNIFFED]
    if _document(head):
        return None
    narrow = _narrow(head)
    wide = narrow is not head or head.startswith(BOMS)
    if not wide and b"\x00" in head and not _is_html(head, False):
        return "binary", "not a text: it holds NUL bytes"
    if len(narrow.translate(None, _CONTROLS)) < 0.95 * len(narrow):
        return "binary", "not a text: it is full of control characters"
    return None


def _is_html(head: bytes, markdown: bool) -> bool:
    if _OPENS_AS_HTML.match(head.removeprefix(BOMS[0])):
        return True
    return not markdown and len(_BLOCK_END.findall(head)) >= 3


def _narrow(head: bytes) -> bytes:
    """UTF-16 as one byte a letter, so that its tags can be seen; other bytes as they are (the same object).

    UTF-16 is told by its mark, or by every other byte being NUL, as it is in any text of Latin letters.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head):
        return head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head


def _looks_utf16(head: bytes) -> bool:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    return (even > 0.6 * half and odd == 0) or (odd > 0.6 * half and even == 0)
