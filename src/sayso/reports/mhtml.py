"""A page as browsers save it in one file (MHTML, RFC 2557): the HTML in it, its pictures and styles left."""

from email import policy
from email.parser import BytesParser

from sayso.reports.opened import NotOpened


def html_of(content: bytes) -> tuple[bytes, bool, str | None]:
    """The HTML, that it may declare its encoding itself, and the encoding that its part declares.

    Of several the root part's: frames and embedded posts stand behind the page that holds them. Raises NotOpened.
    """
    saved = BytesParser(policy=policy.compat32).parsebytes(content.lstrip())
    wanted = str(saved.get_param("start") or "").strip("<>")
    parts = [part for part in saved.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = next((part for part in parts if wanted and str(part.get("Content-ID", "")).strip("<> ") == wanted), None)
    root = root or next(iter(parts), None)
    html = root.get_payload(decode=True) if root else None
    if root is None or not isinstance(html, bytes) or not html.strip():
        raise NotOpened("no_report", "no page in this web archive (MHTML); open it in a browser and save it as HTML")
    return html, True, root.get_content_charset()
