"""Reviewed claims as schema.org ClaimReview. What nobody has judged is not in it.

What a person decides here is whether a report says what was read in it. That is no verdict on whether it is so, and the
rating says as much: it has words and no number.
"""

from collections.abc import Iterable
from typing import Any

from sayso.exports.contract import line
from sayso.exports.files import Files
from sayso.exports.outgoing import Judged, Outgoing
from sayso.exports.sheet import Sheet
from sayso.model.review import Verdict

RATING: dict[Verdict, str] = {
    "accept": "The report says this. Whether it is so was not reviewed.",
    "unsure": "Unsure whether the report says this.",
    "refuse": "The report does not say this.",
}


def write(claims: Iterable[Outgoing], files: Files, sheet: Sheet) -> int:
    """One JSON-LD file, a review a line."""
    written = 0
    with files.text(files.named()) as out:
        out.write('{"@context": "https://schema.org", "@graph": [')
        for claim in claims:
            if claim.judged is None or not claim.words:
                sheet.left_out["no person has judged it" if claim.judged is None else "its words are withheld"] += 1
                continue
            out.write(f"{',' if written else ''}\n{line(review(claim, claim.judged))}")
            written += 1
        out.write("\n]}\n")
    return written


def review(claim: Outgoing, judged: Judged) -> dict[str, Any]:
    """One review of one claim."""
    imprint = claim.imprint
    appearance = {
        "@type": "NewsArticle",
        "url": imprint.address,
        "headline": imprint.title,
        "publisher": {"@type": "Organization", "name": imprint.outlet} if imprint.outlet else None,
        "datePublished": imprint.published.start if imprint.published else None,
    }
    said = {
        "@type": "Claim",
        "identifier": claim.id,
        "text": claim.words,
        "author": {"@type": "Thing", "name": claim.says} if claim.says else None,
        "datePublished": imprint.published.start if imprint.published else None,
        "appearance": _told(appearance),
    }
    whole = {
        "@type": "ClaimReview",
        "@id": f"urn:sayso:review:{claim.id}",
        "claimReviewed": claim.words,
        "datePublished": judged.when[:10],
        "author": {"@type": "Person", "name": judged.who},
        "itemReviewed": _told(said),
        "reviewRating": {"@type": "Rating", "alternateName": RATING[judged.verdict]},
        "reviewBody": judged.reason,
    }
    return _told(whole)


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, {}, "")}
