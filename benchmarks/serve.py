"""What `sayso serve` answers to whatever the OpenAPI document allows, and to what it does not allow.

`python -m benchmarks.serve [--calls N] [--seed N] [--json]`. Schemathesis makes the requests, half of them fitting the
document and half not, over a ledger of the examples that it may also write to; where an id fits, half of those name
something that the ledger holds. Every answer is held against the document. `calls` is how many were made,
`server_errors` how many were answered 5xx, `other` what else did not keep the document's word, by the check that found
it. That all which fits is answered is not asked: no schema says that the first day comes first.
"""

import argparse
import json
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import openapi
from schemathesis.checks import positive_data_acceptance
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.python import asgi
from schemathesis.schemas import APIOperation

from sayso import api
from sayso.http.app import app
from sayso.http.safety import Lock
from sayso.ledger.found import KeptClaim

CALLS = 10_000
TOKEN = "a token of the benchmark"
EXAMPLES = Path(__file__).parent.parent / "examples"


Held = dict[str, str]
"""Ids of a claim, its report, and a party."""


@dataclass(slots=True)
class Fuzzed:
    """What came of it. shown: one failing request of each kind, as it can be repeated."""

    calls: int = 0
    server_errors: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    other: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


def fuzz(ledger: api.Ledger, calls: int, from_seed: int = 0) -> Fuzzed:
    """Ask each address as often as the others, at least `calls` times in all."""
    served = app(ledger, Lock(frozenset({asgi.HOST}), TOKEN))
    schema = openapi.from_asgi("/api/v1/openapi.json", served)
    asked = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    ways = [(operation, mode) for operation in asked for mode in GenerationMode]
    fuzzed, rounds, known = Fuzzed(), count(from_seed), [_held(kept, ledger) for kept in ledger.claims()]
    # One client, and so one event loop, for all calls.
    with asgi.get_client(served) as client:  # type: ignore[arg-type]
        # Some addresses allow little, and so give fewer calls than are asked of them.
        while fuzzed.calls < calls:
            from_seed, times = next(rounds), -(-(calls - fuzzed.calls) // len(ways))
            for operation, mode in ways:
                with suppress(Unsatisfiable):  # what has no parameters cannot be asked wrongly
                    _ask(operation, mode, times, fuzzed, from_seed, client, known)
    return fuzzed


def _held(kept: KeptClaim, ledger: api.Ledger) -> Held:
    page = kept.claim.page_sha256
    parties = [party.entry.id for party in ledger.parties()]
    return {"claim": kept.claim.id, "report": kept.report_id, "party": parties[-1] if parties else page}


def _name(case: Case[Any], held: Held) -> None:
    """Let a request name something that the ledger holds."""
    of = {"claims": "claim", "incidents": "claim", "reports": "report", "parties": "party"}
    if "id" in case.path_parameters:
        case.path_parameters["id"] = held[of[case.path.split("/")[3]]]
    if isinstance(case.body, dict):
        case.body.update({name: one for name, one in held.items() if name in case.body})


def _ask(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    times: int,
    fuzzed: Fuzzed,
    from_seed: int,
    client: asgi.ASGIClient,
    known: list[Held],
) -> None:
    @seed(from_seed)
    @settings(
        max_examples=times,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode), strategies.sampled_from(known), strategies.booleans())
    def asked(case: Case[Any], held: Held, really: bool) -> None:
        if really and mode == GenerationMode.POSITIVE:
            _name(case, held)
        answer = case.call(session=client, headers={"Authorization": f"Bearer {TOKEN}"})
        fuzzed.calls += 1
        fuzzed.statuses[answer.status_code] = fuzzed.statuses.get(answer.status_code, 0) + 1
        fuzzed.server_errors += answer.status_code >= 500
        try:
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])
        except FailureGroup as group:
            for failure in group.exceptions:
                name = type(failure).__name__
                fuzzed.other[name] = fuzzed.other.get(name, 0) + 1
                fuzzed.shown.setdefault(name, f"{case.as_curl_command()}: {answer.status_code} {failure}")

    asked()


def main(arguments: list[str] | None = None) -> int:
    """Ask, and tell what came of it; status 1 where anything was answered 5xx."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=CALLS, metavar="N", help=f"({CALLS:,})")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="(0)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ledger = api.open(Path(folder) / "fuzzed.db")
        read = list(ledger.read(EXAMPLES))
        fuzzed = fuzz(ledger, options.calls, options.seed)
        faults = ledger.verify().faults
    told = {
        **asdict(fuzzed),
        "reports": len(read),
        "ledger_faults": len(faults),
        "seconds": round(time.monotonic() - started, 1),
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    return 1 if fuzzed.server_errors else 0


if __name__ == "__main__":
    sys.exit(main())
