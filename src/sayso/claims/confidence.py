"""How likely a claim is right as a whole: its speaker, stance, type and actor.

A logistic model on what encoder and codebook say of the claim's parts. Its weights stand in `codebook/confidence.toml`,
learnt by `python -m training.calibrate` on half of the corpus's held-out reports and measured on the other half by
`benchmarks/reliability.py`.
"""

import math
from functools import cache

from sayso.claims.told import Told
from sayso.codebook.tables import table
from sayso.model import Claim

_FLOOR = 1e-3
_BY_CODEBOOK = {"codebook_only": 1.0}


@cache
def _weights() -> tuple[float, dict[str, float]]:
    book = table("confidence")
    return float(book["start"]), {name: float(weight) for name, weight in book["weights"].items()}


def confidence(told: Told, claim: Claim) -> float:
    """From 0 to 1, as a share: of the claims given .7, seven in ten are right."""
    return _chance(features(told, claim))


def by_codebook() -> float:
    """How likely a claim is right that only the codebook found."""
    return _chance(_BY_CODEBOOK)


def _chance(signs: dict[str, float]) -> float:
    start, weights = _weights()
    total = start + sum(weights[name] * value for name, value in signs.items())
    return round(1 / (1 + math.exp(-total)), 3)


def features(told: Told, claim: Claim) -> dict[str, float]:
    """What the claim's confidence rests on; chances as log odds."""
    seen, event = told.seen, claim.event
    if seen is None:
        return _BY_CODEBOOK
    acting = [one.chance for one in seen.roles["actor"]]
    return {
        "told": _odds(seen.chance),
        "type": _odds(seen.kinds["type"][event.type]),
        "stance": _odds(seen.kinds["stance"][claim.stance]),
        "actor": _odds(max(acting)) if acting else 0.0,
        "actor_by_codebook": float(bool(event.actors) and not acting),
        "no_actor": float(not event.actors),
        "spoken": float(claim.origin is not None),
        "speaker_agreed": float((claim.origin is not None) == bool(seen.roles["source"])),
    }


def _odds(chance: float) -> float:
    held = min(max(chance, _FLOOR), 1 - _FLOOR)
    return math.log(held / (1 - held))
