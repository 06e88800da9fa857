"""What a command's exit status tells."""

FINE = 0
FAULT = 1
"""A file could not be read, or a fault was found."""
WRONG_USAGE = 2
INTERRUPTED = 130
"""By Ctrl-C: 128 and the number of the signal, as shells count."""
BROKEN_PIPE = 141
"""Whoever read the output closed it."""
