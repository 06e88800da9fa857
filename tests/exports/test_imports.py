"""Rows of other datasets, our own rows come back, decisions from a spreadsheet, and every way a table can be wrong."""

import csv
from pathlib import Path

import pytest
from tests.exports import planted
from tests.exports.conftest import Exported

from sayso import api
from sayso.exports.cells import safe, told
from sayso.ledger import find
from sayso.ledger.found import KeptClaim
from sayso.ledger.tellings import tellings
from sayso.model import ImportFault, Review

GED = """id,year,type_of_violence,side_a,side_b,source_office,source_original,where_prec,where_coordinates,adm_1,\
latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low
7.0,2016.0,3.0,Government of Syria,Civilians,Kestrel Agency;Hill Radio,Tarim Observatory,1.0,Homs city,\
Homs Governorate,34.73,36.72,Syria,1.0,2016-01-01,2016-01-01,0.0,0.0,5.0,0.0,5.0,8.0,3.0
8,2016,1,Government of Syria,Hill Front,Kestrel Agency,,4,Homs Governorate,Homs Governorate,34.5,37.0,Syria,2,\
2016-01-03 00:00:00.000,2016-01-05 00:00:00.000,2,2,0,0,4,4,4
"""


def brought(path: Path, text: str, dataset: str, ledger: Path) -> list[KeptClaim]:
    """The claims of a table, all of whose rows can be read."""
    path.write_text(text, encoding="utf-8")
    for row, new in api.open(ledger).bring(path, dataset, outlet="UCDP GED 20.1" if dataset == "ucdp" else None):
        assert (row.fault, new) == (None, True)
    return list(api.open(ledger).claims())


def test_ucdp_rows_become_claims_of_the_dataset_on_whom_it_relied(tmp_path: Path) -> None:
    ledger = tmp_path / "ged.db"
    first, second = brought(tmp_path / "ged.csv", GED, "ucdp", ledger)
    assert (first.outlet, first.claim.stance, first.claim.event.type) == (
        "UCDP GED 20.1",
        "asserted",
        "attack_on_civilians",
    )
    assert [(hop.speaker.text, hop.relay, hop.beside) for hop in first.claim.chain] == [
        ("Tarim Observatory", False, False),
        ("Kestrel Agency", False, False),
        ("Hill Radio", False, True),
    ]
    toll = first.claim.event.toll
    assert toll
    assert toll.killed
    assert (toll.killed.low, toll.killed.high, toll.killed.text) == (3, 8, "5")
    assert toll.killed.who
    assert toll.killed.who.text == "civilians"
    (place,) = first.claim.event.places
    assert (place.text, place.entry, place.precision) == ("Homs city", "geonames:169577", 1)
    (area,) = second.claim.event.places
    assert (area.lat, area.precision, area.entry) == (None, 4, "geonames:169575")
    when = second.claim.event.when
    assert when
    assert (when.start, when.end) == ("2016-01-03", "2016-01-05")
    assert second.claim.origin is None  # nobody is named: the office passes it on
    shown = api.open(ledger).claim(first.claim.id)
    assert first.claim.stands_in(shown.report.text)
    assert api.open(ledger).verify().faults == ()


def test_bringing_a_table_twice_adds_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "ged.db"
    brought(tmp_path / "ged.csv", GED, "ucdp", ledger)
    again = [new for _, new in api.open(ledger).bring(tmp_path / "ged.csv", "ucdp", outlet="UCDP GED 20.1")]
    assert again == [False, False]


# What a row tells of: all but its own id, the ids of its claims, when it was made, and the words that it was made of.
OF_THE_ROW = {"id", "relid", "event_id_cnty", "tags", "timestamp", "notes"}


@pytest.mark.parametrize("form", ["ucdp", "acled"])
def test_our_own_rows_come_back_as_they_went(internal: Exported, tmp_path: Path, form: str) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    api.open(internal.ledger).export(form, first, profile="internal", policy="each-claim")
    back = api.open(tmp_path / "back.db")
    assert [row.fault for row, _ in back.bring(first, form) if row.fault] == []
    back.export(form, second, profile="internal", policy="each-claim")
    assert _rows(second) == _rows(first)


def test_datasets_come_back_as_they_went(tmp_path: Path) -> None:
    ledger, back = tmp_path / "ged.db", tmp_path / "back.db"
    brought(tmp_path / "ged.csv", GED, "ucdp", ledger)
    api.open(ledger).export("ucdp", tmp_path / "first.csv", policy="each-claim")
    for row, _ in api.open(back).bring(tmp_path / "first.csv", "ucdp"):
        assert row.fault is None
    api.open(back).export("ucdp", tmp_path / "second.csv", policy="each-claim")
    first = _rows(tmp_path / "first.csv")
    assert first == _rows(tmp_path / "second.csv")
    assert [(row["low"], row["best"], row["high"]) for row in first] == [("3", "5", "8"), ("4", "4", "4")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: cell for name, cell in row.items() if name not in OF_THE_ROW} for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "first row must name"),
        ("a,b\n1,2\n", "has no column date_start"),
        (GED.replace("id,year", "year,year"), "twice"),
        (GED.replace("\n7.0,", "\n7.0,,,,,,,,,,,,,,,,,,,,,,,,,"), "line 2"),
        (GED + '"open', "line 4"),
    ],
)
def test_what_is_no_such_table_is_told_and_leaves_no_ledger(tmp_path: Path, text: str, mend: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportFault, match=mend):
        list(api.open(tmp_path / "x.db").bring(path, "ucdp"))
    assert (tmp_path / "x.db").exists() == (mend == "line 4")  # good rows before the damage are kept


