# ruff: noqa: INP001 - Alembic runs this file by its path
"""Notices by mail and webhooks.

Revision 0006, after 0005.
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
