"""`python -m sayso`."""

import sys

from sayso.cli.main import main

if __name__ == "__main__":  # a worker of `sayso batch` imports this file under another name
    sys.exit(main())
