# ruff: noqa: INP001 - Alembic runs this file by its path
"""Nothing changed yet.

Revision 0014, after 0013.
"""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""
