"""The five accounts, and the demo that a newcomer sees first."""

import subprocess
import sys
from pathlib import Path

import pytest

import sayso

EXAMPLES = Path(__file__).parents[2] / "examples"
OUTLETS = ["The Levant Courier", "Frontline Digest", "Orontes Observer", "Palmyra Road", "Borderland Wire"]
DAYS = ["2017-10-01", "2017-10-03", "2017-10-06", "2017-10-03", "2017-10-21"]
FURNITURE = [
    "We use cookies to make this site work",
    "Click to see the full-size image",
    "Sign up for our morning briefing",
    "Share on Facebook",
    "Rebels shell checkpoint near Hama",
    "The army sold the town",
    "Please donate today",
    "Do you like this content?",
    "Map update: the battle for Mayadin",
    "Raised so far: 640 $",
    "What we know about the al-Tanf zone",
    "Russian strikes kill commander near Abu Kamal",
    "please make a donation",
    "Your email address will not be published",
    "It was not ISIS who took the town, it was the tribes",
    "Shelling reported in Daraa",
    "Help us to stay independent",
    "Print this page",
    "a link is required",
]


@pytest.fixture(scope="module")
def accounts() -> list[sayso.Account]:
    """The five pages, read."""
    return list(sayso.read(*sorted(EXAMPLES.glob("*.html"))))


def test_outlets_and_days(accounts: list[sayso.Account]) -> None:
    reports = [account.report for account in accounts if account.report]
    assert [report.outlet for report in reports] == OUTLETS
    assert [report.published.day for report in reports if report.published] == DAYS


@pytest.mark.parametrize("line", FURNITURE)
def test_no_furniture_is_read(accounts: list[sayso.Account], line: str) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.html"))
    assert line in pages, "the example itself has changed"
    read = [
        account.report.text[slice(*paragraph.span)]
        for account in accounts
        if account.report
        for paragraph in account.report.paragraphs
    ]
    assert not [text for text in read if line in text]


def test_the_demo_ends_with_five_attackers_of_one_incident_and_the_origins_a_careful_reader_counts(
    tmp_path: Path,
) -> None:
    command = [sys.executable, EXAMPLES / "demo.py", "--ledger", tmp_path / "demo.db"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    # The monitor, the field sources, some reports of who helped them, ISIS, what local sources saw at dawn, the media
    # wing, the state's agency. What others deny is told apart from the capture.
    assert "5 reports, 7 origins" in told
    assert "≠ disputed: actor" in told
    for chain in (
        "Observatory for Human Rights → The Levant Courier",
        "field sources → the Steppe News Agency → Frontline Digest",
        "edia wing of Hezbollah → Orontes Observer",
        "ISIS → Palmyra Road",
        "SANA → ",
    ):
        assert chain in told
    again = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, check=True)
    assert again.stdout == done.stdout

    (laid,) = sayso.open(tmp_path / "demo.db").incidents("Qaryatayn", type="territory_gained", limit=1).shown
    matrix = laid.matrix
    actors = [cell.value for cell in matrix.cells[matrix.slots.index("actor")] if cell]
    for attacker in (
        "Islamic State fighters",
        "Sleeper cells of ISIS",
        "ISIS",
        "Liwa Shuhada al-Qaryatayn; Liwa Shuhada Mahin; not ISIS",
        "militants from the Rukban camp",
    ):
        assert attacker in actors
