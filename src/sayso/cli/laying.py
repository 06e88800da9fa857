"""How an incident is laid out in a terminal: slots down, origins across, then each origin's own words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.api import SideBySide
from sayso.cli import telling
from sayso.cli.ink import Tone
from sayso.cli.layout import GUTTER, Run, Sheet, columns, safe
from sayso.cli.terminal import Terminal
from sayso.model.incident import Cell, Collapse, Column, Matrix, Slot, Told

if TYPE_CHECKING:
    from sayso.weighing.grades import Graded

NARROWEST_CELL = 20
"""Columns in which a name and a day can still be read; an incident with more origins than fit goes on below."""
WIDEST_CELL = 40

DISPUTED = "≠"
"""Before a slot on which two origins cannot both be right, and before each value that is part of it."""

BY: dict[Collapse, str] = {
    "chain": "one speaker",
    "copy": "the same words",
    "family": "one publisher",
    "review": "decided",
}


INTERESTS = {"gains": "for its own side", "against_its_own": "against its own side"}


def headline(matrix: Matrix, told: Sequence[Told]) -> list[Run]:
    """`5 reports, 4 origins, 9 claims · disputed: actor`."""
    counted = [
        telling.count(matrix.reports, "report"),
        telling.count(len(matrix.origins), "origin"),
        telling.count(len(told), "claim"),
    ]
    runs: list[Run] = [(", ".join(counted), "strong")]
    if matrix.disputed:
        runs += [(" · ", "faint"), (f"{DISPUTED} disputed: {', '.join(matrix.disputed)}", "warning")]
    return runs


def title(told: Sequence[Told]) -> list[Run]:
    """What it is about, in few words: `territory gained · al-Qaryatayn · 1 October 2017`."""
    events = [each.claim.event for each in told]
    kinds = _most([telling.type_name(event.type) for event in events if event.type != "other"])
    told_of = [place for event in events for place in event.places if place.text[:1].isalnum()]
    # "The town" names none beside one that the gazetteer knows.
    places = _most([safe(place.text) for place in [each for each in told_of if each.entry] or told_of])
    days = sorted({event.when.start[:10] for event in events if event.when and event.when.start})
    named = [kinds or "happening", places, _days(days)]
    return [(" · ".join(filter(None, named)), "strong")]


def tell(laid: SideBySide, terminal: Terminal) -> None:
    """All of it: the headline, the matrix, the words, and how the origins were counted."""
    matrix, told = laid.matrix, list(laid.told.values())
    terminal.tell([(telling.short(matrix.incident.id), "faint"), ("  ", "plain"), *title(told)])
    terminal.tell(headline(matrix, told), 2)
    if laid.unrelated:
        beyond = telling.count(laid.unrelated, "claim was", "claims were")
        terminal.tell([(f"{beyond} not held against the others: disputes of theirs may be missing", "warning")], 2)
    terminal.write()
    tell_matrix(matrix, terminal, laid.grades)
    for number, column in enumerate(matrix.columns, start=1):
        _tell_words(number, column, laid, terminal)
    _tell_steps(matrix, terminal)


def tell_matrix(matrix: Matrix, terminal: Terminal, grades: "Sequence[Graded]" = ()) -> None:
    """Bands of as many origins as fit side by side, each with all slots that one of them fills."""
    sheet = Sheet(terminal.width, terminal.sheet.colour)
    label = max((columns(slot) for slot in matrix.slots), default=0) + 2
    for first, last, width in bands(len(matrix.columns), terminal.width - label - GUTTER):
        widths = [label, *[width] * (last - first)]
        head = [_head(number + 1, matrix.columns[number]) for number in range(first, last)]
        _write(sheet, terminal, [[], *head], widths)
        terminal.write("─" * min(sum(widths) + GUTTER * (last - first), terminal.width))
        for slot, cells in zip(matrix.slots, matrix.cells, strict=True):
            shown = cells[first:last]
            # One type for all stands in the title.
            if any(shown) and (slot != "type" or len({cell.value for cell in cells if cell}) > 1):
                row = [_slot(slot, matrix), *(_cell(cell) for cell in shown)]
                _write(sheet, terminal, row, widths)
        marks: list[list[Run]] = [[(each.mark, "plain")] if each.mark else [] for each in grades[first:last]]
        if any(marks):
            _write(sheet, terminal, [[("\u00a0\u00a0grade", "faint")], *marks], widths)
        facts = [_interest(each) for each in grades[first:last]]
        if any(facts):
            _write(sheet, terminal, [[("\u00a0\u00a0speaks", "faint")], *facts], widths)
        terminal.write()


def bands(number: int, room: int) -> Iterator[tuple[int, int, int]]:
    """(first, last, width) of each band: as even as can be, so that no origin is left to a band of its own."""
    fitting = max(1, (room + GUTTER) // (NARROWEST_CELL + GUTTER))
    count = -(-number // fitting)
    width = min(WIDEST_CELL, max((room + GUTTER) // max(1, -(-number // max(count, 1))) - GUTTER, NARROWEST_CELL))
    start = 0
    for band in range(count):
        end = start + (number - start) // (count - band) + bool((number - start) % (count - band))
        yield start, end, width
        start = end


def _write(sheet: Sheet, terminal: Terminal, cells: Sequence[Sequence[Run]], widths: Sequence[int]) -> None:
    for line in sheet.abreast(cells, widths):
        terminal.write(line)


def _head(number: int, column: Column) -> list[Run]:
    runs: list[Run] = [(f"{number} ", "faint"), (safe(column.speaker), "speaker")]
    outlets = [safe(outlet) for outlet in column.outlets if outlet != column.speaker]
    if outlets:
        runs.append((f" → {', '.join(outlets)}", "faint"))
    return runs


def _slot(slot: Slot, matrix: Matrix) -> list[Run]:
    if slot in matrix.disputed:
        return [(f"{DISPUTED} {slot}", "warning")]
    return [(f"\u00a0\u00a0{slot}", "faint")]


def _cell(cell: Cell | None) -> list[Run]:
    if cell is None:
        return [("·", "faint")]
    runs: list[Run] = [(f"{DISPUTED} ", "warning")] if cell.disputed else []
    tone: Tone = "strong" if cell.disputed else "plain"
    return [*runs, (safe(cell.value), tone)]


def _interest(graded: "Graded") -> list[Run]:
    """Whether the speaker gains by it, where the register tells."""
    return [(INTERESTS[graded.facts.interest], "plain")] if graded.facts.interest else []


def _tell_words(number: int, column: Column, laid: SideBySide, terminal: Terminal) -> None:
    """The origin's claims in their own words, each with its id and the way it came."""
    name: Run = (safe(column.speaker), "speaker")
    terminal.tell([(f"{number} ", "faint"), name])
    for claim in column.claims:
        told = laid.told[claim]
        lead: list[Run] = [(telling.short(claim), "faint"), (" ", "plain")]
        terminal.tell([*lead, *telling.quoted(told.claim)], 2, 11)
        way = telling.chain(told.claim.chain, told.setting.outlet or told.setting.host)
        when = f" · {telling.day(told.setting.published)}" if told.setting.published else ""
        terminal.tell([telling.stance(told.claim), (" · ", "faint"), *way, (when, "faint")], 11)
    terminal.write()


