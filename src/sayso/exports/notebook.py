"""What a notebook shows: small HTML in which every word of a report is escaped, because none of it is ours.

`Markup.format` escapes whatever is put into it; no text reaches the page by another way. No script, no link, no colour:
a notebook has its own.
"""

from collections.abc import Sequence

from markupsafe import Markup

from sayso.exports import wording
from sayso.model.claim import Claim
from sayso.model.incident import Cell, Matrix
from sayso.model.problem import Problem
from sayso.model.report import Report

SHOWN = 40
"""Claims of one table."""
LAID = 5
"""Incidents that are laid out."""

_NONE = Markup()


def claims(told: Sequence[tuple[Claim, str | None]], matching: int | None = None) -> Markup:
    """A table, a row a claim: who says so, how, what, in which words. told: each claim with its report's outlet."""
    rows = Markup().join(_row(claim, outlet) for claim, outlet in told[:SHOWN])
    head = Markup("<tr><th>who says so</th><th>stance</th><th>what</th><th>in the words</th></tr>")
    every = len(told) if matching is None else matching
    counted = wording.count(every, "claim")
    some = counted if every <= min(SHOWN, len(told)) else f"{min(SHOWN, len(told)):,} of {counted}"
    return Markup("<table><caption>{}</caption><thead>{}</thead><tbody>{}</tbody></table>").format(some, head, rows)


def _row(claim: Claim, outlet: str | None) -> Markup:
    voices = [*(hop.speaker.text for hop in claim.chain), outlet or wording.UNNAMED]
    slots = Markup().join(Markup("<br>{}: {}").format(name, words) for name, words in wording.slots(claim.event))
    words = " … ".join(fragment.text for fragment in claim.quote)
    return Markup('<tr title="{}"><td>{}</td><td>{}</td><td>{}{}</td><td>“{}”</td></tr>').format(
        claim.id, " → ".join(voices), wording.STANCES[claim.stance], wording.spaced(claim.event.type), slots, words
    )


def report(path: str, report: Report | None, found: Sequence[Claim], problems: Sequence[Problem]) -> Markup:
    """A report with its claims and all that could not be read."""
    faults = Markup().join(Markup("<li>{}</li>").format(problem.message) for problem in problems)
    listed = Markup("<ul>{}</ul>").format(faults) if faults else _NONE
    if report is None:
        return Markup("<p><b>{}</b>: not read</p>{}").format(path, listed)
    imprint = f"{report.outlet or wording.UNNAMED} · {wording.published(report.published)}"
    table = claims([(claim, report.outlet) for claim in found])
    return Markup("<p><b>{}</b><br>{}</p>{}{}").format(report.title or path, imprint, listed, table)


def matrix(laid: Matrix) -> Markup:
    """An incident: slots down, speakers across, what is disputed marked by ≠."""
    head = Markup().join(Markup("<th>{}</th>").format(column.speaker) for column in laid.columns)
    rows = Markup().join(
        Markup("<tr><th>{}{}</th>{}</tr>").format(
            "≠ " if slot in laid.disputed else "", wording.spaced(slot), Markup().join(map(_cell, row))
        )
        for slot, row in zip(laid.slots, laid.cells, strict=True)
    )
    counted = ", ".join(
        (
            wording.count(laid.reports, "report"),
            wording.count(len(laid.origins), "origin"),
            wording.count(len(laid.incident.claims), "claim"),
        )
    )
    return Markup(
        '<table title="{}"><caption>{}</caption><thead><tr><th></th>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(laid.incident.id, counted, head, rows)


def _cell(cell: Cell | None) -> Markup:
    if cell is None:
        return Markup("<td></td>")
    words = "; ".join(dict.fromkeys(words.text for _, words in cell.words))
    return Markup('<td title="{}">{}{}</td>').format(words, "≠ " if cell.disputed else "", cell.value)


def matrices(laid: Sequence[Matrix], matching: int, alone: int) -> Markup:
    """The first incidents laid out, and how many there are."""
    shown = Markup().join(map(matrix, laid[:LAID]))
    told = wording.count(matching, "incident")
    some = told if matching <= LAID else f"{min(LAID, len(laid)):,} of {told}"
    rest = f"; {wording.count(alone, 'claim')} told by nobody else" if alone else ""
    return Markup("<p>{}{}</p>{}").format(some, rest, shown)
