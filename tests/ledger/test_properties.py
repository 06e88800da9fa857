"""Whatever is recorded in whatever order: nothing twice, nothing lost, and the chain holds."""

import random
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger.ledger import Recorded
from sayso.model import Claim, Page, Problem, Report

Kept = tuple[Page, Report | None, tuple[Claim, ...], tuple[()], tuple[Problem, ...], str | None]

# A file for each example: fewer and slower than most properties, so the examples are kept rich.
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

characters = st.characters(exclude_categories=["Cs"])


@st.composite
def readings(draw: st.DrawFn) -> Kept:
    """A page of one of few texts, read by one of two readers with one of two outlets, or not read at all."""
    text = draw(st.sampled_from(["", "a\0b", "Ünïcode 𝔘 “words”", made.TEXT]) | st.text(characters, max_size=20))
    page = made.page(text)
    if not text or draw(st.booleans()):
        code = draw(st.sampled_from(["empty", "no_report"]))
        return page, None, (), (), (Problem(code, "nothing to read"),), None
    report = made.report(page, outlet=draw(st.sampled_from([None, "Herald"])))
    reader = draw(st.sampled_from(["reader-1", "reader-2"]))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(1, 9)), max_size=3))
    quotes = [text[start : start + length] for start, length in spans if text[start : start + length]]
    return page, report, tuple(made.claim(report, quote, reader=reader) for quote in quotes), (), (), reader


def fresh(folder: str, name: str) -> Store:
    """An empty ledger, copied: making the tables anew for each example would take most of the time."""
    path = Path(folder) / name
    path.write_bytes(empty_ledger())
    return Store(path)


@cache
def empty_ledger() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store(path).open().close()
        return path.read_bytes()


def shown(store: Store) -> set[tuple[str, str | None, str]]:
    return {(kept.claim.id, kept.outlet, kept.claim.reader) for kept in store.claims()}


@SLOW
# A page that another reader read in between is read anew, by design (Ledger: corrected, and corrected back).
@given(st.lists(readings(), min_size=1, max_size=5, unique_by=lambda one: one[0].sha256))
def test_adding_twice_is_adding_once(kept: list[Kept]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(folder, "once.db")
        for one in kept:
            store.keep(*one)
        once = store.verify()
        assert once.faults == ()
        before = shown(store)
        for one in kept:
            assert store.keep(*one) == Recorded(new_page=False, new_report=False, new_claims=0)
        assert store.verify() == once
        assert shown(store) == before


@SLOW
@given(st.lists(readings(), min_size=2, max_size=5, unique_by=lambda one: one[0].sha256), st.randoms())
def test_the_order_of_different_pages_changes_no_claim(kept: list[Kept], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        straight, shuffled = fresh(folder, "straight.db"), fresh(folder, "shuffled.db")
        for one in kept:
            straight.keep(*one)
        chance.shuffle(kept)
        for one in kept:
            shuffled.keep(*one)
        assert shown(straight) == shown(shuffled)
        assert straight.verify().faults == shuffled.verify().faults == ()


@SLOW
@given(st.lists(readings(), min_size=1, max_size=8))
def test_every_head_ever_shown_stays_in_the_chain(kept: list[Kept]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(folder, "sayso.db")
        heads = []
        for one in kept:
            store.keep(*one)
            heads.append(store.verify().head)
        assert all(store.verify(expect_head=head).faults == () for head in heads)
