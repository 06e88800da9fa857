"""A process that writes: `python recording.py LEDGER FIRST COUNT` says each page's hash once it is kept.

Count 0 goes on until it is killed.
"""

import itertools
import sys

from tests.ledger import made

from sayso.ledger.ledger import Ledger
from sayso.ledger.location import located


def main(path: str, first: str, count: str) -> None:
    start = int(first)
    numbers = range(start, start + int(count)) if int(count) else itertools.count(start)
    with Ledger.open(located(path)) as ledger:
        for number in numbers:
            page, report, claims = made.many_sentences(number, claims=3)
            ledger.record(page, report, claims, (), (), "reader-1", f"{number}.txt")
            print(page.sha256, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
