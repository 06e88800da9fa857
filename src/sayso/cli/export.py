"""Write claims or events in a format of the field, with a manifest of what they are and what was withheld.

The profile is "public" unless you say otherwise: it withholds names of private persons, plans and movements, where
shelters and clinics are, witnesses, and places finer than a settlement. "internal" gives all, for your own desk.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import safe
from sayso.cli.options import add_claim_filters, add_ledger, ledger_path
from sayso.cli.progress import Count
from sayso.cli.status import FINE
from sayso.cli.terminal import Terminal
from sayso.exports.formats import FORMATS, POLICIES, delay_of, manifest_path

if TYPE_CHECKING:
    from sayso.exports.formats import Manifest

EXAMPLES = (
    """examples:
  sayso export csv -o claims.csv                                 a spreadsheet of all claims
  sayso export acled --place Homs --from 2017-10 -o homs.csv     ACLED-style rows
  sayso export geojson --delay 72h -o map.geojson                nothing younger than three days
  sayso export annotations --profile internal -o desk.jsonld     all of it, for your own desk

formats:
"""
    + "\n".join(f"  {name:<15} {form.told}" for name, form in FORMATS.items())
    + "\n"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso export` takes."""
    parser.add_argument("form", metavar="FORMAT", choices=tuple(FORMATS), help=", ".join(FORMATS))
    parser.add_argument("-o", "--out", metavar="OUT", type=Path, required=True, help="the file to write")
    add_claim_filters(parser)
    parser.add_argument(
        "--profile", choices=("public", "internal"), default="public", help="public (default): see above"
    )
    parser.add_argument("--policy", default="low-best-high", metavar="P", help=f"of event rows: {', '.join(POLICIES)}")
    parser.add_argument("--order", metavar="NAMES", default="", help="of order-of-sources: names with ; between")
    parser.add_argument("--delay", metavar="TIME", default="0h", help="leave out what is younger: 72h, 3d, 2w")
    parser.add_argument("--excel", action="store_true", help="CSV with the mark by which Excel knows UTF-8")
    add_ledger(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Export, and say what was written and what was withheld."""
    delay = delay_of(options.delay)
    ledger = api.open(ledger_path(options))
    with Count(terminal, "claims") as count:
        manifest = ledger.export(
            options.form,
            options.out,
            about=options.about,
            speaker=options.speaker,
            stance=options.stance,
            type=options.type,
            place=options.place,
            since=options.since,
            until=options.until,
            profile=options.profile,
            policy=options.policy,
            order=[name.strip() for name in options.order.split(";") if name.strip()],
            delay=delay,
            excel=options.excel,
            progress=count.reached,
        )
    if not manifest.rows:
        terminal.complain(f"nothing of this ledger fits: {safe(str(options.out))} is valid and empty")
    for told in _summary(manifest, options.out):
        terminal.say(told)
    return FINE


def _summary(manifest: "Manifest", out: Path) -> list[str]:
    """What a person wants to know at once; the rest stands in the manifest."""
    rows = telling.count(manifest.rows, "row")
    told = [f"{rows} of {telling.count(manifest.claims, 'claim')} written to {safe(str(out))}"]
    told += [f"  left out: {count:,}, {why}" for why, count in manifest.left_out.items()]
    told += [f"  withheld: {row['what']}, {row['times']:,} times, {row['why']}" for row in manifest.withheld]
    return [*told, f"  manifest: {safe(manifest_path(out).name)}"]
