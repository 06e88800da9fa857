"""What a person does at the desk: each is a form that is sent here, becomes a review, and leads back to a screen."""

import re
from collections.abc import Sequence
from typing import Any, get_args

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.desk.asked import asked
from sayso.desk.desk import Desk
from sayso.desk.screens import AT_ONCE
from sayso.model.errors import LedgerError, NotOfThisKind
from sayso.model.report import Report
from sayso.model.review import Answer, CorrectedSlot
from sayso.model.words import Span

MOST_FILES = 500


def decide(form: FormData, desk: Desk) -> Response:
    """accept, refuse, unsure or comment on a claim."""
    decision, reason = _text(form, "decision"), _text(form, "reason") or None
    if decision not in ("accept", "refuse", "unsure", "comment"):
        raise NotOfThisKind(f"{decision!r} is no decision on a claim: accept, refuse, unsure or comment")
    if decision == "comment" and not reason:
        raise NotOfThisKind("a comment needs words")
    line = desk.catalogue().line(_text(form, "on"))
    if line is None:
        raise LedgerError("no current reading makes this claim any more: the report shows what stands there now")
    desk.ledger.decide(desk.who, decision, [line.id], reason)  # type: ignore[arg-type]
    return _back(form, f"/reports/{line.report}?claim={line.id}")


def decide_all(form: FormData, desk: Desk) -> Response:
    """Accept all that is open of what an address asks, as one decision; as many as the person was told."""
    catalogue = desk.catalogue()
    wanted = asked({key: value for key, value in form.items() if isinstance(value, str)})
    ids = [line.id for line in catalogue.chosen(wanted) if catalogue.decided.standing(line.id).verdict is None]
    if _text(form, "expected") != str(len(ids)):
        raise NotOfThisKind(f"there are {len(ids):,} open claims now, not {_text(form, 'expected')}: look again")
    if not 0 < len(ids) <= AT_ONCE:
        raise NotOfThisKind(f"one decision is on 1 to {AT_ONCE:,} claims, not {len(ids):,}: narrow the filters")
    desk.ledger.decide(desk.who, "accept", ids, _text(form, "reason") or "the rest of a pattern, after a sample")
    return _back(form, "/queue")


def correct(form: FormData, desk: Desk) -> Response:
    """Another value for one slot: words of the report, or one of a list; nothing empties it."""
    slot = _slot(_text(form, "slot"))
    line = desk.catalogue().line(_text(form, "on"))
    if line is None:
        raise LedgerError("no current reading makes this claim any more: the report shows what stands there now")
    report = desk.ledger.report(line.report).report
    (claim,) = desk.catalogue().claims([line])
    emptied = _text(form, "empty") == "yes"
    spans = [] if emptied else _spans(form, "", report, claim.longest.span[0])
    chosen = _text(form, f"chosen_{slot}") or None
    if not spans and not emptied and slot not in ("stance", "type"):
        raise NotOfThisKind(f"select the words for {slot} in the text, or write them as they stand there")
    desk.ledger.correct(desk.who, line.id, line.report, slot, spans, chosen, _text(form, "reason") or None)
    return _back(form, f"/reports/{line.report}?claim={line.id}")


def add_claim(form: FormData, desk: Desk) -> Response:
    """A claim by hand: its words and who says so."""
    opened = desk.ledger.report(_text(form, "report"))
    quote = _spans(form, "quote_", opened.report, 0)
    if not quote:
        raise NotOfThisKind("select the words that make the claim, or write them as they stand in the text")
    speaker = _spans(form, "speaker_", opened.report, quote[0][0])
    slots: dict[CorrectedSlot, Sequence[Span]] = {}
    for slot in ("actor", "target", "place", "when"):
        if found := _spans(form, f"{slot}_", opened.report, quote[0][0]):
            slots[_slot(slot)] = found
    review = desk.ledger.add(
        desk.who,
        opened.report.id,
        quote,
        speaker=speaker[0] if speaker else None,
        stance=_text(form, "stance") or "asserted",
        type=_text(form, "type") or "other",
        slots=slots,
        reason=_text(form, "reason") or None,
    )
    return RedirectResponse(f"/reports/{opened.report.id}?claim={review.on[0]}#claim-{review.on[0]}", 303)


def same(form: FormData, desk: Desk) -> Response:
    """Several incidents (a claim of each) tell of one happening."""
    claims = [one for one in form.getlist("claim") if isinstance(one, str)]
    if len(claims) < 2:
        raise NotOfThisKind("choose two incidents or more, to call them one")
    desk.ledger.join(desk.who, *claims, reason=_text(form, "reason") or None)
    return RedirectResponse(f"/incidents/{claims[0]}", 303)


