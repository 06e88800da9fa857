"""Whatever is asked, the answer is the document's; `python -m benchmarks.serve` asks ten thousand times."""

from benchmarks.serve import fuzz

from sayso import api

CALLS = 250


def test_nothing_that_is_asked_breaks_it(ledger: api.Ledger) -> None:
    fuzzed = fuzz(ledger, CALLS)
    assert fuzzed.calls >= CALLS
    assert fuzzed.server_errors == 0, fuzzed.shown
    assert fuzzed.other == {}, fuzzed.shown
    assert {200, 201, 400, 404} <= set(fuzzed.statuses), "it asks what is there, what is not, and what cannot be"
    assert ledger.verify().faults == ()
