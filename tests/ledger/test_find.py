"""Asking a ledger: by words, by speaker, by place, by the event's own day."""

import itertools
import subprocess
import sys

import pytest
from tests.ledger import made
from tests.ledger.stores import Store

from sayso.ledger import find
from sayso.model import LedgerError, NotOfThisKind, SaysoError


@pytest.fixture
def kept(store: Store) -> Store:
    store.keep_example()
    return store


def quotes(found: find.Found) -> list[str]:
    return [kept.claim.quote[0].text for kept in found]


GAINED, DENIED = "the army recaptured al-Hazm near Qaryatayn", "any shelling of the old bridge took place"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [GAINED, DENIED]),
        ({"about": "qaryat"}, [GAINED]),
        ({"about": "AL-HAZM army"}, [GAINED]),
        ({"about": "army bridge"}, []),
        ({"about": "the"}, [GAINED, DENIED]),
        ({"about": "ol"}, []),
        ({"about": "media"}, []),
        ({"speaker": "MEDIA wing"}, [GAINED]),
        ({"speaker": "med"}, []),
        ({"speaker": "local herald"}, [DENIED]),
        ({"place": "sabab"}, [DENIED]),
        ({"place": "hazm"}, [GAINED]),
        ({"stance": "denied"}, [DENIED]),
        ({"type": "territory_gained"}, [GAINED]),
        ({"type": "territory_gained", "stance": "denied"}, []),
        ({"about": "army", "speaker": "party", "place": "hazm", "stance": "asserted"}, [GAINED]),
        ({"since": "2017-10-05", "until": "2017-10-05"}, [GAINED]),
        ({"since": "2017-10", "until": "2017-10"}, [GAINED]),
        ({"until": "2017"}, [GAINED]),
        ({"since": "2017-10-06"}, []),
        ({"until": "2017-09"}, []),
        ({"limit": 1}, [GAINED]),
    ],
)
def test_claims_are_found_by(kept: Store, wanted: dict[str, str | int], expected: list[str]) -> None:
    assert quotes(kept.claims(**wanted)) == expected


@pytest.mark.parametrize(
    "words", ['army"', "army OR bridge", "NOT army", "quote:army", "army*", "(army", "^army", "army +", "\0army"]
)
def test_the_users_words_are_never_commands_of_the_search(kept: Store, words: str) -> None:
    assert set(quotes(kept.claims(about=words))) <= {GAINED}


def test_half_a_character_from_a_terminal_finds_nothing_but_fails_not(kept: Store) -> None:
    assert quotes(kept.claims(about="army \udce9x")) == []


@pytest.mark.parametrize("field", ["about", "speaker", "place"])
@pytest.mark.parametrize("words", ["", "  ", '"', "*?!", "\0", "…—"])
def test_punctuation_alone_is_nothing_to_look_for(kept: Store, field: str, words: str) -> None:
    with pytest.raises(NotOfThisKind, match="letter or digit"):
        kept.claims(**{field: words})


@pytest.mark.parametrize(
    "wanted",
    [
        {"stance": "likely"},
        {"type": "war"},
        {"since": "yesterday"},
        {"until": "2017-13"},
        {"since": "05/10/2017"},
        {"limit": 0},
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(wanted: dict[str, str | int]) -> None:
    with pytest.raises(SaysoError) as told:
        find.Wanted(**wanted)  # type: ignore[arg-type]
    assert "\n" not in str(told.value)


def test_the_caller_learns_how_many_there_are_and_how_many_no_date_fits(kept: Store) -> None:
    assert (kept.claims(limit=1).matching, kept.claims(limit=1).undated) == (2, 0)
    asked = kept.claims(since="2017-10-05")
    assert (asked.matching, asked.undated) == (1, 1)


def test_the_day_of_publication_dates_no_event(store: Store) -> None:
    store.keep_example(day="2020-02-02")
    assert quotes(store.claims(since="2020-01-01")) == []


def test_an_open_time_counts_by_the_day_that_is_known(store: Store) -> None:
    page = made.page()
    report = made.report(page)
    claim = made.claim(report, "the army", when=("On Thursday", None, "2017-10-05"))
    store.keep(page, report, (claim,), reader="r")
    assert len(store.claims(since="2017-10-05", until="2017-10-05")) == 1


def test_order_is_by_the_events_day_then_report_then_place_in_it(store: Store) -> None:
    for number in (3, 1, 2):
        store.keep(*made.many_sentences(number, claims=2), reader="r")
    page = made.page("Early, the army left.")
    report = made.report(page)
    store.keep(page, report, (made.claim(report, "the army left", when=("Early", "2017-01-01", None)),), reader="r")
    first, *rest = [kept.path + kept.claim.quote[0].text for kept in store.claims()]
    assert first.endswith("the army left")
    assert [line.split("village ")[1].split()[0] for line in rest] == ["3x0", "3x1", "1x0", "1x1", "2x0", "2x1"]


def test_a_claim_is_shown_in_its_paragraph(kept: Store) -> None:
    gained = kept.claims()[0].claim
    shown = find.claim(kept.location, gained.id[:8])
    assert shown.kept.claim == gained
    assert shown.paragraph
    start, end = shown.paragraph.span
    assert shown.report.text[start:end].startswith("On Thursday")


def test_unknown_ambiguous_and_impossible_ids_are_clear_errors(store: Store) -> None:
    store.keep(*made.many_sentences(1, claims=40), reader="r")
    ids = sorted(kept.claim.id for kept in store.claims())
    shared = next(a[0] for a, b in itertools.pairwise(ids) if a[0] == b[0])
    with pytest.raises(LedgerError, match="several claims"):
        find.claim(store.location, shared)
    with pytest.raises(LedgerError, match="no claim whose id begins"):
        find.claim(store.location, "0" * 64)
    for odd in ("", "xyz", "AB", "%"):
        with pytest.raises(NotOfThisKind):
            find.claim(store.location, odd)


def test_finding_imports_nothing_heavy() -> None:
    asked = "import sys, sayso.ledger.find, sayso.ledger.verify; print({'sqlalchemy', 'alembic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
