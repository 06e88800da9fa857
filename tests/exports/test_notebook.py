"""What notebooks show and which tables claims become."""

import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.cli import made as face
from tests.desk import made

import sayso
from sayso import api
from sayso.model.errors import ExportError

PAGES = sorted((Path(__file__).parents[2] / "examples").glob("*.html"))
ALLOWED = {"table", "caption", "thead", "tbody", "tr", "th", "td", "br", "p", "b", "ul", "li"}


class Tags(HTMLParser):
    """The tags and attributes of what is shown, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(value: object) -> Tags:
    """What a notebook makes of it."""
    tags = Tags()
    tags.feed(value._repr_html_())  # type: ignore[attr-defined]
    assert tags.tags <= ALLOWED
    assert tags.attributes <= {"title"}
    return tags


@pytest.fixture
def ledger(tmp_path: Path) -> api.Ledger:
    return sayso.open(made.ledger(tmp_path / "kept.db"))


def test_words_of_a_report_are_never_markup(ledger: api.Ledger) -> None:
    told = shown(ledger.claims())
    assert "the <b>bridge</b> {{ 7 * 7 }} fell" in told.words
    assert '<img src="x">' in told.words, "the outlet's name"
    account = face.failed_account()
    assert "gone.html: no such file" in shown(account).words


def test_a_report_and_its_claims() -> None:
    told = shown(face.account()).words
    assert "a commander → the Example Agency → the River Monitor → The Example Herald" in told
    assert "5 claims" in told


def test_pages_are_compared_without_a_ledger() -> None:
    accounts = list(sayso.read(*PAGES))
    found = sayso.compare(*accounts)
    first = found.shown[0]
    assert first.matrix.reports == 5
    assert "actor" in first.matrix.disputed
    assert "≠ actor" in shown(first).words
    assert shown(first).words in shown(found).words
    assert found.claims == sum(len(account.claims) for account in accounts)
    assert sayso.compare(*PAGES) == found


def test_they_are_the_incidents_of_a_ledger(tmp_path: Path) -> None:
    ledger = sayso.open(tmp_path / "kept.db")
    accounts = list(ledger.read(*PAGES))
    kept = [laid.matrix.incident.id for laid in ledger.incidents().shown]
    assert [laid.matrix.incident.id for laid in sayso.compare(*accounts).shown] == kept


def test_claims_become_tables(ledger: api.Ledger) -> None:
    pytest.importorskip("pandas", reason="no pandas here: pip install 'sayso[frames]'")
    pytest.importorskip("polars", reason="no polars here: pip install 'sayso[frames]'")
    mortars = ledger.claims("mortars")[0].claim
    ledger.verdict("Lena", "refuse", mortars.id)
    found = ledger.claims()
    frame = found.to_pandas()
    assert list(frame["claim"]) == [kept.claim.id for kept in found]
    row = frame[frame["claim"] == mortars.id].iloc[0]
    assert (row["killed_low"], row["speaker"], row["verdict"]) == (12, "a commander", "refuse")
    assert str(frame["killed_low"].dtype) == "Int64"
    assert frame["killed_high"].isna().all()
    assert found.to_polars()["quote"].to_list() == found.to_arrow()["quote"].to_pylist() == list(frame["quote"])
    assert ledger.claims("nothing of the kind").to_arrow().num_rows == 0


def test_a_missing_library_is_told_with_its_mend(ledger: api.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ExportError, match=r"polars is not installed: pip install 'sayso\[frames\]'"):
        ledger.claims().to_polars()
