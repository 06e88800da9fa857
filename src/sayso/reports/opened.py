"""The one error of what opens documents."""

from sayso.model import ProblemCode


class NotOpened(ValueError):
    """A document that gives no text. Its words tell a person why, and how to mend it; code: for programs."""

    def __init__(self, code: ProblemCode, told: str) -> None:
        super().__init__(told)
        self.code = code
