"""Claims as W3C Web Annotations (JSON-LD): each on the words that make it, by quote and by position.

Positions count code points of the report's text, whose hash stands beside them; the quote finds the words on the page
itself. Where a profile changed or withheld words only the position is given, because a quote must be exact.
"""

import json
from collections.abc import Iterable
from typing import Any

from sayso.exports.contract import line
from sayso.exports.files import Files
from sayso.exports.outgoing import Outgoing, Passage, Where
from sayso.exports.sheet import Sheet
from sayso.model.words import Span

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "sayso": "urn:sayso:",
        **{
            name: f"sayso:{name}"
            for name in """stance basis eventType mode weapon actors targets places when confidence claim textSha256
            verdict register latitude longitude precision killed injured captured displaced low high medium
            headline outlet""".split()
        },
        "chain": {"@id": "sayso:chain", "@container": "@list"},
    },
]
"""The W3C's terms, and ours under urn:sayso: as nothing has to be fetched to understand them."""


def write(claims: Iterable[Outgoing], files: Files, sheet: Sheet) -> int:
    """One annotation page, an annotation a line."""
    written = 0
    with files.text(files.named()) as out:
        head = {
            "@context": CONTEXT,
            "id": f"urn:sayso:export:{sheet.head}:{sheet.profile}",
            "type": "AnnotationPage",
        }
        out.write(json.dumps(head)[:-1] + ', "items": [')
        for claim in claims:
            out.write(f"{',' if written else ''}\n{line(annotation(claim))}")
            written += 1
        out.write("\n]}\n")
    return written


def annotation(claim: Outgoing) -> dict[str, Any]:
    """One claim."""
    imprint = claim.imprint
    return _told(
        {
            "id": f"urn:sayso:claim:{claim.id}",
            "type": "Annotation",
            "motivation": "describing",
            "generator": _told({"type": "Software", "name": f"sayso {claim.reader}"}),
            "created": imprint.fetched,
            "body": _body(claim),
            "target": [_target(claim, n, span) for n, span in enumerate(claim.position)],
        }
    )


def _body(claim: Outgoing) -> dict[str, Any]:
    numbers = {name: getattr(claim, name) for name in ("killed", "injured", "captured", "displaced")}
    return _told(
        {
            "type": "Dataset",
            "claim": claim.id,
            "stance": claim.stance,
            "basis": claim.basis,
            "eventType": claim.type,
            "mode": claim.mode,
            "weapon": claim.weapon,
            "chain": [
                _told({"name": v.speaker.text, "register": v.speaker.entry, "medium": v.medium}) for v in claim.chain
            ],
            "outlet": claim.imprint.outlet,
            "headline": claim.imprint.title,
            "actors": [_party(party) for party in claim.actors],
            "targets": [_party(party) for party in claim.targets],
            "places": [_place(place) for place in claim.places],
            "when": _told({"name": claim.when.text, "low": claim.when.start, "high": claim.when.end})
            if claim.when
            else None,
            "confidence": claim.confidence,
            "verdict": claim.judged.verdict if claim.judged else None,
            **{name: _told({"low": number.low, "high": number.high}) for name, number in numbers.items() if number},
        }
    )


def _target(claim: Outgoing, n: int, span: Span) -> dict[str, Any]:
    """One fragment of the quote. The page as we took it is named by its hash, whatever stands at the address now."""
    imprint = claim.imprint
    selectors: list[dict[str, Any]] = [
        {"type": "TextPositionSelector", "start": span[0], "end": span[1], "textSha256": imprint.text_sha256}
    ]
    passage = claim.quote[n] if n < len(claim.quote) else None
    if passage and passage.whole:
        before, behind = claim.around or (None, None)
        quote = {
            "type": "TextQuoteSelector",
            "exact": passage.text,
            "prefix": before if n == 0 else None,
            "suffix": behind if n == len(claim.quote) - 1 else None,
        }
        selectors.insert(0, _told(quote))
    page = f"urn:sha256:{imprint.page_sha256}"
    return {
        "source": imprint.address or page,
        "selector": selectors,
        "state": {"type": "TimeState", "sourceDate": imprint.fetched, "cached": page},
    }


def _party(party: Passage) -> dict[str, Any]:
    return _told({"name": party.text, "register": party.entry})


def _place(place: Where) -> dict[str, Any]:
    return _told(
        {
            "name": place.words.text,
            "register": place.words.entry,
            "latitude": place.lat,
            "longitude": place.lon,
            "precision": place.precision,
        }
    )


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {}, "")}
