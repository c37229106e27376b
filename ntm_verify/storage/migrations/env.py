# ruff: noqa: INP001 - Alembic runs this file by its path
"""Run by every Alembic command, on the connection and for the models it is handed.

Nothing that changes the database stands here: upgrades go through `storage.migrate.upgrade`.
"""

from alembic import context

settings = context.config.attributes
context.configure(
    connection=settings["connection"],
    target_metadata=settings["metadata"],
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
