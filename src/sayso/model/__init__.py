"""The nouns: the ground floor, which imports the standard library only.

Slotted frozen dataclasses. Unknown is None, never "", 0 or the publication date.
"""

from sayso.model.canonical import from_json, from_plain, plain, sha256_of, sha256_of_bytes, to_json
from sayso.model.claim import Basis, Claim, Hop, SpeakerKind, Stance
from sayso.model.errors import (
    CodebookError,
    ExportError,
    GazetteerError,
    ImportFault,
    LedgerError,
    NotOfThisKind,
    SaysoError,
    WeightsError,
)
from sayso.model.event import Count, Event, EventType, Mode, Party, Place, Toll, When
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
    Reason,
    Relation,
    RelationKind,
    Setting,
    Slot,
    Tie,
    Told,
)
from sayso.model.note import Note, NoteKind
from sayso.model.page import Page
from sayso.model.problem import Problem, ProblemCode
from sayso.model.report import Paragraph, ParagraphKind, Published, Report
from sayso.model.review import CorrectedSlot, Correction, Decision, Review, Verdict
from sayso.model.words import Span, Words

__all__ = [
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
