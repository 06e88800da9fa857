"""What the tests of reports share."""

from collections.abc import Iterator

import pytest

from sayso.reports.reports import ReportReader


@pytest.fixture(scope="module")
def reader() -> Iterator[ReportReader]:
    """One reader, and with it one child process, for a module."""
    with ReportReader() as opened:
        yield opened
