"""Read an archive in shards, side by side on this machine or on a Ray cluster, and load the shards into a ledger.

read writes, for each shard (200 files, or one archive), Parquet files of reports, claims and problems, and a mark when
it is done; run again, it reads what is not done yet. load brings all that is done into a ledger.
"""

import argparse
import os
from collections.abc import Callable

from sayso import api
from sayso.cli import telling
from sayso.cli.layout import safe
from sayso.cli.options import add_ledger, ledger_path
from sayso.cli.progress import Count
from sayso.cli.status import FAULT, FINE, WRONG_USAGE
from sayso.cli.terminal import Terminal
from sayso.model.errors import NotOfThisKind

EXAMPLES = """examples:
  sayso batch read archive/ --out shards/                       on all cores of this machine
  sayso batch read /shared/*.warc.gz --out /shared/out --address 10.0.0.1:6379
  sayso batch load shards/ --ledger archive.db
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso batch` takes."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    read = actions.add_parser("read", help="read files, folders and archives into shards")
    read.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder, an archive")
    read.add_argument("--out", metavar="DIR", required=True, help="where the shards go; made if it is missing")
    read.add_argument("--date", metavar="D", help="when all of it was published: 2017-10-07, 2017-10 or 2017")
    read.add_argument("--outlet", metavar="NAME", help="who published all of it")
    read.add_argument("--fields", metavar="MAP", help="of JSON Lines: which field holds what (text=body,title=head)")
    engine = read.add_mutually_exclusive_group()
    engine.add_argument("--workers", type=_workers, metavar="N", help="processes on this machine (one a core)")
    engine.add_argument("--address", metavar="A", help="of a Ray cluster, or `local` for one on this machine")
    load = actions.add_parser("load", help="bring shards into a ledger")
    load.add_argument("folder", metavar="DIR", help="what `sayso batch read --out` filled")
    add_ledger(load)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do the one thing that is asked."""
    return _ACTIONS[options.action](options, terminal)


def _read(options: argparse.Namespace, terminal: Terminal) -> int:
    from sayso.batch.engines import Cluster, Pool
    from sayso.batch.shard import Step, cut
    from sayso.pages.dumps import field_map

    api.read(published=options.date, outlet=options.outlet)  # a date that is none ends here, not in every shard
    try:
        fields = field_map(options.fields) if options.fields else None
    except NotOfThisKind as error:
        terminal.complain(f"--fields: {error}")
        return WRONG_USAGE
    out = os.path.abspath(options.out)  # noqa: PTH100 - workers stand elsewhere
    step = Step(out, options.date, options.outlet, fields)
    address = None if options.address == "local" else options.address
    engine = Cluster(address) if options.address else Pool(options.workers or _cores())
    ended = files = claims = unread = before = lost = 0
    with Count(terminal, "shards done") as count:
        for outcome in engine.map(step, cut(_absolute(options.paths))):
            ended += 1
            count.reached(ended)
            if outcome.done is None:
                lost += 1
                terminal.complain(f"shard {outcome.shard.name}: {outcome.failure}")
                continue
            before += outcome.done.before
            files += outcome.done.files
            claims += outcome.done.claims
            unread += outcome.done.failed
    told = f"{telling.count(ended - lost, 'shard')} in {safe(step.out)} ({before:,} done before)"
    told += f": {telling.count(files, 'file')}, {telling.count(claims, 'claim')}"
    if unread:
        told += f"; {telling.count(unread, 'file')} could not be read (see the problems tables)"
    terminal.say(told + (f"; {telling.count(lost, 'shard')} failed: run it again" if lost else ""))
    return FAULT if lost or unread else FINE


def _load(options: argparse.Namespace, terminal: Terminal) -> int:
    from sayso.batch.load import load

    location = ledger_path(options)
    shards = pages = claims = 0
    with Count(terminal, "pages loaded") as count:
        for loaded in load(options.folder, location):
            shards += 1
            pages += loaded.pages
            claims += loaded.new_claims
            count.reached(pages)
    told = f"{telling.count(shards, 'shard')} loaded into {location}: {telling.count(pages, 'page')}"
    terminal.say(f"{told}, {telling.count(claims, 'claim')} new to the ledger")
    return FINE


def _absolute(paths: list[str]) -> list[str]:
    """Workers may stand in another folder."""
    return [os.path.abspath(path) for path in paths]  # noqa: PTH100 - resolve() would follow links


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _workers(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of workers; give 1 or more")
    return int(text)


_ACTIONS: dict[str, Callable[[argparse.Namespace, Terminal], int]] = {"read": _read, "load": _load}
