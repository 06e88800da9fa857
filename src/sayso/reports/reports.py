"""Page to Report, with limits: what can take long (HTML, Markdown, long texts) is taken apart in a child process.

Nothing heavy is imported here: the command line's start-up waits for this file.
"""

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sayso.model import Page, Problem, Report
from sayso.reports.given import Given, shown

if TYPE_CHECKING:
    import subprocess

__all__ = ["BYTE_LIMIT", "TIME_LIMIT", "Given", "ReportReader"]

TIME_LIMIT = 20.0
"""Seconds for one page; of 181 news pages the slowest takes one."""
BYTE_LIMIT = 10_000_000
DOCUMENT_LIMIT = 50_000_000
"""Bytes of a PDF or MHTML, in which pictures stand beside the text."""
SHORT = 200_000
"""Bytes of a plain text that is read at once and in this process: it cannot take long, and a process takes time."""

READ = frozenset({"text/html", "text/markdown", "text/plain", "text/x-wiki", "application/pdf", "multipart/related"})
_DOCUMENTS = frozenset({"application/pdf", "multipart/related"})


class ReportReader:
    """Reads one page after another. A context manager: it owns a child process, begun when first needed.

    time_limit: seconds for one page, the child's start included; byte_limit: bytes of one page.
    """

    def __init__(self, time_limit: float = TIME_LIMIT, byte_limit: int = BYTE_LIMIT) -> None:
        self.time_limit = time_limit
        self.byte_limit = byte_limit
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child. The reader can be used again: it begins another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                _close(pipe)
        child.wait()

    def report(self, page: Page, given: Given = Given()) -> tuple[Report | None, tuple[Problem, ...]]:  # noqa: B008 - frozen
        """The report, None where there is none, and the problems met. Bad pages never raise.

        A report in another language than English is returned beside its problem; so is one with lost characters.
        """
        if problem := self._refused(page):
            return None, (problem,)
        if page.kind == "text/plain" and len(page.content) <= SHORT:
            from sayso.reports.report_of import report_of

            return report_of(page, given)
        return self._by_child(page, given)

    def _refused(self, page: Page) -> Problem | None:
        name = shown(page)
        limit = DOCUMENT_LIMIT if page.kind in _DOCUMENTS else self.byte_limit
        if len(page.content) > limit:
            message = f"{name}: more than {limit:,} bytes; save the article alone, or split the file"
            return Problem("too_large", message)
        if not page.content.strip(b" \t\r\n\f\x0b\x00\xef\xbb\xbf\xff\xfe"):
            return Problem("empty", f"{name}: nothing in it; save the page again")
        if page.media_type is None:
            return Problem("binary", f"{name}: not a text; save the page as HTML or plain text")
        if page.kind not in READ:
            return Problem(
                "unknown_kind", f"{name}: {page.media_type} is not read; save the page as HTML or plain text"
            )
        return None

    def _by_child(self, page: Page, given: Given) -> tuple[Report | None, tuple[Problem, ...]]:
        answer, late = self._ask(page, given)
        name = shown(page)
        if late:
            message = f"{name}: not read within {self.time_limit:g} seconds; save the article alone, without its lists"
            return None, (Problem("took_too_long", message),)
        if "failed" in answer:
            message = f"{name}: the page could not be taken apart ({answer['failed']}); save it again from a browser"
            return None, (Problem("reader_failed", message),)
        from sayso.model import from_plain

        report = from_plain(Report, answer["report"]) if answer["report"] else None
        return report, tuple(from_plain(Problem, problem) for problem in answer["problems"])

    def _ask(self, page: Page, given: Given) -> tuple[dict[str, Any], bool]:
        """The child's answer, and whether its time ran out. A child late or dead is replaced at the next page."""
        import json
        import threading

        from sayso.model import plain

        child = self._started()
        request = {
            "address": page.address,
            "fetched": page.fetched,
            "media_type": page.media_type,
            "given": plain(given),
            "bytes": len(page.content),
        }
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        # A timer that kills, and not a read that gives up: it works on pipes everywhere, and the child must go anyway.
        timer = threading.Timer(self.time_limit, stop)
        timer.start()
        try:
            line = _exchange(child, json.dumps(request).encode() + b"\n" + page.content)
        finally:
            timer.cancel()
        if late.is_set():
            # It may have answered in the very moment in which it was killed: the next page needs another child.
            self.close()
        if line.endswith(b"\n"):
            return dict(json.loads(line)), False
        self.close()
        return {"failed": "the child process ended"}, late.is_set()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self.close()
            import subprocess
            import sys

            # -P: a folder that holds a json.py must not be able to lend it to us
            command = [sys.executable, "-P", "-m", "sayso.reports.child"]
            pipe = subprocess.PIPE
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        return self._child


def _exchange(child: "subprocess.Popen[bytes]", request: bytes) -> bytes:
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(request)
        child.stdin.flush()
        return child.stdout.readline()
    except OSError:  # the child is gone
        return b""


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # unsent bytes to a child that is gone
        return