def together(form: FormData, desk: Desk) -> Response:
    """An answer to a question of two claims: same, different, or unsure."""
    a, b, answer = _text(form, "a"), _text(form, "b"), _answer(form)
    reason = _text(form, "reason") or None
    if answer == "same":
        desk.ledger.same(desk.who, a, b, reason=reason)
    else:
        desk.ledger.different(desk.who, a, b, reason=reason, unsure=answer == "unsure")
    return _back(form, "/queue/happenings")


def one_voice(form: FormData, desk: Desk) -> Response:
    """An answer to whether two names are one voice's: same, different, or unsure."""
    one, other = _text(form, "one"), _text(form, "other")
    desk.ledger.one_voice(desk.who, one, other, _answer(form), reason=_text(form, "reason") or None)
    return _back(form, "/queue/names")


def _answer(form: FormData) -> Answer:
    given = _text(form, "decision")
    for answer in get_args(Answer):
        if answer == given:
            return answer  # type: ignore[no-any-return]
    raise NotOfThisKind(f"{given!r} is no answer: same, different or unsure")


def apart(form: FormData, desk: Desk) -> Response:
    """A claim does not tell of what the other claims of its incident tell of; unsure: nobody can say."""
    claim = _text(form, "claim")
    desk.ledger.apart(desk.who, claim, reason=_text(form, "reason") or None, unsure=_text(form, "unsure") == "yes")
    return _back(form, f"/incidents/{claim}")


def undo(form: FormData, desk: Desk) -> Response:
    """Take a decision back; taking back the taking back is the same."""
    review = desk.catalogue().decided.reviews.get(_text(form, "review"))
    if review is None:
        raise LedgerError("the ledger holds no such decision: the history lists them all")
    desk.ledger.decide(desk.who, "undo", [review.id], _text(form, "reason") or None)
    return _back(form, "/history")


def read_to_end(form: FormData, desk: Desk) -> Response:
    """A report that a person has read to its end: what it claims is all there."""
    report = _text(form, "report")
    desk.ledger.read_to_end(desk.who, report)
    return _back(form, f"/reports/{report}")


async def add(request: Request, desk: Desk) -> Response:
    """Files and pasted text, into the ledger."""
    async with request.form(max_files=MOST_FILES, max_part_size=20_000_000) as form:
        files = [
            (one.filename or "unnamed", await one.read())
            for one in form.getlist("files")
            if isinstance(one, UploadFile) and (one.filename or one.size)
        ]
        pasted = _text(form, "text")
        if pasted.strip():
            files.append(("pasted.txt", pasted.replace("\r\n", "\n").encode("utf-8", "replace")))
        if not files:
            raise NotOfThisKind("nothing was handed over: choose files, drop them on the page, or paste a text")
        published, outlet = _text(form, "published").strip() or None, _text(form, "outlet").strip() or None
    adding = await run_in_threadpool(desk.add, files, published, outlet)
    return RedirectResponse(f"/add/{adding.number}", 303)


def _text(form: FormData, name: str) -> str:
    value: Any = form.get(name)
    return value if isinstance(value, str) else ""


def _slot(name: str) -> CorrectedSlot:
    for slot in get_args(CorrectedSlot):
        if slot == name:
            return slot  # type: ignore[no-any-return]
    raise NotOfThisKind(f"{name!r} is no slot: it is one of {', '.join(get_args(CorrectedSlot))}")


def _spans(form: FormData, prefix: str, report: Report, near: int) -> list[Span]:
    """Words that were selected (`spans`: "12-20 31-40") or else written as they stand in the text."""
    if selected := _text(form, f"{prefix}spans").split():
        if not all(re.fullmatch(r"\d{1,9}-\d{1,9}", each) for each in selected):
            raise NotOfThisKind(f"{' '.join(selected)!r} are no spans: select the words again")
        return [(int(start), int(end)) for start, end in (each.split("-") for each in selected)]
    written = _text(form, f"{prefix}words").strip()
    return [_found(report.text, written, near)] if written else []


def _found(text: str, words: str, near: int) -> Span:
    """Where the written words stand, nearest to an offset; line breaks in the text are any white space."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [match.span() for match in re.finditer(pattern, text)] or [
        match.span() for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    if not found:
        raise NotOfThisKind(f"“{words}” does not stand in the text: write the words as they stand there")
    return min(found, key=lambda span: abs(span[0] - near))


def _back(form: FormData, otherwise: str) -> Response:
    """To the screen that the form came from: a path of ours, and nothing else."""
    back = _text(form, "back")
    ours = re.fullmatch(r"/[a-z][^\\\s]*|/", back) is not None
    return RedirectResponse(back if ours else otherwise, 303)
