"""Learn which claim without a time has another's day: `python -m training.same_day [--data DIR]`.

It writes codebook/same_day.toml from the corpus's claims, less its held-out reports: whether a claim whose words name
no day has the day of one near it whose words do.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.held_out import is_held_out
from corpus.rebuild import gold, readings
from corpus.texts import DATA

import sayso.codebook
from sayso.claims.same_day import Days, Kin, lenders, signs
from sayso.registers.dates import times
from training.logistic import write

_TABLE = Path(sayso.codebook.__file__).parent / "same_day.toml"
_HEAD = "# What says that a claim has another's day: see claims/same_day.py. Written by training/same_day.py."
_ANY_DAY = "2020-06-17"
_LENDABLE = (len("2017-10"), len("2017-10-05"))


def examples(data: Path) -> Iterator[tuple[dict[str, float], bool]]:
    """The signs of each pair of claims that could share a day, and whether they do."""
    for _, annotation, source in readings(data):
        if not is_held_out(source):
            report = gold(annotation, source)
            yield from _of_report(sorted(report["claims"], key=lambda claim: claim["span"]), report["published"])


def _of_report(claims: list[dict[str, Any]], published: str | None) -> Iterator[tuple[dict[str, float], bool]]:
    kin = [_kin(claim) for claim in claims]
    dates = [claim["event"]["date"] for claim in claims]
    told = [_names_a_day(claim["event"]["date_text"]) for claim in claims]
    own = (date if named and date and len(date) in _LENDABLE else None for named, date in zip(told, dates, strict=True))
    days = Days(tuple(own), published)
    for number in range(len(claims)):
        if not told[number]:
            for other in lenders(kin, days, number):
                yield signs(kin, days, number, other), dates[number] == days.told[other]


def _names_a_day(words: str | None) -> bool:
    """Whether words fix a day by themselves and the report's; "at dawn" and "later" do not."""
    return words is not None and any(time.start for time in times(words, _ANY_DAY))


def _kin(claim: dict[str, Any]) -> Kin:
    event = claim["event"]
    names = [name for slot in ("actor", "target", "place") for name in event[slot]]
    toll = any(event["casualties"].values())
    return Kin.of(claim["quote"], claim["span"], event["type"], claim["stance"], names, toll=toll)


def main() -> None:
    """Fit and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    found = list(examples(parser.parse_args().data))
    write(_TABLE, _HEAD, found)
    print(f"{len(found)} pairs, {sum(same for _, same in found)} of one day; wrote {_TABLE}")


if __name__ == "__main__":
    main()
