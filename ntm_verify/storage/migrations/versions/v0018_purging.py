# ruff: noqa: INP001 - Alembic runs this file by its path
"""Purges of what may no longer be kept.

Revision 0018, after 0017.
"""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
