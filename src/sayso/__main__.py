"""`python -m sayso`."""

import sys

from sayso.cli.main import main

sys.exit(main())
