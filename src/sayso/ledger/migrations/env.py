"""Run by Alembic: brings the file behind the connection that `sayso.ledger.engine` hands over up to date."""

from alembic import context

from sayso.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes its schema inside a transaction like anything else, so a killed migration leaves the old layout.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
