"""The hall: what `import sayso` gives."""

import subprocess
import sys
from pathlib import Path

import pytest

import sayso
from sayso import api
from sayso.model import NotOfThisKind

STORY = (
    "Rebel fighters captured Qasr on Thursday, the River Monitor said. The army denied that the village had fallen.\n"
)
FURNITURE = "Help us to stay independent, dear readers."


def page(number: int, furniture: str = FURNITURE) -> str:
    """A page of one outlet with a line that stands on each of its pages."""
    return f"""<html lang="en">
        <head><title>Day {number}</title><meta property="og:site_name" content="The Herald"></head>
        <body><article><h1>Day {number} of the battle for Qasr</h1>
        <p>Fighters captured hill {number} near the village of Qasr on Thursday, the River Monitor said in a statement
        to this newspaper.</p>
        <p>{furniture}</p>
        <p>The army denied that hill {number} had fallen and said that its men still held the road to the north.</p>
        </article></body></html>"""


def test_public_names() -> None:
    names = ["Account", "Claims", "Incidents", "Ledger", "Reader", "SideBySide", "compare", "open", "read"]
    assert sayso.__all__ == api.__all__ == names
    assert set(sayso.__all__) <= set(dir(sayso))
    assert all(getattr(sayso, name) is getattr(api, name) for name in sayso.__all__)
    with pytest.raises(AttributeError, match="no attribute 'claimz'"):
        sayso.claimz  # noqa: B018


def test_importing_is_cheap() -> None:
    program = "import sys, sayso; print(sorted(m for m in sys.modules if m.startswith('sayso')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "['sayso']"


def test_a_text_becomes_claims_that_stand_in_it(tmp_path: Path) -> None:
    (tmp_path / "qasr.txt").write_text(STORY, encoding="utf-8")
    (account,) = sayso.read(tmp_path / "qasr.txt", published="2024-05-17", outlet="The Herald")
    assert account.report
    assert not account.failed
    assert account.report.published
    assert account.report.published.day == "2024-05-17"
    assert account.report.outlet == "The Herald"
    assert account.words == len(STORY.split())
    assert account.recorded is None
    assert account.claims
    assert all(claim.stands_in(STORY) and claim.reader == account.reader for claim in account.claims)


def test_what_is_kept_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "qasr.txt").write_text(STORY, encoding="utf-8")
    ledger = sayso.open(tmp_path / "homs.db")
    (account,) = ledger.read(tmp_path / "qasr.txt")
    assert account.recorded
    assert account.recorded.new_claims == len(account.claims)
    assert {kept.claim for kept in ledger.claims()} == set(account.claims)
    first = account.claims[0]
    assert ledger.claim(first.id[:16]).kept.claim == first
    assert [kept.path for kept in ledger.pages()] == [account.path]
    assert ledger.counts().claims == len(account.claims)
    assert not ledger.verify().faults
    assert all("captured" in kept.claim.longest.text for kept in ledger.claims("captured"))


def test_files_come_back_in_their_order_with_what_failed(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(STORY, encoding="utf-8")
    paths = [tmp_path / "2.txt", tmp_path / "gone.txt", tmp_path / "1.txt"]
    steps: list[str] = []
    accounts = list(sayso.read(*paths, progress=steps.append))
    assert [account.path for account in accounts] == [str(path) for path in paths]
    assert [account.failed for account in accounts] == [False, True, False]
    assert accounts[1].problems[0].code == "not_found"
    assert steps == ["extracted"] * 3 + ["read"] * 3


def test_lines_that_repeat_over_an_outlets_pages_are_not_read(tmp_path: Path) -> None:
    line = "Eyewitnesses captured by our lens, every Sunday on this page."
    for number in range(4):
        (tmp_path / f"{number}.html").write_text(page(number, line), encoding="utf-8")
    (alone,) = sayso.read(tmp_path / "0.html")
    together = list(sayso.read(tmp_path))
    assert len(together) == 4
    assert all(account.words == alone.words - len(line.split()) for account in together)


def test_nothing_is_begun_with_a_date_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotOfThisKind, match="no date"):
        sayso.read(tmp_path / "x.txt", ledger=tmp_path / "x.db", published="soon")
    assert not (tmp_path / "x.db").exists()


def test_words_that_do_not_stand_in_the_text_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from sayso.claims import assemble

    whole = assemble.claims
    lie = [lambda claim: replace(claim, quote=tuple(replace(w, text="x" * len(w.text)) for w in claim.quote))]
    monkeypatch.setattr(assemble, "claims", lambda reading: tuple(map(lie[0], whole(reading))))
    (tmp_path / "qasr.txt").write_text(STORY, encoding="utf-8")
    (account,) = sayso.open(tmp_path / "homs.db").read(tmp_path / "qasr.txt")
    assert account.failed
    assert [problem.code for problem in account.problems] == ["reader_failed"]
    assert account.claims == ()
    assert sayso.open(tmp_path / "homs.db").counts().unread == 1
