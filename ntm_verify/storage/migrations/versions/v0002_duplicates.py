# ruff: noqa: INP001 - Alembic runs this file by its path
"""Decisions about people on two lists, and drafts typed on screen.

Revision 0002, after 0001.
"""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
