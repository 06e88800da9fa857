"""The process in which pages are taken apart, so that one of them can stall or crash without taking the run along.

It reads requests from standard input and writes answers to standard output, each a line of JSON; behind a request
stand the bytes of its page. It ends with its input.
"""

import json
import os
import sys
from typing import Any, BinaryIO

from sayso.model import Page, from_plain, plain
from sayso.reports.given import Given
from sayso.reports.report_of import report_of

MEMORY_LIMIT = 4_000_000_000
"""Bytes of address space; 10 MB of HTML need about one gigabyte as trees. Not kept on systems without such limits."""
PAGES_BETWEEN_SWEEPS = 200


def main() -> None:
    """Answer requests until the input ends."""
    _limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    requests, answered = sys.stdin.buffer, 0
    while line := requests.readline():
        answers.write(json.dumps(_answer(json.loads(line), requests)).encode() + b"\n")
        answers.flush()
        answered += 1
        if answered % PAGES_BETWEEN_SWEEPS == 0 and "trafilatura" in sys.modules:
            sys.modules["trafilatura.meta"].reset_caches()


def _answer(request: dict[str, Any], requests: BinaryIO) -> dict[str, Any]:
    content = requests.read(request["bytes"])
    page = Page(request["address"], request["fetched"], request["media_type"], content)
    try:
        report, problems = report_of(page, from_plain(Given, request["given"]))
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:200]}
    return {"report": plain(report), "problems": plain(problems)}


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
