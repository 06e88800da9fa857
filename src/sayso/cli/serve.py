"""Serve a ledger to programs: JSON over HTTP, read-only but for those who send the token."""

import argparse
import os
import secrets
import socket

from sayso import api
from sayso.cli.desk import LOCAL, port_of
from sayso.cli.layout import safe
from sayso.cli.options import ledger_path
from sayso.cli.status import FAULT, FINE, WRONG_USAGE
from sayso.cli.terminal import Terminal

EXAMPLES = """examples:
  sayso serve homs.db                                       for programs of this machine
  curl 'http://127.0.0.1:8018/api/v1/claims?stance=denied'  who denies what
  SAYSO_TOKEN=… sayso serve homs.db --host 0.0.0.0          for others on the network, who send the token

Writing (reviews, and texts to keep) needs the token, from this machine too: Authorization: Bearer TOKEN. It is
$SAYSO_TOKEN, or one that is made and printed. /api/v1/openapi.json tells programs what they can ask.
"""

PORT = 8018
SHORTEST = 16
"""Characters of a token that somebody chose."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sayso serve` takes."""
    parser.add_argument("ledger", metavar="LEDGER", nargs="?", help="the ledger; else $SAYSO_LEDGER, else ./sayso.db")
    parser.add_argument("--port", type=port_of, default=PORT, metavar="N", help=f"({PORT}; 0 takes any that is free)")
    parser.add_argument(
        "--host", default=LOCAL, metavar="H", help="another address than this machine's own; then all need the token"
    )


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Listen until Ctrl-C."""
    given = os.environ.get("SAYSO_TOKEN", "")
    if given and (len(given) < SHORTEST or not given.isascii() or not given.isprintable() or " " in given):
        terminal.complain(f"SAYSO_TOKEN needs {SHORTEST} characters or more, without spaces; unset it to have one made")
        return WRONG_USAGE
    ledger = api.open(ledger_path(options))
    ledger.counts()
    try:
        listening = socket.create_server((options.host, options.port), reuse_port=False)
    except OSError as error:
        mend = (
            "does another program listen there? --port N takes another" if options.host == LOCAL else "look at --host"
        )
        terminal.complain(f"{safe(options.host)}:{options.port} cannot be listened on ({error.strerror}): {mend}")
        return FAULT
    import uvicorn

    from sayso.http.app import app
    from sayso.http.safety import Lock

    port = listening.getsockname()[1]
    token = given or secrets.token_urlsafe(24)
    lock = Lock.local(port, token) if options.host in (LOCAL, "localhost") else Lock(None, token)
    terminal.say(f"{ledger.path} is served at http://{options.host}:{port}/api/v1 (Ctrl-C ends it)")
    if not given:
        terminal.say(f"The token: {token}")
    config = uvicorn.Config(app(ledger, lock), log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])
    return FINE
