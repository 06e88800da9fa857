"""What every first look at a large ledger needs, made while the desk opens, before anybody looks."""

import gc

from sayso.desk import incidents, screens, voices
from sayso.desk.desk import Desk


def prepare(desk: Desk) -> None:
    """The claims first, then what is reckoned of them all, then the incidents, which may take minutes to weigh."""
    read(desk)
    # What was read stays: the collector need not walk through a hundred thousand claims at every turn.
    gc.collect()
    gc.freeze()
    desk.incidents(None, incidents.MOST)


def read(desk: Desk) -> None:
    """The claims, and what lists, map and timeline show of all of them."""
    catalogue = desk.catalogue()
    screens.all_drawn(catalogue, desk)
    voices.speakers(catalogue)
    voices.parties(catalogue)
    voices.proposals(catalogue)
