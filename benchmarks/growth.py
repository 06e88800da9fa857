"""How weighing grows with the ledger: `python -m benchmarks.growth [--claims N] [--json]`.

Made claims, seeded: a happening is an attack on one of 1,200 plainly invented towns on one of 1,500 days, told by one
to six reports, each with some of its slots, its toll a little off, and three to twenty claims of other things beside.
Weighed are a tenth of N (10,000) and N (100,000), each in a fresh process, so that memory is that of one run alone.

seconds, exponent   of one processor, for the two sizes; log(time ratio) / log(size ratio)
peak_mb             of the larger, Python and the claims themselves included
add_s               adding one report to the larger ledger, the median of eleven
"""

import argparse
import json
import math
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.counts import report
from sayso.model import Claim, Count, Event, EventType, Hop, Party, Place, Setting, Told, Toll, When, Words
from sayso.model.place import PlaceEntry
from sayso.weighing.incidents import Weighed
from sayso.weighing.names import telling_words

CLAIMS = 100_000
FIRST = date(2013, 1, 1)
TYPES: tuple[EventType, ...] = ("shelling_or_strike", "battle", "explosion_or_bomb", "attack_on_civilians")
SYLLABLES = "ba be di do ka ki la lo ma mi na ne ra ri sa so ta to va zu".split()
VERBS = {
    "shelling_or_strike": "shelled",
    "battle": "fought in",
    "explosion_or_bomb": "bombed",
    "attack_on_civilians": "raided",
}


def name(chance: random.Random, syllables: int) -> str:
    """An invented name."""
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).title()


def made(claims: int, seed: int = 1) -> Iterator[list[Told]]:
    """Reports, each with its claims, until there are so many claims."""
    chance = random.Random(seed)
    towns = [town(chance, number) for number in range(1200)]
    forces = [name(chance, 3) + " Front" for _ in range(150)]
    count = number = 0
    while count < claims:
        where, day = chance.choice(towns), FIRST + timedelta(days=chance.randrange(1500))
        who, victims = chance.choice(forces), [name(chance, 4) for _ in range(3)]
        kind, killed = chance.choice(TYPES), chance.randrange(1, 30)
        for _ in range(chance.choice((1, 1, 2, 2, 3, 6))):
            told = reported(chance, number, where, day, who, victims, kind, killed, towns, forces)
            count += len(told)
            number += 1
            yield told


def town(chance: random.Random, number: int) -> PlaceEntry:
    """An invented town in one of forty provinces."""
    lat, lon = round(chance.uniform(30, 37), 4), round(chance.uniform(35, 45), 4)
    province = f"made:p{chance.randrange(40)}"
    return PlaceEntry(f"made:{number}", name(chance, 3), "settlement", "ZZ", province, None, lat, lon, 9_000, None)


def reported(
    chance: random.Random,
    number: int,
    where: PlaceEntry,
    day: date,
    who: str,
    victims: list[str],
    kind: EventType,
    killed: int,
    towns: list[PlaceEntry],
    forces: list[str],
) -> list[Told]:
    """One report: its happening in two to four claims, then others."""
    lines = [(where, day, who, kind, killed + chance.choice((0, 0, 0, 1))) for _ in range(chance.randrange(2, 5))]
    for _ in range(chance.randrange(3, 20)):
        other = day - timedelta(days=chance.randrange(60))
        lines.append(
            (chance.choice(towns), other, chance.choice(forces), chance.choice(TYPES), chance.randrange(1, 30))
        )
    text, claims = "", []
    for at, (place, when, actor, type_, toll) in enumerate(lines):
        victim = f", among them {chance.choice(victims)}" if at < 4 else ""
        sentence = f"{actor} {VERBS[type_]} {place.name} on {when:%d %B %Y} and killed {toll}{victim}."
        claims.append(claim(number, len(text), sentence, place, when, actor, type_, toll))
        text += sentence + "\n"
    setting = Setting(f"{number:06}", f"Outlet {number % 90}", None, day.isoformat(), None, telling_words(text), text)
    return [
        Told(f"{number:06} {at:03}", one, setting, (row[0],))
        for at, (one, row) in enumerate(zip(claims, lines, strict=True))
    ]


def claim(
    number: int, start: int, sentence: str, place: PlaceEntry, when: date, actor: str, type_: EventType, toll: int
) -> Claim:
    """One claim, its slots where they stand in the sentence."""

    def span(words: str) -> tuple[int, int]:
        at = start + sentence.index(words)
        return at, at + len(words)

    told = f"{when:%d %B %Y}"
    event = Event(
        type_,
        actors=(Party(actor, span(actor)),),
        places=(Place(place.name, span(place.name), place.id, place.lat, place.lon, 1),),
        when=When(told, span(told), when.isoformat(), when.isoformat(), "day"),
        toll=Toll(killed=Count(str(toll), span(f"killed {toll}"), toll, toll)),
    )
    chain: tuple[Hop, ...] = ()
    return Claim(
        f"{number:064}",
        f"{number:064}",
        (Words(sentence, (start, start + len(sentence))),),
        chain,
        "asserted",
        None,
        event,
        None,
        0.5,
        "made",
    )


def run(size: int) -> dict[str, float]:
    """Weigh so many claims here."""
    reports = list(made(size))
    claims = [each for told in reports[:-11] for each in told]
    started = time.process_time()
    weighed = Weighed().with_more(claims)
    incidents = weighed.incidents()
    seconds = time.process_time() - started
    added = []
    for told in reports[-11:]:
        began = time.process_time()
        weighed.with_more(told)
        weighed.around(told[0].id)
        added.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "claims": len(claims),
        "incidents": len(incidents),
        "seconds": round(seconds, 2),
        "peak_mb": round(peak),
        "add_s": round(statistics.median(added), 4),
    }


def measured(size: int) -> dict[str, float]:
    """The same in a process of its own."""
    call = [sys.executable, "-m", "benchmarks.growth", "--claims", str(size), "--once"]
    done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=CLAIMS, help="how many in the larger ledger")
    parser.add_argument("--data", help="taken and not looked at: these claims are made")
    parser.add_argument("--once", action="store_true", help="only this size, here")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.once:
        print(json.dumps(run(chosen.claims)))
        return
    small, large = measured(chosen.claims // 10), measured(chosen.claims)
    grown = math.log(large["seconds"] / small["seconds"]) / math.log(large["claims"] / small["claims"])
    figures: dict[str, object] = {
        "seconds": {str(int(each["claims"])): each["seconds"] for each in (small, large)},
        "exponent": round(grown, 3),
        "peak_mb": large["peak_mb"],
        "add_s": large["add_s"],
        "incidents": large["incidents"],
    }
    report(figures, chosen.json)


if __name__ == "__main__":
    main()
