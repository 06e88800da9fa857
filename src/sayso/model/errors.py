"""One tree of errors. Bad input is a `Problem` (data); what stops a command is one of these."""


class SaysoError(Exception):
    """A command cannot go on. The message is one line: what, where, and what to do about it."""


class NotOfThisKind(SaysoError, ValueError):
    """Data that should be a noun of the model is not one (a missing field, a word that is not in its closed list)."""


class LedgerError(SaysoError):
    """The ledger file cannot be opened, is not a ledger, is of another version, or stays locked."""


class NotHeld(LedgerError):
    """The ledger holds nothing of the id that was asked for, or several things whose ids begin so."""


class WeightsError(SaysoError):
    """The encoder's weights are missing or damaged."""


class GazetteerError(SaysoError):
    """The gazetteer is missing, damaged or of another version; the message says how to mend it."""


class CodebookError(SaysoError):
    """A codebook file is missing, is not TOML, or has a row that does not fit its table."""


class ReaderFault(SaysoError):
    """A reader that is not ours cannot read: its endpoint does not answer, or not as it should."""


class ExportError(SaysoError):
    """An export cannot be written where it is asked for, or in a format for which a library is missing."""


class ImportFault(SaysoError):
    """A file that is to be brought in is not what it is said to be; the message names file, row and mend."""
