"""The first layout: entries, pages, reports, readings, claims, notes, problems, reviews, and their search.

Frozen: a later layout is a new file beside this one, never an edit here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "entries",
    "pages",
    "page_bytes",
    "texts",
    "reports",
    "readings",
    "claims",
    "notes",
    "problems",
    "reviews",
)


def upgrade() -> None:
    """Tables in the order in which they point at each other, then what is SQLite's own."""
    op.create_table(
        "entries",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body_sha256", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_entries"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "texts",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_texts"),
    )
    op.create_table(
        "pages",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("fetched", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_pages_entry"),
        sa.PrimaryKeyConstraint("entry", name="pk_pages"),
        sa.UniqueConstraint("sha256", name="uq_pages_sha256"),
    )
    op.create_table(
        "reviews",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("decided", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_reviews_entry"),
        sa.PrimaryKeyConstraint("entry", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
    )
    op.create_table(
        "page_bytes",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("packing", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["pages.sha256"], name="fk_page_bytes_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="pk_page_bytes"),
    )
    op.create_table(
        "reports",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("page_sha256", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=True),
        sa.Column("outlet", sa.Text, nullable=True),
        sa.Column("published", sa.Text, nullable=True),
        sa.Column("language", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_reports_entry"),
        sa.ForeignKeyConstraint(["page_sha256"], ["pages.sha256"], name="fk_reports_page_sha256"),
        sa.ForeignKeyConstraint(["text_sha256"], ["texts.sha256"], name="fk_reports_text_sha256"),
        sa.PrimaryKeyConstraint("entry", name="pk_reports"),
        sa.UniqueConstraint("id", name="uq_reports_id"),
    )
    op.create_index("ix_reports_page_sha256", "reports", ["page_sha256"])
    op.create_table(
        "readings",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("page_sha256", sa.Text, nullable=False),
        sa.Column("report_id", sa.Text, nullable=True),
        sa.Column("reader", sa.Text, nullable=True),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("notes", sa.Integer, nullable=False),
        sa.Column("problems", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_readings_entry"),
        sa.ForeignKeyConstraint(["page_sha256"], ["pages.sha256"], name="fk_readings_page_sha256"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_readings_report_id"),
        sa.PrimaryKeyConstraint("entry", name="pk_readings"),
        sa.UniqueConstraint("id", name="uq_readings_id"),
    )
    op.create_index("ix_readings_page_sha256", "readings", ["page_sha256", "entry", "report_id"])
    op.create_table(
        "claims",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("speaker", sa.Text, nullable=True),
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=True),
        sa.Column("event_from", sa.Text, nullable=True),
        sa.Column("event_to", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_claims_entry"),
        sa.ForeignKeyConstraint(["reading"], ["readings.entry"], name="fk_claims_reading"),
        sa.PrimaryKeyConstraint("entry", name="pk_claims"),
    )
    op.create_index("ix_claims_id", "claims", ["id"])
    op.create_index("ix_claims_reading", "claims", ["reading", "event_from", "event_to"])
    op.create_index("ix_claims_stance", "claims", ["stance"])
    op.create_index("ix_claims_type", "claims", ["type"])
    op.create_table(
        "notes",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("speaker", sa.Text, nullable=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_notes_entry"),
        sa.ForeignKeyConstraint(["reading"], ["readings.entry"], name="fk_notes_reading"),
        sa.PrimaryKeyConstraint("entry", name="pk_notes"),
    )
    op.create_index("ix_notes_reading", "notes", ["reading"])
    op.create_table(
        "problems",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_problems_entry"),
        sa.ForeignKeyConstraint(["reading"], ["readings.entry"], name="fk_problems_reading"),
        sa.PrimaryKeyConstraint("entry", name="pk_problems"),
    )
    op.create_index("ix_problems_reading", "problems", ["reading"])
    for table in TABLES:
        for name, action in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_never_{name} BEFORE {action} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a ledger is only ever added to'); END"
            )
    op.execute(
        "CREATE VIEW current_readings AS SELECT * FROM readings WHERE report_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM readings AS newer WHERE newer.page_sha256 = readings.page_sha256 "
        "AND newer.report_id IS NOT NULL AND newer.entry > readings.entry)"
    )
    op.execute(
        "CREATE VIRTUAL TABLE claims_search USING fts5(quote, speaker, place, content='claims', content_rowid='entry', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE TRIGGER claims_searchable AFTER INSERT ON claims BEGIN "
        "INSERT INTO claims_search (rowid, quote, speaker, place) "
        "VALUES (NEW.entry, NEW.quote, NEW.speaker, NEW.place); END"
    )