def _tell_steps(matrix: Matrix, terminal: Terminal) -> None:
    """Why so many claims are so few origins; with a hint how to part them."""
    joined: dict[tuple[str, str], list[str]] = {}
    for step in (step for origin in matrix.origins for step in origin.steps):
        ids = joined.setdefault((BY[step.by], step.reason), [])
        ids += [claim for claim in (step.a, step.b) if claim not in ids]
    if not joined:
        return
    terminal.tell([("Counted as one origin", "strong")])
    for (by, reason), claims in joined.items():
        ids_told: Run = (" ".join(map(telling.short, claims)) + " ", "faint")
        terminal.tell([ids_told, (f"{by}: {safe(reason)}", "plain")], 2, 4)
    terminal.tell([("`sayso different A B --origins` counts them apart again.", "faint")], 2)


def _days(days: Sequence[str]) -> str | None:
    """The day, two days of which one may be wrong, or the first and last of several."""
    if len(days) < 2:
        return telling.day(days[0]) if days else None
    between = "or" if len(days) == 2 else "to"
    return f"{telling.day(days[0])} {between} {telling.day(days[-1])}"


def _most(texts: Sequence[str]) -> str | None:
    """What is told most often; of equals the shortest, then the first in order."""
    return min(set(texts), key=lambda text: (-texts.count(text), len(text), text), default=None)
