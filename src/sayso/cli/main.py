"""The command line's door: finds the command, runs it, and turns what went wrong into one line and an exit status.

Commands are imported one at a time, because a command that answers from the ledger must not pay for the stages that
read pages: `sayso claims` is to answer within 100 ms, Python's own start included.
"""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from sayso.cli.status import BROKEN_PIPE, FAULT, FINE, INTERRUPTED, WRONG_USAGE
from sayso.cli.terminal import Terminal
from sayso.model.errors import NotOfThisKind, SaysoError

COMMANDS: dict[str, str] = {
    "read": "read saved pages into a ledger of claims",
    "follow": "read what is new in feeds, again and again or once",
    "claims": "list the claims of a ledger, by what, who, when and where",
    "show": "show one claim inside its paragraph, and the way it came",
    "incidents": "list the happenings of a ledger, with their reports and origins",
    "compare": "lay one incident out, or say how the claims of files stand to each other",
    "same": "decide that claims tell of one happening, or are one origin",
    "different": "decide that they do not, or that nobody can tell",
    "grade": "grade a source by a letter, or a claim by a figure",
    "undo": "undo a decision",
    "pages": "list the pages kept, and what could not be read",
    "export": "write claims or events in a format of the field, with a manifest",
    "import": "bring in another dataset's rows, or reviews and corrections from a table",
    "desk": "open a ledger as a local web page, and decide with one key",
    "serve": "serve a ledger to programs, as JSON over HTTP",
    "ledger": "copy, merge, compare versions, and say who may do what",
    "batch": "read an archive in shards, on all cores or a cluster, and load them",
    "redact": "remove words for good, to protect a person",
    "verify": "recompute everything in a ledger, and say what is broken",
    "actors": "add parties to the register of actors, from a TOML file",
    "places": "add the places of a country to the gazetteer, from a file you downloaded",
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the help is; end with status 2."""
        Terminal.here().complain(f"{message} (see {self.prog} --help)")
        sys.exit(WRONG_USAGE)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit status, which `status` explains. Without arguments, be the whole process."""
    _speak_utf8()
    if arguments is not None:
        return _status(arguments)
    stopped: list[int] = []

    def stop(number: int, _: FrameType | None) -> NoReturn:
        stopped.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    status = _status(sys.argv[1:])
    if stopped:
        # Python drops what is raised inside a finaliser, and with it the Ctrl-C that came just then.
        status = INTERRUPTED
    sys.stderr.flush()
    # Everything is flushed and closed, so nothing is left to do; Python would still spend a tenth of the time of a
    # question on taking its modules apart one by one.
    os._exit(status)


def _status(arguments: list[str]) -> int:
    try:
        status = _ended(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has enough; without this Python would complain once more while closing the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def _ended(arguments: list[str]) -> int:
    """The status, also where argparse ends the process: after --help, and after wrong usage."""
    try:
        return _run(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FINE


def _run(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in ("-h", "--help", "help"):
        return _help()
    if name in ("-V", "--version"):
        return _version()
    if name not in COMMANDS:
        Terminal.here().complain(_no_such_command(name))
        return WRONG_USAGE
    return _run_command(name, rest)


def _run_command(name: str, arguments: list[str]) -> int:
    command = importlib.import_module(f"sayso.cli.{name}")
    parser = Parser(
        prog=f"sayso {name}",
        description=command.__doc__,
        epilog=command.EXAMPLES,
        formatter_class=_in_our_width,
        allow_abbrev=False,
    )
    command.arguments(parser)
    parser.add_argument("--debug", action="store_true", help="show where in sayso an error arose (or set SAYSO_DEBUG)")
    options = parser.parse_args(arguments)
    with _debugging(asked=options.debug) as debugging:
        terminal = Terminal.here()
        try:
            status: int = command.run(options, terminal)
        except (KeyboardInterrupt, BrokenPipeError):
            raise
        except Exception as error:
            if debugging:
                raise
            return _told(error, terminal)
    return status


def _in_our_width(prog: str) -> argparse.HelpFormatter:
    """Left to itself argparse loads `shutil` to ask for the width, at every start, help or not."""
    return argparse.RawDescriptionHelpFormatter(prog, width=Terminal.here().sheet.width)


@contextmanager
def _debugging(*, asked: bool) -> Iterator[bool]:
    """Where --debug is given the whole process knows, as if SAYSO_DEBUG were set: the stages look there."""
    before = os.environ.get("SAYSO_DEBUG", "")
    if asked:
        os.environ["SAYSO_DEBUG"] = "1"
    try:
        yield asked or bool(before)
    finally:
        if asked:
            os.environ["SAYSO_DEBUG"] = before


def _told(error: Exception, terminal: Terminal) -> int:
    """What stopped a command, in one line, and the status to end with."""
    if isinstance(error, SaysoError):
        terminal.complain(str(error))
        # What was asked for is no day, no stance, no id: then the call is wrong, not the ledger.
        return WRONG_USAGE if isinstance(error, NotOfThisKind) else FAULT
    told = " ".join(f"{type(error).__name__}: {error}".split())
    terminal.complain(f"stopped by {told}; --debug shows where, and if it is a mistake of sayso, please report it")
    return FAULT


def _help() -> int:
    terminal = Terminal.here()
    wide = max(map(len, COMMANDS))
    terminal.write("sayso: who says so? War reporting, read into a ledger of claims.\n")
    for name, purpose in COMMANDS.items():
        terminal.write(f"  sayso {name:<{wide}}  {purpose}")
    terminal.write("\nsayso COMMAND --help tells more, with an example. sayso --version tells the version.")
    terminal.write("The ledger is --ledger FILE (or postgresql://…), else $SAYSO_LEDGER, else ./sayso.db.")
    return FINE


def _version() -> int:
    from importlib.metadata import version

    Terminal.here().write(f"sayso {version('sayso')}")
    return FINE


def _no_such_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    meant = f"did you mean `sayso {near[0]}`?" if near else f"the commands are {', '.join(COMMANDS)}"
    return f"there is no command {name!r}; {meant}"


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
