"""The open desk: a ledger, who sits at it, and the catalogue that every screen asks."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from sayso.api import Incidents, Ledger
from sayso.ledger.catalogue import Catalogue
from sayso.model.errors import SaysoError
from sayso.model.incident import Question
from sayso.model.problem import Problem

Files = list[tuple[str, bytes]]

REMEMBERED = 4
"""Lists of incidents that are kept at a time."""


@dataclass(slots=True)
class Adding:
    """Files on their way into the ledger. done: of them, read; claims: new ones; stopped: why it could not go on."""

    number: int
    files: int
    done: int = 0
    claims: int = 0
    reports: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stopped: str | None = None
    finished: bool = False


class Desk:
    """One ledger opened by one person. Safe for the threads that answer requests."""

    def __init__(self, ledger: Ledger, who: str) -> None:
        self.ledger = ledger
        self.who = who
        self.added: dict[int, Adding] = {}
        self._catalogue = ledger.catalogue()
        self._lock = threading.Lock()
        # Another one: who weighs a large ledger for minutes keeps nobody from reading its claims.
        self._weighing = threading.Lock()
        self._weighed: dict[tuple[str, tuple[str, ...] | None, int], Incidents] = {}
        self._asked: tuple[int, int, tuple[Question, ...]] | None = None
        self._alone: tuple[object, tuple[int, int]] | None = None
        self._numbers = count(1)
        # One at a time: the encoder uses all cores already, and the ledger has one writer.
        self._reader = ThreadPoolExecutor(1, "reading")

    def catalogue(self) -> Catalogue:
        """All current claims, as of now."""
        with self._lock:
            self._catalogue.catch_up()
            return self._catalogue

    def incidents(self, among: Sequence[str] | None, limit: int) -> Incidents:
        """The incidents with the most reports; remembered until some are others, as the same few are asked often."""
        asked = self.ledger.weighing(), None if among is None else tuple(among), limit
        with self._weighing:
            if asked not in self._weighed:
                stale = [each for each in self._weighed if each[0] != asked[0]]
                for each in stale or list(self._weighed)[: 1 - REMEMBERED]:
                    del self._weighed[each]
                self._weighed[asked] = self.ledger.incidents(among=among, limit=limit)
            return self._weighed[asked]

    def questions(self) -> list[Question]:
        """The open questions whether two claims tell of one happening.

        They are those of one weighing as long as one of them is open: to weigh again after each answer would make
        everybody wait. Other claims, or the last answer, bring the next weighing.
        """
        catalogue = self.catalogue()
        with self._weighing:
            if self._asked is None or self._asked[0] != catalogue.reading:
                self._asked = catalogue.reading, catalogue.entry, self.ledger.questions()
            found = _open(self._asked[2], catalogue)
            if not found and self._asked[1] != catalogue.entry:
                self._asked = catalogue.reading, catalogue.entry, self.ledger.questions()
                found = _open(self._asked[2], catalogue)
            return found

    def alone(self, claims: Sequence[str]) -> tuple[int, int]:
        """How often these stood alone, as the API has it; remembered while nothing is written."""
        entry = self.catalogue().entry
        asked = entry, tuple(claims)
        with self._weighing:
            if self._alone is None or self._alone[0] != asked:
                self._alone = asked, self.ledger.alone(claims)
            return self._alone[1]

    def add(self, files: Files, published: str | None, outlet: str | None) -> Adding:
        """Begin to read these; the answer is looked up again while it goes on."""
        adding = Adding(next(self._numbers), len(files))
        self.added[adding.number] = adding

        def read() -> None:
            try:
                # Opened here, as the ledger's connection belongs to the thread that made it.
                for account in self.ledger.read_handed(files, published=published, outlet=outlet):
                    adding.done += 1
                    adding.claims += account.recorded.new_claims if account.recorded else 0
                    adding.problems += account.problems
                    if account.report and not account.failed:
                        adding.reports.append((account.report.id, account.report.title or account.path))
            except SaysoError as error:
                adding.stopped = str(error)
            except Exception as error:  # what goes wrong in a thread would otherwise be told to nobody
                adding.stopped = f"stopped by {type(error).__name__}: {error}; if it is a mistake of sayso, report it"
            finally:
                adding.finished = True

        self._reader.submit(read)
        return adding

    def warm(self, prepare: "Callable[[Desk], None]") -> None:
        """Make ready in the background what the first screens need, so that nobody waits for it."""

        def ready() -> None:
            try:
                prepare(self)
            except SaysoError:
                return  # whoever asks for a screen is told

        threading.Thread(target=ready, daemon=True).start()

    def close(self) -> None:
        """Let what is being read come to its end with the file in hand; begin no other."""
        self._reader.shutdown(wait=False, cancel_futures=True)


def _open(questions: Sequence[Question], catalogue: Catalogue) -> list[Question]:
    """Those that nobody answered, and of which both claims still stand."""
    return [
        question
        for question in questions
        if all(catalogue.line(claim) and catalogue.verdict(claim) != "refuse" for claim in (question.a, question.b))
        and catalogue.decided.between(question.of_a, question.of_b) is None
    ]
