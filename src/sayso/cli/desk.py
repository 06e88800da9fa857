"""Open a ledger as a local web page: read who says what, check the words, decide with one key."""

import argparse
import getpass
import os
import socket

from sayso import api
from sayso.cli.options import ledger_path
from sayso.cli.status import FAULT, FINE, WRONG_USAGE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso desk                         ./sayso.db, in this machine's browser
  sayso desk attack.db --as Lena     decisions are Lena's
  sayso desk new.db --new            an empty ledger: drop saved pages on the page
  sayso desk --host 0.0.0.0          for others on the network, who need the token that is printed
"""

PORT = 8017
LOCAL = "127.0.0.1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso desk` takes."""
    parser.add_argument("ledger", metavar="LEDGER", nargs="?", help="the ledger; else $SAYSO_LEDGER, else ./sayso.db")
    parser.add_argument("--new", action="store_true", help="make the ledger where there is none yet")
    parser.add_argument("--as", dest="who", metavar="NAME", help="who decides, as the history shall tell it")
    parser.add_argument("--port", type=port_of, default=PORT, metavar="N", help=f"({PORT}; 0 takes any that is free)")
    parser.add_argument(
        "--host", default=LOCAL, metavar="H", help="another address than this machine's own, by a token"
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Listen until Ctrl-C."""
    ledger = api.open(ledger_path(options))
    if options.new:
        ledger.create()
    ledger.counts()
    who = (options.who or _user()).strip()
    if not who:
        terminal.complain("--as needs a name")
        return WRONG_USAGE
    try:
        listening = socket.create_server((options.host, options.port), reuse_port=False)
    except OSError as error:
        mend = "is another desk open there? --port N takes another" if options.host == LOCAL else "look at --host"
        terminal.complain(f"{options.host}:{options.port} cannot be listened on ({error.strerror}): {mend}")
        return FAULT
    return _serve(ledger, who, options, listening, terminal)


def _serve(
    ledger: api.Ledger, who: str, options: argparse.Namespace, listening: socket.socket, terminal: Terminal
) -> int:
    import uvicorn

    from sayso.desk.app import app
    from sayso.desk.desk import Desk
    from sayso.desk.opening import prepare
    from sayso.desk.safety import Door

    port = listening.getsockname()[1]
    door = Door.local(port) if options.host in (LOCAL, "localhost") else Door.beyond()
    address = f"http://{options.host}:{port}/" + (f"?token={door.token}" if door.token else "")
    desk = Desk(ledger, who)
    config = uvicorn.Config(app(desk, door), log_level="warning", access_log=False, server_header=False, lifespan="on")
    terminal.say(f"{ledger.path} is open at {address} (Ctrl-C closes it)")
    desk.warm(prepare)
    if not options.no_browser:
        import webbrowser

        webbrowser.open(address)
    uvicorn.Server(config).run(sockets=[listening])
    return FINE


def _user() -> str:
    try:
        return os.environ.get("SAYSO_REVIEWER") or getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


def port_of(text: str) -> int:
    """A number that a port can have."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number up to 65535")
    return int(text)
