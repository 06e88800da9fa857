"""The nouns: the ground floor, which imports the standard library only.

Slotted frozen dataclasses. Unknown is None, never "", 0 or the publication date. What reading a page needs is loaded at
once; the nouns of weighing and of decisions come when one is first asked for, as making each takes a millisecond.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sayso.model.canonical import from_json, from_plain, plain, sha256_of, sha256_of_bytes, to_json
from sayso.model.claim import Basis, Claim, Hop, SpeakerKind, Stance
from sayso.model.errors import (
    CodebookError,
    ExportError,
    GazetteerError,
    ImportFault,
    LedgerError,
    NotHeld,
    NotOfThisKind,
    SaysoError,
    WeightsError,
)
from sayso.model.event import Count, Event, EventType, Mode, Party, Place, Toll, When
from sayso.model.note import Note, NoteKind
from sayso.model.page import NOTHING_STATED, Page, Stated
from sayso.model.problem import Problem, ProblemCode
from sayso.model.report import Paragraph, ParagraphKind, Published, Report
from sayso.model.words import Span, Words

if TYPE_CHECKING:
    from sayso.model.incident import (
        Cell,
        Collapse,
        CollapseStep,
        Column,
        Compared,
        EventCell,
        EventRow,
        Incident,
        Kin,
        Matrix,
        Origin,
        Question,
        Reason,
        Relation,
        RelationKind,
        Setting,
        Slot,
        Tie,
        Told,
    )
    from sayso.model.review import CorrectedSlot, Correction, Decision, Review, Verdict

__all__ = [
    "NOTHING_STATED",
    "Basis",
    "Cell",
    "Claim",
    "CodebookError",
    "Collapse",
    "CollapseStep",
    "Column",
    "Compared",
    "CorrectedSlot",
    "Correction",
    "Count",
    "Decision",
    "Event",
    "EventCell",
    "EventRow",
    "EventType",
    "ExportError",
    "GazetteerError",
    "Hop",
    "ImportFault",
    "Incident",
    "Kin",
    "LedgerError",
    "Matrix",
    "Mode",
    "NotHeld",
    "NotOfThisKind",
    "Note",
    "NoteKind",
    "Origin",
    "Page",
    "Paragraph",
    "ParagraphKind",
    "Party",
    "Place",
    "Problem",
    "ProblemCode",
    "Published",
    "Question",
    "Reason",
    "Relation",
    "RelationKind",
    "Report",
    "Review",
    "SaysoError",
    "Setting",
    "Slot",
    "Span",
    "SpeakerKind",
    "Stance",
    "Stated",
    "Tie",
    "Told",
    "Toll",
    "Verdict",
    "WeightsError",
    "When",
    "Words",
    "from_json",
    "from_plain",
    "plain",
    "sha256_of",
    "sha256_of_bytes",
    "to_json",
]


def __getattr__(name: str) -> Any:
    for later in ("incident", "review"):
        if name in __all__ and hasattr(nouns := import_module(f"sayso.model.{later}"), name):
            return getattr(nouns, name)
    raise AttributeError(f"module 'sayso.model' has no attribute {name!r}")
