# ruff: noqa: INP001 - Alembic runs this file by its path
"""Deadlines, comments, delegations, samples.

Revision 0005, after 0004.
"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