def test_other_encodings_and_missing_files_are_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(GED.replace("Homs city", "Homs é").encode("latin-1"))
    for bad in (path, tmp_path / "gone.csv"):
        with pytest.raises(ImportFault, match=r"UTF-8|check the path"):
            list(api.open(tmp_path / "x.db").bring(bad, "ucdp"))


@pytest.mark.parametrize(
    ("cell", "bad", "mend"),
    [
        ("2016-01-01,2016-01-01", "2016-13-01,2016-01-01", "month"),
        ("2016-01-01,2016-01-01", "2016-01-02,2016-01-01", "lies before"),
        ("5.0,8.0,3.0", "five,8.0,3.0", "best is 'five'"),
        ("5.0,8.0,3.0", "5.0,8.0,-3", "below 0"),
        ("34.73,36.72", "134.73,36.72", "latitude is 134.73"),
        (",1.0,Homs city", ",9,Homs city", "from 1 to 7"),
    ],
)
def test_a_bad_row_is_a_fault_with_its_line_and_the_others_come_in(
    tmp_path: Path, cell: str, bad: str, mend: str
) -> None:
    path = tmp_path / "ged.csv"
    path.write_text(GED.replace(cell, bad), encoding="utf-8")
    faulty, good = (row for row, _ in api.open(tmp_path / "x.db").bring(path, "ucdp"))
    assert faulty.fault
    assert faulty.fault.startswith(f"{path}, line 2: ")
    assert mend in faulty.fault
    assert good.claim
    assert len(api.open(tmp_path / "x.db").claims()) == 1


def test_cells_survive_the_guard_against_formulas() -> None:
    for cell in ("=1+1", "+cmd", "-A1", "@x", "\t=x", "＝x", "'quoted'", "-5.5", "plain", "it's"):
        assert told(safe(cell)) == cell


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The planted ledger, to be judged."""
    planted.plant(tmp_path / "planted.db")
    return tmp_path / "planted.db"


def judged(ledger: Path, text: str, who: str | None = "Lena") -> tuple[list[str], int]:
    """The faults of a table of decisions, and how many are new."""
    path = ledger.with_name("decided.csv")
    path.write_text(text, encoding="utf-8")
    found = list(api.open(ledger).judge(path, who))
    return [row.fault for row, _ in found if row.fault], sum(new for _, new in found)


def reviews(ledger: Path) -> list[Review]:
    """All decisions."""
    with tellings(ledger) as view:
        return list(view.reviews())


def test_decisions_and_corrections_come_in_once_and_change_what_is_exported(ledger: Path, tmp_path: Path) -> None:
    with tellings(ledger) as view:
        ids = [claim.id for telling in view.tellings(find.Wanted()) for claim in telling.claims]
    table = (
        "claim,decision,slot,value,words,reason\n"
        f"{ids[2][:12]},refuse,,,,she was elsewhere\n"
        f"{ids[7]},correct,killed,4-,at least 3,a fourth died\n"
        f"{ids[7]},correct,actor,ISIS; rebels,,\n"
        f"{ids[0]},correct,type,battle,,\n"
        f"{ids[1]},,,,,\n"
    )
    assert judged(ledger, table) == ([], 4)
    assert judged(ledger, table) == ([], 0)
    assert [review.who for review in reviews(ledger)[2:]] == ["Lena"] * 4
    api.open(ledger).export("csv", tmp_path / "out.csv", profile="internal")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        found = {row["claim"]: row for row in csv.DictReader(file)}
    assert ids[2] not in found
    assert (found[ids[7]]["killed_low"], found[ids[7]]["killed_high"], found[ids[7]]["actors"]) == (
        "4",
        "",
        "ISIS; rebels",
    )
    assert (found[ids[0]]["type"], found[ids[0]]["corrected"]) == ("battle", "type")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{id},maybe,,", "no decision"),
        ("ffffffffff,accept,,", "no claim"),
        ("{id},correct,colour,red", "no slot"),
        ("{id},correct,actor,the Moon People", "do not stand in the report"),
        ("{id},correct,type,picnic", "no type"),
        ("{id},correct,killed,many", "no number"),
        ("{id},correct,stance,", "no stance"),
        ("{id} {id},accept,,", "on one claim"),
    ],
)
def test_a_decision_that_cannot_be_is_a_fault_with_its_line(ledger: Path, row: str, fault: str) -> None:
    (claim, *_) = api.open(ledger).claims()
    faults, new = judged(ledger, f"claim,decision,slot,value\n{row.format(id=claim.claim.id)}\n")
    assert new == 0
    assert len(faults) == 1
    assert "line 2" in faults[0]
    assert fault in faults[0]


def test_somebody_must_have_decided(ledger: Path) -> None:
    (claim, *_) = api.open(ledger).claims()
    faults, _ = judged(ledger, f"claim,verdict\n{claim.claim.id},accept\n", who=None)
    assert "--as NAME" in faults[0]
