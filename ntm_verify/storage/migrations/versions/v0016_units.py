# ruff: noqa: INP001 - Alembic runs this file by its path
"""Nothing changed yet.

Revision 0016, after 0015.
"""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""
