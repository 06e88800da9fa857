"""The note: reported silence. Silence is not denial, so it is never a claim."""

from dataclasses import dataclass
from typing import Literal

from sayso.model.words import Words

NoteKind = Literal["no_comment", "could_not_be_reached", "could_not_be_checked", "neither_confirmed_nor_denied"]


@dataclass(frozen=True, slots=True)
class Note:
    """Somebody who said nothing, in the report's words. speaker: who was silent; words: the clause that says so."""

    kind: NoteKind
    speaker: Words | None
    words: Words
