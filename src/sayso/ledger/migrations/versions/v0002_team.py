"""The second layout: versions of an address, joined ledgers, and the current readings that follow from versions.

Frozen: a later layout is a new file beside this one, never an edit here. Ledgers on a server begin with this layout,
so that only files pass through here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """New tables with their guards, then the views anew."""
    op.create_table(
        "versions",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("page_sha256", sa.Text, nullable=False),
        sa.Column("replaces", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_versions_entry"),
        sa.ForeignKeyConstraint(["page_sha256"], ["pages.sha256"], name="fk_versions_page_sha256"),
        sa.ForeignKeyConstraint(["replaces"], ["pages.sha256"], name="fk_versions_replaces"),
        sa.PrimaryKeyConstraint("entry", name="pk_versions"),
        sa.UniqueConstraint("id", name="uq_versions_id"),
    )
    op.create_index("ix_versions_page_sha256", "versions", ["page_sha256"])
    op.create_index("ix_versions_replaces", "versions", ["replaces"])
    op.create_table(
        "joins",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("joined", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.number"], name="fk_joins_entry"),
        sa.PrimaryKeyConstraint("entry", name="pk_joins"),
        sa.UniqueConstraint("id", name="uq_joins_id"),
    )
    op.create_table(
        "joined_entries",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body_sha256", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("hash", name="pk_joined_entries"),
    )
    op.create_index("ix_pages_address", "pages", ["address"])
    for table in ("versions", "joins", "joined_entries"):
        for name, action in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_never_{name} BEFORE {action} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a ledger is only ever added to'); END"
            )
    op.execute("DROP VIEW current_readings")
    op.execute(
        "CREATE VIEW newest_readings AS SELECT * FROM readings WHERE report_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM readings AS newer WHERE newer.page_sha256 = readings.page_sha256 "
        "AND newer.report_id IS NOT NULL AND (newer.written, newer.entry) > (readings.written, readings.entry))"
    )
    op.execute(
        "CREATE VIEW current_readings AS SELECT * FROM newest_readings WHERE NOT EXISTS ("
        "SELECT 1 FROM versions WHERE versions.replaces = newest_readings.page_sha256 AND NOT EXISTS ("
        "SELECT 1 FROM versions AS later WHERE later.page_sha256 = versions.replaces "
        "AND (later.seen, later.entry) > (versions.seen, versions.entry)))"
    )
