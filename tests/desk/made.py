"""A ledger for the desk's tests: a report made by hand, one full of hostile markup, and one in Arabic."""

from pathlib import Path
from typing import Any

from tests.cli import made

from sayso.ledger.ledger import Ledger
from sayso.model import Claim, Event, Hop, Page, Paragraph, Party, Place, Problem, Published, Report, When, Words

HOSTILE = """<script>document.title = "taken"</script> & "quotes"

The mayor<img src=x onerror="document.title='taken'"> said that “the <b>bridge</b> {{ 7 * 7 }} fell”\u202e on Monday.

👍 emoji before, so that code units and code points differ: 14 people were killed in al-Hazm, a doctor said."""

HOSTILE_PAGE = b"""<html><head><base href="https://elsewhere.example/">
<meta http-equiv="refresh" content="0;url=//elsewhere.example">
<link rel="preconnect" href="https://elsewhere.example"><link rel="stylesheet" href="https://elsewhere.example/s.css">
<style>body { background: url(https://elsewhere.example/b.png) } @import "https://elsewhere.example/i.css";</style>
</head><body onload="parent.document.title='taken'"><script>parent.document.title = "taken"</script>
<img src="https://elsewhere.example/p.png"><a href="https://elsewhere.example/">a link</a>
<form action="https://elsewhere.example/"><button>send</button></form><iframe src="//elsewhere.example"></iframe>
<p>Words that were kept.</p></body></html>"""


def hostile_report(page: Page) -> Report:
    """Its text does not come from the page: what matters is that both are shown."""
    paragraphs, start = [], 0
    for block in HOSTILE.split("\n\n"):
        paragraphs.append(Paragraph((start, start + len(block)), "prose" if start else "headline"))
        start += len(block) + 2
    title = HOSTILE.split("\n")[0]
    return Report(page.sha256, HOSTILE, title, '<img src="x">', (), None, "en", tuple(paragraphs), ())


def hostile_claims(report: Report) -> tuple[Claim, ...]:
    """One claim over markup, one behind an emoji."""

    def claim(quote: str, speaker: str, event: Event) -> Claim:
        told, voice = made.words(HOSTILE, quote), made.words(HOSTILE, speaker)
        return Claim(
            report.page_sha256,
            report.text_sha256,
            (told,),
            (Hop(voice),),
            "asserted",
            None,
            event,
            None,
            0.5,
            made.READER,
        )

    where = made.words(HOSTILE, "al-Hazm")
    hazm = Place("al-Hazm", where.span, "geonames:173361", 34.2, 37.2, 1)
    when = When("Monday", made.words(HOSTILE, "Monday").span, "2024-05-13", "2024-05-13", "day")
    bridge = Party("bridge", made.words(HOSTILE, "bridge").span)
    return (
        claim("the <b>bridge</b> {{ 7 * 7 }} fell", "The mayor", Event("other", targets=(bridge,), when=when)),
        claim("14 people were killed in al-Hazm", "a doctor", Event("attack_on_civilians", places=(hazm,))),
    )


def ledger(path: Path) -> Path:
    """Two reports with seven claims, and a page that could not be read."""
    account = made.account()
    assert account.page
    page = Page("https://outlet.example/hostile", "2024-05-18T09:00:00Z", "text/html", HOSTILE_PAGE)
    report = hostile_report(page)
    broken = Page("file:///saved/broken.html", "2024-05-18T09:00:00Z", "text/html", b"<html></html>")
    problem = Problem("no_report", "saved/broken.html: no article in it; save the page of one article")
    with Ledger.open(path) as kept:
        kept.record(account.page, account.report, account.claims, account.notes, (), account.reader, account.path)
        kept.record(page, report, hostile_claims(report), (), (), made.READER, "saved/hostile.html")
        kept.record(broken, None, (), (), (problem,), None, "saved/broken.html")
    return path


def paper(kept: Ledger, number: int, outlet: str, quote: str, speaker: str, **slots: str) -> None:
    """A report of one sentence: a claim with its speaker, and slots by their words (actor, place, its entry)."""
    text = f"{quote}, {speaker} said on 16 May."
    page = Page(f"file:///saved/{number}.txt", "2024-05-18T09:00:00Z", "text/plain", text.encode())
    published, paragraphs = Published("2024-05-17", "day", "given"), (Paragraph((0, len(text)), "prose"),)
    report = Report(page.sha256, text, quote, outlet, (), published, "en", paragraphs, ())

    def words(told: str) -> Words:
        return made.words(text, told)

    where: Any = (slots["entry"], 34.2, 37.2, 1) if "entry" in slots else ()
    event = Event(
        "shelling_or_strike",
        actors=(Party(slots["actor"], words(slots["actor"]).span),) if "actor" in slots else (),
        places=(Place(slots["place"], words(slots["place"]).span, *where),) if "place" in slots else (),
        when=When("on 16 May", words("on 16 May").span, "2024-05-16", "2024-05-16", "day"),
    )
    chain = (Hop(words(speaker)),)
    sha256 = report.text_sha256
    claim = Claim(page.sha256, sha256, (words(quote),), chain, "asserted", None, event, None, 0.8, made.READER)
    kept.record(page, report, [claim], (), (), made.READER, f"saved/{number}.txt")


def rivals(path: Path) -> Path:
    """Two papers of one day tell of the market of Qasr."""
    with Ledger.open(path) as kept:
        paper(kept, 1, "The Anchor", "Mortars struck the market of Qasr", "the mayor", place="market of Qasr")
        paper(kept, 2, "The Lantern", "Shells fell on the market of Qasr", "the mayor", place="market of Qasr")
    return path


def spelt(path: Path) -> Path:
    """One office under its name and its letters, and a third voice; two accuse the Hill Front."""
    accused = "the Hill Front"
    with Ledger.open(path) as kept:
        paper(kept, 1, "The Anchor", f"{accused} shelled a bridge", "the River Monitoring Office", actor=accused)
        paper(kept, 2, "The Lantern", f"{accused} sank the ferry of Hazm", "the RMO", actor=accused)
        paper(kept, 3, "The Ferry", "Stones fell on the quarry", "the Harbour Master")
    return path
