"""Lines that repeat across the pages of one host."""

from sayso.model import Paragraph, Report
from sayso.model.report import ParagraphKind
from sayso.reports.repeats import repeated_lines, without

APPEAL = "Northern Press lives on what its readers give."


def report(*lines: str, kind: ParagraphKind = "prose") -> Report:
    """A report of these paragraphs."""
    paragraphs, at = [], 0
    for line in lines:
        paragraphs.append(Paragraph((at, at + len(line)), kind))
        at += len(line) + 2
    return Report("0" * 64, "\n\n".join(lines), None, None, (), None, "en", tuple(paragraphs), ())


def test_a_line_on_three_pages_of_a_host_is_furniture_and_the_text_stays() -> None:
    pages = [report(f"Troops entered village {n}.", APPEAL) for n in range(3)]
    lines = repeated_lines({"north": pages})["north"]
    cleaned = without(pages[0], lines)
    assert cleaned.text == pages[0].text
    assert [cleaned.text[slice(*p.span)] for p in cleaned.paragraphs] == ["Troops entered village 0."]
    assert [cleaned.text[slice(*span)] for span in cleaned.furniture] == [APPEAL]


def test_two_pages_other_hosts_and_the_same_page_twice_are_not_enough() -> None:
    one, two = report("Troops entered.", APPEAL), report("Troops left.", APPEAL)
    assert repeated_lines({"north": [one, two, one], "south": [report("x y", APPEAL)]}) == {
        "north": frozenset(),
        "south": frozenset(),
    }


def test_a_line_on_few_of_many_pages_stays() -> None:
    pages = [report(f"Troops entered village {n}.") for n in range(30)] + [
        report(f"{n} said.", APPEAL) for n in range(3)
    ]
    assert repeated_lines({"north": pages}) == {"north": frozenset()}


def test_long_passages_headlines_and_bullets_stay() -> None:
    background = "The war began in May, when the council's fighters took the bridge and the army closed the road, " * 2
    pages = [report(f"{n}", background) for n in range(4)] + [
        report("Daily summary", str(n), kind="bullet") for n in range(4)
    ]
    assert repeated_lines({"north": pages}) == {"north": frozenset()}


def test_a_report_is_never_emptied() -> None:
    page = report(APPEAL)
    assert without(page, repeated_lines({"n": [page, report(APPEAL, "a"), report(APPEAL, "b")]})["n"]) == page
