# ruff: noqa: INP001 - Alembic runs this file by its path
"""Nothing changed yet.

Revision 0017, after 0016.
"""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""
