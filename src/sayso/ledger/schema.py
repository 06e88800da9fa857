"""All tables, in SQLAlchemy Core. Names are for people who open the file in Datasette.

Every table but `page_bytes`, `texts` and `joined_entries` has `entry` as its key: the row's number in the chain. Those
hold what is stored once per hash. The claims, notes and problems of a reading follow it in the chain.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, MetaData, Table
from sqlalchemy import Integer as SmallInteger
from sqlalchemy import Text as AnyText

# A server sorts by the rules of its language unless told otherwise, and days and ids must sort the same everywhere;
# and its integers end at two thousand million, which an archive of a hundred million pages passes.
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")
Integer = SmallInteger().with_variant(BigInteger(), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def _entry() -> Column[int]:
    return Column("entry", Integer, ForeignKey("entries.number"), primary_key=True, autoincrement=False)


def _reading(*, index: bool = True) -> Column[int]:
    return Column("reading", Integer, ForeignKey("readings.entry"), nullable=False, index=index)


entries = Table(
    "entries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("body_sha256", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # SQLite then remembers the highest number ever given, so that rows cut off the end leave a trace.
    sqlite_autoincrement=True,
)
pages = Table(
    "pages",
    metadata,
    _entry(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("fetched", Text, nullable=False),
    Column("media_type", Text),
    Column("size", Integer, nullable=False),
)
page_bytes = Table(
    "page_bytes",
    metadata,
    Column("sha256", Text, ForeignKey("pages.sha256"), primary_key=True),
    Column("packing", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
texts = Table(
    "texts",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", Text, nullable=False),
)
reports = Table(
    "reports",
    metadata,
    _entry(),
    Column("id", Text, nullable=False, unique=True),
    Column("page_sha256", Text, ForeignKey("pages.sha256"), nullable=False, index=True),
    Column("text_sha256", Text, ForeignKey("texts.sha256"), nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", Text),
    Column("language", Text),
    Column("body", Text, nullable=False),
)
readings = Table(
    "readings",
    metadata,
    _entry(),
    Column("id", Text, nullable=False, unique=True),
    Column("page_sha256", Text, ForeignKey("pages.sha256"), nullable=False),
    Column("report_id", Text, ForeignKey("reports.id")),
    Column("reader", Text),
    Column("written", Text, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("notes", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Index("ix_readings_page_sha256", "page_sha256", "entry", "report_id"),
)
claims = Table(
    "claims",
    metadata,
    _entry(),
    _reading(index=False),
    Column("id", Text, nullable=False, index=True),
    Column("quote", Text, nullable=False),
    Column("speaker", Text),
    Column("stance", Text, nullable=False, index=True),
    Column("type", Text, nullable=False, index=True),
    Column("place", Text),
    Column("event_from", Text),
    Column("event_to", Text),
    Column("body", Text, nullable=False),
    # All that choosing and ordering needs, so that claims which are not shown are not read.
    Index("ix_claims_reading", "reading", "event_from", "event_to"),
)
notes = Table(
    "notes",
    metadata,
    _entry(),
    _reading(),
    Column("kind", Text, nullable=False),
    Column("speaker", Text),
    Column("words", Text, nullable=False),
    Column("body", Text, nullable=False),
)
problems = Table(
    "problems",
    metadata,
    _entry(),
    _reading(),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("body", Text, nullable=False),
)
reviews = Table(
    "reviews",
    metadata,
    _entry(),
    Column("id", Text, nullable=False, unique=True),
    Column("who", Text, nullable=False),
    Column("decided", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text),
    Column("body", Text, nullable=False),
)
versions = Table(
    "versions",
    metadata,
    _entry(),
    Column("id", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("page_sha256", Text, ForeignKey("pages.sha256"), nullable=False, index=True),
    Column("replaces", Text, ForeignKey("pages.sha256"), nullable=False, index=True),
    Column("seen", Text, nullable=False),
)
joins = Table(
    "joins",
    metadata,
    _entry(),
    # The head of the chain that was joined, which is all of that chain in one hash.
    Column("id", Text, nullable=False, unique=True),
    Column("entries", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("joined", Text, nullable=False),
)
joined_entries = Table(
    "joined_entries",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("body_sha256", Text, nullable=False),
    Column("previous", Text, nullable=False),
    # What the entry seals, where no row of this ledger is the same; None also where a redaction forbids to keep it.
    Column("body", Text),
)

REDACTABLE = {
    "pages": "address, path",
    "page_bytes": "packing, content",
    "texts": "content",
    "reports": "title, outlet, body",
    "claims": "quote, speaker, place, body",
    "notes": "speaker, words, body",
    "problems": "message, body",
    "reviews": "reason, body",
    "versions": "address",
    "joined_entries": "body",
}
"""The columns that a redaction may change, by table; all others stay for ever."""
