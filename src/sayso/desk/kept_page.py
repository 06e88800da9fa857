"""A kept page made fit to be looked at in a frame: its own words and styles, and nothing that acts or asks the net.

The frame's sandbox and policy already forbid scripts and requests. What they leave open is taken out of the copy that
is shown: links that open connections ahead of time, refreshes, and the places to which links and forms lead. The bytes
in the ledger stay as they came.
"""

import re
from html import escape
from typing import TYPE_CHECKING

from sayso.model.page import Page

LARGEST = 5_000_000
"""Bytes that a browser is given of one page; the rest can be had from the ledger."""

if TYPE_CHECKING:
    from lxml.etree import _Element

_ACTING = ("script", "link", "base", "iframe", "frame", "object", "embed", "applet", "portal", "template")
_REACHING = re.compile(r"(?i)url\s*\(|@import|image-set\s*\(")
"""In styles: what asks for more. The policy forbids it in any spelling; this keeps browsers from trying."""
_LEADING = ("href", "src", "srcset", "action", "formaction", "ping", "data", "poster", "background", "xlink:href")


def shown(page: Page) -> bytes:
    """HTML in UTF-8. What is no HTML, or does not parse, is shown as plain text."""
    content = page.content[:LARGEST]
    if page.media_type == "text/html" and (harmless := _harmless(content)):
        return harmless
    text = content.decode("utf-8", "replace")
    return f'<!doctype html><meta charset="utf-8"><pre dir="auto">{escape(text)}</pre>'.encode()


def _harmless(content: bytes) -> bytes | None:
    from lxml import etree, html

    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    for element in list(root.iter(etree.Element)):
        name = str(element.tag)
        if name in _ACTING or (name == "meta" and "http-equiv" in element.attrib):
            _take_out(element)
            continue
        for attribute, value in list(element.attrib.items()):
            leads = attribute in _LEADING and not str(value).startswith(("#", "data:image/"))
            if leads or str(attribute).startswith("on"):
                del element.attrib[attribute]
            elif attribute == "style":
                element.attrib[attribute] = _REACHING.sub("", str(value))
        if name == "style" and element.text:
            element.text = _REACHING.sub("", element.text)
    made: bytes = html.tostring(root, encoding="utf-8", doctype="<!doctype html>")
    return made


def _take_out(element: "_Element") -> None:
    """The element with all in it; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        element.clear()
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
