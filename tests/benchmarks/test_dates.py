"""The benchmark of dates: what a TimeML value fixes, how a file is read, and our own phrases, each by itself."""

import tomllib
from pathlib import Path

import pytest
from benchmarks.dates import PHRASES, Score, Timed, articles, days_of, phrase_is_right, sayso

ROWS = tomllib.loads(PHRASES.read_text(encoding="utf-8"))["phrase"]

FILE = """<?xml version="1.0" ?>
<TimeML>
<DOCID>invented</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2017-10-05">10/05/2017</TIMEX3></DCT>
<TEXT>
Rebels <EVENT eid="e1">left</EVENT> Karm &amp; Tolva on <TIMEX3 tid="t1" type="DATE" value="2017-10-02">Monday</TIMEX3>,
after <TIMEX3 tid="t2" type="DURATION" value="P3D">three days</TIMEX3>, and are quiet <TIMEX3 tid="t3" type="DATE"
value="PRESENT_REF">now</TIMEX3>. They came in <TIMEX3 tid="t4" type="DATE" value="1987">1986</TIMEX3>.
</TEXT>
</TimeML>
"""


def test_there_are_a_hundred_phrases() -> None:
    assert len(ROWS) == len({row["text"] + row["words"] for row in ROWS}) == 100


@pytest.mark.parametrize("row", ROWS, ids=[row["words"] for row in ROWS])
def test_a_phrase_comes_to_its_days(row: dict[str, str]) -> None:
    assert phrase_is_right(row)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("1998-08-07TEV", ("1998-08-07", "1998-08-07")),
        ("1998-W32", ("1998-08-03", "1998-08-09")),
        ("1998-W32-WE", ("1998-08-08", "1998-08-09")),
        ("1998-02", ("1998-02-01", "1998-02-28")),
        ("1989-Q4", ("1989-10-01", "1989-12-31")),
        ("1998", ("1998-01-01", "1998-12-31")),
        ("199", ("1990-01-01", "1999-12-31")),
        ("19", ("1900-01-01", "1999-12-31")),
        ("1994-WI", ("1994-12-01", "1995-02-28")),
        ("PRESENT_REF", None),
        ("1998-XX", None),
        ("P3D", None),
        ("T09:00", None),
        ("1998-02-30", None),
    ],
)
def test_a_value_fixes_days_or_none(value: str, days: tuple[str, str] | None) -> None:
    assert days_of(value) == days


def test_a_file_is_read_and_counted(tmp_path: Path) -> None:
    (tmp_path / "invented.tml").write_text(FILE, encoding="utf-8")
    (article,) = articles(tmp_path)
    assert [article.text[slice(*t.span)] for t in article.marked] == ["Monday", "three days", "now", "1986"]
    score = Score()
    score.add(article, sayso(article))
    # The file is wrong about 1986, so that one is found and not exact.
    assert (score.gold, score.found, score.exact, score.spurious) == (2, 2, 1, 0)
    score.add(article, [Timed((0, 6), ("2017-10-02", "2017-10-02"))])
    assert (score.gold, score.found, score.exact, score.spurious) == (4, 2, 1, 1)
