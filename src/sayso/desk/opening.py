"""What every first look at a large ledger needs, made while the desk opens, before anybody looks."""

import gc
from importlib import import_module

from sayso.desk import incidents, screens, views, voices
from sayso.desk.desk import Desk


def prepare(desk: Desk) -> None:
    """The claims and what is shown of them all, then the incidents, which may take minutes to weigh."""
    made_ready(desk)
    desk.incidents(None, incidents.MOST)


def made_ready(desk: Desk) -> None:
    """What lists, map and timeline show of all claims."""
    catalogue = desk.catalogue()
    screens.drawn(catalogue, desk)
    for column in ("stance", "type"):
        views.all_facets(catalogue, column, {})
    voices.speakers(catalogue)
    voices.parties(catalogue)
    voices.proposals(catalogue)
    catalogue.by_report()
    # What writes takes half a second to load, for which the first decision shall not wait.
    import_module("sayso.ledger.ledger")
    # What was read stays: the collector need not walk through a hundred thousand claims at every turn.
    gc.collect()
    gc.freeze()
